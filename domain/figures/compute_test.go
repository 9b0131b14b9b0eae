package figures_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hromada/domain"
	"hromada/domain/figures"
	"hromada/domain/statistics"
)

// options are so many answers to choose from.
func options(n int) []domain.QuestionOption {
	all := make([]domain.QuestionOption, n)
	for i := range all {
		all[i] = domain.QuestionOption{Number: i + 1, Code: fmt.Sprint("o", i+1)}
	}
	return all
}

// village is a survey of one community with a question of each kind.
func village() figures.Design {
	return figures.Design{
		Questionnaire: domain.Questionnaire{
			Questions: []domain.Question{
				{Number: 11, Code: "q_one", Kind: domain.SingleChoice, Options: options(3)},
				{Number: 12, Code: "q_many", Kind: domain.MultipleChoice, Options: options(4)},
				{Number: 13, Code: "q_scale", Kind: domain.Likert, Options: options(5)},
				{Number: 14, Code: "q_number", Kind: domain.Numeric},
				{Number: 15, Code: "q_text", Kind: domain.FreeText},
			},
			Categories: []domain.Category{
				{Variable: domain.SexVariable, Code: "FEMALE"},
				{Variable: domain.SexVariable, Code: "MALE"},
				{Variable: domain.AgeVariable, Code: "18-39"},
				{Variable: domain.AgeVariable, Code: "40+"},
			},
		},
		Sampling: domain.SimpleRandom, OnlineSampling: domain.OptIn, Confidence: 0.95,
		Places: []figures.Place{{ID: 1, Population: 7708}},
	}
}

// person is a respondent as tests write them.
type person struct {
	place    int64
	mode     domain.SurveyMode
	sex, age string
	one      int
	many     []int
	scale    int
	number   float64
	text     string
}

func answers(d figures.Design, people ...person) *figures.Responses {
	r := figures.NewResponses(d, len(people))
	for i, p := range people {
		strata := map[domain.Variable]string{domain.SexVariable: p.sex, domain.AgeVariable: p.age}
		if !r.Begin(int64(i+1), max(p.place, 1), p.mode, strata) {
			panic("a respondent of nowhere")
		}
		r.Answer(1, domain.SurveyAnswer{Options: p.many})
		r.Answer(3, domain.SurveyAnswer{Number: &p.number})
		if p.one != 0 {
			r.Answer(0, domain.SurveyAnswer{Options: []int{p.one}})
		}
		if p.scale != 0 {
			r.Answer(2, domain.SurveyAnswer{Options: []int{p.scale}})
		}
		if p.text != "" {
			r.Answer(4, domain.SurveyAnswer{Text: p.text})
		}
	}
	return r
}

// times is somebody so many times.
func times(n int, p person) []person {
	all := make([]person, n)
	for i := range all {
		all[i] = p
	}
	return all
}

// told is what was computed, by key.
type told map[figures.Key]figures.Figure

func compute(t testing.TB, d figures.Design, r *figures.Responses, before figures.Earlier) (told, figures.Result) {
	t.Helper()
	result, err := figures.Compute(d, r, figures.Asked{Regional: len(d.Places) > 1, Before: before})
	if err != nil {
		t.Fatal(err)
	}
	all := told{}
	for _, f := range result.Figures {
		if _, twice := all[f.Key]; twice {
			t.Fatalf("%v is told twice", f.Key)
		}
		all[f.Key] = f
	}
	return all, result
}

func near(got *float64, want float64) bool { return got != nil && math.Abs(*got-want) < 5e-7 }

