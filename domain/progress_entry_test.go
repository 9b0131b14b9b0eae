package domain_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

func TestWhatAReportSays(t *testing.T) {
	t.Parallel()
	percent := func(f float64) domain.ProgressEntry { return domain.ProgressEntry{AsOf: day(9), Percent: &f} }
	status := func(s domain.Status) domain.ProgressEntry { return domain.ProgressEntry{AsOf: day(9), Status: s} }
	both := func(s domain.Status, f float64) domain.ProgressEntry {
		return domain.ProgressEntry{AsOf: day(9), Status: s, Percent: &f}
	}
	because := func(e domain.ProgressEntry) domain.ProgressEntry { e.Override = "Рада"; return e }
	leaf, parent := domain.ReportedNode{}, domain.ReportedNode{Parent: true}
	begun := func(s domain.Status) domain.ReportedNode { return domain.ReportedNode{Status: s} }
	for _, c := range []struct {
		why   string
		entry domain.ProgressEntry
		node  domain.ReportedNode
		want  string // the status and percent, or the fields at fault
	}{
		{"nothing done", percent(0), leaf, "PLANNED 0"},
		{"nothing done, of what was planned", percent(0), begun(domain.Planned), "PLANNED 0"},
		{"nothing done, of what was cancelled", percent(0), begun(domain.Cancelled), "PLANNED 0"},
		{"nothing done, of what was begun", percent(0), begun(domain.InProgress), "IN_PROGRESS 0"},
		{"nothing done, of what rested", percent(0), begun(domain.Suspended), "IN_PROGRESS 0"},
		{"nothing done, of what was done", percent(0), begun(domain.Done), "IN_PROGRESS 0"},
		{"something", percent(.01), leaf, "IN_PROGRESS 0.01"},
		{"less than is stored", percent(.001), leaf, "PLANNED 0"},
		{"all", percent(100), leaf, "DONE 100"},
		{"all, as it is stored", percent(99.996), leaf, "DONE 100"},
		{"done", status(domain.Done), leaf, "DONE -"},
		{"cancelled", status(domain.Cancelled), begun(domain.Done), "CANCELLED -"},
		{"suspended halfway", both(domain.Suspended, 50), leaf, "SUSPENDED 50"},
		{"cancelled halfway", both(domain.Cancelled, 50), leaf, "CANCELLED 50"},
		{"in progress at nothing", both(domain.InProgress, 0), leaf, "IN_PROGRESS 0"},
		{"a parent, with a reason", because(percent(45)), parent, "IN_PROGRESS 45"},
		{"a parent done, with a reason", because(status(domain.Done)), parent, "DONE 100"},
		{"a parent planned, with a reason", because(status(domain.Planned)), parent, "PLANNED 0"},
		{"a parent suspended", status(domain.Suspended), parent, "SUSPENDED -"},
		{"a parent in progress", status(domain.InProgress), parent, "IN_PROGRESS -"},

		{"nothing said", domain.ProgressEntry{AsOf: day(9)}, leaf, "percent"},
		{"a day to come", domain.ProgressEntry{AsOf: day(11), Status: domain.Done}, leaf, "asOf"},
		{"all, and not done", both(domain.InProgress, 100), leaf, "percent"},
		{"done, and not all", both(domain.Done, 99), leaf, "percent"},
		{"planned, and something", both(domain.Planned, 1), leaf, "percent"},
		{"a parent without a reason", percent(45), parent, "overrideReason"},
		{"a parent done without a reason", status(domain.Done), parent, "status"},
		{"a parent planned without a reason", status(domain.Planned), parent, "status"},
		{"a reason and no number", because(status(domain.InProgress)), parent, "percent"},
		{"a reason where nothing stands beneath", because(percent(45)), leaf, "overrideReason"},
		{"everything at once", domain.ProgressEntry{AsOf: day(11), Note: strings.Repeat("я", 5001), Override: strings.Repeat("я", 5001)}, leaf, "percent, asOf, overrideReason, overrideReason, note"},
	} {
		r, faults := c.entry.Report(c.node, day(10))
		got := named(faults)
		if len(faults) == 0 {
			got = fmt.Sprint(r.Status, " -")
			if r.Percent != nil {
				got = fmt.Sprint(r.Status, " ", *r.Percent)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// TestReportsThatAreTakenFit the rules that the database has for them, and say again what they said.
func TestReportsThatAreTakenFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := domain.ProgressEntry{AsOf: day(rapid.IntRange(1, 12).Draw(t, "day")), Status: anyStatus.Draw(t, "status")}
		if rapid.Bool().Draw(t, "numbered") {
			e.Percent = new(rapid.OneOf(rapid.SampledFrom([]float64{0, 100}), rapid.Float64Range(0, 100)).Draw(t, "percent"))
		}
		if rapid.Bool().Draw(t, "overridden") {
			e.Override = "Рада"
		}
		node := domain.ReportedNode{Parent: rapid.Bool().Draw(t, "parent"), Status: anyStatus.Draw(t, "current")}
		r, faults := e.Report(node, day(10))
		if len(faults) > 0 {
			return
		}
		full := r.Percent != nil && *r.Percent == 100
		switch {
		case r.Status == "", r.AsOf.After(day(10)), full && r.Status != domain.Done,
			r.Percent != nil && r.Status == domain.Done && !full, r.Percent != nil && r.Status == domain.Planned && *r.Percent != 0,
			r.Override != "" && (r.Percent == nil || !node.Parent):
			t.Fatalf("%+v is taken as %+v", e, r)
		}
		again := domain.ProgressEntry(r)
		if same, faults := again.Report(node, day(10)); len(faults) > 0 || same.Status != r.Status || !sameFigure(same.Percent, r.Percent) {
			t.Fatalf("%+v, said again, is %+v, %v", r, same, faults)
		}
	})
}
