package resolvers_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

// forged is a cursor as somebody might put one together by hand.
func forged(plain string) string { return base64.RawURLEncoding.EncodeToString([]byte(plain)) }

// askAt asks for a page after or before a cursor.
func askAt(l list, end string) string {
	return `query($cursor: String!) { ` + l.field + `(orderBy: {field: ` + l.order + `, direction: ` + l.direction + `}, ` + end + `: $cursor) {
		totalCount nodes { id } } }`
}

func TestCursorOfAnotherOrdering(t *testing.T) {
	t.Parallel()
	a := shared(t)
	var all []list
	for field, orders := range pageable {
		for _, order := range orders {
			all = append(all, list{field: field, order: order, direction: "ASC", nodes: "id"}, list{field: field, order: order, direction: "DESC", nodes: "id"})
		}
	}
	for _, from := range all {
		cursor := *read[leaf](a, from, vars{"first": 3}).PageInfo.EndCursor
		for _, to := range all {
			sameOrder := from.field == to.field && from.order == to.order && from.direction == to.direction
			for _, end := range []string{"after", "before"} {
				if got := a.ask(askAt(to, end), vars{"cursor": cursor}); sameOrder {
					if len(got.Errors) > 0 {
						t.Errorf("%+v does not take the cursor of %+v: %s", to, from, got.Body)
					}
				} else {
					refusedAt(a, end, askAt(to, end), vars{"cursor": cursor})
				}
			}
		}
	}
}

func TestCursorsThatAreNone(t *testing.T) {
	t.Parallel()
	a := shared(t)
	values := map[string][]string{
		"NAME":       {`5`, `true`, `["а"]`, `"а\u0000б"`},
		"POPULATION": {`1`, `"а"`, `""`, `"1.5"`, `"NaN"`, `"1e3"`, `"0x10"`, `"1_000"`, `" 1"`, `"٣"`, `"9223372036854775808"`, `"1; DROP TABLE communities"`},
		"AREA":       {`1.5`, `"а"`, `""`, `"NaN"`, `"Infinity"`, `"-Infinity"`, `"0x1p-2"`, `"1_0"`, `"1e999"`, `"1e+999"`, `"."`, `"1e5"`, `" 1"`},
		"PROGRESS":   {`50`, `"а"`, `""`, `"nan"`, `"Inf"`, `"0x1.8p1"`, `"1e-400"`, `"1e+400"`, `"99999999999999999999999"`, `"1e1000"`},
	}
	for order, wrong := range values {
		l := list{field: "communities", order: order, direction: "ASC"}
		order = "COMMUNITY_" + order // as cursors name it
		cursors := []string{
			"", "x", "🌻", "null", "====", forged(""), forged("null"), forged("[]"), forged(`"` + order + `"`), forged("{}"), forged(`{"o":5}`),
			forged(`{"o":"` + order + `","k":null,"t":[]}`), forged(`{"o":"` + order + `","k":null,"t":[1,2]}`),
			forged(`{"o":"` + order + `","k":null,"t":["1"]}`), forged(`{"o":"` + order + `","k":null,"t":[1.5]}`),
			forged(`{"o":"` + order + `","k":null,"t":[9223372036854775808]}`), forged(`{"o":"` + order + `","k":null,"t":null}`),
			forged(`{"o":"` + order + `","k":null,"t":[1]}}`), forged(`{"o":"` + strings.ToLower(order) + `","k":null,"t":[1]}`),
			forged(`{"o":"` + order + `\u0000","k":null,"t":[1]}`), forged("{\"o\":\"" + order + "\",\"k\":\"\xff\",\"t\":[1]}"),
			forged(`{"o":"`+order+`","k":null,"t":[1]}`) + "=", forged(`{"o":"` + order + `","k":null,"t":[1]}` + strings.Repeat(" ", 20_000)),
		}
		for _, value := range wrong {
			cursors = append(cursors, forged(`{"o":"`+order+`","k":`+value+`,"t":[1]}`))
		}
		for _, cursor := range cursors {
			for _, end := range []string{"after", "before"} {
				refusedAt(a, end, askAt(l, end), vars{"cursor": cursor})
			}
		}
	}
	for _, value := range []string{`"а"`, `""`, `"2026-02-30"`, `"0000-00-00"`, `"infinity"`, `"now"`, `"2026-1-1"`, `"10000-01-01"`} {
		l := list{field: "components", order: "DUE_DATE", direction: "DESC"}
		refusedAt(a, "after", askAt(l, "after"), vars{"cursor": forged(`{"o":"COMPONENT_DUE_DATE_DESC","k":` + value + `,"t":[1,1]}`)})
	}
}

