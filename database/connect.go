package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

const (
	applicationName = "hromada"
	defaultMaxConns = 20
	// Connections are renewed, so that a balancer or a changed address is noticed, and idle ones given back.
	connLifetime = 30 * time.Minute
	connIdleTime = 5 * time.Minute
)

// ConnectOptions are the settings of a pool.
type ConnectOptions struct {
	// MaxConns is the most connections open at once; 0 means 20.
	MaxConns int
	// Tracer sees every statement; nil means none. It is trusted with their text and arguments.
	Tracer pgx.QueryTracer
}

// Connect opens a pool on the server that dsn names (a postgres:// URL or a libpq list of key=value) and makes sure
// that it answers. Sessions run in UTC and call themselves `hromada`, unless the dsn gives another application_name.
// It fails with *TooOldError for a server before PostgreSQL 15. No error shows the dsn, which may hold a password.
func Connect(ctx context.Context, dsn string, o ConnectOptions) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, unreadable(err)
	}
	config.RuntimeParams["timezone"] = "UTC"
	// A plan for any text would look through a whole search index; planning anew costs less than that.
	config.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = applicationName
	}
	config.Tracer = o.Tracer
	db := stdlib.OpenDB(*config)
	limitPool(db, o.MaxConns)
	if err := checkVersion(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// unreadable describes a dsn that was not understood. The parser's own words quote what it stumbled over, which in a
// password with an unescaped sign is a piece of the password; only the path of a missing file is let through.
func unreadable(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return fmt.Errorf("the PostgreSQL connection string names a file that cannot be read: %w", file)
	}
	return errors.New("the PostgreSQL connection string is not valid: expected postgres://user:password@host:port/database," +
		" with special characters in the password percent-encoded, or a list of key=value pairs")
}

func limitPool(db *sql.DB, maxConns int) {
	if maxConns <= 0 {
		maxConns = defaultMaxConns
	}
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(maxConns)
	db.SetConnMaxLifetime(connLifetime)
	db.SetConnMaxIdleTime(connIdleTime)
}

// checkVersion makes the first connection, and tells early what would end in strange syntax errors later.
func checkVersion(ctx context.Context, db *sql.DB) error {
	var number int // 150014 is version 15.14
	if err := db.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int").Scan(&number); err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	if major := number / 10000; major < oldest {
		return &TooOldError{What: "the server", Major: major}
	}
	return nil
}

// Gorm gives GORM the pool. It opens no transactions on its own and translates the errors of constraints; the
// *pgconn.PgError, which names the constraint, stays within reach of errors.As. It has no logger, since the lines it
// writes quote statements with people's data in them: what is to be seen of statements, a Tracer shows.
func Gorm(db *sql.DB) (*gorm.DB, error) {
	opened, err := gorm.Open(postgres.New(postgres.Config{Conn: db}), &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 logger.Discard,
		DisableAutomaticPing:   true, // Connect has just had an answer
	})
	if err != nil {
		return nil, fmt.Errorf("open GORM: %w", err)
	}
	return opened, nil
}
