package reports

import (
	"errors"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"hromada/domain"
)

// workbook is XLSX with one sheet. Its rows are kept by the library, beyond a few megabytes in a temporary file, until all are there: the
// form needs it.
type workbook struct {
	w                     io.Writer
	file                  *excelize.File
	sheet                 *excelize.StreamWriter
	rows                  int
	text, day, money, top int // styles
}

func newWorkbook(w io.Writer, title string) (*workbook, error) {
	t := &workbook{w: w, file: excelize.NewFile()}
	if err := t.file.SetSheetName("Sheet1", title); err != nil {
		return nil, errors.Join(err, t.file.Close())
	}
	for into, style := range map[*int]*excelize.Style{
		&t.text:  {NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}},
		&t.day:   {CustomNumFmt: new("yyyy\\-mm\\-dd"), Alignment: &excelize.Alignment{Vertical: "top"}},
		&t.money: {CustomNumFmt: new("0.00"), Alignment: &excelize.Alignment{Vertical: "top"}},
		&t.top:   {Font: &excelize.Font{Bold: true}, NumFmt: 49},
	} {
		made, err := t.file.NewStyle(style)
		if err != nil {
			return nil, errors.Join(err, t.file.Close())
		}
		*into = made
	}
	var err error
	if t.sheet, err = t.file.NewStreamWriter(title); err != nil {
		return nil, errors.Join(err, t.file.Close())
	}
	return t, nil
}

// head sets the columns' widths and has the header stay where it is when the rows are scrolled. Cells that nobody has filled yet are
// texts, or a spreadsheet would make a day of a code such as 1.2.
func (t *workbook) head(columns []column) error {
	cells := make([]any, len(columns))
	for i, c := range columns {
		if err := t.sheet.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: t.top, Value: c.name}
	}
	if err := t.sheet.SetColStyle(1, len(columns), t.text); err != nil {
		return err
	}
	if err := t.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return t.write(cells)
}

func (t *workbook) row(cells []any) error {
	typed := make([]any, len(cells))
	for i, cell := range cells {
		typed[i] = t.cell(cell)
	}
	return t.write(typed)
}

var errTooLong = domain.Invalid("", "Для XLSX забагато рядків; оберіть CSV.", "There are too many rows for XLSX; choose CSV.")

func (t *workbook) write(cells []any) error {
	if t.rows++; t.rows > excelize.TotalRows {
		return errTooLong
	}
	return t.sheet.SetRow("A"+strconv.Itoa(t.rows), cells)
}

func (t *workbook) cell(cell any) any {
	switch v := cell.(type) {
	case string:
		return excelize.Cell{StyleID: t.text, Value: domain.Neutral(v)}
	case domain.Decimal:
		amount, err := strconv.ParseFloat(string(v), 64)
		if err != nil {
			return excelize.Cell{StyleID: t.text, Value: string(v)}
		}
		return excelize.Cell{StyleID: t.money, Value: amount}
	case domain.Date:
		return excelize.Cell{StyleID: t.day, Value: midnight(v)}
	}
	return cell
}

func (t *workbook) end() error {
	if err := t.sheet.Flush(); err != nil {
		return err
	}
	return t.file.Write(t.w)
}

func (t *workbook) close() {
	_ = t.file.Close() // it removes the temporary file; nobody can do more about one that stays
}

// notes adds a sheet of names and what is said of them.
func (t *workbook) notes(title string, lines [][2]any) error {
	if _, err := t.file.NewSheet(title); err != nil {
		return err
	}
	sheet, err := t.file.NewStreamWriter(title)
	if err != nil {
		return err
	}
	for i, width := range []float64{36, 90} {
		if err := sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, line := range lines {
		if err := sheet.SetRow("A"+strconv.Itoa(i+1), []any{t.cell(line[0]), t.cell(line[1])}); err != nil {
			return err
		}
	}
	return sheet.Flush()
}
