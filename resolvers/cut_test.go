package resolvers_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"hromada/database/databasetest"
	"hromada/domain"
)

// cable lies between the pool and PostgreSQL, and can be cut while a transaction is being committed.
type cable struct {
	tb      testing.TB
	network string
	address string
	cut     atomic.Int32
}

// Where the cable is cut.
const (
	nowhere      = iota
	beforeCommit // PostgreSQL never hears of it
	afterCommit  // PostgreSQL has done it, and nobody hears so
)

// cabled gives the address of a database at the other end of a cable.
func cabled(t *testing.T, dsn string) (*cable, string) {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{tb: t, network: "tcp", address: net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))}
	if strings.HasPrefix(config.Host, "/") {
		c.network, c.address = "unix", filepath.Join(config.Host, fmt.Sprint(".s.PGSQL.", config.Port))
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			go c.join(client)
		}
	}()
	own := url.URL{
		Scheme: "postgres", User: url.UserPassword(config.User, config.Password), Host: listener.Addr().String(), Path: "/" + config.Database,
		RawQuery: "sslmode=disable",
	}
	return c, own.String()
}

// join passes on what both sides say until one hangs up or the cable is cut.
func (c *cable) join(client net.Conn) {
	server, err := (&net.Dialer{}).DialContext(context.Background(), c.network, c.address)
	if err != nil {
		_ = client.Close()
		return
	}
	hangUp := func() {
		_ = client.Close()
		_ = server.Close()
	}
	var deaf atomic.Bool // the answer to the commit does not come through
	go func() {
		defer hangUp()
		pass(client, server, func(sent []byte) bool {
			if bytes.Contains(sent, []byte("commit\x00")) {
				switch c.cut.Swap(nowhere) {
				case beforeCommit:
					return false
				case afterCommit:
					deaf.Store(true)
				}
			}
			return true
		})
	}()
	defer hangUp()
	pass(server, client, func([]byte) bool { return !deaf.Load() })
}

// pass copies what one end says to the other, as long as it may.
func pass(from io.Reader, to io.Writer, may func([]byte) bool) {
	part := make([]byte, 64<<10)
	for {
		n, err := from.Read(part)
		if err != nil || !may(part[:n]) {
			return
		}
		if _, err := to.Write(part[:n]); err != nil {
			return
		}
	}
}

// TestConnectionCutDuringCommit: nobody can know what became of the change, and that is what is told; sent again under its key it has one
// effect, whether the first was done or not (abuse case 66).
func TestConnectionCutDuringCommit(t *testing.T) {
	t.Parallel()
	c, dsn := cabled(t, databasetest.New(t))
	a := apiOver(t, dsn)
	a.registry()
	a.tree(townPlan(yakushynetska).Outline)
	d := &desk{a, a.id("GoalTree", ""), map[string]*person{}}
	editor, head := d.as("editor"), d.as("head")
	report := fmt.Sprintf(`reports: [{id: %q, percent: 40}]`, d.id("Component", "Карта"))
	for where, done := range map[int32]int{beforeCommit: 0, afterCommit: 1} {
		for _, change := range []struct {
			who                    *person
			mutation, input, count string
		}{
			{editor, "createGoal", fmt.Sprintf(`treeId: %q, title: "Ціль %d"`, d.tree, where), fmt.Sprintf(`SELECT count(*) FROM placements WHERE title = 'Ціль %d'`, where)},
			{editor, "reportProgress", report, fmt.Sprintf(`SELECT count(*) - %d FROM progress_reports`, d.number(`SELECT count(*) FROM progress_reports`))},
			{head, "submitGoalTree", fmt.Sprintf(`id: %q`, d.tree), `SELECT count(*) FROM goal_tree_revisions WHERE state = 'SUBMITTED'`},
		} {
			d.exec(`UPDATE goal_tree_revisions SET state = 'DRAFT' WHERE published_at IS NULL`)
			if change.mutation == "submitGoalTree" { // a new goal lacks what a review needs
				d.exec(`DELETE FROM placements p USING goal_trees t WHERE p.revision_number = t.working_revision AND p.title LIKE 'Ціль %'`)
			}
			key := fmt.Sprint("cut-", where, "-", change.mutation)
			c.cut.Store(where)
			_, told := change.who.tries(change.mutation, change.input, keyHeader, key)
			if c.cut.Load() != nowhere || told != string(domain.CodeOutcomeUnknown)+" " {
				t.Errorf("%s cut at %d is told %q", change.mutation, where, told)
			}
			if n := d.number(change.count); n != done {
				t.Errorf("%s cut at %d: %d of it", change.mutation, where, n)
			}
			for range 2 {
				if _, told := change.who.tries(change.mutation, change.input, keyHeader, key); told != "" {
					t.Errorf("%s again: %q", change.mutation, told)
				}
				if n := d.number(change.count); n != 1 {
					t.Errorf("%s again: %d of it", change.mutation, n)
				}
			}
		}
	}
	d.ordered()
}

