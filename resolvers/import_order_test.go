package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// ordering serves a goal with components A, B and C, and gives its editor, the address of the tree and the goal's id.
func ordering(t *testing.T) (a *api, editor *person, path, goal string) {
	t.Helper()
	a = newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2026, End: 2028})
	first := s.goal("Ціль", coded("1"))
	for _, title := range []string{"A", "B", "C"} {
		s.component(first, title)
	}
	a.tree(s.Outline)
	editor = a.someone("editor", staffOf(yakushynetska, auth.Editor))
	path = "/export/goal-trees/" + a.treeID(yakushynetska) + ".csv?view=working"
	return a, editor, path, editor.exported(path).get("Ціль", "id")
}

func (p *person) reorders(goal string, table grid, titles ...string) {
	p.tb.Helper()
	ids := []string{}
	for _, title := range titles {
		ids = append(ids, fmt.Sprintf("%q", table.get(title, "id")))
	}
	does[struct{}](p, "reorderTreeNodes", `parentId: "`+goal+`", ids: [`+strings.Join(ids, ", ")+`]`, `nodes { id }`)
}

// order is how the components of an exported tree stand, with their versions.
func (g grid) order() []string {
	var told []string
	for _, row := range g[2:] {
		told = append(told, row[g.column("title")]+row[g.column("version")])
	}
	return told
}

// without is the table as it was exported before there was a column.
func (g grid) without(column string) grid {
	at, rest := g.column(column), grid{}
	for _, row := range g {
		rest = append(rest, slices.Delete(slices.Clone(row), at, at+1))
	}
	return rest
}

// The order that a colleague made after a file was exported is not undone by what the file says of other things.
func TestImportKeepsTheOrderOfOthers(t *testing.T) {
	t.Parallel()
	for what, colleague := range map[string]struct {
		does func(p *person, goal string, table grid)
		want []string
	}{
		"a reorder": {func(p *person, goal string, table grid) { p.reorders(goal, table, "C", "A", "B") }, []string{"C1", "A1", "Інше2"}},
		"an insertion": {func(p *person, goal string, _ grid) {
			does[struct{}](p, "createComponent", `parentId: "`+goal+`", title: "N", position: 1`, `component { id }`)
		}, []string{"N1", "A1", "Інше2", "C1"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			_, editor, path, goal := ordering(t)
			table := editor.exported(path)
			colleague.does(editor, goal, table)
			table.set("B", "title", "Інше")
			expectTold(t, "cells", editor.imports("дерево.csv", table.asCSV(), "").cells(), "4 title: B → Інше")
			expectTold(t, "the order", editor.exported(path).order(), colleague.want...)
		})
	}
}

// An order that a file changes is a fault where somebody else has changed it too.
func TestImportOfAnOrder(t *testing.T) {
	t.Parallel()
	a, editor, path, goal := ordering(t)
	exported := editor.exported(path)
	exported.set("C", "position", "1")
	for range 2 {
		told := editor.imports("дерево.csv", exported.asCSV(), "")
		if cells := told.cells(); len(cells) > 0 {
			expectTold(t, "the cell", cells, "5 position: 3 → 1")
		}
		expectTold(t, "the order of the file", editor.exported(path).order(), "C2", "A1", "B1")
	}
	stale := editor.exported(path)
	editor.reorders(goal, stale, "B", "C", "A")
	stale.set("A", "position", "1")
	before := a.trees()
	expectTold(t, "too late", editor.imports("дерево.csv", stale.asCSV(), "", "INVALID_INPUT uploadId").faults(),
		"row 4 position: Порядок тут уже не той, з яким файл вивантажено. Вивантажте дерево знову.")
	if a.trees() != before {
		t.Error("something was written")
	}
}

// A file that does not tell which order it was exported with changes none.
func TestImportWithoutTheExportedOrder(t *testing.T) {
	t.Parallel()
	_, editor, path, goal := ordering(t)
	table := editor.exported(path).without("exported_position")
	does[struct{}](editor, "createComponent", `parentId: "`+goal+`", title: "N", position: 1`, `component { id }`)
	table.set("B", "title", "Інше")
	expectTold(t, "cells", editor.imports("дерево.csv", table.asCSV(), "").cells(), "4 title: B → Інше")
	expectTold(t, "the order", editor.exported(path).order(), "N1", "A1", "Інше2", "C1")
	table = editor.exported(path).without("exported_position")
	editor.reorders(goal, table, "C", "N", "A", "Інше")
	expectTold(t, "another order", editor.imports("дерево.csv", table.asCSV(), "", "INVALID_INPUT uploadId").faults(),
		"row 3 position: Порядок тут уже не той, з яким файл вивантажено. Вивантажте дерево знову.",
		"row 4 position: Порядок тут уже не той, з яким файл вивантажено. Вивантажте дерево знову.",
		"row 5 position: Порядок тут уже не той, з яким файл вивантажено. Вивантажте дерево знову.",
		"row 6 position: Порядок тут уже не той, з яким файл вивантажено. Вивантажте дерево знову.")
}
