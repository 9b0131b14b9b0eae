package resolvers_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
)

var requestIDs = regexp.MustCompile(`"requestId":"[A-Za-z0-9]{20,}"`)

// theAddress is where requests of tests come from.
const theAddress = "192.0.2.1"

// TestEveryDeedIsAuditedOnce: who did what about whom, in which role and from where.
func TestEveryDeedIsAuditedOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia", expertOf(vinnytskaOblast))
	link := func(to string) string { return a.letters.token(t, to) }
	seen := len(a.events())
	for _, step := range []struct {
		who   asker
		deed  string
		input func() vars
		want  []string
	}{
		{admin, "inviteUser", func() vars {
			return vars{"email": "ivan@people.example", "name": "ivan", "memberships": []vars{{"role": "ADMIN"}, {"role": "ADMIN"}, {"role": "OBSERVER", "regionCode": vinnytskaOblast}}}
		}, []string{"INVITE_USER by admin ADMIN about ivan", "GRANT_MEMBERSHIP by admin ADMIN about ivan", "GRANT_MEMBERSHIP by admin ADMIN about ivan"}},
		{
			a, "acceptInvitation", func() vars {
				return vars{"token": link("ivan@people.example"), "password": newPassword, "name": "petro"}
			},
			[]string{"RENAME_USER by petro ADMIN about petro", "ACCEPT_INVITATION by petro ADMIN about petro"},
		},
		{
			admin, "grantMembership", func() vars { return vars{"userId": olia.id.String(), "membership": vars{"role": "ADMIN"}} },
			[]string{"GRANT_MEMBERSHIP by admin ADMIN about olia"},
		},
		{admin, "grantMembership", func() vars { return vars{"userId": olia.id.String(), "membership": vars{"role": "ADMIN"}} }, nil},
		{olia, "revokeMembership", func() vars { return vars{"id": olia.membership()} }, []string{"REVOKE_MEMBERSHIP by olia ADMIN about olia"}},
		{
			olia, "changePassword", func() vars { return vars{"currentPassword": testPassword, "newPassword": newPassword} },
			[]string{"CHANGE_PASSWORD by olia EXPERT about olia"},
		},
		{olia, "changePassword", func() vars { return vars{"currentPassword": testPassword, "newPassword": newPassword} }, nil},
		{a, "requestPasswordReset", func() vars { return vars{"email": olia.email} }, nil},
		{
			a, "resetPassword", func() vars { return vars{"token": link(olia.email), "password": testPassword} },
			[]string{"REQUEST_PASSWORD_RESET by - VISITOR about olia", "RESET_PASSWORD by olia EXPERT about olia"},
		},
		{admin, "disableUser", func() vars { return vars{"id": olia.id.String()} }, []string{"DISABLE_USER by admin ADMIN about olia"}},
		{admin, "disableUser", func() vars { return vars{"id": olia.id.String()} }, nil},
		{admin, "enableUser", func() vars { return vars{"id": olia.id.String()} }, []string{"ENABLE_USER by admin ADMIN about olia"}},
	} {
		do(t, step.who, step.deed, step.input())
		if step.deed == "requestPasswordReset" {
			continue // what is done behind the answer is looked for with the next step, which waits for the letter
		}
		got := a.events()[seen:]
		for i := range step.want {
			step.want[i] += " from " + theAddress
		}
		if !slices.Equal(got, step.want) {
			t.Errorf("%s leaves\n%s\nwant\n%s", step.deed, strings.Join(got, "\n"), strings.Join(step.want, "\n"))
		}
		seen += len(got)
	}
	all := a.text(`SELECT string_agg(concat(before, after), ' ') FROM audit_events`)
	if found := leaked(strings.ReplaceAll(all, "@people.example", "")); found != "" || !strings.Contains(all, "olia@") {
		t.Errorf("the audit log holds %s…", found)
	}
}

