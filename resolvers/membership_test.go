package resolvers_test

import (
	"sync"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// membership gives the id of somebody's first membership.
func (p *person) membership() string {
	p.tb.Helper()
	type viewer struct {
		User struct{ Memberships []struct{ ID string } }
	}
	return showing[viewer](p.tb, p, "viewer", `{ viewer { user { memberships { id } } } }`, nil).User.Memberships[0].ID
}

// leading is the role that somebody has for their next request; empty: none.
func leading(p *person) string {
	got := showing[struct{ Role *string }](p.tb, p, "viewer", `{ viewer { role } }`, nil)
	if got.Role == nil {
		return ""
	}
	return *got.Role
}

func TestRolesAreGivenAndTaken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	head := vars{"role": "STAFF", "grade": "HEAD", "communityCode": yakushynetska}
	give := func(m vars) payload {
		return done(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": m})
	}
	first := give(head).Membership
	if leading(olia) != "STAFF" || !first.Active || first.Until != nil {
		t.Errorf("%q, %+v", leading(olia), first)
	}
	before := a.stored()
	if again := give(head).Membership; again.ID != first.ID || a.stored() != before {
		t.Error("the same was given twice")
	}
	give(vars{"role": "OBSERVER", "regionCode": vinnytskaOblast, "until": noon.Add(time.Hour)})
	if got := leading(olia); got != "STAFF" {
		t.Error(got)
	}
	ended := done(t, admin, "revokeMembership", vars{"id": first.ID}).Membership
	if ended.Active || ended.Until == nil || !ended.Until.Equal(noon) || leading(olia) != "OBSERVER" {
		t.Errorf("%+v %q", ended, leading(olia))
	}
	before = a.stored()
	if again := done(t, admin, "revokeMembership", vars{"id": first.ID}).Membership; a.stored() != before || again.Active {
		t.Error("what had ended was written again")
	}
	a.clock.pass(time.Hour)
	olia.signIn()
	if got := leading(olia); got != "" {
		t.Errorf("a membership outlived its end: %s", got)
	}
}

func TestRolesGivenAtOnceAreGivenOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if got := outcome(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{"role": "ADMIN"}}); got != "" {
				t.Error(got)
			}
		})
	}
	all.Wait()
	if n := a.text(`SELECT CAST(count(*) AS text) FROM memberships`); n != "2" {
		t.Errorf("%s memberships of two people", n)
	}
}

func TestGrantTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("admin", administrator())
	nobody := domain.NodeID{Type: "User", Number: 1 << 40}.String()
	before, events := a.stored(), len(a.events())
	for _, c := range []struct {
		user       string
		membership vars
		want       string
	}{
		{admin.id.String(), vars{"role": "STAFF"}, "membership.communityCode INVALID_INPUT, membership.grade INVALID_INPUT"},
		{admin.id.String(), vars{"role": "EXPERT", "communityCode": yakushynetska}, "membership.communityCode INVALID_INPUT, membership.regionCode INVALID_INPUT"},
		{admin.id.String(), vars{"role": "ADMIN", "until": noon}, "membership.until INVALID_INPUT"},
		{admin.id.String(), vars{"role": "ADMIN", "until": "0001-01-01T00:00:00Z"}, "membership.until INVALID_INPUT"},
		{
			nobody,
			vars{"role": "OBSERVER", "regionCode": "UA99000000000000000", "grade": "VIEWER", "until": noon.Add(-time.Second)},
			"membership.grade INVALID_INPUT, membership.regionCode NOT_FOUND, membership.until INVALID_INPUT, userId NOT_FOUND",
		},
		{nobody, vars{"role": "ADMIN"}, "userId NOT_FOUND"},
		{admin.membership(), vars{"role": "ADMIN"}, "userId NOT_FOUND"},
		{domain.NodeID{Type: "User", Community: 3, Number: admin.id.Number}.String(), vars{"role": "ADMIN"}, "userId NOT_FOUND"},
		{domain.NodeID{Type: "Goal", Number: admin.id.Number}.String(), vars{"role": "ADMIN"}, "userId NOT_FOUND"},
	} {
		if got := outcome(t, admin, "grantMembership", vars{"userId": c.user, "membership": c.membership}); got != c.want {
			t.Errorf("%v\ngot  %s\nwant %s", c.membership, got, c.want)
		}
	}
	if a.stored() != before || len(a.events()) != events {
		t.Error("something was written")
	}
}

