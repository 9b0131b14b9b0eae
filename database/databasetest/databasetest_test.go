package databasetest_test

import (
	"testing"

	"hromada/database"
	"hromada/database/databasetest"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

func TestEveryDatabaseIsItsOwn(t *testing.T) {
	t.Parallel()
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			db, err := database.Connect(t.Context(), databasetest.New(t), database.ConnectOptions{MaxConns: 2})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.ExecContext(t.Context(), "CREATE TABLE own ()"); err != nil {
				t.Error(err)
			}
			if steps, err := database.MigrateUp(t.Context(), db); err != nil || len(steps) > 0 {
				t.Errorf("the copy lacked %v, %v", steps, err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDatabaseIsDroppedBehindAnOpenPool(t *testing.T) {
	t.Parallel()
	var dsn string
	t.Run("a test that forgets to close", func(t *testing.T) {
		dsn = databasetest.Blank(t)
		if _, err := database.Connect(t.Context(), dsn, database.ConnectOptions{}); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := database.Connect(t.Context(), dsn, database.ConnectOptions{}); err == nil {
		t.Error("the database is still there")
	}
}
