package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"hromada/domain"
	"hromada/graph/limits"
)

// costName is the request's extension that asks what the request costs, and the answer's that tells it.
const costName = "cost"

// limited refuses requests that ask for too much, before the library validates or runs anything.
type limited struct {
	limits    limits.Limits
	prices    limits.Prices
	documents documents
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.ResponseInterceptor
} = limited{}

// ExtensionName is how the library knows it.
func (limited) ExtensionName() string { return "Limits" }

// Validate has nothing to check.
func (limited) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters changes nothing: it is the only place before validation.
func (l limited) MutateOperationParameters(ctx context.Context, asked *graphql.RawParams) *gqlerror.Error {
	document, err := l.parsed(ctx, asked.Query)
	if err != nil {
		return gqlerror.Wrap(err)
	}
	if document == nil {
		return nil // the library parses it again, and says what is wrong with it
	}
	cost, err := l.limits.Check(l.prices, document, asked.OperationName, asked.Variables)
	if err != nil {
		return gqlerror.Wrap(err)
	}
	graphql.GetOperationContext(ctx).Stats.SetExtension(costName, map[string]int{"asked": cost, "allowed": l.limits.Cost})
	return nil
}

// parsed gives the document of a text: a known one, or one that is not too long; nil where it is no GraphQL.
func (l limited) parsed(ctx context.Context, text string) (*ast.QueryDocument, *domain.Error) {
	if document, known := l.documents.Get(ctx, text); known {
		return document, nil
	}
	if err := l.limits.Read(text); err != nil {
		return nil, err
	}
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return nil, nil //nolint:nilerr // a fault of the document is the library's to tell
	}
	return document, nil
}

// InterceptResponse tells the cost of a request that asks for it.
func (l limited) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	operation := graphql.GetOperationContext(ctx)
	if wanted, _ := operation.Extensions[costName].(bool); !wanted || response == nil {
		return response
	}
	if cost := operation.Stats.GetExtension(costName); cost != nil {
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions[costName] = cost
	}
	return response
}
