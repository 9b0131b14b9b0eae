package limits_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"hromada/domain"
	"hromada/graph/generated"
	"hromada/graph/limits"
)

// FuzzWalk holds the walk against a slow one that knows no prices: whatever is let through is as small
// as was promised, and what is refused is refused for a reason.
func FuzzWalk(f *testing.F) {
	for _, seed := range []string{
		`{ regions { communities { goalTree { goals { title } } } } }`, `query($n: Int = 3) { communities(first: $n, last: 2) { edges { node { id } } totalCount } }`,
		`{ ...A ...A } fragment A on Query { ...B b: __typename } fragment B on Query { ...A @skip(if: true) }`, `{ nodes(ids: ["a"]) { ... on Goal { id } ... { id } } }`,
		`query A @a { a a a } mutation B { b } subscription C { c }`, `{ __schema { types { fields { args { name } } } } }`, `{ search(text: "a", first: 99999999999999999999) { totalCount } }`,
		`{ a: b { c: d(e: {f: [$g]}) @h(i: "j") { k } } }`, `fragment A on B { c }`, `{ communities(first: $n) { nodes { id } } }`,
	} {
		f.Add(seed, "", `{"n": 7}`)
	}
	prices := limits.PricesOf(generated.NewExecutableSchema(generated.Config{}).Schema())
	l := limits.Limits{Tokens: 300, Depth: 6, Aliases: 5, Directives: 5, Nodes: 40, Cost: 5000}
	f.Fuzz(func(t *testing.T, text, operation, variables string) {
		if l.Read(text) != nil {
			return
		}
		document, bad := parser.ParseQuery(&ast.Source{Input: text})
		if bad != nil {
			return
		}
		var given map[string]any
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if decoder.Decode(&given) != nil {
			given = nil
		}
		cost, err := l.Check(prices, document, operation, given)
		if cost < 0 {
			t.Errorf("it costs %d", cost)
		}
		slow := plod{document: document}
		for _, o := range document.Operations {
			slow.set(o.SelectionSet, 1, nil)
		}
		small := slow.nodes <= l.Nodes && slow.depth <= l.Depth
		switch {
		case err == nil && (!small || cost > l.Cost):
			t.Errorf("%d nodes, %d deep, cost %d passed", slow.nodes, slow.depth, cost)
		case err != nil && err.Code == domain.CodeLimitExceeded && err.Exceeded.Asked <= err.Exceeded.Allowed:
			t.Errorf("%+v", err.Exceeded)
		case err != nil && err.Code == domain.CodeLimitExceeded && small && (err.Exceeded.Limit == domain.NodeLimit || err.Exceeded.Limit == domain.DepthLimit):
			t.Errorf("%d nodes, %d deep: %+v", slow.nodes, slow.depth, err.Exceeded)
		}
	})
}

// plod counts nodes and depth by writing every fragment out, up to far more than any limit.
type plod struct {
	document     *ast.QueryDocument
	nodes, depth int
}

func (p *plod) set(set ast.SelectionSet, depth int, within []string) {
	if len(set) > 0 {
		p.depth = max(p.depth, depth)
	}
	for _, one := range set {
		if p.nodes++; p.nodes > 1000 {
			return
		}
		switch s := one.(type) {
		case *ast.Field:
			p.set(s.SelectionSet, depth+1, within)
		case *ast.InlineFragment:
			p.set(s.SelectionSet, depth, within)
		case *ast.FragmentSpread:
			p.spread(s.Name, depth, within)
		}
	}
}

func (p *plod) spread(name string, depth int, within []string) {
	for _, outer := range within {
		if outer == name {
			return
		}
	}
	if f := p.document.Fragments.ForName(name); f != nil {
		p.set(f.SelectionSet, depth, append(within[:len(within):len(within)], name))
	}
}
