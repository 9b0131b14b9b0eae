package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// answersOf are the codes of the problems that a goal answers, in one of the views.
func (p *person) answersOf(goal, view string) string {
	p.tb.Helper()
	got := p.ask(`query($c: KatottgCode!) { community(code: $c) { goalTree(view: `+view+`) { goals { id problems { code } } } } }`, vars{"c": yakushynetska})
	var community struct {
		GoalTree struct {
			Goals []struct {
				ID       string
				Problems []struct{ Code string }
			}
		}
	}
	if err := json.Unmarshal(got.Data["community"], &community); err != nil || len(got.Errors) > 0 {
		p.tb.Fatal(err, got.Body)
	}
	for _, g := range community.GoalTree.Goals {
		if g.ID == goal {
			return fmt.Sprint(g.Problems)
		}
	}
	return "no goal"
}

// TestGoalsAnswerProblems in the draft, and for everybody once that is endorsed; drafts begin with what was published.
func TestGoalsAnswerProblems(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, head, expert := d.as("editor"), d.as("head"), d.as("expert")
	internet, means, trust := d.problem(vinnytskaOblast, "FAST_INTERNET"), d.problem(vinnytskaOblast, "TECHNICAL_MEANS"), d.problem(vinnytskaOblast, "TRUST")
	roads, schools := d.id("Goal", "Дороги"), d.id("Goal", "Освіта")
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 1, problemIds: [%q, %q, %q]`, roads, trust, internet, trust))
	made := editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова", responsible: "Відділ", problemIds: [%q]`, d.tree, means)).Goal.ID
	for goal, want := range map[string][2]string{roads: {"[]", "[{FAST_INTERNET} {TRUST}]"}, made: {"no goal", "[{TECHNICAL_MEANS}]"}, schools: {"[]", "[]"}} {
		if got := [2]string{editor.answersOf(goal, "PUBLISHED"), editor.answersOf(goal, "WORKING")}; got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
	d.keeps("the same in another order", func() {
		editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 2, problemIds: [%q, %q]`, roads, internet, trust))
	})

	// All that is wrong is told at once; what the region does not have is not found.
	d.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(secondRegion(), "digital-vinnychchyna", "test")
		return err
	})
	d.keeps("faults", func() {
		editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 2, title: "", problemIds: [%q, %q, %q]`, roads, d.problem(khmelnytskaOblast, "TRUST"), internet, roads),
			"INVALID_INPUT title", "NOT_FOUND problemIds.0", "NOT_FOUND problemIds.2")
		editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "", position: 9, problemIds: [%q]`, d.tree, idAtType("Problem", 0, 99999)),
			"INVALID_INPUT position", "INVALID_INPUT title", "NOT_FOUND problemIds.0")
		editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 2, problemIds: [`+strings.Repeat(`%[2]q `, 21)+`]`, roads, internet), "INVALID_INPUT problemIds")
		for _, input := range []string{`createSubgoal(input: {goalId: "x", title: "я", problemIds: []})`, `updateComponent(input: {id: "x", version: 1, problemIds: []})`} {
			if got := editor.ask(`mutation { `+input+` { userErrors { code } } }`, nil); got.Errors[0].Extensions.Code != domain.CodeValidationFailed {
				t.Error(got.Body)
			}
		}
	})

	// Two revisions are compared, the history tells it, and the next draft begins with it.
	story := editor.ask(`query($id: ID!, $goal: ID!) { compareRevisions(treeId: $id, from: 1, to: 2) { changed { id changes { field before after } } } node(id: $goal) { ... on Goal { history { action changes { field after } } } } }`,
		vars{"id": d.tree, "goal": roads}).Body
	story = strings.ReplaceAll(story, `\", \"`, `\",\"`) // as PostgreSQL writes lists
	told := `"after":"[\"` + internet + `\",\"` + trust + `\"]"`
	if !strings.Contains(story, `{"id":"`+roads+`","changes":[{"field":"problemIds","before":null,`+told) || !strings.Contains(story, `{"action":"UPDATE_NODE","changes":[{"field":"problemIds",`+told) {
		t.Error(story)
	}
	editor.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: 1`, made))
	head.do("submitGoalTree", fmt.Sprintf(`id: %q`, d.tree))
	expert.do("endorseGoalTree", fmt.Sprintf(`id: %q`, d.tree))
	if got := editor.answersOf(roads, "PUBLISHED"); got != "[{FAST_INTERNET} {TRUST}]" {
		t.Error(got)
	}
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 1, problemIds: [%q]`, schools, means))
	if got := editor.answersOf(roads, "WORKING"); got != "[{FAST_INTERNET} {TRUST}]" {
		t.Errorf("the copy: %s", got)
	}
	editor.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: 2`, roads))
	editor.do("restoreTreeNode", fmt.Sprintf(`id: %q`, roads))
	if got := editor.answersOf(roads, "WORKING"); got != "[{FAST_INTERNET} {TRUST}]" {
		t.Errorf("restored: %s", got)
	}
	if _, err := d.db.Exec(`DELETE FROM goal_problems WHERE problem_id = (SELECT min(id) FROM problems WHERE code = 'TRUST')`); err == nil {
		t.Error("frozen revisions change")
	}

	// What was merged is followed, in frozen revisions too, and is no change of a goal.
	expert.merges(internet, 1, trust)
	if got := editor.answersOf(roads, "PUBLISHED") + editor.answersOf(roads, "WORKING"); got != "[{TRUST}][{TRUST}]" {
		t.Error(got)
	}
	version := d.version(roads)
	d.keeps("what was merged", func() {
		editor.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, problemIds: [%q]`, roads, version, trust))
		editor.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, problemIds: [%q]`, roads, version, internet))
	})
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, problemIds: null`, roads, version))
	if got := editor.answersOf(roads, "PUBLISHED") + editor.answersOf(roads, "WORKING"); got != "[{TRUST}][]" {
		t.Error(got)
	}
}

