package domain_test

import (
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

func TestLastPeriodThatIsOver(t *testing.T) {
	t.Parallel()
	day := domain.NewDate
	for _, e := range []struct {
		rule            domain.ReportingRule
		today           domain.Date
		start, end, due domain.Date
	}{
		{domain.ReportingRule{Period: domain.Monthly, DueDays: 10}, day(2026, 11, 20), day(2026, 10, 1), day(2026, 10, 31), day(2026, 11, 10)},
		{domain.ReportingRule{Period: domain.Monthly, DueDays: 0}, day(2026, 1, 1), day(2025, 12, 1), day(2025, 12, 31), day(2025, 12, 31)},
		{domain.ReportingRule{Period: domain.Monthly, DueDays: 31}, day(2024, 3, 31), day(2024, 2, 1), day(2024, 2, 29), day(2024, 3, 31)},
		{domain.ReportingRule{Period: domain.Quarterly, DueDays: 15}, day(2026, 11, 20), day(2026, 7, 1), day(2026, 9, 30), day(2026, 10, 15)},
		{domain.ReportingRule{Period: domain.Quarterly, DueDays: 15}, day(2026, 10, 1), day(2026, 7, 1), day(2026, 9, 30), day(2026, 10, 15)},
		{domain.ReportingRule{Period: domain.Quarterly, DueDays: 5}, day(2026, 3, 31), day(2025, 10, 1), day(2025, 12, 31), day(2026, 1, 5)},
	} {
		if got := e.rule.Closed(e.today); got != (domain.ClosedPeriod{Start: e.start, End: e.end, Due: e.due}) {
			t.Errorf("%+v on %s: %+v", e.rule, e.today, got)
		}
	}
}

func TestPeriodsFollowOneAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		rule := domain.ReportingRule{Period: rapid.SampledFrom([]domain.ReportingPeriod{domain.Monthly, domain.Quarterly}).Draw(r, "period")}
		today := domain.NewDate(2020, 1, 1).AddDays(rapid.IntRange(0, 5000).Draw(r, "day"))
		last := rule.Closed(today)
		before := rule.Closed(last.Start)
		if !last.End.Before(today) || !last.Start.Before(last.End) || before.End.AddDays(1) != last.Start || rule.Closed(last.End.AddDays(1)) != last {
			r.Fatalf("%s: %+v after %+v", today, last, before)
		}
	})
}
