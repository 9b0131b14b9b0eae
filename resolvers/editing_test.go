package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// everyField is what people write of a node, as it is read.
const everyField = `query($id: ID!) { node(id: $id) { ... on TreeNode { code title description priority weight responsible startDate dueDate
	... on Component { kind category { code } expectedResult customer executor plannedCosts { year fundSource expenseKind amount { amount } } } } } }`

// writtenFields say what each field of a node may be set to, and how it is read: then, and after it was cleared.
var writtenFields = []struct{ field, value, read, cleared string }{
	{"code", `"А-1"`, `"code":"А-1"`, `"code":null`},
	{"description", `"Докладно"`, `"description":"Докладно"`, `"description":null`},
	{"priority", `HIGH`, `"priority":"HIGH"`, `"priority":null`},
	{"weight", `2.5`, `"weight":2.5`, `"weight":1,`},
	{"responsible", `"Рада"`, `"responsible":"Рада"`, `"responsible":null`},
	{"startDate", `"2026-02-01"`, `"startDate":"2026-02-01"`, `"startDate":null`},
	{"dueDate", `"2026-03-01"`, `"dueDate":"2026-03-01"`, `"dueDate":null`},
}

var writtenOfComponents = []struct{ field, value, read, cleared string }{
	{"kind", `HARD`, `"kind":"HARD"`, `"kind":null`},
	{"category", `"NETWORK"`, `"category":{"code":"NETWORK"}`, `"category":null`},
	{"expectedResult", `"Мережа"`, `"expectedResult":"Мережа"`, `"expectedResult":null`},
	{"customer", `"Замовник"`, `"customer":"Замовник"`, `"customer":null`},
	{"executor", `"Виконавець"`, `"executor":"Виконавець"`, `"executor":null`},
	{
		"plannedCosts", `[{year: 2026, fundSource: LOCAL, expenseKind: CAPITAL, amount: "7.5"}]`,
		`"plannedCosts":[{"year":2026,"fundSource":"LOCAL","expenseKind":"CAPITAL","amount":{"amount":"7.50"}}]`, `"plannedCosts":[]`,
	},
}

// TestEveryFieldIsSetLeftAndCleared does so for each level, one field at a time: what is set stays while the others are, and goes by null.
func TestEveryFieldIsSetLeftAndCleared(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	for level, parent := range map[string]string{
		"Goal": "treeId: " + inQuotes(d.tree), "Subgoal": "goalId: " + inQuotes(d.id("Goal", "Дороги")),
		"Component": "parentId: " + inQuotes(d.id("Subgoal", "Ями")),
	} {
		fields := writtenFields
		if level == "Component" {
			fields = append(append(fields[:0:0], fields...), writtenOfComponents...)
		}
		all := []string{parent, `title: "Створене"`}
		for _, f := range fields {
			all = append(all, f.field+": "+f.value)
		}
		made := editor.do("create"+level, strings.Join(all, ", "))
		id := map[string]changedNode{"Goal": made.Goal, "Subgoal": made.Subgoal, "Component": made.Component}[level].ID
		read := func() string { return editor.ask(everyField, vars{"id": id}).Body }
		for _, f := range fields {
			if got := read(); !strings.Contains(got, f.read) {
				t.Errorf("%s made with %s: %s", level, f.field, got)
			}
		}
		version := 1
		say := func(what string) {
			editor.do("update"+level, fmt.Sprintf(`id: %q, version: %d, %s`, id, version, what))
			version++
		}
		for i := len(fields) - 1; i >= 0; i-- { // the category before its kind
			say(fields[i].field + ": null")
			for j, f := range fields {
				want := f.read
				if j >= i {
					want = f.cleared
				}
				if got := read(); !strings.Contains(got, want) {
					t.Errorf("%s without %s has no %s: %s", level, fields[i].field, want, got)
				}
			}
		}
		for _, f := range fields {
			say(f.field + ": " + f.value)
			if got := read(); !strings.Contains(got, f.read) {
				t.Errorf("%s with %s: %s", level, f.field, got)
			}
		}
		say(`title: "Назване інакше"`)
		if got := read(); !strings.Contains(got, `"title":"Назване інакше"`) || d.version(id) != version {
			t.Errorf("%s, version %d: %s", level, d.version(id), got)
		}
		editor.do("update"+level, fmt.Sprintf(`id: %q, version: %d, title: null`, id, version), "INVALID_INPUT title")
	}
}

