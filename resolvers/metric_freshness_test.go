package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
)

type metricOfCommunity struct {
	Value  *float64
	Period *string
	AsOf   *string
	Rank   *int
	Series []struct {
		Period string
		Value  *float64
	}
}

func (a *api) metric(community domain.KatottgCode, code string) metricOfCommunity {
	a.tb.Helper()
	return get[struct{ Metric metricOfCommunity }](a, "community", `query($c: KatottgCode!, $m: String!) { community(code: $c) {
		metric(code: $m) { value period asOf rank series { period value } } } }`, vars{"c": community, "m": code}).Metric
}

// TestFiguresFollowWhatTheyAreOf reports progress, also of days that are over, and looks at once at what is compared.
func TestFiguresFollowWhatTheyAreOf(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	goal := s.goal("Ціль", coded("1"))
	s.component(goal, "Перший")
	s.component(goal, "Другий")
	a.tree(s.Outline)
	a.refreshMetrics()
	if got := a.metric(yakushynetska, "goals.progress"); got.Value != nil {
		t.Errorf("before anybody reported, progress is %v", *got.Value)
	}
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	first, second := a.id("Component", "Перший"), a.id("Component", "Другий")
	does[struct{ Nodes []struct{ ID string } }](editor, "reportProgress", `reports: [{id: "`+first+`", percent: 50, asOf: "2026-09-10"}, {id: "`+second+`", percent: 30}]`, `nodes { id }`)
	got := a.metric(yakushynetska, "goals.progress")
	if got.Value == nil || *got.Value != 40 || *got.Period != "2026-11" || *got.AsOf != "2026-11-20" || *got.Rank != 1 {
		t.Errorf("at once the figure is %+v", got)
	}
	a.refreshMetrics()
	want := map[string]float64{"2026-09": 25, "2026-10": 25, "2026-11": 40}
	a.checkSeries(want)
	// A report of a past month makes that month's figures anew.
	does[struct{ Nodes []struct{ ID string } }](editor, "reportProgress", `reports: [{id: "`+second+`", percent: 10, asOf: "2026-10-05"}]`, `nodes { id }`)
	a.refreshMetrics()
	want["2026-10"] = 30
	a.checkSeries(want)
	a.clock.pass(14 * 24 * time.Hour)
	a.refreshMetrics()
	want["2026-12"] = 40
	a.checkSeries(want)
}

func (a *api) checkSeries(want map[string]float64) {
	a.tb.Helper()
	series := a.metric(yakushynetska, "goals.progress").Series
	for _, point := range series {
		if point.Value == nil || *point.Value != want[point.Period] {
			a.tb.Errorf("in %s the figure is %v, not %v", point.Period, point.Value, want[point.Period])
		}
	}
	if len(series) != len(want) {
		a.tb.Errorf("the series has %d periods, not %d", len(series), len(want))
	}
}

// TestPastReportsLeaveWhatTheyDoNotChange pays and reports for a month that is over: figures of the structure, and those of months too long ago to be made anew, stay.
func TestPastReportsLeaveWhatTheyDoNotChange(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	s.component(s.goal("Ціль", coded("1")), "Перший")
	a.tree(s.Outline)
	a.exec(`UPDATE communities SET population = 1000, urban_population = NULL`)
	a.refreshMetrics()
	a.exec(`INSERT INTO metric_values (metric, community_id, period, value, as_of) SELECT 'goals.progress', community_id, 12 * 2024 + 10, 7, '2024-10-31' FROM goal_trees`)
	a.clock.pass(41 * 24 * time.Hour) // the last day of December
	a.refreshMetrics()
	editor, component := a.someone("editor", staffOf(yakushynetska, auth.Editor)), a.id("Component", "Перший")
	checks := func(want map[string]string) {
		t.Helper()
		for code, of := range want {
			told := ""
			for _, point := range a.metric(yakushynetska, code).Series {
				told += point.Period
				if point.Value != nil {
					told += fmt.Sprint("=", *point.Value)
				}
				told += " "
			}
			if told != of {
				t.Errorf("%s: %s, not %s", code, told, of)
			}
		}
	}
	checks(map[string]string{"goals.count": "2026-11=1 2026-12=1 ", "goals.progress": "2024-10=7 2026-11 2026-12 ", "costs.spent_per_resident": "2026-11 2026-12 "})
	does[struct{ Nodes []struct{ ID string } }](editor, "reportProgress",
		`reports: [{id: "`+component+`", percent: 50, spending: [{date: "2026-11-05", fundSource: LOCAL, amount: "2000"}]}]`, `nodes { id }`)
	a.refreshMetrics()
	want := map[string]string{
		"goals.count": "2026-11=1 2026-12=1 ", "components.count": "2026-11=1 2026-12=1 ", "goals.progress": "2024-10=7 2026-11 2026-12=50 ",
		"costs.spent_per_resident": "2026-11=2 2026-12=2 ",
	}
	checks(want)
	does[struct{ Nodes []struct{ ID string } }](editor, "reportProgress", `reports: [{id: "`+component+`", percent: 30, asOf: "2024-09-30"}]`, `nodes { id }`)
	a.refreshMetrics()
	points := a.metric(yakushynetska, "goals.progress").Series
	if len(points) != 26 || *points[0].Value != 7 || points[1].Period != "2024-12" || *points[1].Value != 30 || *points[24].Value != 30 || *points[25].Value != 50 {
		t.Errorf("a report of too long ago leaves %+v", points)
	}
	delete(want, "goals.progress")
	delete(want, "costs.spent_per_resident") // with points where nobody paid yet
	checks(want)
}

