package comparison_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"hromada/domain/comparison"
)

//go:embed testdata/reference.json
var referenceJSON []byte

// reference is what R works out of one case; see testdata/reference.R.
type reference struct {
	Name                                string
	LowerIsBetter                       bool
	X, SE, Weight, Previous, PreviousSE []*float64
	N                                   int
	Quartiles                           []float64
	Mean                                float64
	SD, WeightedMean                    *float64
	Rank, Best, Worst, Percentile       []*float64
	ZScore, Quartile                    []*float64
	GapToMedian, GapToBest              []*float64
	Change, Significant                 []*float64
}

func (r reference) direction() comparison.Direction {
	if r.LowerIsBetter {
		return comparison.LowerIsBetter
	}
	return comparison.HigherIsBetter
}

func (r reference) rows() []comparison.Row {
	rows := make([]comparison.Row, len(r.X))
	for i := range rows {
		rows[i] = comparison.Row{ID: fmt.Sprint(i), Missing: comparison.NotCollected, Weight: r.Weight[i]}
		if r.X[i] != nil {
			rows[i].Figure, rows[i].Missing = &comparison.Figure{Value: *r.X[i], SE: r.SE[i]}, ""
		}
		if r.Previous[i] != nil {
			rows[i].Previous = &comparison.Figure{Value: *r.Previous[i], SE: r.PreviousSE[i]}
		}
	}
	return rows
}

// same compares figures to nine digits behind the point.
func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= 1e-9*max(1, math.Abs(*b))
}

func float[T int | bool](value *T) *float64 {
	if value == nil {
		return nil
	}
	switch v := any(*value).(type) {
	case int:
		return new(float64(v))
	case bool:
		if v {
			return new(1.0)
		}
	}
	return new(0.0)
}

func TestFiguresAreThoseOfR(t *testing.T) {
	t.Parallel()
	var cases []reference
	if err := json.Unmarshal(referenceJSON, &cases); err != nil {
		t.Fatal(err)
	}
	for _, r := range cases {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			c, err := comparison.Compare(r.rows(), comparison.Terms{Direction: r.direction()})
			if err != nil {
				t.Fatal(err)
			}
			r.checkSummary(t, c.Summary)
			for i, place := range c.Rows {
				r.checkPlace(t, i, place)
			}
		})
	}
}

func (r reference) checkSummary(t *testing.T, s comparison.Summary) {
	t.Helper()
	if s.N != r.N || s.Coverage.With != r.N || s.Coverage.Of != len(r.X) {
		t.Errorf("%d figures", s.N)
	}
	for name, pair := range map[string][2]*float64{
		"lower quartile": {s.LowerQuartile, &r.Quartiles[0]}, "median": {s.Median, &r.Quartiles[1]},
		"upper quartile": {s.UpperQuartile, &r.Quartiles[2]}, "mean": {s.Mean, &r.Mean},
		"deviation": {s.StdDev, r.SD}, "weighted mean": {s.WeightedMean, r.WeightedMean},
	} {
		if !same(pair[0], pair[1]) {
			t.Errorf("%s: %v, R says %v", name, show(pair[0]), show(pair[1]))
		}
	}
}

func (r reference) checkPlace(t *testing.T, i int, p comparison.Place) {
	t.Helper()
	figures := map[string][2]*float64{
		"rank": {float(p.Rank), r.Rank[i]}, "percentile": {p.Percentile, r.Percentile[i]}, "z": {p.ZScore, r.ZScore[i]},
		"quartile": {float(p.Quartile), r.Quartile[i]}, "median": {p.GapToMedian, r.GapToMedian[i]}, "best": {p.GapToBest, r.GapToBest[i]},
		"range": {nil, r.Best[i]},
	}
	if p.Range != nil {
		figures["range"] = [2]*float64{float(&p.Range.Best), r.Best[i]}
		figures["worst"] = [2]*float64{float(&p.Range.Worst), r.Worst[i]}
	}
	change := comparison.Change{}
	if p.Change != nil {
		change = *p.Change
		figures["change"] = [2]*float64{&change.Difference, r.Change[i]}
	} else if r.Change[i] != nil {
		t.Errorf("row %d has no change", i)
	}
	figures["significance"] = [2]*float64{float(change.Significant), r.Significant[i]}
	for name, pair := range figures {
		if !same(pair[0], pair[1]) {
			t.Errorf("row %d, %s: %v, R says %v", i, name, show(pair[0]), show(pair[1]))
		}
	}
}

func show(f *float64) string {
	if f == nil {
		return "nothing"
	}
	return fmt.Sprint(*f)
}
