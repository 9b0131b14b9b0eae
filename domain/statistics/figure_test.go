package statistics_test

import (
	"math"
	"slices"
	"testing"

	"hromada/domain/statistics"
)

var usual statistics.Confidence

func drawn(t testing.TB, d statistics.Design) *statistics.Sample {
	t.Helper()
	s, err := statistics.NewSample(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func share(t testing.TB, s *statistics.Sample, in statistics.Domain, applies ...bool) statistics.Figure {
	t.Helper()
	f, err := s.Share(applies, in, usual)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// first is so many of n.
func first(of, n int) []bool {
	return append(slices.Repeat([]bool{true}, of), slices.Repeat([]bool{false}, n-of)...)
}

func TestWhatCannotBeSaidIsSaid(t *testing.T) {
	t.Parallel()
	town := func(populations ...int64) *statistics.Sample {
		return drawn(t, statistics.Design{Respondents: 5, Strata: []int{0, 0, 1, 1, 2}, Populations: populations})
	}
	yes := []bool{true, false, true, true, false}
	for name, c := range map[string]struct {
		sample *statistics.Sample
		in     statistics.Domain
		yes    []bool
		want   statistics.Reason
		value  bool
		se     bool
	}{
		"nobody":                 {drawn(t, statistics.Design{}), nil, nil, statistics.NoRespondents, false, false},
		"nobody in the domain":   {drawn(t, statistics.Design{Respondents: 2}), first(0, 2), first(1, 2), statistics.NoRespondents, false, false},
		"one":                    {drawn(t, statistics.Design{Respondents: 1}), nil, first(1, 1), statistics.OneRespondent, true, false},
		"one in the domain":      {drawn(t, statistics.Design{Respondents: 9}), first(1, 9), first(1, 9), statistics.OneRespondent, true, false},
		"one in a stratum":       {town(90, 80, 70), nil, yes, statistics.LoneStratum, true, false},
		"strata of several only": {town(90, 80, 70), []bool{true, true, true, true, false}, yes, "", true, true},
		"one is the stratum":     {town(90, 80, 1), nil, yes, "", true, true},
		"all alike":              {drawn(t, statistics.Design{Respondents: 9}), nil, first(9, 9), statistics.NoVariation, true, true},
		"everybody asked":        {drawn(t, statistics.Design{Respondents: 9, Populations: []int64{9}}), nil, first(4, 9), statistics.Known, true, true},
		"opt-in":                 {drawn(t, statistics.Design{Respondents: 9, OptIn: true}), nil, first(4, 9), statistics.NotSampled, true, false},
		"more than there are":    {drawn(t, statistics.Design{Respondents: 9, Populations: []int64{8}}), nil, first(4, 9), "", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := share(t, c.sample, c.in, c.yes...)
			if f.Reason != c.want || (f.Value != nil) != c.value || (f.SE != nil) != c.se || (f.Interval != nil) != c.se {
				t.Errorf("%+v", f)
			}
			if text := f.Reason.Text(); (text.UK == "") != (c.want == "") || (text.EN == "") != (c.want == "") {
				t.Errorf("%q", text)
			}
		})
	}
}

func TestCalibrationSpreadsALoneStratumToAll(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 5, Strata: []int{0, 0, 1, 1, 2}, Populations: []int64{90, 80, 70}})
	s, _, err := s.PostStratify(statistics.Margin{Categories: []int{0, 1, 0, 1, 0}, Population: []float64{.5, .5}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if f := share(t, s, first(4, 5), first(2, 5)...); f.Reason != statistics.LoneStratum || f.SE != nil {
		t.Errorf("%+v", f)
	}
}

func TestShareOfAllOrNoneHasAnIntervalAndNoMargin(t *testing.T) {
	t.Parallel()
	f := share(t, drawn(t, statistics.Design{Respondents: 50}), nil, first(0, 50)...)
	if *f.SE != 0 || f.Margin != nil || *f.EffectiveN != 50 || *f.DesignEffect != 1 {
		t.Errorf("%+v", f)
	}
	// z²/(n + z²)
	if f.Interval.Low != 0 || math.Abs(f.Interval.High-3.841458820694124/53.841458820694124) > 1e-12 {
		t.Errorf("%+v", f.Interval)
	}
}

// A finite population makes the effective n larger than n, and the interval does not follow.
func TestIntervalTakesNoMoreThanTheRespondents(t *testing.T) {
	t.Parallel()
	f := share(t, drawn(t, statistics.Design{Respondents: 50, Populations: []int64{60}}), nil, first(20, 50)...)
	want := statistics.Wilson(.4, 50, usual)
	if *f.EffectiveN <= 50 || !near(f.Interval.Low, want.Low) || !near(f.Interval.High, want.High) {
		t.Errorf("%v, %+v", *f.EffectiveN, f.Interval)
	}
}

func TestShareThatTheWeightsFixIsKnown(t *testing.T) {
	t.Parallel()
	women := first(6, 20)
	sexes, ages := make([]int, 20), make([]int, 20)
	for i := range sexes {
		sexes[i], ages[i] = int(indicator(women[i])), i%3
	}
	s := drawn(t, statistics.Design{Respondents: 20, Populations: []int64{500}})
	sex := statistics.Margin{Categories: sexes, Population: []float64{48, 52}}
	post, _, err := s.PostStratify(sex, 1)
	if err != nil {
		t.Fatal(err)
	}
	raked, _, err := s.Rake([]statistics.Margin{sex, {Categories: ages, Population: []float64{3, 4, 5}}}, statistics.Raking{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*statistics.Sample{post, raked} {
		f := share(t, s, nil, women...)
		if !near(*f.Value, .52) || f.Reason != statistics.Known || *f.SE != 0 || *f.Margin != 0 || f.EffectiveN != nil {
			t.Errorf("%+v", f)
		}
	}
}

func indicator(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

func TestBasisSaysHowAFigureWasMade(t *testing.T) {
	t.Parallel()
	margin := statistics.Margin{Name: "стать", Categories: []int{0, 1, 0, 1}, Population: []float64{1, 2}}
	s := drawn(t, statistics.Design{Respondents: 4, Strata: []int{0, 0, 1, 1}, Populations: []int64{40, 20}})
	post, _, _ := s.PostStratify(margin, 1)
	raked, _, _ := s.Rake([]statistics.Margin{margin}, statistics.Raking{})
	trimmed, _, _ := s.Rake([]statistics.Margin{margin}, statistics.Raking{Trim: &statistics.Trim{Lower: .8, Upper: 1.1}})
	for weighting, sample := range map[statistics.Weighting]*statistics.Sample{
		statistics.DesignWeights: s, statistics.PostStratified: post, statistics.Raked: raked,
		statistics.RakedTrimmed: trimmed, statistics.Unweighted: raked.Unweighted(),
	} {
		want := statistics.Basis{Sampling: statistics.Stratified, Weighting: weighting, FinitePopulation: true}
		if got := share(t, sample, nil, first(1, 4)...).Basis; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	opt := drawn(t, statistics.Design{Respondents: 4, OptIn: true}).Basis()
	if opt != (statistics.Basis{Sampling: statistics.OptIn, Weighting: statistics.Unweighted, Indicative: true}) {
		t.Errorf("%+v", opt)
	}
	if got := opt.Text(); got.UK != "учасники долучилися за власним бажанням; без зважування; показник орієнтовний" {
		t.Errorf("%q", got.UK)
	}
}

func TestNotesTellWhatIsOddAboutADesign(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 6, Strata: []int{0, 0, 0, 1, 2, 2}, Populations: []int64{2, 9, 0, 50}})
	want := []statistics.Note{
		{Kind: statistics.MoreThanPopulation, Stratum: 0},
		{Kind: statistics.SingleRespondent, Stratum: 1},
		{Kind: statistics.EmptyStratum, Stratum: 3},
		{Kind: statistics.SomePopulationsKnown},
	}
	if got := s.Notes(); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := s.Weights(); !slices.Equal(got, []float64{1, 1, 1, 1, 1, 1}) {
		t.Errorf("%v", got)
	}
}

func TestColumnsOfAnotherLengthAreRefused(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 3})
	_, share := s.Share(first(1, 2), nil, usual)
	_, domain := s.Share(first(1, 3), first(1, 4), usual)
	_, shares := s.Shares([]int{0, 1}, 2, nil, usual)
	_, unknown := s.Shares([]int{0, 1, 2}, 2, nil, usual)
	_, mean := s.Mean([]float64{1}, nil, usual)
	_, endless := s.Mean([]float64{1, math.Inf(1), 2}, nil, usual)
	_, _, margin := s.PostStratify(statistics.Margin{Categories: []int{0}, Population: []float64{1}}, 1)
	_, _, category := s.PostStratify(statistics.Margin{Categories: []int{0, 1, 2}, Population: []float64{1, 1}}, 1)
	_, _, people := s.PostStratify(statistics.Margin{Categories: []int{0, 0, 0}, Population: []float64{0, 0}}, 1)
	_, _, nan := s.Rake([]statistics.Margin{{Categories: []int{0, 0, 0}, Population: []float64{math.NaN()}}}, statistics.Raking{})
	_, _, bounds := s.Rake(nil, statistics.Raking{Trim: &statistics.Trim{Lower: 2, Upper: 3}})
	_, _, rounds := s.Rake(nil, statistics.Raking{MaxIterations: -1})
	_, _, epsilon := s.Rake(nil, statistics.Raking{Epsilon: math.NaN()})
	_, strata := statistics.NewSample(statistics.Design{Respondents: 2, Strata: []int{0, 1}, Populations: []int64{5}})
	_, negative := statistics.NewSample(statistics.Design{Respondents: 1, Populations: []int64{-5}})
	_, lone := statistics.NewSample(statistics.Design{Respondents: 1, Populations: []int64{5, 5}})
	for i, err := range []error{
		share, domain, shares, unknown, mean, endless, margin, category, people, nan, bounds, rounds, epsilon, strata, negative, lone,
	} {
		if err == nil {
			t.Errorf("%d was not refused", i)
		}
	}
}
