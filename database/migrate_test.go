package database_test

import (
	"database/sql"
	"io/fs"
	"sync"
	"testing"

	"hromada/database"
	"hromada/database/databasetest"
	"hromada/migrations"
)

func blankPool(t *testing.T) *sql.DB {
	t.Helper()
	db, err := database.Connect(t.Context(), databasetest.Blank(t), database.ConnectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeOf(t, db) })
	return db
}

func countFiles(t *testing.T) int {
	t.Helper()
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}

func countApplied(t *testing.T, db *sql.DB) (applied int) {
	t.Helper()
	steps, err := database.MigrationStatus(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if step.Applied() {
			applied++
		}
	}
	return applied
}

func mustMigrate(t *testing.T, db *sql.DB) {
	t.Helper()
	steps, err := database.MigrateUp(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	if want := countFiles(t); len(steps) != want || countApplied(t, db) != want {
		t.Errorf("%d of %d migrations were applied", len(steps), want)
	}
}

// relations counts the tables, views, types and functions of ours, to find what a way down forgot.
const relations = `
SELECT (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relname NOT LIKE 'goose_%')
     + (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema'))`

func TestMigrationsUpDownAndUpAgain(t *testing.T) {
	t.Parallel()
	db := blankPool(t)
	mustMigrate(t, db)
	for range countFiles(t) {
		if steps, err := database.MigrateDown(t.Context(), db); err != nil || len(steps) != 1 {
			t.Fatalf("one step down: %v, %v", steps, err)
		}
	}
	if steps, err := database.MigrateDown(t.Context(), db); err != nil || len(steps) != 0 {
		t.Errorf("below the first step: %v, %v", steps, err)
	}
	var left int
	if err := db.QueryRowContext(t.Context(), relations).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d relations and functions are left, %v", left, err)
	}
	mustMigrate(t, db)
}

func TestMigrationsOfFourReplicasAtOnce(t *testing.T) {
	t.Parallel()
	dsn := databasetest.Blank(t)
	var applied [4]int
	var replicas sync.WaitGroup
	for i := range applied {
		replicas.Go(func() {
			db, err := database.Connect(t.Context(), dsn, database.ConnectOptions{MaxConns: 2})
			if err != nil {
				t.Error(err)
				return
			}
			defer closeOf(t, db)
			steps, err := database.MigrateUp(t.Context(), db)
			if err != nil {
				t.Error(err)
			}
			applied[i] = len(steps)
		})
	}
	replicas.Wait()
	if total := applied[0] + applied[1] + applied[2] + applied[3]; total != countFiles(t) {
		t.Errorf("the replicas applied %v migrations of %d", applied, countFiles(t))
	}
}
