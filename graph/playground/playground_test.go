package playground_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"hromada/graph/playground"
)

func get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	playground.Handler("/graphql").ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w
}

func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	page := get(t, "/")
	text := page.Body.String()
	parts := regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(text, -1)
	if len(parts) != 7 || strings.Contains(text, "//") {
		t.Errorf("%d parts: %s", len(parts), text)
	}
	for _, part := range parts {
		asset := get(t, part[1])
		if size := asset.Body.Len(); asset.Code != http.StatusOK || size < 50 ||
			asset.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || asset.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d, %d bytes, %v", part[1], asset.Code, size, asset.Header())
		}
	}
	if media := page.Header().Get("Content-Type"); media != "text/html; charset=utf-8" {
		t.Error(media)
	}
}

func TestPageIsHeldByAPolicy(t *testing.T) {
	t.Parallel()
	one, other := get(t, "/"), get(t, "/")
	policy := one.Header().Get("Content-Security-Policy")
	for _, rule := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(policy, rule) {
			t.Errorf("no %s in %s", rule, policy)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || policy == other.Header().Get("Content-Security-Policy") {
		t.Errorf("%s", policy)
	}
	mark := regexp.MustCompile(`'nonce-(\w+)'`).FindStringSubmatch(policy)
	if len(mark) != 2 || !strings.Contains(one.Body.String(), `nonce="`+mark[1]+`"`) || one.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the mark of %s is not in the page", policy)
	}
	for header, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := one.Header().Get(header); got != want {
			t.Errorf("%s: %q", header, got)
		}
	}
}

func TestUnknownAssets(t *testing.T) {
	t.Parallel()
	known := regexp.MustCompile(`/playground/\w+/`).FindString(get(t, "/").Body.String())
	for _, path := range []string{known, known + "page.html", known + "README.md", known + "..%2fpage.html", "/playground/old/playground.js", "/playground", "/other"} {
		if got := get(t, path); got.Code != http.StatusNotFound || strings.Contains(got.Body.String(), "doctype") {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

func TestExamplesAreGraphQL(t *testing.T) {
	t.Parallel()
	examples := playground.Examples()
	for _, e := range examples {
		if _, err := parser.ParseQuery(&ast.Source{Input: e.Query}); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
	if len(examples) != 4 {
		t.Errorf("%d examples", len(examples))
	}
}
