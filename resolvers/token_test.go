package resolvers_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
)

const whoAsks = `{"query":"{ viewer { user { email } } regions { name } }"}`

// isUnknown demands the answer to a token that is not good, which is never the answer to a visitor.
func isUnknown(t *testing.T, what string, got *httptest.ResponseRecorder) {
	t.Helper()
	neverRan(t, what, got, http.StatusUnauthorized, domain.CodeUnauthenticated)
	if h := got.Header(); h.Get("WWW-Authenticate") != `Bearer error="invalid_token"` || h.Get("Cache-Control") != "private, no-store" ||
		h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: %v", what, h)
	}
}

// headed is a token with another header, its signature kept.
func headed(token string, header vars) string {
	text, err := json.Marshal(header)
	if err != nil {
		panic(err)
	}
	_, rest, _ := strings.Cut(token, ".")
	return base64.RawURLEncoding.EncodeToString(text) + "." + rest
}

// signedByPublicKey is a token whose author took the public key for a shared secret.
func (a *api) signedByPublicKey(kid any, token string) string {
	a.tb.Helper()
	var set struct{ Keys []struct{ X string } }
	if err := json.Unmarshal(a.send(http.MethodGet, "/.well-known/jwks.json", "").Body.Bytes(), &set); err != nil {
		a.tb.Fatal(err)
	}
	public, err := base64.RawURLEncoding.DecodeString(set.Keys[0].X)
	if err != nil {
		a.tb.Fatal(err)
	}
	text := headed(token, vars{"alg": "HS256", "typ": "at+jwt", "kid": kid})
	text = text[:strings.LastIndex(text, ".")]
	mac := hmac.New(sha256.New, public)
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// header is what a token says of its signature.
func header(t *testing.T, token string) (h vars) {
	t.Helper()
	part, _, _ := strings.Cut(token, ".")
	if err := json.Unmarshal(unpacked(t, part), &h); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := a.someone("editor", administrator())
	parts, kid := strings.Split(p.token, "."), header(t, p.token)["kid"]
	stranger, err := auth.NewSigningKey(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := auth.Sign(stranger, auth.AccessToken{User: p.id.Number, Session: strings.Repeat("a", 64), Issued: noon}, auth.Admin)
	if err != nil {
		t.Fatal(err)
	}
	claims := string(unpacked(t, parts[1]))
	promoted := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(claims, `"sub":"1"`, `"sub":"2"`, 1)))
	for name, token := range map[string]string{
		"nothing": "", "rubbish": marker, "an end": ".", "two parts": parts[0] + "." + parts[1], "four parts": p.token + "." + parts[2],
		"none":     headed(p.token, vars{"alg": "none", "typ": "at+jwt", "kid": kid}),
		"nOnE":     headed(p.token, vars{"alg": "nOnE", "typ": "at+jwt", "kid": kid}),
		"stripped": parts[0] + "." + parts[1] + ".", "none and stripped": strings.TrimSuffix(headed(p.token, vars{"alg": "none"}), parts[2]),
		"the public key as a secret":  a.signedByPublicKey(kid, p.token),
		"a path":                      headed(p.token, vars{"alg": "EdDSA", "typ": "at+jwt", "kid": "../../../../dev/null"}),
		"SQL":                         headed(p.token, vars{"alg": "EdDSA", "typ": "at+jwt", "kid": "' OR 1=1 --"}),
		"a number for a key":          headed(p.token, vars{"alg": "EdDSA", "typ": "at+jwt", "kid": 0}),
		"an address of keys":          headed(p.token, vars{"alg": "EdDSA", "typ": "at+jwt", "kid": kid, "jku": "http://127.0.0.1:1/jwks"}),
		"another type":                headed(p.token, vars{"alg": "EdDSA", "typ": "JWT", "kid": kid}),
		"a demand nobody knows":       headed(p.token, vars{"alg": "EdDSA", "typ": "at+jwt", "kid": kid, "crit": []string{"exp"}}),
		"a stranger's key":            foreign,
		"a stranger's under our name": headed(foreign, vars{"alg": "EdDSA", "typ": "at+jwt", "kid": kid}),
		"other claims":                parts[0] + "." + promoted + "." + parts[2],
		"a long one":                  p.token + strings.Repeat("A", 8<<10),
		"a letter more":               p.token + "A", "a blank within": parts[0] + ". " + parts[1] + "." + parts[2],
	} {
		isUnknown(t, name, a.send(http.MethodPost, "/graphql", whoAsks, "Content-Type", "application/json", "Authorization", "Bearer "+token))
	}
	if !a.isKnown(p.token) {
		t.Error("the true token is not believed")
	}
}

