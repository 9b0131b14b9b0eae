package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestDraftsAreDropped: what is published stands alone again, and the history tells who dropped what.
func TestDraftsAreDropped(t *testing.T) {
	t.Parallel()
	d := working(t)
	before, editor := d.standing(), d.as("editor")
	drop := fmt.Sprintf(`id: %q`, d.tree)
	d.keeps("no draft", func() { editor.do("discardDraft", drop, "CONFLICT id") })
	editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Зайва", targets: [{name: "Показник", unit: "%%", values: []}]`, d.tree))
	d.remove(d.id("Goal", "Освіта"))
	if got := editor.do("discardDraft", drop).GoalTree; got.Revision.Sequence != 1 || got.Revision.State != "ADOPTED" {
		t.Errorf("left is %+v", got)
	}
	if got := d.standing(); got != before {
		t.Errorf("left is\n%s\nnot\n%s", got, before)
	}
	history := editor.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { history { action actorName changes { field before } } } } }`, vars{"id": d.tree}).Body
	if !strings.Contains(history, `"history":[{"action":"DISCARD_DRAFT","actorName":"editor","changes":[{"field":"revision","before":"2"},{"field":"state","before":"\"DRAFT\""}]}`) {
		t.Error(history)
	}
	editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова"`, d.tree))
	d.as("head").do("withdrawGoalTree", drop, "CONFLICT id")
	d.stand([2]string{"ADOPTED", "SUBMITTED"})
	d.keeps("what an expert looks at", func() { editor.do("discardDraft", drop, "CONFLICT ") })
	d.stand([2]string{"", "RETURNED"})
	d.keeps("the only revision", func() { editor.do("discardDraft", drop, "CONFLICT id") })
}

// TestWrongTreesArePutRightUntilTheyArePublished.
func TestWrongTreesArePutRightUntilTheyArePublished(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	tree := editor.do("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DEVELOPMENT_STRATEGY, period: {start: 2025, end: 2026}`, yakushynetska)).GoalTree.ID
	shown := func() string {
		return editor.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { kind period { start end } } } }`, vars{"id": tree}).Body
	}
	for said, want := range map[string]string{
		`period: {start: 2025, end: 2027}`: `"kind":"DEVELOPMENT_STRATEGY","period":{"start":2025,"end":2027}`, `kind: null`: `"kind":"DEVELOPMENT_STRATEGY"`,
		`period: null`: `"period":null`, `kind: DIGITAL, period: {start: 2025, end: 2026}`: `"kind":"DIGITAL","period":{"start":2025,"end":2026}`,
	} {
		editor.do("updateGoalTree", fmt.Sprintf(`id: %q, kind: DEVELOPMENT_STRATEGY, period: {start: 2025, end: 2026}`, tree))
		if editor.do("updateGoalTree", fmt.Sprintf(`id: %q, %s`, tree, said)); !strings.Contains(shown(), want) {
			t.Errorf("%s makes %s", said, shown())
		}
	}
	for said, fault := range map[string]string{
		`kind: DIGITAL, period: {start: 2026, end: 2028}`: "CONFLICT period", // there is one
		`period: {start: 2027, end: 2026}`:                "INVALID_INPUT period", `period: {start: 1900, end: 2026}`: "INVALID_INPUT period",
	} {
		d.keeps(said, func() { editor.do("updateGoalTree", fmt.Sprintf(`id: %q, %s`, tree, said), fault) })
	}
	d.keeps("what was published", func() {
		if got := editor.do("updateGoalTree", fmt.Sprintf(`id: %q, kind: DEVELOPMENT_STRATEGY`, d.tree), "CONFLICT id"); got.GoalTree.ID != d.tree {
			t.Errorf("beside the conflict stands %+v", got.GoalTree)
		}
		editor.do("deleteGoalTree", fmt.Sprintf(`id: %q`, d.tree), "CONFLICT id")
	})
	d.keeps("a change that changes nothing", func() { editor.do("updateGoalTree", fmt.Sprintf(`id: %q`, tree)) })
}

// TestUnpublishedTreesAreDeleted with everything that hangs on them, and nothing else.
func TestUnpublishedTreesAreDeleted(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	d.as("head").reports(fmt.Sprintf(`{id: %q, percent: 1}`, d.id("Component", "Карта")))
	counted := func() string {
		all := ""
		for _, table := range []string{
			"goal_trees", "goal_tree_revisions", "revision_steps", "tree_nodes", "placements", "planned_costs", "targets", "placed_targets", "target_values", "target_reports",
			"progress_reports", "spending_entries", "evidence_links", "comments", "goal_problems",
		} {
			all += table + " " + fmt.Sprint(d.number(`SELECT count(*) FROM `+table)) + " "
		}
		return all
	}
	before := counted()
	tree := editor.do("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DEVELOPMENT_STRATEGY`, yakushynetska)).GoalTree.ID
	goal := editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Хибна", targets: [{name: "Показник", unit: "%%", values: [{year: 2026, value: "5"}]}]`, tree)).Goal.ID
	component := editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Хибне", plannedCosts: [{year: 2026, fundSource: LOCAL, expenseKind: CURRENT, amount: "5"}]`, goal)).Component.ID
	editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 5, spending: [{date: "2026-11-01", fundSource: LOCAL, amount: "7"}], evidence: [{title: "Фото", url: "https://example.org"}]}]`, component))
	does[paidFor](editor, "correctSpending", fmt.Sprintf(`id: %q, amount: "8", reason: "Так"`, d.payment("7")), paidFields)
	editor.do("reportTargets", fmt.Sprintf(`actuals: [{targetId: %q, year: 2026, value: "5"}]`, d.targetID("Показник")))
	comment := does[struct{ Comment struct{ ID string } }](editor, "addComment", fmt.Sprintf(`subjectId: %q, text: "Перше"`, goal), `comment { id }`).Comment.ID
	does[struct{ Comment struct{ ID string } }](editor, "addComment", fmt.Sprintf(`subjectId: %q, answerToId: %q, text: "Друге"`, goal, comment), `comment { id }`)
	remove := fmt.Sprintf(`id: %q`, tree)
	for _, who := range []string{"reader", "expert", "observer"} {
		if code := d.as(who).denied("deleteGoalTree", remove); code != "FORBIDDEN" {
			t.Errorf("%s is told %s", who, code)
		}
	}
	d.as("neighbour").do("deleteGoalTree", remove, "NOT_FOUND id")
	if got := editor.do("deleteGoalTree", remove); got.DeletedID == nil || *got.DeletedID != tree || got.GoalTree.ID != "" {
		t.Errorf("%+v", got)
	}
	if after := counted(); after != before {
		t.Errorf("there was %s\nand is    %s", before, after)
	}
	editor.do("deleteGoalTree", remove, "NOT_FOUND id")
	told := editor.ask(`query($c: KatottgCode!) { activity(communityCode: $c, first: 1) { nodes { action subjectId changes { field before } } } }`, vars{"c": yakushynetska}).Body
	if !strings.Contains(told, fmt.Sprintf(`{"action":"DELETE_TREE","subjectId":%q,"changes":[{"field":"kind","before":"\"DEVELOPMENT_STRATEGY\""},{"field":"nodes","before":"2"}]}`, tree)) {
		t.Error(told)
	}
}
