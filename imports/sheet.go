package imports

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"hromada/imports/table"
)

// layout is the columns a kind of file has, in any order.
type layout struct {
	required []string
	dated    []string // required, and followed by the year of what they count: population_2022
	optional []string
	open     func(name string) bool // knows further names; nil: there are none
}

// sheet is a file of rows under a header. It goes on after a fault, so that all come to light at once.
type sheet struct {
	*table.Body
	layout   layout
	header   []string
	names    []string       // what the columns are taken for
	index    map[string]int // by the layout's name
	years    map[string]int // of the dated columns
	faults   table.Collector
	headLine int
	notes    []Note
	misnamed error // what is wrong with what was told of the columns
	progress func(line int)
	rowCount int
}

// openSheet reads the header, which tells the layout. The error is *Faults when the file is none of this layout: its rows
// would only repeat that.
func openSheet(r io.Reader, n naming, choose func(header []string) layout, progress func(line int)) (*sheet, error) {
	content, err := table.Open(r)
	if err != nil {
		return nil, err
	}
	s := &sheet{Body: content, index: map[string]int{}, years: map[string]int{}, progress: progress}
	if s.readHeader(n, choose); s.misnamed != nil {
		return nil, s.misnamed
	}
	return s, s.faults.Err()
}

// always is a layout that no header changes.
func always(l layout) func([]string) layout { return func([]string) layout { return l } }

// rows gives every row that has as many cells as the header; the others become faults. Rows of blanks
// only, which spreadsheets leave behind, are passed over.
func (s *sheet) rows() iter.Seq[row] {
	return func(yield func(row) bool) {
		for {
			cells, err := s.Read()
			if errors.Is(err, io.EOF) {
				s.demandRows()
				return
			}
			if r, ok := s.readRow(cells, err); ok && !yield(r) {
				return
			}
		}
	}
}

func (s *sheet) readRow(cells []string, err error) (row, bool) {
	if err != nil {
		s.addSyntaxFault(cells, err)
		return row{}, false
	}
	line, _ := s.FieldPos(0)
	if s.progress != nil {
		s.progress(line)
	}
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return row{}, false
	}
	s.rowCount++
	if s.Grid {
		cells = table.Fitted(cells, len(s.header))
	}
	if len(cells) != len(s.header) {
		s.faults.Add(Fault{Line: line, Message: text(
			"Комірок у рядку: %d, у заголовку: %d.", "Cells in the row: %d, in the header: %d.", len(cells), len(s.header))})
		return row{}, false
	}
	return s.clean(cells), true
}

// clean keeps each cell's own line, since a quoted cell may hold line breaks.
func (s *sheet) clean(cells []string) row {
	r := row{sheet: s, raw: slices.Clone(cells), cells: cells, lines: make([]int, len(cells)), bad: make([]bool, len(cells))}
	for i, raw := range r.raw {
		r.lines[i], _ = s.FieldPos(i)
		cleaned, fault := table.Clean(raw)
		r.cells[i] = cleaned
		if fault != nil {
			r.faultAt(i, *fault)
		}
	}
	return r
}

// addSyntaxFault tells of a row that cannot be read; the cells read before the fault tell the column.
func (s *sheet) addSyntaxFault(before []string, err error) {
	s.rowCount++
	fault := table.RowFault(before, err)
	if fault.Column > 0 && len(before) < len(s.header) {
		fault.Name = s.header[len(before)]
	}
	s.faults.Add(fault)
}

func (s *sheet) demandRows() {
	if s.rowCount == 0 {
		s.faults.Add(Fault{Message: text("У файлі немає жодного рядка, крім заголовка.",
			"The file has no row but the header.")})
	}
}
