package resolvers_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"

	"hromada/auth"
	"hromada/domain"
)

func TestSignInGivesTokens(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	for role, p := range map[string]*person{
		"ADMIN": a.someone("admin", administrator()), "EXPERT": a.someone("expert", expertOf(vinnytskaOblast), staffOf(yakushynetska, auth.Head)),
		"STAFF": a.someone("staff", staffOf(yakushynetska, auth.Editor)), "OBSERVER": a.someone("observer", observerOf(vinnytskaOblast)),
		"VISITOR": a.someone("nobody"),
	} {
		got := a.signsIn(p.email)
		var fields map[string]any
		if err := json.Unmarshal(got.Body.Bytes(), &fields); err != nil {
			t.Fatal(err)
		}
		if names := slices.Sorted(maps.Keys(fields)); strings.Join(names, " ") != "accessToken expiresIn refreshExpiresIn refreshToken role tokenType" {
			t.Errorf("%v", names)
		}
		if got.TokenType != "Bearer" || got.Role != role || got.ExpiresIn != 600 || got.RefreshExpiresIn != 30*24*3600 || !a.isKnown(got.AccessToken) {
			t.Errorf("%s: %s %s %d %d", role, got.TokenType, got.Role, got.ExpiresIn, got.RefreshExpiresIn)
		}
		h := got.Header()
		if h.Get("Cache-Control") != "private, no-store" || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Content-Type") != "application/json; charset=utf-8" || h.Get("Set-Cookie") != "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", role, h)
		}
	}
}

func TestSpellingOfTheAddressDoesNotMatter(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	for _, email := range []string{"editor@people.example", "EDITOR@PEOPLE.EXAMPLE", " Editor@People.example\n", "\u00a0editor@people.example "} {
		a.signsIn(email)
	}
}

