package resolvers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

const (
	cookieName = "__Host-hromada-refresh"
	dashboard  = "https://dashboard.example"
	acao       = "Access-Control-Allow-Origin"
)

// holding is the header by which a browser sends a cookie back.
func holding(value string) []string { return []string{"Cookie", cookieName + "=" + value} }

// browsers are the headers of those that are let in.
var browsers = map[string][]string{
	"the dashboard":       {"Origin", dashboard, "Sec-Fetch-Site", "cross-site"},
	"a subdomain's":       {"Origin", dashboard, "Sec-Fetch-Site", "same-site"},
	"an old browser":      {"Origin", dashboard},
	"a page of our own":   {"Origin", "http://example.com", "Sec-Fetch-Site", "same-origin"},
	"an old one, our own": {"Origin", "http://example.com"},
	"typed by hand":       {"Sec-Fetch-Site", "none"},
}

func TestBrowsersKeepTheRefreshTokenInACookie(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	for name, headers := range browsers {
		in := a.signsIn("editor@people.example", headers...)
		c := in.cookie()
		if c.Name != cookieName || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 30*24*3600 {
			t.Errorf("%s: %v", name, in.Header())
		}
		if len(in.Header().Values("Set-Cookie")) != 1 || strings.Contains(in.Body.String(), "refreshToken") || strings.Contains(in.Body.String(), c.Value) ||
			in.RefreshExpiresIn != 30*24*3600 || !a.isKnown(in.AccessToken) {
			t.Errorf("%s: %s", name, in.Body)
		}
		// What the body says is not what a browser holds.
		a.enter("refresh", vars{"refreshToken": c.Value}, headers...).turnedAway(t, name, http.StatusUnauthorized, domain.CodeUnauthenticated, "")
		a.enter("refresh", vars{}, append(holding(marker), headers...)...).turnedAway(t, name, http.StatusUnauthorized, domain.CodeUnauthenticated, "")
		next := a.enter("refresh", vars{}, append(holding(c.Value), headers...)...)
		if after := next.cookie(); next.Code != http.StatusOK || after.Name != cookieName || after.Value == c.Value || !after.HttpOnly || !after.Secure ||
			strings.Contains(next.Body.String(), "refreshToken") || !a.isKnown(next.AccessToken) {
			t.Errorf("%s: %d %s %v", name, next.Code, next.Body, next.Header())
		}
		out := a.enter("sign-out", vars{}, append(holding(next.cookie().Value), headers...)...)
		if gone := out.cookie(); out.Code != http.StatusNoContent || gone.Name != cookieName || gone.Value != "" || gone.MaxAge >= 0 || gone.Path != "/" || !gone.Secure {
			t.Errorf("%s: %d %v", name, out.Code, out.Header())
		}
		if a.isKnown(next.AccessToken) {
			t.Errorf("%s: the session goes on", name)
		}
	}
}

func TestSigningOutClearsTheCookieWhateverItHolds(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for _, headers := range [][]string{{"Origin", dashboard}, append(holding(marker), "Origin", dashboard)} {
		out := a.enter("sign-out", vars{"everywhere": true}, headers...)
		if c := out.cookie(); out.Code != http.StatusNoContent || c.Name != cookieName || c.MaxAge >= 0 {
			t.Errorf("%d %v", out.Code, out.Header())
		}
	}
}

// TestCookiesOfProgramsAreNotUsed: only what says that it is a browser, and thereby from which page, may show one.
func TestCookiesOfProgramsAreNotUsed(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example", "Origin", dashboard)
	cookie := in.cookie().Value
	a.enter("refresh", vars{}, holding(cookie)...).turnedAway(t, "a program", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	if out := a.enter("sign-out", vars{}, holding(cookie)...); out.Code != http.StatusNoContent || out.Header().Get("Set-Cookie") != "" || !a.isKnown(in.AccessToken) {
		t.Errorf("%d %v", out.Code, out.Header())
	}
	got := a.post(whoAsks, append(holding(cookie), "Origin", dashboard)...)
	if !strings.HasPrefix(got.Body, `{"data":{"viewer":{"user":null}`) {
		t.Errorf("the graph knows somebody by a cookie: %s", got.Body)
	}
}

// foreign are the headers of pages that are not let in.
var foreign = map[string][]string{
	"another site":       {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"},
	"an old browser":     {"Origin", "https://evil.example"},
	"null":               {"Origin", "null", "Sec-Fetch-Site", "cross-site"},
	"null, old":          {"Origin", "null"},
	"a suffix":           {"Origin", "https://dashboard.example.evil", "Sec-Fetch-Site", "cross-site"},
	"a suffix, old":      {"Origin", "https://dashboard.example.evil"},
	"a prefix":           {"Origin", "https://evil-dashboard.example"},
	"another scheme":     {"Origin", "http://dashboard.example", "Sec-Fetch-Site", "cross-site"},
	"another port":       {"Origin", "https://dashboard.example:8443"},
	"capitals":           {"Origin", "https://DASHBOARD.example"},
	"a path":             {"Origin", "https://dashboard.example/"},
	"a star":             {"Origin", "*"},
	"two":                {"Origin", "https://dashboard.example, https://evil.example"},
	"no origin":          {"Sec-Fetch-Site", "cross-site"},
	"a neighbour":        {"Sec-Fetch-Site", "same-site", "Origin", "https://other.example.com"},
	"another port of us": {"Origin", "http://example.com:8081"},
	"rubbish":            {"Origin", "http://%zz"},
}

func TestForeignPagesAreNotLetIn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example", "Origin", dashboard)
	before := a.text(`SELECT count(*) FROM sessions`)
	for name, headers := range foreign {
		for _, path := range []string{"sign-in", "refresh", "sign-out"} {
			got := a.enter(path, vars{"email": "editor@people.example", "password": testPassword, "everywhere": true}, append(holding(in.cookie().Value), headers...)...)
			got.turnedAway(t, name+" "+path, http.StatusForbidden, domain.CodeForbidden, "")
			if got.Header().Get(acao) != "" || got.Header().Get("Access-Control-Allow-Credentials") != "" || got.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s: %v", name, got.Header())
			}
		}
		if before != a.text(`SELECT count(*) FROM sessions`) || !a.isKnown(in.AccessToken) {
			t.Fatalf("%s began or ended a session", name)
		}
	}
	if n := a.audited(domain.AuditSignOutEverywhere); n != 0 {
		t.Errorf("%d signed out", n)
	}
	if next := a.enter("refresh", vars{}, append(holding(in.cookie().Value), "Origin", dashboard)...); next.Code != http.StatusOK {
		t.Errorf("%d %s", next.Code, next.Body)
	}
}

