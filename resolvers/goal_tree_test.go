package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

// drawn is a kind and a period as a test writes them: "DIGITAL 2021–2027", or without years.
type drawn struct {
	Kind   domain.TreeKind
	Period *domain.Period
}

func (d drawn) String() string {
	if d.Period == nil {
		return string(d.Kind)
	}
	return fmt.Sprintf("%s %d–%d", d.Kind, d.Period.Start, d.Period.End)
}

func TestCurrentTreeIsDigitalThenOfTodayThenNewest(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	plan := func(years ...int) drawn { return drawn{domain.DevelopmentStrategy, periodOf(years)} }
	digital := func(years ...int) drawn { return drawn{domain.Digital, periodOf(years)} }
	// The order in which each community's trees are shown; they are written in the alphabet's.
	examples := [][]drawn{
		{},
		{plan()},
		{plan(2015, 2020), plan()},
		{plan(2026, 2026), plan(2027, 2030)},
		{plan(2021, 2027), plan(2028, 2035), plan(2015, 2020), plan(2010, 2014), plan()},
		{plan(2020, 2030), plan(2021, 2027), plan(2019, 2027)},
		{plan(2028, 2030), plan(2027, 2030), plan(2015, 2020)},
		{digital(2015, 2018), plan(2021, 2027)},
		{digital(), plan(2021, 2027)},
		{digital(2025, 2026), digital(2027, 2029), digital(), plan(2026, 2026), plan(2027, 2030)},
	}
	for i, c := range registryCodes(a)[:len(examples)] {
		written := slices.Clone(examples[i])
		slices.SortFunc(written, func(a, b drawn) int { return strings.Compare(a.String(), b.String()) })
		for _, tree := range written {
			s := outline(c, tree.Kind, tree.Period)
			s.goal(tree.String())
			a.tree(s.Outline)
		}
		type community struct {
			GoalTrees, Plans, Digital         []drawn
			GoalTree, CurrentPlan, CurrentDig *drawn
			Counts                            counts
		}
		got := get[community](a, "community", `query($c: KatottgCode!) { community(code: $c) {
			goalTrees { ...tree } plans: goalTrees(kind: DEVELOPMENT_STRATEGY) { ...tree } digital: goalTrees(kind: DIGITAL) { ...tree }
			goalTree { ...tree } currentPlan: goalTree(kind: DEVELOPMENT_STRATEGY) { ...tree } currentDig: goalTree(kind: DIGITAL) { ...tree }
			counts { goals } } } fragment tree on GoalTree { kind period { start end } }`, vars{"c": c})
		of := func(kind domain.TreeKind) []drawn {
			return slices.DeleteFunc(slices.Clone(examples[i]), func(d drawn) bool { return d.Kind != kind })
		}
		same(t, "all", got.GoalTrees, examples[i], got.GoalTree)
		same(t, "strategies", got.Plans, of(domain.DevelopmentStrategy), got.CurrentPlan)
		same(t, "digital", got.Digital, of(domain.Digital), got.CurrentDig)
		if got.Counts.Goals != min(1, len(examples[i])) {
			t.Errorf("%v: the current tree counts %d goals", examples[i], got.Counts.Goals)
		}
	}
}

func periodOf(years []int) *domain.Period {
	if len(years) == 0 {
		return nil
	}
	return &domain.Period{Start: years[0], End: years[1]}
}

// same compares trees with those wanted, of which the first is the current one.
func same(t *testing.T, what string, got, want []drawn, current *drawn) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
	if (current == nil) != (len(want) == 0) || (current != nil && current.String() != want[0].String()) {
		t.Errorf("%s: current is %v, want the first of %v", what, current, want)
	}
}

func registryCodes(a *api) []domain.KatottgCode {
	a.tb.Helper()
	type page struct {
		Nodes []struct{ Code domain.KatottgCode }
	}
	var all []domain.KatottgCode
	for _, n := range get[page](a, "communities", `{ communities(first: 100) { nodes { code } } }`, nil).Nodes {
		all = append(all, n.Code)
	}
	return all
}

