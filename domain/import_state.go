package domain

import "time"

// ImportState is how far an import has come.
type ImportState string

// The states, in their order; an import ends in one of the last three.
const (
	ImportWaiting     ImportState = "WAITING"
	ImportReading     ImportState = "READING"
	ImportChecking    ImportState = "CHECKING"
	ImportWriting     ImportState = "WRITING"
	ImportDone        ImportState = "DONE"
	ImportFailed      ImportState = "FAILED"
	ImportInterrupted ImportState = "INTERRUPTED"
)

// ImportSilence is how long a running import may not be heard of before it is taken for cut off.
const ImportSilence = 30 * time.Second

var importOrder = map[ImportState]int{ImportReading: 1, ImportChecking: 2, ImportWriting: 3, ImportDone: 4, ImportFailed: 4}

// Before tells whether a state comes before another.
func (s ImportState) Before(other ImportState) bool { return importOrder[s] < importOrder[other] }
