package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"hromada/domain"
)

// MaxAnswer is how long the data of an answer may be, in bytes, before they are packed. The cost that is checked beforehand goes by how long
// lists are assumed to be; some are longer.
const MaxAnswer = 32 << 20

// notLonger gives nothing but an error in place of an answer that is too long: half of one would be taken for the whole.
func notLonger(allowed int) graphql.ResponseMiddleware {
	if allowed <= 0 {
		allowed = MaxAnswer
	}
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		if response != nil && len(response.Data) > allowed {
			told := tooLongAnswer(graphql.GetOperationContext(ctx), len(response.Data), allowed)
			response.Data, response.Errors = []byte("null"), gqlerror.List{present(ctx, told, nil)}
		}
		return response
	}
}

// tooLongAnswer also says that what was asked to change is changed: it cannot be undone any more.
func tooLongAnswer(asked *graphql.OperationContext, length, allowed int) *domain.Error {
	told := domain.LimitExceeded(domain.AnswerLimit, length, allowed)
	if asked.Operation != nil && asked.Operation.Operation == ast.Mutation {
		told.Message.UK += " Зміни виконано; прочитайте їх меншими частинами."
		told.Message.EN += " The changes were made; read them in smaller parts."
	}
	return told
}