func TestOneBearerTokenIsTaken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := a.someone("editor")
	for _, shown := range [][]string{
		{""},
		{"Bearer"},
		{"Bearer "},
		{p.token},
		{"Basic " + p.token},
		{"Basic ZWRpdG9yOnBhc3N3b3Jk"},
		{"Token " + p.token},
		{"Bearer: " + p.token},
		{"Bearer" + p.token},
		{"Bearer\t" + p.token},
		{"Bearer " + p.token + "," + p.token},
		{"Bearer Bearer " + p.token},
		{"Bearer " + p.token + " x"},
		{"Bearer " + p.token, "Bearer " + p.token},
		{"Bearer " + p.token, ""},
		{"", "Bearer " + p.token},
		{"Bearer " + p.token, "Basic eA=="},
	} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", strings.NewReader(whoAsks))
		r.Header["Content-Type"], r.Header["Authorization"] = []string{"application/json"}, shown
		w := httptest.NewRecorder()
		a.handler.ServeHTTP(w, r)
		isUnknown(t, strings.ReplaceAll(strings.Join(shown, " and "), p.token, "…"), w)
	}
	for _, scheme := range []string{"Bearer ", "bearer ", "BEARER ", "Bearer   "} {
		if got := a.post(whoAsks, "Authorization", scheme+p.token); !strings.Contains(got.Body, p.email) {
			t.Errorf("%q: %d %s", scheme, got.Status, got.Body)
		}
	}
}

// TestTokensElsewhereSayNothing: addresses are logged and sent on, and cookies come along from anywhere.
func TestTokensElsewhereSayNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := a.someone("editor")
	for _, path := range []string{"/graphql?access_token=", "/graphql?token=", "/graphql?authorization=Bearer+"} {
		got := a.send(http.MethodPost, path+p.token, whoAsks, "Content-Type", "application/json", "Cookie", "access_token="+p.token)
		if got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), `{"data":{"viewer":{"user":null}`) {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
	}
}

func TestRefreshAndAccessTokensAreNotEachOther(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.someone("editor")
	in := a.signsIn("editor@people.example")
	if a.isKnown(in.RefreshToken) || a.isKnown(strings.Split(in.RefreshToken, ".")[0]) {
		t.Error("a refresh token serves as an access token")
	}
	a.refreshes(in.AccessToken).turnedAway(t, "an access token", http.StatusUnauthorized, domain.CodeUnauthenticated, "")
	if got := a.enter("sign-out", vars{"refreshToken": in.AccessToken}); got.Code != http.StatusNoContent || !a.isKnown(in.AccessToken) {
		t.Errorf("signing out with an access token: %d", got.Code)
	}
}

func TestClocksMayDifferALittle(t *testing.T) {
	t.Parallel()
	for ahead, want := range map[time.Duration]bool{
		-30 * time.Second: true, -5 * time.Minute: false, 9 * time.Minute: true,
		auth.AccessLifetime + 30*time.Second: true, auth.AccessLifetime + 5*time.Minute: false,
	} {
		t.Run(ahead.String(), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			p := a.someone("editor")
			a.clock.pass(ahead)
			if known := a.isKnown(p.token); known != want {
				t.Errorf("known: %t", known)
			}
		})
	}
}

func TestWhatIsWrongWithATokenIsTold(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for language, want := range map[string]string{"uk": "увійдіть знову", "en": "sign in again"} {
		got := a.post(whoAsks, "Authorization", "Bearer "+marker, "Accept-Language", language)
		if len(got.Errors) != 1 || !strings.Contains(got.Errors[0].Message, want) {
			t.Errorf("%s: %s", language, got.Body)
		}
	}
}

func TestCallersWithAccountsAreCountedByThem(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p, q := "Bearer "+a.someone("editor").token, "Bearer "+a.someone("expert").token
	a.handler = a.face(graph.Options{RateLimit: 1}) // so slow that hardly any request comes back during the test
	let := func(address string, headers ...string) (let int) {
		for range 30 {
			if a.from(address).post(asksName, headers...).Status == http.StatusOK {
				let++
			}
		}
		return let
	}
	const few = 4 // what may come back
	if n := let("192.0.2.1", "Authorization", p); n < 10 || n > 10+few {
		t.Errorf("%d of 30", n)
	}
	if n := let("192.0.2.2", "Authorization", p); n > few {
		t.Errorf("from another address the same account has %d more", n)
	}
	if n := let("192.0.2.1", "Authorization", q); n < 10 {
		t.Errorf("from the same address another account has %d", n)
	}
	if n := let("192.0.2.1", "Authorization", "Bearer "+marker); n != 0 {
		t.Errorf("%d with a token that is not good", n)
	}
	if n := let("192.0.2.1"); n > few {
		t.Errorf("tokens that were not good did not count against the address: %d", n)
	}
	if n := let("192.0.2.2"); n < 10 {
		t.Errorf("an account's requests counted against an address: %d", n)
	}
}
