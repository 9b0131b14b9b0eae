package resolvers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/graph"
)

// weakness is one of the 13 checks that graphql-cop makes, under its name there: what is sent, how a
// sound server answers, and how a weak one would.
type weakness struct {
	name   string
	method string // POST unless told
	kind   string // application/json unless told
	path   string // /graphql unless told
	body   string
	answer string // what a sound answer has
	weak   func(*httptest.ResponseRecorder) bool
}

// query is a body that asks for a document.
func query(document string) string {
	body, err := json.Marshal(vars{"query": document})
	if err != nil {
		panic(err)
	}
	return string(body)
}

// holds tells whether an answer has a text.
func holds(texts ...string) func(*httptest.ResponseRecorder) bool {
	return func(got *httptest.ResponseRecorder) bool {
		for _, text := range texts {
			if strings.Contains(got.Body.String(), text) {
				return true
			}
		}
		return false
	}
}

func weaknesses() []weakness {
	aliases := strings.Builder{}
	for i := range 101 {
		aliases.WriteString(" alias" + strings.Repeat("x", i) + ":__typename")
	}
	batch := "[" + strings.TrimSuffix(strings.Repeat(query("query cop { __typename }")+",", 10), ",") + "]"
	return []weakness{
		{name: "alias_overloading", body: query("query cop {" + aliases.String() + " }"), answer: `"LIMIT_EXCEEDED"`, weak: holds(`"data"`)},
		{name: "batch_query", body: batch, answer: `"INVALID_INPUT"`, weak: holds(`"data"`)},
		{name: "directive_overloading", body: query("query cop { __typename " + strings.Repeat("@aa", 10) + " }"), answer: `"GRAPHQL_VALIDATION_FAILED"`, weak: func(got *httptest.ResponseRecorder) bool {
			return strings.Count(got.Body.String(), `"message"`) > 3
		}},
		{name: "circular_query_introspection", body: query("query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }"), answer: `"LIMIT_EXCEEDED"`, weak: holds(`"data"`)},
		{name: "introspection", body: query("query cop { __schema { types { name fields { name } } } }"), answer: `"FORBIDDEN"`, weak: holds(`"data"`)},
		{name: "field_duplication", body: query("query cop { " + strings.Repeat("__typename \n", 500) + "}"), answer: `"LIMIT_EXCEEDED"`, weak: holds(`"data"`)},
		{name: "field_suggestions", body: query("query cop { __schema { directive } }"), answer: `"errors"`, weak: holds("Did you mean")},
		{name: "detect_graphiql", method: http.MethodGet, path: "/", answer: "404", weak: holds("graphiql", "GraphiQL", "Playground", "playground")},
		{name: "get_method_support", method: http.MethodGet, path: "/graphql?query=query+cop+%7B__typename%7D", answer: `"INVALID_INPUT"`, weak: holds(`"data"`)},
		{name: "get_based_mutation", method: http.MethodGet, path: "/graphql?query=mutation+cop+%7B__typename%7D", answer: `"INVALID_INPUT"`, weak: holds(`"data"`)},
		{name: "post_based_csrf", kind: "application/x-www-form-urlencoded", body: "query=query+cop+%7B__typename%7D", answer: `"INVALID_INPUT"`, weak: holds(`"data"`)},
		{name: "trace_mode", body: query("query cop { __typename }"), answer: `{"data":{"__typename":"Query"}}`, weak: holds("tracing")},
		{name: "unhandled_error_detection", body: query("qwerty cop { abc }"), answer: `"GRAPHQL_PARSE_FAILED"`, weak: holds("exception", "stack")},
	}
}

// closedFace is the graph as `hromada serve` shows it.
func closedFace(t *testing.T) *api {
	t.Helper()
	a := *shared(t)
	a.tb, a.handler = t, shared(t).face(graph.Options{})
	return &a
}

func TestKnownWeaknessesAreClosed(t *testing.T) {
	t.Parallel()
	a, all := closedFace(t), weaknesses()
	for _, w := range all {
		method, kind, path := or(w.method, http.MethodPost), or(w.kind, plain), or(w.path, "/graphql")
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			got := a.send(method, path, w.body, "Content-Type", kind, "Accept", "text/html, */*")
			if got.Code >= 500 || !strings.Contains(got.Body.String(), w.answer) || w.weak(got) {
				t.Errorf("%d %.300s", got.Code, got.Body)
			}
		})
	}
	if len(all) != 13 {
		t.Errorf("%d checks of 13", len(all))
	}
}

func or(told, otherwise string) string {
	if told != "" {
		return told
	}
	return otherwise
}

func TestSchemaIsToldOnlyWhereItMayBe(t *testing.T) {
	t.Parallel()
	a := closedFace(t)
	for _, document := range []string{
		`{ __schema { queryType { name } } }`, `{ __type(name: "Query") { name } }`, `{ instance { version } ... { a: __schema { queryType { name } } } }`,
		`{ ...F } fragment F on Query { ... @include(if: true) { __type(name: "Query") { name } } }`,
	} {
		if e := a.refused(document, nil); e.Extensions.Code != domain.CodeForbidden {
			t.Errorf("%s: %+v", document, e)
		}
	}
	if got := a.ask(`{ __typename }`, nil); len(got.Errors) > 0 {
		t.Error(got.Body)
	}
	open := *a
	open.handler = a.face(graph.Options{Introspection: true})
	if got := get[struct{ QueryType struct{ Name string } }](&open, "__schema", `{ __schema { queryType { name } } }`, nil); got.QueryType.Name != "Query" {
		t.Errorf("%+v", got)
	}
}

// TestRefusalsSuggestNothing: a name that is nearly right must not be completed from the schema.
func TestRefusalsSuggestNothing(t *testing.T) {
	t.Parallel()
	a := closedFace(t)
	for _, document := range []string{
		`{ communitie { nodes { name } } }`, `{ communities(frist: 1) { totalCount } }`, `{ communities(filter: {tex: {contains: "а"}}) { totalCount } }`,
		`{ communities(filter: {type: [URBA]}) { totalCount } }`, `{ communities(filter: {type: ["URBAN"]}) { totalCount } }`,
		`{ node(id: "x") { ... on Goall { name } } }`, `query($c: KatottgCod) { __typename }`, `{ regions @skipp(if: true) { name } }`,
		`{ regions @skip(i: true) { name } }`, `{ regions }`, `{ search(text: "мережа") { nodes { name } } }`, `{ regions { name { x } } }`,
	} {
		got := a.ask(document, nil, "Accept-Language", "en")
		if len(got.Errors) == 0 || got.Data != nil || strings.Contains(got.Body, "Did you mean") {
			t.Errorf("%s: %s", document, got.Body)
		}
	}
}
