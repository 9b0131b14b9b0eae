package comparison_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"hromada/domain/comparison"

	"pgregory.net/rapid"
)

var anyValue = rapid.OneOf(
	rapid.SampledFrom([]float64{0, .1, .2, .1 + .2, .3, 1, 50, 100, -4}),
	rapid.Map(rapid.IntRange(0, 1000), func(tenths int) float64 { return float64(tenths) / 10 }),
	rapid.Float64Range(-1e100, 1e100),
)

func maybe[T any](of *rapid.Generator[T]) *rapid.Generator[*T] { return rapid.Ptr(of, true) }

func anyFigure() *rapid.Generator[comparison.Figure] {
	return rapid.Custom(func(t *rapid.T) comparison.Figure {
		return comparison.Figure{
			Value: anyValue.Draw(t, "value"),
			SE:    maybe(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0, 20), rapid.Float64Range(0, 1e100))).Draw(t, "se"),
		}
	})
}

func anyRows() *rapid.Generator[[]comparison.Row] {
	missing := rapid.SampledFrom([]comparison.Missing{
		comparison.NotCollected, comparison.NotApplicable, comparison.Suppressed, comparison.Refused,
	})
	return rapid.Custom(func(t *rapid.T) []comparison.Row {
		rows := make([]comparison.Row, rapid.IntRange(0, 30).Draw(t, "rows"))
		for i := range rows {
			rows[i] = comparison.Row{
				ID: fmt.Sprint(i), Figure: new(anyFigure().Draw(t, "figure")),
				Weight:   maybe(rapid.Float64Range(0, 1e6)).Draw(t, "weight"),
				Previous: maybe(anyFigure()).Draw(t, "previous"),
				Target:   maybe(anyValue).Draw(t, "target"),
			}
			if rapid.IntRange(0, 3).Draw(t, "has") == 0 {
				rows[i].Missing = missing.Draw(t, "missing")
			}
		}
		return rows
	})
}

var anyTerms = rapid.Custom(func(t *rapid.T) comparison.Terms {
	return comparison.Terms{
		Direction:  rapid.SampledFrom([]comparison.Direction{comparison.HigherIsBetter, comparison.LowerIsBetter, comparison.Neutral}).Draw(t, "direction"),
		Confidence: rapid.SampledFrom([]float64{0, .5, .9, .99}).Draw(t, "confidence"),
	}
})

func compared(t rapid.TB, rows []comparison.Row, terms comparison.Terms) comparison.Comparison {
	t.Helper()
	c, err := comparison.Compare(rows, terms)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// finite fails on any number anywhere in a value that is none.
func finite(t rapid.TB, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Errorf("%s is %v", path, f)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			finite(t, path, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			finite(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(t, path, v.Index(i))
		}
	}
}

func TestEveryNumberIsOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		finite(t, "comparison", reflect.ValueOf(compared(t, anyRows().Draw(t, "rows"), anyTerms.Draw(t, "terms"))))
	})
}

func TestRanksCountThoseThatAreBetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows, terms := anyRows().Draw(t, "rows"), anyTerms.Draw(t, "terms")
		c := compared(t, rows, terms)
		sum, n := 0.0, 0
		for _, p := range c.Rows {
			if p.Rank == nil {
				continue
			}
			n++
			sum += *p.Percentile
			better, ties := 0, 0
			for _, other := range c.Rows {
				if other.Rank != nil && *other.Rank < *p.Rank {
					better++
				}
				if other.Rank != nil && *other.Rank == *p.Rank {
					ties++
				}
			}
			if *p.Rank != better+1 || p.Tied != (ties > 1) {
				t.Errorf("rank %d with %d better, %d ties", *p.Rank, better, ties)
			}
			if r := *p.Range; r.Best > *p.Rank || r.Worst < *p.Rank+ties-1 || r.Best < 1 || r.Worst > c.Summary.N {
				t.Errorf("range %v of rank %d", r, *p.Rank)
			}
		}
		if n > 0 && math.Abs(sum/float64(n)-50) > 1e-9 {
			t.Errorf("percentiles' mean is %v", sum/float64(n))
		}
	})
}

func TestTheOppositeDirectionTurnsTheOrderRound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows().Draw(t, "rows")
		up := compared(t, rows, comparison.Terms{Direction: comparison.HigherIsBetter})
		down := compared(t, rows, comparison.Terms{Direction: comparison.LowerIsBetter})
		for i, p := range up.Rows {
			if q := down.Rows[i]; p.Rank != nil && math.Abs(*p.Percentile+*q.Percentile-100) > 1e-9 {
				t.Errorf("percentiles %v and %v", *p.Percentile, *q.Percentile)
			} else if p.Rank != nil && (p.Range.Best != up.Summary.N+1-q.Range.Worst || p.Range.Worst != up.Summary.N+1-q.Range.Best) {
				t.Errorf("ranges %v and %v", *p.Range, *q.Range)
			}
		}
	})
}

// What is suppressed takes no part: whatever stands in its row, all else stays the same.
func TestSuppressedValuesChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows, terms := anyRows().Draw(t, "rows"), anyTerms.Draw(t, "terms")
		before := compared(t, rows, terms)
		for i := range rows {
			if rows[i].Missing != "" {
				rows[i].Figure, rows[i].Previous = new(anyFigure().Draw(t, "other")), nil
			}
		}
		if after := compared(t, rows, terms); !reflect.DeepEqual(before, after) {
			t.Error("a hidden value shows")
		}
		for i, p := range before.Rows {
			if rows[i].Missing != "" && !reflect.DeepEqual(p, comparison.Place{ID: rows[i].ID}) {
				t.Errorf("something is said of %+v", rows[i])
			}
		}
	})
}

func TestSummariesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := comparison.Summarize(anyRows().Draw(t, "rows"))
		if s.N == 0 {
			return
		}
		five := []float64{*s.Min, *s.LowerQuartile, *s.Median, *s.UpperQuartile, *s.Max}
		for i := 1; i < len(five); i++ {
			if five[i] < five[i-1] {
				t.Errorf("%v", five)
			}
		}
		if *s.Mean < *s.Min || *s.Mean > *s.Max || s.WeightedMean != nil && (*s.WeightedMean < *s.Min || *s.WeightedMean > *s.Max) {
			t.Errorf("a mean is outside the values: %v, %v", *s.Mean, s.WeightedMean)
		}
		c := s.Coverage
		if c.With != s.N || c.With+c.NotCollected+c.NotApplicable+c.Suppressed+c.Refused != c.Of {
			t.Errorf("%+v", c)
		}
	})
}

func TestHistogramsHoldEveryValueOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := comparison.Summarize(anyRows().Draw(t, "rows"))
		sum := 0
		for i, bin := range s.Histogram {
			sum += bin.Count
			if bin.From >= bin.To && len(s.Histogram) > 1 || i > 0 && bin.From != s.Histogram[i-1].To {
				t.Errorf("bins %v", s.Histogram)
			}
		}
		if sum != s.N || len(s.Histogram) > 20 {
			t.Errorf("%d of %d values in %d bins", sum, s.N, len(s.Histogram))
		}
		if n := len(s.Histogram); n > 0 && (s.Histogram[0].From > *s.Min || s.Histogram[n-1].To < *s.Max) {
			t.Errorf("bins %v do not hold %v to %v", s.Histogram, *s.Min, *s.Max)
		}
	})
}
