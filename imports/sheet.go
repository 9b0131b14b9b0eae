package imports

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strings"
)

// layout is the columns a kind of file has, in any order.
type layout struct {
	required []string
	dated    []string // required, and followed by the year of what they count: population_2022
	optional []string
}

// sheet is a file of rows under a header. It goes on after a fault, so that all come to light at once.
type sheet struct {
	csv      *csv.Reader
	header   []string
	index    map[string]int // by the layout's name
	years    map[string]int // of the dated columns
	faults   collector
	headLine int
	notes    []Note
	progress func(line int)
	rowCount int
}

// openSheet reads the header. The error is *Faults when the file is none of this layout: its rows
// would only repeat that.
func openSheet(r io.Reader, l layout, progress func(line int)) (*sheet, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	s := &sheet{csv: newCSVReader(body), index: map[string]int{}, years: map[string]int{}, progress: progress}
	s.readHeader(l)
	return s, s.faults.err()
}

// rows gives every row that has as many cells as the header; the others become faults. Rows of blanks
// only, which spreadsheets leave behind, are passed over.
func (s *sheet) rows() iter.Seq[row] {
	return func(yield func(row) bool) {
		for {
			cells, err := s.csv.Read()
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
	line, _ := s.csv.FieldPos(0)
	if s.progress != nil {
		s.progress(line)
	}
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return row{}, false
	}
	s.rowCount++
	if len(cells) != len(s.header) {
		s.faults.add(Fault{Line: line, Message: text(
			"Комірок у рядку: %d, у заголовку: %d.", "Cells in the row: %d, in the header: %d.", len(cells), len(s.header))})
		return row{}, false
	}
	return s.clean(cells), true
}

// clean keeps each cell's own line, since a quoted cell may hold line breaks.
func (s *sheet) clean(cells []string) row {
	r := row{sheet: s, cells: cells, lines: make([]int, len(cells)), bad: make([]bool, len(cells))}
	for i, raw := range cells {
		r.lines[i], _ = s.csv.FieldPos(i)
		cleaned, fault := cleanCell(raw)
		r.cells[i] = cleaned
		if fault != nil {
			r.faultAt(i, *fault)
		}
	}
	return r
}

// addSyntaxFault tells of quotes that do not pair up; the cells read before them tell the column.
func (s *sheet) addSyntaxFault(before []string, err error) {
	s.rowCount++
	fault := Fault{Column: len(before) + 1, Message: text(
		"Лапки не парні: комірку з лапками беруть у лапки, а самі лапки в ній подвоюють.",
		"Quotes do not pair up: a cell with quotes is enclosed in quotes, and the quotes within are doubled.")}
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		fault.Line = parse.StartLine
	}
	if len(before) < len(s.header) {
		fault.Name = s.header[len(before)]
	}
	s.faults.add(fault)
}

func (s *sheet) demandRows() {
	if s.rowCount == 0 {
		s.faults.add(Fault{Message: text("У файлі немає жодного рядка, крім заголовка.",
			"The file has no row but the header.")})
	}
}
