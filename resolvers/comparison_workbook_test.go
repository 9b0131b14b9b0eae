package resolvers_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// book is a workbook that was fetched.
type book struct {
	*excelize.File
	t *testing.T
}

func (a *api) book(t *testing.T, path string) book {
	t.Helper()
	got := a.fetch(http.MethodGet, path, nil)
	if got.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, got.Code, got.Body)
	}
	file, err := excelize.OpenReader(bytes.NewReader(got.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return book{file, t}
}

// checkWhole demands a first row that stays when others are scrolled, a sheet of notes, and no formula anywhere.
func (b book) checkWhole(sheets ...string) {
	b.t.Helper()
	if got := b.GetSheetList(); strings.Join(got, ",") != strings.Join(sheets, ",") {
		b.t.Fatalf("the sheets are %v", got)
	}
	panes, err := b.GetPanes(sheets[0])
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.TopLeftCell != "A2" {
		b.t.Errorf("the header is not frozen: %+v, %v", panes, err)
	}
	for _, sheet := range sheets {
		rows, err := b.GetRows(sheet)
		if err != nil || len(rows) < 2 {
			b.t.Fatalf("%s has %d rows, %v", sheet, len(rows), err)
		}
		for y, row := range rows {
			for x, value := range row {
				name, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, err := b.GetCellFormula(sheet, name); err != nil || formula != "" || strings.HasPrefix(value, "=") {
					b.t.Errorf("%s!%s is %q, formula %q, %v", sheet, name, value, formula, err)
				}
			}
		}
	}
}

// checkTypes demands that columns have numbers where they are said to, and texts otherwise: a spreadsheet sums no texts.
func (b book) checkTypes(sheet string, columns map[string]bool) {
	b.t.Helper()
	rows, err := b.GetRows(sheet)
	if err != nil {
		b.t.Fatal(err)
	}
	for x, head := range rows[0] {
		numeric, asked := columns[head]
		filled := 0
		for y := 1; asked && y < len(rows); y++ {
			if x >= len(rows[y]) || rows[y][x] == "" {
				continue
			}
			filled++
			name, _ := excelize.CoordinatesToCellName(x+1, y+1)
			kind, err := b.GetCellType(sheet, name)
			_, bad := strconv.ParseFloat(rows[y][x], 64)
			isNumber := (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) && bad == nil
			if err != nil || isNumber != numeric {
				b.t.Errorf("%s of %s is %q of kind %v, %v", name, head, rows[y][x], kind, err)
			}
		}
		if asked && filled == 0 {
			b.t.Errorf("nothing stands in %s", head)
		}
		delete(columns, head)
	}
	if len(columns) > 0 {
		b.t.Errorf("there are no columns %v among %v", columns, rows[0])
	}
}

func TestTablesOfComparisonsAreWorkbooks(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	a.exec(`UPDATE communities SET name_uk = '=HYPERLINK("http://a.example","' || id || '")' WHERE id = 1`)
	a.exec(`UPDATE metrics SET name_en = '=1+1', method_en = '@SUM(A1)' WHERE code = '` + madeUp + `'`)

	one := a.book(t, "/export/comparison.xlsx?lang=en&metric="+madeUp)
	one.checkWhole("Comparison", "Notes")
	one.checkTypes("Comparison", map[string]bool{
		"community_code": false, "community": false, "value": true, "missing": false, "n": true, "margin_of_error": true, "period": false, "rank": true,
		"rank_best": true, "rank_worst": true, "percentile": true, "z_score": true, "quartile": true, "gap_to_median": true, "gap_to_best": true, "change": true,
	})
	many := a.book(t, "/export/metrics.xlsx?lang=en&metric=goals.progress&metric="+madeUp)
	many.checkWhole("Metrics", "Notes")
	many.checkTypes("Metrics", map[string]bool{
		"community_code": false, "community": false, "goals.progress": true, madeUp: true, madeUp + ".missing": false,
	})
	overview := a.book(t, "/export/overview.xlsx?lang=en&region="+a.code("regions"))
	overview.checkWhole("Overview", "Notes")
	overview.checkTypes("Overview", map[string]bool{"section": false, "item": false, "value": true})

	for _, b := range []book{one, many} {
		table, _ := b.GetRows(b.GetSheetName(0))
		notes, _ := b.GetRows("Notes")
		if told := grid(table).joined(","); !strings.Contains(told, `"'=HYPERLINK(""http://a.example"",""1"")"`) {
			t.Errorf("the community is not there by its name: %v", table)
		}
		if told := grid(notes).joined(","); !strings.Contains(told, "'=1+1 ("+madeUp+")") || !strings.Contains(told, "'@SUM(A1)") {
			t.Errorf("the metric is not there by its name: %v", notes)
		}
	}
}
