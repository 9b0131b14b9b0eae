package domain

import (
	"fmt"
	"regexp"
	"strconv"
)

// MetricSource is where the figures of a metric come from.
type MetricSource string

// The sources.
const (
	GoalMetrics    MetricSource = "GOALS"
	CostMetrics    MetricSource = "COSTS"
	ProblemMetrics MetricSource = "PROBLEMS"
	SurveyMetrics  MetricSource = "SURVEYS"
)

// MetricUnit is what the values of a metric count.
type MetricUnit string

// The units. SeverityUnit is 1 to 5, ScoreUnit the place among the options of a scale, NumberUnit whatever a question asks for.
const (
	PercentUnit     MetricUnit = "PERCENT"
	CountUnit       MetricUnit = "COUNT"
	PerResidentUnit MetricUnit = "UAH_PER_RESIDENT"
	SeverityUnit    MetricUnit = "SEVERITY"
	ScoreUnit       MetricUnit = "SCORE"
	NumberUnit      MetricUnit = "NUMBER"
)

// PeriodKind is what a period is.
type PeriodKind string

// The kinds of periods: a month of the calendar, or a wave of surveys, each series of them counted by itself.
const (
	MonthPeriod PeriodKind = "MONTH"
	WavePeriod  PeriodKind = "WAVE"
)

// MetricPeriod is one period: of a wave its number, of a month twelve times the year and the month.
type MetricPeriod struct {
	Kind   PeriodKind
	Number int
}

// MonthOf is the period that a day lies in.
func MonthOf(d Date) MetricPeriod { return Month(12*d.Year() + int(d.Month())) }

// Month is the period with the number of a month.
func Month(number int) MetricPeriod { return MetricPeriod{MonthPeriod, number} }

// Code is how a period is written: 2026-11, or wave-2.
func (p MetricPeriod) Code() string {
	if p.Kind == WavePeriod {
		return "wave-" + strconv.Itoa(p.Number)
	}
	return fmt.Sprintf("%04d-%02d", (p.Number-1)/12, (p.Number-1)%12+1)
}

var periodCode = regexp.MustCompile(`^(?:([0-9]{4})-(0[1-9]|1[0-2])|wave-([1-9][0-9]{0,3}))$`)

// ParseMetricPeriod reads what Code wrote.
func ParseMetricPeriod(code string) (MetricPeriod, error) {
	found := periodCode.FindStringSubmatch(code)
	if found == nil {
		return MetricPeriod{}, Invalid("", "Період: РРРР-ММ або wave-N.", "A period is YYYY-MM or wave-N.")
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(found[i]) // up to four digits, or none
		return n
	}
	if found[3] != "" {
		return MetricPeriod{WavePeriod, number(3)}, nil
	}
	if number(1) == 0 {
		return MetricPeriod{}, Invalid("", "Такого року немає.", "There is no such year.")
	}
	return Month(12*number(1) + number(2)), nil
}

var monthNames = [12]Text{
	{"січень", "January"},
	{"лютий", "February"},
	{"березень", "March"},
	{"квітень", "April"},
	{"травень", "May"},
	{"червень", "June"},
	{"липень", "July"},
	{"серпень", "August"},
	{"вересень", "September"},
	{"жовтень", "October"},
	{"листопад", "November"},
	{"грудень", "December"},
}

// Label says a period in words, in a language.
func (p MetricPeriod) Label(lang Language) string { return p.words().In(lang) }

func (p MetricPeriod) words() Text {
	if p.Kind == WavePeriod {
		return format("Хвиля %d", "Wave %d", []any{p.Number})
	}
	name, year := monthNames[(p.Number-1)%12], (p.Number-1)/12
	return Text{fmt.Sprintf("%s %d", name.UK, year), fmt.Sprintf("%s %d", name.EN, year)}
}
