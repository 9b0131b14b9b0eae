package resolvers_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"hromada/graph"
)

// audit is one of the 61 checks that the graphql-http package of npm makes of a server, under its id there:
// what is sent, and what must come back where GraphQL over HTTP leaves a choice.
type audit struct {
	id     string
	accept string
	kind   string // Content-Type; "-": none
	get    url.Values
	body   string

	status int
	media  string // Content-Type of the answer; empty: the one that was asked for
	ran    want
}

// want is what the body must be.
type want int

const (
	anything want = iota
	result        // data without errors
	refusal       // errors without data, not even null
)

const (
	plain = "application/json"
	own   = "application/graphql-response+json"
)

const (
	asksName     = `{"query":"{ __typename }"}`
	asksType     = `{"query":"query Type($name: String!) { __type(name: $name) { name } }","variables":{"name":"sometype"}}`
	namesItself  = `{"query":"query Query { __typename }","operationName":"Query"}`
	noJSON       = `{ "not a JSON`
	noGraphQL    = `{"query":"{"}`
	noSuchField  = `{"query":"{ nobodyHasThisField }"}`
	noFieldsName = `{"query":"{ 8f3a }"}`
	nullVariable = `{"query":"query CoerceFailure($id: ID!){ __typename }","variables":{"id":null}}`
)

func audits() []audit {
	typeByGet := url.Values{"query": {`query Type($name: String!) { __type(name: $name) { name } }`}, "variables": {`{"name":"sometype"}`}}
	list := []audit{
		{id: "22EB", accept: own, body: asksName, status: 200, ran: result},
		{id: "4655", accept: plain, body: asksName, status: 200, ran: result},
		{id: "47DE", accept: "*/*", body: asksName, status: 200, media: plain, ran: result},
		{id: "80D8", body: asksName, status: 200, media: plain, ran: result},
		{id: "82A3", body: asksName, status: 200, ran: result},
		{id: "BF61", kind: plain + "; charset=utf-8", body: `{"query":"{ __type(name: \"Run🏃Swim🏊\") { name } }"}`, status: 200, ran: result},
		{id: "78D5", body: asksName, status: 200, ran: result},
		{id: "2C94", body: asksName, status: 200, ran: result},
		{id: "5A70", get: url.Values{"query": {"{ __typename }"}}, status: 200, ran: result},
		{id: "9C48", accept: own, get: url.Values{"query": {"mutation { __typename }"}}, status: 405, ran: refusal},
		{id: "9ABE", kind: "-", body: asksName, status: 415, ran: refusal},
		{id: "9ABE", kind: "text/plain;charset=UTF-8", body: asksName, status: 415, ran: refusal},
		{id: "03D4", body: asksName, status: 200, ran: result},
		{id: "A5BF", status: 400, ran: refusal},
		{id: "423L", accept: own, body: `{"notquery":"{ __typename }"}`, status: 400, ran: refusal},
		{id: "34A2", accept: own, body: asksName, status: 200, ran: result},
		{id: "13EE", accept: plain, body: asksName, status: 200, ran: result},
		{id: "8161", accept: own, body: namesItself, status: 200, ran: result},
		{id: "B8B3", accept: plain, body: namesItself, status: 200, ran: result},
		{id: "2EA1", accept: own, body: asksType, status: 200, ran: result},
		{id: "28B9", accept: plain, body: asksType, status: 200, ran: result},
		{id: "D6D5", accept: own, get: typeByGet, status: 200, ran: result},
		{id: "6A70", accept: plain, get: typeByGet, status: 200, ran: result},
		{id: "428F", accept: own, body: `{"query":"{ __typename }","extensions":{"some":"value"}}`, status: 200, ran: result},
		{id: "1B7A", accept: plain, body: `{"query":"{ __typename }","extensions":{"some":"value"}}`, status: 200, ran: result},
		{id: "B6DC", accept: plain, body: noJSON, status: 400, ran: refusal},
		{id: "BCF8", accept: plain, body: noJSON, status: 400, ran: refusal},
		{id: "B7N8", accept: own, body: noJSON, status: 400, ran: refusal},
		{id: "8764", body: `{"qeury":"{ __typename }"}`, status: 400, ran: refusal},
		{id: "3E3A", body: `{"qeury":"{ __typename }"}`, status: 400, ran: refusal},
		{id: "572B", accept: plain, body: noGraphQL, status: 200, ran: refusal},
		{id: "FDE2", accept: plain, body: noSuchField, status: 200, ran: refusal},
		{id: "FDE2", accept: plain, body: noFieldsName, status: 200, ran: refusal},
		{id: "7B9B", accept: plain, body: nullVariable, status: 200, ran: refusal},
		{id: "865D", accept: own, body: noGraphQL, status: 400, ran: refusal},
		{id: "556A", accept: own, body: noGraphQL, status: 400, ran: refusal},
		{id: "D586", accept: own, body: noGraphQL, status: 400, ran: refusal},
		{id: "51FE", accept: own, body: noSuchField, status: 400, ran: refusal},
		{id: "51FE", accept: own, body: noFieldsName, status: 400, ran: refusal},
		{id: "74FF", accept: own, body: noSuchField, status: 400, ran: refusal},
		{id: "5E5B", accept: own, body: noSuchField, status: 400, ran: refusal},
		{id: "86EE", accept: own, body: nullVariable, status: 400, ran: refusal},
	}
	return append(append(list, wrongParameters()...), nullParameters()...)
}

