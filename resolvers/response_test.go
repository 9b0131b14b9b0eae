package resolvers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
)

const formQuery = `query($link: String!) { surveyByLink(link: $link) { title description until keepUntil communities { code name } categories { variable code label(lang: EN) }
	questions { code kind text hint required unit minimum maximum options { code text other } } } }`

func TestAnybodySeesTheFormOfAnOpenSurvey(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, `, descriptionUk: "Про зв'язок."`)
	type form struct {
		Title       string
		Description *string
		KeepUntil   string
		Communities []struct{ Code string }
		Categories  []struct{ Variable, Code, Label string }
		Questions   []struct {
			Code, Kind, Text string
			Required         bool
			Unit             *string
			Options          []struct {
				Code  string
				Other bool
			}
		}
	}
	for _, closed := range []bool{false, true} {
		a.handler = a.face(graph.Options{Closed: closed})
		got := get[form](a, "surveyByLink", formQuery, vars{"link": p.link})
		if got.Title != "Інтернет у громаді" || len(got.Questions) != 5 || !got.Questions[0].Required || len(got.Questions[0].Options) != 3 || !got.Questions[0].Options[2].Other ||
			len(got.Categories) != 8 || got.Categories[0].Label != "Women" || len(got.Communities) != 0 ||
			got.Description == nil || *got.Description != "Про зв'язок." || got.KeepUntil != "2027-12-31" || got.Questions[0].Unit != nil || got.Questions[3].Unit == nil || *got.Questions[3].Unit != "год" {
			t.Errorf("closed to visitors %v, the form is %+v", closed, got)
		}
	}
	unknown := a.ask(formQuery, vars{"link": strings.Repeat("x", 43)}, "X-Request-Id", "same-for-both")
	p.step("closeSurvey", p.known())
	if over := a.ask(formQuery, vars{"link": p.link}, "X-Request-Id", "same-for-both"); over.Body != unknown.Body || over.Errors[0].Extensions.Code != domain.CodeNotFound {
		t.Errorf("of a survey that is over is told %s, of none %s", over.Body, unknown.Body)
	}
}

func TestAnybodyAnswersOnceAndIsToldAllThatIsWrong(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	a.handler = a.face(graph.Options{Closed: true}) // nobody reads, everybody answers
	wrong := p.answer(1, `strata: [{variable: SEX, category: "CAT"}], answers: [{question: "q_many", options: ["o1", "o9"]}, {question: "q_scale", options: ["o1", "o2"]},
		{question: "q_number", number: 25}, {question: "q_nothing", number: 1}, {question: "q_text", text: "  "}, {question: "q_text", options: ["o1"]}]`)
	want := "INVALID_INPUT answers.0.options.1, INVALID_INPUT answers.3.question, INVALID_INPUT answers.5.options.0, " +
		"INVALID_INPUT answers.q_one, INVALID_INPUT answers.q_scale.options, INVALID_INPUT answers.q_number.number, INVALID_INPUT strata.SEX"
	if wrong.faults() != want || wrong.Receipt != nil {
		t.Errorf("told is %s\nwant    %s", wrong.faults(), want)
	}
	if rows := a.rowsOf("responses.responses"); rows != 0 {
		t.Fatalf("%d responses are kept", rows)
	}
	right := `strata: [{variable: SEX, category: "FEMALE"}], answers: [{question: "q_one", options: ["o3"], text: "` + secretAnswer + `"}, {question: "q_many", options: ["o3", "o1"]},
		{question: "q_scale", options: ["o2"]}, {question: "q_number", number: 1.5}, {question: "q_text", text: "` + secretAnswer + `"}]`
	first, again := p.answer(2, right), p.answer(2, right)
	if first.Receipt == nil || again.Receipt == nil || *first.Receipt == *again.Receipt || first.faults()+again.faults() != "" {
		t.Fatalf("answered are %+v, %+v", first, again)
	}
	var stored string
	if err := a.db.QueryRow(`SELECT regexp_replace(CAST(answers AS text), '"\d+": ', '', 'g') || mode || sex FROM responses.responses`).Scan(&stored); err != nil {
		t.Fatal(err)
	}
	if want := `{{"o": [3], "t": 1}, {"o": [1, 3]}, {"o": [2]}, {"n": 1.5}, {"t": 1}}ONLINEFEMALE`; stored != want || a.rowsOf("responses.texts") != 2 {
		t.Errorf("stored is %s", stored)
	}
	p.step("closeSurvey", p.known())
	if got := p.answer(3, right); got.faults() != "NOT_FOUND link" {
		t.Errorf("a closed survey says %s", got.faults())
	}
}

