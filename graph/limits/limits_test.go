package limits_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"hromada/domain"
	"hromada/graph/limits"
)

// shop is a schema whose prices can be told by heart.
var shop = limits.PricesOf(gqlparser.MustLoadSchema(&ast.Source{Input: `
	directive @listSize(assumedSize: Int!, max: Int!, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
	directive @cost(weight: Int!) on FIELD_DEFINITION
	type Query {
		shop: Shop
		shops(first: Int, last: Int): Shops @listSize(assumedSize: 25, max: 100, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"])
		byID(ids: [ID!]!): [Thing]! @listSize(assumedSize: 25, max: 100, slicingArguments: ["ids"])
		count: Int @cost(weight: 7)
	}
	type Shops { edges: [Edge!]! nodes: [Shop!]! total: Int! @cost(weight: 500) page: Page! }
	type Edge { cursor: String! node: Shop! }
	type Page { more: Boolean! }
	interface Thing { id: ID! }
	type Shop implements Thing { id: ID! name: String goods: [Good!]! @listSize(assumedSize: 4, max: 9) best: Good }
	type Good implements Thing { id: ID! shop: Shop! }
	type Mutation { sell(id: ID!): Good }
`}))

func check(t *testing.T, l limits.Limits, text, operation, variables string) (int, *domain.Error) {
	t.Helper()
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]any{}
	if variables != "" {
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if err := decoder.Decode(&asked); err != nil {
			t.Fatal(err)
		}
	}
	return l.Check(shop, document, operation, asked)
}

func TestCostCountsObjectsAndFifthsForValues(t *testing.T) {
	t.Parallel()
	for _, e := range []struct {
		text, variables string
		cost            int
	}{
		{`{ shop { id } }`, ``, 2}, // 1.2, rounded up
		{`{ shop { a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id } }`, ``, 3},
		{`{ shop { best { id } } }`, ``, 3},
		{`{ shop { goods { id } } }`, ``, 6}, // 1 + 4 + 0.8
		{`{ shop { goods { shop { goods { id } } } } }`, ``, 29},
		{`{ shops { nodes { id } } }`, ``, 31}, // the page, 25, 5
		{`{ shops(first: 3) { nodes { id } } }`, ``, 5},
		{`{ shops(last: 3) { nodes { id } } }`, ``, 5},
		{`{ shops(first: 3, last: 10) { nodes { id } } }`, ``, 13},
		{`{ shops(first: 0) { nodes { goods { id } } } }`, ``, 1},
		{`{ shops(first: -5) { nodes { goods { id } } } }`, ``, 1},
		{`{ shops(first: 1000000) { nodes { id } } }`, ``, 121},
		{`{ shops(first: 10) { edges { cursor node { id } } page { more } } }`, ``, 27}, // 1 + 10 + 2 + 10 + 2 + 1 + 0.2
		{`{ shops(first: 10) { ...P } } fragment P on Shops { ... on Shops { nodes { id } } }`, ``, 13},
		{`{ shops(first: 10) { total } }`, ``, 502},
		{`{ count }`, ``, 8},
		{`{ a: count b: count }`, ``, 15},
		{`query($n: Int) { shops(first: $n) { nodes { id } } }`, `{"n": 3}`, 5},
		{`query($n: Int) { shops(first: $n) { nodes { id } } }`, ``, 31},
		{`query($n: Int) { shops(first: $n) { nodes { id } } }`, `{"n": null}`, 31},
		{`query($n: Int) { shops(first: $n) { nodes { id } } }`, `{"n": "3"}`, 31},
		{`query($n: Int) { shops(first: $n) { nodes { id } } }`, `{"n": 1e999}`, 31},
		{`query($n: Int = 3) { shops(first: $n) { nodes { id } } }`, ``, 5},
		{`query($n: Int = 3) { shops(first: $n) { nodes { id } } }`, `{"n": 4}`, 6},
		{`{ byID(ids: ["a", "b"]) { id } }`, ``, 3},
		{`{ byID(ids: "a") { id } }`, ``, 30},
		{`query($i: [ID!]!) { byID(ids: $i) { id ... on Shop { goods { id } } } }`, `{"i": ["a", "b", "c"]}`, 18},
		{`mutation { sell(id: 1) { id } }`, ``, 2},
		{`{ nothing { more { of } } }`, ``, 1}, // the validator refuses it
		{`{ shop { ...Missing ... on Nothing { shop } } }`, ``, 2},
		{`{ __typename __schema { types { fields { name } } } }`, ``, 1302},
	} {
		cost, err := check(t, limits.Default(), e.text, "", e.variables)
		if cost != e.cost || err != nil {
			t.Errorf("%s %s: %d, %v; want %d", e.text, e.variables, cost, err, e.cost)
		}
	}
}

func TestFragmentsCountWhereverTheyAreSpread(t *testing.T) {
	t.Parallel()
	spread := `{ a: shop { ...S } b: shop { ...S } } fragment S on Shop { id goods { ...G } } fragment G on Good { id }`
	written := `{ a: shop { id goods { id } } b: shop { id goods { id } } }`
	one, err1 := check(t, limits.Default(), spread, "", "")
	other, err2 := check(t, limits.Default(), written, "", "")
	if one != other || err1 != nil || err2 != nil {
		t.Errorf("%d %v, %d %v", one, err1, other, err2)
	}
}