// wrongParameters are those whose parameters have other types than they may.
func wrongParameters() []audit {
	list := []audit{}
	for _, e := range []struct{ series, parameter, first string }{
		{"LKJ", "query", `{"an":"object"}`}, {"6C0", "operationName", `{"an":"object"}`}, {"476", "variables", `"string"`}, {"58B", "extensions", `"string"`},
	} {
		for i, value := range []string{e.first, `0`, `false`, `["array"]`} {
			body := `{"query":"{ __typename }","` + e.parameter + `":` + value + `}`
			if e.parameter == "query" {
				body = `{"query":` + value + `}`
			}
			list = append(list, audit{id: e.series + strconv.Itoa(i), body: body, status: 400, ran: refusal})
		}
	}
	return list
}

func nullParameters() []audit {
	list := []audit{}
	for i, parameter := range []string{"variables", "operationName", "extensions"} {
		body := `{"query":"{ __typename }","` + parameter + `":null}`
		list = append(list, audit{id: "94B" + strconv.Itoa(i), accept: own, body: body, status: 200, ran: result},
			audit{id: "022" + strconv.Itoa(i), accept: plain, body: body, status: 200, ran: result})
	}
	return list
}

func TestGraphQLOverHTTPToTheLetter(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(shared(t).face(graph.Options{Introspection: true, GetQueries: true}))
	t.Cleanup(server.Close)
	made := map[string]bool{}
	for _, a := range audits() {
		made[a.id] = true
		t.Run(a.id, func(t *testing.T) { a.check(t, server) })
	}
	if len(made) != 61 {
		t.Errorf("%d audits of 61", len(made))
	}
}

func (a audit) request(t *testing.T, address string) *http.Request {
	t.Helper()
	method, body := http.MethodPost, io.Reader(strings.NewReader(a.body))
	if a.get != nil {
		method, body, address = http.MethodGet, nil, address+"?"+a.get.Encode()
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	if a.accept != "" {
		r.Header.Set("Accept", a.accept)
	}
	if kind := a.kind; a.get == nil && kind != "-" {
		if kind == "" {
			kind = plain
		}
		r.Header.Set("Content-Type", kind)
	}
	return r
}

func (a audit) check(t *testing.T, server *httptest.Server) {
	t.Helper()
	got, err := server.Client().Do(a.request(t, server.URL+"/graphql"))
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil || !utf8.Valid(body) {
		t.Fatalf("%v: %q", err, body)
	}
	media := a.media
	if media == "" && a.accept == own {
		media = own
	} else if media == "" {
		media = plain
	}
	if got.StatusCode != a.status || got.Header.Get("Content-Type") != media+"; charset=utf-8" {
		t.Errorf("%d %s %s", got.StatusCode, got.Header.Get("Content-Type"), body)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(body, &parts); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	data, errors := parts["data"] != nil, parts["errors"] != nil
	if (a.ran == result && (!data || errors)) || (a.ran == refusal && (data || !errors)) {
		t.Errorf("%s", body)
	}
}