func TestASharesErrorIsThatOfItsSample(t *testing.T) {
	t.Parallel()
	d := village()
	people := append(times(120, person{mode: domain.PaperMode, one: 1, scale: 4, number: 2}), times(80, person{mode: domain.PaperMode, one: 2, scale: 1, number: 7})...)
	all, result := compute(t, d, answers(d, people...), nil)
	f := all[figures.Key{Place: 1, Question: 11, Option: 1}]
	// p(1−p)/(n−1) with the finite population: √(.24/199·(1−200/7708)).
	if se := math.Sqrt(.24 / 199 * (1 - 200.0/7708)); !near(f.Value, .6) || *f.N != 200 || !near(f.SE, se) || !near(f.Margin, 1.959963985*se) {
		t.Errorf("the share is %v of %d ± %v", *f.Value, *f.N, f.Margin)
	}
	if f.Basis.Indicative || f.Interval == nil || f.Hidden {
		t.Errorf("the basis is %v", f.Basis.Text().EN)
	}
	if mean := all[figures.Key{Place: 1, Question: 13}]; !near(mean.Value, 2.8) || mean.Margin == nil {
		t.Errorf("the mean of the scale is %v", mean.Value)
	}
	if mean := all[figures.Key{Place: 1, Question: 14}]; !near(mean.Value, 4) {
		t.Errorf("the mean of the number is %v", mean.Value)
	}
	if text := all[figures.Key{Place: 1, Question: 15}]; text.Value != nil || text.Reason != figures.Only || *text.N != 0 {
		t.Errorf("of a text is told %v", text)
	}
	if len(result.Counts) != 1 || result.Counts[0] != (figures.Count{Place: 1, Mode: domain.PaperMode, Responses: 200}) {
		t.Errorf("counted are %v", result.Counts)
	}
}

func TestOptInClaimsNoError(t *testing.T) {
	t.Parallel()
	d := village()
	people := append(times(60, person{mode: domain.OnlineMode, one: 1}), times(60, person{mode: domain.OnlineMode, one: 3})...)
	all, _ := compute(t, d, answers(d, append(people, append(times(20, person{mode: domain.PaperMode, one: 1}), times(20, person{mode: domain.PaperMode, one: 3})...)...)...), nil)
	for _, g := range []figures.Group{{}, {Variable: figures.ModeVariable, Category: "ONLINE"}} {
		f := all[figures.Key{Place: 1, Question: 11, Option: 3, Group: g}]
		if f.Value == nil || f.SE != nil || f.Margin != nil || f.Interval != nil || !f.Basis.Indicative || f.Reason != statistics.NotSampled {
			t.Errorf("of %v is claimed %+v", g, f)
		}
	}
	if f := all[figures.Key{Place: 1, Question: 11, Option: 3}]; !near(f.Value, .5) || f.Basis.Sampling != statistics.Blended {
		t.Errorf("of everybody is told %v, %s", *f.Value, f.Basis.Text().EN)
	}
}

func TestResponsesAreWeightedToTheMargins(t *testing.T) {
	t.Parallel()
	d := village()
	d.Breakdowns = []domain.Breakdown{{Variable: domain.SexVariable}}
	d.Places[0].Margins = map[domain.Variable]map[string]int{domain.SexVariable: {"FEMALE": 4000, "MALE": 3708}}
	var people []person
	people = append(people, times(90, person{mode: domain.PaperMode, sex: "FEMALE", one: 1})...)
	people = append(people, times(60, person{mode: domain.PaperMode, sex: "FEMALE", one: 2})...)
	people = append(people, times(20, person{mode: domain.PaperMode, sex: "MALE", one: 1})...)
	people = append(people, times(30, person{mode: domain.PaperMode, sex: "MALE", one: 2})...)
	all, result := compute(t, d, answers(d, people...), nil)
	want := (4000*.6 + 3708*.4) / 7708
	if f := all[figures.Key{Place: 1, Question: 11, Option: 1, Weighted: true}]; !near(f.Value, want) || f.Basis.Weighting != statistics.PostStratified || f.Margin == nil {
		t.Errorf("weighted it is %v, not %v: %s", *f.Value, want, f.Basis.Text().EN)
	}
	if f := all[figures.Key{Place: 1, Question: 11, Option: 1}]; !near(f.Value, .55) {
		t.Errorf("raw it is %v", f.Value)
	}
	women := figures.Group{Variable: "SEX", Category: "FEMALE"}
	if f := all[figures.Key{Place: 1, Question: 11, Option: 1, Group: women, Weighted: true}]; !near(f.Value, .6) || *f.N != 150 {
		t.Errorf("of women it is %v", f.Value)
	}
	if w := result.Weightings; len(w) != 1 || w[0].Method != statistics.PostStratified || !w[0].Converged || len(w[0].Margins) != 1 {
		t.Errorf("told of the weights is %+v", w)
	}
}

