package resolvers_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// TestFiguresAreThereWhenASurveyCloses and are shown to everybody when it is published.
func TestFiguresAreThereWhenASurveyCloses(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("women", "", "FEMALE", 60, 40)
	p.bring("men", "", "MALE", 30, 70)
	if got := p.figures(p.head, ""); !isNear(got["q_one.o1"].Value, .45) {
		t.Errorf("after an import %+v", got["q_one.o1"])
	}
	neighbour, observer := a.someone("neighbour", staffOf(vinnytska, auth.Head)), a.someone("observer", observerOf(vinnytskaOblast))
	if p.figures(a, "") != nil || p.figures(neighbour, "") != nil || !isNear(p.figures(observer, "")["q_one.o1"].Value, .45) {
		t.Error("an open survey is shown to the wrong ones")
	}
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	all := p.figures(a, "")
	yes := all["q_one.o1"]
	se := math.Sqrt(.45 * .55 / 199 * (1 - 200.0/7708))
	if !isNear(yes.Value, .45) || *yes.N != 200 || !isNear(yes.StandardError, se) || !isNear(yes.MarginOfError, 1.959963985*se) || yes.Suppressed || yes.Missing != nil ||
		!strings.HasPrefix(yes.BasisText, "simple random sample; not weighted; with finite population correction") {
		t.Errorf("everybody sees %+v", yes)
	}
	if third := all["q_one.o3"]; !isNear(third.Value, 0) || *third.Lack != "NO_VARIATION" {
		t.Errorf("of what nobody chose %+v", third)
	}
	if text := all["q_text"]; text.Kind != "COUNT" || *text.N != 0 || *text.Missing != "NOT_APPLICABLE" {
		t.Errorf("of a text %+v", text)
	}
	if scale := all["q_scale"]; scale.Kind != "MEAN" || !isNear(scale.Value, 2.5) {
		t.Errorf("of a scale %+v", scale)
	}
	bySex := p.figures(a, "(by: [SEX])")
	if !isNear(bySex["q_one.o1/FEMALE"].Value, .6) || !isNear(bySex["q_one.o1/MALE"].Value, .3) || bySex["q_one.o1/FEMALE"].Group.Variable != "SEX" {
		t.Errorf("by sex %+v", bySex)
	}
	counts := get[struct {
		ResponseCounts []struct {
			Mode       string
			Count      int
			Suppressed bool
		}
		Questions []struct{ Figures []shownFigure }
	}](a, "node", `query($id: ID!) { node(id: $id) { ... on Survey { responseCounts { mode count suppressed } questions { figures { `+figureFields+` } } } } }`, vars{"id": p.id})
	if fmt.Sprint(counts.ResponseCounts) != "[{OFFLINE_PAPER 200 false}]" || len(counts.Questions) != 5 || len(counts.Questions[0].Figures) != 4 {
		t.Errorf("counted are %+v", counts)
	}
	for _, by := range []string{"SEX, AGE, MODE", "SEX, SEX"} {
		if got := a.ask(`query($id: ID!) { node(id: $id) { ... on Survey { figures(by: [`+by+`]) { n } } } }`, vars{"id": p.id}); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInvalidInput || got.Errors[0].Extensions.Field != "by" {
			t.Errorf("by %s: %s", by, got.Body)
		}
	}
}

func isNear(got *float64, want float64) bool { return got != nil && math.Abs(*got-want) < 5e-7 }

func TestOnlineAnswersAreIndicativeAndFewAreHidden(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	for n := range 44 {
		sex := []string{"FEMALE", "MALE"}[min(n/40, 1)]
		if got := p.answer(n, fmt.Sprintf(`strata: [{variable: SEX, category: %q}], answers: [{question: "q_one", options: ["o%d"]}]`, sex, 1+n%2)); got.faults() != "" {
			t.Fatal(got.faults())
		}
	}
	if got := p.figures(p.head, ""); len(got) == 0 { // computed with the tenth answer
		t.Error("nothing is told while it is open")
	}
	p.step("closeSurvey", p.known())
	yes := p.figures(p.head, "")["q_one.o1"]
	if !isNear(yes.Value, .5) || yes.MarginOfError != nil || yes.Low != nil || yes.StandardError != nil || !yes.Basis.Indicative || *yes.Lack != "OPT_IN" || *yes.N != 44 {
		t.Errorf("told is %+v", yes)
	}
	bySex := p.figures(p.head, "(by: [SEX])")
	for _, sex := range []string{"FEMALE", "MALE"} { // four men are everybody less the women
		f := bySex["q_one.o1/"+sex]
		if !f.Suppressed || *f.Missing != "SUPPRESSED" || f.Value != nil || f.N != nil {
			t.Errorf("of %s is told %+v", sex, f)
		}
	}
}

