package statistics_test

import (
	"math"
	"testing"

	"hromada/domain/statistics"

	"pgregory.net/rapid"
)

func TestSampleSizesAreThoseOfTheMethods(t *testing.T) {
	t.Parallel()
	for population, want := range map[int64]int64{4064: 352, 7708: 366, 42994: 381, 387439: 384, 1: 1, 2: 2} {
		got, err := statistics.SampleSize(population, .05, statistics.Confidence{}, .5)
		if err != nil || got != want {
			t.Errorf("of %d: %d, %v, want %d", population, got, err, want)
		}
	}
}

func TestPlanningMarginIsThatOfTheMethods(t *testing.T) {
	t.Parallel()
	got, err := statistics.PlanningMargin(7708, 200, statistics.Confidence{}, .5)
	if err != nil || math.Round(got*1e4) != 684 {
		t.Errorf("%v, %v, want 6.84 points", got, err)
	}
	if got, err := statistics.PlanningMargin(30, 30, statistics.Confidence{}, .5); err != nil || got != 0 {
		t.Errorf("of everybody: %v, %v", got, err)
	}
}

func TestImpossiblePlansAreRefused(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, margin := range []float64{0, 1, -1, nan, math.Inf(1)} {
		if n, err := statistics.SampleSize(100, margin, statistics.Confidence{}, .5); err == nil {
			t.Errorf("a margin of %v gave %d", margin, n)
		}
	}
	for _, share := range []float64{-.1, 0, 1, 1.1, nan} {
		if n, err := statistics.SampleSize(100, .05, statistics.Confidence{}, share); err == nil {
			t.Errorf("a share of %v gave %d", share, n)
		}
	}
	if n, err := statistics.SampleSize(0, .05, statistics.Confidence{}, .5); err == nil {
		t.Errorf("nobody gave %d", n)
	}
	for _, n := range []int64{-1, 0, 101} {
		if margin, err := statistics.PlanningMargin(100, n, statistics.Confidence{}, .5); err == nil {
			t.Errorf("%d of 100 gave %v", n, margin)
		}
	}
	for _, share := range []float64{-.1, 1.1, nan} {
		if margin, err := statistics.PlanningMargin(100, 10, statistics.Confidence{}, share); err == nil {
			t.Errorf("a share of %v gave %v", share, margin)
		}
	}
	for _, level := range []float64{0, 1, -1, 95, nan} {
		if c, err := statistics.NewConfidence(level); err == nil {
			t.Errorf("a level of %v gave %v", level, c)
		}
	}
}

// The size that is asked for is the smallest that keeps the margin.
func TestSampleSizeKeepsTheMarginAndNoFewerWould(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		population := rapid.Int64Range(2, 5_000_000).Draw(t, "population")
		margin := rapid.Float64Range(.001, .5).Draw(t, "margin")
		p := rapid.Float64Range(.01, .99).Draw(t, "share")
		n, err := statistics.SampleSize(population, margin, statistics.Confidence{}, p)
		if err != nil || n < 1 || n > population {
			t.Fatalf("%d, %v", n, err)
		}
		if kept, err := statistics.PlanningMargin(population, n, statistics.Confidence{}, p); err != nil || kept > margin*(1+1e-6) {
			t.Fatalf("%d keep %v, %v", n, kept, err)
		}
		if n == 1 {
			return
		}
		if kept, _ := statistics.PlanningMargin(population, n-1, statistics.Confidence{}, p); kept < margin*(1-1e-6) {
			t.Fatalf("%d would keep %v", n-1, kept)
		}
	})
}
