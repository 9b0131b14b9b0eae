package resolvers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hromada/database"
	"hromada/database/databasetest"
	"hromada/domain"
)

// beside connects to another database of the same server, from which the api's own can be closed.
func (a *api) beside(t *testing.T) *api {
	t.Helper()
	db, err := database.Connect(context.Background(), databasetest.Blank(t), database.ConnectOptions{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &api{tb: t, db: db}
}

func (a *api) databaseName(t *testing.T) string {
	t.Helper()
	var name string
	if err := a.db.QueryRowContext(t.Context(), `SELECT current_database()`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// hangUp ends all connections to a database, as a restart of the server does.
const hangUp = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`

func TestDatabaseThatIsDown(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	name, other := a.databaseName(t), a.beside(t)
	other.exec(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS false`)
	other.exec(hangUp, name)
	for range 6 { // the connections of the pool, one after another, and new ones
		got := a.ask(`{ communities { nodes { name } } }`, nil)
		if got.Status != http.StatusServiceUnavailable || len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeUnavailable ||
			!strings.Contains(got.Body, `"data":null`) || strings.Contains(got.Body, name) {
			t.Errorf("%d %s", got.Status, got.Body)
		}
		got.hides(t)
	}
	if got := a.ask(`{ communities { nodes { name } } }`, nil, "Accept-Language", "en"); !strings.Contains(got.Body, "try again") {
		t.Errorf("in English: %s", got.Body)
	}
	got := a.ask(`query($c: KatottgCode!) { instance: __typename community(code: $c) { name } }`, vars{"c": yakushynetska})
	if got.Status != http.StatusOK || len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeUnavailable || string(got.Data["community"]) != "null" {
		t.Errorf("where only a part is null: %d %s", got.Status, got.Body)
	}
	for path, want := range map[string]int{"/healthz": http.StatusOK, "/readyz": http.StatusServiceUnavailable} {
		if got := a.send(http.MethodGet, path, ""); got.Code != want {
			t.Errorf("%s gives %d", path, got.Code)
		}
	}
	if strings.Contains(a.log.String(), string(domain.CodeInternal)) || !strings.Contains(a.log.String(), got.Header.Get("X-Request-Id")) {
		t.Errorf("the log: %s", a.log)
	}
	other.exec(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS true`)
	if got := a.ask(`{ communities { totalCount } }`, nil); len(got.Errors) > 0 {
		t.Errorf("after the outage: %s", got.Body)
	}
	if got := a.send(http.MethodGet, "/readyz", ""); got.Code != http.StatusOK {
		t.Errorf("after the outage: %d", got.Code)
	}
}

func TestDatabaseThatRestarted(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	name, other := a.databaseName(t), a.beside(t)
	other.exec(hangUp, name)
	for range 10 {
		got := a.ask(`{ communities { totalCount } }`, nil)
		if len(got.Errors) == 0 {
			return
		}
		if got.Status != http.StatusServiceUnavailable || got.Errors[0].Extensions.Code != domain.CodeUnavailable {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
	}
	t.Error("the pool does not recover")
}

func TestPoolThatIsClosed(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	if err := a.db.Close(); err != nil {
		t.Fatal(err)
	}
	got := a.ask(`{ regions { name } }`, nil)
	if got.Status != http.StatusServiceUnavailable || len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeUnavailable {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

// waitingHere counts the statements that wait for a lock in this database, of a table or of a row.
const waitingHere = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`

// asking sends a query under a context of the test's.
func (a *api) asking(ctx context.Context, query string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(`{"query":"`+query+`"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

func TestClientThatLeftBeforeItsTurn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	ctx, leave := context.WithCancel(context.Background())
	leave()
	got := a.asking(ctx, `{ regions { name } }`)
	if got.Code != http.StatusServiceUnavailable || !strings.Contains(got.Body.String(), string(domain.CodeUnavailable)) || strings.Contains(got.Body.String(), `"data"`) {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if log := a.log.String(); strings.Contains(log, "panic") {
		t.Errorf("the log: %s", log)
	}
}

func TestClientThatLeavesEndsItsStatement(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	lock, err := a.db.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Rollback() }()
	if _, err := lock.ExecContext(t.Context(), `LOCK TABLE regions IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	done := make(chan *httptest.ResponseRecorder)
	go func() { done <- a.asking(ctx, `{ regions { name } }`) }()
	a.awaitLocks(1)
	leave()
	got := <-done
	if got.Code != http.StatusServiceUnavailable || !strings.Contains(got.Body.String(), string(domain.CodeUnavailable)) {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if got := a.ask(`{ regions { name } }`, nil); len(got.Errors) > 0 {
		t.Errorf("the next request: %s", got.Body)
	}
}
