// Package graph is the HTTP face of the graph: transport, limits, errors, languages and request ids.
package graph

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"hromada/graph/limits"
)

// Handler answers GraphQL requests to a schema.
func Handler(schema graphql.ExecutableSchema, o Options) http.Handler {
	server, known := handler.New(schema), newDocuments()
	server.AddTransport(transport{queriesByGet: o.GetQueries})
	server.SetQueryCache(known)
	server.SetDisableSuggestion(true)
	server.Use(newLimited(schema, o.CostLimit, known))
	server.Use(once{})
	if o.Introspection {
		server.Use(extension.Introspection{})
	}
	server.SetErrorPresenter(presenter(o.Log))
	server.SetRecoverFunc(recovered)
	server.AroundResponses(notLonger(o.AnswerLimit))
	server.AroundResponses(withoutRepeats)
	return server
}

func newLimited(schema graphql.ExecutableSchema, cost int, known documents) limited {
	l := limited{limits: limits.Default(), prices: limits.PricesOf(schema.Schema()), documents: known}
	if cost > 0 {
		l.limits.Cost = cost
	}
	return l
}
