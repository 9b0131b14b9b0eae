// Package files takes and gives files beside the graph: what people send for a change, what shows the work, and tables to be worked on
// elsewhere.
package files

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"hromada/domain"
	"hromada/graph"
	"hromada/models"
)

// Handler answers under /uploads/, /files/, /export/ and /charts/.
type Handler struct {
	store *models.Store
	log   *slog.Logger
	busy  chan struct{} // a place for each file that is being received
	// drawing has a place for each picture that is being drawn.
	drawing chan struct{}
}

// New makes a handler over a store.
func New(store *models.Store, log *slog.Logger) *Handler {
	return &Handler{store, log, make(chan struct{}, mostReceived), make(chan struct{}, mostDrawn)}
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	root, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch root {
	case "uploads":
		h.method(w, r, h.receive, rest, http.MethodPut)
	case "files":
		h.method(w, r, h.give, rest, http.MethodGet, http.MethodHead)
	case "export":
		h.method(w, r, h.export, rest, http.MethodGet)
	case "charts":
		h.method(w, r, h.chart, rest, http.MethodGet, http.MethodHead)
	}
}

// method refuses other methods than those that something is asked by.
func (h *Handler) method(
	w http.ResponseWriter, r *http.Request, answer func(http.ResponseWriter, *http.Request, string) error, rest string, methods ...string,
) {
	for _, method := range methods {
		if r.Method == method {
			if err := answer(w, r, rest); err != nil {
				h.fail(w, r, err)
			}
			return
		}
	}
	allowed := strings.Join(methods, ", ")
	w.Header().Set("Allow", allowed)
	h.fail(w, r, refused(http.StatusMethodNotAllowed, "Цей запит приймається методом %s.", "This is taken by %s.", allowed))
}

// refusal is an error with a status of its own.
type refusal struct {
	status int
	why    *domain.Error
}

func (r *refusal) Error() string { return r.why.Error() }

func (r *refusal) Unwrap() error { return r.why }

func refused(status int, uk, en string, args ...any) *refusal {
	return &refusal{status, domain.Invalid("", uk, en, args...)}
}

var statuses = map[domain.Code]int{
	domain.CodeUnauthenticated: http.StatusUnauthorized, domain.CodeForbidden: http.StatusForbidden, domain.CodeNotFound: http.StatusNotFound,
	domain.CodeInvalidInput: http.StatusBadRequest, domain.CodeConflict: http.StatusConflict,
	domain.CodeLimitExceeded: http.StatusRequestEntityTooLarge, domain.CodeUnavailable: http.StatusServiceUnavailable,
}

// fail answers an error in the form of any error of the graph.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	if told, ok := domain.AsError(err); ok && statuses[told.Code] != 0 {
		status = statuses[told.Code]
	}
	if own, ok := errors.AsType[*refusal](err); ok {
		status = own.status
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer") // HTTP asks for it beside every 401
	}
	graph.Refuse(w, r, h.log, status, err)
}