// TestARegionsSurveyShowsEachItsOwn until it is published.
func TestARegionsSurveyShowsEachItsOwn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := &poll{api: a, head: a.someone("expert", expertOf(vinnytskaOblast))}
	p.open(fmt.Sprintf("regionCode: %q", vinnytskaOblast), "", map[domain.KatottgCode]int{yakushynetska: 1000, vinnytska: 9000})
	p.bring("here", yakushynetska, "FEMALE", 40, 60)
	p.bring("there", vinnytska, "FEMALE", 80, 20)
	admin := a.someone("admin", administrator())
	here, there, outside := a.someone("here", staffOf(yakushynetska, auth.Editor)), a.someone("there", staffOf(vinnytska, auth.Editor)), a.someone("elsewhere", staffOf(ahronomichna, auth.Head))
	of := func(code domain.KatottgCode) string { return fmt.Sprintf(`(communityCode: %q)`, code) }
	for _, see := range []struct {
		who   *person
		args  string
		value float64 // 0: none
	}{
		{p.head, "", .1*.4 + .9*.8},
		{admin, "", .1*.4 + .9*.8},
		{p.head, "(weighted: false)", .6},
		{p.head, of(vinnytska), .8},
		{here, of(yakushynetska), .4},
		{here, of(vinnytska), 0},
		{here, "", 0},
		{there, of(vinnytska), .8},
		{there, of(yakushynetska), 0},
		{outside, of(yakushynetska), 0},
	} {
		got := p.figures(see.who, see.args)["q_one.o1"]
		if (see.value == 0) != (got.Value == nil) || (see.value != 0 && !isNear(got.Value, see.value)) {
			t.Errorf("%s sees of %s: %+v", see.who.email, see.args, got)
		}
	}
	p.step("closeSurvey", p.known())
	p.head = admin
	p.step("publishSurvey", p.known())
	if got := p.figures(here, of(vinnytska))["q_one.o1"]; !isNear(got.Value, .8) {
		t.Errorf("when it is published a neighbour sees %+v", got)
	}
}

func TestWavesTellWhatHasChanged(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("then", "", "FEMALE", 80, 120)
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	p.follow()
	p.bring("now", "", "FEMALE", 120, 80)
	p.step("closeSurvey", p.known())
	yes := p.figures(p.head, "")["q_one.o1"]
	if yes.Change == nil || !isNear(&yes.Change.Difference, .2) || yes.Change.Z == nil || *yes.Change.Z < 4 {
		t.Errorf("the change is %+v", yes.Change)
	}
	over := get[struct{ Figures []shownFigure }](p.head.asking(), "node", `query($id: ID!) { node(id: $id) { ... on Question { figures { `+figureFields+` } } } }`,
		vars{"id": a.firstOf(`SELECT number FROM questions WHERE code = 'q_one'`, "Question")})
	if len(over.Figures) != 8 || !isNear(over.Figures[1].Value, .4) || !isNear(over.Figures[5].Value, .6) {
		t.Errorf("over time it is %+v", over.Figures)
	}
}

// firstOf is the id of what a statement finds the number of.
func (a *api) firstOf(statement, typeName string) string {
	a.tb.Helper()
	var number int64
	if err := a.db.QueryRow(statement).Scan(&number); err != nil {
		a.tb.Fatal(err)
	}
	return idAtType(typeName, 0, number)
}

// TestPublishedFiguresStay whatever becomes of the responses; of others those erased are gone with the next.
func TestPublishedFiguresStay(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, `, keepUntil: "2026-12-31"`)
	p.bring("all", "", "FEMALE", 60, 40)
	last := p.answer(1, `answers: [{question: "q_one", options: ["o1"]}]`)
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	before := fmt.Sprint(p.figures(a, ""))
	a.ask(fmt.Sprintf(`mutation { eraseResponse(input: {receipt: %q}) { erased } }`, *last.Receipt), nil)
	if a.rowsOf("responses.responses") != 100 {
		t.Error("it is not erased")
	}
	a.clock.pass(41 * 24 * 3600 * 1e9) // the 31st of December
	if purged, err := a.store.PurgeResponses(operator(), false); err != nil || len(purged) != 0 {
		t.Errorf("too early %v, %v", purged, err)
	}
	a.clock.pass(24 * 3600 * 1e9)
	if purged, err := a.store.PurgeResponses(operator(), true); err != nil || len(purged) != 1 || a.rowsOf("responses.responses") != 100 {
		t.Errorf("trying it tells %v, %v", purged, err)
	}
	purged, err := a.store.PurgeResponses(operator(), false)
	if err != nil || len(purged) != 1 || purged[0].Responses != 100 || a.rowsOf("responses.responses")+a.rowsOf("responses.texts") != 0 {
		t.Errorf("purged are %v, %v", purged, err)
	}
	if again, err := a.store.PurgeResponses(operator(), false); err != nil || len(again) != 0 || a.audited(domain.AuditPurgeResponses) != 1 {
		t.Errorf("again %v, %v", again, err)
	}
	if after := fmt.Sprint(p.figures(a, "")); len(before) != len(after) || a.rowsOf("survey_figures") == 0 {
		t.Error("figures went with them")
	}
}

