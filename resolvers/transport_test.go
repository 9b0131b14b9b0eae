package resolvers_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/graph"
)

// send sends any request as it is; headers come in pairs.
func (a *api) send(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	a.tb.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

// neverRan demands an answer of one error without data that repeats nothing of the request.
func neverRan(t *testing.T, what string, got *httptest.ResponseRecorder, status int, code domain.Code) {
	t.Helper()
	var parts map[string]json.RawMessage
	var told answer
	body := got.Body.Bytes()
	if json.Unmarshal(body, &parts) != nil || json.Unmarshal(body, &told) != nil || len(parts) != 1 || len(told.Errors) != 1 {
		t.Fatalf("%s: %d %s", what, got.Code, body)
	}
	e := told.Errors[0]
	if got.Code != status || e.Extensions.Code != code || e.Extensions.RequestID != got.Header().Get("X-Request-Id") || e.Message == "" {
		t.Errorf("%s: %d %s, want %d %s", what, got.Code, body, status, code)
	}
	if strings.Contains(string(body), marker) {
		t.Errorf("%s: the answer repeats the request: %s", what, body)
	}
}

// marker stands in requests and must not come back.
const marker = "MARKER-OF-THE-TEST"

const simple = `{"query":"{ instance { version } }"}`

func TestOnlyPostIsTaken(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, "MERGE"} {
		got := a.send(method, "/graphql?query={instance{version}}", simple, "Content-Type", "application/json")
		neverRan(t, method, got, http.StatusMethodNotAllowed, domain.CodeInvalidInput)
		if allow := got.Header().Get("Allow"); allow != http.MethodPost {
			t.Errorf("%s: Allow %q", method, allow)
		}
	}
	if got := a.send(http.MethodHead, "/graphql", ""); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("HEAD gives %d", got.Code)
	}
}

func TestContentTypes(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, is := range []string{"application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"} {
		if got := a.send(http.MethodPost, "/graphql", simple, "Content-Type", is); got.Code != http.StatusOK {
			t.Errorf("%s gives %d %s", is, got.Code, got.Body)
		}
	}
	for _, is := range []string{
		"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", "application/jsonp",
		"application/json; charset=utf-16", "application/json; charset=windows-1251", "text/plain; application/json", "application/json, text/plain", ";", marker,
	} {
		neverRan(t, is, a.send(http.MethodPost, "/graphql", simple, "Content-Type", is), http.StatusUnsupportedMediaType, domain.CodeInvalidInput)
	}
}

func TestBodiesThatAreNoRequest(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, body := range []string{
		"", " ", "null", "5", `"` + marker + `"`, "[]", "{}", "[" + simple + "]", "[" + simple + "," + simple + "]", simple + simple, simple + "}", simple + "]",
		simple + " " + marker, simple + ",", simple + "null", "{", `{"query":`, `{"query":"` + marker, `{"query":5}`, `{"query":null}`, `{"query":""}`,
		`{"query":["{ ` + marker + ` }"]}`, `{"` + marker + `":1}`, `{"query":"{ instance { version } }","variables":"` + marker + `"}`,
		`{"query":"{ instance { version } }","variables":[]}`, `{"query":"{ instance { version } }","operationName":5}`,
		`{"query":"{ instance { version } }","extensions":"` + marker + `"}`, "{\"query\":\"{ a(b: \\\"\xff\xfe\\\") }\"}", "\xef\xbb\xbf" + simple, "\x00" + simple,
		"{\"query\":\"{ instance { version } }\",\"variables\":{\"" + marker + "\":\"\xc3\"}}", "query=" + marker, marker, "\x1f\x8b\x08" + marker,
	} {
		neverRan(t, body, a.send(http.MethodPost, "/graphql", body, "Content-Type", "application/json"), http.StatusBadRequest, domain.CodeInvalidInput)
	}
	for _, body := range []string{simple + "\n", " \t\r\n" + simple, `{"query":"{ instance { version } }","variables":null,"operationName":null,"extensions":{}}`} {
		if got := a.send(http.MethodPost, "/graphql", body, "Content-Type", "application/json"); got.Code != http.StatusOK || strings.Contains(got.Body.String(), "errors") {
			t.Errorf("%q gives %d %s", body, got.Code, got.Body)
		}
	}
}

func TestSizesOfBodies(t *testing.T) {
	t.Parallel()
	a := shared(t)
	most := simple + strings.Repeat(" ", graph.MaxBody-len(simple))
	if got := a.send(http.MethodPost, "/graphql", most, "Content-Type", "application/json"); got.Code != http.StatusOK {
		t.Errorf("the longest body gives %d %s", got.Code, got.Body)
	}
	for _, body := range []string{most + " ", strings.Repeat(marker, 120_000)} {
		neverRan(t, "a long body", a.send(http.MethodPost, "/graphql", body, "Content-Type", "application/json"), http.StatusRequestEntityTooLarge, domain.CodeLimitExceeded)
	}
}

