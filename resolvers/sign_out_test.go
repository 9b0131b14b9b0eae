package resolvers_test

import (
	"net/http"
	"strings"
	"testing"

	"hromada/domain"
)

func TestSignOutEndsOneSession(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	here, there := a.signsIn("editor@people.example"), a.signsIn("editor@people.example")
	if !a.isKnown(here.AccessToken) || !a.isKnown(there.AccessToken) {
		t.Fatal("they are not signed in")
	}
	got := a.enter("sign-out", vars{"refreshToken": here.RefreshToken})
	if got.Code != http.StatusNoContent || got.Body.Len() > 0 || got.Header().Get("Cache-Control") != "private, no-store" || got.Header().Get("Set-Cookie") != "" {
		t.Errorf("%d %s %v", got.Code, got.Body, got.Header())
	}
	if a.isKnown(here.AccessToken) || !a.isKnown(there.AccessToken) {
		t.Error("not the session that was to end")
	}
	a.refreshes(here.RefreshToken).turnedAway(t, "after the end", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	if got := a.refreshes(there.RefreshToken); got.Code != http.StatusOK || !a.isKnown(there.AccessToken) {
		t.Errorf("the other session: %d %s", got.Code, got.Body)
	}
	if a.audited(domain.AuditSignOut) != 1 || a.audited(domain.AuditReuseToken) != 0 {
		t.Error("the audit log tells otherwise")
	}
}

func TestSignOutEverywhere(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p, other := a.someone("editor"), a.someone("expert")
	here, there := a.signsIn(p.email), a.signsIn(p.email)
	if got := a.enter("sign-out", vars{"refreshToken": here.RefreshToken, "everywhere": true}); got.Code != http.StatusNoContent {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	for _, token := range []string{p.token, here.AccessToken, there.AccessToken} {
		if a.isKnown(token) {
			t.Error("a session goes on")
		}
	}
	a.refreshes(there.RefreshToken).turnedAway(t, "elsewhere", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	if !a.isKnown(other.token) || !a.isKnown(a.signsIn(p.email).AccessToken) || a.audited(domain.AuditSignOutEverywhere) != 1 {
		t.Error("somebody else was signed out, or they cannot come back")
	}
}

func TestSigningOutNobodyIsNoFault(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor")
	in := a.signsIn(p.email)
	session, _, _ := strings.Cut(in.RefreshToken, ".")
	for _, body := range []string{
		"{}", `{"refreshToken":""}`, `{"refreshToken":null,"everywhere":true}`, `{"refreshToken":"` + marker + `"}`, `{"refreshToken":"\u0000","everywhere":true}`,
		`{"refreshToken":"` + strings.Repeat("A", 43) + "." + strings.Repeat("A", 43) + `","everywhere":true}`,
	} {
		if got := a.enterWith("sign-out", body); got.Code != http.StatusNoContent {
			t.Errorf("%s: %d %s", body, got.Code, got.Body)
		}
	}
	a.enterWith("sign-out", `{"refreshToken":1}`).turnedAway(t, "a number", http.StatusBadRequest, domain.CodeInvalidInput, "refreshToken")
	a.enterWith("sign-out", `{"everywhere":"no"}`).turnedAway(t, "a word", http.StatusBadRequest, domain.CodeInvalidInput, "everywhere")
	if !a.isKnown(in.AccessToken) || !a.isKnown(p.token) {
		t.Error("somebody was signed out")
	}
	if a.enter("sign-out", vars{"refreshToken": session + "." + strings.Repeat("A", 43), "everywhere": true}); a.isKnown(in.AccessToken) || !a.isKnown(p.token) {
		t.Error("a guessed turn ends its session, and nothing else")
	}
	if a.audited(domain.AuditReuseToken) != 1 || a.audited(domain.AuditSignOutEverywhere) != 0 {
		t.Error("the audit log tells otherwise")
	}
}

func TestSignedOutTwice(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example")
	for range 2 {
		if got := a.enter("sign-out", vars{"refreshToken": in.RefreshToken}); got.Code != http.StatusNoContent {
			t.Errorf("%d %s", got.Code, got.Body)
		}
	}
	if n := a.audited(domain.AuditSignOut); n != 1 {
		t.Errorf("%d events", n)
	}
}
