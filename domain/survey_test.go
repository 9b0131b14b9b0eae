package domain_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hromada/domain"
)

// faultsTold are faults as "CODE field".
func faultsTold(faults domain.Faults) string {
	all := make([]string, len(faults))
	for i, f := range faults {
		all[i] = strings.TrimSpace(string(f.Code) + " " + f.Field)
	}
	return strings.ReplaceAll(strings.Join(all, ", "), "INVALID_INPUT ", "")
}

func someSurvey() domain.SurveyFields {
	f := domain.UsualSurvey()
	f.Title.UK = "Опитування"
	return f
}

func TestRulesOfSurveys(t *testing.T) {
	t.Parallel()
	day := func(d int) *domain.Date { return new(domain.NewDate(2026, 11, d)) }
	for want, change := range map[string]func(*domain.SurveyFields){
		"":        func(*domain.SurveyFields) {},
		"titleUk": func(f *domain.SurveyFields) { f.Title = domain.Text{EN: "Survey"} },
		"titleUk, titleEn": func(f *domain.SurveyFields) {
			f.Title = domain.Text{UK: strings.Repeat("ї", 501), EN: strings.Repeat("i", 501)}
		},
		"descriptionUk": func(f *domain.SurveyFields) { f.Description.UK = strings.Repeat("ї", 5001) },
		"endsOn":        func(f *domain.SurveyFields) { f.StartsOn, f.EndsOn = day(2), day(1) },
		"keepUntil":     func(f *domain.SurveyFields) { f.EndsOn, f.KeepUntil = day(2), day(1) },
		"stratum":       func(f *domain.SurveyFields) { f.Stratum = domain.AgeVariable },
		"confidence":    func(f *domain.SurveyFields) { f.Confidence = 0.7999 },
		"breakdowns.0.crossedWith": func(f *domain.SurveyFields) {
			f.Breakdowns = []domain.Breakdown{{domain.SexVariable, new(domain.SexVariable)}}
		},
		"breakdowns": func(f *domain.SurveyFields) {
			sex, age, kind := domain.SexVariable, domain.AgeVariable, domain.SettlementVariable
			f.Breakdowns = []domain.Breakdown{{sex, &age}, {kind, &age}, {Variable: sex}, {sex, &kind}}
		},
		"breakdowns ": func(f *domain.SurveyFields) { f.Breakdowns = make([]domain.Breakdown, 7) },
		"breakdowns.1": func(f *domain.SurveyFields) {
			f.Breakdowns = []domain.Breakdown{{domain.SexVariable, new(domain.AgeVariable)}, {domain.AgeVariable, new(domain.SexVariable)}}
		},
	} {
		f := someSurvey()
		if change(&f); faultsTold(f.Check()) != strings.TrimSpace(want) {
			t.Errorf("%s, want %s", faultsTold(f.Check()), want)
		}
	}
	online := someSurvey()
	online.OnlineSampling, online.Stratum = domain.Stratified, domain.SexVariable
	online.StartsOn, online.EndsOn, online.KeepUntil = day(1), day(1), day(1)
	if faults := online.Check(); len(faults) > 0 {
		t.Error(faults)
	}
}

// TestSurveysAreReadAsTheyWereWritten: breakdowns in one order of variables, texts without blanks, confidence to three places.
func TestSurveysAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	f := someSurvey()
	f.Title.UK, f.Confidence = " Опитування ", 0.90049
	f.Breakdowns = []domain.Breakdown{{domain.SettlementVariable, new(domain.SexVariable)}, {Variable: domain.AgeVariable}}
	stored := f.Stored()
	if fmt.Sprint(stored.BreakdownCodes()) != "[SEX*SETTLEMENT AGE]" || stored.Title.UK != "Опитування" || stored.Confidence != 0.9 || !reflect.DeepEqual(stored.Stored(), stored) {
		t.Errorf("%+v", stored)
	}
	for i, code := range stored.BreakdownCodes() {
		if !reflect.DeepEqual(domain.BreakdownOf(code), stored.Breakdowns[i]) {
			t.Errorf("%s is read as %+v", code, domain.BreakdownOf(code))
		}
	}
}

