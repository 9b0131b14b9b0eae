package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const askHistory = `query($id: ID!) { node(id: $id) { ... on TreeNode { history { at action actorName actorRole subjectId changes { field before after } } }
	... on GoalTree { history { at action actorName changes { field before after } } } } }`

// TestEveryChangeIsHistory, field by field, with who and when.
func TestEveryChangeIsHistory(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, head := d.as("editor"), d.as("head")
	made := editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Датчики", position: 1, kind: HARD, plannedCosts: [{year: 2027, fundSource: DONOR, expenseKind: CAPITAL, amount: "5"}]`,
		d.id("Subgoal", "Ями"))).Component
	d.clock.pass(time.Hour)
	editor.signIn()
	head.signIn()
	head.do("updateComponent", fmt.Sprintf(`id: %q, version: 1, title: "Лічильники", weight: 2, category: "NETWORK", dueDate: "2026-12-01", plannedCosts: null`, made.ID))
	head.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 2, position: 2`, made.ID))
	head.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 3, parentId: %q`, made.ID, d.id("Goal", "Дороги")))
	head.reports(fmt.Sprintf(`{id: %q, percent: 15, note: "Початок", evidence: [{title: "Фото", url: "https://example.org"}]}`, made.ID))
	head.corrects(d.lastReport(), `percent: 20, note: null`)
	got := editor.ask(askHistory, vars{"id": made.ID}).Body
	change := func(field, before, after string) string {
		return fmt.Sprintf(`{"field":%q,"before":%s,"after":%s}`, field, before, after)
	}
	want := []string{
		`"action":"CORRECT_PROGRESS_REPORT","actorName":"head"`, change("note", `"\"Початок\""`, `null`) + `,` + change("percent", `"15"`, `"20"`),
		`"action":"REPORT_PROGRESS"`, change("asOf", `null`, `"\"2026-11-20\""`) + `,` + change("evidence", `null`, `"[{\"url\": \"https://example.org\", \"title\": \"Фото\"}]"`) + `,` + change("note", `null`, `"\"Початок\""`) + `,` +
			change("percent", `null`, `"15"`) + `,` + change("status", `null`, `"\"IN_PROGRESS\""`),
		`"action":"MOVE_NODE"`, change("parentId", inQuotes(inQuotes(d.id("Subgoal", "Ями"))), inQuotes(inQuotes(d.id("Goal", "Дороги")))),
		`"action":"MOVE_NODE"`, `"changes":[` + change("position", `"1"`, `"2"`) + `]`,
		`"at":"2026-11-20T11:00:00Z","action":"UPDATE_NODE","actorName":"head","actorRole":"STAFF","subjectId":"` + made.ID + `"`,
		change("category", `null`, `"\"NETWORK\""`) + `,` + change("dueDate", `null`, `"\"2026-12-01\""`) + `,` + change("plannedCosts", `"{\"2027 DONOR CAPITAL\": \"5.00\"}"`, `null`) + `,` +
			change("title", `"\"Датчики\""`, `"\"Лічильники\""`) + `,` + change("weight", `"1"`, `"2"`),
		`"at":"2026-11-20T10:00:00Z","action":"CREATE_NODE","actorName":"editor"`, change("code", `null`, `"\"2.1.2\""`), change("parentId", `null`, inQuotes(inQuotes(d.id("Subgoal", "Ями")))),
		change("position", `null`, `"1"`), change("title", `null`, `"\"Датчики\""`),
	}
	inTurn(t, got, want)
	editor.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, d.tree, d.id("Goal", "Дороги"), d.id("Goal", "Освіта")))
	d.remove(made.ID)
	d.restoreNever(made.ID)
	inTurn(t, editor.ask(askHistory, vars{"id": d.tree}).Body, []string{`"action":"MOVE_NODE"`, `"field":"order"`, `"action":"OPEN_REVISION","actorName":"editor"`, change("revision", `null`, `"2"`)})
	inTurn(t, editor.ask(`query($c: KatottgCode!) { activity(communityCode: $c) { totalCount nodes { action subjectId changes { field before after } } } }`, vars{"c": yakushynetska}).Body, []string{
		`"totalCount":10`, `"action":"DELETE_NODE","subjectId":"` + made.ID + `"`, `"action":"MOVE_NODE","subjectId":"` + d.tree, `"action":"CORRECT_PROGRESS_REPORT"`, `"action":"CREATE_NODE"`, `"action":"OPEN_REVISION"`, `"action":"IMPORT_GOALS"`,
	})
}

