package resolvers_test

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"hromada/accounts"
	"hromada/auth"
	"hromada/database"
	"hromada/domain"
	"hromada/graph"
	"hromada/models"
)

// revocation is something that ends what somebody could do with an access token they still hold.
type revocation struct {
	name string
	do   func(a *api, p *person, in entered)
	// gone tells from an answer that it has ended.
	gone func(answer) bool
}

// workingView asks what only roles show, and whether the token is believed at all.
const workingView = `query($c: KatottgCode!) { community(code: $c) { goalTree(view: WORKING) { id } } }`

func signedOut(got answer) bool { return got.Status == 401 && got.Data == nil }

func revocations() []revocation {
	return []revocation{
		{"a role", func(a *api, p *person, _ entered) {
			a.asOperator(func(tx *models.Tx) error {
				_, err := tx.RevokeFrom(p.email, models.Grant{Role: auth.Staff})
				return err
			})
		}, func(got answer) bool {
			return got.Status == 200 && len(got.Errors) == 1 && got.Errors[0].Extensions.Code == domain.CodeForbidden
		}},
		{"the account", func(a *api, p *person, _ entered) {
			if _, err := a.store.SetDisabled(operator(), p.id, true); err != nil {
				a.tb.Error(err)
			}
		}, signedOut},
		{"the session", func(a *api, _ *person, in entered) { a.enter("sign-out", vars{"refreshToken": in.RefreshToken}) }, signedOut},
		{"all sessions", func(a *api, p *person, _ entered) {
			a.enter("sign-out", vars{"refreshToken": a.signsIn(p.email).RefreshToken, "everywhere": true})
		}, signedOut},
		{"the password elsewhere", func(a *api, p *person, _ entered) {
			got := p.ask(`mutation($old: String!) { changePassword(input: {currentPassword: $old, newPassword: "зелений-кит-на-самокаті"}) { user { id } } }`,
				vars{"old": testPassword})
			if len(got.Errors) > 0 {
				a.tb.Error(got.Body)
			}
		}, signedOut},
		{"the password on the server", func(a *api, p *person, _ entered) {
			hash, err := hashOfTests()
			if err != nil {
				a.tb.Error(err)
			}
			if err := a.store.SetPassword(operator(), p.email, hash); err != nil {
				a.tb.Error(err)
			}
		}, signedOut},
		{"a stolen session", func(a *api, _ *person, in entered) {
			session, _, _ := strings.Cut(in.RefreshToken, ".")
			a.refreshes(session + "." + strings.Repeat("A", 43))
		}, signedOut},
	}
}

func (a *api) asOperator(work func(*models.Tx) error) {
	a.tb.Helper()
	if err := a.store.InTx(operator(), auth.RevokeMembership, false, work); err != nil {
		a.tb.Error(err)
	}
}

// second is another server over the same database, which shares the keys and the clock.
func (a *api) second(keys *accounts.KeyRing) *api {
	a.tb.Helper()
	mapper, err := database.Gorm(a.db)
	if err != nil {
		a.tb.Fatal(err)
	}
	twin := *a
	if twin.store, err = models.NewStore(mapper, a.clock.now); err != nil {
		a.tb.Fatal(err)
	}
	twin.in = accounts.New(twin.store, accounts.Options{Keys: keys, Mail: accounts.NoMail(), Now: a.clock.now})
	twin.handler = twin.face(graph.Options{})
	return &twin
}

// listening has a server hear what others change, as `hromada serve` has it, and gives the numbers of the accounts it has heard of.
func (a *api) listening() <-chan int64 {
	ctx, stop := context.WithCancel(context.Background())
	begun, heard, done := make(chan struct{}, 10), make(chan int64, 100), make(chan struct{})
	go func() {
		defer close(done)
		database.Listen(ctx, a.db, models.AccountsChannel, slog.New(slog.NewTextHandler(a.log, nil)), func() { a.in.Forget(0); begun <- struct{}{} }, func(user string) {
			id, err := strconv.ParseInt(user, 10, 64)
			if err != nil {
				a.tb.Error(err)
			}
			a.in.Forget(id)
			heard <- id
		})
	}()
	a.tb.Cleanup(func() { stop(); <-done })
	<-begun
	return heard
}

