package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// TestExpertsOfCommunities: assigned, seen by those who may, and taken away again.
func TestExpertsOfCommunities(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert, admin := w.people["expert"], w.people["admin"]
	colleague := w.someone("colleague", expertOf(vinnytskaOblast))
	type changed struct {
		Community *struct {
			Code      string
			ViewerCan []string
			Experts   []struct{ Name string }
		}
	}
	const fields = `community { code viewerCan experts { name } }`
	assign := func(who *person, of domain.KatottgCode, whom *person, faults ...string) changed {
		t.Helper()
		return does[changed](who, "assignExpert", fmt.Sprintf(`communityCode: %q, userId: %q`, of, whom.id), fields, faults...)
	}
	if got := assign(expert, yakushynetska, colleague).Community; fmt.Sprint(got.Experts) != "[{colleague}]" || fmt.Sprint(got.ViewerCan) != "[READ_WORKING_TREE ASSIGN_EXPERT EDIT_COMMUNITY_PROBLEMS]" {
		t.Errorf("%+v", got)
	}
	events := `SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE subject_type = 'Community' AND NOT refused`
	assign(expert, yakushynetska, colleague)
	if got := assign(admin, yakushynetska, expert).Community; fmt.Sprint(got.Experts) != "[{colleague} {expert}]" {
		t.Errorf("%+v", got)
	}
	if told := w.text(events); told != "ASSIGN_EXPERT ASSIGN_EXPERT" {
		t.Errorf("twice is once: %s", told)
	}

	// Who is no expert of the region is not found, whether there is such an account or not.
	for _, nobody := range []*person{w.people["stranger"], w.people["head"], w.people["observer"], w.people["nobody"], {id: domain.NodeID{Type: "User", Number: 1 << 40}}, {id: domain.NodeID{Type: "Goal", Community: 1, Number: colleague.id.Number}}} {
		assign(expert, yakushynetska, nobody, "NOT_FOUND userId")
	}
	assign(expert, "UA00000000000000000", colleague, "NOT_FOUND communityCode")

	// What was given is taken once; who never had it is not found.
	unassign := func(whom *person, faults ...string) changed {
		t.Helper()
		return does[changed](expert, "unassignExpert", fmt.Sprintf(`communityCode: %q, userId: %q`, yakushynetska, whom.id), fields, faults...)
	}
	if got := unassign(colleague).Community; fmt.Sprint(got.Experts) != "[{expert}]" {
		t.Errorf("%+v", got)
	}
	unassign(colleague)
	unassign(w.people["admin"], "NOT_FOUND userId")
	if told := w.text(events); told != "ASSIGN_EXPERT ASSIGN_EXPERT UNASSIGN_EXPERT" {
		t.Error(told)
	}
	assign(expert, yakushynetska, colleague)
	if rows := w.text(`SELECT string_agg(CAST(until IS NULL AS text), ' ' ORDER BY number) FROM expert_assignments`); rows != "false true true" {
		t.Errorf("since and until: %s", rows)
	}

	// Rows decide: an expert who is none any more is not shown.
	w.exec(`UPDATE memberships SET until = since WHERE user_id = $1`, colleague.id.Number)
	got := w.ask("reader", `query($c: KatottgCode!) { community(code: $c) { viewerCan experts { name } } }`, vars{"c": yakushynetska})
	if !strings.Contains(got.Body, `{"viewerCan":["READ_WORKING_TREE"],"experts":[{"name":"expert"}]}`) {
		t.Error(got.Body)
	}
}

func TestWhoAssignsExperts(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	const assign = `mutation($c: KatottgCode!, $u: ID!) { assignExpert(input: {communityCode: $c, userId: $u}) { community { code } userErrors { code } } }`
	unassign := strings.ReplaceAll(assign, "assignExpert", "unassignExpert")
	for who := range w.people {
		want := "FORBIDDEN"
		switch who {
		case "admin", "expert":
			want = "ok"
		case "visitor":
			want = "UNAUTHENTICATED"
		}
		for _, change := range []string{assign, unassign} {
			if got := answered(w.ask(who, change, vars{"c": yakushynetska, "u": w.people["expert"].id.String()})); got != want {
				t.Errorf("%s: %s, want %s", who, got, want)
			}
		}
	}
	both := w.someone("elsewhere", expertOf(khmelnytskaOblast), staffOf(yakushynetska, auth.Head))
	if got := answered(both.ask(assign, vars{"c": yakushynetska, "u": w.people["expert"].id.String()})); got != "FORBIDDEN" {
		t.Errorf("an expert of another region, of a community of their own: %s", got)
	}
}

// TestWhoListsTheExpertsOfARegion: those who assign them, of their own region.
func TestWhoListsTheExpertsOfARegion(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	w.member("colleague", expertOf(vinnytskaOblast))
	w.member("disabled", expertOf(vinnytskaOblast))
	w.exec(`UPDATE users SET disabled_at = created_at WHERE name = 'disabled'`)
	w.revoke(w.someone("gone", expertOf(vinnytskaOblast)), expertOf(vinnytskaOblast))
	const here, there = `"here":{"experts":[{"name":"colleague"},{"name":"expert"}]}`, `"there":{"experts":[{"name":"stranger"}]}`
	const none = `"here":{"experts":null},"there":{"experts":null}`
	for who := range w.people {
		want := none
		switch who {
		case "admin":
			want = here + `,` + there
		case "expert":
			want = here + `,"there":{"experts":[]}`
		case "stranger":
			want = `"here":{"experts":[]},` + there
		}
		got := w.ask(who, `query($h: KatottgCode!, $t: KatottgCode!) { here: region(code: $h) { experts { name } } there: region(code: $t) { experts { name } } }`,
			vars{"h": vinnytskaOblast, "t": khmelnytskaOblast})
		if !strings.Contains(got.Body, `{`+want+`}`) || (len(got.Errors) == 2) != (want == none) {
			t.Errorf("%s: %s", who, got.Body)
		}
		for _, told := range got.Errors {
			if code := told.Extensions.Code; code != domain.CodeForbidden && (who != "visitor" || code != domain.CodeUnauthenticated) {
				t.Errorf("%s: %s", who, code)
			}
		}
	}
	both := w.someone("elsewhere", expertOf(khmelnytskaOblast), staffOf(yakushynetska, auth.Head))
	if got := both.ask(`query($h: KatottgCode!) { region(code: $h) { experts { name } } }`, vars{"h": vinnytskaOblast}); !strings.Contains(got.Body, `{"experts":[]}`) {
		t.Errorf("an expert of another region, of a community of their own: %s", got.Body)
	}
}
