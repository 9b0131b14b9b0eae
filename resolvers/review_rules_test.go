package resolvers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestWhatATreeLacksIsTold, each thing at its node, and then nothing is submitted.
func TestWhatATreeLacksIsTold(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, head := d.as("editor"), d.as("head")
	set := func(level, title, said string) {
		id := d.id(level, title)
		editor.do("update"+level, fmt.Sprintf(`id: %q, version: %d, %s`, id, d.version(id), said))
	}
	editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Порожня"`, d.tree))
	set("Subgoal", "Вчителі", `responsible: null`)
	set("Component", "Курси", `kind: null, startDate: null`)
	set("Component", "Карта", `dueDate: "2029-01-01"`)
	set("Subgoal", "Учні", `startDate: "2026-02-01", dueDate: "2026-12-31"`)
	d.keeps("an incomplete submission", func() {
		got := head.do("submitGoalTree", fmt.Sprintf(`id: %q`, d.tree), "INVALID_INPUT id")
		told := []string{}
		for _, m := range got.Missing {
			told = append(told, m.Lack+" "+m.Title)
		}
		want := "CHILDREN Порожня, RESPONSIBLE Порожня, RESPONSIBLE Вчителі, KIND Курси, DATES Курси, OUTSIDE_PARENT Гуртки, OUTSIDE_PERIOD Карта"
		slices.Sort(told)
		wanted := strings.Split(want, ", ")
		slices.Sort(wanted)
		if !slices.Equal(told, wanted) || got.GoalTree.ID != "" {
			t.Errorf("missing are %v, want %v", told, wanted)
		}
	})
	for _, goal := range []string{"Освіта", "Дороги", "Порожня"} {
		d.remove(d.id("Goal", goal))
	}
	if got := head.do("submitGoalTree", fmt.Sprintf(`id: %q`, d.tree), "INVALID_INPUT id"); len(got.Missing) != 1 || got.Missing[0].Lack != "GOALS" || got.Missing[0].ID != d.tree {
		t.Errorf("an empty tree lacks %+v", got.Missing)
	}
}

// TestFrozenRevisionsDoNotChange, by the API or behind its back.
func TestFrozenRevisionsDoNotChange(t *testing.T) {
	t.Parallel()
	d := begun(t)
	changes := []string{
		`UPDATE placements SET title = 'Інша'`, `UPDATE placements SET position = position + 1`, `DELETE FROM planned_costs`, `DELETE FROM placements WHERE level = 'COMPONENT'`,
		`UPDATE planned_costs SET amount = 1`, `UPDATE placed_targets SET name = 'Інший'`, `DELETE FROM placed_targets`,
		`UPDATE target_values SET value = 1`, `DELETE FROM target_values`,
	}
	for _, state := range []string{"SUBMITTED", "ENDORSED", "ADOPTED"} {
		at, published := [2]string{"ADOPTED", "SUBMITTED"}, 0
		if state != "SUBMITTED" {
			at, published = [2]string{state, "DRAFT"}, 1
		}
		d.stand(at)
		for _, change := range changes {
			_, err := d.db.ExecContext(context.Background(), change+map[bool]string{true: ` AND `, false: ` WHERE `}[strings.Contains(change, "WHERE")]+
				fmt.Sprintf(`revision_number = (SELECT number FROM goal_tree_revisions WHERE sequence = %d)`, 2-published))
			if err == nil || !strings.Contains(err.Error(), "a frozen revision does not change") {
				t.Errorf("%s of what is %s: %v", change, state, err)
			}
		}
	}
	if _, err := d.db.ExecContext(context.Background(), `UPDATE planned_costs SET revision_number = (SELECT working_revision FROM goal_trees)`); err == nil {
		t.Error("rows of a frozen revision go to another")
	}
	d.stand([2]string{"ADOPTED", "SUBMITTED"})
	for name, input := range d.everyChange() {
		switch name {
		case "createGoal", "createSubgoal", "createComponent", "updateGoal", "updateSubgoal", "updateComponent", "moveTreeNode", "reorderTreeNodes", "deleteTreeNode":
			d.keeps(name, func() {
				if _, told := d.as("editor").tries(name, input); told != "CONFLICT " {
					t.Errorf("%s while submitted is told %q", name, told)
				}
			})
		}
	}
}