// employed serves one person with a role, who is signed in twice.
func employed(t *testing.T) (*api, *accounts.KeyRing, *person, entered) {
	t.Helper()
	a := newAPI(t)
	a.registry()
	keys := testKeys(t)
	a.in = accounts.New(a.store, accounts.Options{Keys: keys, Mail: accounts.NoMail(), Now: a.clock.now})
	a.handler = a.face(graph.Options{})
	p := a.someone("staff", staffOf(yakushynetska, auth.Editor))
	return a, keys, p, a.signsIn(p.email)
}

func (a *api) works(in entered) answer {
	a.tb.Helper()
	return a.ask(workingView, vars{"c": yakushynetska}, "Authorization", "Bearer "+in.AccessToken)
}

// TestWhatIsTakenEndsAtOnce: on the server that takes it, and on others when they hear of it.
func TestWhatIsTakenEndsAtOnce(t *testing.T) {
	t.Parallel()
	for _, r := range revocations() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			a, keys, p, in := employed(t)
			b := a.second(keys)
			heard := b.listening()
			for _, server := range []*api{a, b} {
				if got := server.works(in); len(got.Errors) > 0 {
					t.Fatalf("before: %s", got.Body)
				}
			}
			r.do(a, p, in)
			if got := a.works(in); !r.gone(got) {
				t.Errorf("here: %d %s", got.Status, got.Body)
			}
			if id := <-heard; id != p.id.Number {
				t.Errorf("heard of %d", id)
			}
			if got := b.works(in); !r.gone(got) {
				t.Errorf("on another server: %d %s", got.Status, got.Body)
			}
		})
	}
}

// TestWhatIsTakenEndsWithinAMinute: also on a server that hears nothing.
func TestWhatIsTakenEndsWithinAMinute(t *testing.T) {
	t.Parallel()
	for _, r := range revocations() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			a, keys, p, in := employed(t)
			deaf := a.second(keys)
			if got := deaf.works(in); len(got.Errors) > 0 {
				t.Fatalf("before: %s", got.Body)
			}
			r.do(a, p, in)
			a.clock.pass(time.Minute)
			if got := deaf.works(in); !r.gone(got) {
				t.Errorf("a minute later: %d %s", got.Status, got.Body)
			}
		})
	}
}

func TestRoleEndsByItsTime(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	end := noon.Add(5 * time.Minute)
	grant := staffOf(yakushynetska, auth.Editor)
	grant.Until = &end
	a.someone("staff", grant)
	in := a.signsIn("staff@people.example")
	a.clock.pass(4*time.Minute + 30*time.Second)
	if got := a.works(in); len(got.Errors) > 0 {
		t.Errorf("before: %s", got.Body)
	}
	a.clock.pass(time.Minute)
	if got := a.works(in); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden {
		t.Errorf("within a minute after the end: %d %s", got.Status, got.Body)
	}
}

// TestDisabledAccounts: they come in by no way, and after they are enabled again by a new sign-in only.
func TestDisabledAccounts(t *testing.T) {
	t.Parallel()
	a, _, p, in := employed(t)
	disable := func(disabled bool) {
		if _, err := a.store.SetDisabled(operator(), p.id, disabled); err != nil {
			t.Fatal(err)
		}
	}
	disable(true)
	a.refreshes(in.RefreshToken).turnedAway(t, "refresh", 401, domain.CodeUnauthenticated, "")
	a.enter("sign-in", vars{"email": p.email, "password": testPassword}).turnedAway(t, "sign-in", 401, domain.CodeUnauthenticated, "")
	disable(false)
	a.refreshes(in.RefreshToken).turnedAway(t, "the old session", 401, domain.CodeUnauthenticated, "")
	if a.isKnown(in.AccessToken) || !a.isKnown(a.signsIn(p.email).AccessToken) {
		t.Error("the old token is good again, or the account is not")
	}
}
