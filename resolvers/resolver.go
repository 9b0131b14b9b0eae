// Package resolvers answers the fields of the graph: each reads its arguments, makes one call to the
// store and shapes the answer.
package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/accounts"
	"hromada/graph/generated"
	"hromada/models"
)

// Resolver holds what the fields of the graph are answered from.
type Resolver struct {
	Store    *models.Store
	Accounts *accounts.Service
	Version  string
}

// Schema makes the executable graph over a store and what lets people in.
func Schema(store *models.Store, in *accounts.Service, version string) graphql.ExecutableSchema {
	return generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Store: store, Accounts: in, Version: version}})
}