func TestAccountsAreShutAndOpened(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	id := vars{"id": olia.id.String()}
	if got := done(t, admin, "disableUser", id).User; !got.Disabled {
		t.Errorf("%+v", got)
	}
	if got := olia.ask(`{ viewer { role } }`, nil); got.Status != 401 || a.mayEnter(olia.email, testPassword) {
		t.Errorf("who is shut out comes in: %d %s", got.Status, got.Body)
	}
	before := a.stored()
	done(t, admin, "disableUser", id)
	if a.stored() != before {
		t.Error("what was shut was shut again")
	}
	if got := done(t, admin, "enableUser", id).User; got.Disabled || !a.mayEnter(olia.email, testPassword) {
		t.Errorf("%+v", got)
	}
	if got := olia.ask(`{ viewer { role } }`, nil); got.Status != 401 {
		t.Errorf("a session came back: %d %s", got.Status, got.Body)
	}
	before = a.stored()
	done(t, admin, "enableUser", id)
	if a.stored() != before {
		t.Error("what was open was opened again")
	}
	for _, deed := range []string{"disableUser", "enableUser", "revokeMembership"} {
		for _, other := range []domain.NodeID{
			{Type: "User", Number: 1 << 40},
			{Type: "User", Community: 1, Number: olia.id.Number},
			{Type: "Membership", Community: 1, Number: 1},
			{Type: "Goal", Number: olia.id.Number},
		} {
			if got := outcome(t, admin, deed, vars{"id": other.String()}); got != "id NOT_FOUND" {
				t.Errorf("%s of %+v: %s", deed, other, got)
			}
		}
	}
}

// TestTheLastAdministratorStays: nobody could give the role back.
func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	first := a.someone("first", administrator())
	shut, ended := a.someone("shut", administrator()), a.someone("ended", models.Grant{Role: auth.Admin, Until: new(noon.Add(time.Minute))})
	done(t, first, "disableUser", vars{"id": shut.id.String()})
	done(t, first, "inviteUser", vars{"email": "invited@people.example", "name": "invited", "memberships": []vars{{"role": "ADMIN"}}})
	a.letters.token(t, "invited@people.example")
	a.clock.pass(time.Minute)
	const last = "id INVALID_INPUT"
	if got := outcome(t, first, "revokeMembership", vars{"id": first.membership()}); got != last || leading(ended) != "" {
		t.Errorf("revoked: %q", got)
	}
	if got := outcome(t, first, "disableUser", vars{"id": first.id.String()}); got != last {
		t.Errorf("disabled: %q", got)
	}
	second := a.someone("second", administrator())
	if got := outcome(t, second, "disableUser", vars{"id": second.id.String()}); got != last {
		t.Errorf("oneself disabled: %q", got)
	}
	done(t, second, "disableUser", vars{"id": first.id.String()})
	if got := outcome(t, second, "revokeMembership", vars{"id": second.membership()}); got != last {
		t.Errorf("revoked after the other was disabled: %q", got)
	}
	done(t, second, "enableUser", vars{"id": first.id.String()})
	done(t, second, "revokeMembership", vars{"id": second.membership()})
}

// TestAdministratorsWhoGoAtOnce: of two who each take the other's role, or account, at the same moment, one stays.
func TestAdministratorsWhoGoAtOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for round := range 8 {
		a.exec(`UPDATE memberships SET until = since`)
		one, other := a.someone("one"+string(rune('a'+round)), administrator()), a.someone("other"+string(rune('a'+round)), administrator())
		end := func(who, whom *person, how bool) func() {
			deed, id := "disableUser", whom.id.String()
			if how {
				deed, id = "revokeMembership", whom.membership()
			}
			return func() { attempt(who, deed, vars{"id": id}) }
		}
		var both sync.WaitGroup
		for _, act := range []func(){end(one, other, round&1 > 0), end(other, one, round&2 > 0)} {
			both.Go(act)
		}
		both.Wait()
		if n := a.text(`SELECT CAST(count(*) AS text) FROM memberships m JOIN users u ON u.id = m.user_id
			WHERE m.until IS NULL AND u.disabled_at IS NULL`); n != "1" {
			t.Errorf("round %d left %s administrators", round, n)
		}
	}
}

