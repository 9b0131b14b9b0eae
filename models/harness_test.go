package models_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"hromada/auth"
	"hromada/database"
	"hromada/database/databasetest"
	"hromada/domain"
	"hromada/models"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

// today is when the tests take place.
var today = domain.NewDate(2026, time.November, 20)

// failer is what a test and a property have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// base is a migrated database of its own, with the store over it and a way to look behind the store.
type base struct {
	*models.Store
	db     *sql.DB
	mapper *gorm.DB
}

func newBase(tb testing.TB) *base {
	tb.Helper()
	return connect(tb, databasetest.New(tb))
}

func connect(tb testing.TB, dsn string) *base {
	tb.Helper()
	db, err := database.Connect(context.Background(), dsn, database.ConnectOptions{MaxConns: 8})
	must(tb, err)
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	mapper, err := database.Gorm(db)
	must(tb, err)
	b := &base{db: db, mapper: mapper}
	b.Store = b.at(tb, today)
	return b
}

// at gives a store whose clock stands still on a day.
func (b *base) at(t failer, day domain.Date) *models.Store {
	t.Helper()
	return b.clocked(t, time.Date(day.Year(), 1, 1, 10, 0, 0, 0, time.UTC).
		AddDate(0, 0, domain.NewDate(day.Year(), 1, 1).DaysUntil(day)))
}

func (b *base) clocked(t failer, now time.Time) *models.Store {
	t.Helper()
	s, err := models.NewStore(b.mapper, func() time.Time { return now })
	must(t, err)
	return s
}

func operator() context.Context {
	return auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Operator})
}

func visitor() context.Context {
	return auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor})
}

// area is a region with districts and communities that a test has to itself, by running numbers.
type area struct {
	region      domain.KatottgCode
	districts   []domain.KatottgCode
	communities []domain.KatottgCode
}

func code(parts ...int) domain.KatottgCode {
	number := 0
	for _, part := range parts {
		number = number*1000 + part
	}
	return domain.KatottgCode(fmt.Sprintf("UA%017d", number))
}

// addArea writes a region with one district for each number of communities asked for.
func (b *base) addArea(t failer, number int, sizes ...int) area {
	t.Helper()
	a := area{region: code(number, 0, 0)}
	r := domain.Registry{Regions: []domain.RegistryRegion{{Code: a.region, NameUK: fmt.Sprint("Область ", number)}}}
	for d, size := range sizes {
		district := code(number, d+1, 0)
		a.districts = append(a.districts, district)
		r.Districts = append(r.Districts, domain.RegistryDistrict{Code: district, Region: a.region, NameUK: fmt.Sprint("Район ", d+1)})
		for c := range size {
			community := code(number, d+1, c+1)
			a.communities = append(a.communities, community)
			r.Communities = append(r.Communities, domain.RegistryCommunity{
				Code: community, Region: a.region, District: district, Type: domain.Rural, NameUK: fmt.Sprintf("Громада %d.%d", d+1, c+1),
			})
		}
	}
	must(t, b.InTx(operator(), auth.ImportRegistry, false, func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(r, "digital-vinnychchyna", "перевірка")
		return err
	}))
	return a
}

// write publishes an outline as the operator does.
func (b *base) write(t failer, o domain.Outline) models.TreeWritten {
	t.Helper()
	written, err := b.tryWrite(o, false)
	must(t, err)
	return written
}

func (b *base) tryWrite(o domain.Outline, dryRun bool) (written models.TreeWritten, err error) {
	err = b.InTx(operator(), auth.ImportGoals, dryRun, func(tx *models.Tx) (err error) {
		written, err = tx.WriteTree(o)
		return err
	})
	return written, err
}

// scan reads one row behind the store's back.
func (b *base) scan(t failer, query string, into ...any) {
	t.Helper()
	must(t, b.db.QueryRowContext(context.Background(), query).Scan(into...))
}

// treeTables are the tables that writing a tree may touch.
var treeTables = []string{
	"goal_trees", "goal_tree_revisions", "tree_nodes", "placements", "planned_costs", "targets", "placed_targets", "target_values", "target_reports", "progress_reports",
	"spending_entries", "evidence_links",
}

// sizes counts the rows of each table.
func (b *base) sizes(t failer) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, table := range treeTables {
		var rows int
		b.scan(t, `SELECT count(*) FROM `+table, &rows)
		all[table] = rows
	}
	return all
}

// content is everything in the tables of trees, as text, for tests that nothing was touched.
func (b *base) content(t failer) string {
	t.Helper()
	all := ""
	for _, table := range treeTables {
		var rows string
		b.scan(t, `SELECT coalesce(string_agg(CAST(x AS text), E'\n' ORDER BY CAST(x AS text)), '') FROM `+table+` x`, &rows)
		all += table + "\n" + rows + "\n"
	}
	return all
}
