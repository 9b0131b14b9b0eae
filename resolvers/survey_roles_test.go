package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// surveyDeed is a change of surveys or questions with the roles that may do it.
type surveyDeed struct {
	name, input string
	may         []string
}

func (d surveyDeed) document() string {
	answer := `survey { id version state }`
	switch {
	case d.name == "deleteSurvey":
		answer = `deletedId survey { id }`
	case d.name == "deleteQuestion":
		answer = `deletedId question { id }`
	case strings.Contains(d.name, "Question") && d.name != "setSurveyQuestions":
		answer = `question { id version }`
	}
	return `mutation { ` + d.name + `(input: {` + d.input + `}) { ` + answer + ` userErrors { code path message } } }`
}

// surveyDeeds are all changes of what is of a community or region, in an order in which each can be done after the others, with what they are of.
func surveyDeeds(q questioned, spare questioned, v surveyed, wave surveyed, of domain.KatottgCode, may, publish []string) []surveyDeed {
	on := func(ahead int, more string, args ...any) string {
		next := v
		next.Version += ahead
		return next.on(more, args...)
	}
	at := yakushynetska
	return []surveyDeed{
		{"createQuestion", ownedBy(of) + `code: "q_new", kind: TEXT, textUk: "Що ще?"`, may},
		{"updateQuestion", q.on(`textUk: "Інше"`), may},
		{"deleteQuestion", spare.on(``), may},
		{"createSurvey", ownedBy(of) + `titleUk: "Нове"`, may},
		{"updateSurvey", on(0, `titleUk: "Інше", sampling: OPT_IN, keepUntil: "2027-12-31"`), may},
		{"setSurveyQuestions", on(1, `questions: [{questionId: %q}]`, q.ID), may},
		{"setSurveyCategories", on(2, `variable: SEX, categories: []`), may},
		{"setSurveyPopulation", on(3, `communityCode: %q, population: 100`, at), may},
		{"openSurvey", on(4, `onlineLink: true`), may},
		{"closeSurvey", on(5, ``), may},
		{"reopenSurvey", on(6, ``), may},
		{"closeSurvey", on(7, ``), may},
		{"createNextWave", fmt.Sprintf(`id: %q`, v.ID), may},
		{"publishSurvey", on(8, ``), publish},
		{"deleteSurvey", wave.on(``), may},
	}
}

// deedsAbout makes what is to be changed of a community or region.
func (w *talk) deedsAbout(of domain.KatottgCode, may, publish []string) []surveyDeed {
	admin := w.people["admin"]
	q, spare := admin.asks(of, "q_kept"), admin.asks(of, "q_spare")
	return surveyDeeds(q, spare, admin.begins(of, "Опитування", ``), admin.begins(of, "Чернетка", ``), of, may, publish)
}

// TestWhoMayNotChangeSurveys: who may not is refused, to whom it is not shown as if it were not there, and nothing is written (abuse cases 13, 16,
// 18 and 19).
func TestWhoMayNotChangeSurveys(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	w.people["elsewhere"] = w.someone("elsewhere", expertOf(khmelnytskaOblast), staffOf(vinnytska, auth.Head))
	community, region := []string{"admin", "head", "editor"}, []string{"admin", "expert"}
	for of, deeds := range map[string][]surveyDeed{
		"community": w.deedsAbout(yakushynetska, community, []string{"admin", "head"}), "region": w.deedsAbout(vinnytskaOblast, region, []string{"admin"}),
	} {
		for _, deed := range deeds {
			for who := range w.people {
				if slices.Contains(deed.may, who) {
					continue
				}
				w.keeps(who+" "+deed.name, func() {
					if got := w.ask(who, deed.document(), nil); answered(got) != refusedSurvey(of, who, deed.name) || strings.Contains(got.Body, "Опитування") {
						t.Errorf("%s %s of the %s: %s, want %s", who, deed.name, of, got.Body, refusedSurvey(of, who, deed.name))
					}
				})
			}
		}
	}
	if n := w.number(`SELECT count(DISTINCT action) FROM audit_events WHERE refused AND action IN ('EDIT_SURVEY', 'PUBLISH_SURVEY')`); n != 2 {
		t.Errorf("%d kinds of refusals are kept", n)
	}
}

