package surveys_test

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheetOf is a workbook of texts, as KoboToolbox writes it.
func sheetOf(rows [][]string) []byte {
	return workbook("Цифрові потреби громади", rows, nil)
}

// cellKind makes a cell of a spreadsheet of a text; what is none of its kind stays a text.
type cellKind func(string) any

// number is a cell that holds a number, and dated one that holds a time as a spreadsheet has it: the count of days, shown as a date.
func number(text string) any {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return text
}

func dated(form string) cellKind {
	return func(text string) any {
		if at, err := time.Parse(form, text); err == nil {
			return at
		}
		return text
	}
}

// workbook is one sheet whose columns, by their headers, hold cells of their kinds, and texts where none is told.
func workbook(sheet string, rows [][]string, kinds map[string]cellKind) []byte {
	return changedBook(sheet, rows, kinds, func(*excelize.File) error { return nil })
}

// changedBook has somebody change the workbook before it is saved.
func changedBook(sheet string, rows [][]string, kinds map[string]cellKind, change func(*excelize.File) error) []byte {
	file := excelize.NewFile()
	if err := file.SetSheetName("Sheet1", sheet); err != nil {
		panic(err)
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
			switch kind := kinds[rows[0][j]]; {
			case cell == "":
				cells[j] = nil // and no text of no letters
			case kind != nil && i > 0:
				cells[j] = kind(cell)
			}
		}
		if err := file.SetSheetRow(sheet, fmt.Sprint("A", i+1), &cells); err != nil {
			panic(err)
		}
	}
	if err := change(file); err != nil {
		panic(err)
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// limesurveyBook is the spreadsheet that LimeSurvey gives: times are times there, and numbers numbers.
func limesurveyBook() []byte { return workbook("Responses", limesurveyCodeRows(), limesurveyKinds) }

var limesurveyKinds = map[string]cellKind{
	"id": number, "submitdate": dated(time.DateTime), "startdate": dated(time.DateTime), "datestamp": dated(time.DateTime), "lastpage": number, "seed": number, "age": number,
	"settlement": number, "qhours": number, "interviewtime": number, "groupTime12": number,
}

// googleBook is the spreadsheet of answers that Google Forms fills, saved as XLSX.
func googleBook() []byte {
	return workbook("Відповіді на форму (1)", googleSheetRows(), googleKinds())
}

func googleSheetRows() [][]string {
	return googleRows("Позначка часу", ", ", func(t time.Time) string { return t.Format(time.DateTime) })
}

func googleKinds() map[string]cellKind {
	q := asked().Questions
	return map[string]cellKind{"Позначка часу": dated(time.DateTime), "Скільки Вам повних років?": number, q[2].Text.UK: number, q[3].Text.UK: number}
}

// wideBook is the table that somebody keyed in from paper, before it was saved as CSV.
func wideBook() []byte { return workbook("Анкети", wideRows("."), wideKinds) }

var wideKinds = map[string]cellKind{"№ анкети": number, "Дата опитування": dated("02.01.2006 15:04:05"), "Вік": number, "q_hours": number}

// oddBooks are workbooks with cells that hold other than their columns: a time of no day, one not come yet, a formula that failed or was never worked out,
// cells made one, a header among the rows.
func oddBooks() map[string]oddSample {
	return map[string]oddSample{
		"odd_limesurvey.xlsx": {"limesurvey.xlsx", changedBook("Responses", changed(limesurveyCodeRows(), map[string]string{
			"2 qtrust": "A9", "4 qhours": "24.5", "5 age": "сорок", "6 qhours": "багато", "7 qservices[SQ001]": "можливо", "9 id": "107",
		}), limesurveyKinds, func(file *excelize.File) error {
			return errors.Join(file.SetCellValue("Responses", "B3", 0.5), file.SetCellValue("Responses", "W10", nil), file.SetCellFormula("Responses", "W10", "10/4"), file.SetCellStr("Responses", "W11", "#DIV/0!"))
		})},
		"odd_google_sheet.xlsx": {"google_sheet.xlsx", changedBook("Відповіді на форму (1)", changed(googleSheetRows(), map[string]string{
			"2 Позначка часу": "учора", "3 Позначка часу": "2062-11-03 09:05:01", "4 Скільки Вам повних років?": "230", "5 Чи довіряєте Ви свої дані онлайн-послугам?": "5",
			"6 Якими онлайн-послугами Ви користувалися?": "Дія, метро",
		}), googleKinds(), func(file *excelize.File) error {
			return file.MergeCell("Відповіді на форму (1)", "E8", "E9")
		})},
		"odd_wide.xlsx": {"wide.xlsx", workbook("Анкети", append(changed(wideRows("."), map[string]string{
			"2 Дата опитування": "31.02.2026", "3 Тип населеного пункту": "селище", "4 Спосіб опитування": "голуб", "5 q_internet": "", "5 q_internet_other": "", "6 Вік": "", "8 № анкети": "106",
		}), wideRows(".")[0]), wideKinds)},
	}
}
