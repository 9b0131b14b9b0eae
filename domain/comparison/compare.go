package comparison

import (
	"fmt"
	"math"
	"sort"
)

// Terms are how rows are compared.
type Terms struct {
	Direction  Direction
	Confidence float64 // of the tests, above 0 and under 1; 0 is 0.95
}

// Comparison is the rows in the order they were given, and their summary.
type Comparison struct {
	Rows    []Place
	Summary Summary
}

// Place is a community's place among the others. All but the ID is nil where the community has no figure.
type Place struct {
	ID   string
	Rank *int // 1 is the best; equals share the better rank and the next one is passed over ("1224")
	Tied bool
	// Range is from the best to the worst rank that the errors leave open.
	Range *Range
	// Percentile is 100·(worse + ½·equal)/n, the community itself among the equal: 100 would be better than all.
	Percentile *float64
	ZScore     *float64 // (value − mean)/stddev_samp, in the metric's own direction; nil where all are equal
	Quartile   *int     // 4 is the best quarter: above the third quartile of being better; a value on a quartile is in the lower quarter
	// Gaps are value minus the other, in the metric's unit.
	GapToMedian, GapToBest, GapToTarget *float64
	OnTarget                            *bool
	Change                              *Change
}

// RangeBasis says what a range of ranks comes from.
type RangeBasis string

// The bases.
const (
	ByTests  RangeBasis = "TESTS"  // pairwise tests of differences, not adjusted for their number
	ByValues RangeBasis = "VALUES" // the values alone, since the figure has no error
)

// Range is from 1 + the number of communities significantly better to n − the number significantly worse. A figure without an error
// is compared by its value as it stands.
type Range struct {
	Best, Worst int
	Basis       RangeBasis
}

// Compare ranks and sums up. An error is a figure that is none (NaN, beyond 1e100), a negative error or weight, an ID given twice, or terms
// that are unknown.
func Compare(rows []Row, terms Terms) (Comparison, error) {
	z, err := terms.check(rows)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Rows: make([]Place, len(rows)), Summary: Summarize(rows)}
	for i, row := range rows {
		c.Rows[i].ID = row.ID
	}
	s := sorted(rows, terms.Direction)
	for i := range s.rows {
		c.Rows[s.at[i]] = s.place(i, c.Summary, z)
	}
	return c, nil
}

func (t Terms) check(rows []Row) (z float64, err error) {
	if t.Confidence == 0 {
		t.Confidence = .95
	}
	if !(t.Confidence > 0 && t.Confidence < 1) {
		return 0, fmt.Errorf("comparison: confidence %v", t.Confidence)
	}
	if t.Direction != HigherIsBetter && t.Direction != LowerIsBetter && t.Direction != Neutral {
		return 0, fmt.Errorf("comparison: direction %q", t.Direction)
	}
	seen := make(map[string]bool, len(rows))
	for _, row := range rows {
		if err := row.check(); err != nil {
			return 0, err
		}
		if seen[row.ID] {
			return 0, fmt.Errorf("comparison: row %q is given twice", row.ID)
		}
		seen[row.ID] = true
	}
	return math.Sqrt2 * math.Erfinv(t.Confidence), nil
}

// order is the rows that have a figure, the best first, equals in the order given.
type order struct {
	direction Direction
	rows      []Row
	at        []int     // where each was given
	merit     []float64 // the value, negated where lower is better
	first     []int     // by place: how many are better
	last      []int     // by place: how many are better or equal
	merits    []float64 // ascending
	variance  []float64 // squared errors; 0 where a figure has none
}

func sorted(rows []Row, direction Direction) *order {
	s := &order{direction: direction}
	for i, row := range rows {
		if row.has() {
			s.at = append(s.at, i)
		}
	}
	merit := func(i int) float64 { return direction.sign() * rounded(rows[i].Figure.Value) }
	sort.SliceStable(s.at, func(i, j int) bool { return merit(s.at[i]) > merit(s.at[j]) })
	for _, i := range s.at {
		s.rows = append(s.rows, rows[i])
		s.merit = append(s.merit, merit(i))
		s.variance = append(s.variance, variance(rows[i].Figure))
	}
	s.findTies()
	for i := len(s.merit) - 1; i >= 0; i-- {
		s.merits = append(s.merits, s.merit[i])
	}
	return s
}

func (d Direction) sign() float64 {
	if d == LowerIsBetter {
		return -1
	}
	return 1
}

func (s *order) findTies() {
	s.first, s.last = make([]int, len(s.merit)), make([]int, len(s.merit))
	for from := 0; from < len(s.merit); {
		to := from
		for to < len(s.merit) && s.merit[to] == s.merit[from] {
			to++
		}
		for i := from; i < to; i++ {
			s.first[i], s.last[i] = from, to
		}
		from = to
	}
}

func (s *order) place(i int, summary Summary, z float64) Place {
	row, n := s.rows[i], float64(len(s.rows))
	worse, equal := float64(len(s.rows)-s.last[i]), float64(s.last[i]-s.first[i])
	value := row.Figure.Value
	p := Place{
		ID: row.ID, Rank: new(s.first[i] + 1), Tied: equal > 1, Range: new(s.rangeOf(i, z)),
		Percentile:  new(100 * (worse + equal/2) / n),
		Quartile:    new(s.quartile(i)),
		GapToMedian: new(rounded(value - *summary.Median)),
		Change:      changed(row, s.direction, z),
	}
	if summary.StdDev != nil && *summary.StdDev > 0 {
		p.ZScore = new((value - *summary.Mean) / *summary.StdDev)
	}
	if s.direction != Neutral {
		p.GapToBest = new(rounded(value - s.rows[0].Figure.Value))
	}
	if row.Target != nil {
		p.GapToTarget = new(rounded(value - *row.Target))
		if s.direction != Neutral {
			p.OnTarget = new(s.direction.sign()**p.GapToTarget >= 0)
		}
	}
	return p
}

func (s *order) quartile(i int) int {
	quarter := 1
	for _, share := range []float64{.25, .5, .75} {
		if s.merit[i] > quantile(s.merits, share) {
			quarter++
		}
	}
	return quarter
}

// rangeOf tests a figure against each other one.
func (s *order) rangeOf(i int, z float64) Range {
	if s.rows[i].Figure.SE == nil {
		return Range{s.first[i] + 1, s.last[i], ByValues}
	}
	better, worse := 0, 0
	own, variance := s.merit[i], s.variance[i]
	for j, other := range s.merit {
		difference := own - other
		switch {
		case math.Abs(difference) <= z*math.Sqrt(variance+s.variance[j]):
		case difference < 0:
			better++
		default:
			worse++
		}
	}
	return Range{1 + better, len(s.rows) - worse, ByTests}
}

func variance(f *Figure) float64 {
	if f.SE == nil {
		return 0
	}
	return *f.SE * *f.SE
}