// TestCouncilDecisions: what is wrong with one, and what is kept of it.
func TestCouncilDecisions(t *testing.T) {
	t.Parallel()
	d := begun(t)
	head := d.as("head")
	d.stand([2]string{"ENDORSED", "DRAFT"})
	for decision, faults := range map[string][]string{
		`number: "", date: "2026-11-20"`:                                 {"INVALID_INPUT decision.number"},
		`number: "` + strings.Repeat("я", 101) + `", date: "2026-11-20"`: {"INVALID_INPUT decision.number"},
		`number: "1", date: "2026-11-21"`:                                {"INVALID_INPUT decision.date"},
		`number: "", date: "2027-01-01"`:                                 {"INVALID_INPUT decision.number", "INVALID_INPUT decision.date"},
	} {
		d.keeps(decision, func() { head.do("adoptGoalTree", fmt.Sprintf(`id: %q, decision: {%s}`, d.tree, decision), faults...) })
	}
	head.do("adoptGoalTree", fmt.Sprintf(`id: %q, decision: {number: "12-3", date: "2026-11-20", url: "https://rada.example/12-3"}`, d.tree))
	got := d.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { revision { sequence state decision { number date url } } } } }`, vars{"id": d.tree})
	if !strings.Contains(got.Body, `"revision":{"sequence":1,"state":"ADOPTED","decision":{"number":"12-3","date":"2026-11-20","url":"https://rada.example/12-3"}}`) {
		t.Errorf("everybody sees %s", got.Body)
	}
	head.do("adoptGoalTree", fmt.Sprintf(`id: %q, decision: {number: "2", date: "2026-11-20"}`, d.tree), "CONFLICT id")
	for _, reason := range []string{"", strings.Repeat("я", 5001)} {
		d.stand([2]string{"ADOPTED", "SUBMITTED"})
		d.as("expert").do("returnGoalTree", fmt.Sprintf(`id: %q, reason: %q`, d.tree, reason), "INVALID_INPUT reason")
	}
}

// TestStepsTakenTwiceAtOnce: one of several is taken.
func TestStepsTakenTwiceAtOnce(t *testing.T) {
	t.Parallel()
	d := begun(t)
	for _, c := range []struct {
		who, mutation string
		at            [2]string
	}{
		{"head", "submitGoalTree", [2]string{"ADOPTED", "DRAFT"}}, {"expert", "endorseGoalTree", [2]string{"ADOPTED", "SUBMITTED"}},
	} {
		p := d.as(c.who)
		d.stand(c.at)
		told := [6]string{}
		var all sync.WaitGroup
		for i := range told {
			all.Go(func() { _, told[i] = p.tries(c.mutation, fmt.Sprintf(`id: %q`, d.tree)) })
		}
		all.Wait()
		slices.Sort(told[:])
		if told[0] != "" || slices.ContainsFunc(told[1:], func(code string) bool { return code != "CONFLICT id" }) {
			t.Errorf("%s is told %q", c.mutation, told)
		}
	}
	if n := d.number(`SELECT count(*) FROM revision_steps WHERE state IN ('SUBMITTED', 'ENDORSED')`); n != 2 {
		t.Errorf("%d steps", n)
	}
}

// TestOnlyEndorsementPublishes: visitors read the same until then, and the draft after it.
func TestOnlyEndorsementPublishes(t *testing.T) {
	t.Parallel()
	d := begun(t)
	seen := func() string {
		return d.ask(`query($c: KatottgCode!) { community(code: $c) { goalTree { revision { sequence state } goals { title } revisions { sequence } } } }`, vars{"c": yakushynetska}).Body
	}
	before := seen()
	take := func(who, mutation, more string) {
		d.as(who).do(mutation, fmt.Sprintf(`id: %q%s`, d.tree, more))
		if after := seen(); mutation != "endorseGoalTree" && after != before {
			t.Errorf("%s shows: before %s\nafter %s", mutation, before, after)
		}
	}
	take("head", "submitGoalTree", "")
	take("head", "withdrawGoalTree", "")
	take("head", "submitGoalTree", "")
	take("expert", "returnGoalTree", `, reason: "Ще раз"`)
	take("head", "submitGoalTree", "")
	take("expert", "endorseGoalTree", "")
	want := `{"revision":{"sequence":2,"state":"ENDORSED"},"goals":[{"title":"Освіта"},{"title":"Дороги без ям"}],"revisions":[{"sequence":2},{"sequence":1}]}`
	if after := seen(); strings.Contains(before, "без ям") || !strings.Contains(after, want) {
		t.Errorf("before %s\nafter %s", before, after)
	}
}
