package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hromada/domain"
)

// TestASurveyIsDesignedAndLedThroughItsLife: what people do with it from its beginning to the next wave, and what each state lets be done.
func TestASurveyIsDesignedAndLedThroughItsLife(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor, head, visitor := w.people["editor"], w.people["head"], w.people["visitor"]
	first, second := editor.asks(yakushynetska, "q_internet"), w.people["expert"].asks(vinnytskaOblast, "q_phone")

	v := editor.begins(yakushynetska, " Цифрові навички ", `titleEn: "Digital skills", startsOn: "2026-11-20", endsOn: "2026-12-20", sampling: STRATIFIED, stratum: AGE,
		confidence: 0.9, breakdowns: [{variable: SEX}, {variable: AGE, crossedWith: SEX}], keepUntil: "2027-06-01"`)
	if v.Title != "Цифрові навички" || v.English != "Digital skills" || v.State != "DRAFT" || v.Version != 1 || v.Wave != 1 || v.Confidence != 0.9 || *v.Stratum != "AGE" ||
		v.OnlineSampling != "OPT_IN" || v.Community.Code != string(yakushynetska) || v.Region.Code != string(vinnytskaOblast) || v.OpenedAt != nil ||
		fmt.Sprint(v.ViewerCan) != "[UPDATE DESIGN SET_POPULATION OPEN DELETE]" || len(v.Categories) != 8 || v.Categories[5].Code != "60+" {
		t.Errorf("%+v", v)
	}
	if b := v.Breakdowns; len(b) != 2 || b[0].CrossedWith != nil || b[1].Variable != "SEX" || *b[1].CrossedWith != "AGE" {
		t.Errorf("%+v", b)
	}

	editor.surveys("openSurvey", v.on(``), "INVALID_INPUT questions", "INVALID_INPUT populations")
	v = editor.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q, required: true}, {questionId: %q}]`, second.ID, first.ID))
	v = editor.surveys("setSurveyCategories", v.on(`variable: AGE, categories: [{code: "18-39", labelUk: "18–39 років"}, {code: "40+", labelUk: "40 і старші", labelEn: "40 and older"}]`))
	v = editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 9000, margins: [
		{variable: SEX, category: "FEMALE", population: 4800}, {variable: SEX, category: "MALE", population: 4200}]`, yakushynetska))
	editor.surveys("openSurvey", v.on(``), "INVALID_INPUT populations."+string(yakushynetska)+".margins")
	v = editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 9000, margins: [{variable: AGE, category: "18-39", population: 4000},
		{variable: AGE, category: "40+", population: 4500}, {variable: SEX, category: "FEMALE", population: 4500}, {variable: SEX, category: "MALE", population: 4000}]`, yakushynetska))
	if q := v.Questions; v.Version != 5 || len(q) != 2 || q[0].Question.Code != "q_phone" || !q[0].Required || q[1].Position != 2 || q[1].Required ||
		len(v.Populations) != 1 || v.Populations[0].Population != 9000 || len(v.Populations[0].Margins) != 4 || v.Populations[0].Margins[0].Category != "FEMALE" {
		t.Errorf("%+v", v)
	}

	w.clock.pass(time.Minute)
	v = editor.surveys("openSurvey", v.on(`onlineLink: true`))
	if v.State != "OPEN" || v.OpenedAt == nil || v.ClosedAt != nil || v.OnlineLink == nil || len(*v.OnlineLink) < 20 || fmt.Sprint(v.ViewerCan) != "[UPDATE SET_POPULATION CLOSE CREATE_NEXT_WAVE]" {
		t.Errorf("%+v", v)
	}
	if q := head.questions("updateQuestion", first.on(`textUk: "Інше"`), "CONFLICT "); !q.Fixed || q.Text != first.Text || len(q.ViewerCan) != 0 {
		t.Errorf("an asked question is %+v", q)
	}
	w.keeps("what an open survey holds", func() {
		editor.surveys("updateSurvey", v.on(`sampling: OPT_IN, stratum: null, startsOn: null, titleUk: "Нова"`), "INVALID_INPUT sampling", "INVALID_INPUT startsOn", "INVALID_INPUT stratum")
		for _, late := range []string{"setSurveyQuestions", "setSurveyCategories", "openSurvey", "deleteSurvey", "reopenSurvey"} {
			if now := editor.surveys(late, v.on("%s", map[string]string{"setSurveyQuestions": `questions: []`, "setSurveyCategories": `variable: AGE, categories: []`}[late]), "CONFLICT "); now.Version != v.Version {
				t.Errorf("%s: how it stands is %+v", late, now)
			}
		}
		editor.surveys("setSurveyPopulation", v.on(`communityCode: %q`, yakushynetska), "INVALID_INPUT population")
		editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 10`, yakushynetska), "INVALID_INPUT margins")
		head.surveys("publishSurvey", v.on(``), "CONFLICT ")
	})
	v = editor.surveys("updateSurvey", v.on(`titleEn: null, descriptionUk: "Разом із ЦНАПом", endsOn: "2026-12-31"`))
	if v.English != v.Title || *v.Description != "Разом із ЦНАПом" || *v.EndsOn != "2026-12-31" {
		t.Errorf("%+v", v)
	}

	v = editor.surveys("closeSurvey", v.on(``))
	closed := v.ClosedAt
	v = editor.surveys("reopenSurvey", v.on(``))
	if closed == nil || v.State != "OPEN" || v.ClosedAt != nil {
		t.Errorf("%+v", v)
	}
	v = editor.surveys("closeSurvey", v.on(``))
	editor.surveys("updateSurvey", v.on(`titleUk: "Пізно", keepUntil: "2027-07-01"`), "INVALID_INPUT titleUk")
	if visitor.surveyOf(t, v.ID).ID != "" {
		t.Error("visitors see what is not published")
	}
	next := does[surveyAnswer](editor, "createNextWave", fmt.Sprintf(`id: %q`, v.ID), `survey { `+surveyFields+` } previousWave { `+surveyFields+` }`)
	n := next.Survey
	if n.Wave != 2 || n.State != "DRAFT" || n.PreviousWave.ID != v.ID || n.StartsOn != nil || n.KeepUntil != nil || n.OnlineLink != nil || n.Title != v.Title ||
		fmt.Sprint(n.Questions) != fmt.Sprint(v.Questions) || fmt.Sprint(n.Categories) != fmt.Sprint(v.Categories) || fmt.Sprint(n.Populations) != fmt.Sprint(v.Populations) ||
		next.PreviousWave.NextWave.ID != n.ID || fmt.Sprint(next.PreviousWave.ViewerCan) != "[UPDATE REOPEN]" {
		t.Errorf("%+v", next)
	}
	again := does[surveyAnswer](editor, "createNextWave", fmt.Sprintf(`id: %q`, v.ID), `survey { id } previousWave { id }`, "CONFLICT id")
	if again.Survey != nil || again.PreviousWave.ID != v.ID {
		t.Errorf("%+v", again)
	}

	v = head.surveys("publishSurvey", v.on(``))
	seen := visitor.surveyOf(t, v.ID)
	if seen.State != "PUBLISHED" || seen.PublishedAt == nil || len(seen.Questions) != 2 || len(seen.Populations) != 1 || seen.OnlineLink != nil || seen.NextWave != nil || len(seen.ViewerCan) != 0 {
		t.Errorf("visitors see %+v", seen)
	}
	head.surveys("reopenSurvey", v.on(``), "CONFLICT ")
	head.surveys("updateSurvey", v.on(`keepUntil: null`), "INVALID_INPUT keepUntil")
	v = head.surveys("updateSurvey", v.on(`keepUntil: "2027-07-01"`))
	if *v.KeepUntil != "2027-07-01" || fmt.Sprint(v.ViewerCan) != "[UPDATE]" {
		t.Errorf("%+v", v)
	}
	deleted := does[surveyAnswer](editor, "deleteSurvey", n.on(``), `deletedId survey { id }`)
	if deleted.Survey != nil || *deleted.DeletedID != n.ID || editor.surveyOf(t, n.ID).ID != "" {
		t.Errorf("%+v", deleted)
	}
	w.tellsTheHistoryOf(t, v.ID)
}