func TestOnlyTheOperationThatRunsIsPaidFor(t *testing.T) {
	t.Parallel()
	const two = `query A { shop { id } } query B { shops(first: 100) { nodes { id } } }`
	for name, want := range map[string]int{"A": 2, "B": 121, "C": 0} {
		if cost, err := check(t, limits.Default(), two, name, ""); cost != want || err != nil {
			t.Errorf("%s: %d %v", name, cost, err)
		}
	}
}

func TestEachLimitRefusesWhatPassesIt(t *testing.T) {
	t.Parallel()
	base := limits.Limits{Tokens: 10, Depth: 3, Aliases: 2, Directives: 2, Nodes: 6, Cost: 30}
	for _, e := range []struct {
		text  string
		limit domain.Limit // empty: just lets it pass
		asked int
	}{
		{`{ shop { best { id } } }`, "", 0},
		{`{ shop { best { shop { id } } } }`, domain.DepthLimit, 4},
		{`{ shop { ... { ... { ... { id } } } } }`, "", 0}, // no field is deeper
		{`{ a: shop { id } b: count }`, "", 0},
		{`{ a: count b: count c: count }`, domain.AliasLimit, 3},
		{`{ count count count }`, "", 0},
		{`{ count count count count }`, domain.AliasLimit, 3},
		{`{ shop { ...S } a: shop { ...S } } fragment S on Shop { i: id }`, domain.AliasLimit, 3},
		{`query @a @b { count }`, "", 0},
		{`query @a @b @c { count }`, domain.DirectiveLimit, 3},
		{`query($n: Int @a @b) { count @c }`, domain.DirectiveLimit, 3},
		{`{ ...F @a } fragment F on Query @b { ... @c { count } }`, domain.DirectiveLimit, 3},
		{`{ shop { id name goods { id } best { id } } }`, domain.NodeLimit, 7},
		{`{ shops(first: 24) { nodes { id } } }`, "", 0},
		{`{ shops(first: 25) { nodes { id } } }`, domain.CostLimit, 31},
		{`query A { a: count b: count } query B { c: count }`, domain.AliasLimit, 3},
		{`{ shop { ...S } } fragment S on Shop { id ...S }`, "", 0}, // a circle: the validator refuses it
	} {
		_, err := check(t, base, e.text, "", "")
		switch {
		case e.limit == "" && err != nil:
			t.Errorf("%s: %v", e.text, err)
		case e.limit == "":
		case err == nil || err.Code != domain.CodeLimitExceeded || err.Exceeded.Limit != e.limit || err.Exceeded.Asked != e.asked:
			t.Errorf("%s: %+v, want %s %d", e.text, err, e.limit, e.asked)
		}
	}
}

func TestBombsAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	bomb := strings.Builder{}
	bomb.WriteString(`{ shop { ...F0 } } `)
	for i := range 30 {
		bomb.WriteString(strings.ReplaceAll(strings.ReplaceAll(`fragment FN on Shop { ...FM ...FM } `, "N", letter(i)), "M", letter(i+1)))
	}
	bomb.WriteString(`fragment F` + letter(30) + ` on Shop { id }`)
	text := strings.ReplaceAll(bomb.String(), "F0", "F"+letter(0))
	if _, err := check(t, limits.Default(), text, "", ""); err == nil || err.Exceeded.Limit != domain.NodeLimit || err.Exceeded.Asked != limits.Default().Nodes+1 {
		t.Errorf("%+v", err)
	}
	deep := strings.Repeat(`... { `, 400) + `id` + strings.Repeat(` }`, 400)
	if _, err := check(t, limits.Default(), `{ shop { `+deep+` } }`, "", ""); err != nil {
		t.Errorf("%v", err)
	}
	// Numbers stay numbers, however deep lists stand in lists.
	costly := strings.Repeat(`goods { shop { `, 9) + `id` + strings.Repeat(` } }`, 9)
	l := limits.Default()
	l.Depth = 100
	if cost, err := check(t, l, `{ shops(first: 100) { nodes { `+costly+` } } }`, "", ""); err == nil || cost < 50_000_000 {
		t.Errorf("%d %v", cost, err)
	}
}

func letter(i int) string { return string(rune('a'+i/26)) + string(rune('a'+i%26)) }

func TestOverflowingPageSizesNameTheirArgument(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{ shops(first: 99999999999999999999) { total } }`, `{ shops(first: 2147483648) { total } }`,
		`query($n: Int = 99999999999999999999) { shops(first: $n) { total } }`,
	} {
		if _, err := check(t, limits.Default(), text, "", ""); err == nil || err.Code != domain.CodeInvalidInput || err.Field != "first" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestTokensAreCountedBeforeParsing(t *testing.T) {
	t.Parallel()
	l := limits.Limits{Tokens: 5}
	for text, refused := range map[string]bool{
		`{ a b c }`: false, `{ a b c d }`: true, "{ a # many words\n b }": false, "{ a # many words\n b c }": true, `{ a(b:"many more words") }`: true,
		`{`: false, `"broken`: false, ``: false, strings.Repeat("{", 100_000): true, `{ a b "broken`: false,
	} {
		err := l.Read(text)
		if (err != nil) != refused || (refused && (err.Exceeded.Limit != domain.TokenLimit || err.Exceeded.Asked != 6 || err.Exceeded.Allowed != 5)) {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}
