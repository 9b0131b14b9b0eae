package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"hromada/domain"
)

// MaxBody is how long a request may be, in bytes.
const MaxBody = 1 << 20

// Media types of GraphQL over HTTP.
const (
	typeJSON     = "application/json"
	typeResponse = "application/graphql-response+json"
)

// transport takes GraphQL requests as JSON by POST. It is ours because the library's reads bodies
// without a limit, repeats malformed ones in its errors and lets trailing garbage pass.
type transport struct{}

// Supports takes every request: what is wrong with it is said by Do, in the same form as any error.
func (transport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	start := graphql.Now()
	params, refused := readRequest(w, r)
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
	if err := unanswerable(operation); err != nil {
		refuse(w, r, exec, &refusal{statusOfRefusal(r), err})
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

// refusal is a request that is not GraphQL over HTTP at all.
type refusal struct {
	status int
	err    *domain.Error
}

func refused(status int, uk, en string) *refusal {
	return &refusal{status, domain.Invalid("", uk, en)}
}

func readRequest(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, refused(http.StatusMethodNotAllowed, "Запити приймаються методом POST.", "Requests are taken by POST.")
	}
	if !isJSON(r.Header.Get("Content-Type")) {
		return nil, refused(http.StatusUnsupportedMediaType,
			"Потрібен Content-Type: application/json у кодуванні UTF-8.", "Content-Type: application/json in UTF-8 is needed.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		return nil, refused(http.StatusRequestEntityTooLarge, "Запит завеликий.", "The request is too large.")
	case err != nil:
		return nil, refused(http.StatusBadRequest, "Запит обірвався.", "The request broke off.")
	case !utf8.Valid(body):
		return nil, refused(http.StatusBadRequest, "Запит не в UTF-8.", "The request is not UTF-8.")
	}
	return parseRequest(body)
}

func parseRequest(body []byte) (*graphql.RawParams, *refusal) {
	params := &graphql.RawParams{}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(params); err != nil || !ended(decoder) {
		return nil, refused(http.StatusBadRequest, "Запит має бути одним об'єктом JSON.", "The request must be one JSON object.")
	}
	if params.Query == "" {
		return nil, refused(http.StatusBadRequest, "У запиті немає query.", "The request has no query.")
	}
	return params, nil
}

// ended tells whether nothing but blanks follows. Decoder.More would let closing brackets pass.
func ended(decoder *json.Decoder) bool {
	_, err := decoder.Token()
	return errors.Is(err, io.EOF)
}

func isJSON(contentType string) bool {
	media, params, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(params["charset"])
	return err == nil && media == typeJSON && (charset == "" || charset == "utf-8")
}

func refuse(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, why *refusal) {
	ctx := graphql.WithOperationContext(r.Context(), &graphql.OperationContext{})
	write(w, r, why.status, neverRan(exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(why.err)})))
}

// neverRan is an answer without data, not even null, which would say that something ran.
func neverRan(response *graphql.Response) any {
	return struct {
		Errors gqlerror.List `json:"errors"`
	}{response.Errors}
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

func responseType(r *http.Request) string {
	if strings.Contains(r.Header.Get("Accept"), typeResponse) {
		return typeResponse
	}
	return typeJSON
}

func write(w http.ResponseWriter, r *http.Request, status int, response any) {
	w.Header().Set("Content-Type", responseType(r)+"; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// A client that is gone cannot be told that it is.
	_ = json.NewEncoder(w).Encode(response)
}
