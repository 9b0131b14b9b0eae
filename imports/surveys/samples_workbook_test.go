package surveys_test

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// sheetOf is a workbook of texts, as KoboToolbox writes it.
func sheetOf(rows [][]string) []byte {
	file := excelize.NewFile()
	if err := file.SetSheetName("Sheet1", "Цифрові потреби громади"); err != nil {
		panic(err)
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
		}
		if err := file.SetSheetRow("Цифрові потреби громади", fmt.Sprint("A", i+1), &cells); err != nil {
			panic(err)
		}
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}
