package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
)

// How many parsed documents are kept, and how long one may be, in bytes: a dashboard sends tens of
// them, of a few KB each. Longer ones are parsed anew each time, so that nobody fills the memory.
const (
	keptDocuments   = 500
	maxKeptDocument = 8 << 10
)

// documents keeps parsed documents that are short enough.
type documents struct {
	graphql.Cache[*ast.QueryDocument]
}

func newDocuments() documents { return documents{lru.New[*ast.QueryDocument](keptDocuments)} }

// Add keeps a document by its text.
func (d documents) Add(ctx context.Context, text string, document *ast.QueryDocument) {
	if len(text) <= maxKeptDocument {
		d.Cache.Add(ctx, text, document)
	}
}