// TestWhatEachStateLets be done, and be changed.
func TestWhatEachStateLets(t *testing.T) {
	t.Parallel()
	changed := map[string]any{"titleUk": 1, "endsOn": 1, "keepUntil": 1, "sampling": 1, "confidence": 1}
	for state, want := range map[domain.SurveyState][2]string{
		domain.SurveyDraft:     {"[UPDATE DESIGN SET_POPULATION OPEN DELETE]", ""},
		domain.SurveyOpen:      {"[UPDATE SET_POPULATION CLOSE CREATE_NEXT_WAVE]", "confidence, sampling"},
		domain.SurveyClosed:    {"[UPDATE REOPEN PUBLISH CREATE_NEXT_WAVE]", "confidence, endsOn, sampling, titleUk"},
		domain.SurveyPublished: {"[UPDATE CREATE_NEXT_WAVE]", "confidence, endsOn, sampling, titleUk"},
	} {
		if got := fmt.Sprint(state.Steps()); got != want[0] {
			t.Errorf("%s: %s, want %s", state, got, want[0])
		}
		if got := faultsTold(state.CheckChanges(changed, map[string]any{"sampling": 2, "keepUntil": 2})); got != want[1] {
			t.Errorf("%s: %s, want %s", state, got, want[1])
		}
		for _, step := range state.Steps() {
			if err := state.CheckStep(step); err != nil {
				t.Error(state, step, err)
			}
		}
	}
	if got := faultsTold(domain.SurveyOpen.CheckChanges(map[string]any{"keepUntil": 1}, nil)); got != "keepUntil" {
		t.Errorf("a day that is taken away: %s", got)
	}
	if err, ok := domain.AsError(domain.SurveyPublished.CheckStep(domain.ReopenSurvey)); !ok || err.Code != domain.CodeConflict {
		t.Error(err)
	}
}

func TestRulesOfPopulations(t *testing.T) {
	t.Parallel()
	all := domain.UsualCategories()
	sexes := func(female, male int) []domain.Margin {
		return []domain.Margin{{domain.SexVariable, "FEMALE", female}, {domain.SexVariable, "MALE", male}}
	}
	kinds := func(urban, rural int) []domain.Margin {
		return []domain.Margin{{domain.SettlementVariable, "URBAN", urban}, {domain.SettlementVariable, "RURAL", rural}}
	}
	for _, c := range []struct {
		total   int
		margins []domain.Margin
		want    string
	}{
		{100, nil, ""},
		{0, nil, "population"},
		{100_000_001, nil, "population"},
		{100, sexes(60, 40), ""},
		{100, sexes(50, 40), ""},
		{100, sexes(0, 0), ""},
		{100, sexes(60, 41), "margins"},
		{100, sexes(60, 40)[:1], "margins"},
		{100, append(sexes(50, 40), kinds(80, 10)...), ""},
		{100, append(sexes(50, 40), kinds(80, 20)...), "margins"},
		{100, append(sexes(50, 40), kinds(80, 30)...), "margins"},
		{100, sexes(-1, 40), "margins.0.population"},
		{100, append(sexes(1, 2), sexes(1, 2)...), "margins.2, margins.3"},
		{100, []domain.Margin{{domain.SexVariable, "URBAN", 1}}, "NOT_FOUND margins.0.category"},
	} {
		p := domain.Population{Total: c.total, Margins: c.margins}
		if got := faultsTold(p.Check(all)); got != c.want {
			t.Errorf("%+v: %q, want %q", p, got, c.want)
		}
	}
}

