// Package reports writes the tables that people want: goal trees to be worked on in a spreadsheet, and lists of components.
package reports

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"hromada/domain"
)

// Format is the form of a table.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// column is one of a table.
type column struct {
	name  string
	width float64 // in letters
}

// table takes rows whose cells are texts, numbers, amounts, days, or nil for nothing.
type table interface {
	head(columns []column) error
	row(cells []any) error
	// notes are names, and what is said of them, that must be known to read the table: a sheet of their own. CSV has no room for them.
	notes(title string, lines [][2]any) error
	// end writes what is left; nothing may follow but close.
	end() error
	// close gives up whatever was not written.
	close()
}

func newTable(w io.Writer, format Format, title string) (table, error) {
	if format == XLSX {
		return newWorkbook(w, title)
	}
	return newCSV(w), nil
}

// byPages gives each page's rows to the table. The head goes with the first page: what is refused before there is one can still be told.
func byPages[R any](t table, head []column, cells func(*R) ([]any, error)) func(page []*R) error {
	begun := false
	return func(page []*R) error {
		if !begun {
			begun = true
			if err := t.head(head); err != nil {
				return err
			}
		}
		for _, row := range page {
			filled, err := cells(row)
			if err == nil {
				err = t.row(filled)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// csvTable is CSV in UTF-8. The mark at its start has spreadsheets read it as such.
type csvTable struct {
	out *bufio.Writer
	csv *csv.Writer
}

func newCSV(w io.Writer) *csvTable {
	out := bufio.NewWriterSize(w, 64<<10)
	t := &csvTable{out, csv.NewWriter(out)}
	t.csv.UseCRLF = true
	return t
}

func (t *csvTable) head(columns []column) error {
	if _, err := t.out.WriteString("\uFEFF"); err != nil {
		return err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return t.csv.Write(names)
}

func (t *csvTable) row(cells []any) error {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = csvCell(cell)
	}
	return t.csv.Write(texts)
}

func (t *csvTable) notes(string, [][2]any) error { return nil }

func (t *csvTable) end() error {
	t.csv.Flush()
	if err := t.csv.Error(); err != nil {
		return err
	}
	return t.out.Flush()
}

func (t *csvTable) close() {}

// csvCell writes a cell; only texts can be taken for formulas.
func csvCell(cell any) string {
	switch v := cell.(type) {
	case string:
		return domain.Neutral(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case domain.Decimal:
		return string(v)
	case domain.Date:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// midnight is the beginning of a day as spreadsheets take it.
func midnight(d domain.Date) time.Time {
	day, _ := time.Parse(time.DateOnly, d.String()) // it writes what this reads
	return day
}
