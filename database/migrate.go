package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"hromada/migrations"
)

// Replicas that start at once look every second whether the one that migrates is done, for ten minutes.
const (
	migrationLockSeconds = 1
	migrationLockTries   = 600
)

// Migration is one numbered step of the schema.
type Migration struct {
	Version int64
	// Name is the file's name without folder and ending, such as 0001_registry.
	Name string
	// AppliedAt is when it was applied; zero if it is not, and in the result of a run.
	AppliedAt time.Time
	// Took is how long it ran; zero in a status.
	Took time.Duration
}

// Applied tells whether the database has this step.
func (m Migration) Applied() bool { return !m.AppliedAt.IsZero() }

// MigrateUp applies every step the database lacks, each in its own transaction, and returns those it applied, also
// beside an error. Any number of processes may call it at once: a lock of the database session lets one work and the
// others wait. The connection must therefore keep its session, which PgBouncer's transaction mode does not.
func MigrateUp(ctx context.Context, db *sql.DB) ([]Migration, error) {
	return migrateUp(ctx, db, migrations.Files)
}

// MigrateDown takes the last applied step back and returns it; nothing if there was none.
func MigrateDown(ctx context.Context, db *sql.DB) ([]Migration, error) {
	return migrateDown(ctx, db, migrations.Files)
}

// MigrationStatus returns all known steps in their order, applied or not. It does not wait for a migration that runs.
func MigrationStatus(ctx context.Context, db *sql.DB) ([]Migration, error) {
	provider, err := newProvider(db, migrations.Files)
	if err != nil {
		return nil, err
	}
	states, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migration status: %w", err)
	}
	steps := make([]Migration, 0, len(states))
	for _, state := range states {
		steps = append(steps, Migration{Version: state.Source.Version, Name: nameOf(state.Source), AppliedAt: state.AppliedAt})
	}
	return steps, nil
}

func migrateUp(ctx context.Context, db *sql.DB, files fs.FS) ([]Migration, error) {
	provider, err := migrator(db, files)
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	var partial *goose.PartialError
	if errors.As(err, &partial) {
		results = partial.Applied
	}
	if err != nil {
		return stepsOf(results...), fmt.Errorf("migrate up: %w", err)
	}
	return stepsOf(results...), nil
}

func migrateDown(ctx context.Context, db *sql.DB, files fs.FS) ([]Migration, error) {
	provider, err := migrator(db, files)
	if err != nil {
		return nil, err
	}
	result, err := provider.Down(ctx)
	if errors.Is(err, goose.ErrNoNextVersion) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("migrate down: %w", err)
	}
	return stepsOf(result), nil
}

// migrator applies steps under the lock of the database session.
func migrator(db *sql.DB, files fs.FS) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(migrationLockSeconds, migrationLockTries))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return newProvider(db, files, goose.WithSessionLocker(locker))
}

// newProvider is goose without its global state and its log. Its Close would close the pool, so nobody calls it.
func newProvider(db *sql.DB, files fs.FS, options ...goose.ProviderOption) (*goose.Provider, error) {
	options = append(options, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, options...)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return provider, nil
}

func stepsOf(results ...*goose.MigrationResult) []Migration {
	steps := make([]Migration, 0, len(results))
	for _, result := range results {
		steps = append(steps, Migration{Version: result.Source.Version, Name: nameOf(result.Source), Took: result.Duration})
	}
	return steps
}

func nameOf(source *goose.Source) string {
	return strings.TrimSuffix(path.Base(source.Path), ".sql")
}
