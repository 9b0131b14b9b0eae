package resolvers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/graph"
)

// attack is a document that asks for what no screen needs, and what must refuse it.
type attack struct {
	name      string
	document  string
	variables string // JSON; empty: none
	code      domain.Code
	limit     domain.Limit // where the code is LIMIT_EXCEEDED
}

func repeated(text string, count int) string { return strings.Repeat(text, count) }

// numbered repeats a text with a number at each #.
func numbered(text string, count int) string {
	all := strings.Builder{}
	for i := range count {
		all.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i)))
	}
	return all.String()
}

// doubling is a chain of fragments, each of which spreads the next twice: 2^count in the end.
func doubling(count int) string {
	all := strings.Builder{}
	for i := range count {
		fmt.Fprintf(&all, " fragment F%d on Query { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&all, " fragment F%d on Query { __typename }", count)
	return all.String()
}

func attacks() []attack {
	const exceeded, invalid, valueless = domain.CodeLimitExceeded, domain.CodeInvalidInput, domain.CodeValidationFailed
	cycle := strings.Builder{}
	for i := range 40 {
		fmt.Fprintf(&cycle, " fragment F%d on Query { ...F%d }", i, (i+1)%40)
	}
	return []attack{
		{"braces", repeated("{", 100_000), ``, exceeded, domain.TokenLimit},
		{"fields in fields", repeated("{ region ", 100_000) + repeated("}", 100_000), ``, exceeded, domain.TokenLimit},
		{"deep fields", `{ regions ` + repeated(`{ communities { region `, 20) + `{ code }` + repeated(` } }`, 20) + ` }`, ``, exceeded, domain.DepthLimit},
		{"a long list", `{ communities(filter: {codes: [` + repeated(`"UA05020310000080026" `, 100_000/4) + `]}) { totalCount } }`, ``, exceeded, domain.TokenLimit},
		{"lists in lists", `{ communities(filter: {codes: ` + repeated("[", 100_000) + `]}) { totalCount } }`, ``, exceeded, domain.TokenLimit},
		{"aliases", `{` + numbered(" a#: __typename", 10_000) + ` }`, ``, exceeded, domain.TokenLimit},
		{"some aliases", `{` + numbered(" a#: __typename", 51) + ` }`, ``, exceeded, domain.AliasLimit},
		{"one field", `{` + repeated(" __typename", 10_000) + ` }`, ``, exceeded, domain.TokenLimit},
		{"one field often", `{` + repeated(" __typename", 52) + ` }`, ``, exceeded, domain.AliasLimit},
		{"directives", `{ __typename` + repeated(" @a", 10_000) + ` }`, ``, exceeded, domain.TokenLimit},
		{"some directives", `{ __typename` + repeated(" @skip(if: false)", 51) + ` }`, ``, exceeded, domain.DirectiveLimit},
		{"unknown directives", `{ __typename` + repeated(" @a", 50) + ` }`, ``, valueless, ""},
		{"a fragment in itself", `{ ...F } fragment F on Query { ...F }`, ``, valueless, ""},
		{"two fragments in each other", `{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }`, ``, valueless, ""},
		{"a long circle", `{ ...F0 }` + cycle.String(), ``, valueless, ""},
		{"a bomb", `{ ...F0 }` + doubling(30), ``, exceeded, domain.NodeLimit},
		{"a bomb in another operation", `query A { __typename } query B { ...F0 }` + doubling(30), ``, exceeded, domain.NodeLimit},
		{"a bomb that nobody lights", `{ __typename }` + doubling(30), ``, valueless, ""},
		{"pages of pages", `{` + numbered(` a#: communities(first: 100) { nodes { region { communities { code } } } }`, 9) + ` }`, ``, exceeded, domain.CostLimit},
		{
			"pages by variables", `query($n: Int) {` + numbered(` a#: communities(first: $n) { nodes { region { communities { code } } } }`, 9) + ` }`,
			`{"n":100}`, exceeded, domain.CostLimit,
		},
		{
			"pages by defaults", `query($n: Int = 100) {` + numbered(` a#: communities(first: $n) { nodes { region { communities { code } } } }`, 9) + ` }`,
			``, exceeded, domain.CostLimit,
		},
		{"circles through the graph", `{ regions { communities { region { communities { region { communities { code } } } } } } }`, ``, exceeded, domain.CostLimit},
		{"counts of everything", `{` + numbered(` a#: components(first: 1) { totalCount facets { status { count } onTrack { count } } }`, 35) + ` }`, ``, exceeded, domain.CostLimit},
		{"the schema in itself", `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`, ``, exceeded, domain.CostLimit},
		{"faults everywhere", `{` + numbered(" nothing#", 300) + ` }`, ``, valueless, ""},
		{"arguments that nobody has", `{ communities(` + numbered(" a#: 1", 250) + `) { totalCount } }`, ``, valueless, ""},
		{"variables that nobody uses", `query(` + numbered(" $a#: Int", 200) + `) { __typename }`, ``, valueless, ""},
		{"overlapping fields", `{` + repeated(" ... { a: __typename }", 48) + numbered(" ... on Query { regions { code } }", 90) + ` }`, ``, exceeded, domain.TokenLimit},
		{"a name of a megabyte", `{ ` + repeated("a", 900_000) + ` }`, ``, valueless, ""},
		{"a text of a megabyte", `{ search(text: "` + repeated("я", 450_000) + `") { totalCount } }`, ``, invalid, ""},
		{"a variable of a megabyte", `query($t: String!) { search(text: $t) { totalCount } }`, `{"t":"` + repeated("a", 1_000_000) + `"}`, invalid, ""},
		{"a number of a megabyte", `{ communities(first: ` + repeated("9", 900_000) + `) { totalCount } }`, ``, invalid, ""},
		{"comments", repeated("#\n", 300_000), ``, exceeded, domain.TokenLimit},
	}
}

func (e attack) body() string {
	body := query(e.document)
	if strings.Contains(e.document, "query A") {
		body = strings.Replace(body, "{", `{"operationName":"A",`, 1)
	}
	if e.variables != "" {
		body = strings.Replace(body, "{", `{"variables":`+e.variables+`,`, 1)
	}
	return body
}

func TestAttacksAreRefused(t *testing.T) {
	t.Parallel()
	a := *shared(t)
	a.handler = a.face(graph.Options{Introspection: true})
	for _, e := range attacks() {
		got := a.post(e.body(), "Accept", own, "Accept-Language", "en")
		ran := e.code == domain.CodeInvalidInput && strings.HasSuffix(got.Body, "\"data\":null}\n") // found out by the field itself
		if (got.Status != http.StatusBadRequest && !ran) || got.Data != nil || len(got.Errors) == 0 || len(got.Errors) > 10 || len(got.Body) > 8000 {
			t.Errorf("%s: %d, %d errors: %.300s", e.name, got.Status, len(got.Errors), got.Body)
			continue
		}
		told := got.Errors[0]
		limit := told.Extensions
		if limit.Code != e.code || limit.Limit != e.limit || (e.limit != "" && (limit.Asked <= limit.Allowed || limit.Allowed == 0)) || len(told.Message) > 700 {
			t.Errorf("%s: %.300s", e.name, got.Body)
		}
	}
	if got := a.ask(`{ __typename }`, nil); len(got.Errors) > 0 {
		t.Errorf("afterwards: %s", got.Body)
	}
}

// TestBodiesThatAreTooMuch: what is long or packed is refused without being read to its end.
func TestBodiesThatAreTooMuch(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, e := range []struct {
		name    string
		headers []string
		told    int64 // Content-Length; -1: none
		most    int64 // bytes that may be read
		status  int
		code    domain.Code
	}{
		{"20 MB, announced", nil, 20 << 20, 0, http.StatusRequestEntityTooLarge, domain.CodeLimitExceeded},
		{"20 MB, by and by", nil, -1, 2 * graph.MaxBody, http.StatusRequestEntityTooLarge, domain.CodeLimitExceeded},
		{"packed by gzip", []string{"Content-Encoding", "gzip"}, -1, 0, http.StatusUnsupportedMediaType, domain.CodeInvalidInput},
		{"packed twice", []string{"Content-Encoding", "gzip, br"}, -1, 0, http.StatusUnsupportedMediaType, domain.CodeInvalidInput},
		{"a form", []string{"Content-Type", "multipart/form-data; boundary=x"}, -1, 0, http.StatusUnsupportedMediaType, domain.CodeInvalidInput},
	} {
		endless := &endlessBody{}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", endless)
		r.ContentLength = e.told
		r.Header.Set("Content-Type", plain)
		for pair := range slices.Chunk(e.headers, 2) {
			r.Header.Set(pair[0], pair[1])
		}
		w := httptest.NewRecorder()
		a.handler.ServeHTTP(w, r)
		neverRan(t, e.name, w, e.status, e.code)
		if endless.read > e.most {
			t.Errorf("%s: %d bytes were read", e.name, endless.read)
		}
	}
}

// endlessBody is a request that goes on for 20 MB.
type endlessBody struct{ read int64 }

func (b *endlessBody) Read(p []byte) (int, error) {
	if b.read >= 20<<20 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	b.read += int64(len(p))
	return len(p), nil
}

// BenchmarkRefusals measures what it costs to refuse each attack: none should take a tenth of a second.
func BenchmarkRefusals(b *testing.B) {
	a := newAPI(b)
	handler := a.face(graph.Options{Introspection: true})
	for _, e := range attacks() {
		b.Run(strings.ReplaceAll(e.name, " ", "-"), func(b *testing.B) {
			body := e.body()
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
				r.Header.Set("Content-Type", plain)
				w := httptest.NewRecorder()
				if handler.ServeHTTP(w, r); strings.Contains(w.Body.String(), `"data":{`) {
					b.Fatal("it was answered")
				}
			}
		})
	}
}