// TestReportsAtOnceBothCount holds back the figures of one report until another one is made: the second is made of what the first wrote.
func TestReportsAtOnceBothCount(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	goal := s.goal("Ціль", coded("1"))
	s.component(goal, "Перший")
	s.component(goal, "Другий")
	a.tree(s.Outline)
	a.refreshMetrics()
	held, err := a.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.Exec(`SELECT value FROM metric_values FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for i, title := range []string{"Перший", "Другий"} {
		editor, component := a.someone("editor-of-"+strconv.Itoa(i), staffOf(yakushynetska, auth.Editor)), a.id("Component", title)
		both.Go(func() {
			if got := editor.ask(`mutation { reportProgress(input: {reports: [{id: "`+component+`", percent: 60}]}) { userErrors { code } } }`, nil); len(got.Errors) > 0 {
				t.Error(got.Body)
			}
		})
		for a.number(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) <= i {
			time.Sleep(5 * time.Millisecond)
		}
	}
	if err := held.Commit(); err != nil {
		t.Fatal(err)
	}
	both.Wait()
	if got := a.metric(yakushynetska, "goals.progress"); got.Value == nil || *got.Value != 60 {
		t.Errorf("after both reports the figure is %v", got.Value)
	}
}

// TestSharesOfNothingDoNotApply tells them from what nobody has collected.
func TestSharesOfNothingDoNotApply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	s.goal("Ціль без строків і компонентів", coded("1"))
	a.tree(s.Outline)
	a.refreshMetrics()
	missing := func(code string) string {
		told := a.compare(vars{"metric": code, "filter": vars{"codes": []domain.KatottgCode{yakushynetska}}})
		if told.Rows[0].Missing == nil {
			return ""
		}
		return *told.Rows[0].Missing
	}
	for code, want := range map[string]string{
		"components.hard_share": "NOT_APPLICABLE", "goals.progress": "NOT_COLLECTED", "goals.late_share": "NOT_COLLECTED", "goals.reported_share": "",
		"costs.planned_per_resident": "NOT_COLLECTED",
	} {
		if got := missing(code); got != want {
			t.Errorf("%s is %q, not %q", code, got, want)
		}
	}
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	does[struct{ Nodes []struct{ ID string } }](editor, "reportProgress",
		`reports: [{id: "`+a.id("Goal", "Ціль без строків і компонентів")+`", percent: 10}]`, `nodes { id }`)
	if got := missing("goals.late_share"); got != "NOT_APPLICABLE" {
		t.Errorf("a share of goals with dates, of which there are none, is %q", got)
	}
	a.exec(`UPDATE communities SET population = 0, urban_population = NULL`)
	a.refreshMetrics()
	if got := missing("costs.planned_per_resident"); got != "NOT_APPLICABLE" {
		t.Errorf("what is planned for nobody is %q", got)
	}
}

// TestStaffSeeOwnDraftsAgainstWhatIsPublished compares the same metric as a visitor, as staff of one community, and as staff of another.
func TestStaffSeeOwnDraftsAgainstWhatIsPublished(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	for _, community := range []domain.KatottgCode{yakushynetska, vinnytska} {
		s := outline(community, domain.Digital, &domain.Period{Start: 2025, End: 2027})
		s.goal("Ціль "+string(community), coded("1"))
		a.tree(s.Outline)
	}
	a.refreshMetrics()
	editor, other := a.someone("editor", staffOf(yakushynetska, auth.Editor)), a.someone("other", staffOf(vinnytska, auth.Editor))
	does[struct{ Goal struct{ ID string } }](editor, "createGoal", `treeId: "`+a.treeID(yakushynetska)+`", title: "Чернетка"`, `goal { id }`)
	for name, c := range map[string]struct {
		ask          func(string, vars, ...string) answer
		view, period string
		want         float64
	}{
		"a visitor": {a.ask, "PUBLISHED", "2026-11", 1}, "its staff, published": {editor.ask, "PUBLISHED", "2026-11", 1}, "its staff": {editor.ask, "WORKING", "", 2},
		"staff of another": {other.ask, "WORKING", "2026-11", 1}, "its staff, of this month": {editor.ask, "WORKING", "2026-11", 2},
	} {
		var period *string
		if c.period != "" {
			period = &c.period
		}
		got := c.ask(`query($in: ComparisonInput!) { comparison(input: $in) { rows { value } } }`,
			vars{"in": vars{"metric": "goals.count", "view": c.view, "period": period, "filter": vars{"codes": []domain.KatottgCode{yakushynetska}}}})
		var told comparedRows
		if err := json.Unmarshal(got.Data["comparison"], &told); err != nil {
			t.Fatalf("%v\n%s", err, got.Body)
		}
		if len(told.Rows) != 1 || told.Rows[0].Value == nil || *told.Rows[0].Value != c.want {
			t.Errorf("to %s the count is %s, not %v", name, got.Body, c.want)
		}
	}
}