// TestWrongFieldsAreToldTogether: every fault of an input, at its field, and nothing is written.
func TestWrongFieldsAreToldTogether(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Курси")
	long := func(n int) string { return inQuotes(strings.Repeat("ї", n)) }
	cost := func(year int, amount string) string {
		return fmt.Sprintf(`{year: %d, fundSource: LOCAL, expenseKind: CURRENT, amount: %q}`, year, amount)
	}
	for input, faults := range map[string][]string{
		`title: ""`:                      {"INVALID_INPUT title"},
		`title: ` + long(2001):           {"INVALID_INPUT title"},
		`code: ` + long(41):              {"INVALID_INPUT code"},
		`description: ` + long(20001):    {"INVALID_INPUT description"},
		`responsible: ` + long(501):      {"INVALID_INPUT responsible"},
		`expectedResult: ` + long(2001):  {"INVALID_INPUT expectedResult"},
		`customer: ` + long(501):         {"INVALID_INPUT customer"},
		`executor: ` + long(501):         {"INVALID_INPUT executor"},
		`weight: 0`:                      {"INVALID_INPUT weight"},
		`weight: -1`:                     {"INVALID_INPUT weight"},
		`weight: 1000.0001`:              {"INVALID_INPUT weight"},
		`weight: 0.00004`:                {"INVALID_INPUT weight"}, // it would be stored as 0
		`weight: 1e308`:                  {"INVALID_INPUT weight"},
		`startDate: "2027-01-01"`:        {"INVALID_INPUT dueDate"},
		`dueDate: "2025-12-31"`:          {"INVALID_INPUT dueDate"},
		`kind: null, category: "POLICY"`: {"INVALID_INPUT kind"},
		`category: "MAGIC"`:              {"INVALID_INPUT category"},
		`category: "NETWORK"`:            {"INVALID_INPUT category"}, // of the other kind
		`kind: HARD, category: "POLICY"`: {"INVALID_INPUT category"},
		`plannedCosts: [` + cost(1990, "1") + cost(2101, "1") + `]`:                   {"INVALID_INPUT plannedCosts.0.year", "INVALID_INPUT plannedCosts.1.year"},
		`plannedCosts: [` + cost(2026, "-0.01") + `]`:                                 {"INVALID_INPUT plannedCosts.0.amount"},
		`plannedCosts: [` + cost(2026, "1") + cost(2027, "1") + cost(2026, "2") + `]`: {"INVALID_INPUT plannedCosts.2"},
		`title: "", weight: 0, customer: ` + long(501) + `, dueDate: "2025-12-31", plannedCosts: [` + cost(1, "-1") + `]`: {
			"INVALID_INPUT title", "INVALID_INPUT customer", "INVALID_INPUT weight", "INVALID_INPUT dueDate", "INVALID_INPUT plannedCosts.0.year",
			"INVALID_INPUT plannedCosts.0.amount",
		},
	} {
		d.keeps(input, func() {
			if got := editor.do("updateComponent", fmt.Sprintf(`id: %q, version: 1, %s`, id, input), faults...); got.Component.ID != "" {
				t.Errorf("%s: the payload has %+v", input, got.Component)
			}
		})
	}
	d.keeps("making", func() {
		editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "", position: 9, weight: 0`, d.id("Subgoal", "Ями")),
			"INVALID_INPUT position", "INVALID_INPUT title", "INVALID_INPUT weight")
		editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нове", kind: SOFT, category: "NETWORK"`, d.id("Subgoal", "Ями")), "INVALID_INPUT category")
	})
}

