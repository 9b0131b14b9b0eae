// Package graph is the HTTP face of the graph: transport, errors, languages and request ids.
package graph

import (
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
)

// Handler answers GraphQL requests to a schema.
func Handler(schema graphql.ExecutableSchema, log *slog.Logger) http.Handler {
	server := handler.New(schema)
	server.AddTransport(transport{})
	server.SetQueryCache(newDocuments())
	server.SetDisableSuggestion(true)
	server.Use(extension.Introspection{})
	server.SetErrorPresenter(presenter(log))
	server.SetRecoverFunc(recovered)
	server.AroundResponses(withoutRepeats)
	return server
}
