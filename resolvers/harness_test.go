package resolvers_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hromada/accounts"
	"hromada/auth"
	"hromada/database"
	"hromada/database/databasetest"
	"hromada/demonstration"
	"hromada/domain"
	"hromada/files"
	"hromada/graph"
	"hromada/imports"
	"hromada/models"
	"hromada/resolvers"
)

func TestMain(m *testing.M) { os.Exit(databasetest.Wrap(closing{m}).Run()) }

// noon is when the tests take place: a day on which the demonstration shows every status.
var noon = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// api is the real handler over a database of its own.
type api struct {
	tb      testing.TB
	handler http.Handler
	db      *sql.DB
	store   *models.Store
	in      *accounts.Service
	letters *letters
	count   *statements
	log     *journal
	clock   *clock
}

// clock is the time of a test: noon, until the test moves it.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return noon.Add(time.Duration(c.ahead.Load())) }

// pass lets time go by.
func (c *clock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

// statements counts what is sent to PostgreSQL, and how long its answers take until they are read.
type statements struct {
	mu   sync.Mutex
	sent []sent
	took time.Duration
}

type sentAt struct{}

type sent struct {
	sql  string
	args []any
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, sent{q.SQL, q.Args})
	return context.WithValue(ctx, sentAt{}, time.Now())
}

func (s *statements) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, ok := ctx.Value(sentAt{}).(time.Time); ok {
		s.took += time.Since(at)
	}
}

// time gives how long all took since it was last asked.
func (s *statements) time() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	took := s.took
	s.took = 0
	return took
}

// take gives what was sent since the last take.
func (s *statements) take() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.sent
	s.sent = nil
	return taken
}

// newAPI serves an empty migrated database.
func newAPI(tb testing.TB) *api {
	tb.Helper()
	return apiOver(tb, databasetest.New(tb))
}

// apiOver serves a migrated database by its address.
func apiOver(tb testing.TB, dsn string) *api {
	tb.Helper()
	counter := &statements{}
	db, err := database.Connect(context.Background(), dsn, database.ConnectOptions{MaxConns: 4, Tracer: counter})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	mapper, err := database.Gorm(db)
	if err != nil {
		tb.Fatal(err)
	}
	at := &clock{}
	store, err := models.NewStore(mapper, at.now)
	if err != nil {
		tb.Fatal(err)
	}
	logged := &journal{}
	log := slog.New(slog.NewTextHandler(io.MultiWriter(logged, everything), nil))
	a := &api{tb: tb, db: db, store: store, count: counter, log: logged, letters: &letters{}, clock: at}
	a.in = accounts.New(store, accounts.Options{Keys: testKeys(tb), Mail: a.letters.mail(), Log: log, Now: at.now})
	a.running(a.in)
	a.handler = a.face(graph.Options{Log: log, Origins: []string{"https://dashboard.example"}})
	return a
}

// testKeys signs and checks the access tokens of a test.
func testKeys(tb testing.TB) *accounts.KeyRing {
	tb.Helper()
	key, err := auth.NewSigningKey(time.Now())
	if err != nil {
		tb.Fatal(err)
	}
	text, err := key.PEM()
	if err != nil {
		tb.Fatal(err)
	}
	ring, err := accounts.GivenKeys(string(text))
	if err != nil {
		tb.Fatal(err)
	}
	return ring
}

// face is the HTTP face over the same data, as the options have it.
func (a *api) face(o graph.Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	handler := graph.Handler(resolvers.Schema(a.store, a.in, "test"), o)
	o.Graph = func() http.Handler { return handler }
	o.Ready = a.db.PingContext
	o.Accounts = func() graph.Accounts { return a.in }
	clerk := files.New(a.store, o.Log)
	o.Files = func() http.Handler { return clerk }
	return graph.Routes(o)
}

// demo serves the demonstration: the oblast's registry and ten made-up trees.
func demo(tb testing.TB) *api {
	tb.Helper()
	a := newAPI(tb)
	a.registry()
	a.write(func(tx *models.Tx) error {
		return tx.LoadDemonstration(domain.Registry{}, "", demonstration.Trees(a.store.Today()), demonstration.Problems())
	})
	return a
}

func operator() context.Context {
	return auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Operator})
}

func (a *api) registry() {
	a.tb.Helper()
	if _, err := imports.ImportRegistry(operator(), a.store, demonstration.Registry(), "test", imports.Run{}); err != nil {
		a.tb.Fatal(err)
	}
}

func (a *api) write(work func(*models.Tx) error) {
	a.tb.Helper()
	if err := a.store.InTx(operator(), auth.LoadDemonstration, false, work); err != nil {
		a.tb.Fatal(err)
	}
}

// tree writes one outline.
func (a *api) tree(o domain.Outline) {
	a.tb.Helper()
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteTree(o)
		return err
	})
}

// answer is what a client receives.
type answer struct {
	Status int                        `json:"-"`
	Header http.Header                `json:"-"`
	Body   string                     `json:"-"`
	Data   map[string]json.RawMessage `json:"data"`
	Errors []fault                    `json:"errors"`

	Extensions struct {
		Cost struct{ Asked, Allowed int }
	} `json:"extensions"`
}

type fault struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code      domain.Code `json:"code"`
		Field     string      `json:"field"`
		RequestID string      `json:"requestId"`

		Limit          domain.Limit `json:"limit"`
		Asked, Allowed int
	} `json:"extensions"`
}

type vars = map[string]any

// ask sends a document as a client does.
func (a *api) ask(query string, variables vars, headers ...string) answer {
	a.tb.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		a.tb.Fatal(err)
	}
	return a.post(string(body), headers...)
}

// post sends any body; headers come in pairs.
func (a *api) post(body string, headers ...string) answer {
	a.tb.Helper()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	got := answer{Status: w.Code, Header: w.Header(), Body: w.Body.String()}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		a.tb.Fatalf("the answer is not JSON: %v\n%s", err, w.Body)
	}
	return got
}

// get asks what must succeed, and reads one top-level field into a value.
func get[T any](a *api, field, query string, variables vars) T {
	a.tb.Helper()
	var value T
	got := a.ask(query, variables)
	if len(got.Errors) > 0 {
		a.tb.Fatalf("%s\n%s", query, got.Body)
	}
	if err := json.Unmarshal(got.Data[field], &value); err != nil {
		a.tb.Fatalf("%v\n%s", err, got.Body)
	}
	return value
}

// refused asks what must fail with one error, and gives it.
func (a *api) refused(query string, variables vars) fault {
	a.tb.Helper()
	got := a.ask(query, variables)
	if len(got.Errors) != 1 {
		a.tb.Fatalf("want one error, got %s", got.Body)
	}
	return got.Errors[0]
}
