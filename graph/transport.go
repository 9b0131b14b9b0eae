package graph

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"hromada/domain"
)

// transport takes GraphQL requests as JSON by POST, and queries by GET where they are let in. It is ours
// because the library's reads bodies without a limit, repeats malformed ones in its errors and lets
// trailing garbage pass.
type transport struct{ queriesByGet bool }

// Supports takes every request: what is wrong with it is said by Do, in the same form as any error.
func (transport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	start := graphql.Now()
	params, refused := t.read(w, r)
	if refused != nil {
		refuse(w, r, exec, refused)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	operation, faults := exec.CreateOperationContext(r.Context(), params)
	if faults != nil {
		ctx := graphql.WithOperationContext(r.Context(), operation)
		write(w, r, statusOfRefusal(r), neverRan(exec.DispatchError(ctx, faults)))
		return
	}
	if refused := unfit(w, r, operation); refused != nil {
		refuse(w, r, exec, refused)
		return
	}
	responses, ctx := exec.DispatchOperation(r.Context(), operation)
	response := responses(ctx)
	if response == nil { // the client left, or the time was over, before anything ran
		refuse(w, r, exec, &refusal{http.StatusServiceUnavailable, domain.Unavailable(ctx.Err())})
		return
	}
	write(w, r, statusOf(response), response)
}

// unfit refuses a valid document that cannot be run, or not by this method.
func unfit(w http.ResponseWriter, r *http.Request, operation *graphql.OperationContext) *refusal {
	if r.Method == http.MethodGet && operation.Operation.Operation != ast.Query {
		return wrongMethod(w, http.MethodPost)
	}
	if err := unanswerable(operation); err != nil {
		return &refusal{statusOfRefusal(r), err}
	}
	return nil
}

func refuse(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, why *refusal) {
	ctx := graphql.WithOperationContext(r.Context(), &graphql.OperationContext{})
	write(w, r, why.status, neverRan(exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(why.err)})))
}

// maxFaults is how many errors are told of a document that never ran: the first are enough to mend it.
const maxFaults = 10

// neverRan is an answer without data, not even null, which would say that something ran. Each fault is
// told once, wherever in the document it stands.
func neverRan(response *graphql.Response) any {
	told := map[string]bool{}
	faults := slices.DeleteFunc(response.Errors, func(e *gqlerror.Error) bool {
		repeated := told[e.Message]
		told[e.Message] = true
		return repeated
	})
	return struct {
		Errors gqlerror.List `json:"errors"`
	}{faults[:min(len(faults), maxFaults)]}
}

// statusOfRefusal is the status of a document that never ran: clients that only know JSON are told in
// the body, since proxies answer 400 too and their bodies mean nothing.
func statusOfRefusal(r *http.Request) int {
	if responseType(r) == typeResponse {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// statusOf is the status of a document that ran: 200, or 503 when it only learnt that the service
// cannot answer.
func statusOf(response *graphql.Response) int {
	if string(response.Data) != "null" {
		return http.StatusOK
	}
	for _, e := range response.Errors {
		if e.Extensions["code"] == string(domain.CodeUnavailable) {
			return http.StatusServiceUnavailable
		}
	}
	return http.StatusOK
}

func write(w http.ResponseWriter, r *http.Request, status int, response any) {
	w.Header().Set("Content-Type", responseType(r)+"; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// A client that is gone cannot be told that it is.
	_ = json.NewEncoder(w).Encode(response)
}
