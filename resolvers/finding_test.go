package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

type finding struct {
	Problem          struct{ ID, Code string }
	Option           struct{ Code string }
	Share            *float64
	N, Rank          *int
	RankBest         *int
	RankWorst        *int
	Suppressed       bool
	ProposedSeverity *int
}

func (p *poll) mainProblems(who asker, args string) []finding {
	p.tb.Helper()
	var node struct{ MainProblems []finding }
	decode(p.tb, who.ask(`query($id: ID!) { node(id: $id) { ... on Survey { mainProblems`+args+` { problem { id code } option { code } share n suppressed rank rankBest rankWorst proposedSeverity } } } }`,
		vars{"id": p.id}), "node", &node)
	return node.MainProblems
}

type summedUp struct {
	Problem                            struct{ Code string }
	MeanShare, Coverage                *float64
	Communities, Suppressed, Of, First int
}

// summedUp is what surveys found, over communities.
func (a *api) summedUp(args string) []summedUp {
	return get[[]summedUp](a, "surveyFindings", `{ surveyFindings`+args+` { problem { code } meanShare coverage communities suppressed of first } }`, nil)
}

// TestWhatASurveyFoundBecomesAProblem of the community, by an expert, with the figure as evidence.
func TestWhatASurveyFoundBecomesAProblem(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, false)
	of := fmt.Sprintf(`(communityCode: %q)`, yakushynetska)
	if got := a.ask(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": p.id}); len(got.Errors) == 0 {
		t.Fatal("everybody sees a survey that is not published")
	}
	expert := a.someone("expert", expertOf(vinnytskaOblast))
	of2 := p.mainProblems(expert, of)
	if len(of2) != 2 || of2[0].Option.Code != "o2" || !isNear(of2[0].Share, .6) || *of2[0].Rank != 1 || *of2[1].Rank != 2 || *of2[0].RankWorst != 1 || *of2[0].ProposedSeverity != 5 {
		t.Fatalf("found is %+v", of2)
	}
	input := func(survey, problem, more string) string {
		return fmt.Sprintf(`surveyId: %q, problemId: %q, communityCode: %q%s`, survey, problem, yakushynetska, more)
	}
	type answer struct {
		CommunityProblem *struct {
			ID       string
			Severity int
			Version  int
			Note     *string
			Evidence []struct {
				Kind, Text string
				Survey     *struct{ ID string }
				Question   *struct{ Code string }
			}
		}
	}
	const fields = `communityProblem { id severity version note evidence { kind text survey { id } question { code } } }`
	does[answer](expert, "confirmFinding", input(p.id, of2[0].Problem.ID, ""), fields, "NOT_FOUND surveyId")
	p.step("publishSurvey", p.known())
	for name, who := range map[string]*person{"reader": a.someone("reader", staffOf(yakushynetska, auth.Reader)), "neighbour": a.someone("neighbour", staffOf(vinnytska, auth.Head))} {
		got := who.ask(`mutation { confirmFinding(input: {`+input(p.id, of2[0].Problem.ID, "")+`}) { communityProblem { id } userErrors { code } } }`, nil)
		if !strings.Contains(got.Body, "FORBIDDEN") {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
	for _, none := range []string{domain.NodeID{Type: "Problem", Number: 999999}.String(), p.id} { // the same of what is no problem at all
		refused := expert.ask(`mutation { confirmFinding(input: {`+input(p.id, none, "")+`}) { userErrors { code path message } } }`, nil, "Accept-Language", "en")
		if !strings.Contains(refused.Body, `{"code":"NOT_FOUND","path":["problemId"],"message":"No answer of this survey stands for such a problem, or the community was not asked."}`) {
			t.Errorf("a finding of no answer: %s", refused.Body)
		}
	}
	got := does[answer](expert, "confirmFinding", input(p.id, of2[0].Problem.ID, `, note: "Так і є"`), fields).CommunityProblem
	if got.Severity != 5 || *got.Note != "Так і є" || len(got.Evidence) != 1 || got.Evidence[0].Kind != "SURVEY_FIGURE" || got.Evidence[0].Survey.ID != p.id ||
		got.Evidence[0].Question.Code != "q_one" || !strings.HasPrefix(got.Evidence[0].Text, "60 % відповіли «Ні» на запитання «Чи є у вас інтернет?»") {
		t.Errorf("confirmed is %+v", got)
	}
	events := a.audited(domain.AuditSetProblem)
	again := does[answer](expert, "confirmFinding", input(p.id, of2[0].Problem.ID, fmt.Sprintf(`, version: %d`, got.Version)), fields).CommunityProblem
	if again.Version != got.Version || a.audited(domain.AuditSetProblem) != events {
		t.Errorf("confirmed again it is %+v", again)
	}
	does[answer](expert, "confirmFinding", input(p.id, of2[0].Problem.ID, ""), fields, "CONFLICT version")
	does[answer](expert, "confirmFinding", input(p.id, of2[0].Problem.ID, fmt.Sprintf(`, version: %d, severity: 6`, got.Version)), fields, "INVALID_INPUT severity")
}

// TestWhatWasWrittenByHandIsLinked to its survey when the finding is confirmed, though nothing else changes.
func TestWhatWasWrittenByHandIsLinked(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, false)
	p.step("publishSurvey", p.known())
	expert := a.someone("expert", expertOf(vinnytskaOblast))
	type answer struct {
		CommunityProblem *struct {
			ID       string
			Version  int
			Evidence []struct {
				Text   string
				Survey *struct{ ID string }
			}
		}
	}
	const fields = `communityProblem { id version evidence { text survey { id } } }`
	found := p.mainProblems(expert, fmt.Sprintf(`(communityCode: %q)`, yakushynetska))[0]
	input := fmt.Sprintf(`surveyId: %q, problemId: %q, communityCode: %q`, p.id, found.Problem.ID, yakushynetska)
	made := does[answer](expert, "confirmFinding", input, fields).CommunityProblem
	a.exec(`UPDATE community_problem_evidence SET survey_number = NULL, question_number = NULL`) // as somebody would have written it
	events := a.audited(domain.AuditSetProblem)
	linked := does[answer](expert, "confirmFinding", input+fmt.Sprintf(`, version: %d`, made.Version), fields).CommunityProblem
	if len(linked.Evidence) != 1 || linked.Evidence[0].Survey == nil || linked.Evidence[0].Survey.ID != p.id || linked.Version != made.Version+1 || a.audited(domain.AuditSetProblem) != events+1 {
		t.Errorf("linked is %+v, after %+v", linked, made)
	}
	again := does[answer](expert, "confirmFinding", input+fmt.Sprintf(`, version: %d`, linked.Version), fields).CommunityProblem
	if again.Version != linked.Version || a.audited(domain.AuditSetProblem) != events+1 {
		t.Errorf("confirmed again it is %+v", again)
	}
}

