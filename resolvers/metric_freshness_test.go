package resolvers_test

import (
	"encoding/json"
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
		ask  func(string, vars, ...string) answer
		view string
		want float64
	}{
		"a visitor": {a.ask, "PUBLISHED", 1}, "its staff, published": {editor.ask, "PUBLISHED", 1}, "its staff": {editor.ask, "WORKING", 2}, "staff of another": {other.ask, "WORKING", 1},
	} {
		got := c.ask(`query($in: ComparisonInput!) { comparison(input: $in) { rows { value } } }`,
			vars{"in": vars{"metric": "goals.count", "view": c.view, "filter": vars{"codes": []domain.KatottgCode{yakushynetska}}}})
		var told comparedRows
		if err := json.Unmarshal(got.Data["comparison"], &told); err != nil {
			t.Fatalf("%v\n%s", err, got.Body)
		}
		if len(told.Rows) != 1 || told.Rows[0].Value == nil || *told.Rows[0].Value != c.want {
			t.Errorf("to %s the count is %s, not %v", name, got.Body, c.want)
		}
	}
}