// tellsTheHistoryOf a survey: who did what, field by field, to those who may know.
func (w *talk) tellsTheHistoryOf(t *testing.T, id string) {
	t.Helper()
	const query = `query($id: ID!) { node(id: $id) { ... on Survey { history { action actorName changes { field before after } } } } }`
	got := w.people["reader"].ask(query, vars{"id": id})
	for _, want := range []string{
		`{"action":"CREATE_SURVEY","actorName":"editor"`, `{"action":"PUBLISH_SURVEY","actorName":"head","changes":[{"field":"state","before":"\"CLOSED\"","after":"\"PUBLISHED\""}]}`,
		`{"field":"titleEn","before":"\"Digital skills\"","after":null}`, `{"field":"questions","before":null,`, `{"field":"online","before":null,"after":"true"}`,
		`\"SEX FEMALE\": 4800`, `"OPEN_SURVEY"`, `"CLOSE_SURVEY"`, `"REOPEN_SURVEY"`,
	} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("the history lacks %s: %s", want, got.Body)
		}
	}
	if strings.Contains(got.Body, "onlineLink") {
		t.Errorf("the log keeps the link: %s", got.Body)
	}
	if got := w.people["visitor"].api.ask(query, vars{"id": id}); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden || !strings.Contains(got.Body, `"history":null`) {
		t.Errorf("a visitor: %s", got.Body)
	}
	if got := w.people["stranger"].ask(query, vars{"id": id}); len(got.Errors) > 0 || !strings.Contains(got.Body, `"history":[]`) {
		t.Errorf("a stranger: %s", got.Body)
	}
}

