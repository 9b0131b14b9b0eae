package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// lastStep is the last step of what is worked on, or of what is published, as somebody sees it.
func (d *desk) lastStep(who string) string {
	d.tb.Helper()
	type tree struct {
		Revision struct {
			Steps []struct{ ID, State string }
		}
	}
	var shown tree
	decode(d.tb, d.as(who).ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { revision { steps { id state } } } } }`, vars{"id": d.tree}), "node", &shown)
	steps := shown.Revision.Steps
	if len(steps) == 0 {
		d.tb.Fatal("there are no steps")
	}
	return steps[len(steps)-1].ID
}

// TestNobodyEndorsesWhatNobodyRead: what was submitted is taken back, changed and submitted again while the expert reads.
func TestNobodyEndorsesWhatNobodyRead(t *testing.T) {
	t.Parallel()
	d := begun(t)
	head, expert, goal := d.as("head"), d.as("expert"), d.id("Goal", "Дороги без ям")
	submit := func() { head.do("submitGoalTree", fmt.Sprintf(`id: %q`, d.tree)) }
	submit()
	read := d.lastStep("expert")
	head.do("withdrawGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, read))
	head.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, title: "Нечитане"`, goal, d.version(goal)))
	submit()
	d.keeps("what was read is not there any more", func() {
		got := expert.do("endorseGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, read), "CONFLICT step")
		if got.GoalTree.ID != d.tree || got.GoalTree.Revision.State != "SUBMITTED" {
			t.Errorf("beside the conflict stands %+v", got.GoalTree)
		}
		expert.do("returnGoalTree", fmt.Sprintf(`id: %q, reason: "Ні", step: %q`, d.tree, read), "CONFLICT step")
		head.do("withdrawGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, read), "CONFLICT step")
		expert.do("endorseGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, d.tree), "NOT_FOUND step")
		expert.do("endorseGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, idAtType("RevisionStep", 2, 1)), "CONFLICT step")
	})
	if got := d.ask(`query($id: ID!) { node(id: $id) { ... on Goal { title } } }`, vars{"id": goal}).Body; !strings.Contains(got, `"Дороги"`) {
		t.Errorf("everybody sees %s", got)
	}
	expert.do("endorseGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, d.lastStep("expert")))
	decision := `, decision: {number: "1", date: "2026-11-20"}`
	d.keeps("adopted as of an older step", func() {
		head.do("adoptGoalTree", fmt.Sprintf(`id: %q, step: %q%s`, d.tree, read, decision), "CONFLICT step")
	})
	head.do("adoptGoalTree", fmt.Sprintf(`id: %q, step: %q%s`, d.tree, d.lastStep("head"), decision))
}

// TestAnotherDraftHasStepsOfItsOwn: who saw one that was dropped since does not submit the one that was begun in its place.
func TestAnotherDraftHasStepsOfItsOwn(t *testing.T) {
	t.Parallel()
	d := begun(t)
	seen := d.lastStep("head")
	d.as("editor").do("discardDraft", fmt.Sprintf(`id: %q`, d.tree))
	d.as("editor").do("updateGoal", fmt.Sprintf(`id: %q, version: %d, title: "Інша чернетка"`, d.id("Goal", "Дороги"), d.version(d.id("Goal", "Дороги"))))
	d.keeps("the draft that was seen is gone", func() {
		d.as("head").do("submitGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, seen), "CONFLICT step")
		d.as("head").do("discardDraft", fmt.Sprintf(`id: %q, step: %q`, d.tree, seen), "CONFLICT step")
	})
	d.as("head").do("submitGoalTree", fmt.Sprintf(`id: %q, step: %q`, d.tree, d.lastStep("head")))
}

// TestReorderingFromAnOrderThatIsGone is a conflict, with the order that stands.
func TestReorderingFromAnOrderThatIsGone(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, parent := d.as("editor"), d.id("Subgoal", "Вчителі")
	a, b, c := d.id("Component", "Курси"), d.id("Component", "Ноутбуки"), d.id("Component", "Сертифікати")
	order := func(from []string, to ...string) string {
		return fmt.Sprintf(`parentId: %q, from: ["%s"], ids: ["%s"]`, parent, strings.Join(from, `", "`), strings.Join(to, `", "`))
	}
	seen := []string{a, b, c}
	editor.do("reorderTreeNodes", order(seen, c, b, a))
	d.keeps("a second hand", func() {
		got := editor.do("reorderTreeNodes", order(seen, b, a, c), "CONFLICT from")
		if len(got.Nodes) != 3 || got.Nodes[0].ID != c || got.Nodes[2].ID != a {
			t.Errorf("beside the conflict stands %+v", got.Nodes)
		}
		editor.do("reorderTreeNodes", order([]string{c, b}, b, a, c), "CONFLICT from")
	})
	added := editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нове"`, parent)).Component.ID
	d.keeps("one more came", func() {
		if got := editor.do("reorderTreeNodes", order([]string{c, b, a}, a, b, c), "CONFLICT from"); len(got.Nodes) != 4 {
			t.Errorf("beside the conflict stands %+v", got.Nodes)
		}
	})
	editor.do("reorderTreeNodes", order([]string{c, b, a, added}, a, b, c, added))
}
