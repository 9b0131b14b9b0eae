package resolvers_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hromada/accounts"
	"hromada/auth"
	"hromada/graph"
)

func TestForgottenPasswordsAreSetByMail(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	done(t, a, "requestPasswordReset", vars{"email": " OLIA@people.example"})
	link := a.letters.token(t, olia.email)
	const refused = "token INVALID_INPUT"
	if got := outcome(t, a, "acceptInvitation", vars{"token": link, "password": newPassword}); got != refused {
		t.Errorf("as an invitation: %q", got)
	}
	if got := outcome(t, a, "resetPassword", vars{"token": link, "password": "коротко"}); got != "password INVALID_INPUT" {
		t.Errorf("a poor password: %q", got)
	}
	a.clock.pass(time.Hour - time.Second)
	olia.signIn()
	if got := done(t, a, "resetPassword", vars{"token": link, "password": newPassword}); got.Email == nil || *got.Email != olia.email {
		t.Errorf("%+v", got)
	}
	if got := outcome(t, a, "resetPassword", vars{"token": link, "password": newPassword}); got != refused {
		t.Errorf("a second time: %q", got)
	}
	if got := olia.ask(`{ viewer { role } }`, nil); got.Status != 401 {
		t.Errorf("a session outlived the reset: %d %s", got.Status, got.Body)
	}
	if a.mayEnter(olia.email, testPassword) || !a.mayEnter(olia.email, newPassword) {
		t.Error("the password was not changed")
	}
	done(t, a, "requestPasswordReset", vars{"email": olia.email})
	link = a.letters.token(t, olia.email)
	a.clock.pass(time.Hour)
	if got := outcome(t, a, "resetPassword", vars{"token": link, "password": testPassword}); got != refused {
		t.Errorf("after an hour: %q", got)
	}
}

// TestLinksEndWithThePassword: whoever finds an old letter cannot undo what its owner did since.
func TestLinksEndWithThePassword(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	links := []string{}
	for range 3 {
		done(t, a, "requestPasswordReset", vars{"email": olia.email})
		links = append(links, a.letters.token(t, olia.email))
		a.clock.pass(time.Minute)
	}
	done(t, a, "resetPassword", vars{"token": links[1], "password": newPassword})
	for i, link := range links {
		if got := outcome(t, a, "resetPassword", vars{"token": link, "password": testPassword}); got != "token INVALID_INPUT" {
			t.Errorf("link %d after another was used: %q", i, got)
		}
	}
	done(t, a, "requestPasswordReset", vars{"email": olia.email})
	link := a.letters.token(t, olia.email)
	if err := olia.enter(newPassword); err != nil {
		t.Fatal(err)
	}
	done(t, olia, "changePassword", vars{"currentPassword": newPassword, "newPassword": testPassword})
	if got := outcome(t, a, "resetPassword", vars{"token": link, "password": newPassword}); got != "token INVALID_INPUT" {
		t.Errorf("after the password was changed: %q", got)
	}
}

// TestLinkIsUsedOnceByManyAtOnce: of two who use a link at the same moment, one chooses the password.
func TestLinkIsUsedOnceByManyAtOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	done(t, a, "requestPasswordReset", vars{"email": olia.email})
	link := a.letters.token(t, olia.email)
	won := make(chan string, 6)
	var all sync.WaitGroup
	for i := range cap(won) {
		all.Go(func() {
			password := newPassword + strings.Repeat("!", i)
			if outcome(t, a, "resetPassword", vars{"token": link, "password": password}) == "" {
				won <- password
			}
		})
	}
	all.Wait()
	if len(won) != 1 || !a.mayEnter(olia.email, <-won) {
		t.Errorf("%d won", len(won))
	}
}

// TestNobodyLearnsWhoHasAnAccount: the answer to a request for a letter is the same to the byte, whoever it is for.
func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin := a.someone("admin", administrator())
	a.someone("olia")
	shut := a.someone("shut")
	a.exec(`UPDATE users SET disabled_at = $1 WHERE email = $2`, noon, shut.email)
	const invited, olia = "invited@people.example", "olia@people.example"
	done(t, admin, "inviteUser", vars{"email": invited, "name": "invited"})
	const want = `{"data":{"requestPasswordReset":{"userErrors":[]}}}`
	for _, minute := range []map[string]int{{invited: 1, olia: 1}, {invited: 2, olia: 2}} { // how many letters they have in all
		for range 2 {
			for _, address := range []string{"unknown@people.example", shut.email, invited, olia} {
				if got := attempt(a, "requestPasswordReset", vars{"email": address}); strings.TrimSpace(got.Body) != want || got.Status != 200 {
					t.Errorf("%s: %d %s", address, got.Status, got.Body)
				}
			}
		}
		links := admin.posted()
		for _, address := range []string{"unknown@people.example", shut.email, invited, olia} {
			if len(links[address]) != minute[address] {
				t.Errorf("%d letters to %s, want %d", len(links[address]), address, minute[address])
			}
		}
		a.clock.pass(time.Minute)
	}
	links := a.letters.links()[invited]
	if got := outcome(t, a, "resetPassword", vars{"token": links[1], "password": newPassword}); got != "token INVALID_INPUT" {
		t.Errorf("who was invited is not sent another invitation: %q", got)
	}
	if letter := a.letters.sent[invited][1]; !strings.Contains(letter, "https://dashboard.example/accept-invitation#token="+links[1]) {
		t.Error("the letter leads to where its link is not taken")
	}
	done(t, a, "acceptInvitation", vars{"token": links[1], "password": newPassword})
	if got := outcome(t, a, "acceptInvitation", vars{"token": links[0], "password": testPassword}); got != "token INVALID_INPUT" {
		t.Errorf("the first invitation after the second was used: %q", got)
	}
}

