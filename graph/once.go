package graph

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"regexp"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"hromada/auth"
	"hromada/domain"
)

// onceHeader is where a client names a request that it may send again.
const onceHeader = "Idempotency-Key"

var acceptableKey = regexp.MustCompile(`^[A-Za-z0-9._:-]{8,200}$`)

// once gives every change of a request that may be sent again its name, so that the store knows it when it comes once more.
type once struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
	graphql.RootFieldInterceptor
} = once{}

// ExtensionName is how the library knows it.
func (once) ExtensionName() string { return "Once" }

// Validate has nothing to check.
func (once) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses keys that are none, before anything runs.
func (once) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	key := operation.Headers.Get(onceHeader)
	if key == "" || acceptableKey.MatchString(key) {
		return nil
	}
	return gqlerror.Wrap(domain.Invalid(onceHeader, "Від 8 до 200 латинських літер, цифр і знаків . _ : -", "8 to 200 Latin letters, digits and . _ : -"))
}

// InterceptRootField names one change.
func (once) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	operation := graphql.GetOperationContext(ctx)
	key := operation.Headers.Get(onceHeader)
	viewer, known := auth.ViewerFrom(ctx)
	if key == "" || !known || operation.Operation.Operation != ast.Mutation {
		return next(ctx)
	}
	viewer.Once = auth.Once{Key: key, Field: graphql.GetRootFieldContext(ctx).Field.Alias, Request: fingerprint(operation)}
	return next(auth.WithViewer(ctx, viewer))
}

// fingerprint is the same for the same document with the same variables.
func fingerprint(operation *graphql.OperationContext) []byte {
	variables, err := json.Marshal(operation.Variables) // maps are written in the order of their keys
	if err != nil {
		variables = nil // they came as JSON, and go as such
	}
	sum := sha256.Sum256([]byte(operation.OperationName + "\x00" + operation.RawQuery + "\x00" + string(variables)))
	return sum[:]
}