func TestFewAreHidden(t *testing.T) {
	t.Parallel()
	d := village()
	d.Breakdowns = []domain.Breakdown{{Variable: domain.SexVariable}}
	var people []person
	people = append(people, times(50, person{mode: domain.PaperMode, sex: "FEMALE", one: 1})...)
	people = append(people, times(30, person{mode: domain.PaperMode, sex: "FEMALE", one: 2})...)
	people = append(people, times(20, person{mode: domain.PaperMode, sex: "FEMALE", one: 3})...)
	people = append(people, times(3, person{mode: domain.PaperMode, sex: "MALE", one: 1})...)
	people = append(people, times(1, person{mode: domain.PaperMode, sex: "MALE", one: 2})...)
	all, _ := compute(t, d, answers(d, people...), nil)
	for _, sex := range []string{"MALE", "FEMALE"} { // the other is everybody less these
		f := all[figures.Key{Place: 1, Question: 11, Option: 1, Group: figures.Group{Variable: "SEX", Category: sex}}]
		if !f.Hidden || f.Value != nil || f.N != nil || f.SE != nil {
			t.Errorf("of %s is told %+v", sex, f)
		}
	}
	if f := all[figures.Key{Place: 1, Question: 11, Option: 1}]; f.Hidden || !near(f.Value, 53.0/104) {
		t.Errorf("of everybody is told %+v", f)
	}
}

func TestNothingIsToldOfWhoCameSince(t *testing.T) {
	t.Parallel()
	d := village()
	people := append(times(60, person{mode: domain.OnlineMode, one: 1}), times(60, person{mode: domain.OnlineMode, one: 2})...)
	more := func(yes, no int) *figures.Responses {
		return answers(d, append(append(append([]person{}, people...), times(yes, person{mode: domain.OnlineMode, one: 1})...), times(no, person{mode: domain.OnlineMode, one: 2})...)...)
	}
	since := map[int64]int64{11: 120}
	for _, step := range []struct {
		yes, no int
		held    bool
	}{{10, 1, true}, {12, 0, true}, {10, 10, false}} {
		result, err := figures.Compute(d, more(step.yes, step.no), figures.Asked{Since: since})
		if err != nil {
			t.Fatal(err)
		}
		if held := !slices.Contains(result.Questions, 11); held != step.held {
			t.Errorf("%d and %d came since, and it is held back: %v", step.yes, step.no, held)
		}
		if !slices.Contains(result.Questions, 14) || result.UpTo != int64(120+step.yes+step.no) {
			t.Errorf("told are %v, up to %d", result.Questions, result.UpTo)
		}
	}
}

func TestAChangeIsTested(t *testing.T) {
	t.Parallel()
	d := village()
	wave := func(yes int) told {
		people := append(times(yes, person{mode: domain.CAPIMode, one: 1}), times(400-yes, person{mode: domain.CAPIMode, one: 2})...)
		all, _ := compute(t, d, answers(d, people...), nil)
		return all
	}
	before := figures.Earlier{}
	for key, f := range wave(160) {
		before[key] = f.Figure
	}
	people := append(times(200, person{mode: domain.CAPIMode, one: 1}), times(200, person{mode: domain.CAPIMode, one: 2})...)
	all, _ := compute(t, d, answers(d, people...), before)
	f := all[figures.Key{Place: 1, Question: 11, Option: 1}]
	se := math.Hypot(math.Sqrt(.24/399*(1-400.0/7708)), math.Sqrt(.25/399*(1-400.0/7708)))
	if !near(f.Change.Difference, .1) || !near(f.Change.Z, .1/se) || f.Change.Significant == nil || !*f.Change.Significant {
		t.Errorf("the change is %+v", f.Change)
	}
}

