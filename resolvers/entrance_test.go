package resolvers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hromada/domain"
)

// tokens are what signing in and refreshing answer.
type tokens struct {
	AccessToken, TokenType, Role, RefreshToken string
	ExpiresIn, RefreshExpiresIn                int
}

// entered is an answer of what lets people in.
type entered struct {
	*httptest.ResponseRecorder
	tokens
	Errors []fault
}

// from gives the same API to a caller with an address of their own.
func (a *api) from(address string) *api {
	twin, handler := *a, a.handler
	twin.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = address + ":1000"
		handler.ServeHTTP(w, r)
	})
	return &twin
}

// enter sends a form to /auth/sign-in, /auth/refresh or /auth/sign-out; headers come in pairs.
func (a *api) enter(what string, form vars, headers ...string) entered {
	a.tb.Helper()
	body, err := json.Marshal(form)
	if err != nil {
		a.tb.Fatal(err)
	}
	return a.enterWith(what, string(body), headers...)
}

// enterWith sends any body, and keeps what is handed out.
func (a *api) enterWith(what, body string, headers ...string) entered {
	a.tb.Helper()
	got := entered{ResponseRecorder: a.send(http.MethodPost, "/auth/"+what, body, append([]string{"Content-Type", "application/json"}, headers...)...)}
	if got.Body.Len() > 0 {
		if err := json.Unmarshal(got.Body.Bytes(), &got); err != nil {
			a.tb.Fatalf("the answer is not JSON: %v\n%s", err, got.Body)
		}
	}
	for _, secret := range append(strings.Split(got.RefreshToken, "."), got.cookie().Value) {
		if secret != "" {
			handedOut.keep(secret)
		}
	}
	return got
}

// cookie is the one that an answer sets; without a name where it sets none.
func (e entered) cookie() http.Cookie {
	for _, c := range e.Result().Cookies() {
		return *c
	}
	return http.Cookie{}
}

// signsIn signs somebody in who must be let in.
func (a *api) signsIn(email string, headers ...string) entered {
	a.tb.Helper()
	got := a.enter("sign-in", vars{"email": email, "password": testPassword}, headers...)
	if got.Code != http.StatusOK {
		a.tb.Fatalf("%d %s", got.Code, got.Body)
	}
	return got
}

// refreshes shows a refresh token as a program does.
func (a *api) refreshes(token string) entered {
	a.tb.Helper()
	return a.enter("refresh", vars{"refreshToken": token})
}

// turnedAway demands one error and no tokens.
func (e entered) turnedAway(t *testing.T, what string, status int, code domain.Code, field string) {
	t.Helper()
	if e.Code != status || len(e.Errors) != 1 || e.Errors[0].Extensions.Code != code || e.Errors[0].Extensions.Field != field ||
		e.AccessToken != "" || e.cookie().Value != "" {
		t.Errorf("%s: %d %s, want %d %s about %q", what, e.Code, e.Body, status, code, field)
	}
}

// isKnown tells whether an access token is believed; what is neither believed nor refused is a fault.
func (a *api) isKnown(token string) bool {
	a.tb.Helper()
	got := a.ask(`{ viewer { user { id } } }`, nil, "Authorization", "Bearer "+token)
	switch {
	case got.Status == http.StatusOK && strings.HasPrefix(got.Body, `{"data":{"viewer":{"user":{"id":`):
		return true
	case got.Status == http.StatusUnauthorized && got.Data == nil && len(got.Errors) == 1 && got.Errors[0].Extensions.Code == domain.CodeUnauthenticated:
		return false
	}
	a.tb.Fatalf("%d %s", got.Status, got.Body)
	return false
}

// audited counts the events of an action in the audit log.
func (a *api) audited(action domain.AuditAction) (count int) {
	a.tb.Helper()
	if err := a.db.QueryRow(`SELECT count(*) FROM audit_events WHERE action = $1`, action).Scan(&count); err != nil {
		a.tb.Fatal(err)
	}
	return count
}
