package demonstration

import (
	"fmt"
	"time"

	"hromada/domain"
)

// The informatization programme is made for three years, and so are its trees.
var (
	period    = domain.Period{Start: 2025, End: 2027}
	periodEnd = domain.NewDate(period.End, time.December, 31)
)

// date is a domain.Date that JSON can hold.
type date struct{ domain.Date }

// UnmarshalText reads YYYY-MM-DD.
func (d *date) UnmarshalText(text []byte) (err error) {
	d.Date, err = domain.ParseDate(string(text))
	return err
}

// month is a calendar month written YYYY-MM, or nothing.
type month string

func (m month) parts() (year int, in time.Month) {
	if _, err := fmt.Sscanf(string(m), "%d-%d", &year, &in); err != nil {
		panic(fmt.Errorf("not a month: %q", m))
	}
	return year, in
}

// first is the first day of the month, moved by whole months.
func (m month) first(moved int) domain.Date {
	year, in := m.parts()
	return domain.NewDate(year, in+time.Month(moved), 1)
}

// last is the last day of the month, moved by whole months.
func (m month) last(moved int) domain.Date { return m.first(moved + 1).AddDays(-1) }

// span is when a component is worked on. Work without dates still takes its time.
type span struct {
	start, due       domain.Date
	hasStart, hasDue bool
}

// span moves a component's months to when the community gets to it, within the period.
func (c community) span(of component, path string) span {
	s := span{start: c.Since.Date, due: periodEnd, hasStart: of.From != "", hasDue: of.To != ""}
	if s.hasStart {
		s.start = of.From.first(c.Shift + draw(2, c.Slug, path, "start"))
	}
	if s.hasDue {
		s.due = of.To.last(c.Shift + draw(3, c.Slug, path, "due"))
	}
	if s.due.After(periodEnd) {
		s.due = periodEnd
	}
	if c.undated(path) {
		s.hasStart, s.hasDue = false, false
	}
	return s
}

// days is how long the span is, both ends included.
func (s span) days() int { return s.start.DaysUntil(s.due) + 1 }

// daysIn is how much of the span lies in a year.
func (s span) daysIn(year int) int {
	from, to := domain.NewDate(year, time.January, 1), domain.NewDate(year, time.December, 31)
	if s.start.After(from) {
		from = s.start
	}
	if s.due.Before(to) {
		to = s.due
	}
	return max(from.DaysUntil(to)+1, 0)
}