func TestTextThatNobodyWrites(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, text := range []string{`\u0000`, `а\u0000б`, `\ud800`, `а\udfff`, `\ud800\ud800`, `\u202e`, `\u2066а\u2069`, `\u200f`} {
		variable := `{"query":"query($t: String!) { search(text: $t) { totalCount } }","variables":{"t":"абв` + text + `"}}`
		a.refusedBody("text", variable)
		literal, err := json.Marshal(vars{"query": `{ search(text: "абв` + text + `") { totalCount } }`})
		if err != nil {
			t.Fatal(err)
		}
		a.refusedBody("text", string(literal))
	}
	// Whole pairs are letters like others, and so are marks of no width.
	for _, text := range []string{`\ud83c\udf3b`, `\u200b`, `\ufeff`} {
		got := a.post(`{"query":"query($t: String!) { search(text: $t) { totalCount } }","variables":{"t":"абв` + text + `"}}`)
		if len(got.Errors) > 0 {
			t.Errorf("%s: %s", text, got.Body)
		}
	}
}

func TestAnswersByWhatTheClientAccepts(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, e := range []struct {
		accept, body, media string
		status              int
	}{
		{"", simple, "application/json; charset=utf-8", http.StatusOK},
		{"*/*", simple, "application/json; charset=utf-8", http.StatusOK},
		{"application/graphql-response+json", simple, "application/graphql-response+json; charset=utf-8", http.StatusOK},
		{"application/json", `{"query":"{ nothing }"}`, "application/json; charset=utf-8", http.StatusOK},
		{"application/graphql-response+json", `{"query":"{ nothing }"}`, "application/graphql-response+json; charset=utf-8", http.StatusBadRequest},
		{"application/graphql-response+json, application/json;q=0.9", `{"query":"{"}`, "application/graphql-response+json; charset=utf-8", http.StatusBadRequest},
		{"application/graphql-response+json", `{"query":"query($n: Int) { communities(first: $n) { totalCount } }","variables":{"n":1.5}}`, "application/graphql-response+json; charset=utf-8", http.StatusBadRequest},
		{"application/graphql-response+json", `{"query":"{ region(code: \"UA99000000000000000\") { name } }"}`, "application/graphql-response+json; charset=utf-8", http.StatusOK},
	} {
		got := a.send(http.MethodPost, "/graphql", e.body, "Content-Type", "application/json", "Accept", e.accept)
		if got.Code != e.status || got.Header().Get("Content-Type") != e.media {
			t.Errorf("%s for %s: %d %s", e.accept, e.body, got.Code, got.Header().Get("Content-Type"))
		}
		if ran := strings.Contains(got.Body.String(), `"data":`); ran != (e.body == simple || strings.Contains(e.body, "UA99")) {
			t.Errorf("%s for %s: %s", e.accept, e.body, got.Body)
		}
		if got.Header().Get("Cache-Control") != "private, no-store" || got.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", e.body, got.Header())
		}
	}
}

func TestOtherOriginsAreNotLetIn(t *testing.T) {
	t.Parallel()
	a := shared(t)
	const allowed = "Access-Control-Allow-Origin"
	for origin, want := range map[string]string{
		"https://dashboard.example": "https://dashboard.example", "": "", "null": "", "http://dashboard.example": "", "https://dashboard.example.evil.example": "",
		"https://evil-dashboard.example": "", "https://dashboard.example:8443": "", "https://DASHBOARD.example": "", "https://dashboard.example/": "", "*": "",
	} {
		got := a.send(http.MethodPost, "/graphql", simple, "Content-Type", "application/json", "Origin", origin)
		if has := got.Header().Get(allowed); has != want || got.Header().Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%q: %q", origin, has)
		}
		got = a.send(http.MethodOptions, "/graphql", "", "Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
		if has := got.Header().Get(allowed); has != want || (want != "" && got.Code != http.StatusNoContent) {
			t.Errorf("before a request from %q: %d %q", origin, got.Code, has)
		}
	}
	for header, value := range map[string]string{"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "x-secret"} {
		asked := []string{"Origin", "https://dashboard.example", "Access-Control-Request-Method", "POST", header, value}
		if got := a.send(http.MethodOptions, "/graphql", "", asked...); got.Header().Get(allowed) != "" {
			t.Errorf("%s: %s was let in", header, value)
		}
	}
}

func TestOtherPaths(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, e := range []struct {
		method, path string
		status       int
		body         string
	}{
		{http.MethodGet, "/healthz", http.StatusOK, "ok\n"},
		{http.MethodGet, "/readyz", http.StatusOK, "ready\n"},
		{http.MethodPost, "/healthz", http.StatusMethodNotAllowed, ""},
		{http.MethodGet, "/", http.StatusNotFound, ""},
		{http.MethodPost, "/graphql/", http.StatusNotFound, ""},
	} {
		got := a.send(e.method, e.path, "")
		if got.Code != e.status || (e.body != "" && got.Body.String() != e.body) {
			t.Errorf("%s %s: %d %s", e.method, e.path, got.Code, got.Body)
		}
	}
}