// TestFiguresSayInWordsWhoTheyAreOf and that they are rounded, or hidden.
func TestFiguresSayInWordsWhoTheyAreOf(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("women", "", "FEMALE", 60, 40)
	p.bring("men", "", "MALE", 30, 70)
	for n := range 20 {
		p.answer(n, fmt.Sprintf(`strata: [{variable: SEX, category: "MALE"}], answers: [{question: "q_one", options: ["o%d"]}]`, 1+n%2))
	}
	a.exec(`INSERT INTO survey_figures (survey_number, community_id, question_number, option_number, variable, category, weighted, n, confidence, basis, up_to, computed_at)
		SELECT v.number, v.community_id, q.number, 1, x.variable, x.category, FALSE, 10, 0.95, 'SIMPLE_RANDOM UNWEIGHTED', 1, now()
		FROM surveys v, questions q, (VALUES ('MODE', 'OFFLINE'), ('SEX*AGE', 'MALE*18-29')) x (variable, category) WHERE q.code = 'q_one'`)
	a.exec(`UPDATE survey_figures SET basis = 'SIMPLE_RANDOM RAKED ROUNDED:0.05' WHERE variable = 'SEX' AND category = 'MALE'`)
	a.exec(`UPDATE survey_figures SET hidden = TRUE, value = NULL, standard_error = NULL, effective_n = NULL, design_effect = NULL, margin = NULL, low = NULL, high = NULL
		WHERE variable = 'SEX' AND category = 'FEMALE'`)
	type told struct {
		Group              *struct{ Category, Label, En string }
		RoundedTo          *float64
		BasisText, English string
	}
	of := func(by, category string) told {
		for _, f := range get[struct{ Figures []told }](p.head.asking(), "node", `query($id: ID!) { node(id: $id) { ... on Survey { figures(by: [`+by+`], weighted: false) {
			group { category label en: label(lang: EN) } roundedTo basisText english: basisText(lang: EN) } } } }`, vars{"id": p.id}).Figures {
			if f.Group.Category == category {
				return f
			}
		}
		t.Fatalf("nothing is told of %s", category)
		return told{}
	}
	if got := of("AGE, SEX", "MALE").Group; got.Label != "Чоловіки × 18–29 років" || got.En != "Men × 18–29 years" {
		t.Errorf("crossed is %+v", got)
	}
	for category, want := range map[string][2]string{
		"FEMALE": {"Жінки", "Women"}, "ONLINE": {"Онлайн", "Online"}, "OFFLINE_PAPER": {"На папері", "On paper"}, "OFFLINE": {"Усі, крім онлайн", "All but online"},
	} {
		by := map[bool]string{true: "SEX", false: "MODE"}[category == "FEMALE"]
		if got := of(by, category); got.Group.Label != want[0] || got.Group.En != want[1] || got.RoundedTo != nil {
			t.Errorf("%s is %+v, to %v", category, got.Group, got.RoundedTo)
		}
	}
	if got := of("SEX", "MALE"); !isNear(got.RoundedTo, .05) || !strings.Contains(got.BasisText, "заокруглено до 0,05") || !strings.Contains(got.English, "rounded to 0.05") {
		t.Errorf("rounded is %+v", got)
	}
	if got := of("SEX", "FEMALE"); !strings.Contains(got.BasisText, "Приховано") || !strings.Contains(got.English, "Hidden to protect people") {
		t.Errorf("hidden is %+v", got)
	}
}

// TestOneQuestionTellsOnlySoMuch: two variables of fifty categories have a hundred thousand figures.
func TestOneQuestionTellsOnlySoMuch(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("women", "", "FEMALE", 60, 40)
	a.exec(`INSERT INTO survey_figures (survey_number, community_id, question_number, option_number, variable, category, weighted, n, confidence, basis, up_to, computed_at)
		SELECT v.number, v.community_id, q.number, o, 'SEX*AGE', a || '*' || b, FALSE, 10, 0.95, 'SIMPLE_RANDOM UNWEIGHTED', 1, now()
		FROM surveys v, questions q, generate_series(1, 3) o, generate_series(1, 50) a, generate_series(1, 50) b WHERE q.code = 'q_one'`)
	const document = `query($id: ID!) { node(id: $id) { ... on Survey { questions { figures(by: %s) { n } } } } }`
	if got := p.head.ask(fmt.Sprintf(document, "[SEX, AGE]"), vars{"id": p.id}); len(got.Errors) == 0 || got.Errors[0].Extensions.Code != domain.CodeInvalidInput {
		t.Errorf("too many are %.300s", got.Body)
	}
	if got := p.head.ask(fmt.Sprintf(document, "[SEX]"), vars{"id": p.id}); len(got.Errors) != 0 {
		t.Error(got.Body)
	}
}
