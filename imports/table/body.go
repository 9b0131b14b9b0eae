package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
)

// Rows gives the rows of a file one by one, whatever its form, and after the last one io.EOF. Another error is that of a row which
// cannot be read; the cells before it come with it.
type Rows interface {
	Read() ([]string, error)
	// FieldPos is where a cell of the row just read begins: its line, or row, from 1.
	FieldPos(field int) (line, column int)
}

// Body is what a file holds, as far as its form tells.
type Body struct {
	Rows
	DecimalComma bool // numbers may be written as in Ukraine
	Grid         bool // a spreadsheet: rows have as many cells as somebody filled, and days are numbers
	Date1904     bool // days are counted from 1904
	merged       func() []Area
}

// Area is a rectangle of cells of a spreadsheet that somebody made one: all but the first are empty, whatever they seem to hold.
type Area struct {
	Line, Column         int // of the first cell, from 1
	LastLine, LastColumn int
	Name                 string // A2:A5
}

// Merged gives the merged cells of a spreadsheet, at most a thousand areas; other files have none.
func (b *Body) Merged() []Area {
	if b.merged == nil {
		return nil
	}
	return b.merged()
}

func isArchive(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// Open recognises the form of a file by its first bytes.
func Open(r io.Reader) (*Body, error) {
	content, err := readBody(r)
	if err != nil {
		return nil, err
	}
	if isArchive(content) {
		return openWorkbook(content)
	}
	return openText(content)
}

func openText(content []byte) (*Body, error) {
	plain := withPlainLineEnds(decoded(content))
	if err := checkLines(plain); err != nil {
		return nil, err
	}
	reader := newCSVReader(plain)
	return &Body{Rows: reader, DecimalComma: reader.Comma != ','}, nil
}

// RowFault says what is wrong with a row that cannot be read, or with the cell behind those that were.
func RowFault(before []string, err error) Fault {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return Fault{Line: parse.StartLine, Column: len(before) + 1, Message: Text(
			"Лапки не парні: комірку з лапками беруть у лапки, а самі лапки в ній подвоюють.",
			"Quotes do not pair up: a cell with quotes is enclosed in quotes, and the quotes within are doubled.")}
	}
	if cell, ok := errors.AsType[*brokenCell](err); ok {
		return Fault{Line: cell.row, Column: len(before) + 1, Message: cell.told}
	}
	if broken, ok := errors.AsType[*brokenRow](err); ok {
		return Fault{Line: broken.row, Message: broken.told}
	}
	return Fault{Message: Text("Рядок не прочитано.", "The row could not be read.")}
}

// Fitted gives a row of a spreadsheet the width of its header: empty cells at the end of a row are nobody's fault.
func Fitted(cells []string, width int) []string {
	for len(cells) > width && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	return cells
}