func TestARegionIsItsCommunitiesByTheirPeople(t *testing.T) {
	t.Parallel()
	d := village()
	d.Places = []figures.Place{{ID: 1, Population: 1000}, {ID: 2, Population: 9000}, {ID: 3, Population: 500}}
	var people []person
	people = append(people, times(40, person{place: 1, mode: domain.PaperMode, one: 1})...)
	people = append(people, times(60, person{place: 1, mode: domain.PaperMode, one: 2})...)
	people = append(people, times(80, person{place: 2, mode: domain.PaperMode, one: 1})...)
	people = append(people, times(20, person{place: 2, mode: domain.PaperMode, one: 2})...)
	all, _ := compute(t, d, answers(d, people...), nil)
	f := all[figures.Key{Question: 11, Option: 1, Weighted: true}]
	se := math.Sqrt(.01*.24/99*.9 + .81*.16/99*(1-100.0/9000))
	if !near(f.Value, .1*.4+.9*.8) || !near(f.SE, se) || f.Basis.Weighting != statistics.DesignWeights {
		t.Errorf("the region's is %v ± %v, not ± %v: %s", *f.Value, *f.SE, se, f.Basis.Text().EN)
	}
	if f := all[figures.Key{Question: 11, Option: 1}]; !near(f.Value, .6) {
		t.Errorf("raw it is %v", f.Value)
	}
	if f := all[figures.Key{Place: 2, Question: 11, Option: 1}]; !near(f.Value, .8) {
		t.Errorf("of one it is %v", f.Value)
	}
	for key := range all {
		if key.Place == 3 {
			t.Errorf("nobody answered in %v", key)
		}
	}
}

func TestABasisIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, b := range []statistics.Basis{
		{Sampling: statistics.SimpleRandom, Weighting: statistics.Unweighted},
		{Sampling: statistics.Blended, Weighting: statistics.RakedTrimmed, FinitePopulation: true, Indicative: true},
		{Sampling: statistics.OptIn, Weighting: statistics.Raked, Indicative: true},
	} {
		if got := figures.BasisOf(figures.BasisCode(b)); got != b {
			t.Errorf("%v is read as %v", b, got)
		}
	}
}

// crowd answers 20 questions by chance.
func crowd(size int, places int) (figures.Design, *figures.Responses) {
	random := rand.New(rand.NewPCG(1, 2))
	d := village()
	d.Questionnaire.Questions = nil
	for q := range 20 {
		kind := []domain.QuestionKind{domain.SingleChoice, domain.MultipleChoice, domain.Likert, domain.Numeric}[q%4]
		question := domain.Question{Number: int64(q + 1), Kind: kind}
		if kind.HasOptions() {
			question.Options = options(5)
		}
		d.Questionnaire.Questions = append(d.Questionnaire.Questions, question)
	}
	age := domain.AgeVariable
	d.Breakdowns = []domain.Breakdown{{Variable: domain.SexVariable, CrossedWith: &age}}
	d.Places = nil
	for p := range places {
		d.Places = append(d.Places, figures.Place{ID: int64(p + 1), Population: 20_000, Margins: map[domain.Variable]map[string]int{
			domain.SexVariable: {"FEMALE": 11_000, "MALE": 9_000}, domain.AgeVariable: {"18-39": 8_000, "40+": 12_000},
		}})
	}
	r := figures.NewResponses(d, size)
	for i := range size {
		sex, ages := []string{"FEMALE", "MALE", ""}[random.IntN(3)], []string{"18-39", "40+"}[random.IntN(2)]
		r.Begin(int64(i+1), int64(random.IntN(places)+1), domain.SurveyModes[random.IntN(4)], map[domain.Variable]string{domain.SexVariable: sex, domain.AgeVariable: ages})
		for q, question := range d.Questionnaire.Questions {
			number := float64(random.IntN(100))
			switch question.Kind {
			case domain.MultipleChoice:
				r.Answer(q, domain.SurveyAnswer{Options: []int{1 + random.IntN(2), 3 + random.IntN(3)}})
			case domain.Numeric:
				r.Answer(q, domain.SurveyAnswer{Number: &number})
			default:
				r.Answer(q, domain.SurveyAnswer{Options: []int{1 + random.IntN(5)}})
			}
		}
	}
	return d, r
}

func BenchmarkFiguresOf5000Responses(b *testing.B) {
	d, r := crowd(5000, 1)
	for b.Loop() {
		if _, err := figures.Compute(d, r, figures.Asked{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFiguresOfARegionOf50000Responses(b *testing.B) {
	d, r := crowd(50_000, 63)
	for b.Loop() {
		if _, err := figures.Compute(d, r, figures.Asked{Regional: true}); err != nil {
			b.Fatal(err)
		}
	}
}
