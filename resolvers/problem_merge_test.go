package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hromada/domain"
)

// merging is what a merge answers.
type merging struct {
	Problem *struct {
		Version    int
		MergedInto *struct{ Code string }
		ViewerCan  []string
	}
	Into *struct{ Code string }
}

func (p *person) merges(id string, version int, into string, faults ...string) merging {
	p.tb.Helper()
	return does[merging](p, "mergeProblems", fmt.Sprintf(`id: %q, version: %d, intoId: %q`, id, version, into),
		`problem { version mergedInto { code } viewerCan } into { code }`, faults...)
}

// TestMergedProblemsCountForTheOther: in what communities have, in figures and in lists; and whoever comes with the merged one is led on.
func TestMergedProblemsCountForTheOther(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert, editor, neighbour := w.people["expert"], w.people["editor"], w.people["neighbour"]
	internet, means, literacy := w.problem(vinnytskaOblast, "FAST_INTERNET"), w.problem(vinnytskaOblast, "TECHNICAL_MEANS"), w.problem(vinnytskaOblast, "DIGITAL_LITERACY")
	set := func(p *person, of domain.KatottgCode, problem, more string) had {
		t.Helper()
		return p.sets(fmt.Sprintf(`communityCode: %q, problemId: %q, %s`, of, problem, more))
	}
	both := set(editor, yakushynetska, internet, `severity: 5, note: "Повільно", evidence: [{kind: STAFF, text: "Один"}]`)
	kept := set(editor, yakushynetska, means, `severity: 2, note: "Мало", evidence: [{kind: STAFF, text: "Один"}, {kind: EXPERT, text: "Два"}]`)
	alone := set(neighbour, vinnytska, internet, `severity: 3, note: "Лише тут"`)

	if got := expert.merges(internet, 1, means); got.Problem.Version != 2 || got.Problem.MergedInto.Code != "TECHNICAL_MEANS" || got.Into.Code != "TECHNICAL_MEANS" || len(got.Problem.ViewerCan) != 0 {
		t.Errorf("%+v", got)
	}
	if told := editor.problemsOf(yakushynetska, ""); told != "5 TECHNICAL_MEANS" {
		t.Error(told)
	}
	if told := neighbour.problemsOf(vinnytska, ""); told != "3 TECHNICAL_MEANS" {
		t.Error(told)
	}
	read := func(p *person, id string) string {
		t.Helper()
		return p.ask(`query($id: ID!) { node(id: $id) { ... on CommunityProblem { version note severity evidence { text } history { action changes { field before after } } } } }`, vars{"id": id}).Body
	}
	got := read(editor, kept.ID)
	for _, want := range []string{`"version":2,"note":"Мало\nПовільно","severity":5,"evidence":[{"text":"Один"},{"text":"Один"},{"text":"Два"}]`, `"field":"severity","before":"2","after":"5"`, `{"action":"MERGE_PROBLEMS"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if got := read(editor, both.ID); !strings.Contains(got, "NOT_FOUND") {
		t.Error(got)
	}
	if got := read(neighbour, alone.ID); !strings.Contains(got, `"version":2,"note":"Лише тут","severity":3`) || !strings.Contains(got, `"field":"problemId","before":"\"`+internet) {
		t.Error(got)
	}
	if n := w.number(`SELECT count(*) FROM audit_events WHERE action = 'MERGE_PROBLEMS' AND subject_type = 'CommunityProblem'`); n != 3 {
		t.Errorf("%d events about what communities have", n)
	}

	// It is readable, and in lists only for who asks for it.
	list := w.api.ask(`query($r: KatottgCode!, $id: ID!) { region(code: $r) { problems { code } all: problems(merged: true) { code mergedInto { code } } } node(id: $id) { ... on Problem { code mergedInto { code } } } }`,
		vars{"r": vinnytskaOblast, "id": internet}).Body
	if !strings.Contains(list, `"problems":[{"code":"TECHNICAL_MEANS"},{"code":"DIGITAL_LITERACY"},{"code":"TRUST"}]`) || !strings.Contains(list, `"node":{"code":"FAST_INTERNET","mergedInto":{"code":"TECHNICAL_MEANS"}}`) ||
		!strings.Contains(list, `{"code":"FAST_INTERNET","mergedInto":{"code":"TECHNICAL_MEANS"}}`) {
		t.Error(list)
	}
	if got := set(neighbour, vinnytska, internet, `version: 2, severity: 4`); got.ID != alone.ID || got.Problem.Code != "TECHNICAL_MEANS" || got.Version != 3 {
		t.Error(got.told())
	}

	// What was merged before goes along, one step from what it counts for.
	expert.merges(means, 1, literacy)
	if told := w.text(`SELECT string_agg(q.code || ' ' || m.code, ', ' ORDER BY q.id) FROM problems q JOIN problems m ON m.id = q.merged_into`); told != "FAST_INTERNET DIGITAL_LITERACY, TECHNICAL_MEANS DIGITAL_LITERACY" {
		t.Error(told)
	}
	if told := neighbour.problemsOf(vinnytska, ""); told != "4 DIGITAL_LITERACY" {
		t.Error(told)
	}
	if n := w.number(`SELECT count(*) FROM audit_events WHERE action = 'MERGE_PROBLEMS' AND subject_type = 'Problem' AND subject_number = (SELECT id FROM problems WHERE code = 'FAST_INTERNET' ORDER BY id LIMIT 1)`); n != 2 {
		t.Errorf("%d events about the first", n)
	}
}