// TestAuditTellsWhatChanged: each field, as it was and as it is.
func TestAuditTellsWhatChanged(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	given := done(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{
		"role": "STAFF", "grade": "HEAD", "communityCode": yakushynetska, "until": noon.Add(time.Hour),
	}}).Membership
	a.clock.pass(time.Minute)
	done(t, admin, "revokeMembership", vars{"id": given.ID})
	done(t, admin, "disableUser", vars{"id": olia.id.String()})
	want := `{"data":{"auditLog":{"nodes":[` +
		`{"at":"2026-11-20T10:01:00Z","action":"DISABLE_USER","refused":false,"actorRole":"ADMIN","address":"192.0.2.1","requestId":true,"changes":[` +
		`{"field":"disabledAt","before":null,"after":"\"2026-11-20T10:01:00Z\""}]},` +
		`{"at":"2026-11-20T10:01:00Z","action":"REVOKE_MEMBERSHIP","refused":false,"actorRole":"ADMIN","address":"192.0.2.1","requestId":true,"changes":[` +
		`{"field":"grade","before":"\"HEAD\"","after":null},{"field":"membership","before":"\"` + given.ID + `\"","after":null},` +
		`{"field":"role","before":"\"STAFF\"","after":null},{"field":"until","before":"\"2026-11-20T11:00:00Z\"","after":"\"2026-11-20T10:01:00Z\""}]},` +
		`{"at":"2026-11-20T10:00:00Z","action":"GRANT_MEMBERSHIP","refused":false,"actorRole":"ADMIN","address":"192.0.2.1","requestId":true,"changes":[` +
		`{"field":"communityCode","before":null,"after":"\"UA05020310000080026\""},{"field":"grade","before":null,"after":"\"HEAD\""},` +
		`{"field":"role","before":null,"after":"\"STAFF\""},{"field":"until","before":null,"after":"\"2026-11-20T11:00:00Z\""}]}]}}}`
	got := admin.ask(`query($id: ID!) { auditLog(first: 3, filter: {subjectId: $id}) { nodes { at action refused actorRole address requestId
		changes { field before after } } } }`, vars{"id": olia.id.String()}).Body
	if got = requestIDs.ReplaceAllString(strings.TrimSpace(got), `"requestId":true`); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestRefusedDeedsAreAudited: who tries what is not theirs is seen, and cannot fill the log.
func TestRefusedDeedsAreAudited(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	before, seen := a.stored(), len(a.events())
	raise := func() {
		if got := outcome(t, editor, "grantMembership", vars{"userId": editor.id.String(), "membership": vars{"role": "ADMIN"}}); got != "FORBIDDEN" {
			t.Errorf("raising oneself: %q", got)
		}
	}
	if got := outcome(t, editor, "inviteUser", vars{"email": "x@people.example", "name": "x", "memberships": []vars{{"role": "ADMIN"}}}); got != "FORBIDDEN" {
		t.Errorf("inviting an administrator: %q", got)
	}
	raise()
	want := []string{
		"INVITE_USER refused by editor STAFF about - from " + theAddress, "GRANT_MEMBERSHIP refused by editor STAFF about - from " + theAddress,
	}
	if got := a.events()[seen:]; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for range 25 {
		raise()
	}
	for i, pause := range []time.Duration{0, 9 * time.Second, time.Second, 10 * time.Second} {
		a.clock.pass(pause)
		raise()
		raise()
		if got, want := len(a.events()[seen:]), 20+max(0, i-1); got != want {
			t.Errorf("after pause %d there are %d events, want %d", i, got, want)
		}
	}
	attempt(a, "inviteUser", vars{"email": "x@people.example", "name": "x"})
	if got := len(a.events()[seen:]); got != 22 || a.stored() != before {
		t.Errorf("%d events, and something was written: %t", got, a.stored() != before)
	}
}

// TestNothingIsDoneUnaudited: what the log cannot keep does not happen.
func TestNothingIsDoneUnaudited(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	done(t, a, "requestPasswordReset", vars{"email": olia.email})
	done(t, admin, "inviteUser", vars{"email": "ivan@people.example", "name": "ivan"})
	links := admin.posted()
	a.clock.pass(time.Minute)
	about := aboutOlia(a.someone("petro", expertOf(vinnytskaOblast)))
	shut := a.someone("shut")
	done(t, admin, "disableUser", vars{"id": shut.id.String()})
	about["enableUser"] = vars{"id": shut.id.String()}
	about["acceptInvitation"]["token"], about["resetPassword"]["token"] = links["ivan@people.example"][0], links[olia.email][0]
	a.exec(`CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk of the log is full'; END $$`)
	a.exec(`CREATE TRIGGER no_audit BEFORE INSERT ON audit_events FOR EACH ROW
		WHEN (NEW.after ->> 'name' IS DISTINCT FROM 'last') EXECUTE FUNCTION no_audit()`)
	before := a.stored()
	for deed := range deeds {
		want := "INTERNAL"
		if deed == "requestPasswordReset" {
			want = "" // letters are sent behind the answer
		}
		if got := outcome(t, admin, deed, about[deed]); got != want || a.stored() != before {
			t.Errorf("%s: %q, and something was written: %t", deed, got, a.stored() != before)
		}
	}
	if links := admin.posted(); len(links["petro@people.example"])+len(links["evil@people.example"]) > 0 {
		t.Error("letters were sent about what was not done")
	}
	if !strings.Contains(a.log.String(), "the disk of the log is full") {
		t.Error("the log does not say why")
	}
}

func TestAuditEventsStay(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("olia")
	before := a.events()
	for _, statement := range []string{
		`UPDATE audit_events SET actor_id = NULL`, `DELETE FROM audit_events`, `TRUNCATE audit_events`, `TRUNCATE users CASCADE`, `DELETE FROM users`,
		`UPDATE audit_events SET at = at WHERE id < 0`,
	} {
		if _, err := a.db.ExecContext(context.Background(), statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
	if got := a.events(); !slices.Equal(got, before) {
		t.Error(fmt.Sprint(got))
	}
}
