package resolvers_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"hromada/domain"
)

const lifetime = 30 * 24 * time.Hour

func TestRefreshGivesTheNextTokens(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	first := a.signsIn("editor@people.example")
	a.clock.pass(time.Minute)
	second := a.refreshes(first.RefreshToken)
	if second.Code != http.StatusOK || second.TokenType != "Bearer" || second.ExpiresIn != 600 || second.RefreshExpiresIn != int(lifetime/time.Second) || second.Role != "VISITOR" {
		t.Errorf("%d %s", second.Code, second.Body)
	}
	if h := second.Header(); h.Get("Cache-Control") != "private, no-store" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Set-Cookie") != "" {
		t.Errorf("%v", h)
	}
	if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken || !a.isKnown(first.AccessToken) || !a.isKnown(second.AccessToken) {
		t.Error("the tokens are not the next ones")
	}
}

func TestRefreshTokensThatAreNone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example")
	session, secret, _ := strings.Cut(in.RefreshToken, ".")
	for _, token := range []any{
		"", nil, ".", marker, session, session + ".", "." + secret, secret + "." + session, session + "." + secret + ".", session + " ." + secret,
		"\x00", session + ".\x00", strings.Repeat("A", 10_000), strings.Repeat("A", 43) + "." + secret, "' OR 1=1 --",
	} {
		got := a.enter("refresh", vars{"refreshToken": token})
		got.turnedAway(t, "a token that is none", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
		if got.Header().Get("WWW-Authenticate") != "Bearer" || got.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%v", got.Header())
		}
	}
	for body, field := range map[string]string{`{"refreshToken":5}`: "refreshToken", `{"refreshToken":{}}`: "refreshToken", `[]`: ""} {
		a.enterWith("refresh", body).turnedAway(t, body, http.StatusBadRequest, domain.CodeInvalidInput, field)
	}
	if got := a.refreshes(in.RefreshToken); got.Code != http.StatusOK {
		t.Errorf("the true one: %d %s", got.Code, got.Body)
	}
}

// TestTokenShownAgainEndsTheSession: two have it, and one of them is a thief.
func TestTokenShownAgainEndsTheSession(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor")
	other := a.signsIn(p.email)
	first := a.signsIn(p.email)
	second := a.refreshes(first.RefreshToken)
	third := a.refreshes(second.RefreshToken)
	a.clock.pass(10*time.Second + time.Millisecond)
	a.refreshes(second.RefreshToken).turnedAway(t, "a used token", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	a.refreshes(third.RefreshToken).turnedAway(t, "its successor", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	for _, token := range []string{first.AccessToken, second.AccessToken, third.AccessToken} {
		if a.isKnown(token) {
			t.Error("an access token of the session is believed")
		}
	}
	if a.audited(domain.AuditReuseToken) != 1 {
		t.Errorf("%d events", a.audited(domain.AuditReuseToken))
	}
	admin := a.someone("admin", administrator())
	got := admin.ask(`{ auditLog(filter: {actions: [REUSE_TOKEN]}) { nodes { refused address subjectId actor { email } } } }`, nil)
	if want := `{"data":{"auditLog":{"nodes":[{"refused":false,"address":"192.0.2.1","subjectId":"` + p.id.String() + `","actor":{"email":"` + p.email + `"}}]}}}` + "\n"; got.Body != want {
		t.Errorf("the log tells %s\nwant %s", got.Body, want)
	}
	if !a.isKnown(other.AccessToken) || a.refreshes(other.RefreshToken).Code != http.StatusOK {
		t.Error("another session of the same account ended too")
	}
}

// TestGuessedTurnEndsTheSession: who knows a session's name and not its turn had an older token.
func TestGuessedTurnEndsTheSession(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example")
	session, _, _ := strings.Cut(in.RefreshToken, ".")
	a.refreshes(session+"."+strings.Repeat("A", 43)).turnedAway(t, "another turn", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	if a.refreshes(in.RefreshToken).Code != http.StatusUnauthorized || a.isKnown(in.AccessToken) || a.audited(domain.AuditReuseToken) != 1 {
		t.Error("the session goes on")
	}
}

func TestTabsThatRefreshAtOnceStayOneFamily(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example")
	answers, start := make([]entered, 20), make(chan struct{})
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			<-start
			answers[i] = a.refreshes(in.RefreshToken)
		})
	}
	close(start)
	all.Wait()
	for _, got := range answers {
		if got.Code != http.StatusOK || got.RefreshToken != answers[0].RefreshToken || got.RefreshToken == in.RefreshToken || !a.isKnown(got.AccessToken) {
			t.Errorf("%d %s", got.Code, got.Body)
		}
	}
	a.clock.pass(10 * time.Second)
	late := a.refreshes(in.RefreshToken)
	if late.Code != http.StatusOK || late.RefreshToken != answers[0].RefreshToken || late.RefreshExpiresIn != int((lifetime-10*time.Second)/time.Second) {
		t.Errorf("a tab ten seconds late: %d %s", late.Code, late.Body)
	}
	if sessions := a.text(`SELECT count(*) FROM sessions WHERE id <> (SELECT id FROM sessions ORDER BY created_at, id LIMIT 1)`); sessions != "1" {
		t.Errorf("%s sessions beside the first", sessions)
	}
	next := a.refreshes(late.RefreshToken)
	if next.Code != http.StatusOK || a.audited(domain.AuditReuseToken) != 0 {
		t.Errorf("the family: %d %s", next.Code, next.Body)
	}
	a.clock.pass(11 * time.Second)
	a.refreshes(in.RefreshToken).turnedAway(t, "much too late", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
}

func TestUnusedSessionsEndAndUsedOnesGoOn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	unused, used := a.signsIn("editor@people.example"), a.signsIn("editor@people.example")
	for range 4 {
		a.clock.pass(29 * 24 * time.Hour)
		if used = a.refreshes(used.RefreshToken); used.Code != http.StatusOK || used.RefreshExpiresIn != int(lifetime/time.Second) {
			t.Fatalf("after 29 days: %d %s", used.Code, used.Body)
		}
		if !a.isKnown(used.AccessToken) {
			t.Error("its access token is not believed")
		}
	}
	a.refreshes(unused.RefreshToken).turnedAway(t, "unused", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	a.clock.pass(lifetime - time.Second)
	if used = a.refreshes(used.RefreshToken); used.Code != http.StatusOK {
		t.Errorf("a second before the end: %d %s", used.Code, used.Body)
	}
	a.clock.pass(lifetime)
	a.refreshes(used.RefreshToken).turnedAway(t, "30 days later", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	if a.audited(domain.AuditReuseToken) != 0 {
		t.Error("what was too old was taken for stolen")
	}
	a.clock.pass(time.Second)
	a.signsIn("editor@people.example")
	if left := a.text(`SELECT count(*) FROM sessions`); left != "1" {
		t.Errorf("%s sessions are kept", left)
	}
}
