package statistics_test

import (
	"slices"
	"testing"

	"hromada/domain/statistics"
)

// halves is one category for the first so many of n, and another for the rest.
func halves(of, n int) []int { return append(make([]int, of), slices.Repeat([]int{1}, n-of)...) }

func TestEmptyCellsJoinTheirNeighbours(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		categories []int
		population []float64
		fewest     int
		want       [][]int
	}{
		"none":                  {[]int{0, 1, 2}, []float64{1, 1, 1}, 1, nil},
		"the first":             {[]int{1, 1, 2}, []float64{1, 1, 1}, 1, [][]int{{0, 1}}},
		"the middle":            {[]int{0, 2, 2}, []float64{1, 1, 1}, 1, [][]int{{0, 1}}},
		"the last two":          {[]int{0, 1, 1}, []float64{1, 1, 1, 1}, 1, [][]int{{1, 2, 3}}},
		"the first two":         {[]int{2, 2, 3}, []float64{1, 1, 1, 1}, 1, [][]int{{0, 1, 2}}},
		"answers but no people": {[]int{0, 1, 2}, []float64{1, 0, 1}, 1, [][]int{{0, 1}}},
		"neither":               {[]int{0, 2, 2}, []float64{1, 0, 1}, 1, nil},
		"all in one":            {[]int{1, 1, 1}, []float64{1, 1, 1}, 1, [][]int{{0, 1, 2}}},
		"too few":               {[]int{0, 1, 1}, []float64{1, 1, 1}, 2, [][]int{{0, 1, 2}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := drawn(t, statistics.Design{Respondents: 3, Populations: []int64{300}})
			_, report, err := s.PostStratify(statistics.Margin{Name: "вік", Categories: c.categories, Population: c.population}, c.fewest)
			if err != nil {
				t.Fatal(err)
			}
			var got [][]int
			for _, m := range report.Merged {
				got = append(got, m.Categories)
			}
			if !slices.EqualFunc(got, c.want, slices.Equal) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestUnknownCategoriesKeepTheirShare(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 10, Populations: []int64{1000}})
	sex := statistics.Margin{Name: "стать", Categories: []int{-1, -1, 0, 0, 0, 0, 0, 0, 1, 1}, Population: []float64{1, 1}}
	weighted, report, err := s.PostStratify(sex, 1)
	if err != nil {
		t.Fatal(err)
	}
	w := weighted.Weights()
	if !near(w[0], 100) || !near(w[2], 400./6) || !near(w[9], 200) {
		t.Errorf("%v", w)
	}
	if !slices.Equal(report.Unknown, []statistics.Unknown{{Margin: "стать", Respondents: 2}}) {
		t.Errorf("%+v", report)
	}
	sex.Categories = slices.Repeat([]int{-1}, 10)
	same, report, err := s.Rake([]statistics.Margin{sex}, statistics.Raking{})
	if err != nil || !slices.Equal(report.Ignored, []string{"стать"}) || !slices.Equal(same.Weights(), s.Weights()) || !report.Converged {
		t.Errorf("%+v, %v", report, err)
	}
}

// Two variables that say the same of respondents and different things of the population cannot both be met.
func TestContradictionDoesNotConverge(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 10, Populations: []int64{1000}})
	same := halves(5, 10)
	next, report, err := s.Rake([]statistics.Margin{
		{Categories: same, Population: []float64{3, 7}}, {Categories: same, Population: []float64{6, 4}},
	}, statistics.Raking{MaxIterations: 30})
	if err != nil || report.Converged || !near(report.LargestDeviation, .3) {
		t.Errorf("%+v, %v", report, err)
	}
	if total := next.Weights(); !near(total[0], 120) || !near(total[9], 80) {
		t.Errorf("%v", total)
	}
	allFinite(t, share(t, next, nil, first(3, 10)...))
}

// Nobody is both in the first row and the second column, so one weight would have to vanish.
func TestVanishingWeightsDoNotConverge(t *testing.T) {
	t.Parallel()
	s := drawn(t, statistics.Design{Respondents: 6, Populations: []int64{600}})
	next, report, err := s.Rake([]statistics.Margin{
		{Categories: []int{0, 0, 1, 1, 1, 1}, Population: []float64{8, 2}},
		{Categories: []int{0, 0, 0, 0, 1, 1}, Population: []float64{2, 8}},
	}, statistics.Raking{MaxIterations: 10_000})
	if err != nil || report.Converged || report.LargestDeviation < .1 {
		t.Errorf("%+v, %v", report, err)
	}
	allFinite(t, share(t, next, nil, first(3, 6)...))
}

func TestTrimmingIsReported(t *testing.T) {
	t.Parallel()
	n := 100
	ages := make([]int, n)
	for i := range ages {
		ages[i] = i % 10 / 3
	}
	margins := []statistics.Margin{
		{Categories: halves(95, n), Population: []float64{.6, .4}}, {Categories: ages, Population: []float64{.2, .3, .3, .2}},
	}
	s := drawn(t, statistics.Design{Respondents: n, Populations: []int64{5000}})
	_, free, err := s.Rake(margins, statistics.Raking{})
	if err != nil || free.Largest < 5 || free.Trimmed != 0 {
		t.Fatalf("%+v, %v", free, err)
	}
	_, once, err := s.Rake(margins, statistics.Raking{Trim: &statistics.Trim{Lower: .5, Upper: 9}})
	if err != nil || once.Trimmed == 0 || !once.Converged || once.Largest >= free.Largest || once.LargestDeviation > 1e-9 {
		t.Errorf("%+v, %v", once, err)
	}
	_, many, err := s.Rake(margins, statistics.Raking{Trim: &statistics.Trim{Lower: .5, Upper: 9, Rounds: 20}})
	if err != nil || many.Largest > once.Largest || many.EffectiveN < free.EffectiveN {
		t.Errorf("%+v, %v", many, err)
	}
}
