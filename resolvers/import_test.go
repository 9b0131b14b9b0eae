package resolvers_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"hromada/auth"
)

// importing serves one published tree, and gives its editor.
func importing(t *testing.T) (*api, *person, string) {
	t.Helper()
	a := newAPI(t)
	a.registry()
	a.tree(laden(yakushynetska))
	return a, a.someone("editor", staffOf(yakushynetska, auth.Editor)), a.treeID(yakushynetska)
}

func (a *api) treeID(of any) string {
	a.tb.Helper()
	type community struct{ GoalTree struct{ ID string } }
	return get[community](a, "community", `query($c: KatottgCode!) { community(code: $c) { goalTree { id } } }`, vars{"c": of}).GoalTree.ID
}

func expectTold(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What was exported and is imported as it is changes nothing, and begins nothing; with one cell changed it changes that.
func TestRoundTripOfATree(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "xlsx"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			_, editor, tree := importing(t)
			path := "/export/goal-trees/" + tree + "." + format
			whole := editor.fetch("GET", path, nil).Body.Bytes()
			same := editor.imports("дерево."+format, whole, "")
			if len(same.Trees) != 1 || same.Trees[0].Matched != 10 || same.Trees[0].CellCount+same.Trees[0].LeftCount != 0 || same.Trees[0].GoalTree.Revision.Sequence != 1 {
				t.Errorf("as it was: %+v", same)
			}
			for _, change := range []struct{ title, column, value, want string }{
				{"Швидкий інтернет", "description", "Один\nдва", "2 description: Перший рядок;\n\nтретій, з «лапками» й \"лапками\" → Один\nдва"},
				{"Прокласти кабель", "cost_2026_local_capital", "1 600,5", "7 cost_2026_local_capital: 1500.50 → 1600.50"},
				{"Прокласти кабель", "cost_2026_donor_capital", "", "7 cost_2026_donor_capital: 20.00 → –"},
				{"Прокласти кабель", "due_date", "30.11.2026", "7 due_date: 2026-12-31 → 2026-11-30"},
				{"Навчити вчителів", "weight", "0,5", "8 weight: 1 → 0.5"},
				{"Навчити вчителів", "kind", "твердий", "8 kind: SOFT → HARD"},
				{"Без коду", "parent_number", "1.7", "11 parent_number: 2 → 1.7"},
				{"'-5 градусів", "position", "2", "10 position: 1 → 2"},
				{"Мережа в школах", "number", "1.8", "6 number: 1.7 → 1.8"},
				{"Двійник", "responsible", "Відділ", "12 responsible: – → Відділ"},
			} {
				edited := editor.exported(path)
				edited.set(change.title, change.column, change.value)
				told := editor.imports("дерево.csv", []byte(edited.joined(";")), ", dryRun: true")
				expectTold(t, change.column+" on a dry run", told.cells(), change.want)
			}
			if again := editor.fetch("GET", path, nil).Body.Bytes(); format == "csv" && !bytes.Equal(again, whole) {
				t.Error("a dry run kept something")
			}
		})
	}
}
