package resolvers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"
)

// wholeOblast is an oblast of the size of Vinnytsia's, each community with a tree of 5 goals, 20 subgoals
// and 100 components beneath them.
var wholeOblast = oblast(63, 5, 4, 5)

func BenchmarkCommunityTree(b *testing.B) { benchmark(b, "community_page", vars{}) }

func BenchmarkCommunitiesPage(b *testing.B) { benchmark(b, "oblast_table", vars{"size": 50}) }

func BenchmarkOblastTrees(b *testing.B) { benchmark(b, "oblast_trees", vars{}) }

func BenchmarkComponentsList(b *testing.B) { benchmark(b, "components_list", vars{"size": 50}) }

func BenchmarkSearch(b *testing.B) { benchmark(b, "search", vars{"text": "мережу", "size": 25}) }

// benchmark asks an operation over and over, in the process itself: no network, and nothing of the
// answer is read but its length.
func benchmark(b *testing.B, name string, variables vars) {
	b.Helper()
	a := generated(b, wholeOblast)
	asked := a.exampleVars()
	maps.Copy(asked, variables)
	body := operationBody(b, name, asked)
	a.serve(b, body) // connections, prepared statements and parsed documents are there
	a.count.take()
	length := 0
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		length = a.serve(b, body)
	}
	b.StopTimer()
	b.ReportMetric(float64(len(a.count.take()))/float64(b.N), "statements/op")
	b.ReportMetric(float64(length), "answer-B/op")
}

func operationBody(b *testing.B, name string, variables vars) []byte {
	b.Helper()
	for _, op := range operations(b) {
		if op.name == name {
			body, err := json.Marshal(map[string]any{"query": op.text, "variables": variables})
			if err != nil {
				b.Fatal(err)
			}
			return body
		}
	}
	b.Fatalf("no operation %s", name)
	return nil
}

// serve answers one request and gives the length of the answer.
func (a *api) serve(b *testing.B, body []byte) int {
	b.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
		b.Fatal(w.Body)
	}
	return w.Body.Len()
}
