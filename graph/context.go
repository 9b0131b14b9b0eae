package graph

import (
	"context"
	"crypto/rand"
	"net/http"
	"regexp"

	"golang.org/x/text/language"

	"hromada/auth"
	"hromada/domain"
)

type contextKey int

const (
	requestIDKey contextKey = iota
	languageKey
	refusedKey
)

// RequestID is the id that the answer, its errors and the log share; empty outside a request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey).(string)
	return id
}

// Language is the one that the request prefers.
func Language(ctx context.Context) domain.Language {
	if l, ok := ctx.Value(languageKey).(domain.Language); ok {
		return l
	}
	return domain.Ukrainian
}

// acceptableID is the form in which a proxy's request id is taken over; anything else could write
// into the log what it likes.
var acceptableID = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

var languages = language.NewMatcher([]language.Tag{language.Ukrainian, language.English})

// identified gives every request an id, its language, and for a viewer whoever asks without an account.
func identified(o Options, next http.Handler) http.Handler {
	anybody := auth.Visitor
	if o.Closed {
		anybody = auth.Outsider
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !acceptableID.MatchString(id) {
			id = rand.Text()
		}
		w.Header().Set("X-Request-Id", id)
		ctx := context.WithValue(r.Context(), requestIDKey, id)
		ctx = context.WithValue(ctx, languageKey, preferred(r.Header.Get("Accept-Language")))
		ctx = auth.WithViewer(ctx, auth.Viewer{Role: anybody, Address: addressOf(r, o.TrustedProxies), Request: id})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func preferred(acceptLanguage string) domain.Language {
	if _, index := language.MatchStrings(languages, acceptLanguage); index == 1 {
		return domain.English
	}
	return domain.Ukrainian
}
