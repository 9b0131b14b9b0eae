package domain_test

import (
	"slices"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

func reported(asOf int, status domain.Status, percent float64) domain.Report {
	r := domain.Report{AsOf: day(asOf), Status: status}
	if status != domain.Done {
		r.Percent = &percent
	}
	return r
}

func done(asOf int) domain.Report { return reported(asOf, domain.Done, 0) }

func going(asOf int, percent float64) domain.Report {
	return reported(asOf, domain.InProgress, percent)
}

// TestCurrentState follows the methods of the project, section Progress: all figures have an as-of
// date, and what was reported later does not count.
func TestCurrentState(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why        string
		reports    []domain.Report
		asOf       int
		want       string // as a leaf of it is told
		reportedOn int    // 0: nobody has
	}{
		{"no reports", nil, 9, " - UNKNOWN 0/0/1", 0},
		{"reported later does not count", []domain.Report{going(10, 40)}, 9, " - UNKNOWN 0/0/1", 0},
		{"reported on the day counts", []domain.Report{going(9, 40)}, 9, "IN_PROGRESS 40 REPORTED 0/1/1", 9},
		{"the latest day counts", []domain.Report{going(3, 20), going(7, 40), going(12, 90)}, 9, "IN_PROGRESS 40 REPORTED 0/1/1", 7},
		{"backdated: given last, but of an earlier day", []domain.Report{going(7, 40), going(3, 20)}, 9, "IN_PROGRESS 40 REPORTED 0/1/1", 7},
		{"of one day the last given counts", []domain.Report{going(7, 40), going(7, 35)}, 9, "IN_PROGRESS 35 REPORTED 0/1/1", 7},
		{"of one day, with an earlier one between", []domain.Report{going(7, 40), going(3, 10), going(7, 35), going(5, 20)}, 9, "IN_PROGRESS 35 REPORTED 0/1/1", 7},
		{"progress may fall", []domain.Report{going(3, 80), going(7, 40)}, 9, "IN_PROGRESS 40 REPORTED 0/1/1", 7},
		{"a later report without a number forgets the number", []domain.Report{going(3, 80), {AsOf: day(7), Status: domain.Suspended}}, 9, "SUSPENDED - UNKNOWN 0/0/1", 7},
	}
	for _, c := range cases {
		state, reportedOn := domain.CurrentState(c.reports, day(c.asOf))
		if got := told(domain.LeafProgress(state)); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
		if want := dated(c.reportedOn); (reportedOn == nil) != (want == nil) || (want != nil && *reportedOn != *want) {
			t.Errorf("%s: reported on %v, want %v", c.why, reportedOn, want)
		}
	}
}

func TestCurrentStateKnowsTheDayOfFinishing(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why      string
		reports  []domain.Report
		asOf     int
		finished int // 0: not finished
	}{
		{"done once", []domain.Report{going(3, 40), done(7)}, 9, 7},
		{"confirmed later: the first day stands", []domain.Report{done(5), done(7), done(9)}, 9, 5},
		{"opened again", []domain.Report{done(5), going(7, 80)}, 9, 0},
		{"opened again and finished again", []domain.Report{done(5), going(7, 80), done(8)}, 9, 8},
		{"on a day between", []domain.Report{done(5), going(7, 80), done(8)}, 6, 5},
		{"opened and finished within one day", []domain.Report{done(5), going(5, 80), done(5), done(6)}, 9, 5},
		{"opened again the day it was finished", []domain.Report{done(5), going(5, 80)}, 9, 0},
		{"a backdated report finishes it earlier", []domain.Report{done(7), done(4)}, 9, 4},
		{"a backdated report opens it between", []domain.Report{done(4), done(7), going(5, 80)}, 9, 7},
		{"finished later does not count", []domain.Report{going(3, 40), done(10)}, 9, 0},
	}
	for _, c := range cases {
		state, _ := domain.CurrentState(c.reports, day(c.asOf))
		want := dated(c.finished)
		if (state.FinishedOn == nil) != (want == nil) || (want != nil && *state.FinishedOn != *want) {
			t.Errorf("%s: finished on %v, want %v", c.why, state.FinishedOn, want)
		}
	}
}

// TestOnlyTheOrderWithinADayMatters: reports of different days may be given in any order.
func TestOnlyTheOrderWithinADayMatters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		reports := []domain.Report{}
		for range rapid.IntRange(0, 8).Draw(t, "reports") {
			asOf := rapid.IntRange(1, 6).Draw(t, "as of")
			reports = append(reports, rapid.SampledFrom([]domain.Report{done(asOf), going(asOf, 0), going(asOf, 50)}).Draw(t, "report"))
		}
		asOf := day(rapid.IntRange(0, 7).Draw(t, "day"))
		byDay := slices.SortedStableFunc(slices.Values(reports), func(a, b domain.Report) int { return b.AsOf.DaysUntil(a.AsOf) })
		given := slices.Clone(reports)
		state, _ := domain.CurrentState(reports, asOf)
		sorted, _ := domain.CurrentState(byDay, asOf)
		if told(domain.LeafProgress(state)) != told(domain.LeafProgress(sorted)) {
			t.Errorf("%+v, and sorted by day %+v", state, sorted)
		}
		if !slices.Equal(given, reports) {
			t.Error("the caller's reports were changed")
		}
		if (state.FinishedOn != nil) != (state.Status == domain.Done) {
			t.Errorf("%s, finished on %v", state.Status, state.FinishedOn)
		}
	})
}