func TestTreeTellsWhereItIsFrom(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.DevelopmentStrategy, &domain.Period{Start: 2021, End: 2027})
	s.goal("Перша")
	s.SourceTitle, s.SourceURL, s.State, s.Demonstration = "Стратегія", "https://example.org/s", domain.Endorsed, true
	a.tree(s.Outline)
	got := a.ask(`query($c: KatottgCode!) { community(code: $c) { goalTree { kind period { start end } source { title url } demonstration view
		revision { sequence state createdAt publishedAt decision { number } } community { code } goals { title } } } }`, vars{"c": yakushynetska})
	want := `{"data":{"community":{"goalTree":{"kind":"DEVELOPMENT_STRATEGY","period":{"start":2021,"end":2027},` +
		`"source":{"title":"Стратегія","url":"https://example.org/s"},"demonstration":true,"view":"PUBLISHED",` +
		`"revision":{"sequence":1,"state":"ENDORSED","createdAt":"2026-11-20T10:00:00Z","publishedAt":"2026-11-20T10:00:00Z","decision":null},` +
		`"community":{"code":"UA05020310000080026"},"goals":[{"title":"Перша"}]}}}}`
	if strings.TrimSpace(got.Body) != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
	s.goal("Друга")
	s.SourceTitle, s.SourceURL, s.State = "", "", domain.Adopted
	a.tree(s.Outline)
	a.exec(`UPDATE goal_tree_revisions SET decision_number = '12', decision_on = '2026-10-01' WHERE sequence = 2`)
	got = a.ask(`{ goals { nodes { title tree { period { start } revision { sequence state decision { number date url } } } } } }`, nil)
	want = `{"data":{"goals":{"nodes":[{"title":"Друга","tree":{"period":{"start":2021},"revision":{"sequence":2,"state":"ADOPTED",` +
		`"decision":{"number":"12","date":"2026-10-01","url":null}}}},{"title":"Перша","tree":{"period":{"start":2021},` +
		`"revision":{"sequence":2,"state":"ADOPTED","decision":{"number":"12","date":"2026-10-01","url":null}}}}]}}}`
	if strings.TrimSpace(got.Body) != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
}

func TestTreesThatAreMadeUpSaySo(t *testing.T) {
	t.Parallel()
	a := shared(t)
	type community struct {
		Code      domain.KatottgCode
		GoalTrees []struct{ Demonstration bool }
	}
	type page struct{ Nodes []community }
	madeUp, others := 0, 0
	for _, c := range get[page](a, "communities", `{ communities(first: 100) { nodes { code goalTrees { demonstration } } } }`, nil).Nodes {
		for _, tree := range c.GoalTrees {
			if tree.Demonstration {
				madeUp++
			} else {
				others++
			}
		}
	}
	if madeUp != 10 || others != 4 {
		t.Errorf("%d made-up trees and %d others", madeUp, others)
	}
	for body, asked := range map[string]*api{
		`{"data":{"instance":{"version":"test","demonstration":true,"today":"2026-11-20"}}}`:  a,
		`{"data":{"instance":{"version":"test","demonstration":false,"today":"2026-11-20"}}}`: newAPI(t),
	} {
		if got := asked.ask(`{ instance { version demonstration today } }`, nil); strings.TrimSpace(got.Body) != body {
			t.Errorf("%s, want %s", got.Body, body)
		}
	}
}

func TestWorkingViewIsForbiddenAtItsPath(t *testing.T) {
	t.Parallel()
	got := shared(t).ask(`query($c: KatottgCode!) { community(code: $c) { name draft: goalTree(view: WORKING) { kind }
		goalTree(kind: DIGITAL, view: PUBLISHED) { kind } } instance { version } }`, vars{"c": yakushynetska})
	if want := `{"community":{"name":"Якушинецька","draft":null,"goalTree":{"kind":"DIGITAL"}},"instance":{"version":"test"}}`; !strings.Contains(got.Body, `"data":`+want) {
		t.Errorf("got %s, want %s", got.Body, want)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden || fmt.Sprint(got.Errors[0].Path) != "[community draft]" || got.Status != 200 {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

func TestWorkingViewOfManyIsForbiddenOnce(t *testing.T) {
	t.Parallel()
	got := shared(t).ask(`{ communities(first: 3) { nodes { code goalTree(view: WORKING) { kind } } } }`, nil)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden || strings.Count(got.Body, `"goalTree":null`) != 3 {
		t.Error(got.Body)
	}
}
