package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// MaxBody is how long a request may be, in bytes.
const MaxBody = 1 << 20

// refusal is a request that is not GraphQL over HTTP at all.
type refusal struct {
	status int
	err    *domain.Error
}

func refused(status int, uk, en string) *refusal {
	return &refusal{status, domain.Invalid("", uk, en)}
}

func malformed(uk, en string) *refusal { return refused(http.StatusBadRequest, uk, en) }

func wrongMethod(w http.ResponseWriter, allowed string) *refusal {
	w.Header().Set("Allow", allowed)
	return refused(http.StatusMethodNotAllowed, "Цей запит приймається методом "+allowed+".", "This request is taken by "+allowed+".")
}

// read takes the parameters out of a request.
func (t transport) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	switch {
	case r.Method == http.MethodGet && t.queriesByGet:
		return readURL(r.URL.RawQuery)
	case r.Method != http.MethodPost && t.queriesByGet:
		return nil, wrongMethod(w, http.MethodGet+", "+http.MethodPost)
	case r.Method != http.MethodPost:
		return nil, wrongMethod(w, http.MethodPost)
	}
	body, why := readBody(w, r)
	if why != nil {
		return nil, why
	}
	return parseRequest(body)
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	if !IsJSON(r.Header.Get("Content-Type")) {
		return nil, refused(http.StatusUnsupportedMediaType,
			"Потрібен Content-Type: application/json у кодуванні UTF-8.", "Content-Type: application/json in UTF-8 is needed.")
	}
	if packed := r.Header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		return nil, refused(http.StatusUnsupportedMediaType, "Стиснені запити не приймаються.", "Compressed requests are not taken.")
	}
	if r.ContentLength > MaxBody {
		return nil, tooLong(int(r.ContentLength))
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	var beyond *http.MaxBytesError
	switch {
	case errors.As(err, &beyond):
		return nil, tooLong(MaxBody + 1)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, refused(http.StatusRequestTimeout, "Запит надходив надто довго.", "The request took too long to come.")
	case err != nil:
		return nil, malformed("Запит обірвався.", "The request broke off.")
	case !utf8.Valid(body):
		return nil, malformed("Запит не в UTF-8.", "The request is not UTF-8.")
	}
	return body, nil
}

func tooLong(length int) *refusal {
	return &refusal{http.StatusRequestEntityTooLarge, domain.LimitExceeded(domain.BodyLimit, length, MaxBody)}
}

func parseRequest(body []byte) (*graphql.RawParams, *refusal) {
	params := &graphql.RawParams{}
	if !isOneValue(body, params) {
		return nil, malformed("Запит має бути одним об'єктом JSON.", "The request must be one JSON object.")
	}
	return withQuery(params)
}

// readURL takes a query from an address, where variables and extensions are JSON.
func readURL(raw string) (*graphql.RawParams, *refusal) {
	parts, err := url.ParseQuery(raw)
	if err != nil || !allValid(parts) {
		return nil, malformed("Параметри адреси зіпсовані.", "The parameters of the address are malformed.")
	}
	params := &graphql.RawParams{Query: parts.Get("query"), OperationName: parts.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := parts.Get(name); text != "" && !isOneValue([]byte(text), into) {
			return nil, &refusal{http.StatusBadRequest, domain.Invalid(name, "Очікується об'єкт JSON.", "Expected a JSON object.")}
		}
	}
	return withQuery(params)
}

func allValid(parts url.Values) bool {
	for _, values := range parts {
		for _, value := range values {
			if !utf8.ValidString(value) {
				return false
			}
		}
	}
	return true
}

func withQuery(params *graphql.RawParams) (*graphql.RawParams, *refusal) {
	if params.Query == "" {
		return nil, malformed("У запиті немає query.", "The request has no query.")
	}
	return params, nil
}

// isOneValue reads one JSON value into a variable and tells whether nothing but blanks follows it.
// Decoder.More would let closing brackets pass.
func isOneValue(text []byte, into any) bool {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return false
	}
	_, err := decoder.Token()
	return errors.Is(err, io.EOF)
}

// IsJSON tells whether a content type is JSON in UTF-8, the only one that bodies are taken in.
func IsJSON(contentType string) bool {
	media, params, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(params["charset"])
	return err == nil && media == typeJSON && (charset == "" || charset == "utf-8")
}
