package figures_test

import (
	"math"
	"testing"

	"hromada/domain"
	"hromada/domain/figures"
	"hromada/domain/statistics"
)

// TestARegionOfWhichNotAllIsKnownClaimsNoMargin: without the people of one community nobody knows how much its answers weigh.
func TestARegionOfWhichNotAllIsKnownClaimsNoMargin(t *testing.T) {
	t.Parallel()
	d := village()
	people := append(times(60, person{place: 1, mode: domain.PaperMode, one: 1}), times(40, person{place: 1, mode: domain.PaperMode, one: 2})...)
	people = append(append(people, times(20, person{place: 2, mode: domain.PaperMode, one: 1})...), times(80, person{place: 2, mode: domain.PaperMode, one: 2})...)
	for _, known := range []bool{false, true} {
		d.Places = []figures.Place{{ID: 1, Population: 1000}, {ID: 2}}
		if known {
			d.Places[1].Population = 9000
		}
		all, _ := compute(t, d, answers(d, people...), nil)
		for key, f := range all {
			if key.Question != 11 || key.Option == 0 || key.Option == 3 || key.Group != (figures.Group{}) {
				continue
			}
			claims := key.Place == 1 || known
			if key.Place == 0 && (claims != (f.Margin != nil) || claims != (f.Interval != nil) || claims != (f.Reason != statistics.UnknownSizes) || f.Basis.Unsized != !claims) {
				t.Errorf("%+v, all known %v: %v %+v", key, known, f.Reason, f.Basis)
			}
			if key.Place != 0 && f.Margin == nil {
				t.Errorf("the community %d claims nothing: %v", key.Place, f.Reason)
			}
			if again := figures.BasisOf(figures.BasisCode(f.Basis)); again != f.Basis {
				t.Errorf("%+v is read as %+v", f.Basis, again)
			}
		}
	}
}

// TestRawFiguresOfAModeStandOnThatModeAlone: whoever came online by themselves takes nothing from those who were drawn and answered on paper.
func TestRawFiguresOfAModeStandOnThatModeAlone(t *testing.T) {
	t.Parallel()
	d := village()
	d.OnlineSampling = domain.OptIn
	var people []person
	for mode, n := range map[domain.SurveyMode]int{domain.PaperMode: 30, domain.CAPIMode: 20, domain.OnlineMode: 40} {
		people = append(append(people, times(n, person{mode: mode, one: 1})...), times(n, person{mode: mode, one: 2})...)
	}
	for _, hiding := range []int{0, 3} { // so many online chose the third, which hides something of the question
		all, _ := compute(t, d, answers(d, append(people, times(hiding, person{mode: domain.OnlineMode, one: 3})...)...), nil)
		of := func(category string) figures.Figure {
			key := figures.Key{Place: 1, Question: 11, Option: 1}
			if category != "" {
				key.Group = figures.Group{Variable: figures.ModeVariable, Category: category}
			}
			return all[key]
		}
		for _, mode := range []string{"OFFLINE_PAPER", "CAPI", "OFFLINE"} {
			if f := of(mode); f.Hidden && hiding > 0 {
				continue
			} else if f.Hidden || f.Basis.Sampling != statistics.SimpleRandom || f.Basis.Indicative || f.Reason != "" || f.Margin == nil || f.Interval == nil {
				t.Errorf("%d hide: %s stands on %+v, and lacks %q", hiding, mode, f.Basis, f.Reason)
			}
		}
		if f := of("ONLINE"); f.Basis.Sampling != statistics.OptIn || !f.Basis.Indicative || f.Margin != nil {
			t.Errorf("%d hide: online stands on %+v", hiding, f.Basis)
		}
		if f := of(""); f.Basis.Sampling != statistics.Blended || !f.Basis.Indicative || f.Margin != nil {
			t.Errorf("%d hide: everybody stands on %+v", hiding, f.Basis)
		}
	}
}

// TestHowManyAreOnlineDoesNotFollowFromErrorsOfTheOthers: the correction of a whole sample tells how many it is of. Where three are online and did not answer a question of which nothing
// is hidden, errors are those of the shares that are told and of their numbers.
func TestHowManyAreOnlineDoesNotFollowFromErrorsOfTheOthers(t *testing.T) {
	t.Parallel()
	d := village()
	people := append(times(30, person{mode: domain.PaperMode, one: 1}), times(30, person{mode: domain.PaperMode, one: 2})...)
	people = append(append(people, times(20, person{mode: domain.CAPIMode, one: 1})...), times(20, person{mode: domain.CAPIMode, one: 2})...)
	people = append(people, times(3, person{mode: domain.OnlineMode})...)
	all, _ := compute(t, d, answers(d, people...), nil)
	f := all[figures.Key{Place: 1, Question: 11, Option: 1, Group: figures.Group{Variable: figures.ModeVariable, Category: "OFFLINE_PAPER"}}]
	if want := math.Sqrt(.25 / 60); f.Hidden || !near(f.SE, want) {
		t.Errorf("told is %+v, and not ± %v", f.Figure, want)
	}
}

// TestWhoTellsNoStratumTakesNothingFromTheOthers: they count as those whom most are.
func TestWhoTellsNoStratumTakesNothingFromTheOthers(t *testing.T) {
	t.Parallel()
	d := village()
	d.Sampling, d.Stratum = domain.Stratified, domain.SexVariable
	d.Places[0].Margins = map[domain.Variable]map[string]int{domain.SexVariable: {"FEMALE": 4000, "MALE": 3708}}
	people := append(times(60, person{mode: domain.PaperMode, sex: "FEMALE", one: 1}), times(39, person{mode: domain.PaperMode, sex: "FEMALE", one: 2})...)
	people = append(append(people, times(20, person{mode: domain.PaperMode, sex: "MALE", one: 1})...), times(60, person{mode: domain.PaperMode, sex: "MALE", one: 2})...)
	people = append(people, person{mode: domain.PaperMode, one: 2})
	all, _ := compute(t, d, answers(d, people...), nil)
	for _, weighted := range []bool{false, true} {
		f := all[figures.Key{Place: 1, Question: 11, Option: 1, Weighted: weighted}]
		if f.Margin == nil || f.Reason != "" || f.Basis.Sampling != statistics.Stratified || !f.Basis.FinitePopulation {
			t.Errorf("weighted %v: %+v", weighted, f.Figure)
		}
	}
	nobody, _ := compute(t, d, answers(d, append(times(30, person{mode: domain.PaperMode, one: 1}), times(30, person{mode: domain.PaperMode, one: 2})...)...), nil)
	if f := nobody[figures.Key{Place: 1, Question: 11, Option: 1}]; f.Margin == nil {
		t.Errorf("where nobody tells theirs: %+v", f.Figure)
	}
}

// TestWhoChoseNothingOfSeveralAnswered: the base of shares is all who answered, and whoever was not asked is not among them.
func TestWhoChoseNothingOfSeveralAnswered(t *testing.T) {
	t.Parallel()
	d := village()
	people := append(times(60, person{mode: domain.PaperMode, many: []int{1}}), times(100, person{mode: domain.PaperMode})...)
	r := answers(d, people...)
	for range 40 {
		r.Begin(1000, 1, domain.PaperMode, nil)
		r.Answer(1, domain.SurveyAnswer{None: true})
	}
	all, _ := compute(t, d, r, nil)
	if f := all[figures.Key{Place: 1, Question: 12, Option: 1}]; !near(f.Value, .6) || *f.N != 100 || f.Margin == nil {
		t.Errorf("of a hundred who answered it is %v", f.Figure)
	}
}
