package imports_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hromada/domain"
	"hromada/imports"
)

// book is a workbook with one sheet of rows, as a spreadsheet saves it.
func book(t failer, rows ...[]any) []byte {
	t.Helper()
	file := excelize.NewFile()
	for i, row := range rows {
		if err := file.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

// with repacks a workbook with parts added or replaced.
func with(t failer, content []byte, parts map[string]io.Reader) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, from io.Reader) {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.Copy(part, from)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range archive.File {
		if _, replaced := parts[part.Name]; replaced {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		add(part.Name, r)
	}
	for name, from := range parts {
		add(name, from)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var goalsHeader = []any{"community_code", "level", "number", "parent_number", "title"}

func TestReadGoalsOfAWorkbook(t *testing.T) {
	t.Parallel()
	content := book(t, goalsHeader, []any{oneCommunity, "strategic", 1, "", "Дороги", "", ""}, nil, []any{oneCommunity, "operational", "1.10", "1", "Мости"})
	drafts, err := imports.ReadGoals(bytes.NewReader(content), domain.Digital, nil, nil, nil)
	if err != nil || len(drafts) != 1 {
		t.Fatalf("%v, %v", drafts, err)
	}
	nodes := drafts[0].Outline.Nodes
	if len(nodes) != 2 || nodes[0].Code != "1" || nodes[0].Line != 2 || nodes[1].Code != "1.10" || nodes[1].Line != 4 || nodes[1].Parent != 0 {
		t.Errorf("%+v", nodes)
	}
}

// TestFormulasThatWereWorkedOut are read by their values, of which an empty text is one.
func TestFormulasThatWereWorkedOut(t *testing.T) {
	t.Parallel()
	row := `<row r="2"><c r="A2" t="inlineStr"><is><t>` + oneCommunity + `</t></is></c><c r="B2" t="str"><f>"strategic"</f><v>strategic</v></c>
		<c r="C2"><f t="shared" si="0"/><v>7</v></c><c r="D2" t="str"><f>""</f><v></v></c><c r="E2" t="str"><f>F2</f><v>Дороги</v></c></row>`
	content := with(t, book(t, goalsHeader), map[string]io.Reader{"xl/worksheets/sheet1.xml": strings.NewReader(
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + goalsRow + row + `</sheetData></worksheet>`)})
	drafts, err := imports.ReadGoals(bytes.NewReader(content), domain.Digital, nil, nil, nil)
	if err != nil || len(drafts) != 1 || len(drafts[0].Outline.Nodes) != 1 {
		t.Fatalf("%v, %v", drafts, err)
	}
	if n := drafts[0].Outline.Nodes[0]; n.Code != "7" || n.Title != "Дороги" {
		t.Errorf("%+v", n)
	}
}

// Abuse case 54: what would fill the memory, runs, or fetches something is refused before it is unpacked.
func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	good := book(t, goalsHeader, []any{oneCommunity, "strategic", "1", "", "Дороги"})
	zeros := func(megabytes int) io.Reader {
		return io.LimitReader(strings.NewReader(strings.Repeat(" ", megabytes<<20)), int64(megabytes)<<20)
	}
	sheets := map[string]io.Reader{}
	for i := range 600 {
		sheets[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+2)] = strings.NewReader("<worksheet/>")
	}
	var many strings.Builder
	many.WriteString(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>`)
	for i := range 300_000 {
		fmt.Fprintf(&many, `<sheet name="x" sheetId="%d"/>`, i%9+1)
	}
	many.WriteString(`</sheets></workbook>`)
	const sheet = "xl/worksheets/sheet1.xml"
	rows := func(xml string) map[string]io.Reader {
		return map[string]io.Reader{sheet: strings.NewReader(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + xml + `</sheetData></worksheet>`)}
	}
	entities := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet/>`
	for _, c := range []struct {
		why     string
		content []byte
		want    string
	}{
		{"a bomb", with(t, good, map[string]io.Reader{"xl/media/x.xml": zeros(101)}), "Unpacked, the file is too large: 100 MiB are allowed."},
		{"a small bomb", with(t, good, map[string]io.Reader{"xl/sharedStrings.xml": zeros(20)}), "Unpacked, the file is too large: 100 MiB are allowed."},
		{"many parts", with(t, good, sheets), "The file has too many parts or sheets."},
		{"many sheets in one part", with(t, good, map[string]io.Reader{"xl/workbook.xml": strings.NewReader(many.String())}), "Unpacked, the file is too large: 100 MiB are allowed."},
		{"macros", with(t, good, map[string]io.Reader{"xl/vbaProject.bin": strings.NewReader("x")}), "The file has macros. Save it as XLSX without them."},
		{"old macros", with(t, good, map[string]io.Reader{`xl\macrosheets\sheet1.xml`: strings.NewReader("<x/>")}), "The file has macros. Save it as XLSX without them."},
		{"links", with(t, good, map[string]io.Reader{"xl/externalLinks/externalLink1.xml": strings.NewReader("<x/>")}), "The file has links to other files. Replace them with values and save it."},
		{"files within", with(t, good, map[string]io.Reader{"xl/embeddings/oleObject1.bin": strings.NewReader("x")}), "The file has other files embedded in it. Remove them and save it."},
		{"entities", with(t, good, map[string]io.Reader{sheet: strings.NewReader(entities)}), "The file defines XML entities, which spreadsheets do not."},
		{"entities far down", with(t, good, map[string]io.Reader{sheet: io.MultiReader(strings.NewReader("<!--"+strings.Repeat("x", 70<<10)+"-->"), strings.NewReader(entities))}), "The file defines XML entities, which spreadsheets do not."},
		{"no workbook", with(t, book(t), map[string]io.Reader{"xl/workbook.xml": strings.NewReader("")})[:100], "The file is damaged, or is no XLSX."},
		{"another archive", archiveOf(t, "a.txt"), "This is no XLSX spreadsheet."},
		{"a workbook without sheets", archiveOf(t, "xl/workbook.xml"), "The file is damaged, or is no XLSX."},
		{"a sheet that breaks off", with(t, good, map[string]io.Reader{sheet: strings.NewReader(`<worksheet><sheetData><row r="1"><c r="A1"`)}), "The file is damaged, or is no XLSX."},
		{"a sheet that breaks off between rows", with(t, good, map[string]io.Reader{sheet: strings.NewReader(`<worksheet><sheetData>` + goalsRow)}), "The file is damaged, or is no XLSX."},
		{"no XML between rows", with(t, good, rows(goalsRow+`<<<`+goalsRow)), "The file is damaged, or is no XLSX."},
		{"a row of no number", with(t, good, rows(`<row r="9999999"><c r="A1"><v>1</v></c></row>`)), "The file is damaged, or is no XLSX."},
		{"the widest row", with(t, good, rows(`<row r="1"><c r="XFD1"><v>1</v></c></row>`)), "There are more than 1000 columns."},
		{"wide rows without end", with(t, good, rows(goalsRow+strings.Repeat(`<row><c r="ALL1"><v>1</v></c></row>`, 10_000))), "… and more faults: 4895"},
		{"the last row", with(t, good, rows(goalsRow+`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)), "line 200001: The sheet is too large: 200000 rows are allowed."},
		{"a formula that nobody worked out", with(t, good, rows(goalsRow+`<row r="2"><c r="A2" t="inlineStr"><is><t>UA</t></is></c><c r="E2"><f>B2</f></c></row>`)), "line 2, column 5 (title): The cell has a formula without a value. Open the file in a spreadsheet program and save it."},
		{"one with an empty value", with(t, good, rows(goalsRow+`<row r="3"><c r="D3"><f>1+1</f><v></v></c><c r="E3"><f>B2</f><v/></c></row>`)), "line 3, column 4 (parent_number): The cell has a formula without a value. Open the file in a spreadsheet program and save it."},
		{"a failed formula", book(t, goalsHeader, []any{oneCommunity, "strategic", "1", "", "#REF!"}), "line 2, column 5 (title): A formula in the cell failed: #REF!."},
	} {
		drafts, err := imports.ReadGoals(bytes.NewReader(c.content), domain.Digital, nil, nil, nil)
		got := faultsOf(t, err)
		if len(got) == 0 || !strings.Contains(got[len(got)-1], c.want) || drafts != nil {
			t.Errorf("%s:\n%s\nwant\n%s", c.why, strings.Join(got, "\n"), c.want)
		}
	}
}

// goalsRow is the header in a sheet's own form.
var goalsRow = func() string {
	cells := ""
	for i, name := range goalsHeader {
		cells += fmt.Sprintf(`<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, name)
	}
	return `<row r="1">` + cells + `</row>`
}()

func archiveOf(t failer, names ...string) []byte {
	t.Helper()
	parts := map[string]io.Reader{}
	for _, name := range names {
		parts[name] = strings.NewReader("<x/>")
	}
	var empty bytes.Buffer
	if err := zip.NewWriter(&empty).Close(); err != nil {
		t.Fatal(err)
	}
	return with(t, empty.Bytes(), parts)
}