// TestMergesThatAreRefused: circles, other regions, what is merged already, and stale ones.
func TestMergesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert, admin := w.people["expert"], w.people["admin"]
	internet, means, trust := w.problem(vinnytskaOblast, "FAST_INTERNET"), w.problem(vinnytskaOblast, "TECHNICAL_MEANS"), w.problem(vinnytskaOblast, "TRUST")
	w.keeps("refused merges", func() {
		expert.merges(internet, 1, internet, "INVALID_INPUT intoId")
		admin.merges(internet, 1, w.problem(khmelnytskaOblast, "TRUST"), "INVALID_INPUT intoId")
		expert.merges(internet, 1, w.goal, "NOT_FOUND intoId")
		expert.merges(internet, 1, idAtType("Problem", 0, 99999), "NOT_FOUND intoId")
		expert.merges(w.goal, 1, internet, "NOT_FOUND id")
		if got := expert.merges(internet, 2, means, "CONFLICT version"); got.Problem == nil || got.Problem.Version != 1 || got.Into != nil {
			t.Errorf("%+v", got)
		}
	})
	expert.merges(internet, 1, means)
	w.keeps("circles", func() {
		expert.merges(means, 1, internet, "INVALID_INPUT intoId")
		expert.merges(trust, 1, internet, "INVALID_INPUT intoId")
		expert.merges(internet, 2, trust, "INVALID_INPUT id")
		does[merging](expert, "updateProblem", fmt.Sprintf(`id: %q, version: 2, nameUk: "Інша"`, internet), `problem { version }`, "INVALID_INPUT id")
		does[struct{}](expert, "createProblem", fmt.Sprintf(`regionCode: %q, code: "FAST_INTERNET", nameUk: "Знову"`, vinnytskaOblast), ``, "CONFLICT code")
	})
	for _, wrong := range []string{
		`UPDATE problems SET merged_into = id WHERE code = 'TRUST'`,
		`UPDATE problems SET merged_into = (SELECT min(id) FROM problems WHERE code = 'FAST_INTERNET') WHERE code = 'TRUST'`,
		`UPDATE problems SET merged_into = (SELECT max(id) FROM problems) WHERE id = (SELECT min(id) FROM problems)`,
		`UPDATE problems SET merged_into = (SELECT min(id) FROM problems WHERE code = 'TRUST') WHERE id = (SELECT min(id) FROM problems WHERE code = 'TECHNICAL_MEANS')`,
	} {
		if _, err := w.db.Exec(wrong); err == nil {
			t.Errorf("the database lets %s", wrong)
		}
	}
}

// TestMergesAtOnceCloseNoCircle, and what is said meanwhile of a problem is said of what it counts for.
func TestMergesAtOnceCloseNoCircle(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	ids := []string{}
	for _, code := range []string{"FAST_INTERNET", "TECHNICAL_MEANS", "DIGITAL_LITERACY", "TRUST"} {
		ids = append(ids, w.problem(vinnytskaOblast, code))
	}
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			w.people["expert"].ask(fmt.Sprintf(`mutation { mergeProblems(input: {id: %q, version: 1, intoId: %q}) { userErrors { code } } }`, ids[i], ids[(i+1)%4]), nil)
		})
		all.Go(func() {
			got := w.people["editor"].ask(fmt.Sprintf(`mutation { setCommunityProblem(input: {communityCode: %q, problemId: %q, severity: 3}) { userErrors { code } } }`, yakushynetska, ids[i]), nil)
			if len(got.Errors) > 0 {
				t.Error(got.Body)
			}
		})
	}
	all.Wait()
	if n := w.number(`SELECT count(*) FROM problems WHERE merged_into IS NULL AND region_id = (SELECT id FROM regions WHERE code = $1)`, vinnytskaOblast); n < 1 {
		t.Errorf("%d are left", n)
	}
	if n := w.number(`SELECT count(*) FROM problems q JOIN problems m ON m.id = q.merged_into WHERE m.merged_into IS NOT NULL`); n != 0 {
		t.Errorf("%d are two steps away", n)
	}
	if n := w.number(`SELECT count(*) FROM community_problems k JOIN problems q ON q.id = k.problem_id WHERE q.merged_into IS NOT NULL`); n != 0 {
		t.Errorf("%d are of what was merged", n)
	}
	if n := w.number(`SELECT count(*) FROM community_problems`); n < 1 {
		t.Error("the community has none")
	}
}
