package imports_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/database"
	"hromada/database/databasetest"
	"hromada/domain"
	"hromada/imports"
	"hromada/models"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

// base is a migrated database of its own, with the store over it and a way to look behind the store.
type base struct {
	*models.Store
	db *sql.DB
}

func newBase(t *testing.T) *base {
	t.Helper()
	db, err := database.Connect(context.Background(), databasetest.New(t), database.ConnectOptions{MaxConns: 4})
	must(t, err)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	mapper, err := database.Gorm(db)
	must(t, err)
	store, err := models.NewStore(mapper, func() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) })
	must(t, err)
	return &base{store, db}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func as(role auth.Role) context.Context {
	return auth.WithViewer(context.Background(), auth.Viewer{Role: role})
}

// registered is a database that knows the two communities of the test file.
func registered(t *testing.T) *base {
	t.Helper()
	b := newBase(t)
	b.registry(t, strings.NewReader(testdata(t, "registry.csv")), imports.Run{})
	return b
}

func (b *base) registry(t *testing.T, r io.Reader, run imports.Run) imports.RegistryResult {
	t.Helper()
	result, err := imports.ImportRegistry(as(auth.Operator), b.Store, r, "перевірка", run)
	must(t, err)
	return result
}

// strategy imports goals of the development strategy for 2021–2027.
func (b *base) strategy(body string, run imports.Run) ([]imports.TreeResult, error) {
	return imports.ImportGoals(as(auth.Operator), b.Store, strings.NewReader(body),
		domain.DevelopmentStrategy, &domain.Period{Start: 2021, End: 2027}, run)
}

func (b *base) goals(t *testing.T, body string) []imports.TreeResult {
	t.Helper()
	results, err := b.strategy(body, imports.Run{})
	must(t, err)
	return results
}

// content is every row of the tables that imports write, as text.
func (b *base) content(t *testing.T) string {
	t.Helper()
	all := ""
	for _, table := range []string{
		"regions", "districts", "communities", "participations", "goal_trees", "goal_tree_revisions", "tree_nodes", "placements",
	} {
		all += table + "\n" + b.text(t, `SELECT string_agg(CAST(x AS text), E'\n' ORDER BY CAST(x AS text)) FROM `+table+` x`) + "\n"
	}
	return all
}

// text reads one text; empty for null.
func (b *base) text(t *testing.T, query string, args ...any) string {
	t.Helper()
	var value sql.NullString
	must(t, b.db.QueryRowContext(context.Background(), query, args...).Scan(&value))
	return value.String
}

// published draws the tree of a community as it is shown: places, codes and the starts of titles.
func (b *base) published(t *testing.T, community string) []string {
	t.Helper()
	return strings.Split(b.text(t, `WITH RECURSIVE shown AS (
			SELECT p.* FROM communities c JOIN goal_trees t ON t.community_id = c.id
			JOIN placements p ON p.community_id = c.id AND p.revision_number = t.published_revision WHERE c.code = $1
		), drawn AS (
			SELECT s.*, '' AS indent, ARRAY[s.position] AS place FROM shown s WHERE s.parent_number IS NULL
			UNION ALL
			SELECT s.*, d.indent || CASE s.level WHEN 'COMPONENT' THEN '-' ELSE '>' END,
				d.place || CASE s.level WHEN 'COMPONENT' THEN 1000 ELSE 0 END || s.position
			FROM drawn d JOIN shown s ON s.parent_number = d.node_number
		)
		SELECT string_agg(indent || coalesce(code, '') || '|' || left(title, 40), E'\n' ORDER BY place) FROM drawn`, community), "\n")
}

func TestImportNeedsAnOperator(t *testing.T) {
	t.Parallel()
	b := registered(t)
	before := b.content(t)
	for _, ctx := range []context.Context{context.Background(), as(auth.Visitor)} {
		if _, err := imports.ImportRegistry(ctx, b.Store, strings.NewReader(testdata(t, "registry.csv")), "", imports.Run{}); err == nil {
			t.Error("the registry is imported")
		}
		if _, err := imports.ImportGoals(ctx, b.Store, strings.NewReader(testdata(t, "goals.csv")),
			domain.Digital, nil, imports.Run{}); err == nil {
			t.Error("goals are imported")
		}
	}
	if b.content(t) != before {
		t.Error("something was written")
	}
}

func TestImportHearsOfEveryRow(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	heard := &heard{}
	b.registry(t, strings.NewReader(testdata(t, "registry.csv")), imports.Run{Progress: heard})
	if want := []string{"READING 1 0", "READING 2 0", "WRITING 0 0"}; !slices.Equal(*heard, want) {
		t.Errorf("the registry: %v", *heard)
	}
	*heard = nil
	if _, err := b.strategy(testdata(t, "goals.csv"), imports.Run{Progress: heard}); err != nil || len(*heard) < 16 || (*heard)[14] != "READING 15 0" {
		t.Errorf("the goals: %v, %v", *heard, err)
	}
}

// heard keeps what an import tells.
type heard []string

func (h *heard) At(stage domain.ImportState, done, of int) {
	*h = append(*h, fmt.Sprint(stage, " ", done, " ", of))
}

func TestImportOfAFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := registered(t)
	before, broken := b.content(t), errors.New("the disk is gone")
	file := io.MultiReader(strings.NewReader(testdata(t, "goals.csv")), failing{broken})
	if _, err := imports.ImportGoals(as(auth.Operator), b.Store, file, domain.Digital, nil, imports.Run{}); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if b.content(t) != before {
		t.Error("something was written")
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