// What passes for a cursor, though no row ever had it, must do no harm.
func TestCursorsThatNoRowHas(t *testing.T) {
	t.Parallel()
	a := shared(t)
	keys := map[string]*rapid.Generator[string]{
		"NAME":       rapid.StringMatching(`[\p{L}\p{N}%_'\\ <>-]{0,12}`),
		"POPULATION": rapid.Map(rapid.Int64(), func(n int64) string { return fmt.Sprint(n) }),
		"AREA":       rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,20})?(e[+-][0-9]{1,4})?`),
		"PROGRESS":   rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,20})?(e[+-][0-9]{1,4})?`),
	}
	rapid.Check(t, func(r *rapid.T) {
		l := list{field: "communities", order: rapid.SampledFrom(pageable["communities"]).Draw(r, "order"), direction: "ASC"}
		end := rapid.SampledFrom([]string{"after", "before"}).Draw(r, "end")
		cursor := forged(fmt.Sprintf(`{"o":%q,"k":%q,"t":[%d]}`, "COMMUNITY_"+l.order, keys[l.order].Draw(r, "key"), rapid.Int64().Draw(r, "tie")))
		got := a.drawing(r).ask(askAt(l, end), vars{"cursor": cursor})
		for _, e := range got.Errors {
			if e.Extensions.Code != domain.CodeInvalidInput || e.Extensions.Field != end {
				r.Fatalf("%s", got.Body)
			}
		}
	})
}

func TestSizesOfPages(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, field := range []string{"communities", "goals", "subgoals", "components"} {
		for _, end := range []string{"first", "last"} {
			for _, size := range []string{"-1", "101", "1000000", "2147483647", "2147483648", "-2147483649"} {
				refusedAt(a, end, `{ `+field+`(`+end+`: `+size+`) { totalCount nodes { id } } }`, nil)
				a.refusedBody(end, `{"query":"query($size: Int) { `+field+`(`+end+`: $size) { nodes { id } } }","variables":{"size":`+size+`}}`)
			}
			refusedAt(a, end, `{ `+field+`(`+end+`: {}) { totalCount } }`, nil)
			a.refusedBody(end, `{"query":"query($size: Int) { `+field+`(`+end+`: $size) { nodes { id } } }","variables":{"size":"5"}}`)
			for _, size := range []string{"99999999999999999999", "1.5", "1e400", "true", "[1]", "{}"} {
				a.refusedBody("size", `{"query":"query($size: Int) { `+field+`(`+end+`: $size) { nodes { id } } }","variables":{"size":`+size+`}}`)
			}
			refusedAt(a, end, `{ `+field+`(`+end+`: 99999999999999999999) { nodes { id } } }`, nil)
			// A literal that is no whole number is a document that does not fit the schema.
			for _, size := range []string{"1.5", `"5"`, "true"} {
				if e := a.refused(`{ `+field+`(`+end+`: `+size+`) { nodes { id } } }`, nil); e.Extensions.Code != domain.CodeValidationFailed {
					t.Errorf("%s: %+v", size, e)
				}
			}
			for _, size := range []string{"0", "1", "100", "null"} {
				page := func(size string) string { return field + `(` + end + `: ` + size + `) { nodes { id } }` }
				got := a.post(`{"query":"query($size: Int) { a: ` + page("$size") + ` b: ` + page(size) + ` }","variables":{"size":` + size + `}}`)
				if len(got.Errors) > 0 || string(got.Data["a"]) != string(got.Data["b"]) {
					t.Errorf("%s: %s gives %s", end, size, got.Body)
				}
			}
		}
		refusedAt(a, "last", `{ `+field+`(first: 1, last: 1) { nodes { id } } }`, nil)
		refusedAt(a, "last", `query($n: Int) { `+field+`(first: $n, last: $n) { nodes { id } } }`, vars{"n": 0})
	}
}

// refusedBody posts a body that must be refused for one input.
func (a *api) refusedBody(field, body string) {
	a.tb.Helper()
	got := a.post(strings.ReplaceAll(body, "\n", " "))
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInvalidInput || got.Errors[0].Extensions.Field != field || got.Status >= 500 {
		a.tb.Errorf("%s\ngives %d %s, want INVALID_INPUT at %s", body, got.Status, got.Body, field)
	}
}
