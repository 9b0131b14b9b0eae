package imports

import (
	"io"

	"hromada/domain"
	"hromada/imports/table"
)

// WriteFaults lists the faults of a file, one a line, and says how many more there are.
func WriteFaults(w io.Writer, f *Faults, l domain.Language) error { return table.WriteFaults(w, f, l) }
