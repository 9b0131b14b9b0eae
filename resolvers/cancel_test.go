package resolvers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hromada/domain"
)

// TestClientWhoLeavesStopsItsSQL lets a request wait in PostgreSQL for a lock, and sees its statement end with it.
func TestClientWhoLeavesStopsItsSQL(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	for name, leave := range map[string]func(context.Context) (context.Context, context.CancelFunc){
		"the client leaves": context.WithCancel,
		"the time is over": func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 500*time.Millisecond)
		},
	} {
		lock, err := a.db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := lock.ExecContext(t.Context(), `LOCK TABLE communities IN ACCESS EXCLUSIVE MODE`); err != nil {
			t.Fatal(err)
		}
		ctx, end := leave(t.Context())
		answered := make(chan *httptest.ResponseRecorder, 1)
		go func() { answered <- a.within(ctx, `{ communities { totalCount nodes { code } } }`) }()
		a.awaitWaiting(name, true)
		if name == "the client leaves" {
			end()
		}
		a.awaitWaiting(name, false)
		if got := <-answered; got.Code != http.StatusServiceUnavailable || !strings.Contains(got.Body.String(), string(domain.CodeUnavailable)) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
		end()
		if err := lock.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	if got := a.ask(`{ communities { totalCount } }`, nil); len(got.Errors) > 0 {
		t.Errorf("afterwards: %s", got.Body)
	}
}

// within asks while a context lasts.
func (a *api) within(ctx context.Context, document string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(query(document)))
	r.Header.Set("Content-Type", plain)
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

// awaitWaiting waits until statements wait for a lock in PostgreSQL, or none does any more.
func (a *api) awaitWaiting(name string, wanted bool) {
	a.tb.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		var waiting bool
		err := a.db.QueryRow(`SELECT EXISTS (SELECT FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active')`).Scan(&waiting)
		if err != nil {
			a.tb.Fatal(err)
		}
		if waiting == wanted {
			return
		}
	}
	a.tb.Fatalf("%s: statements wait: not %t", name, wanted)
}
