package graph

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"hromada/domain"
	"hromada/graph/playground"
)

// endpoint is where the graph answers.
const endpoint = "/graphql"

// requestTime bounds the work on one request; it reaches PostgreSQL as a cancellation.
const requestTime = 20 * time.Second

// Server answers over HTTP, and waits for nobody longer than these times: headers, bodies, readers of answers
// and idle connections.
func Server(o Options) *http.Server {
	return &http.Server{
		Handler:           Routes(o),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
}

// Routes is everything that the service answers over HTTP.
func Routes(o Options) http.Handler {
	mux := http.NewServeMux()
	often := newThrottle(o.RateLimit, callerKey)
	mux.Handle(endpoint, crossOrigin(o, signedIn(o.Accounts, often.handler(known(o.Log, bounded(whenReady(o.Graph)))))))
	if o.Accounts != nil {
		mux.Handle("/auth/", credentials(o, often.handler(bounded(whenReady(o.accounts)))))
		mux.Handle("/.well-known/jwks.json", often.handler(whenReady(o.accounts)))
	}
	if o.Files != nil {
		files := crossOriginFiles(o, signedIn(o.Accounts, often.handler(known(o.Log, unhurried(whenReady(o.Files))))))
		for _, under := range []string{"/uploads/", "/files/", "/export/", "/charts/"} {
			mux.Handle(under, files)
		}
	}
	if o.Playground {
		page := playground.Handler(endpoint)
		mux.Handle(playground.Page, page)
		mux.Handle(playground.Assets, page)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", readiness(o.Ready))
	return identified(o, logged(o.Log, surviving(o.Log, compressed(mux))))
}

// whenReady answers 503 until there is a graph.
func whenReady(graph func() http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := graph(); h != nil {
			h.ServeHTTP(w, r)
			return
		}
		failed(w, r, http.StatusServiceUnavailable, domain.Unavailable(nil))
	})
}

func bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// fileTime bounds the way of one file, in or out: a line that is slow for an answer is slow for a file.
const fileTime = 2 * time.Minute

// unhurried gives a request the time that a file takes.
func unhurried(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), fileTime)
		defer cancel()
		// Where there is no connection, as in tests, there are no deadlines.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(fileTime))
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(fileTime))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func readiness(ready func(context.Context) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		if ready(ctx) != nil {
			say(w, http.StatusServiceUnavailable, "not ready")
			return
		}
		say(w, http.StatusOK, "ready")
	}
}

// surviving turns a panic outside any resolver into a plain 500 with the request's id.
func surviving(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer answerPanic(log, w, r)
		next.ServeHTTP(w, r)
	})
}

func answerPanic(log *slog.Logger, w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler { //nolint:errorlint // a value that was thrown, and not wrapped
			panic(p) // an answer that was begun cannot be mended, only cut off
		}
		log.ErrorContext(r.Context(), "panic", "requestId", RequestID(r.Context()), "panic", short(p), "stack", string(debug.Stack()))
		failed(w, r, http.StatusInternalServerError, domain.Internal(nil))
	}
}

// recorder remembers the status and the length of an answer for the log.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// logged writes one line a request; no document, variable or header stands in it, since they may
// hold what people wrote about people.
func logged(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		answer := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		log.Log(r.Context(), levelOf(r), "request", "requestId", RequestID(r.Context()), "method", shortened(r.Method),
			"path", shortened(withoutSecrets(r.URL.Path)), "status", answer.status, "bytes", answer.bytes, "ms", time.Since(start).Milliseconds())
	})
}

// secretLike is what tokens look like: those of links in letters, which mail programs and people put into paths, of sessions and of
// uploads.
var secretLike = regexp.MustCompile(`[A-Za-z0-9_-]{32,}`)

// withoutSecrets is a path with what looks like a token left out, but no ids: the log must let nobody in who reads it.
func withoutSecrets(path string) string {
	return secretLike.ReplaceAllStringFunc(path, func(s string) string {
		if _, err := domain.ParseNodeID(s); err == nil {
			return s
		}
		return "…"
	})
}

// shortened keeps a line of the log short, whatever is asked for.
func shortened(s string) string { return fmt.Sprintf("%.100s", s) }

// levelOf keeps the probes that balancers send every second out of the log.
func levelOf(r *http.Request) slog.Level {
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// Refuse answers an error in the form of any error of the graph, for those who answer beside it.
func Refuse(w http.ResponseWriter, r *http.Request, log *slog.Logger, status int, err error) {
	write(w, r, status, neverRan(&graphql.Response{Errors: gqlerror.List{presenter(log)(r.Context(), err)}}))
}

// failed answers what no document can be at fault for, in the form of any error.
func failed(w http.ResponseWriter, r *http.Request, status int, told *domain.Error) {
	write(w, r, status, neverRan(&graphql.Response{Errors: gqlerror.List{present(r.Context(), told, nil)}}))
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
