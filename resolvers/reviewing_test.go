package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

// step is one step of a review: who may take it, and from where to where.
type step struct {
	mutation, more, action string
	may, from              []string
	to                     string
	published              bool // it is about what is published, not about what is worked on
}

var steps = []step{
	{"submitGoalTree", ``, "SUBMIT_TREE", []string{"head", "admin"}, []string{"DRAFT", "RETURNED"}, "SUBMITTED", false},
	{"withdrawGoalTree", ``, "WITHDRAW_TREE", []string{"head", "admin"}, []string{"SUBMITTED"}, "DRAFT", false},
	{"returnGoalTree", `, reason: "Додайте строки"`, "RETURN_TREE", []string{"expert", "admin"}, []string{"SUBMITTED"}, "RETURNED", false},
	{"endorseGoalTree", ``, "ENDORSE_TREE", []string{"expert", "admin"}, []string{"SUBMITTED"}, "ENDORSED", false},
	{"adoptGoalTree", `, decision: {number: "7", date: "2026-11-20"}`, "ADOPT_TREE", []string{"head", "admin"}, []string{"ENDORSED"}, "ADOPTED", true},
}

// standings are the states that a tree can be in: of what is published and of what is worked on.
var standings = [][2]string{
	{"", "DRAFT"},
	{"", "SUBMITTED"},
	{"", "RETURNED"},
	{"ENDORSED", ""},
	{"ADOPTED", ""},
	{"ENDORSED", "DRAFT"},
	{"ADOPTED", "SUBMITTED"},
	{"ENDORSED", "RETURNED"},
}

// stand puts the tree into a state behind the product's back.
func (d *desk) stand(at [2]string) {
	d.tb.Helper()
	d.exec(`UPDATE goal_tree_revisions SET state = coalesce(nullif($1, ''), 'ADOPTED'), published_at = now() WHERE sequence = 1`, at[0])
	d.exec(`UPDATE goal_tree_revisions SET state = coalesce(nullif($1, ''), 'DRAFT'), published_at = NULL WHERE sequence = 2`, at[1])
	d.exec(`UPDATE goal_trees SET published_revision = (SELECT number FROM goal_tree_revisions WHERE sequence = 1 AND $1 <> ''),
		working_revision = (SELECT number FROM goal_tree_revisions WHERE sequence = 2 AND $2 <> '')`, at[0], at[1])
}

// begun is the desk with a draft beside what is published.
func begun(t *testing.T) *desk {
	t.Helper()
	d := working(t)
	d.as("editor").do("updateGoal", fmt.Sprintf(`id: %q, version: 1, title: "Дороги без ям"`, d.id("Goal", "Дороги")))
	return d
}

// due is what a step is answered.
func (s step) due(who string, at [2]string) string {
	state := at[1]
	if s.published {
		state = at[0]
	}
	switch held := map[string][]string{"neighbour": {"head"}, "stranger": {"expert"}, "two": {"head"}}[who]; {
	case slices.Contains(s.may, who) && slices.Contains(s.from, state):
		return ""
	case slices.Contains(s.may, who):
		return "CONFLICT id"
	case len(held) > 0 && slices.Contains(s.may, held[0]) && at[0] == "" && who != "two": // what others draft is not there for them
		return "NOT_FOUND id"
	}
	return "FORBIDDEN "
}

