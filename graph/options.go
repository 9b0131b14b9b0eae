package graph

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"

	"hromada/auth"
)

// Accounts is what lets people in.
type Accounts interface {
	// Identify gives the viewer that an access token speaks for. The context carries who asks without it.
	Identify(ctx context.Context, token string) (auth.Viewer, error)
	// ServeHTTP answers what stands under /auth/ and /.well-known/.
	http.Handler
}

// Options are what the HTTP face is told from outside.
type Options struct {
	Log *slog.Logger
	// Origins are the web origins that browsers may call from, compared to the letter; empty: none.
	Origins []string
	// Introspection answers questions about the schema.
	Introspection bool
	// Playground serves a page at / where people try queries; it needs Introspection to be of use.
	Playground bool
	// GetQueries takes queries, never mutations, by GET too.
	GetQueries bool
	// CostLimit is what one request may cost, in objects; 0: as much as limits.Default says.
	CostLimit int
	// AnswerLimit is how many bytes the data of one answer may have; 0: MaxAnswer.
	AnswerLimit int
	// RateLimit is how many requests a second one caller may send; 0: any number.
	RateLimit int
	// Closed shows nothing to those without an account; otherwise everybody sees what is published.
	Closed bool
	// Accounts lets people in; nil where nobody has an account, and giving nil while the service is not ready.
	Accounts func() Accounts
	// Files takes and gives files beside the graph, under /uploads/, /files/ and /export/; nil where there are none, and giving nil while
	// the service is not ready.
	Files func() http.Handler
	// TrustedProxies are the networks whose X-Forwarded-For is believed; empty: nobody's.
	TrustedProxies []netip.Prefix
	// Graph answers /graphql; nil while the service is not ready.
	Graph func() http.Handler
	// Ready says why the service cannot answer now, or nil.
	Ready func(context.Context) error
}

// Loaded gives a handler once there is one, and nil before.
func Loaded(h *atomic.Pointer[http.Handler]) func() http.Handler {
	return func() http.Handler {
		if known := h.Load(); known != nil {
			return *known
		}
		return nil
	}
}
