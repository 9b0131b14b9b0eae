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

// problemDeed is a change of problems, with the roles that may do it about a community and its region.
type problemDeed struct {
	name, input, answer string
	may                 []string
}

func (e problemDeed) document() string {
	return `mutation { ` + e.name + `(input: {` + e.input + `}) { ` + e.answer + ` userErrors { code path message } } }`
}

// problemDeeds are all changes of problems, in an order in which each can be done after the others. The id is of a problem that the
// community has.
func (w *talk) problemDeeds(id string) []problemDeed {
	region, own := []string{"expert", "admin"}, []string{"expert", "admin", "head", "editor"}
	internet, trust := w.problem(vinnytskaOblast, "FAST_INTERNET"), w.problem(vinnytskaOblast, "TRUST")
	return []problemDeed{
		{"setCommunityProblem", fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 3, evidence: [{kind: EXPERT, text: "Так"}]`, yakushynetska, internet), `communityProblem { id version severity }`, own},
		{"removeCommunityProblem", fmt.Sprintf(`id: %q, version: 1`, id), `removedId community { code } communityProblem { id }`, own},
		{"reorderProblems", fmt.Sprintf(`regionCode: %q, ids: [%q, %q, %q, %q]`, vinnytskaOblast, trust, internet,
			w.problem(vinnytskaOblast, "TECHNICAL_MEANS"), w.problem(vinnytskaOblast, "DIGITAL_LITERACY")), `problems { id position }`, region},
		{"updateProblem", fmt.Sprintf(`id: %q, version: 1, nameUk: "Інша"`, trust), `problem { id name version }`, region},
		{"mergeProblems", fmt.Sprintf(`id: %q, version: 1, intoId: %q`, internet, trust), `problem { id version } into { id }`, region},
		{"createProblem", fmt.Sprintf(`regionCode: %q, code: "NEW", nameUk: "Нова"`, vinnytskaOblast), `problem { id code }`, region},
	}
}

// begins gives the community a problem to be changed.
func (w *talk) begins() string {
	w.tb.Helper()
	return w.people["admin"].sets(fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 3, note: "Є"`, yakushynetska, w.problem(vinnytskaOblast, "DIGITAL_LITERACY"))).ID
}

// TestWhoMayNotChangeProblems: who may not is refused, and nothing is written (abuse cases 13, 16, 18 and 19).
func TestWhoMayNotChangeProblems(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	w.people["elsewhere"] = w.someone("elsewhere", expertOf(khmelnytskaOblast), staffOf(vinnytska, auth.Head))
	w.people["reading here"] = w.someone("reading.here", observerOf(vinnytskaOblast), staffOf(yakushynetska, auth.Reader), staffOf(vinnytska, auth.Head))
	for _, deed := range w.problemDeeds(w.begins()) {
		for who := range w.people {
			want := "FORBIDDEN"
			if who == "visitor" {
				want = "UNAUTHENTICATED"
			}
			if slices.Contains(deed.may, who) {
				continue
			}
			w.keeps(who+" "+deed.name, func() {
				if got := w.ask(who, deed.document(), nil); answered(got) != want || got.Data[deed.name] != nil {
					t.Errorf("%s %s: %s", who, deed.name, got.Body)
				}
			})
		}
	}
	if n := w.number(`SELECT count(DISTINCT action) FROM audit_events WHERE refused AND action LIKE 'EDIT%PROBLEMS'`); n != 2 {
		t.Errorf("%d kinds of refusals are kept", n)
	}
}

