package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

// problem is the id of a problem of the list of a region.
func (a *api) problem(region domain.KatottgCode, code string) string {
	a.tb.Helper()
	id := domain.NodeID{Type: "Problem"}
	if err := a.db.QueryRow(`SELECT q.id FROM problems q JOIN regions r ON r.id = q.region_id WHERE r.code = $1 AND q.code = $2`, region, code).Scan(&id.Number); err != nil {
		a.tb.Fatal(code, err)
	}
	return id.String()
}

// had is what the tests read of a problem that a community has.
type had struct {
	ID      string
	Problem struct {
		ID, Code, Name string
		MergedInto     *struct{ Code string }
	}
	Severity      int
	Note          *string
	Version       int
	UpdatedByName *string
	Covered       *bool
	Evidence      []struct {
		Kind, Text  string
		URL         *string
		AddedByName *string
	}
	ViewerCan []string
}

const hadFields = `id problem { id code name mergedInto { code } } severity note version updatedByName covered evidence { kind text url addedByName } viewerCan`

// sets says that a community has a problem, as somebody does.
func (p *person) sets(input string, faults ...string) had {
	p.tb.Helper()
	return does[struct{ CommunityProblem had }](p, "setCommunityProblem", input, `communityProblem { `+hadFields+` }`, faults...).CommunityProblem
}

func (h had) told() string {
	evidence := []string{}
	for _, e := range h.Evidence {
		evidence = append(evidence, e.Kind+" "+e.Text+" "+value(e.URL)+" "+value(e.AddedByName))
	}
	return fmt.Sprintf("%s %d %q v%d by %s %v", h.Problem.Code, h.Severity, value(h.Note), h.Version, value(h.UpdatedByName), evidence)
}

func value(text *string) string {
	if text == nil {
		return "-"
	}
	return *text
}

// problemsOf are the codes of a community's problems, as somebody is told them, and as visitors are.
func (p *person) problemsOf(of domain.KatottgCode, args string) string {
	p.tb.Helper()
	return problemsTold(p.tb, p.ask, of, args)
}

func (a *api) problemsOf(of domain.KatottgCode, args string) string {
	a.tb.Helper()
	return problemsTold(a.tb, a.ask, of, args)
}

func problemsTold(tb testing.TB, ask func(string, vars, ...string) answer, of domain.KatottgCode, args string) string {
	tb.Helper()
	got := ask(`query($c: KatottgCode!) { community(code: $c) { problems`+args+` { severity problem { code } } } }`, vars{"c": of})
	var community struct {
		Problems []struct {
			Severity int
			Problem  struct{ Code string }
		}
	}
	if err := json.Unmarshal(got.Data["community"], &community); err != nil || len(got.Errors) > 0 {
		tb.Fatal(err, got.Body)
	}
	all := []string{}
	for _, k := range community.Problems {
		all = append(all, fmt.Sprint(k.Severity, " ", k.Problem.Code))
	}
	return strings.Join(all, ", ")
}

// TestRegionsBeginWithTheStandardProblems, each with a list of its own, and a registry that is read again adds nothing.
func TestRegionsBeginWithTheStandardProblems(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	type region struct {
		Code     string
		Problems []struct {
			ID, Code, Name, En string
			Description        *string
			Position, Version  int
			Region             struct{ Code string }
			ViewerCan          []string
		}
		ViewerCan []string
	}
	const query = `{ regions { code viewerCan problems { id code name en: name(lang: EN) description position version region { code } viewerCan } } }`
	seen := map[string]bool{}
	for _, r := range get[[]region](w.api, "regions", query, nil) {
		if len(r.Problems) != 4 || len(r.ViewerCan) != 0 {
			t.Fatalf("%+v", r)
		}
		for i, code := range []string{"FAST_INTERNET", "TECHNICAL_MEANS", "DIGITAL_LITERACY", "TRUST"} {
			p := r.Problems[i]
			if p.Code != code || p.Position != i+1 || p.Version != 1 || p.Region.Code != r.Code || p.Name == p.En || p.Description == nil || seen[p.ID] || len(p.ViewerCan) != 0 {
				t.Errorf("%d: %+v", i, p)
			}
			seen[p.ID] = true
		}
	}
	if len(seen) != 8 {
		t.Errorf("%d problems", len(seen))
	}
	w.registry()
	if n := w.number(`SELECT count(*) FROM problems`); n != 8 {
		t.Errorf("%d after another reading", n)
	}
	for who, want := range map[string]string{
		"expert": `"UA05000000000010236","viewerCan":["EDIT_PROBLEMS","EDIT_SURVEY"]`, "admin": `"UA68000000000099709","viewerCan":["SET_REPORTING","EDIT_PROBLEMS","EDIT_SURVEY"]`,
		"stranger": `"UA05000000000010236","viewerCan":[]`, "head": `"UA05000000000010236","viewerCan":[]`,
	} {
		if got := w.ask(who, `{ regions { code viewerCan problems { viewerCan } } }`, nil); !strings.Contains(got.Body, want) {
			t.Errorf("%s: %s", who, got.Body)
		}
	}
}