// TestManyPlannedCosts: 200 are allowed, and of many faults the first hundred are told.
func TestManyPlannedCosts(t *testing.T) {
	t.Parallel()
	d := working(t)
	say := func(amount string, count int) string {
		costs := make([]vars, count)
		for i := range costs {
			costs[i] = vars{"year": 1991 + i/2, "fundSource": "DONOR", "expenseKind": []string{"CAPITAL", "CURRENT"}[i%2], "amount": amount}
		}
		return d.as("editor").ask(`mutation($in: UpdateComponentInput!) { updateComponent(input: $in) { component { plannedCosts { year } } userErrors { path } } }`,
			vars{"in": vars{"id": d.id("Component", "Курси"), "version": d.version(d.id("Component", "Курси")), "plannedCosts": costs}}).Body
	}
	d.keeps("201", func() {
		if got := say("1", 201); !strings.Contains(got, `"userErrors":[{"path":["plannedCosts"]}]`) {
			t.Error(got)
		}
		if got := say("-1", 200); strings.Count(got, `"amount"`) != 100 {
			t.Errorf("not the first hundred faults: %s", got)
		}
	})
	if got := say("1", 200); strings.Count(got, `"year"`) != 200 {
		t.Error(got)
	}
}

// TestLimitsThemselvesAreGood writes what is just allowed.
func TestLimitsThemselvesAreGood(t *testing.T) {
	t.Parallel()
	d := working(t)
	long := func(n int) string { return inQuotes(strings.Repeat("ї", n)) }
	got := d.as("editor").do("updateComponent", fmt.Sprintf(`id: %q, version: 1, title: %s, code: %s, description: %s, responsible: %s, expectedResult: %s,
		customer: %s, executor: %s, weight: 1000, startDate: "2026-05-01", dueDate: "2026-05-01", plannedCosts: [
		{year: 1991, fundSource: DONOR, expenseKind: CURRENT, amount: "0"}, {year: 2100, fundSource: DONOR, expenseKind: CURRENT, amount: "999999999999.99"}]`,
		d.id("Component", "Курси"), long(2000), long(40), long(20000), long(500), long(2000), long(500), long(500)))
	if got.Component.Version != 2 || len([]rune(got.Component.Title)) != 2000 {
		t.Errorf("%+v", got.Component)
	}
	if got := d.as("editor").do("updateComponent", fmt.Sprintf(`id: %q, version: 1, weight: 0.0001`, d.id("Component", "Карта"))); got.Component.Version != 2 {
		t.Errorf("%+v", got.Component)
	}
}

// TestEditThatChangesNothing keeps the version, writes nothing and opens no draft, however the same is said.
func TestEditThatChangesNothing(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Курси")
	for _, nothing := range []string{
		``, `title: "Курси"`, `weight: 1`, `weight: 1.00001`, `weight: null`, `description: null`, `description: ""`, `kind: SOFT, category: null`,
		`startDate: "2026-01-01", code: "1.1.1"`, `plannedCosts: [{year: 2026, fundSource: LOCAL, expenseKind: CAPITAL, amount: "100"}]`,
		`plannedCosts: [{year: 2026, fundSource: LOCAL, expenseKind: CAPITAL, amount: "00100.0"}]`,
	} {
		d.keeps(nothing, func() {
			if got := editor.do("updateComponent", fmt.Sprintf(`id: %q, version: 1, %s`, id, nothing)); got.Component.Version != 1 || got.Component.Title != "Курси" {
				t.Errorf("%s: %+v", nothing, got.Component)
			}
		})
	}
	d.keeps("a move to where it stands", func() {
		editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, position: 1`, id))
		editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q, position: 1`, id, d.id("Subgoal", "Вчителі")))
		editor.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, d.tree, d.id("Goal", "Освіта"), d.id("Goal", "Дороги")))
		editor.do("restoreTreeNode", fmt.Sprintf(`id: %q`, id))
	})
}
