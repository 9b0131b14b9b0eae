package imports

import (
	"errors"

	"hromada/domain"
)

// Progress hears how far an import has come: a bar on a terminal, or what a frontend asks for. It hears of every row, so it must be quick.
type Progress interface {
	// At tells the stage, how many rows of it are done, and of how many; 0: not known. Stages only go forward.
	At(stage domain.ImportState, done, of int)
}

func (r Run) at(stage domain.ImportState, done, of int) {
	if r.Progress != nil {
		r.Progress.At(stage, done, of)
	}
}

// reading counts the rows that are read.
func (r Run) reading() func(line int) {
	rows := 0
	return func(int) {
		rows++
		r.at(domain.ImportReading, rows, 0)
	}
}

// faultCount is how many faults an error tells of.
func faultCount(err error) int {
	var inFile *Faults
	if errors.As(err, &inFile) {
		return len(inFile.Shown) + inFile.More
	}
	var inInput domain.Faults
	if errors.As(err, &inInput) {
		return len(inInput)
	}
	if _, told := domain.AsError(err); told {
		return 1
	}
	return 0
}