// TestTheListOfARegionIsWritten: added to, changed and put into another order by those who may, with versions, audit and all faults at once.
func TestTheListOfARegionIsWritten(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert := w.people["expert"]
	type changed struct {
		Problem *struct {
			ID, Code, Name string
			En             string
			Description    *string
			Position       int
			Version        int
			History        []struct {
				Action    string
				ActorName string
				Changes   []struct{ Field, Before, After *string }
			}
		}
	}
	const fields = `problem { id code name en: name(lang: EN) description position version history { action actorName changes { field before after } } }`
	created := does[changed](expert, "createProblem", fmt.Sprintf(`regionCode: %q, code: "PAPERWORK_2", nameUk: " Паперова тяганина "`, vinnytskaOblast), fields).Problem
	if created.Name != "Паперова тяганина" || created.En != created.Name || created.Description != nil || created.Position != 5 || created.Version != 1 || len(created.History) != 1 {
		t.Fatalf("%+v", created)
	}
	update := func(more string, faults ...string) changed {
		t.Helper()
		return does[changed](expert, "updateProblem", fmt.Sprintf(`id: %q, %s`, created.ID, more), fields, faults...)
	}
	if got := update(`version: 1, nameEn: "Paperwork", descriptionUk: "Довго"`).Problem; got.En != "Paperwork" || value(got.Description) != "Довго" || got.Version != 2 {
		t.Errorf("%+v", got)
	}
	update(`version: 2, nameEn: "Paperwork"`) // is so already
	if got := update(`version: 1, nameEn: "Other"`, "CONFLICT version").Problem; got == nil || got.Version != 2 || got.En != "Paperwork" {
		t.Errorf("%+v", got)
	}
	got := update(`version: 2, nameEn: null, descriptionUk: null`).Problem
	if got.En != "Паперова тяганина" || got.Description != nil || got.Version != 3 || len(got.History) != 3 || got.History[0].Action != "UPDATE_PROBLEM" ||
		got.History[0].ActorName != "expert" || fmt.Sprint(value(got.History[0].Changes[0].Field), value(got.History[0].Changes[0].Before)) != `descriptionUk"Довго"` {
		t.Errorf("%+v", got)
	}

	long := strings.Repeat("я", 201)
	does[changed](expert, "createProblem", fmt.Sprintf(`regionCode: "UA99000000000099999", code: "погано", nameUk: " ", nameEn: %q, descriptionUk: %q`, long, strings.Repeat("я", 5001)), fields,
		"INVALID_INPUT nameUk", "INVALID_INPUT nameEn", "INVALID_INPUT descriptionUk", "INVALID_INPUT code", "NOT_FOUND regionCode")
	for _, code := range []string{"", "a", "A__B", "_A", "A_", "1A", "А", strings.Repeat("A", 41)} {
		does[changed](expert, "createProblem", fmt.Sprintf(`regionCode: %q, code: %q, nameUk: "Так"`, vinnytskaOblast, code), fields, "INVALID_INPUT code")
	}
	does[changed](expert, "createProblem", fmt.Sprintf(`regionCode: %q, code: "TRUST", nameUk: "Так"`, vinnytskaOblast), fields, "CONFLICT code")
	update(`version: 3, nameUk: null, nameEn: "`+long+`"`, "INVALID_INPUT nameUk", "INVALID_INPUT nameEn")
	for _, id := range []string{w.goal, idAtType("Problem", 1, 1), idAtType("Problem", 0, 0), idAtType("Region", 0, 1)} {
		does[changed](expert, "updateProblem", fmt.Sprintf(`id: %q, version: 1, nameUk: "Так"`, id), fields, "NOT_FOUND id")
	}

	order := []string{created.ID}
	for _, code := range []string{"TRUST", "DIGITAL_LITERACY", "TECHNICAL_MEANS", "FAST_INTERNET"} {
		order = append(order, w.problem(vinnytskaOblast, code))
	}
	reorder := func(ids []string, faults ...string) string {
		t.Helper()
		text, _ := json.Marshal(ids)
		return fmt.Sprint(does[struct{ Problems []struct{ Code string } }](expert, "reorderProblems", fmt.Sprintf(`regionCode: %q, ids: %s`, vinnytskaOblast, text), `problems { code }`, faults...).Problems)
	}
	events := w.number(`SELECT count(*) FROM audit_events WHERE action = 'REORDER_PROBLEMS'`)
	if told := reorder(order); told != "[{PAPERWORK_2} {TRUST} {DIGITAL_LITERACY} {TECHNICAL_MEANS} {FAST_INTERNET}]" {
		t.Error(told)
	}
	reorder(order)
	reorder(order[1:], "INVALID_INPUT ids")
	reorder(append(order[:4:4], order[0]), "INVALID_INPUT ids")
	reorder(append(order[:4:4], w.problem(khmelnytskaOblast, "TRUST")), "INVALID_INPUT ids")
	reorder([]string{}, "INVALID_INPUT ids")
	if n := w.number(`SELECT count(*) FROM audit_events WHERE action = 'REORDER_PROBLEMS'`); n != events+1 {
		t.Errorf("%d orders", n-events)
	}
	if told := w.text(`SELECT string_agg(code, ' ' ORDER BY position) FROM problems WHERE region_id = (SELECT id FROM regions WHERE code = '` + string(vinnytskaOblast) + `')`); told != "PAPERWORK_2 TRUST DIGITAL_LITERACY TECHNICAL_MEANS FAST_INTERNET" {
		t.Error(told)
	}
}