// TestARoleHasOneEndAtATime: to give again what somebody has changes its end, and the log says so; another time of the same is another.
func TestARoleHasOneEndAtATime(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	give := func(until any) payload {
		return done(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{
			"role": "STAFF", "grade": "HEAD", "communityCode": yakushynetska, "until": until,
		}})
	}
	first := give(nil).Membership
	for _, until := range []any{noon.Add(2 * time.Hour), noon.Add(time.Hour), noon.Add(3 * time.Hour)} {
		if got := give(until).Membership; got.ID != first.ID || got.Until == nil || !got.Until.Equal(until.(time.Time)) {
			t.Errorf("until %v: %+v", until, got)
		}
	}
	if n := a.text(`SELECT CAST(count(*) AS text) FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.name = 'olia'`); n != "1" {
		t.Errorf("%s memberships", n)
	}
	const ends = `SELECT string_agg(coalesce(e.before ->> 'until', '-') || ' ' || coalesce(e.after ->> 'until', '-'), ', ' ORDER BY e.id) FROM audit_events e
		JOIN users u ON u.id = e.subject_number WHERE e.action = 'GRANT_MEMBERSHIP' AND u.name = 'olia'`
	const want = "- -, - 2026-11-20T12:00:00Z, 2026-11-20T12:00:00Z 2026-11-20T11:00:00Z, 2026-11-20T11:00:00Z 2026-11-20T13:00:00Z"
	if got := a.text(ends); got != want {
		t.Errorf("the log says\n%s, want\n%s", got, want)
	}
	a.clock.pass(3*time.Hour + time.Second)
	admin.signIn()
	if again := give(nil).Membership; again.ID == first.ID {
		t.Error("what had ended came back")
	}
}

// TestAnAccountHasSoManyRolesAtATime counts those that hold now or will, and no others.
func TestAnAccountHasSoManyRolesAtATime(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	a.exec(`INSERT INTO memberships (user_id, role, grade, community_id, since, until)
		SELECT $1, 'STAFF', 'VIEWER', c.id, CAST($2 AS timestamptz) - interval '2 hours', CASE WHEN c.n > 49 THEN CAST($2 AS timestamptz) END
		FROM (SELECT id, row_number() OVER (ORDER BY code) AS n FROM communities WHERE code <> $3 LIMIT 60) c`, olia.id.Number, noon, yakushynetska)
	give := func(grade string) string {
		return outcome(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{
			"role": "STAFF", "grade": grade, "communityCode": yakushynetska,
		}})
	}
	if got := give("HEAD"); got != "" {
		t.Errorf("the fiftieth: %s", got)
	}
	before := a.stored()
	if got := give("EDITOR"); got != "membership INVALID_INPUT" || a.stored() != before {
		t.Errorf("one too many: %q", got)
	}
	if got := give("HEAD"); got != "" || a.stored() != before {
		t.Errorf("what they have: %q", got)
	}
}

// TestAdministratorsForATimeAreNotTheLast: they would go by themselves.
func TestAdministratorsForATimeAreNotTheLast(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	lasting, passing := a.someone("lasting", administrator()), a.someone("passing", models.Grant{Role: auth.Admin, Until: new(noon.Add(time.Hour))})
	const last = "id INVALID_INPUT"
	if got := outcome(t, passing, "revokeMembership", vars{"id": lasting.membership()}); got != last {
		t.Errorf("revoked: %q", got)
	}
	if got := outcome(t, passing, "disableUser", vars{"id": lasting.id.String()}); got != last {
		t.Errorf("disabled: %q", got)
	}
	end := vars{"userId": lasting.id.String(), "membership": vars{"role": "ADMIN", "until": noon.Add(time.Hour)}}
	if got := outcome(t, lasting, "grantMembership", end); got != "membership.until INVALID_INPUT" {
		t.Errorf("given an end: %q", got)
	}
	done(t, lasting, "grantMembership", vars{"userId": passing.id.String(), "membership": vars{"role": "ADMIN"}})
	done(t, lasting, "grantMembership", end)
	done(t, passing, "revokeMembership", vars{"id": lasting.membership()})
}
