package resolvers_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// desk is a community at work on its tree. The tree was adopted; nobody has begun a draft.
type desk struct {
	*api
	tree   string
	people map[string]*person
}

// grantsOf are the people around a desk.
func grantsOf(who string) []models.Grant {
	return map[string][]models.Grant{
		"head":      {staffOf(yakushynetska, auth.Head)},
		"editor":    {staffOf(yakushynetska, auth.Editor)},
		"reader":    {staffOf(yakushynetska, auth.Reader)},
		"expert":    {expertOf(vinnytskaOblast)},
		"observer":  {observerOf(vinnytskaOblast)},
		"admin":     {administrator()},
		"neighbour": {staffOf(vinnytska, auth.Head)},
		"stranger":  {expertOf(khmelnytskaOblast)},
		"two":       {staffOf(vinnytska, auth.Head), staffOf(ahronomichna, auth.Editor), staffOf(yakushynetska, auth.Reader)},
	}[who]
}

// working gives the desk with a tree of two goals.
func working(t *testing.T) *desk {
	t.Helper()
	a := newAPI(t)
	a.registry()
	a.tree(townPlan(yakushynetska).Outline)
	return &desk{a, a.id("GoalTree", ""), map[string]*person{}}
}

// townPlan is what the desk works on: complete, so that it may be submitted as it is.
func townPlan(of domain.KatottgCode) *sketch {
	s := outline(of, domain.Digital, &domain.Period{Start: 2026, End: 2028})
	owned := func(n *domain.OutlineNode) { n.Responsible = "Відділ" }
	year := dated(domain.NewDate(2026, 1, 1), domain.NewDate(2026, 12, 31))
	schools := s.goal("Освіта", coded("1"), owned)
	teachers := s.subgoal(schools, "Вчителі", coded("1.1"), owned)
	s.component(teachers, "Курси", coded("1.1.1"), made(domain.Soft), year, costing("100.00", domain.LocalFunds))
	s.component(teachers, "Ноутбуки", coded("1.1.2"), made(domain.Hard), year)
	s.component(teachers, "Сертифікати", coded("1.1.3"), made(domain.Soft), year)
	pupils := s.subgoal(schools, "Учні", coded("1.2"), owned)
	s.component(pupils, "Гуртки", coded("1.2.1"), made(domain.Soft), year, costing("50.00", domain.StateFunds))
	s.component(schools, "Портал", coded("1.1"), made(domain.Hard), year)
	roads := s.goal("Дороги", coded("2"), owned, measured("Дороги без ям", domain.HigherIsBetter, "40", "2026 50", "2027 60.5"))
	holes := s.subgoal(roads, "Ями", coded("2.1"), owned)
	s.component(holes, "Карта", coded("2.1.1"), made(domain.Hard), year)
	return s
}

// as gives one of the people around the desk.
func (d *desk) as(who string) *person {
	d.tb.Helper()
	if d.people[who] == nil {
		d.people[who] = d.someone(who, grantsOf(who)...)
	}
	return d.people[who]
}

// id is the public id of the newest thing of a type with a title; of trees the first.
func (a *api) id(typeName, title string) string {
	a.tb.Helper()
	return a.identified(typeName, title, "DESC")
}

// first is the public id of the oldest.
func (a *api) first(typeName, title string) string {
	a.tb.Helper()
	return a.identified(typeName, title, "ASC")
}

func (a *api) identified(typeName, title, order string) string {
	a.tb.Helper()
	id := domain.NodeID{Type: typeName}
	query := `SELECT community_id, node_number FROM placements WHERE title = $1 ORDER BY node_number ` + order + ` LIMIT 1`
	if typeName == "GoalTree" {
		query = `SELECT community_id, number FROM goal_trees WHERE $1 = '' ORDER BY number LIMIT 1`
	}
	if err := a.db.QueryRowContext(context.Background(), query, title).Scan(&id.Community, &id.Number); err != nil {
		a.tb.Fatal(typeName, title, err)
	}
	return id.String()
}

// number reads one number behind the product's back.
func (a *api) number(query string, args ...any) (n int) {
	a.tb.Helper()
	if err := a.db.QueryRowContext(context.Background(), query, args...).Scan(&n); err != nil {
		a.tb.Fatal(query, err)
	}
	return n
}

