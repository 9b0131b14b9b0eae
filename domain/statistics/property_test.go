package statistics_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"hromada/domain/statistics"

	"pgregory.net/rapid"
)

// survey is any survey, however odd.
type survey struct {
	design  statistics.Design
	margins []statistics.Margin
	in      statistics.Domain
	answers []int
	scores  []float64
}

const options = 3

func anySurvey() *rapid.Generator[survey] {
	return rapid.Custom(func(t *rapid.T) survey {
		n := rapid.IntRange(0, 40).Draw(t, "respondents")
		s := survey{design: statistics.Design{Respondents: n, OptIn: rapid.IntRange(0, 9).Draw(t, "opt-in") == 0}}
		population := rapid.OneOf(rapid.SampledFrom([]int64{0, 1, 1e12}), rapid.Int64Range(1, 300))
		if strata := rapid.IntRange(0, 4).Draw(t, "strata"); strata > 0 {
			s.design.Strata = column(t, n, rapid.IntRange(0, strata-1), "stratum")
			s.design.Populations = rapid.SliceOfN(population, strata, strata).Draw(t, "populations")
		} else {
			s.design.Populations = []int64{population.Draw(t, "population")}
		}
		people := rapid.OneOf(rapid.SampledFrom([]float64{0, 1e-300, 1e300}), rapid.Float64Range(0, 1), rapid.Just(1.0), rapid.Just(2.0))
		for range rapid.IntRange(0, 3).Draw(t, "margins") {
			cells := rapid.IntRange(1, 4).Draw(t, "cells")
			m := statistics.Margin{Categories: column(t, n, rapid.IntRange(-1, cells-1), "category")}
			m.Population = rapid.SliceOfN(people, cells, cells).Draw(t, "people")
			m.Population[0] = max(m.Population[0], 1e-3)
			s.margins = append(s.margins, m)
		}
		if rapid.Bool().Draw(t, "domain") {
			s.in = column(t, n, rapid.Bool(), "in")
		}
		s.answers = column(t, n, rapid.IntRange(-1, options-1), "answer")
		score := rapid.OneOf(rapid.SampledFrom([]float64{math.NaN(), 0, 1e15, -1e15, 5e-324, 1e-200}), rapid.Float64Range(-9, 9), rapid.Just(3.0))
		s.scores = column(t, n, score, "score")
		return s
	})
}

func column[T any](t *rapid.T, n int, of *rapid.Generator[T], name string) []T {
	return rapid.SliceOfN(of, n, n).Draw(t, name)
}

type failing interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

func (s survey) figures(t failing, sample *statistics.Sample) []statistics.Figure {
	t.Helper()
	figures, err := sample.Shares(s.answers, options, s.in, usual)
	if err != nil {
		t.Fatal(err)
	}
	mean, err := sample.Mean(s.scores, s.in, usual)
	if err != nil {
		t.Fatal(err)
	}
	return append(figures, mean)
}

// samples is the survey raw, with its design weights, post-stratified, raked, and raked with trimmed weights.
func (s survey) samples(t failing) ([]*statistics.Sample, []statistics.Calibration) {
	t.Helper()
	plain, err := statistics.NewSample(s.design)
	if err != nil {
		t.Fatal(err)
	}
	samples, reports := []*statistics.Sample{plain.Unweighted(), plain}, make([]statistics.Calibration, 2)
	add := func(next *statistics.Sample, report statistics.Calibration, err error) {
		if err != nil {
			t.Fatal(err)
		}
		samples, reports = append(samples, next), append(reports, report)
	}
	if len(s.margins) > 0 {
		add(plain.PostStratify(s.margins[0], 1))
	}
	add(plain.Rake(s.margins, statistics.Raking{}))
	add(plain.Rake(s.margins, statistics.Raking{Fewest: 3, Trim: &statistics.Trim{Lower: .3, Upper: 3, Rounds: 2}}))
	return samples, reports
}

// allFinite looks at every number in a value.
func allFinite(t failing, value any) {
	t.Helper()
	walk(reflect.ValueOf(value), func(number float64) {
		if math.IsNaN(number) || math.IsInf(number, 0) {
			t.Errorf("%v in %+v", number, value)
		}
	})
}

func walk(v reflect.Value, visit func(float64)) {
	switch v.Kind() {
	case reflect.Float64:
		visit(v.Float())
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	}
}

func TestNothingIsInfiniteOrNotANumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySurvey().Draw(t, "survey")
		samples, reports := s.samples(t)
		allFinite(t, reports)
		var before []statistics.Figure
		for _, sample := range samples {
			allFinite(t, sample.Weights())
			figures := s.figures(t, sample)
			allFinite(t, figures)
			for i, earlier := range before {
				allFinite(t, statistics.Compare(earlier, figures[i], usual))
				blended, err := statistics.Blend(earlier, figures[i], usual)
				if err != nil {
					t.Fatal(err)
				}
				allFinite(t, blended)
			}
			before = figures
		}
	})
}

func TestWeightsKeepTheirSumAndMeetTheMargins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySurvey().Draw(t, "survey")
		samples, reports := s.samples(t)
		want := total(samples[1].Weights())
		for i, sample := range samples[1:] {
			weights, report := sample.Weights(), reports[i+1]
			if got := total(weights); math.Abs(got-want) > 1e-9*want {
				t.Errorf("sample %d: the weights sum to %v, not %v", i, got, want)
			}
			if len(weights) > 0 && slices.Min(weights) <= 0 {
				t.Errorf("sample %d: %v", i, weights)
			}
			if report.Converged && report.LargestDeviation > 1e-7 {
				t.Errorf("sample %d: %+v", i, report)
			}
		}
	})
}

func total(weights []float64) float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	return sum
}

func TestFiguresHoldTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySurvey().Draw(t, "survey")
		samples, _ := s.samples(t)
		for _, sample := range samples {
			for _, f := range s.figures(t, sample) {
				holdsTogether(t, f)
			}
		}
	})
}

func holdsTogether(t *rapid.T, f statistics.Figure) {
	t.Helper()
	if (f.Value == nil) != (f.N == 0) || (f.N == 0) != (f.Reason == statistics.NoRespondents) {
		t.Fatalf("%+v", f)
	}
	if f.SE == nil && f.Reason == "" || f.Margin == nil && f.Reason == "" || f.Interval == nil && f.Reason == "" {
		t.Errorf("something is missing, and not said why: %+v", f)
	}
	if f.Kish != nil && (*f.Kish > float64(f.N)*(1+1e-9) || *f.Kish < 1-1e-9) {
		t.Errorf("Kish %v of %d", *f.Kish, f.N)
	}
	if f.Interval != nil && (f.Interval.Low > *f.Value || f.Interval.High < *f.Value) {
		t.Errorf("%v is not in %+v", *f.Value, *f.Interval)
	}
	if f.Kind == statistics.Share && f.Interval != nil && (f.Interval.Low < 0 || f.Interval.High > 1 || f.Interval.Low == f.Interval.High) {
		t.Errorf("%+v", *f.Interval)
	}
}

// Whoever is listed first has no say in the figures.
func TestOrderOfRespondentsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySurvey().Draw(t, "survey")
		for i, score := range s.scores { // what cancels out of numbers without bound depends on their order
			s.scores[i] = max(min(score, 1000), -1000)
		}
		order := make([]int, s.design.Respondents)
		for i := range order {
			order[i] = i
		}
		moved := s.permuted(rapid.Permutation(order).Draw(t, "order"))
		samples, reports := s.samples(t)
		others, _ := moved.samples(t)
		for i, sample := range samples[:len(samples)-1] {
			if i > 1 && !reports[i].Converged {
				continue
			}
			other := moved.figures(t, others[i])
			for at, f := range s.figures(t, sample) {
				if !alike(f, other[at]) {
					t.Fatalf("sample %d: %+v became %+v", i, f, other[at])
				}
			}
		}
	})
}

func alike(a, b statistics.Figure) bool {
	if a.N != b.N || (a.Value == nil) != (b.Value == nil) || (a.SE == nil) != (b.SE == nil) {
		return false
	}
	scale := 1.0
	if a.SE != nil {
		scale += *a.SE
		if math.Abs(*a.SE-*b.SE) > 1e-5*scale {
			return false
		}
	}
	return a.Value == nil || math.Abs(*a.Value-*b.Value) <= 1e-8*(scale+math.Abs(*a.Value))
}

func (s survey) permuted(order []int) survey {
	moved := s
	moved.design.Strata = permuted(s.design.Strata, order)
	moved.in, moved.answers, moved.scores = permuted(s.in, order), permuted(s.answers, order), permuted(s.scores, order)
	moved.margins = slices.Clone(s.margins)
	for i, m := range s.margins {
		moved.margins[i].Categories = permuted(m.Categories, order)
	}
	return moved
}

func permuted[T any, S ~[]T](column S, order []int) S {
	if column == nil {
		return nil
	}
	moved := make(S, len(column))
	for i, from := range order {
		moved[i] = column[from]
	}
	return moved
}