// TestAllFaultsOfASurveyAreToldTogether, each by its path.
func TestAllFaultsOfASurveyAreToldTogether(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor := w.people["editor"]
	v := editor.begins(yakushynetska, "Опитування", ``)
	foreign, own := w.people["neighbour"].asks(vinnytska, "q_foreign"), editor.asks(yakushynetska, "q_own")
	region := w.people["expert"].asks(vinnytskaOblast, "q_own")
	w.keeps("what is wrong", func() {
		editor.surveys("createSurvey", `titleUk: " ", startsOn: "2026-12-01", endsOn: "2026-11-01", keepUntil: "2026-10-01", stratum: SEX, confidence: 0.5,
			breakdowns: [{variable: SEX, crossedWith: SEX}, {variable: AGE, crossedWith: SEX}, {variable: SEX, crossedWith: AGE}]`,
			"INVALID_INPUT titleUk", "INVALID_INPUT endsOn", "INVALID_INPUT keepUntil", "INVALID_INPUT stratum", "INVALID_INPUT confidence",
			"INVALID_INPUT breakdowns.0.crossedWith", "INVALID_INPUT breakdowns.2", "INVALID_INPUT communityCode")
		editor.surveys("createSurvey", `communityCode: "UA05020310000080027", titleUk: "Є"`, "NOT_FOUND communityCode")
		editor.surveys("createSurvey", fmt.Sprintf(`communityCode: %q, regionCode: %q, titleUk: "Є"`, yakushynetska, vinnytskaOblast), "INVALID_INPUT communityCode")
		editor.surveys("updateSurvey", v.on(`titleUk: null, sampling: STRATIFIED`), "INVALID_INPUT titleUk", "INVALID_INPUT stratum")
		editor.surveys("updateSurvey", v.on(`onlineSampling: null, confidence: null, sampling: null`)) // as they are
		editor.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q}, {questionId: %q}, {questionId: %q}, {questionId: %q}, {questionId: %q}]`,
			foreign.ID, own.ID, own.ID, region.ID, w.goal), "NOT_FOUND questions.0.questionId", "INVALID_INPUT questions.2.questionId",
			"INVALID_INPUT questions.3.questionId", "NOT_FOUND questions.4.questionId")
		editor.surveys("setSurveyCategories", v.on(`variable: AGE, categories: [{code: "", labelUk: ""}, {code: "a b", labelUk: "Так"}, {code: "60+", labelUk: "1"}, {code: "60+", labelUk: "2"}]`),
			"INVALID_INPUT categories.0.code", "INVALID_INPUT categories.0.labelUk", "INVALID_INPUT categories.1.code", "INVALID_INPUT categories.3.code")
		editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 0, margins: [{variable: SEX, category: "OTHER", population: 1},
			{variable: SEX, category: "MALE", population: -1}, {variable: SEX, category: "MALE", population: 1}]`, vinnytska), "INVALID_INPUT population",
			"NOT_FOUND margins.0.category", "INVALID_INPUT margins.1.population", "INVALID_INPUT margins.2", "NOT_FOUND communityCode")
		for why, margins := range map[string]string{
			"more than there are":   `{variable: SEX, category: "MALE", population: 60}, {variable: SEX, category: "FEMALE", population: 60}`,
			"a category is missing": `{variable: SEX, category: "MALE", population: 60}`,
			"two other sums": `{variable: SEX, category: "MALE", population: 50}, {variable: SEX, category: "FEMALE", population: 50},
				{variable: SETTLEMENT, category: "URBAN", population: 50}, {variable: SETTLEMENT, category: "RURAL", population: 49}`,
		} {
			t.Log(why)
			editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 100, margins: [%s]`, yakushynetska, margins), "INVALID_INPUT margins")
		}
	})
	w.keeps("a version that is not the newest", func() {
		v.Version = 7
		if now := editor.surveys("updateSurvey", v.on(`titleUk: "Інша"`), "CONFLICT version"); now.Version != 1 || now.Title != "Опитування" {
			t.Errorf("%+v", now)
		}
	})
}

// TestWhatIsSetTwiceIsWrittenOnce, and what a category leaves goes with its margins.
func TestWhatIsSetTwiceIsWrittenOnce(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor := w.people["editor"]
	q := editor.asks(yakushynetska, "q_one")
	v := editor.begins(yakushynetska, "Опитування", ``)
	v = editor.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q}]`, q.ID))
	v = editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 10, margins: [{variable: SEX, category: "MALE", population: 5}, {variable: SEX, category: "FEMALE", population: 5}]`, yakushynetska))
	w.keeps("the same again", func() {
		editor.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q}]`, q.ID))
		editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 10, margins: [{variable: SEX, category: "FEMALE", population: 5}, {variable: SEX, category: "MALE", population: 5}]`, yakushynetska))
		editor.surveys("setSurveyCategories", v.on(`variable: SETTLEMENT, categories: [{code: "URBAN", labelUk: "Місто або селище", labelEn: "Town"}, {code: "RURAL", labelUk: " Село ", labelEn: "Village"}]`))
		editor.surveys("updateSurvey", v.on(`titleUk: "Опитування"`))
	})
	v = editor.surveys("setSurveyCategories", v.on(`variable: SEX, categories: [{code: "MALE", labelUk: "Чол."}, {code: "FEMALE", labelUk: "Жін."}]`)) // another order
	if v.Categories[0].Code != "MALE" || len(v.Populations[0].Margins) != 2 || v.Populations[0].Margins[0].Category != "MALE" {
		t.Errorf("%+v", v)
	}
	v = editor.surveys("setSurveyCategories", v.on(`variable: SEX, categories: [{code: "MALE", labelUk: "Чол."}]`))
	if len(v.Populations[0].Margins) != 1 {
		t.Errorf("%+v", v.Populations)
	}
	if v = editor.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: null`, yakushynetska)); len(v.Populations) != 0 {
		t.Errorf("%+v", v.Populations)
	}
}

// TestSampleSizes are those of the formula, for anybody.
func TestSampleSizes(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	const query = `query($n: Int!, $m: Percent!, $c: Float!) { sampleSize(population: $n, marginPoints: $m, confidence: $c) }`
	for want, asked := range map[int]vars{
		385: {"n": 100_000_000, "m": 5, "c": 0.95}, 370: {"n": 10_000, "m": 5, "c": 0.95}, 1066: {"n": 1_000_000, "m": 3, "c": 0.95}, 10: {"n": 10, "m": 1, "c": 0.99},
	} {
		if got := get[int](a, "sampleSize", query, asked); got != want {
			t.Errorf("%v: %d, want %d", asked, got, want)
		}
	}
	for field, asked := range map[string]vars{
		"population": {"n": 0, "m": 5, "c": 0.95}, "marginPoints": {"n": 10, "m": 0, "c": 0.95}, "confidence": {"n": 10, "m": 5, "c": 1},
	} {
		if told := a.refused(query, asked); told.Extensions.Code != domain.CodeInvalidInput || told.Extensions.Field != field {
			t.Errorf("%v: %+v", asked, told)
		}
	}
}