// written is everything that work on trees leaves in the database, but for refusals.
func (a *api) written() string {
	a.tb.Helper()
	all := &strings.Builder{}
	for _, rows := range []string{
		"goal_trees", "goal_tree_revisions", "revision_steps", "tree_nodes", "placements", "planned_costs", "progress_reports", "spending_entries",
		"evidence_links", "targets", "placed_targets", "target_values", "target_reports", "problems", "community_problems", "community_problem_evidence", "goal_problems",
		"questions", "question_options", "surveys", "survey_questions", "survey_categories", "survey_populations", "survey_margins",
		"(SELECT user_id, key, field FROM idempotency_keys)", "(SELECT id FROM audit_events WHERE NOT refused AND subject_type <> 'User')",
	} {
		all.WriteString(a.text(`SELECT coalesce(string_agg(CAST(x AS text), E'\n' ORDER BY CAST(x AS text)), '') FROM ` + rows + ` x`))
	}
	return all.String()
}

// keeps demands that something writes nothing.
func (a *api) keeps(what string, something func()) {
	a.tb.Helper()
	before := a.written()
	if something(); a.written() != before {
		a.tb.Errorf("%s: something was written", what)
	}
}

// changedTree is what changes of trees answer.
type changedTree struct {
	Goal, Subgoal, Component, Node changedNode
	Nodes                          []changedNode
	DeletedIDs                     []string
	DeletedID                      *string
	GoalTree                       struct {
		ID        string
		ViewerCan []string
		Revision  struct {
			Sequence int
			State    string
		}
	}
	Missing []struct{ Lack, Title, ID string }
}

// treeAnswer is what is asked of a payload with a tree.
const treeAnswer = `goalTree { id viewerCan revision { sequence state } }`

// answers are what is asked of each payload.
var answers = map[string]string{
	"createGoalTree": treeAnswer, "updateGoalTree": treeAnswer, "deleteGoalTree": `deletedId ` + treeAnswer, "discardDraft": treeAnswer,
	"createGoal": `goal { ` + nodeFields + ` }`, "updateGoal": `goal { ` + nodeFields + ` }`,
	"createSubgoal": `subgoal { ` + nodeFields + ` }`, "updateSubgoal": `subgoal { ` + nodeFields + ` }`,
	"createComponent": `component { ` + nodeFields + ` }`, "updateComponent": `component { ` + nodeFields + ` }`,
	"moveTreeNode": `node { ` + nodeFields + ` }`, "restoreTreeNode": `node { ` + nodeFields + ` }`, "reorderTreeNodes": `nodes { ` + nodeFields + ` }`,
	"deleteTreeNode": `deletedIds node { ` + nodeFields + ` } ` + treeAnswer, "submitGoalTree": treeAnswer + ` missing { lack title id }`,
	"withdrawGoalTree": treeAnswer, "returnGoalTree": treeAnswer, "endorseGoalTree": treeAnswer, "adoptGoalTree": treeAnswer,
	"reportTargets": targetAnswer, "cancelTreeNode": `node { ` + nodeFields + ` }`,
	"reportProgress": `nodes { ` + nodeFields + ` }`, "correctProgressReport": `node { ` + nodeFields + ` }`,
}

// do asks for one change; faults are those expected of the input.
func (p *person) do(mutation, input string, faults ...string) changedTree {
	p.tb.Helper()
	return does[changedTree](p, mutation, input, answers[mutation], faults...)
}

// mutation is the document of one change.
func mutation(name, input string) string {
	return `mutation { ` + name + `(input: {` + input + `}) { ` + answers[name] + ` userErrors { code path } } }`
}

// denied asks for a change that is refused as a whole, and gives the code of the refusal.
func (p *person) denied(name, input string) domain.Code {
	p.tb.Helper()
	got := p.ask(mutation(name, input), nil)
	if len(got.Errors) != 1 || string(got.Data[name]) != "" {
		p.tb.Errorf("%s(%s) is not refused: %s", name, input, got.Body)
		return ""
	}
	return got.Errors[0].Extensions.Code
}

// inQuotes writes a text as a document has it.
func inQuotes(text string) string {
	all, err := json.Marshal(text)
	if err != nil {
		return err.Error()
	}
	return string(all)
}

// version is that of a node as the database has it.
func (a *api) version(id string) int {
	a.tb.Helper()
	parsed, err := domain.ParseNodeID(id)
	if err != nil {
		a.tb.Fatal(err)
	}
	return a.number(`SELECT version FROM tree_nodes WHERE community_id = $1 AND number = $2`, parsed.Community, parsed.Number)
}

// idAtType is the public id of something by its number.
func idAtType(typeName string, community, number int64) string {
	return domain.NodeID{Type: typeName, Community: community, Number: number}.String()
}

// decode reads one top-level field of an answer.
func decode(tb testing.TB, got answer, field string, into any) {
	tb.Helper()
	if err := json.Unmarshal(got.Data[field], into); err != nil || len(got.Errors) > 0 {
		tb.Fatal(err, got.Body)
	}
}
