package domain

// ReportingPeriod is how often communities report progress.
type ReportingPeriod string

// The periods.
const (
	Monthly   ReportingPeriod = "MONTHLY"
	Quarterly ReportingPeriod = "QUARTERLY"
)

// MaxDueDays is the latest that a report may be due after its period's end.
const MaxDueDays = 60

// ReportingRule is how often communities report, and how many days after a period's end.
type ReportingRule struct {
	Period  ReportingPeriod
	DueDays int
}

// DefaultReporting holds in regions of which nobody has said how often their communities report.
var DefaultReporting = ReportingRule{Period: Quarterly, DueDays: 10}

// ReportingPeriods lists them all.
var ReportingPeriods = []ReportingPeriod{Monthly, Quarterly}

// ClosedPeriod is the last whole period before a day, and when its report is or was due.
type ClosedPeriod struct{ Start, End, Due Date }

// Closed gives the last period that was over before today.
func (r ReportingRule) Closed(today Date) ClosedPeriod {
	months := 1
	if r.Period == Quarterly {
		months = 3
	}
	month := int(today.Month()) - 1
	next := NewDate(today.Year(), today.Month(), 1).AddMonths(-(month % months))
	end := next.AddDays(-1)
	return ClosedPeriod{Start: next.AddMonths(-months), End: end, Due: end.AddDays(r.DueDays)}
}
