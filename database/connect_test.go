package database_test

import (
	"bytes"
	"context"
	"errors"
	"log"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"hromada/database"
	"hromada/database/databasetest"
)

func TestSessionSettings(t *testing.T) {
	t.Parallel()
	db, err := database.Connect(t.Context(), databasetest.Blank(t), database.ConnectOptions{MaxConns: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer closeOf(t, db)
	if got := db.Stats().MaxOpenConnections; got != 3 {
		t.Errorf("the pool may open %d connections", got)
	}
	for setting, want := range map[string]string{"TimeZone": "UTC", "application_name": "hromada"} {
		var got string
		if err := db.QueryRowContext(t.Context(), "SHOW "+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v", setting, got, err)
		}
	}
}

func closeOf(t *testing.T, c interface{ Close() error }) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestDSNMayNameTheApplication(t *testing.T) {
	t.Parallel()
	dsn, err := url.Parse(databasetest.Blank(t))
	if err != nil {
		t.Fatal(err)
	}
	query := dsn.Query()
	query.Set("application_name", "reports")
	dsn.RawQuery = query.Encode()
	db, err := database.Connect(t.Context(), dsn.String(), database.ConnectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer closeOf(t, db)
	var got string
	if err := db.QueryRowContext(t.Context(), "SHOW application_name").Scan(&got); err != nil || got != "reports" {
		t.Errorf("application_name is %q, %v", got, err)
	}
}

type countingTracer struct{ started int }

func (c *countingTracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.started++
	return ctx
}

func (c *countingTracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestTracerSeesStatements(t *testing.T) {
	t.Parallel()
	tracer := &countingTracer{}
	db, err := database.Connect(t.Context(), databasetest.Blank(t), database.ConnectOptions{Tracer: tracer})
	if err != nil {
		t.Fatal(err)
	}
	defer closeOf(t, db)
	before := tracer.started
	if _, err := db.ExecContext(t.Context(), "SELECT 1"); err != nil {
		t.Fatal(err)
	}
	if tracer.started != before+1 {
		t.Errorf("the tracer saw %d statements, then %d", before, tracer.started)
	}
}

func TestErrorsDoNotShowThePassword(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{
		"postgres://olena:s3cret@127.0.0.1:1/db",
		"postgres://olena:s3cret/more@host/db",
		"postgres://olena:1s3cret@host:port/db",
		"postgres://olena@127.0.0.1:1/db?password=s3cret",
		"postgres://olena:%zzs3cret@host/db",
		"mysql://olena:s3cret@host/db",
		"host=127.0.0.1 port=1 user=olena password=s3cret",
		"host=localhost password='s3cret port=nonsense",
		"host=localhost password=a s3cret",
		"postgres://olena:s3cret@host/db?sslmode=verify-full&sslrootcert=/no/such/file",
	} {
		_, err := database.Connect(t.Context(), dsn, database.ConnectOptions{})
		if err == nil {
			t.Errorf("%s connects", dsn)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the password is in: %v", err)
		}
	}
}

func TestWrongCertificatePathIsNamed(t *testing.T) {
	t.Parallel()
	dsn := "postgres://host/db?" + url.Values{"sslmode": {"verify-full"}, "sslrootcert": {"/no/such/file"}}.Encode()
	_, err := database.Connect(t.Context(), dsn, database.ConnectOptions{})
	if err == nil || !strings.Contains(err.Error(), "/no/such/file") {
		t.Errorf("got %v", err)
	}
}

func TestGormTellsTheConstraintAndNothingElse(t *testing.T) {
	pool, err := database.Connect(t.Context(), databasetest.Blank(t), database.ConnectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer closeOf(t, pool)
	var printed bytes.Buffer
	log.SetOutput(&printed)
	db, err := database.Gorm(pool)
	if err != nil {
		t.Fatal(err)
	}
	db = db.WithContext(t.Context())
	if err := db.Exec("CREATE TABLE people (email text CONSTRAINT people_email_key PRIMARY KEY)").Error; err != nil {
		t.Fatal(err)
	}
	insert := func() error { return db.Exec("INSERT INTO people VALUES (?)", "olena@example.org").Error }
	if err := insert(); err != nil {
		t.Fatal(err)
	}
	err = insert()
	var cause *pgconn.PgError
	if !errors.Is(err, gorm.ErrDuplicatedKey) || !errors.As(err, &cause) || cause.ConstraintName != "people_email_key" {
		t.Errorf("the second row: %v", err)
	}
	if printed.Len() > 0 {
		t.Errorf("GORM printed: %s", printed.String())
	}
}
