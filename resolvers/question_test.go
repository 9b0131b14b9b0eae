package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTheBankOfQuestions: questions are added, changed and removed while nobody was asked them.
func TestTheBankOfQuestions(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor, expert := w.people["editor"], w.people["expert"]
	internet, trust := w.problem(vinnytskaOblast, "FAST_INTERNET"), w.problem(vinnytskaOblast, "TRUST")
	q := expert.questions("createQuestion", fmt.Sprintf(`regionCode: %q, code: "q_why", kind: MULTIPLE, textUk: " Чому не користуєтеся? ", textEn: "Why not?", hintUk: "Оберіть усе",
		problemId: %q, options: [{textUk: "Немає інтернету", problemId: %q}, {code: "fear", textUk: "Не довіряю"}, {textUk: "Інше", textEn: "Other", other: true}]`, vinnytskaOblast, trust, internet))
	if q.Text != "Чому не користуєтеся?" || q.Version != 1 || q.Fixed || q.Community != nil || q.Region.Code != string(vinnytskaOblast) || q.Problem.Code != "TRUST" ||
		fmt.Sprint(q.ViewerCan) != "[UPDATE DELETE]" || len(q.Options) != 3 || q.Options[0].Code != "o1" || q.Options[0].Problem.Code != "FAST_INTERNET" ||
		q.Options[1].Code != "fear" || q.Options[1].Problem != nil || q.Options[2].Code != "o3" || !q.Options[2].Other || q.Options[2].Number != 3 {
		t.Errorf("%+v", q)
	}
	changed := expert.questions("updateQuestion", q.on(`kind: NUMERIC, options: null, hintUk: null, problemId: null, unit: "грн", minimum: 0, maximum: 10.5`))
	if changed.Kind != "NUMERIC" || len(changed.Options) != 0 || changed.Hint != nil || changed.Problem != nil || *changed.Unit != "грн" || *changed.Maximum != 10.5 || changed.Version != 2 || changed.Code != "q_why" {
		t.Errorf("%+v", changed)
	}
	w.keeps("the same again", func() { expert.questions("updateQuestion", changed.on(`unit: " грн "`)) })
	w.keeps("what is too late", func() {
		if now := expert.questions("updateQuestion", q.on(`textUk: "Пізно"`), "CONFLICT version"); now.Version != 2 {
			t.Errorf("%+v", now)
		}
	})

	own := editor.asks(yakushynetska, "q_why") // a code is one's own in each bank
	if own.Community == nil || own.Community.Code != string(yakushynetska) {
		t.Errorf("%+v", own)
	}
	w.keeps("a code that is taken", func() {
		editor.questions("createQuestion", ownedBy(yakushynetska)+`code: "q_why", kind: TEXT, textUk: "Ще?"`, "CONFLICT code")
	})
	v := editor.begins(yakushynetska, "Опитування", ``)
	v = editor.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q}]`, own.ID))
	w.keeps("what a survey asks", func() { editor.questions("deleteQuestion", own.on(``), "CONFLICT ") })
	editor.surveys("setSurveyQuestions", v.on(`questions: []`))
	gone := does[struct{ DeletedID *string }](editor, "deleteQuestion", own.on(``), `deletedId question { id }`)
	if gone.DeletedID == nil || *gone.DeletedID != own.ID {
		t.Errorf("%+v", gone)
	}
	history := expert.ask(`query($id: ID!) { node(id: $id) { ... on Question { history { action changes { field after } } } } }`, vars{"id": q.ID})
	for _, want := range []string{`"action":"UPDATE_QUESTION"`, `{"field":"unit","after":"\"грн\""}`, `{"field":"options","after":null}`, `"CREATE_QUESTION"`} {
		if !strings.Contains(history.Body, want) {
			t.Errorf("%s is not in %s", want, history.Body)
		}
	}
}

// TestAllFaultsOfAQuestionAreToldTogether, each by its path.
func TestAllFaultsOfAQuestionAreToldTogether(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor := w.people["editor"]
	foreign := w.problem(khmelnytskaOblast, "TRUST")
	w.keeps("what is wrong", func() {
		editor.questions("createQuestion", ownedBy(yakushynetska)+fmt.Sprintf(`code: "Q 1", kind: LIKERT, textUk: " ", unit: "грн", minimum: 1, problemId: %q,
			options: [{code: "A", textUk: ""}, {textUk: "2", other: true}, {code: "o2", textUk: "3", problemId: %q}]`, foreign, w.goal),
			"INVALID_INPUT textUk", "INVALID_INPUT code", "INVALID_INPUT unit", "INVALID_INPUT minimum", "INVALID_INPUT options.0.code", "INVALID_INPUT options.0.textUk",
			"INVALID_INPUT options.1.other", "INVALID_INPUT options.2.code", "NOT_FOUND problemId", "NOT_FOUND options.2.problemId")
		for kind, options := range map[string]string{
			"SINGLE": `[{textUk: "Один"}]`, "MULTIPLE": `[]`, "LIKERT": `[]`, "NUMERIC": `[{textUk: "Один"}]`, "TEXT": `[{textUk: "Один"}]`,
			"SINGLE ": `[` + strings.Repeat(`{textUk: "Один"}`, 101) + `]`,
		} {
			editor.questions("createQuestion", ownedBy(yakushynetska)+`code: "q", kind: `+kind+`, textUk: "Так?", options: `+options, "INVALID_INPUT options")
		}
		editor.questions("createQuestion", ownedBy(yakushynetska)+`code: "q", kind: NUMERIC, textUk: "Так?", minimum: 2, maximum: 1`, "INVALID_INPUT maximum")
	})
}

// TestWhatTheBankHolds: the bank is listed by its conditions, page by page.
func TestWhatTheBankHolds(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor, expert := w.people["editor"], w.people["expert"]
	editor.asks(yakushynetska, "q_own")
	expert.asks(vinnytskaOblast, "q_region")
	expert.questions("createQuestion", ownedBy(vinnytskaOblast)+`code: "q_age", kind: NUMERIC, textUk: "Скільки вам років?"`)
	for filter, want := range map[string]string{
		``: "q_age q_own q_region", `(first: 2)`: "q_age q_own", `(last: 1)`: "q_region", `(filter: {kind: [NUMERIC]})`: "q_age",
		`(filter: {text: {contains: "РОКІВ"}})`: "q_age", `(filter: {text: {startsWith: "q_o"}})`: "q_own",
		fmt.Sprintf(`(filter: {communityCode: [%q]})`, yakushynetska): "q_own", fmt.Sprintf(`(filter: {regionCode: %q})`, khmelnytskaOblast): "",
		`(filter: {fixed: true})`: "", `(filter: {fixed: false, kind: [SINGLE]})`: "q_own q_region",
	} {
		type page struct{ Nodes []struct{ Code string } }
		codes := []string{}
		for _, q := range showing[page](t, editor, "questions", `{ questions`+filter+` { nodes { code } } }`, nil).Nodes {
			codes = append(codes, q.Code)
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%s: %s, want %s", filter, got, want)
		}
	}
	got := editor.ask(`{ questions(filter: {communityCode: ["UA05020310000080027"]}) { totalCount } }`, nil)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Field != "filter.communityCode" {
		t.Error(got.Body)
	}
}