// TestGoalsAreFoundByTheProblemTheyAnswer, also by what was merged, and published ones alone.
func TestGoalsAreFoundByTheProblemTheyAnswer(t *testing.T) {
	t.Parallel()
	a := demo(t)
	type page struct {
		TotalCount int
		Nodes      []struct{ Problems []struct{ Code string } }
	}
	find := func(ids ...string) page {
		t.Helper()
		return get[page](a, "goals", `query($ids: [ID!]) { goals(filter: {problemIds: $ids}, first: 100) { totalCount nodes { problems { code } } } }`, vars{"ids": ids})
	}
	internet, means, specialists := a.problem(vinnytskaOblast, "FAST_INTERNET"), a.problem(vinnytskaOblast, "TECHNICAL_MEANS"), a.problem(vinnytskaOblast, "SPECIALISTS")
	for _, c := range []struct {
		ids  []string
		want int
	}{{[]string{internet}, 10}, {[]string{means}, 8}, {[]string{internet, means}, 18}, {[]string{specialists}, 0}, {[]string{}, 0}} {
		got := find(c.ids...)
		if got.TotalCount != c.want || len(got.Nodes) != c.want {
			t.Errorf("%d goals, want %d", got.TotalCount, c.want)
		}
		for _, g := range got.Nodes {
			if len(g.Problems) != 1 {
				t.Errorf("%+v", g)
			}
		}
	}
	a.someone("expert", expertOf(vinnytskaOblast)).merges(means, 1, internet)
	for _, id := range []string{means, internet} {
		if got := find(id); got.TotalCount != 18 {
			t.Errorf("%d goals answer what was merged", got.TotalCount)
		}
	}
	for _, wrong := range []string{idAtType("Problem", 0, 99999), idAtType("Problem", 3, 1), idAtType("Goal", 1, 1)} {
		if e := a.refused(`query($ids: [ID!]) { goals(filter: {problemIds: $ids}) { nodes { id } } }`, vars{"ids": []string{internet, wrong}}); e.Extensions.Code != domain.CodeNotFound || e.Extensions.Field != "filter.problemIds" {
			t.Errorf("%+v", e)
		}
	}
	many := make([]string, 101)
	for i := range many {
		many[i] = internet
	}
	if e := a.refused(`query($ids: [ID!]) { goals(filter: {problemIds: $ids}) { totalCount } }`, vars{"ids": many}); e.Extensions.Code != domain.CodeInvalidInput {
		t.Errorf("%+v", e)
	}
}