// refusedSurvey is what somebody is told who may not change something of a community or region: those who may change nothing anywhere, and those who see
// it, that they may not; the others, that there is no such thing. Where something new is to be, everybody sees the place.
func refusedSurvey(of, who, deed string) string {
	writes := map[string]bool{"head": true, "editor": true, "expert": true, "admin": true, "neighbour": true, "stranger": true, "both": true, "elsewhere": true}
	if deed == "publishSurvey" {
		writes = map[string]bool{"head": true, "admin": true, "neighbour": true, "elsewhere": true}
	}
	sees := map[string]bool{"head": true, "editor": true, "expert": true, "both": true}
	if of == "region" {
		sees["neighbour"], sees["elsewhere"] = true, true
	}
	switch {
	case who == "visitor":
		return "UNAUTHENTICATED"
	case !writes[who] || sees[who] || deed == "createQuestion" || deed == "createSurvey":
		return "FORBIDDEN"
	}
	return "not_found"
}

// TestWhoChangesSurveys does everything that a role may, each time again under one key: once is the effect, and the answers are the same (abuse case
// 61).
func TestWhoChangesSurveys(t *testing.T) {
	t.Parallel()
	for who, of := range map[string]domain.KatottgCode{"head": yakushynetska, "editor": yakushynetska, "expert": vinnytskaOblast, "admin": vinnytskaOblast} {
		w := newTalk(t)
		for i, deed := range w.deedsAbout(of, []string{who}, []string{"head", "admin"}) {
			if !slices.Contains(deed.may, who) {
				continue
			}
			key := fmt.Sprint("survey-of-", who, i)
			first := w.people[who].ask(deed.document(), nil, keyHeader, key)
			if answered(first) != "ok" || (strings.Contains(first.Body, `"survey":null`) && deed.name != "deleteSurvey") || strings.Contains(first.Body, `"deletedId":null`) {
				t.Errorf("%s %s: %s", who, deed.name, first.Body)
			}
			w.keeps(deed.name, func() {
				var all sync.WaitGroup
				for range 2 {
					all.Go(func() {
						if again := w.people[who].ask(deed.document(), nil, keyHeader, key); again.Body != first.Body {
							t.Errorf("%s %s first answered %s, then %s", who, deed.name, first.Body, again.Body)
						}
					})
				}
				all.Wait()
			})
		}
	}
}

// TestWhoSeesSurveys: drafts and the bank are seen by those who work there, a region's also by the staff of its communities; what is published is
// everybody's, with what it asks.
func TestWhoSeesSurveys(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	admin := w.people["admin"]
	admin.ready(yakushynetska, "Чернетка громади", "q_draft")
	admin.ready(vinnytskaOblast, "Чернетка області", "q_region")
	v := admin.ready(yakushynetska, "Відоме громади", "q_known")
	for _, step := range []string{"openSurvey", "closeSurvey", "publishSurvey"} {
		v = admin.surveys(step, v.on(``))
	}
	const reading = `query($c: KatottgCode!, $r: KatottgCode!) {
		surveys { totalCount nodes { title questions { question { code } } } } questions { totalCount nodes { code } }
		community(code: $c) { surveys { title } } region(code: $r) { surveys { title } } search: surveys(filter: {text: {contains: "чернетка"}}) { totalCount } }`
	const own, whole = "Чернетка громади", "Чернетка області"
	seen := map[string][]string{
		"visitor": {}, "nobody": {}, "stranger": {}, "neighbour": {whole}, "both": {own, whole}, "reader": {own, whole}, "editor": {own, whole},
		"head": {own, whole}, "expert": {own, whole}, "observer": {own, whole}, "admin": {own, whole},
	}
	for who, drafts := range seen {
		got := w.ask(who, reading, vars{"c": yakushynetska, "r": vinnytskaOblast})
		if len(got.Errors) > 0 || strings.Count(got.Body, "Відоме громади") != 2 || !strings.Contains(got.Body, fmt.Sprintf(`"search":{"totalCount":%d}`, len(drafts))) ||
			strings.Count(got.Body, fmt.Sprintf(`{"totalCount":%d`, len(drafts)+1)) < 2 || strings.Count(got.Body, "q_known") != 2 {
			t.Errorf("%s: %s", who, got.Body)
		}
		for _, draft := range []string{own, whole} {
			if want := 2 * len(slices.DeleteFunc(slices.Clone(drafts), func(d string) bool { return d != draft })); strings.Count(got.Body, draft) != want {
				t.Errorf("%s sees %s: %s", who, draft, got.Body)
			}
		}
	}
	if got := w.ask("visitor", `query($id: ID!) { node(id: $id) { id } }`, vars{"id": idAtType("Survey", 5, 3)}); got.Errors[0].Extensions.Code != domain.CodeNotFound {
		t.Error(got.Body)
	}
}