// TestWhatASurveyLacks before it is opened.
func TestWhatASurveyLacks(t *testing.T) {
	t.Parallel()
	today := domain.NewDate(2026, 11, 20)
	whole := func() domain.SurveyDesign {
		f := someSurvey()
		f.KeepUntil = new(today.AddDays(30))
		return domain.SurveyDesign{SurveyFields: f, Questions: 1, Categories: domain.UsualCategories(), Populations: map[domain.KatottgCode]domain.Population{"UA1": {Total: 10}}}
	}
	for want, change := range map[string]func(*domain.SurveyDesign){
		"":               func(d *domain.SurveyDesign) { d.EndsOn = &today },
		"questions":      func(d *domain.SurveyDesign) { d.Questions = 0 },
		"endsOn":         func(d *domain.SurveyDesign) { d.EndsOn = new(today.AddDays(-1)) },
		"keepUntil":      func(d *domain.SurveyDesign) { d.KeepUntil = nil },
		"keepUntil ":     func(d *domain.SurveyDesign) { d.KeepUntil = new(today.AddDays(-1)) },
		"onlineSampling": func(d *domain.SurveyDesign) { d.OnlineSampling, d.Link = domain.SimpleRandom, true },
		"populations": func(d *domain.SurveyDesign) {
			d.Sampling, d.OnlineSampling, d.Populations = domain.OptIn, domain.SimpleRandom, nil
		},
		"populations.UA1.margins, populations.UA2.population, populations.UA2.margins": func(d *domain.SurveyDesign) {
			d.Sampling, d.Stratum = domain.Stratified, domain.SexVariable
			d.Populations["UA2"] = domain.Population{}
		},
		"categories.AGE, categories.SETTLEMENT": func(d *domain.SurveyDesign) {
			d.Breakdowns, d.Stratum = []domain.Breakdown{{domain.SexVariable, new(domain.SettlementVariable)}}, domain.AgeVariable
			d.Sampling, d.Categories, d.Populations = domain.Stratified, d.Categories[:2], map[domain.KatottgCode]domain.Population{}
			d.Sampling, d.OnlineSampling = domain.OptIn, domain.OptIn
		},
	} {
		d := whole()
		if change(&d); faultsTold(d.Missing(today)) != strings.TrimSpace(want) {
			t.Errorf("%s, want %s", faultsTold(d.Missing(today)), want)
		}
	}
	optIn := whole()
	if optIn.Sampling, optIn.Populations = domain.OptIn, nil; len(optIn.Missing(today)) > 0 {
		t.Error("who comes by themselves is of no known number of people")
	}
}

func TestRulesOfQuestions(t *testing.T) {
	t.Parallel()
	options := func(texts ...string) []domain.QuestionOption {
		all := make([]domain.QuestionOption, len(texts))
		for i, text := range texts {
			all[i].Text.UK = text
		}
		return all
	}
	for want, f := range map[string]domain.QuestionFields{
		"":                 {Kind: domain.SingleChoice, Options: options(" Так ", "Ні")},
		"options":          {Kind: domain.Likert, Options: options("Так")},
		"kind":             {},
		"minimum, maximum": {Kind: domain.FreeText, Minimum: new(1.0), Maximum: new(2.0)},
		"maximum":          {Kind: domain.Numeric, Minimum: new(2.0), Maximum: new(1.0), Unit: "грн"},
		"maximum ":         {Kind: domain.Numeric, Maximum: new(1e16)},
		"unit":             {Kind: domain.Numeric, Unit: strings.Repeat("ї", 41)},
		"options.0.textUk": {Kind: domain.MultipleChoice, Options: options(" ")},
		"options.1.code":   {Kind: domain.MultipleChoice, Options: []domain.QuestionOption{{Code: "a", Text: domain.Text{UK: "А"}}, {Code: "Б", Text: domain.Text{UK: "Б"}}}},
		"options.1.code ":  {Kind: domain.MultipleChoice, Options: []domain.QuestionOption{{Code: "o2", Text: domain.Text{UK: "А"}}, {Text: domain.Text{UK: "Б"}}}},
	} {
		f.Code, f.Text.UK = "q_1", "Питання?"
		if got := faultsTold(f.Stored().Check()); got != strings.TrimSpace(want) {
			t.Errorf("%+v: %s, want %s", f, got, want)
		}
	}
	f := domain.QuestionFields{Code: "q", Kind: domain.SingleChoice, Options: options(" Так ", "Ні")}.Stored()
	if f.Options[0].Text.UK != "Так" || f.Options[1].Code != "o2" || f.Options[1].Number != 2 || !reflect.DeepEqual(f.Stored(), f) {
		t.Errorf("%+v", f)
	}
}
