package table

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"hromada/domain"
)

// How far a sheet is read. A sheet whose every row was given some colour ends at the last of a million rows.
const (
	maxSheetRows  = 200_000
	maxSheetCells = 5_000_000
	MaxColumns    = 1000
)

// workbook is one sheet of an XLSX file, row by row. Cells are read as they are stored and not as they are shown, so that amounts
// keep their digits.
type workbook struct {
	rows  *excelize.Rows
	row   int
	cells int
}

// brokenRow is a row that cannot be read.
type brokenRow struct {
	row  int
	told domain.Text
}

// brokenCell is a cell that cannot be read.
type brokenCell struct{ brokenRow }

func (b *brokenRow) Error() string { return fmt.Sprintf("row %d: %s", b.row, b.told.EN) }

// Book is an XLSX file that does not unpack to more than it may.
type Book struct {
	file    *excelize.File
	content []byte
}

// OpenBook opens a file that is XLSX and nothing else. The error is *Faults, or the reader's own when it fails.
func OpenBook(r io.Reader) (*Book, error) {
	content, err := readBody(r)
	if err != nil {
		return nil, err
	}
	if !isArchive(content) {
		return nil, FileFault(Text("Це не електронна таблиця XLSX.", "This is no XLSX spreadsheet."))
	}
	return openBook(content)
}

func openBook(content []byte) (_ *Book, err error) {
	if why := checkArchive(content); why != nil {
		return nil, FileFault(*why)
	}
	defer func() {
		// The library was not written for files that somebody made to break it.
		if recover() != nil {
			err = FileFault(damaged)
		}
	}()
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		return nil, FileFault(damaged)
	}
	return &Book{file, content}, nil
}

// Sheets gives the names of the sheets, in their order.
func (b *Book) Sheets() []string { return b.file.GetSheetList() }

// Sheet gives the rows of one sheet.
func (b *Book) Sheet(name string) (_ *Body, err error) {
	defer func() {
		if recover() != nil {
			err = FileFault(damaged)
		}
	}()
	rows, err := b.file.Rows(name)
	if err != nil {
		return nil, FileFault(damaged)
	}
	properties, err := b.file.GetWorkbookProps()
	if err != nil {
		return nil, FileFault(damaged)
	}
	from1904 := properties.Date1904 != nil && *properties.Date1904
	return &Body{
		Rows: &workbook{rows: rows}, DecimalComma: true, Grid: true, Date1904: from1904,
		merged: func() []Area { return mergedAreas(b.content, name) },
	}, nil
}

// openWorkbook gives the rows of the first sheet.
func openWorkbook(content []byte) (*Body, error) {
	book, err := openBook(content)
	if err != nil {
		return nil, err
	}
	sheets := book.Sheets()
	if len(sheets) == 0 {
		return nil, FileFault(damaged)
	}
	return book.Sheet(sheets[0])
}

// Read gives the next row; rows that the file leaves out come as empty ones.
func (w *workbook) Read() (cells []string, err error) {
	defer func() {
		if recover() != nil {
			cells, err = nil, io.EOF
			if w.row >= 0 {
				err = &brokenRow{w.row, damaged}
			}
			w.row = -1
		}
	}()
	if w.row < 0 || !w.rows.Next() {
		return nil, w.end()
	}
	w.row++
	if cells, err = w.rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
		return nil, w.stop(damaged)
	}
	w.cells += len(cells) + 1
	cells = Fitted(cells, 0)
	switch {
	case len(cells) > MaxColumns:
		return nil, w.stop(Text("Стовпчиків більше ніж %d.", "There are more than %d columns.", MaxColumns))
	case w.row > maxSheetRows || w.cells > maxSheetCells:
		return nil, w.stop(Text("Аркуш завеликий: дозволено до %d рядків.", "The sheet is too large: %d rows are allowed.", maxSheetRows))
	}
	if i := errorCell(cells); i >= 0 {
		return cells[:i], &brokenCell{brokenRow{w.row, Text("У комірці помилка формули: %s.", "A formula in the cell failed: %s.", cells[i])}}
	}
	return cells, nil
}

// end tells a sheet that ended from one that broke off.
func (w *workbook) end() error {
	if w.row >= 0 && w.rows.Error() != nil {
		return w.stop(damaged)
	}
	return io.EOF
}

// stop ends reading at a row.
func (w *workbook) stop(why domain.Text) error {
	broken := &brokenRow{w.row, why}
	w.row = -1
	return broken
}

// FieldPos is the row; all cells of a row are in it.
func (w *workbook) FieldPos(field int) (line, column int) { return w.row, field + 1 }

// formulaErrors are what a formula that failed leaves in its cell.
var formulaErrors = []string{"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}

func errorCell(cells []string) int {
	for i, cell := range cells {
		for _, failed := range formulaErrors {
			if cell == failed {
				return i
			}
		}
	}
	return -1
}

// PlainNumber writes a number of a spreadsheet, which may be stored as 1234.5599999999999 or 1.5E+6, the way it is shown; other texts stay.
func PlainNumber(value string) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) || strings.ContainsAny(value, "xXpP_") {
		return value
	}
	if n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err != nil {
		return value
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// DayOf reads the number by which a spreadsheet stores a day.
func DayOf(value string, from1904 bool) (domain.Date, bool) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n < 1 || n > 110_000 {
		return domain.Date{}, false
	}
	day, err := excelize.ExcelDateToTime(n, from1904)
	if err != nil {
		return domain.Date{}, false
	}
	read, err := domain.ParseDate(day.UTC().Format(time.DateOnly))
	return read, err == nil
}