func TestOneLetterAMinuteFromAllServers(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	visitor := auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor})
	letters := make(chan string, 8)
	var all sync.WaitGroup
	for range cap(letters) {
		all.Go(func() {
			letter, err := a.store.RequestReset(visitor, olia.email)
			if err != nil {
				t.Error(err)
			}
			if letter != nil {
				letters <- handedOut.keep(letter.Secret)
			}
		})
	}
	all.Wait()
	if len(letters) != 1 {
		t.Errorf("%d letters at once", len(letters))
	}
}

// TestOneMailboxGetsSoManyLettersADay, and whoever asks for more is answered as before.
func TestOneMailboxGetsSoManyLettersADay(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	visitor := auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor})
	ask := func() bool {
		a.clock.pass(time.Minute + time.Second)
		letter, err := a.store.RequestReset(visitor, olia.email)
		if err != nil {
			t.Fatal(err)
		}
		if letter != nil {
			handedOut.keep(letter.Secret)
		}
		return letter != nil
	}
	for i := range 10 {
		if !ask() {
			t.Errorf("letter %d was not sent", i+1)
		}
	}
	if ask() {
		t.Error("an eleventh letter within a day")
	}
	if got := outcome(t, a, "requestPasswordReset", vars{"email": olia.email}); got != "" {
		t.Errorf("the asker is told %q", got)
	}
	admin.signIn()
	if got := admin.posted()[olia.email]; len(got) != 0 {
		t.Errorf("a letter that the asker's answer says nothing of: %q", got)
	}
	a.clock.pass(24 * time.Hour)
	if !ask() {
		t.Error("no letter on the next day")
	}
	if n := a.text(`SELECT CAST(count(*) AS text) FROM account_links k JOIN users u ON u.id = k.user_id WHERE u.name = 'olia'`); n != "1" {
		t.Errorf("%s links are kept, of which one is good for anything", n)
	}
}

// TestWhatIsOverIsNotKept: sessions that nobody can use go when anybody signs in, but the last of each account.
func TestWhatIsOverIsNotKept(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	a.clock.pass(time.Hour)
	olia.signIn()
	a.clock.pass(31 * 24 * time.Hour)
	a.someone("taras")
	const sessions = `SELECT coalesce(string_agg(u.name || ' ' || x.n, ', ' ORDER BY u.name), '') FROM users u
		JOIN (SELECT user_id, count(*) AS n FROM sessions GROUP BY user_id) x ON x.user_id = u.id`
	if got := a.text(sessions); got != "olia 1, taras 1" {
		t.Error(got)
	}
	if at := a.text(`SELECT CAST(max(x.created_at) = '2026-11-20T11:00:00Z' AS text) FROM sessions x JOIN users u ON u.id = x.user_id WHERE u.name = 'olia'`); at != "true" {
		t.Error("the last sign-in was forgotten")
	}
}

func TestLettersAreAskedForAtABearableRate(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	ask := func() string { return outcome(t, a, "requestPasswordReset", vars{"email": "unknown@people.example"}) }
	for i := range 20 {
		if got := ask(); got != "" {
			t.Fatalf("request %d: %s", i, got)
		}
	}
	if got := ask(); got != "RATE_LIMITED" {
		t.Errorf("one too many: %q", got)
	}
	a.clock.pass(time.Second)
	if got := ask(); got != "" {
		t.Errorf("a second later: %q", got)
	}
	if got := attempt(a, "requestPasswordReset", vars{"email": "not an address"}); len(got.Errors) != 1 || got.Errors[0].Extensions.Field != "input.email" {
		t.Error(got.Body)
	}
}

// TestRefusedLettersAreLoggedWithoutTheirAddress: mail servers repeat whom they refuse.
func TestRefusedLettersAreLoggedWithoutTheirAddress(t *testing.T) {
	t.Parallel()
	a := *newAPI(t)
	log, tried := &journal{}, make(chan struct{})
	a.in = accounts.New(a.store, accounts.Options{
		Keys: testKeys(t), Now: a.clock.now, Log: slog.New(slog.NewTextHandler(log, nil)),
		Mail: accounts.MailThrough(func(_ context.Context, to, _, body string) error {
			handedOut.keep(tokenOfLink.FindStringSubmatch(body)[1])
			tried <- struct{}{}
			return errors.New("550 <" + strings.ToUpper(to) + ">: no such mailbox " + to)
		}, "https://dashboard.example"),
	})
	a.running(a.in)
	a.handler = a.face(graph.Options{})
	admin := a.someone("admin", administrator())
	for _, name := range []string{"olia", "ivan"} { // when the second is tried, the first has been logged
		done(t, admin, "inviteUser", vars{"email": name + "@people.example", "name": name})
		<-tried
	}
	got := log.String()
	if !strings.Contains(got, "a letter was not sent") || !strings.Contains(got, "no such mailbox") || strings.Contains(strings.ToLower(got), "@people") || leaked(got) != "" {
		t.Error(got)
	}
}