// TestEveryStepFromEveryStateByEveryRole, with what each is told to be able to.
func TestEveryStepFromEveryStateByEveryRole(t *testing.T) {
	t.Parallel()
	d := begun(t)
	for _, who := range []string{"head", "editor", "reader", "expert", "observer", "admin", "neighbour", "stranger", "two"} {
		if who == "stranger" {
			d.secondRegion()
		}
		p := d.as(who)
		for _, at := range standings {
			d.stand(at)
			can := d.expectedActions(who, at)
			for _, s := range steps {
				due := s.due(who, at)
				if due == "" {
					can = append(can, s.action)
				}
				d.stand(at)
				got, told := p.tries(s.mutation, fmt.Sprintf(`id: %q%s`, d.tree, s.more))
				if told != due || (due == "" && got.GoalTree.Revision.State != s.to && s.to != "ADOPTED") {
					t.Errorf("%s asks for %s at %v: told %q, want %q; %+v", who, s.mutation, at, told, due, got.GoalTree)
				}
				if told == "CONFLICT id" && got.GoalTree.ID != d.tree {
					t.Errorf("%s, too late for %s, does not see the tree: %+v", who, s.mutation, got)
				}
			}
			d.stand(at)
			d.canWithNodes(p, d.expectedActions(who, at))
			shown := p.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { viewerCan } } }`, vars{"id": d.tree}).Body
			if want := `"viewerCan":["` + strings.Join(can, `","`) + `"]`; len(can) > 0 && !strings.Contains(shown, want) {
				t.Errorf("%s at %v may %s, and is told %s", who, at, want, shown)
			} else if len(can) == 0 && strings.Contains(shown, "_TREE") {
				t.Errorf("%s at %v may nothing, and is told %s", who, at, shown)
			}
		}
	}
}

// secondRegion adds a region that the desk's experts have nothing to do with.
func (d *desk) secondRegion() {
	d.tb.Helper()
	d.exec(`INSERT INTO regions (code, name_uk) VALUES ($1, 'Хмельницька')`, khmelnytskaOblast)
}

// expectedActions are those beside the steps.
func (*desk) expectedActions(who string, at [2]string) []string {
	switch {
	case who == "expert":
		return []string{"COMMENT"}
	case !slices.Contains([]string{"head", "editor", "admin"}, who):
		return nil
	case at[1] == "SUBMITTED":
		return []string{"REPORT_PROGRESS", "COMMENT"}
	}
	return []string{"EDIT_TREE", "REPORT_PROGRESS", "COMMENT"}
}

// canWithNodes demands that whoever sees what stands in the tree is told to be able to do just this with it.
func (d *desk) canWithNodes(p *person, actions []string) {
	d.tb.Helper()
	got := p.ask(`query($ids: [ID!]!) { nodes(ids: $ids) { ... on TreeNode { viewerCan } } }`,
		vars{"ids": []string{d.first("Goal", "Освіта"), d.first("Subgoal", "Ями"), d.first("Component", "Карта")}}).Body
	one := `{"viewerCan":[]}`
	if len(actions) > 0 {
		one = `{"viewerCan":["` + strings.Join(actions, `","`) + `"]}`
	}
	if want := `[` + one + `,` + one + `,` + one + `]`; !strings.Contains(got, want) && (len(actions) > 0 || !strings.Contains(got, `[null,null,null]`)) {
		d.tb.Errorf("%s may %s with nodes, and is told %s", p.email, want, got)
	}
}

// TestVisitorsTakeNoStep: nor may they anything else.
func TestVisitorsTakeNoStep(t *testing.T) {
	t.Parallel()
	d := begun(t)
	visitor := &person{api: d.api}
	for name, input := range d.everyChange() {
		d.keeps(name, func() {
			got := visitor.api.ask(mutation(name, input), nil)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeUnauthenticated {
				t.Errorf("%s: %s", name, got.Body)
			}
		})
	}
	if got := d.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { viewerCan } } }`, vars{"id": d.tree}); !strings.Contains(got.Body, `"viewerCan":[]`) {
		t.Error(got.Body)
	}
}

// everyChange is one good input for each change of trees.
func (d *desk) everyChange() map[string]string {
	goal, subgoal, component := d.id("Goal", "Освіта"), d.id("Subgoal", "Ями"), d.id("Component", "Карта")
	return map[string]string{
		"createGoalTree":        fmt.Sprintf(`communityCode: %q, kind: DEVELOPMENT_STRATEGY`, yakushynetska),
		"updateGoalTree":        fmt.Sprintf(`id: %q, period: {start: 2030, end: 2031}`, d.tree),
		"deleteGoalTree":        fmt.Sprintf(`id: %q`, d.tree),
		"discardDraft":          fmt.Sprintf(`id: %q`, d.tree),
		"createGoal":            fmt.Sprintf(`treeId: %q, title: "Нова"`, d.tree),
		"createSubgoal":         fmt.Sprintf(`goalId: %q, title: "Нова"`, goal),
		"createComponent":       fmt.Sprintf(`parentId: %q, title: "Нова"`, subgoal),
		"updateGoal":            fmt.Sprintf(`id: %q, version: %d, title: "Інша"`, goal, d.version(goal)),
		"updateSubgoal":         fmt.Sprintf(`id: %q, version: %d, title: "Інша"`, subgoal, d.version(subgoal)),
		"updateComponent":       fmt.Sprintf(`id: %q, version: %d, title: "Інша"`, component, d.version(component)),
		"moveTreeNode":          fmt.Sprintf(`id: %q, version: %d, parentId: %q`, component, d.version(component), goal),
		"reorderTreeNodes":      fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, goal, d.id("Subgoal", "Учні"), d.id("Subgoal", "Вчителі")),
		"deleteTreeNode":        fmt.Sprintf(`id: %q, version: %d`, component, d.version(component)),
		"restoreTreeNode":       fmt.Sprintf(`id: %q`, component),
		"reportProgress":        fmt.Sprintf(`reports: [{id: %q, percent: 5}]`, component),
		"reportTargets":         fmt.Sprintf(`actuals: [{targetId: %q, year: 2026, value: "5"}]`, d.targetID("Дороги без ям")),
		"cancelTreeNode":        fmt.Sprintf(`id: %q, reason: "Немає коштів"`, component),
		"submitGoalTree":        fmt.Sprintf(`id: %q`, d.tree),
		"withdrawGoalTree":      fmt.Sprintf(`id: %q`, d.tree),
		"returnGoalTree":        fmt.Sprintf(`id: %q, reason: "Ні"`, d.tree),
		"endorseGoalTree":       fmt.Sprintf(`id: %q`, d.tree),
		"adoptGoalTree":         fmt.Sprintf(`id: %q, decision: {number: "1", date: "2026-11-20"}`, d.tree),
		"correctProgressReport": fmt.Sprintf(`id: %q, percent: 6`, domain.NodeID{Type: "ProgressReport", Community: 1, Number: 1}),
	}
}