// TestWhoChangesProblems does everything that a role may, each time twice under one key: once is the effect, and the answers are the same
// (abuse case 61).
func TestWhoChangesProblems(t *testing.T) {
	t.Parallel()
	for _, who := range []string{"expert", "admin", "head", "editor"} {
		w := newTalk(t)
		for i, deed := range w.problemDeeds(w.begins()) {
			if !slices.Contains(deed.may, who) {
				continue
			}
			key := fmt.Sprint("key-of-", who, i)
			first := w.people[who].ask(deed.document(), nil, keyHeader, key)
			if answered(first) != "ok" || strings.Contains(first.Body, `"problem":null`) {
				t.Errorf("%s %s: %s", who, deed.name, first.Body)
			}
			w.keeps(deed.name, func() {
				var all sync.WaitGroup
				for range 3 {
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

// TestForeignProblemsInOwnChanges: what is another community's or region's does not come in by an id (abuse cases 3, 4, 12, 13 and 15).
func TestForeignProblemsInOwnChanges(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	id := w.begins()
	foreign := w.problem(khmelnytskaOblast, "TRUST")
	editor, neighbour, stranger := w.people["editor"], w.people["neighbour"], w.people["stranger"]
	w.keeps("foreign ids", func() {
		editor.sets(fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 3`, yakushynetska, foreign), "NOT_FOUND problemId")
		does[answerToRemoval](editor, "removeCommunityProblem", fmt.Sprintf(`id: %q, version: 1`, foreign), removalFields, "NOT_FOUND id")
		does[merging](stranger, "mergeProblems", fmt.Sprintf(`id: %q, version: 1, intoId: %q`, foreign, w.problem(vinnytskaOblast, "TRUST")), `problem { version }`, "INVALID_INPUT intoId")
		for _, own := range []string{missing("CommunityProblem", 1), missing("CommunityProblem", 1<<40), idAtType("CommunityProblem", 0, 1), w.goal} {
			does[answerToRemoval](neighbour, "removeCommunityProblem", fmt.Sprintf(`id: %q, version: 1`, own), removalFields, "NOT_FOUND id")
		}
		if got := neighbour.ask(problemDeed{"removeCommunityProblem", fmt.Sprintf(`id: %q, version: 1`, id), removalFields, nil}.document(), nil); answered(got) != "FORBIDDEN" {
			t.Error(got.Body)
		}
	})
	parsed, err := domain.ParseNodeID(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []domain.NodeID{
		{Type: "Problem", Number: parsed.Number + 1000},
		{Type: "Problem", Community: parsed.Community, Number: 1},
		{Type: "CommunityProblem", Number: parsed.Number},
		{Type: "CommunityProblem", Community: parsed.Community + 1, Number: parsed.Number},
		{Type: "Goal", Community: parsed.Community, Number: parsed.Number + 1000},
	} {
		if got := editor.ask(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": wrong.String()}); answered(got) != "NOT_FOUND" {
			t.Errorf("%v: %s", wrong, got.Body)
		}
	}

	// Nobody gives what the program keeps for itself (abuse case 17).
	for name, more := range map[string]string{
		"createProblem": "position: 1", "updateProblem": `code: "OTHER"`, "mergeProblems": "dryRun: true", "setCommunityProblem": `updatedBy: "x"`,
		"removeCommunityProblem": `communityCode: "x"`, "reorderProblems": "version: 1",
	} {
		for _, deed := range w.problemDeeds(id) {
			deed.input += ", " + more
			if deed.name != name {
				continue
			}
			if got := w.people["admin"].ask(deed.document(), nil); answered(got) != "GRAPHQL_VALIDATION_FAILED" {
				t.Errorf("%s: %s", name, got.Body)
			}
		}
	}
}

// TestOneOfManyProblemsWins: all say the same of one community at once, and then change it from one version (abuse case 60).
func TestOneOfManyProblemsWins(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	deed := w.problemDeeds("")[0]
	for _, version := range []string{"", ", version: 1"} {
		told := [12]string{}
		var all sync.WaitGroup
		for i := range told {
			all.Go(func() {
				change := deed
				change.input = strings.Replace(deed.input, "severity: 3", fmt.Sprintf("severity: %d, note: \"%d%s\"", 1+i%5, i, version), 1) + version
				told[i] = answered(w.people[[]string{"editor", "head", "expert"}[i%3]].ask(change.document(), nil))
			})
		}
		all.Wait()
		slices.Sort(told[:])
		if told[10] != "conflict" || told[11] != "ok" {
			t.Errorf("%v", told)
		}
	}
	if n := w.number(`SELECT count(*) FROM audit_events WHERE action = 'SET_COMMUNITY_PROBLEM' AND NOT refused`); n != 2 {
		t.Errorf("%d were written", n)
	}
}

// TestProblemsAreReadByAnybody, and what was noted of them by those who may see how the community works.
func TestProblemsAreReadByAnybody(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	id := w.people["editor"].sets(fmt.Sprintf(`communityCode: %q, problemId: %q, severity: 4, note: "ТАЄМНА нотатка", evidence: [{kind: STAFF, text: "ТАЄМНЕ підтвердження"}]`,
		yakushynetska, w.problem(vinnytskaOblast, "TRUST"))).ID
	const query = `query($id: ID!) { node(id: $id) { ... on CommunityProblem { severity note updatedByName problem { code history { action } } evidence { text } history { action } viewerCan } } }`
	for who := range w.people {
		got := w.ask(who, query, vars{"id": id})
		sees := map[string]bool{"head": true, "editor": true, "reader": true, "expert": true, "observer": true, "admin": true, "both": true}[who]
		hidden, closed := strings.Contains(got.Body, "ТАЄМН") || strings.Contains(got.Body, `"updatedByName":"editor"`) || strings.Contains(got.Body, "SET_COMMUNITY"), len(got.Errors) > 0
		if hidden != sees || closed != (who == "visitor" || who == "nobody") || !strings.Contains(got.Body, `"severity":4`) {
			t.Errorf("%s: %s", who, got.Body)
		}
		for _, e := range got.Errors {
			if e.Extensions.Code != domain.CodeForbidden && e.Extensions.Code != domain.CodeUnauthenticated {
				t.Errorf("%s: %+v", who, e)
			}
		}
		if sees && (!strings.Contains(got.Body, "нотатка") || !strings.Contains(got.Body, "підтвердження")) {
			t.Errorf("%s: %s", who, got.Body)
		}
		may := map[string]bool{"head": true, "editor": true, "expert": true, "admin": true}[who]
		if strings.Contains(got.Body, `"viewerCan":["EDIT_COMMUNITY_PROBLEMS"]`) != may {
			t.Errorf("%s: %s", who, got.Body)
		}
	}
}