// inTurn demands that a text has parts one after another.
func inTurn(t *testing.T, text string, parts []string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("no %s in its turn in\n%s", part, text)
			return
		}
		rest = after
	}
}

// restoreNever tells what becomes of a node that no other revision has.
func (d *desk) restoreNever(id string) {
	d.tb.Helper()
	d.keeps("a node of this draft alone", func() { d.restore(id, "", "NOT_FOUND id") })
}

// TestWhoSeesHistory: those who see how a community works; to visitors the whole kind is closed.
func TestWhoSeesHistory(t *testing.T) {
	t.Parallel()
	d := working(t)
	d.secondRegion()
	goal := d.id("Goal", "Освіта")
	d.as("editor").do("updateGoal", fmt.Sprintf(`id: %q, version: 1, responsible: "Рада"`, goal))
	d.as("editor").reports(fmt.Sprintf(`{id: %q, status: SUSPENDED}`, goal))
	const all = `query($id: ID!, $tree: ID!, $c: KatottgCode!) { node(id: $id) { ... on Goal { title history { action } progressHistory { status } } }
		tree: node(id: $tree) { ... on GoalTree { history { action } revision { steps { state } } } } activity(communityCode: $c) { nodes { action } } }`
	variables := vars{"id": goal, "tree": d.tree, "c": yakushynetska}
	full := `"history":[{"action":"REPORT_PROGRESS"},{"action":"UPDATE_NODE"}],"progressHistory":[{"status":"SUSPENDED"}]`
	for _, who := range []string{"head", "editor", "reader", "expert", "observer", "admin"} {
		if got := d.as(who).ask(all, variables); len(got.Errors) > 0 || !strings.Contains(got.Body, full) || !strings.Contains(got.Body, `"activity":{"nodes":[{"action":"REPORT_PROGRESS"}`) {
			t.Errorf("%s sees %s", who, got.Body)
		}
	}
	for _, who := range []string{"neighbour", "stranger"} { // these are not theirs; their own they would see
		if got := d.as(who).ask(all, variables); len(got.Errors) > 0 || !strings.Contains(got.Body, `"history":[],"progressHistory":[]`) || !strings.Contains(got.Body, `"activity":{"nodes":[]}`) {
			t.Errorf("%s sees %s", who, got.Body)
		}
	}
	got := d.ask(all, variables)
	if !strings.Contains(got.Body, `"node":{"title":"Освіта","history":null,"progressHistory":null},"tree":{"history":null,"revision":{"steps":null}},"activity":null`) || len(got.Errors) != 5 {
		t.Errorf("visitors see %s", got.Body)
	}
	for _, e := range got.Errors {
		if e.Extensions.Code != "FORBIDDEN" {
			t.Errorf("visitors are told %+v", e)
		}
	}
	for since, want := range map[string]string{"2026-11-20T10:00:00Z": `"totalCount":3`, "2026-11-20T10:00:01Z": `"totalCount":0`} {
		got := d.as("head").ask(`query($c: KatottgCode!, $since: DateTime) { activity(communityCode: $c, since: $since) { totalCount } }`, vars{"c": yakushynetska, "since": since})
		if !strings.Contains(got.Body, want) {
			t.Errorf("since %s: %s", since, got.Body)
		}
	}
	if got := d.as("head").ask(`{ activity(communityCode: "UA99000000000000000") { totalCount } }`, nil); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("of a community that is none: %s", got.Body)
	}
}
