package domain_test

import (
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

// on is progress of a node that is under way.
func on(percent float64) domain.Progress {
	return domain.Progress{Status: domain.InProgress, Percent: &percent, Basis: domain.BasisReported}
}

// TestTrackAtItsThresholds takes a period of 100 days, so that on its day n the elapsed share is n
// points. Methods of the project, section Progress: on track when progress ≥ elapsed share − 10
// points; at risk to −25; else late.
func TestTrackAtItsThresholds(t *testing.T) {
	t.Parallel()
	start, due := day(1), day(101)
	for n := 26; n <= 100; n++ {
		elapsed, today := float64(n), day(1+n)
		cases := []struct {
			percent float64
			want    domain.Track
		}{
			{100, domain.OnTrack},
			{elapsed, domain.OnTrack},
			{elapsed - 10, domain.OnTrack},
			{elapsed - 10.01, domain.AtRisk},
			{elapsed - 25, domain.AtRisk},
			{elapsed - 25.01, domain.Late},
			{0, domain.Late},
		}
		for _, c := range cases {
			if got := domain.TrackOf(on(c.percent), &start, &due, today); got != c.want {
				t.Errorf("day %d of 100 at %v: %s, want %s", n, c.percent, got, c.want)
			}
		}
	}
}

func TestTrackOfDates(t *testing.T) {
	t.Parallel()
	finished := func(n int) domain.Progress {
		return domain.Progress{Status: domain.Done, Percent: new(100.0), FinishedOn: new(day(n))}
	}
	planned := domain.Progress{Status: domain.Planned, Percent: new(0.0)}
	cancelled := domain.Progress{Status: domain.Cancelled, Percent: new(50.0), FinishedOn: new(day(31))}
	silent := domain.Progress{Status: domain.InProgress}
	cases := []struct {
		why        string
		p          domain.Progress
		start, due int // of January; 0: none
		asOf       int
		want       domain.Track
	}{
		{"before its start", on(0), 10, 20, 9, domain.NotStarted},
		{"before its start, begun early", on(60), 10, 20, 9, domain.NotStarted},
		{"before its start, nobody has reported", silent, 10, 20, 9, domain.NotStarted},
		{"first day: nothing has elapsed", on(0), 10, 20, 10, domain.OnTrack},
		{"second day of ten", on(0), 10, 20, 11, domain.OnTrack},
		{"third day of ten", on(0), 10, 20, 12, domain.AtRisk},
		{"due day: all has elapsed", on(90), 10, 20, 20, domain.OnTrack},
		{"due day, 11 behind", on(89), 10, 20, 20, domain.AtRisk},
		{"due day, planned still", planned, 10, 20, 20, domain.Late},
		{"long past the due day it is as on it", on(75), 10, 20, 60, domain.AtRisk},
		{"period of one day, on it", on(0), 10, 10, 10, domain.Late},
		{"period of one day, nearly done", on(95), 10, 10, 10, domain.OnTrack},
		{"period of one day, the day before", on(0), 10, 10, 9, domain.NotStarted},
		{"no start", on(0), 0, 20, 15, domain.Undated},
		{"no due day", on(0), 10, 0, 15, domain.Undated},
		{"no dates", on(0), 0, 0, 15, domain.Undated},
		{"done without dates", finished(12), 0, 20, 15, domain.Undated},
		{"done before the due day", finished(12), 10, 20, 15, domain.OnTrack},
		{"done on the due day", finished(20), 10, 20, 30, domain.OnTrack},
		{"done a day late", finished(21), 10, 20, 30, domain.LateDone},
		{"done before its start", finished(5), 10, 20, 6, domain.OnTrack},
		{"cancelled: no judgement", cancelled, 10, 20, 15, ""},
		{"cancelled without dates", cancelled, 0, 0, 15, ""},
		{"begun, but nobody says how far", silent, 10, 20, 15, ""},
		{"nobody has reported at all", domain.Progress{}, 10, 20, 15, ""},
	}
	for _, c := range cases {
		if got := domain.TrackOf(c.p, dated(c.start), dated(c.due), day(c.asOf)); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func dated(n int) *domain.Date {
	if n == 0 {
		return nil
	}
	return new(day(n))
}

func TestElapsedShare(t *testing.T) {
	t.Parallel()
	cases := []struct {
		start, due, asOf int
		want             float64
	}{
		{10, 20, 1, 0},
		{10, 20, 10, 0},
		{10, 20, 11, .1},
		{10, 20, 15, .5},
		{10, 20, 20, 1},
		{10, 20, 90, 1},
		{10, 10, 9, 0},
		{10, 10, 10, 1},
	}
	for _, c := range cases {
		if got := domain.ElapsedShare(day(c.start), day(c.due), day(c.asOf)); got != c.want {
			t.Errorf("day %d of %d–%d: %v, want %v", c.asOf, c.start, c.due, got, c.want)
		}
	}
}

var trackRank = map[domain.Track]int{domain.Late: 0, domain.AtRisk: 1, domain.OnTrack: 2}

// TestTrackFollowsProgressAndTime: more progress never looks worse, and a later day never better.
func TestTrackFollowsProgressAndTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(0, 400)
		start := day(1)
		due := start.AddDays(days.Draw(t, "length"))
		today := start.AddDays(days.Draw(t, "elapsed"))
		percent := rapid.Float64Range(0, 100).Draw(t, "percent")
		got := domain.TrackOf(on(percent), &start, &due, today)
		if _, judged := trackRank[got]; !judged {
			t.Fatalf("%q", got)
		}
		more := rapid.Float64Range(percent, 100).Draw(t, "more")
		if better := domain.TrackOf(on(more), &start, &due, today); trackRank[better] < trackRank[got] {
			t.Errorf("%v is %s and %v is %s", percent, got, more, better)
		}
		later := today.AddDays(days.Draw(t, "later"))
		if worse := domain.TrackOf(on(percent), &start, &due, later); trackRank[worse] > trackRank[got] {
			t.Errorf("%s is %s and %s is %s", today, got, later, worse)
		}
	})
}