func TestOwnOriginsMayShowTheCookie(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example", "Origin", dashboard)
	wrong := a.enter("sign-in", vars{"email": "editor@people.example", "password": "wrong"}, "Origin", dashboard)
	for _, got := range []entered{in, wrong} { // what is wrong must be readable too
		h := got.Header()
		if h.Get(acao) != dashboard || h.Get("Access-Control-Allow-Credentials") != "true" || !slices.Contains(h.Values("Vary"), "Origin") ||
			!strings.Contains(strings.ToLower(h.Get("Access-Control-Expose-Headers")), "retry-after") {
			t.Errorf("%d %v", got.Code, h)
		}
	}
	ask := []string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type"}
	for _, path := range []string{"/auth/sign-in", "/auth/refresh", "/auth/sign-out"} {
		got := a.send(http.MethodOptions, path, "", append(ask, "Origin", dashboard)...)
		h := got.Header()
		if got.Code != http.StatusNoContent || h.Get(acao) != dashboard || h.Get("Access-Control-Allow-Credentials") != "true" ||
			h.Get("Access-Control-Allow-Methods") != "POST" || h.Get("Access-Control-Allow-Headers") != "content-type" {
			t.Errorf("%s: %d %v", path, got.Code, h)
		}
		for name, headers := range foreign {
			h := a.send(http.MethodOptions, path, "", append(headers, ask...)...).Header()
			if h.Get(acao) != "" || h.Get("Access-Control-Allow-Credentials") != "" || h.Get("Access-Control-Allow-Methods") != "" {
				t.Errorf("%s from %s: %v", path, name, h)
			}
		}
	}
	graph := a.send(http.MethodOptions, "/graphql", "", append(ask, "Origin", dashboard)...).Header()
	if graph.Get(acao) != dashboard || graph.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("the graph takes cookies along: %v", graph)
	}
	token := append(slices.Clone(ask[:3]), "authorization,content-type", "Origin", dashboard)
	if h := a.send(http.MethodOptions, "/graphql", "", token...).Header(); h.Get("Access-Control-Allow-Headers") != "authorization,content-type" {
		t.Errorf("a dashboard cannot send its token: %v", h)
	}
}

func TestTheLogKnowsNoSecrets(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor", administrator())
	in := a.signsIn(p.email)
	page := a.signsIn(p.email, "Origin", dashboard)
	a.enter("sign-in", vars{"email": p.email, "password": testPassword + "!"})
	a.enter("sign-in", vars{"email": testPassword, "password": p.email})
	a.enterWith("sign-in", `{"email":"`+p.email+`","password":"`+testPassword+`"`)
	a.refreshes(in.RefreshToken)
	a.refreshes(in.AccessToken)
	a.enter("refresh", vars{}, append(holding(page.cookie().Value), "Origin", dashboard)...)
	a.enter("sign-out", vars{"refreshToken": in.RefreshToken})
	for _, path := range []string{"/graphql", "/auth/refresh", "/.well-known/jwks.json"} { // somebody's mistake
		a.send(http.MethodPost, path+"?access_token="+in.AccessToken+"&email="+p.email, simple, "Content-Type", "application/json")
	}
	link := handedOut.keep(strings.Repeat("Xy-_", 10) + "abc")
	for _, path := range []string{"/reset-password%23token=", "/accept-invitation/", "/uploads/VXBsb2FkOjA6MQ/", "/graphql/"} { // mail programs', and people's
		for _, token := range []string{link, in.AccessToken, in.RefreshToken} {
			a.send(http.MethodGet, path+token, "")
		}
	}
	longID := domain.NodeID{Type: "EvidenceFile", Community: 1 << 40, Number: 1 << 40}.String()
	a.send(http.MethodGet, "/files/"+longID, "")
	a.ask(`{ viewer { user { email } } }`, nil, "Authorization", "Bearer "+in.AccessToken)
	a.ask(`{ viewer { user { email } } }`, nil, "Authorization", "Basic "+in.AccessToken)
	a.resets(p.email)
	log := a.log.String()
	if found := leaked(log); found != "" {
		t.Errorf("the log holds %s…", found)
	}
	if strings.Count(log, "msg=request") < 12 || !strings.Contains(log, "path=/auth/sign-in") || !strings.Contains(log, "/files/"+longID) {
		t.Errorf("the log tells too little: %s", log)
	}
}