// TestProblemsOfACommunityAreWritten, with notes and evidence, and taken away again.
func TestProblemsOfACommunityAreWritten(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor, expert := w.people["editor"], w.people["expert"]
	trust := w.problem(vinnytskaOblast, "TRUST")
	set := func(p *person, more string, faults ...string) had {
		t.Helper()
		return p.sets(fmt.Sprintf(`communityCode: %q, problemId: %q, %s`, yakushynetska, trust, more), faults...)
	}
	first := set(editor, `severity: 4, note: " Бояться ", evidence: [{kind: STAFF, text: "Кажуть старости"}, {kind: SURVEY_FIGURE, text: "40%", url: "https://example.org/s"}]`)
	if told := first.told(); told != `TRUST 4 "Бояться" v1 by editor [STAFF Кажуть старости - editor SURVEY_FIGURE 40% https://example.org/s editor]` || fmt.Sprint(first.ViewerCan) != "[EDIT_COMMUNITY_PROBLEMS]" {
		t.Error(told)
	}
	second := set(expert, `version: 1, severity: 5, evidence: [{kind: EXPERT, text: "Зустріч"}, {kind: STAFF, text: "Кажуть старости"}]`)
	if told := second.told(); told != `TRUST 5 "Бояться" v2 by expert [STAFF Кажуть старости - editor EXPERT Зустріч - expert]` || second.ID != first.ID {
		t.Error(told)
	}
	if got := set(editor, `version: 2, severity: 5`); got.Version != 2 || *got.UpdatedByName != "expert" {
		t.Errorf("what is so already: %s", got.told())
	}
	for _, stale := range []string{"version: 1, ", "version: 3, ", ""} {
		if got := set(editor, stale+`severity: 1`, "CONFLICT version"); got.told() != second.told() {
			t.Errorf("%s: %s", stale, got.told())
		}
	}
	if got := set(editor, `version: 2, severity: 5, note: null, evidence: []`); got.told() != `TRUST 5 "-" v3 by editor []` {
		t.Error(got.told())
	}

	// All that is wrong is told at once.
	editor.sets(fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 6, note: %q, evidence: [{kind: STAFF, text: "я"}, {kind: STAFF, text: ""}, {kind: STAFF, text: "я"}]`,
		yakushynetska, w.problem(khmelnytskaOblast, "TRUST"), strings.Repeat("я", 5001)),
		"NOT_FOUND problemId", "INVALID_INPUT severity", "INVALID_INPUT note", "INVALID_INPUT evidence.1.text", "INVALID_INPUT evidence.2")
	editor.sets(fmt.Sprintf(`communityCode: "UA99000000000099999", problemId: %q, severity: 0`, w.goal), "NOT_FOUND communityCode", "INVALID_INPUT severity")
	set(editor, `version: 3, severity: -2147483648, evidence: [`+strings.Repeat(`{kind: EXPERT, text: "я"} `, 51)+`]`, "INVALID_INPUT severity", "INVALID_INPUT evidence")
	for _, id := range []string{w.goal, idAtType("Problem", 0, 99999), idAtType("Problem", 1, 1), idAtType("Problem", 0, 0)} {
		editor.sets(fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 3`, yakushynetska, id), "NOT_FOUND problemId")
	}
	w.people["neighbour"].sets(fmt.Sprintf(`communityCode: %q, problemId: %q, version: 1, severity: 3`, vinnytska, trust), "CONFLICT version")

	// Its history tells who said what, field by field; so does the activity of the community.
	got := w.ask("reader", `query($id: ID!, $c: KatottgCode!) { node(id: $id) { ... on CommunityProblem { community { code } updatedAt history { action actorName changes { field before after } } } }
		activity(communityCode: $c, first: 1) { nodes { action subjectId } } }`, vars{"id": first.ID, "c": yakushynetska})
	for _, want := range []string{
		`{"action":"SET_COMMUNITY_PROBLEM","actorName":"expert","changes":[{"field":"evidence",`, `{"field":"severity","before":"4","after":"5"}`,
		`{"field":"problemId","before":null,"after":"\"` + trust + `\""}`, `"nodes":[{"action":"SET_COMMUNITY_PROBLEM","subjectId":"` + first.ID + `"}]`, `"code":"` + string(yakushynetska) + `"`,
	} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("%s is not in %s", want, got.Body)
		}
	}

	// What is removed is gone, and may be said anew.
	remove := func(id string, version int, faults ...string) answerToRemoval {
		t.Helper()
		return does[answerToRemoval](editor, "removeCommunityProblem", fmt.Sprintf(`id: %q, version: %d`, id, version), removalFields, faults...)
	}
	if got := remove(first.ID, 2, "CONFLICT version"); got.RemovedID != nil || got.Community != nil || got.CommunityProblem == nil || got.CommunityProblem.Version != 3 {
		t.Errorf("%+v", got)
	}
	if got := remove(first.ID, 3); value(got.RemovedID) != first.ID || got.Community == nil || len(got.Community.Problems) != 0 || got.CommunityProblem != nil {
		t.Errorf("%+v", got)
	}
	remove(first.ID, 3, "NOT_FOUND id")
	remove(w.goal, 1, "NOT_FOUND id")
	if got := w.ask("reader", `query($id: ID!) { node(id: $id) { id } }`, vars{"id": first.ID}); got.Errors[0].Extensions.Code != domain.CodeNotFound {
		t.Error(got.Body)
	}
	set(editor, `version: 3, severity: 2`, "CONFLICT version")
	if got := set(editor, `severity: 2`); got.ID == first.ID || got.Version != 1 {
		t.Error(got.told())
	}
}

type answerToRemoval struct {
	RemovedID        *string
	Community        *struct{ Problems []struct{ ID string } }
	CommunityProblem *struct{ Version int }
}

const removalFields = `removedId community { problems { id } } communityProblem { version }`
