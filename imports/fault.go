package imports

import (
	"hromada/domain"
	"hromada/imports/table"
)

// Fault is one thing that must be mended in a file before anything of it can be used.
type Fault = table.Fault

// Faults is the error of a file with at least one fault; nothing of such a file is usable.
type Faults = table.Faults

func text(uk, en string, args ...any) domain.Text { return table.Text(uk, en, args...) }
