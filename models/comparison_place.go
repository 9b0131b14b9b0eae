package models

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
)

// ComparisonSummary is all values of a comparison together.
type ComparisonSummary struct {
	comparison.Summary
}

// Communities is how many are compared.
func (s *ComparisonSummary) Communities() int { return s.Summary.Coverage.Of }

// Coverage is how many of them have a value, in percent.
func (s *ComparisonSummary) Coverage() *float64 { return s.Summary.Coverage.Percent }

// NotCollected is of how many nobody has collected a value.
func (s *ComparisonSummary) NotCollected() int { return s.Summary.Coverage.NotCollected }

// NotApplicable is to how many the metric does not apply.
func (s *ComparisonSummary) NotApplicable() int { return s.Summary.Coverage.NotApplicable }

// Suppressed is how many values are not shown.
func (s *ComparisonSummary) Suppressed() int { return s.Summary.Coverage.Suppressed }

// Refused is how many refused.
func (s *ComparisonSummary) Refused() int { return s.Summary.Coverage.Refused }

// StandardDeviation is that of the sample.
func (s *ComparisonSummary) StandardDeviation() *float64 { return s.StdDev }

// MarginOfError is the margin at the confidence asked for.
func (r *ComparedCommunity) MarginOfError() *float64 { return r.margin }

// comparedPlace is a place whose range can be asked for.
type comparedPlace struct{ comparison.Place }

// RankBest is the best rank that the errors leave possible; nil where that of the value is not known: then nothing says how far the rank can be relied on.
func (r comparedPlace) RankBest() *int {
	if r.Range == nil || r.Range.Basis != comparison.ByTests {
		return nil
	}
	return &r.Range.Best
}

// RankWorst is the worst such rank.
func (r comparedPlace) RankWorst() *int {
	if r.RankBest() == nil {
		return nil
	}
	return &r.Range.Worst
}

// ChangeBy is the change since the period before.
func (r *ComparedCommunity) ChangeBy() *float64 {
	if r.Change == nil {
		return nil
	}
	return &r.Change.Difference
}

// ChangeBetter tells whether the change is to the better.
func (r *ComparedCommunity) ChangeBetter() *bool {
	if r.Change == nil {
		return nil
	}
	return r.Change.Better
}

// ChangeSignificant tells whether the change is more than chance would make it.
func (r *ComparedCommunity) ChangeSignificant() *bool {
	if r.Change == nil {
		return nil
	}
	return r.Change.Significant
}

// figure is the value with its error; nil where there is none.
func (m *measured) figure() *comparison.Figure {
	if m.Value == nil {
		return nil
	}
	return &comparison.Figure{Value: *m.Value, SE: m.StandardError}
}

// why is the reason for having no value.
func (m *measured) why() comparison.Missing {
	switch {
	case m.Value != nil:
		return ""
	case m.Missing != nil:
		return *m.Missing
	}
	return comparison.NotCollected
}

// PeriodCode is the period of the value; nil where there is none.
func (m *measured) PeriodCode() *string { return monthCode(m.Period) }

// PreviousPeriodCode is the period before; nil where there is none, or nothing that it is before.
func (m *measured) PreviousPeriodCode() *string {
	if m.Period == nil {
		return nil
	}
	return monthCode(m.Before.Period)
}

func monthCode(month *int) *string {
	if month == nil {
		return nil
	}
	return new(domain.Month(*month).Code())
}

func (m *measured) previous() *comparison.Figure {
	if m.Before.Value == nil {
		return nil
	}
	return &comparison.Figure{Value: *m.Before.Value, SE: m.Before.Error}
}

// row is a community as it is compared.
func (r *comparedRow) row(target *float64) comparison.Row {
	row := comparison.Row{
		ID: strconv.FormatInt(r.Community.ID, 10), Figure: r.Measured.figure(), Missing: r.Measured.why(), Previous: r.Measured.previous(), Target: target,
	}
	if r.Community.Population != nil {
		row.Weight = new(float64(*r.Community.Population))
	}
	return row
}

