package comparison

import (
	"math"
	"sort"
)

// Note is something that is to be said beside a summary.
type Note string

// The notes.
const (
	NoData         Note = "NO_DATA"         // no row has a figure
	OneValue       Note = "ONE_VALUE"       // one row has: there is no spread and nobody to compare with
	AllEqual       Note = "ALL_EQUAL"       // several rows and one value: no spread, all share a rank
	WeightsMissing Note = "WEIGHTS_MISSING" // some row with a figure has no population: the weighted mean leaves it out
	ErrorsMissing  Note = "ERRORS_MISSING"  // some figures have errors and some have none
	PeriodsDiffer  Note = "PERIODS_DIFFER"  // figures are of more than one period; who reads them tells, since rows do not say
)

// Summary sums up the rows that have a figure.
type Summary struct {
	N        int
	Coverage Coverage
	// Quartiles interpolate between neighbours (type 7, PostgreSQL's percentile_cont).
	Min, LowerQuartile, Median, UpperQuartile, Max *float64
	Mean                                           *float64 // each community counts alike
	WeightedMean                                   *float64 // each resident counts alike
	StdDev                                         *float64 // of a sample, PostgreSQL's stddev_samp; nil for one value
	Histogram                                      []Bin
	Notes                                          []Note
}

// Coverage is how many of all rows have a figure, and why the others have none.
type Coverage struct {
	Of, With                                         int
	NotCollected, NotApplicable, Suppressed, Refused int
	Percent                                          *float64 // 100·With/Of; nil where there are no rows
}

// Summarize sums up rows that Compare would accept.
func Summarize(rows []Row) Summary {
	s := Summary{Coverage: cover(rows), Notes: []Note{}, Histogram: []Bin{}}
	values := valuesOf(rows)
	s.N = len(values)
	if s.N == 0 {
		s.Notes = append(s.Notes, NoData)
		return s
	}
	s.Min, s.LowerQuartile, s.Median = &values[0], new(quantile(values, .25)), new(quantile(values, .5))
	s.UpperQuartile, s.Max = new(quantile(values, .75)), &values[len(values)-1]
	s.Mean, s.StdDev = new(mean(values)), deviation(values)
	s.Histogram = Histogram(values)
	s.weigh(rows)
	s.note(rows)
	return s
}

// valuesOf are the figures, ascending.
func valuesOf(rows []Row) []float64 {
	var values []float64
	for _, row := range rows {
		if row.has() {
			values = append(values, rounded(row.Figure.Value))
		}
	}
	sort.Float64s(values)
	return values
}

func cover(rows []Row) Coverage {
	c := Coverage{Of: len(rows)}
	count := map[Missing]int{}
	for _, row := range rows {
		if row.has() {
			c.With++
		} else {
			count[row.Missing]++
		}
	}
	c.NotCollected, c.NotApplicable = count[NotCollected], count[NotApplicable]
	c.Suppressed, c.Refused = count[Suppressed], count[Refused]
	if c.Of > 0 {
		c.Percent = new(100 * float64(c.With) / float64(c.Of))
	}
	return c
}

func (s *Summary) weigh(rows []Row) {
	sum, weights := 0.0, 0.0
	for _, row := range rows {
		switch {
		case !row.has():
		case row.Weight == nil:
			s.Notes = append(s.Notes[:0], WeightsMissing)
		default:
			sum += *row.Weight * row.Figure.Value
			weights += *row.Weight
		}
	}
	if weights > 0 {
		s.WeightedMean = new(within(sum/weights, *s.Min, *s.Max))
	}
}

func (s *Summary) note(rows []Row) {
	switch {
	case s.N == 1:
		s.Notes = append(s.Notes, OneValue)
	case *s.Min == *s.Max:
		s.Notes = append(s.Notes, AllEqual)
	}
	with := 0
	for _, row := range rows {
		if row.has() && row.Figure.SE != nil {
			with++
		}
	}
	if 0 < with && with < s.N {
		s.Notes = append(s.Notes, ErrorsMissing)
	}
}

// quantile interpolates between the neighbours of a place in ascending values.
func quantile(values []float64, share float64) float64 {
	at := share * float64(len(values)-1)
	below := int(math.Floor(at))
	if below+1 >= len(values) {
		return values[len(values)-1]
	}
	part := at - float64(below)
	return values[below] + part*(values[below+1]-values[below])
}

// mean is never beyond the values, as sums of binary fractions may be.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return within(sum/float64(len(values)), values[0], values[len(values)-1])
}

func within(f, least, most float64) float64 { return min(max(f, least), most) }

func deviation(values []float64) *float64 {
	if len(values) < 2 {
		return nil
	}
	centre, sum := mean(values), 0.0
	for _, v := range values {
		sum += (v - centre) * (v - centre)
	}
	return new(math.Sqrt(sum / float64(len(values)-1)))
}