func TestPasswordsAreTakenToTheLetter(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor")
	upper := strings.Map(unicode.ToUpper, testPassword)
	for i, password := range []string{" " + testPassword, testPassword + " ", testPassword + "\x00", upper, testPassword[:len(testPassword)-2]} {
		got := a.from("192.0.2."+string(rune('1'+i))).enter("sign-in", vars{"email": p.email, "password": password})
		got.turnedAway(t, password, http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	}
	// The same letters written by another keyboard: й as и with a breve.
	if got := a.enter("sign-in", vars{"email": p.email, "password": strings.ReplaceAll(testPassword, "й", "и\u0306")}); got.Code != http.StatusOK {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

func TestFormsThatAreNone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor")
	right := `{"email":"` + p.email + `","password":"` + testPassword + `"}`
	for body, field := range map[string]string{
		"": "", "[]": "", "5": "", `"` + marker + `"`: "", "[" + right + "]": "", right + right: "", right + "}": "", right + " null": "", right + marker: "",
		right[:len(right)-1]: "", "{": "", marker: "", "email=" + marker: "", "\xef\xbb\xbf" + right: "", "\x00" + right: "",
		"{\"email\":\"editor@people.example\",\"password\":\"" + marker + "\xff\xfe\"}":     "",
		`{"email":"editor@people.example","password":"` + strings.Repeat("a", 1<<20) + `"}`: "",
		"null": "email", "{}": "email", `{"email":""}`: "email", `{"email":null,"password":"` + marker + `"}`: "email", `{"email":"  ","password":"x"}`: "email",
		`{"email":5}`: "email", `{"email":["` + marker + `"]}`: "email", `{"email":{"a":1},"password":"x"}`: "email", `{"email":"` + marker + `","password":"x"}`: "email",
		`{"email":"a\u0000@people.example","password":"x"}`: "email", `{"email":"editor@people.example\u0000","password":"x"}`: "email",
		`{"email":"\ud800@people.example","password":"` + marker + `"}`: "email",
		`{"email":"' OR 1=1 --","password":"x"}`:                        "email", `{"email":"` + strings.Repeat("a", 300) + `@people.example","password":"x"}`: "email",
		`{"email":"editor@people.example"}`: "password", `{"email":"editor@people.example","password":""}`: "password",
		`{"email":"editor@people.example","password":null}`: "password", `{"email":"editor@people.example","password":12345}`: "password",
		`{"email":"editor@people.example","password":["` + marker + `"]}`:                   "password",
		`{"email":"editor@people.example","password":"` + strings.Repeat("ї", 513) + `"}`:   "password",
		`{"email":"editor@people.example","password":"` + marker + `","everywhere":"yes"}`:  "everywhere",
		`{"email":"editor@people.example","password":"` + marker + `","refreshToken":true}`: "refreshToken",
	} {
		uk, en := a.enterWith("sign-in", body), a.enterWith("sign-in", body, "Accept-Language", "en")
		name := body[:min(len(body), 90)]
		const status, code = http.StatusBadRequest, domain.CodeInvalidInput
		for _, got := range []entered{uk, en} {
			got.turnedAway(t, name, status, code, field)
			neverRan(t, name, got.ResponseRecorder, status, code)
		}
		if isCyrillic(en.Errors[0].Message) || !isCyrillic(uk.Errors[0].Message) {
			t.Errorf("%s: %q and %q", name, uk.Errors[0].Message, en.Errors[0].Message)
		}
	}
}

func isCyrillic(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

func TestEntranceTakesJSONByPost(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor")
	form := `{"email":"` + p.email + `","password":"` + testPassword + `"}`
	for _, path := range []string{"/auth/sign-in", "/auth/refresh", "/auth/sign-out"} {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, "MERGE"} {
			got := a.send(method, path, form, "Content-Type", "application/json")
			neverRan(t, method+path, got, http.StatusMethodNotAllowed, domain.CodeInvalidInput)
			if got.Header().Get("Allow") != http.MethodPost || got.Header().Get("Cache-Control") != "private, no-store" {
				t.Errorf("%s %s: %v", method, path, got.Header())
			}
		}
		for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ";", "application/json; charset=utf-16"} {
			got := a.send(http.MethodPost, path, form, "Content-Type", kind)
			neverRan(t, kind+path, got, http.StatusUnsupportedMediaType, domain.CodeInvalidInput)
			if got.Header().Get("X-Content-Type-Options") != "nosniff" || got.Header().Get("Cache-Control") != "private, no-store" {
				t.Errorf("%s %s: %v", kind, path, got.Header())
			}
		}
	}
	if got := a.send(http.MethodPost, "/auth/sign-in", form, "Content-Type", "Application/JSON; charset=utf-8"); got.Code != http.StatusOK {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	for _, path := range []string{"/auth/", "/auth/sign-in/", "/auth/SIGN-IN", "/auth/sign-up", "/auth/" + marker} {
		got := a.send(http.MethodPost, path, form, "Content-Type", "application/json")
		neverRan(t, path, got, http.StatusNotFound, domain.CodeNotFound)
	}
}

func TestPublicKeysCheckTokens(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := a.someone("editor")
	got := a.send(http.MethodGet, "/.well-known/jwks.json", "")
	var set struct{ Keys []map[string]string }
	if err := json.Unmarshal(got.Body.Bytes(), &set); err != nil || got.Code != http.StatusOK || len(set.Keys) != 1 {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	key := set.Keys[0]
	if key["kty"] != "OKP" || key["crv"] != "Ed25519" || key["use"] != "sig" || key["alg"] != "EdDSA" || key["d"] != "" || len(key) != 6 {
		t.Errorf("%v", key)
	}
	parts := strings.Split(p.token, ".")
	public, signature, header := unpacked(t, key["x"]), unpacked(t, parts[2]), unpacked(t, parts[0])
	if !ed25519.Verify(public, []byte(parts[0]+"."+parts[1]), signature) || !strings.Contains(string(header), `"kid":"`+key["kid"]+`"`) {
		t.Error("the key does not fit the token")
	}
	h := got.Header()
	if h.Get("Content-Type") != "application/jwk-set+json" || h.Get("Cache-Control") != "public, max-age=300" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", h)
	}
	if head := a.send(http.MethodHead, "/.well-known/jwks.json", ""); head.Code != http.StatusOK {
		t.Errorf("HEAD gives %d", head.Code)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		got := a.send(method, "/.well-known/jwks.json", "{}", "Content-Type", "application/json")
		neverRan(t, method, got, http.StatusMethodNotAllowed, domain.CodeInvalidInput)
		if got.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %v", method, got.Header())
		}
	}
}

func unpacked(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestServerThatCannotCompareCountsNoTry: whoever is told to come back later was not wrong.
func TestServerThatCannotCompareCountsNoTry(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	visiting := auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor, Address: "192.0.2.1"})
	gone, leave := context.WithCancel(visiting)
	leave()
	for range 10 {
		_, err := a.in.SignIn(gone, "editor@people.example", testPassword)
		if told, ok := domain.AsError(err); err == nil || (ok && told.Code == domain.CodeRateLimited) {
			t.Fatal(err)
		}
	}
	in, err := a.in.SignIn(visiting, "editor@people.example", testPassword)
	if err != nil {
		t.Fatal(err)
	}
	handedOut.keep(in.Refresh.Secret)
}
