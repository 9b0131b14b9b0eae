package figures_test

import (
	"math"
	"strconv"
	"testing"

	"hromada/domain"
	"hromada/domain/figures"
	"hromada/domain/statistics"
)

// divided is a community whose answers are weighted by sex; of the men, of whom there are so many, few chose the third option.
func divided(women, men int) (figures.Design, []person) {
	d := village()
	d.Breakdowns = []domain.Breakdown{{Variable: domain.SexVariable}}
	d.Places[0].Margins = map[domain.Variable]map[string]int{domain.SexVariable: {"FEMALE": 4000, "MALE": 3708}}
	var people []person
	for sex, n := range map[string]int{"FEMALE": women, "MALE": men} {
		third := map[string]int{"FEMALE": 2 * n / 7, "MALE": min(3, n)}[sex]
		people = append(people, times(third, person{mode: domain.PaperMode, sex: sex, one: 3})...)
		people = append(people, times((n-third)/3, person{mode: domain.PaperMode, sex: sex, one: 2})...)
		people = append(people, times(n-third-(n-third)/3, person{mode: domain.PaperMode, sex: sex, one: 1})...)
	}
	return d, people
}

// Where something of a question is hidden and responses are weighted, raw shares are not told, and weighted ones with their errors are rounded.
func TestOfWhatIsPartlyHiddenWeightedSharesAreToldRounded(t *testing.T) {
	t.Parallel()
	d, people := divided(420, 260)
	all, _ := compute(t, d, answers(d, people...), nil)
	hidden, rounded := 0, 0
	for key, f := range all {
		if key.Question != 11 || key.Option == 0 {
			continue
		}
		switch {
		case f.Hidden:
			hidden++
		case !key.Weighted:
			t.Errorf("raw is told %v: %v", key, *f.Value)
		default:
			rounded++
			if off := math.Remainder(*f.Value, f.Basis.Rounded); f.Basis.Rounded < .01 || math.Abs(off) > 1e-9 || math.Abs(math.Remainder(2**f.DesignEffect, 1)) > 1e-9 || f.Interval.Low > *f.Value-f.Basis.Rounded/2 {
				t.Errorf("%v is told as %v of %v, %v, %v", key, *f.Value, f.Basis.Rounded, f.DesignEffect, f.Interval)
			}
		}
	}
	if hidden == 0 || rounded == 0 {
		t.Errorf("%d are hidden, %d rounded", hidden, rounded)
	}
}

// One of three men is a sixth of what is weighted: rounding hides nothing there, and raw shares are told alone.
func TestWhereFewWeighMuchRawSharesAreTold(t *testing.T) {
	t.Parallel()
	d, people := divided(50, 3)
	all, _ := compute(t, d, answers(d, people...), nil)
	for option := 1; option <= 3; option++ {
		raw, weighted := all[figures.Key{Place: 1, Question: 11, Option: option}], all[figures.Key{Place: 1, Question: 11, Option: option, Weighted: true}]
		if raw.Hidden || !weighted.Hidden || weighted.Value != nil || weighted.EffectiveN != nil || weighted.DesignEffect != nil {
			t.Errorf("option %d: raw %v, weighted %+v", option, raw.Value, weighted)
		}
	}
}

// The same share, however the answers lie between men and women, is told with the same errors.
func TestErrorsOfRoundedSharesTellNothingMore(t *testing.T) {
	t.Parallel()
	d, people := divided(420, 260)
	all, _ := compute(t, d, answers(d, people...), nil)
	for key, f := range all {
		if key.Question != 11 || f.Basis.Rounded == 0 {
			continue
		}
		confidence, _ := statistics.NewConfidence(.95)
		likely := min(max(*f.Value, f.Basis.Rounded/2), 1-f.Basis.Rounded/2)
		want := math.Sqrt(likely * (1 - likely) / *f.EffectiveN)
		if !near(f.SE, want+f.Basis.Rounded/math.Sqrt(12)) || !near(f.Margin, confidence.Z()*want+f.Basis.Rounded/2) || *f.EffectiveN != math.Round(float64(*f.N) / *f.DesignEffect) {
			t.Errorf("%v has %v ± %v of %v", key, *f.Value, *f.SE, *f.EffectiveN)
		}
	}
}

