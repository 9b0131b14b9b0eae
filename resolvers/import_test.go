package resolvers_test

import (
	"bytes"
	"fmt"
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

// One cell of an exported tree makes a draft with that change, and nothing else; what is published stays. The file again changes nothing.
func TestImportOfOneCell(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	const asPublished = `query($id: ID!) { node(id: $id) { ... on GoalTree { revision { sequence } goals { title subgoals { title components { title executor } } } } } }`
	published := a.ask(asPublished, vars{"id": tree}).Body
	edited := editor.exported("/export/goal-trees/" + tree + ".csv?view=working")
	edited.set("Навчити вчителів", "executor", "ТОВ «Школа»")
	first := editor.imports("дерево.csv", edited.asCSV(), "")
	expectTold(t, "the import", first.cells(), "8 executor: – → ТОВ «Школа»")
	if made := first.Trees[0]; made.GoalTree.Revision.Sequence != 2 || made.GoalTree.Revision.State != "DRAFT" || made.Changed != 1 || made.Added != 0 {
		t.Errorf("%+v", first)
	}
	story := editor.ask(`query($id: ID!) { compareRevisions(treeId: $id, from: 1, to: 2) { added { title } removed { title } moved { title }
		changed { title changes { field before after } } } }`, vars{"id": tree})
	if !strings.Contains(story.Body, `{"added":[],"removed":[],"moved":[],"changed":[{"title":"Навчити вчителів","changes":[{"field":"executor","before":null,"after":"\"ТОВ «Школа»\""}]}]}`) {
		t.Error(story.Body)
	}
	if again := a.ask(asPublished, vars{"id": tree}).Body; again != published || !strings.Contains(published, `"executor":null`) {
		t.Errorf("what is published was\n%s\nand is\n%s", published, again)
	}
	second := editor.imports("дерево.csv", edited.asCSV(), "")
	if made := second.Trees[0]; made.CellCount+made.Added+made.Changed != 0 || made.GoalTree.Revision.Sequence != 2 {
		t.Errorf("the same file again: %+v", second)
	}
	id := edited.get("Навчити вчителів", "id")
	node := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { version executor history { action changes { field before after } } } } }`, vars{"id": id})
	if !strings.Contains(node.Body, `{"version":2,"executor":"ТОВ «Школа»","history":[{"action":"UPDATE_NODE","changes":[{"field":"executor","before":null,"after":"\"ТОВ «Школа»\""}]}]}`) {
		t.Error(node.Body)
	}
}

// Rows without an id are new, and are recognised when the file comes again; rows that the file lacks stay where they are.
func TestImportAddsWhatIsNew(t *testing.T) {
	t.Parallel()
	_, editor, tree := importing(t)
	path := "/export/goal-trees/" + tree + ".xlsx?view=working"
	whole := editor.exported(path)
	part := grid{whole[0], slices.Clone(whole[whole.row("Мережа в школах")])}
	for _, row := range []map[string]string{
		{"level": "goal", "number": "4", "title": "Нова ціль", "community_code": string(yakushynetska)},
		{"level": "підціль", "number": "4.1", "parent_number": "4", "title": "Нова підціль", "community_code": string(yakushynetska)},
		{"level": "component", "parent_number": "4.1", "title": "Новий захід", "kind": "SOFT", "category": "TRAINING", "cost_2026_local_current": "100", "community_code": string(yakushynetska)},
		{"level": "component", "parent_number": "1.7", "position": "1", "title": "Найперший захід", "weight": "3", "community_code": string(yakushynetska)},
	} {
		cells := make([]string, len(whole[0]))
		for name, value := range row {
			cells[whole.column(name)] = value
		}
		part = append(part, cells)
	}
	for range 2 {
		dry := editor.imports("нове.csv", part.asCSV(), ", dryRun: true")
		if got := dry.Trees[0]; got.Added != 4 || got.Changed != 0 || got.LeftCount != 8 || len(got.Left) != 8 {
			t.Errorf("%+v", dry)
		}
	}
	made := editor.imports("нове.csv", part.asCSV(), "")
	if got := made.Trees[0]; got.Added != 4 || got.Changed != 0 || got.Matched != 1 {
		t.Errorf("%+v", made)
	}
	if again := editor.imports("нове.csv", part.asCSV(), "").Trees[0]; again.Added+again.Changed+again.CellCount != 0 || again.Matched != 5 {
		t.Errorf("again: %+v", again)
	}
	now := editor.exported(path)
	var titles []string
	for _, row := range now[1:] {
		titles = append(titles, row[now.column("parent_number")]+"|"+row[now.column("position")]+"|"+row[now.column("title")])
	}
	expectTold(t, "the tree", titles, "|1|Швидкий інтернет", "1|1|Сайт громади", "1|1|Мережа в школах", "1.7|1|Найперший захід", "1.7|2|Прокласти кабель",
		"1.7|3|Навчити вчителів", "|2|'=HYPERLINK(\"https://evil.example\")", whole.get("'-5 градусів", "parent_number")+"|1|'-5 градусів",
		whole.get("'-5 градусів", "parent_number")+"|2|Без коду", "|3|Двійник", whole.get("Під двійником", "parent_number")+"|1|Під двійником",
		"|4|Нова ціль", "4|1|Нова підціль", "4.1|1|Новий захід")
}

// All that is wrong is told with row and column, and nothing is written.
func TestImportTellsAllFaults(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	whole := editor.exported("/export/goal-trees/" + tree + ".csv?view=working")
	for _, change := range [][3]string{
		{"Швидкий інтернет", "priority", "дуже"},
		{"Сайт громади", "parent_number", "9.9"},
		{"Мережа в школах", "kind", "HARD"},
		{"Прокласти кабель", "cost_2026_local_capital", "-1"},
		{"Навчити вчителів", "start_date", "2026-02-30"},
		{"Без коду", "weight", "10000"},
		{"Двійник", "level", "компонент"},
		{"Під двійником", "id", whole.get("Двійник", "id")},
	} {
		whole.set(change[0], change[1], change[2])
	}
	expectTold(t, "faults of cells", editor.imports("дерево.csv", whole.asCSV(), "", "INVALID_INPUT uploadId").faults(),
		"row 4 priority: «дуже» — невідоме значення: потрібно одне з HIGH, LOW, MEDIUM.",
		"row 6 kind: Це мають лише компоненти.",
		"row 7 cost_2026_local_capital: «-1» — не сума: потрібно число на зразок 1200.50, не менше нуля.",
		"row 8 start_date: «2026-02-30» — не день: потрібно РРРР-ММ-ДД або ДД.ММ.РРРР.",
		"row 11 weight: «10000» — не число від 0 до 1000, не більше 4 знаків після крапки.",
		"row 12 level: Рівень не змінюється: цей елемент — ціль.",
		"row 13 level: Рівень не змінюється: цей елемент — ціль.")

	whole = editor.exported("/export/goal-trees/" + tree + ".csv?view=working")
	other := a.someone("other", staffOf(vinnytska, auth.Editor))
	a.tree(laden(vinnytska))
	theirs := other.exported("/export/goal-trees/" + a.treeID(vinnytska) + ".csv")
	for _, change := range [][3]string{
		{"Сайт громади", "parent_number", "9.9"},
		{"Під двійником", "parent_number", "2"},
		{"Без коду", "id", whole.get("'-5 градусів", "id")},
		{"Навчити вчителів", "id", theirs.get("Навчити вчителів", "id")},
		{"Прокласти кабель", "parent_number", whole.get("Сайт громади", "id")},
	} {
		whole.set(change[0], change[1], change[2])
	}
	expectTold(t, "faults of the tree", editor.imports("дерево.csv", whole.asCSV(), "", "INVALID_INPUT uploadId").faults(),
		"row 5 parent_number: Елемента з кодом «9.9» немає.",
		"row 7 parent_number: У цьому дереві немає такого елемента, під яким це може стояти.",
		"row 8 id: Це елемент іншої громади.",
		"row 11 id: Цей елемент уже є в рядку 10.")

	// A file of another tree is told so once. Nobody changes it: the tree that was told has nothing of it.
	upload := editor.send("IMPORT", "дерево.csv", editor.exported("/export/goal-trees/"+tree+".csv?view=working").asCSV())
	expectTold(t, "a file of another tree", does[imported](editor, "importGoals", `uploadId: "`+upload+`", kind: DIGITAL, period: {start: 2027, end: 2029}`, importedFields, "INVALID_INPUT uploadId").faults(),
		"row 2 id: Файл з іншого дерева цієї громади: його вид (kind) DIGITAL, період (period) 2026–2028.")

	whole = editor.exported("/export/goal-trees/" + tree + ".csv?view=working")
	for _, change := range [][3]string{
		{"Прокласти кабель", "due_date", "2026-01-01"},
		{"Навчити вчителів", "category", "NETWORK"},
		{"Сайт громади", "category", "TRAINING"},
		{"Без коду", "weight", "0"},
		{"Двійник", "responsible", strings.Repeat("ї", 501)},
	} {
		whole.set(change[0], change[1], change[2])
	}
	before := a.trees()
	expectTold(t, "faults of nodes", editor.imports("дерево.csv", whole.asCSV(), "", "INVALID_INPUT uploadId").faults(),
		"row 5 kind: Для категорії потрібен вид: SOFT або HARD.",
		"row 7 due_date: Строк раніше за початок.",
		"row 8 category: Такої категорії цього виду немає.",
		"row 11 weight: Більше ніж 0 і не більше ніж 1000.",
		"row 12 responsible: Від 0 до 500 символів.")
	if a.trees() != before {
		t.Error("something was written")
	}
}

// trees is everything that is kept of goal trees.
func (a *api) trees() string {
	a.tb.Helper()
	all := ""
	for _, table := range []string{"goal_trees", "goal_tree_revisions", "tree_nodes", "placements", "planned_costs", "revision_steps"} {
		all += a.text(`SELECT coalesce(string_agg(CAST(x AS text), E'\n' ORDER BY CAST(x AS text)), '') FROM ` + table + ` x`)
	}
	return all
}

// What somebody changed after a file was exported is not changed back by it: the row is told, and nothing is written.
func TestImportAfterSomebodyElse(t *testing.T) {
	t.Parallel()
	a, editor, tree := importing(t)
	table := editor.exported("/export/goal-trees/" + tree + ".xlsx?view=working")
	type made struct{ Component changedNode }
	does[made](editor, "updateComponent", `id: "`+table.get("Без коду", "id")+`", version: 1, title: "З кодом"`, `component { `+nodeFields+` }`)
	table.set("Двійник", "responsible", "Відділ")
	before := a.trees()
	expectTold(t, "too late", editor.imports("дерево.csv", table.asCSV(), "", "INVALID_INPUT uploadId").faults(),
		"row 11 version: Хтось уже змінив це. Перегляньте нові дані й повторіть.")
	if a.trees() != before {
		t.Error("something was written")
	}
	table.set("Без коду", "title", "З кодом")
	expectTold(t, "with what stands there", editor.imports("дерево.csv", table.asCSV(), "").cells(), "12 responsible: – → Відділ")
}

// What a file says of how far the work is was not taken, and that is told of each cell that differs.
func TestImportTellsThatProgressIsReported(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "xlsx"} {
		_, editor, tree := importing(t)
		table := editor.exported("/export/goal-trees/" + tree + "." + format + "?view=working")
		if same := editor.imports("дерево.csv", table.asCSV(), ""); len(same.Trees[0].Notes) > 0 {
			t.Errorf("%s as it was: %+v", format, same.Trees[0].Notes)
		}
		table.set("Прокласти кабель", "percent", "80")
		table.set("Навчити вчителів", "status", "DONE")
		table.set("Без коду", "weight", "3")
		told := editor.imports("дерево.csv", table.asCSV(), ", dryRun: true")
		expectTold(t, "cells", told.cells(), "11 weight: 1 → 3")
		var notes []string
		for _, n := range told.Trees[0].Notes {
			notes = append(notes, fmt.Sprintf("%d %s %s", n.Row, *n.Name, n.Message))
		}
		expectTold(t, "notes", notes, "7 percent «80» не прочитано: хід виконання звітують через reportProgress",
			"8 status «DONE» не прочитано: хід виконання звітують через reportProgress")
	}
}
