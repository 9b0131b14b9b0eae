package resolvers_test

import (
	"strings"
	"testing"
)

// A table as a clerk keeps it, with Ukrainian headers in any order, is read as it is; what other headers mean is told.
func TestImportOfAClerksTable(t *testing.T) {
	t.Parallel()
	_, editor, _ := importing(t)
	own := `, communityCode: "` + string(yakushynetska) + `", dryRun: true`
	want := []string{"2 title: Швидкий інтернет → Ґанок", "3 parent_number: – → 1", "3 title: – → Єдність", "3 number: – → 1.5"}
	table := "Назва;Код;Рівень\nҐанок;1;Стратегічна ціль\nЄдність;1.5;Операційна ціль\n"
	told := editor.imports("цілі.csv", []byte(table), own)
	expectTold(t, "Ukrainian headers", cellsByColumn(told.cells()), want...)
	expectTold(t, "what they were taken for", told.columns(), "1 назва = title", "2 код = number", "3 рівень = level")

	other := strings.Replace(table, "Назва;Код;Рівень", "Показник;Код;Щабель", 1)
	expectTold(t, "other headers", editor.imports("цілі.csv", []byte(other), own, "INVALID_INPUT uploadId").faults(),
		"row 1 level: Немає стовпчика level.", "row 1 title: Немає стовпчика title.")
	mapped := editor.imports("цілі.csv", []byte(other), own+`, mapping: [{column: "показник", field: "title"}, {column: "Щабель", field: "level"}]`)
	expectTold(t, "other headers, told", cellsByColumn(mapped.cells()), want...)

	third := strings.NewReplacer("Назва;Код;Рівень", "Назва;Код;Рівень;Код громади", "ціль\n", "ціль;не код\n").Replace(table)
	left := editor.imports("цілі.csv", []byte(third), own+`, mapping: [{column: "Код громади", field: null}]`)
	expectTold(t, "a column left out", left.columns(), "1 назва = title", "2 код = number", "3 рівень = level", "4 код громади = –")
	editor.imports("цілі.csv", []byte(table), own+`, mapping: [{column: "Нема", field: "title"}, {column: "Назва", field: "name"}, {column: "назва"}]`,
		"INVALID_INPUT mapping.0.column", "INVALID_INPUT mapping.1.field", "INVALID_INPUT mapping.2.column")
}

// An exported table is known by its column of ids, whatever that is called.
func TestImportOfAnExportWithOtherHeaders(t *testing.T) {
	t.Parallel()
	_, editor, tree := importing(t)
	table := editor.exported("/export/goal-trees/" + tree + ".csv?view=working")
	table.set("Без коду", "title", "З кодом")
	for column, header := range map[string]string{"id": "Ідентифікатор", "title": "Назва", "cost_2026_local_capital": "Місцевий бюджет"} {
		table[0][table.column(column)] = header
	}
	told := editor.imports("дерево.csv", table.asCSV(), `, dryRun: true, mapping: [{column: "Місцевий бюджет", field: "cost_2026_local_capital"}]`)
	expectTold(t, "cells", told.cells(), "11 назва: Без коду → З кодом")
}

// cellsByColumn puts cells under the names of columns that the tests of other layouts have.
func cellsByColumn(cells []string) []string {
	names := strings.NewReplacer(" назва:", " title:", " показник:", " title:", " код:", " number:")
	for i := range cells {
		cells[i] = names.Replace(cells[i])
	}
	return cells
}