// Half of a rounded figure's uncertainty may be the rounding: it is in all that is told of it, and no binary fraction shows through.
func TestTheMarginOfARoundedShareCoversTheRounding(t *testing.T) {
	t.Parallel()
	d, people := divided(420, 260)
	all, _ := compute(t, d, answers(d, people...), nil)
	told := 0
	for key, f := range all {
		if key.Question != 11 || f.Basis.Rounded == 0 || f.Margin == nil {
			continue
		}
		told++
		if half := (f.Interval.High - f.Interval.Low) / 2; *f.Margin < .9*half || *f.Margin <= f.Basis.Rounded/2 { // Wilson's is a little wider for small shares
			t.Errorf("%v is %v ± %v, and lies within %v", key, *f.Value, *f.Margin, *f.Interval)
		}
		if digits := strconv.FormatFloat(*f.Value, 'g', -1, 64); len(digits) > 4 {
			t.Errorf("%v is %s", key, digits)
		}
		if again := figures.BasisOf(figures.BasisCode(f.Basis)); again != f.Basis {
			t.Errorf("%+v is read as %+v", f.Basis, again)
		}
	}
	if told == 0 {
		t.Error("nothing is rounded: the test cannot fail")
	}
}

// Kish's number follows from how many are in each group, and tells how many men there are: 4.23 where it is one, 8.27 where there are two.
func TestWeightsDoNotTellHowManyAreHidden(t *testing.T) {
	t.Parallel()
	for men := 1; men <= 4; men++ {
		d, people := divided(53-men, men)
		_, result := compute(t, d, answers(d, people...), nil)
		w := result.Weightings[0]
		if w.Effective != 0 || w.Trimmed != 0 || w.Rounds != 0 || w.Merged != nil || w.Method != statistics.PostStratified || w.Responses != 53 {
			t.Errorf("of %d men is told %+v", men, w)
		}
	}
	d, people := divided(420, 260)
	if _, result := compute(t, d, answers(d, people...), nil); result.Weightings[0].Effective < 600 {
		t.Errorf("where all are told of is told %+v", result.Weightings[0])
	}
}

// The error of a stratified sample is made of the shares in each stratum: where they are hidden the raw share is told with the error of its number alone.
func TestRawErrorsDoNotTellWhatStrataHide(t *testing.T) {
	t.Parallel()
	d, people := smallRegion()
	all, _ := compute(t, d, answers(d, people...), nil)
	f := all[figures.Key{Question: 11, Option: 1}]
	if want := math.Sqrt(53.0 / 150 * 97 / 150 / 150); f.Hidden || !near(f.SE, want) || *f.DesignEffect != 1 {
		t.Errorf("told is %+v, not ± %v", f, want)
	}
}

// A share that is told as nothing may be up to half a step: men of whom one chose, and who weigh more than women, must not be bounded by that to fewer than k.
func TestSharesNearNothingHideFew(t *testing.T) {
	t.Parallel()
	rounded := 0
	for _, n := range []int{150, 400, 1500} {
		for _, heavier := range []int{1, 3, 9} {
			d, people := divided(n, n)
			women := 9000 / (1 + heavier)
			d.Places[0].Margins = map[domain.Variable]map[string]int{domain.SexVariable: {"FEMALE": women, "MALE": 9000 - women}}
			d.Places[0].Population = 9000
			people = people[:0]
			for sex, chose := range map[string]int{"FEMALE": 4, "MALE": 1} {
				people = append(people, times(chose, person{mode: domain.PaperMode, sex: sex, one: 3})...)
				people = append(people, times(n/2, person{mode: domain.PaperMode, sex: sex, one: 2})...)
				people = append(people, times(n-n/2-chose, person{mode: domain.PaperMode, sex: sex, one: 1})...)
			}
			all, _ := compute(t, d, answers(d, people...), nil)
			f := all[figures.Key{Place: d.Places[0].ID, Question: 11, Option: 3, Weighted: true}]
			if f.Hidden || f.Basis.Rounded == 0 {
				continue
			}
			rounded++
			man := float64(9000-women) / 9000 / float64(n)
			if most := math.Floor((*f.Value + f.Basis.Rounded/2) / man); most < 5 {
				t.Errorf("of %d men and as many women, men %d times heavier: %v rounded to %v leaves %v men at the most", n, heavier, *f.Value, f.Basis.Rounded, most)
			}
		}
	}
	if rounded < 3 {
		t.Errorf("only %d shares were rounded", rounded)
	}
}