// TestFindingsAreSummedUp over communities.
func TestFindingsAreSummedUp(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, false)
	ask := p.summedUp
	if got := ask(""); len(got) != 0 {
		t.Errorf("before it is published %+v", got)
	}
	p.step("publishSurvey", p.known())
	got := ask("")
	if len(got) != 2 || !isNear(got[0].MeanShare, .6) || !isNear(got[1].MeanShare, .4) || got[0].Communities != 2 || got[0].First+got[1].First != 2 || got[0].Suppressed != 0 {
		t.Errorf("summed up are %+v", got)
	}
	if got := ask("(wave: 2)"); len(got) != 0 {
		t.Errorf("of another wave %+v", got)
	}
	weighted := ask("(weighting: POPULATION)")
	var here, there float64
	if err := a.db.QueryRow(`SELECT sum(population) FILTER (WHERE code = $1), sum(population) FILTER (WHERE code = $2) FROM communities`, yakushynetska, vinnytska).Scan(&here, &there); err != nil {
		t.Fatal(err)
	}
	if want := (here*.4 + there*.8) / (here + there); len(weighted) != 2 || !isNear(weighted[0].MeanShare, max(want, 1-want)) {
		t.Errorf("by population %+v, not %v", weighted, want)
	}
}

// Abuse case 11: what people wrote in their own words is read by those who work with the community alone, after it is closed, without what tells who they
// are, and audited.
func TestTextsAreReadWithCare(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	for n := range 4 {
		p.answer(n, fmt.Sprintf(`answers: [{question: "q_one", options: ["o1"]}, {question: "q_text", text: "Думка %d, дзвоніть 067 123 45 67"}]`, n))
	}
	question := a.firstOf(`SELECT number FROM questions WHERE code = 'q_text'`, "Question")
	ask := func(who asker, of, more string) answer {
		return who.ask(`query($s: ID!, $q: ID!, $c: KatottgCode!) { surveyTexts(surveyId: $s, questionId: $q, communityCode: $c`+more+`) { suppressed texts more } }`,
			vars{"s": p.id, "q": of, "c": yakushynetska})
	}
	if got := ask(p.head, question, ""); !strings.Contains(got.Body, "INVALID_INPUT") {
		t.Errorf("while it is open: %s", got.Body)
	}
	p.step("closeSurvey", p.known())
	if got := ask(p.head, question, ""); !strings.Contains(got.Body, `{"suppressed":true,"texts":[],"more":false}`) {
		t.Errorf("of four people: %s", got.Body)
	}
	p.step("reopenSurvey", p.known())
	for n := range 3 {
		p.answer(10+n, fmt.Sprintf(`answers: [{question: "q_one", options: ["o1"]}, {question: "q_text", text: "Ще одна %d, @someone"}]`, n))
	}
	p.step("closeSurvey", p.known())
	before := a.audited(domain.AuditReadTexts)
	got := ask(p.head, question, "")
	if strings.Count(got.Body, domain.Redacted) != 7 || strings.Contains(got.Body, "067") || strings.Contains(got.Body, "@someone") || got.Body != ask(p.head, question, "").Body {
		t.Errorf("texts are %s", got.Body)
	}
	if a.audited(domain.AuditReadTexts) != before+2 {
		t.Error("reading is not audited")
	}
	if got := ask(p.head, question, ", first: 5"); !strings.Contains(got.Body, `"more":true`) || strings.Count(got.Body, domain.Redacted) != 5 {
		t.Errorf("a page is %s", got.Body)
	}
	for name, who := range map[string]asker{
		"a visitor": a, "a reader": a.someone("reader", staffOf(yakushynetska, auth.Reader)), "a neighbour": a.someone("neighbour", staffOf(vinnytska, auth.Head)),
		"an observer": a.someone("observer", observerOf(vinnytskaOblast)),
	} {
		if got := ask(who, question, ""); len(got.Errors) != 1 || strings.Contains(got.Body, "Думка") {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
	for name, who := range map[string]asker{"an editor": a.someone("editor", staffOf(yakushynetska, auth.Editor)), "an expert": a.someone("expert", expertOf(vinnytskaOblast)), "an administrator": a.someone("admin", administrator())} {
		if got := ask(who, question, ""); len(got.Errors) != 0 {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
	if got := ask(p.head, a.firstOf(`SELECT number FROM questions WHERE code = 'q_one'`, "Question"), ""); !strings.Contains(got.Body, "INVALID_INPUT") {
		t.Errorf("of a choice: %s", got.Body)
	}
	p.step("publishSurvey", p.known())
	if a.rowsOf(`metrics WHERE code LIKE '%q_text%'`) != 0 {
		t.Error("texts are compared")
	}
}