// TestDatabaseThatEndsDuringATransaction: PostgreSQL itself says that it did not do it, and the next request works (abuse case 65).
func TestDatabaseThatEndsDuringATransaction(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	input := fmt.Sprintf(`treeId: %q, title: "Нова"`, d.tree)
	d.exec(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`)
	for when, make := range map[string]string{
		"while writing":    `CREATE TRIGGER dying AFTER INSERT ON placements FOR EACH ROW WHEN (NEW.title = 'Нова') EXECUTE FUNCTION die()`,
		"while committing": `CREATE CONSTRAINT TRIGGER dying AFTER INSERT ON placements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.title = 'Нова') EXECUTE FUNCTION die()`,
	} {
		d.exec(make)
		d.keeps(when, func() {
			got := editor.ask(mutation("createGoal", input), nil, keyHeader, "the-database-ends")
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeUnavailable || got.Status != http.StatusServiceUnavailable {
				t.Errorf("%s: %d %s", when, got.Status, got.Body)
			}
		})
		d.exec(`DROP TRIGGER dying ON placements`)
	}
	if _, told := editor.tries("createGoal", input, keyHeader, "the-database-ends"); told != "" {
		t.Errorf("the next request: %s", told)
	}
}

// TestNothingIsDoneWithoutItsAudit: where the log cannot be written, neither is what it would tell of.
func TestNothingIsDoneWithoutItsAudit(t *testing.T) {
	t.Parallel()
	d := begun(t)
	admin := d.as("admin")
	d.as("head").reports(fmt.Sprintf(`{id: %q, percent: 1}`, d.id("Component", "Карта")))
	gone := d.id("Component", "Портал")
	d.remove(gone)
	changes := d.everyChange()
	changes["correctProgressReport"] = fmt.Sprintf(`id: %q, percent: 6`, d.lastReport())
	changes["restoreTreeNode"] = fmt.Sprintf(`id: %q`, gone)
	d.exec(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is full'; END $$`)
	d.exec(`CREATE TRIGGER full_log BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse()`)
	for name, input := range changes {
		switch name {
		case "withdrawGoalTree", "returnGoalTree", "endorseGoalTree":
			d.stand([2]string{"ADOPTED", "SUBMITTED"})
		case "updateGoalTree", "deleteGoalTree":
			d.stand([2]string{"", "DRAFT"})
		case "adoptGoalTree":
			d.stand([2]string{"ENDORSED", "DRAFT"})
		default:
			d.stand([2]string{"ADOPTED", "DRAFT"})
		}
		d.keeps(name, func() {
			got := admin.ask(mutation(name, input), nil, keyHeader, "no-log-"+name)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInternal || strings.Contains(got.Body, "log is full") {
				t.Errorf("%s: %s", name, got.Body)
			}
		})
	}
}
