package table

import (
	"cmp"
	"fmt"
	"slices"

	"hromada/domain"
)

// Fault is one thing that must be mended in a file before anything of it can be used.
type Fault struct {
	Line    int         // in the file, from 1, the header included; 0: the file as a whole
	Column  int         // the cell's place in its row, from 1; 0: the row as a whole
	Name    string      // the column's name in the header; empty where Column is 0 or has none
	Message domain.Text // quotes the file as it is: escape it before it meets a terminal
}

// Faults is the error of a file with at least one fault; nothing of such a file is usable.
type Faults struct {
	Shown []Fault // the first of them by line and column, at most MaxFaultsShown
	More  int     // how many there are besides
}

// MaxFaultsShown keeps the answer readable when every row of a large file is wrong in the same way.
const MaxFaultsShown = 100

func (f *Faults) Error() string {
	return fmt.Sprintf("faults in the file: %d, the first: %s", len(f.Shown)+f.More, faultLine(f.Shown[0], domain.English))
}

// Collector gathers faults in the order of lines.
type Collector struct{ faults Faults }

// Add takes one more; beyond the first hundred they are only counted.
func (c *Collector) Add(f Fault) {
	if len(c.faults.Shown) == MaxFaultsShown {
		c.faults.More++
		return
	}
	c.faults.Shown = append(c.faults.Shown, f)
}

// Err gives the faults as one error, or nil when there are none.
func (c *Collector) Err() error {
	if len(c.faults.Shown) == 0 {
		return nil
	}
	slices.SortStableFunc(c.faults.Shown, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &c.faults
}

// Text is one message in both languages; both take the same arguments, of which a domain.Text is
// given in each language.
func Text(uk, en string, args ...any) domain.Text {
	if len(args) == 0 {
		return domain.Text{UK: uk, EN: en}
	}
	return domain.Text{
		UK: fmt.Sprintf(uk, inLanguage(domain.Ukrainian, args)...),
		EN: fmt.Sprintf(en, inLanguage(domain.English, args)...),
	}
}

func inLanguage(l domain.Language, args []any) []any {
	told := slices.Clone(args)
	for i, arg := range told {
		if t, ok := arg.(domain.Text); ok {
			told[i] = t.In(l)
		}
	}
	return told
}
