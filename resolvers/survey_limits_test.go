package resolvers_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
)

// TestNoAnswerKeepsASurveyFromClosing: a number that cannot be worked with is not taken, and neither is a bound that would let it in.
func TestNoAnswerKeepsASurveyFromClosing(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	head.questions("createQuestion", ownedBy(yakushynetska)+`code: "q_much", kind: NUMERIC, textUk: "Скільки?", maximum: 1e16`, "INVALID_INPUT maximum")
	q := head.questions("createQuestion", ownedBy(yakushynetska)+`code: "q_much", kind: NUMERIC, textUk: "Скільки?"`)
	v := head.begins(yakushynetska, "Скільки?", `sampling: OPT_IN, keepUntil: "2027-12-31"`)
	p := &poll{api: a, head: head, id: v.ID, version: v.Version}
	p.step("setSurveyQuestions", p.known()+fmt.Sprintf(`, questions: [{questionId: %q}]`, q.ID))
	p.step("openSurvey", p.known()+`, onlineLink: true`)
	for n, number := range []string{"1e16", "-1e16", "1e300"} {
		if got := p.answer(n, fmt.Sprintf(`answers: [{question: "q_much", number: %s}]`, number)); got.faults() != "INVALID_INPUT answers.q_much.number" {
			t.Errorf("%s: %s", number, got.faults())
		}
	}
	if got := p.answer(9, `answers: [{question: "q_much", number: 1e15}]`); got.faults() != "" {
		t.Error(got.faults())
	}
	p.step("closeSurvey", p.known())
}

// TestBreakdownsThatCannotBeProtectedAreRefused before anybody answers.
func TestBreakdownsThatCannotBeProtectedAreRefused(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	const pairs = `breakdowns: [{variable: SEX, crossedWith: AGE}, {variable: AGE, crossedWith: SETTLEMENT}%s]`
	head.surveys("createSurvey", ownedBy(yakushynetska)+`titleUk: "Усі", `+fmt.Sprintf(pairs, `, {variable: SETTLEMENT, crossedWith: SEX}`), "INVALID_INPUT breakdowns")
	v := head.begins(yakushynetska, "Двічі", fmt.Sprintf(pairs, ""))
	head.surveys("updateSurvey", v.on(pairs, `, {variable: SETTLEMENT, crossedWith: SEX}`), "INVALID_INPUT breakdowns")
}

// TestAFormDownloadedAgainCountsNobodyTwice: Google Forms gives no ids, and each day's file holds those of the days before.
func TestAFormDownloadedAgainCountsNobodyTwice(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	all := answersFile(t, "google_forms.csv")
	lines := bytes.SplitAfter(all, []byte("\n"))
	yesterday := head.send("RESPONSES", "вчора.csv", bytes.Join(lines[:5], nil))
	if got := p.brings(head, yesterday, vars{"mode": "ONLINE", "mapping": p.looks(head, yesterday).Mapping}); got.Result == nil || got.Result.Added != 4 {
		t.Fatalf("%+v", got)
	}
	today := head.send("RESPONSES", "сьогодні.csv", all)
	if got := p.brings(head, today, vars{"mode": "ONLINE"}); got.Result == nil || got.Result.Added != 8 || got.Result.Known != 4 || a.rowsOf("responses.responses") != 12 {
		t.Errorf("%+v", got)
	}
}

// TestAPublishedWaveTellsNothingOfOneThatIsNot, not even by what has changed since.
func TestAPublishedWaveTellsNothingOfOneThatIsNot(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("then", "", "FEMALE", 80, 120)
	p.step("closeSurvey", p.known())
	p.follow()
	p.bring("now", "", "FEMALE", 120, 80)
	p.step("closeSurvey", p.known())
	if yes := p.figures(p.head, "")["q_one.o1"]; yes.Change == nil || !isNear(&yes.Change.Difference, .2) {
		t.Errorf("staff, who see both, are told %+v", yes.Change)
	}
	p.step("publishSurvey", p.known())
	for name, f := range p.figures(a, "") {
		if f.Change != nil {
			t.Errorf("%s tells of the wave before: %+v", name, f.Change)
		}
	}
}

// TestASurveyIsOpenedForATimeAndHonestly: until when responses are kept is told before anybody answers, of each wave, and stays told; and whoever follows
// a public link is no random sample.
func TestASurveyIsOpenedForATimeAndHonestly(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	v := head.ready(yakushynetska, "Посилання", "q_link")
	v = head.surveys("updateSurvey", v.on(`keepUntil: null, onlineSampling: SIMPLE_RANDOM`))
	v = head.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 7708`, yakushynetska))
	head.surveys("openSurvey", v.on(`onlineLink: true`), "INVALID_INPUT keepUntil", "INVALID_INPUT onlineSampling")
	v = head.surveys("updateSurvey", v.on(`keepUntil: "2027-12-31"`))
	v = head.surveys("openSurvey", v.on(``)) // nobody follows a link that there is not
	head.surveys("updateSurvey", v.on(`keepUntil: null`), "INVALID_INPUT keepUntil")
	next := head.surveys("createNextWave", fmt.Sprintf(`id: %q`, v.ID))
	head.surveys("openSurvey", next.on(``), "INVALID_INPUT keepUntil")
}

// TestWhatAFileCannotHold: a time of long ago is a slip where the survey tells no first day, too; and all options refused is an answer that is kept.
func TestWhatAFileCannotHold(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	rows := func(year int) []byte {
		var file strings.Builder
		file.WriteString("_id;_submission_time;q_one;q_many/o1;q_many/o2;q_many/o3\n")
		for n := range 40 {
			fmt.Fprintf(&file, "%d;%d-11-03T07:00:00;o1;%d;0;0\n", n, year, n%2)
		}
		return []byte(file.String())
	}
	if got := p.brings(p.head, p.head.send("RESPONSES", "kobo.csv", rows(1970)), vars{"mode": "CAPI"}); got.wrong() != "INVALID_INPUT uploadId" || len(got.Faults) != 40 {
		t.Errorf("1970 is %+v", got)
	}
	if got := p.brings(p.head, p.head.send("RESPONSES", "kobo.csv", rows(2026)), vars{"mode": "CAPI"}); got.Result == nil || got.Result.Added != 40 {
		t.Fatalf("%+v", got)
	}
	if f := p.figures(p.head, "")["q_many.o1"]; *f.N != 40 || !isNear(f.Value, .5) {
		t.Errorf("of forty who answered it is %+v", f)
	}
}
