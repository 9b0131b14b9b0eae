package commands

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"hromada/database"
)

// Migrate brings the database's structure up or down, or tells where it stands.
type Migrate struct {
	Up     MigrateUp     `cmd:"" help:"Apply every migration that is missing."`
	Down   MigrateDown   `cmd:"" help:"Take the newest migration back, with the data in its tables."`
	Status MigrateStatus `cmd:"" help:"List the migrations and say which are applied."`
}

// MigrateUp applies every migration that is missing.
type MigrateUp struct{}

// MigrateDown takes the newest migration back.
type MigrateDown struct{}

// MigrateStatus lists the migrations.
type MigrateStatus struct{}

// Run applies migrations.
func (MigrateUp) Run(ctx context.Context, s *Settings) error {
	return s.migrations(ctx, "applied", database.MigrateUp)
}

// Run takes one migration back.
func (MigrateDown) Run(ctx context.Context, s *Settings) error {
	return s.migrations(ctx, "taken back", database.MigrateDown)
}

// Run lists migrations.
func (MigrateStatus) Run(ctx context.Context, s *Settings) error {
	return s.migrations(ctx, "", database.MigrationStatus)
}

func (s *Settings) migrations(
	ctx context.Context, done string, work func(context.Context, *sql.DB) ([]database.Migration, error),
) (err error) {
	session, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close(ctx)) }()
	all, err := work(ctx, session.DB)
	if err != nil {
		return err
	}
	for _, m := range all {
		fmt.Fprintf(os.Stdout, "%04d %-24s %s\n", m.Version, m.Name, standing(m, done))
	}
	if len(all) == 0 {
		fmt.Fprintln(os.Stdout, "nothing to do")
	}
	return nil
}

func standing(m database.Migration, done string) string {
	switch {
	case done != "":
		return done
	case m.Applied():
		return "applied " + m.AppliedAt.Format("2006-01-02 15:04:05 MST")
	}
	return "missing: run `hromada migrate up`"
}