// place ranks and sums up what was found.
func (c *MetricComparison) place(found []*comparedRow) error {
	rows := make([]comparison.Row, len(found))
	for i, f := range found {
		rows[i] = f.row(c.query.Target)
	}
	compared, err := comparison.Compare(rows, comparison.Terms{Direction: c.Metric.Direction, Confidence: c.query.Confidence})
	if err != nil {
		return err
	}
	z := math.Sqrt2 * math.Erfinv(c.query.Confidence)
	c.Rows = make([]*ComparedCommunity, len(found))
	for i, f := range found {
		r := &ComparedCommunity{comparedPlace: comparedPlace{compared.Rows[i]}, measured: f.Measured, Row: &f.Community}
		if f.Measured.Value == nil {
			r.Missing = new(f.Measured.why())
		} else if f.Measured.StandardError != nil {
			r.margin = new(z * *f.Measured.StandardError)
		}
		c.Rows[i] = r
	}
	c.Summary = &ComparisonSummary{compared.Summary}
	if periodsDiffer(found) {
		c.Summary.Notes = append(c.Summary.Notes, comparison.PeriodsDiffer)
	}
	return nil
}

// periodsDiffer tells whether the values are of more than one month.
func periodsDiffer(found []*comparedRow) bool {
	period := 0
	for _, f := range found {
		if f.Measured.Value == nil {
			continue
		}
		if period != 0 && *f.Measured.Period != period {
			return true
		}
		period = *f.Measured.Period
	}
	return false
}

// ComparisonOrderField is what rows can be ordered by.
type ComparisonOrderField string

// The orders.
const (
	RowsByRank       ComparisonOrderField = "RANK"
	RowsByValue      ComparisonOrderField = "VALUE"
	RowsByChange     ComparisonOrderField = "CHANGE"
	RowsByName       ComparisonOrderField = "NAME"
	RowsByPopulation ComparisonOrderField = "POPULATION"
)

// MaxRows is how many rows are told at once: more than there are communities in the country.
const MaxRows = 1500

// Page gives some of the rows, in an order; rows without what they are ordered by come last, and equal ones by name.
func (c *MetricComparison) Page(first, skip int, by ComparisonOrderField, direction domain.OrderDirection) ([]*ComparedCommunity, error) {
	switch {
	case first < 1 || first > MaxRows:
		return nil, domain.Invalid("first", "Від 1 до %d.", "1 to %d.", MaxRows)
	case skip < 0:
		return nil, domain.Invalid("skip", "Не менше ніж 0.", "At least 0.")
	}
	rows := slices.Clone(c.Rows) // by name
	if by != RowsByName {
		slices.SortStableFunc(rows, func(a, b *ComparedCommunity) int { return orderOf(a.key(by), b.key(by), direction) })
	} else if direction == domain.Descending {
		slices.Reverse(rows)
	}
	rows = rows[min(skip, len(rows)):]
	return rows[:min(first, len(rows))], nil
}

func (r *ComparedCommunity) key(by ComparisonOrderField) *float64 {
	switch by {
	case RowsByRank:
		return floatOf(r.Rank)
	case RowsByChange:
		return r.ChangeBy()
	case RowsByPopulation:
		return floatOf(r.Row.Population)
	default:
		return r.Value
	}
}

func floatOf(n *int) *float64 {
	if n == nil {
		return nil
	}
	return new(float64(*n))
}

func orderOf(a, b *float64, direction domain.OrderDirection) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	case direction == domain.Descending:
		return cmp.Compare(*b, *a)
	}
	return cmp.Compare(*a, *b)
}

// RankNote says what must be known to read the ranks.
func (c *MetricComparison) RankNote(lang domain.Language) string {
	percent := strconv.FormatFloat(100*c.query.Confidence, 'g', -1, 64)
	return domain.Text{
		UK: fmt.Sprintf("Однакові значення мають одне місце. Де відома похибка, межі місця — з попарних перевірок різниць за рівня довіри %s %%, без поправки на їх кількість.", percent),
		EN: fmt.Sprintf("Equal values share a rank. Where errors are known, the range of a rank is from pairwise tests of differences at %s%% confidence, not adjusted for their number.", percent),
	}.In(lang)
}
