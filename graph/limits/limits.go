// Package limits refuses requests that ask for too much, before anything is validated or run: a document
// of a kilobyte can ask for a billion objects.
package limits

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"

	"hromada/domain"
)

// Limits are how much one request may ask for. Aliases, directives and nodes are counted over the whole
// document with its fragments written out at each place where they are spread.
type Limits struct {
	// Tokens of the document, comments among them; a validator's rule takes their square.
	Tokens int
	// Depth of fields within fields.
	Depth int
	// Aliases, and fields repeated within one selection, which are the same request for more.
	Aliases int
	// Directives on anything.
	Directives int
	// Nodes are fields and spreads of fragments.
	Nodes int
	// Cost in objects: see Prices.
	Cost int
}

// Default leaves a screen of a dashboard some ten times the room it needs.
func Default() Limits {
	return Limits{Tokens: 1000, Depth: 20, Aliases: 50, Directives: 50, Nodes: 1000, Cost: 50_000}
}

// Read refuses a text of too many tokens without parsing it. A text that is no GraphQL passes: the
// parser says what is wrong with it.
func (l Limits) Read(text string) *domain.Error {
	tokens := lexer.New(&ast.Source{Input: text})
	for count := 0; ; {
		token, err := tokens.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return nil //nolint:nilerr // what is no GraphQL is the parser's to refuse
		}
		if count++; count > l.Tokens {
			return domain.LimitExceeded(domain.TokenLimit, count, l.Tokens)
		}
	}
}