func TestASurveyIsAnsweredWithinItsDates(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, `, startsOn: "2026-11-21", endsOn: "2026-11-22"`)
	for day, want := range []string{"NOT_FOUND link", "", "", "NOT_FOUND link"} {
		if got := p.answer(day, `answers: [{question: "q_one", options: ["o1"]}]`); got.faults() != want {
			t.Errorf("on day %d it says %q", day, got.faults())
		}
		a.clock.pass(24 * time.Hour)
	}
}

func TestAResponseIsErasedByItsReceipt(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	kept := p.answer(1, `answers: [{question: "q_one", options: ["o1"]}]`)
	gone := p.answer(2, `answers: [{question: "q_one", options: ["o2"]}, {question: "q_text", text: "`+secretAnswer+`"}]`)
	if kept.Receipt == nil || gone.Receipt == nil {
		t.Fatal(kept, gone)
	}
	erase := func(receipt string) string {
		a.clock.pass(time.Second)
		return a.ask(`mutation($receipt: String!) { eraseResponse(input: {receipt: $receipt}) { erased userErrors { code path } } }`, vars{"receipt": receipt}).Body
	}
	const done = `{"data":{"eraseResponse":{"erased":true,"userErrors":[]}}}` + "\n"
	for what, receipt := range map[string]string{"as it was copied": strings.ToLower(strings.ReplaceAll(*gone.Receipt, "-", " ")), "of nobody": auth.NewReceipt()} {
		if got := erase(receipt); got != done {
			t.Errorf("%s: %s", what, got)
		}
	}
	if got := erase(*gone.Receipt); got != done { // again
		t.Errorf("again: %s", got)
	}
	if got := erase("abc"); !strings.Contains(got, `"erased":null`) || !strings.Contains(got, `"path":["receipt"]`) {
		t.Errorf("no receipt: %s", got)
	}
	if a.rowsOf("responses.responses") != 1 || a.rowsOf("responses.texts") != 0 {
		t.Error("the wrong ones are left")
	}
	var about, told string
	err := a.db.QueryRow(`SELECT subject_type || subject_number, CAST(jsonb_strip_nulls(to_jsonb(e) - 'id' - 'at') AS text) FROM audit_events e WHERE action = 'ERASE_RESPONSE'`).Scan(&about, &told)
	if err != nil || !strings.HasPrefix(about, "Survey") || strings.Contains(told, "192.0.2.1") || strings.Contains(told, "address") || strings.Contains(told, "request") || a.audited(domain.AuditEraseResponse) != 1 {
		t.Errorf("the audit log says %s: %v", told, err)
	}
}

func TestAnAddressAnswersOnlySoOften(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	crowd, other := a.from("203.0.113.7"), a.from("203.0.113.8")
	send := func(from *api, n int) answer {
		return from.ask(fmt.Sprintf(`mutation { submitResponse(input: {link: %q, submissionId: "submission-of-tests-%06d", answers: []}) { userErrors { code } } }`, p.link, n), nil)
	}
	limited := 0
	for n := range 30 {
		if got := send(crowd, n); len(got.Errors) > 0 {
			limited++
			if got.Errors[0].Extensions.Code != domain.CodeRateLimited || got.Status != http.StatusOK {
				t.Errorf("told is %s", got.Body)
			}
		}
	}
	if limited != 10 || len(send(other, 1).Errors) > 0 {
		t.Errorf("%d of 30 were too many", limited)
	}
	if got := a.from("203.0.113.7").signsIn(p.head.email); got.Code != http.StatusOK {
		t.Error("who answers a lot cannot sign in")
	}
}
