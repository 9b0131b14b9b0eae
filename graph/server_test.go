package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/graph"
)

// service is the HTTP face around any handler.
type service struct {
	http.Handler
	log *bytes.Buffer
}

func serve(inner http.Handler, ready error) service {
	log := &bytes.Buffer{}
	return service{graph.Routes(graph.Options{
		Log: slog.New(slog.NewJSONHandler(log, nil)), Origins: []string{"https://dashboard.example"},
		Graph: func() http.Handler { return inner }, Ready: func(context.Context) error { return ready },
	}), log}
}

func (s service) send(method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(`{"query":"SECRET-DOCUMENT"}`))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

type told struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct{ Code, RequestID string }
	}
}

func read(t *testing.T, w *httptest.ResponseRecorder) told {
	t.Helper()
	var got told
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Errors) != 1 || got.Data != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if got.Errors[0].Extensions.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("another request id: %v %s", w.Header(), w.Body)
	}
	return got
}

func TestServiceThatIsNotReady(t *testing.T) {
	t.Parallel()
	s := serve(nil, errors.New("SECRET-CAUSE"))
	for language, word := range map[string]string{"uk": "недоступний", "en": "not available"} {
		got := s.send(http.MethodPost, "/graphql", "Content-Type", "application/json", "Accept-Language", language)
		e := read(t, got).Errors[0]
		if got.Code != http.StatusServiceUnavailable || e.Extensions.Code != "UNAVAILABLE" || !strings.Contains(e.Message, word) {
			t.Errorf("%d %s", got.Code, got.Body)
		}
	}
	got := s.send(http.MethodPost, "/graphql", "Origin", "https://dashboard.example", "Accept", "application/graphql-response+json")
	if got.Header().Get("Access-Control-Allow-Origin") == "" || got.Header().Get("Content-Type") != "application/graphql-response+json; charset=utf-8" {
		t.Errorf("a dashboard cannot read why: %v", got.Header())
	}
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK} {
		if got := s.send(http.MethodGet, path); got.Code != want || strings.Contains(got.Body.String(), "SECRET") {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
	}
}

func TestServiceThatIsReady(t *testing.T) {
	t.Parallel()
	s := serve(http.NotFoundHandler(), nil)
	if got := s.send(http.MethodGet, "/readyz"); got.Code != http.StatusOK || got.Body.String() != "ready\n" {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got := s.send(http.MethodPost, "/graphql"); got.Code != http.StatusNotFound {
		t.Errorf("the graph is not asked: %d", got.Code)
	}
}

// unlucky cannot tell who asks.
type unlucky struct{ http.Handler }

func (unlucky) Identify(context.Context, string) (auth.Viewer, error) {
	return auth.Viewer{}, errors.New("SECRET-CAUSE")
}

func TestWhoAsksCannotBeTold(t *testing.T) {
	t.Parallel()
	log := &bytes.Buffer{}
	s := service{graph.Routes(graph.Options{
		Log: slog.New(slog.NewJSONHandler(log, nil)), Graph: http.NotFoundHandler, Accounts: func() graph.Accounts { return unlucky{} },
	}), log}
	got := s.send(http.MethodPost, "/graphql", "Authorization", "Bearer token")
	if e := read(t, got).Errors[0]; got.Code != http.StatusServiceUnavailable || e.Extensions.Code != "UNAVAILABLE" || strings.Contains(got.Body.String(), "SECRET") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if !strings.Contains(log.String(), "SECRET-CAUSE") {
		t.Errorf("the log does not say why: %s", log)
	}
}

func TestPanicOutsideResolvers(t *testing.T) {
	t.Parallel()
	s := serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("SECRET-PANIC") }), nil)
	for range 2 {
		got := s.send(http.MethodPost, "/graphql")
		if e := read(t, got).Errors[0]; got.Code != http.StatusInternalServerError || e.Extensions.Code != "INTERNAL" || strings.Contains(got.Body.String(), "SECRET") {
			t.Errorf("%d %s", got.Code, got.Body)
		}
		if log := s.log.String(); !strings.Contains(log, "SECRET-PANIC") || !strings.Contains(log, got.Header().Get("X-Request-Id")) || !strings.Contains(log, "server_test.go") {
			t.Errorf("the log: %s", log)
		}
	}
}

func TestRequestsAreLoggedWithoutWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	s := serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("four"))
	}), nil)
	got := s.send(http.MethodPost, "/graphql?query=SECRET-QUERY", "Cookie", "refresh=SECRET-TOKEN", "User-Agent", "SECRET-AGENT\nlevel=ERROR")
	var line struct {
		Msg, RequestID, Method, Path string
		Status, Bytes                int
	}
	if err := json.Unmarshal(s.log.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, s.log)
	}
	if line.Msg != "request" || line.RequestID != got.Header().Get("X-Request-Id") || line.Method != "POST" || line.Path != "/graphql" ||
		line.Status != http.StatusTeapot || line.Bytes != 4 || strings.Contains(s.log.String(), "SECRET") {
		t.Errorf("the log: %s", s.log)
	}
}

func TestRequestsComeFromAVisitorWithinATime(t *testing.T) {
	t.Parallel()
	var viewer auth.Viewer
	var known, bounded bool
	var id string
	s := serve(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		viewer, known = auth.ViewerFrom(r.Context())
		_, bounded = r.Context().Deadline()
		id = graph.RequestID(r.Context())
	}), nil)
	got := s.send(http.MethodPost, "/graphql")
	if !known || viewer.Role != auth.Visitor || !bounded || id == "" || id != got.Header().Get("X-Request-Id") {
		t.Errorf("%+v, %t, bounded %t, id %s", viewer, known, bounded, id)
	}
	if graph.RequestID(context.Background()) != "" {
		t.Error("there is an id outside a request")
	}
}