// TestUncoveredProblems are those that no goal of the view answers; a goal that was cancelled, itself or with all beneath it, answers none.
func TestUncoveredProblems(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, visitor := d.as("editor"), d.api
	internet, trust := d.problem(vinnytskaOblast, "FAST_INTERNET"), d.problem(vinnytskaOblast, "TRUST")
	for _, id := range []string{internet, trust} {
		editor.sets(fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 3`, yakushynetska, id))
	}
	roads := d.id("Goal", "Дороги")
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 1, problemIds: [%q]`, roads, internet))
	look := func(args, want string) {
		t.Helper()
		if got := editor.problemsOf(yakushynetska, args); got != want {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
	look(`(uncovered: true)`, "3 FAST_INTERNET, 3 TRUST")
	look(`(uncovered: true, view: WORKING)`, "3 TRUST")
	look(`(uncovered: false, view: WORKING)`, "3 FAST_INTERNET")
	if got := visitor.ask(`query($c: KatottgCode!) { community(code: $c) { code problems(view: WORKING) { id } } }`, vars{"c": yakushynetska}); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden || !strings.Contains(got.Body, `"problems":null`) {
		t.Error(got.Body)
	}
	d.exec(`UPDATE goal_trees SET published_revision = working_revision, working_revision = NULL`)
	d.exec(`UPDATE goal_tree_revisions SET state = 'ENDORSED', published_at = created_at WHERE state = 'DRAFT'`)
	look(`(uncovered: true)`, "3 TRUST")
	if got := visitor.problemsOf(yakushynetska, `(uncovered: true)`); got != "3 TRUST" {
		t.Error(got)
	}
	editor.reports(fmt.Sprintf(`{id: %q, status: CANCELLED}`, d.id("Component", "Карта")))
	look(`(uncovered: true)`, "3 FAST_INTERNET, 3 TRUST")
	if got := visitor.ask(`query($c: KatottgCode!) { community(code: $c) { problems { covered problem { code } } } }`, vars{"c": yakushynetska}); strings.Contains(got.Body, `"covered":true`) {
		t.Error(got.Body)
	}
	editor.reports(fmt.Sprintf(`{id: %q, status: IN_PROGRESS}`, d.id("Component", "Карта")))
	look(`(uncovered: true)`, "3 TRUST")
	d.as("expert").merges(internet, 1, trust)
	look(`(uncovered: true)`, "")
	look(`(uncovered: false)`, "3 TRUST")
}

// TestEditionsKeepWhatGoalsAnswer: a file that is read in tells nothing of problems, and takes none away; an outline that tells some replaces
// them, and the same again is no new edition.
func TestEditionsKeepWhatGoalsAnswer(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	answers := func(problems ...string) domain.Outline {
		o := townPlan(yakushynetska).Outline
		for i, n := range o.Nodes {
			if n.Title == "Дороги" {
				o.Nodes[i].Problems = problems
			}
		}
		return o
	}
	roads := d.id("Goal", "Дороги")
	for i, c := range []struct {
		outline   domain.Outline
		want      string
		revisions int
	}{
		{answers("TRUST", "FAST_INTERNET", "TRUST"), "[{FAST_INTERNET} {TRUST}]", 2},
		{answers("FAST_INTERNET", "TRUST"), "[{FAST_INTERNET} {TRUST}]", 2},
		{answers(), "[{FAST_INTERNET} {TRUST}]", 2},
		{func() domain.Outline { o := answers(); o.Nodes[0].Description = "Інший опис"; return o }(), "[{FAST_INTERNET} {TRUST}]", 3},
		{answers("TECHNICAL_MEANS"), "[{TECHNICAL_MEANS}]", 4},
	} {
		d.api.tree(c.outline)
		if got, n := editor.answersOf(roads, "PUBLISHED"), d.number(`SELECT count(*) FROM goal_tree_revisions`); got != c.want || n != c.revisions {
			t.Errorf("%d: %s in %d revisions, want %s in %d", i, got, n, c.want, c.revisions)
		}
	}
	err := d.store.InTx(operator(), auth.LoadDemonstration, false, func(tx *models.Tx) error {
		_, err := tx.WriteTree(answers("NOTHING"))
		return err
	})
	if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeNotFound {
		t.Errorf("%v", err)
	}
}