// TestSurveysOfRegionsAskOfAllItsCommunities: populations of any of them, and of none beyond.
func TestSurveysOfRegionsAskOfAllItsCommunities(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert := w.people["expert"]
	own := w.people["editor"].asks(yakushynetska, "q_own")
	v := expert.begins(vinnytskaOblast, "Опитування області", ``)
	if v.Community != nil || v.Region.Code != string(vinnytskaOblast) {
		t.Errorf("%+v", v)
	}
	for _, at := range []domain.KatottgCode{yakushynetska, vinnytska} {
		v = expert.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 100`, at))
	}
	w.keeps("what is not of the region", func() {
		expert.surveys("setSurveyPopulation", v.on(`communityCode: %q, population: 100`, hamlet(1)), "NOT_FOUND communityCode")
		expert.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q}]`, own.ID), "NOT_FOUND questions.0.questionId")
	})
	if len(v.Populations) != 2 || v.Populations[0].Community.Code != string(vinnytska) { // by name
		t.Errorf("%+v", v.Populations)
	}
}

// TestChangesOfSurveysAtOnce: of those who do the same at the same time one does it, and the others are told how it stands.
func TestChangesOfSurveysAtOnce(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	v := w.people["admin"].ready(yakushynetska, "Опитування", "q_once")
	q := w.number(`SELECT max(number) FROM questions`)
	at := func(mutation, input string) map[string]int {
		var all sync.WaitGroup
		outcomes := make([]string, 4)
		for i := range outcomes {
			who := []string{"head", "editor"}[i%2]
			all.Go(func() { outcomes[i] = answered(w.ask(who, surveyDeed{name: mutation, input: input}.document(), nil)) })
		}
		all.Wait()
		told := map[string]int{}
		for _, o := range outcomes {
			told[o]++
		}
		return told
	}
	once := map[string]int{"ok": 1, "conflict": 3}
	for _, c := range []struct{ mutation, input string }{
		{"updateSurvey", v.on(`descriptionUk: "Так", keepUntil: "2027-12-31"`)}, {"openSurvey", v.later(1).on(``)}, {"createNextWave", fmt.Sprintf(`id: %q`, v.ID)}, {"closeSurvey", v.later(2).on(``)},
	} {
		if got := at(c.mutation, c.input); fmt.Sprint(got) != fmt.Sprint(once) {
			t.Errorf("%s: %v", c.mutation, got)
		}
	}
	if got := at("deleteQuestion", fmt.Sprintf(`id: %q, version: 1`, idAtType("Question", 0, int64(q)))); got["conflict"] != 4 {
		t.Errorf("an asked question: %v", got)
	}
	if n := w.number(`SELECT count(*) FROM audit_events WHERE action IN ('UPDATE_SURVEY', 'OPEN_SURVEY', 'CLOSE_SURVEY') AND after <> '{}' AND at >= timestamptz '2026-11-20' AND NOT refused`); n != 4 {
		t.Errorf("%d events, of setting questions and of three changes", n)
	}
}

// later is a survey as it stands after some changes.
func (v surveyed) later(changes int) surveyed {
	v.Version += changes
	return v
}
