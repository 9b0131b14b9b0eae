package commands

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"hromada/database"
)

// Doctor looks for what would keep the server from working, and says what to do about it.
type Doctor struct{}

// errUnwell ends the command with a failure after its findings were told.
var errUnwell = errors.New("something needs attention")

// finding is one check: what was looked at, what is so, and what to do where that is not well.
type finding struct {
	what, state, advice string
}

// Run checks everything. All that it may write is the empty list of migrations in a database that has none.
func (Doctor) Run(ctx context.Context, s *Settings) error {
	well := true
	for _, f := range s.examine(ctx) {
		well = f.write(os.Stdout) && well
	}
	if !well {
		return errUnwell
	}
	return nil
}

func (f finding) write(w io.Writer) bool {
	mark := "ok  "
	if f.advice != "" {
		mark = "FAIL"
	}
	fmt.Fprintf(w, "%s  %-15s %s\n", mark, f.what, f.state)
	if f.advice != "" {
		fmt.Fprintf(w, "      %s\n", f.advice)
	}
	return f.advice == ""
}

func (s *Settings) examine(ctx context.Context) []finding {
	if s.DatabaseURL != "" {
		return s.examineDatabase(ctx)
	}
	findings := []finding{s.examineData(), examineBinaries(ctx)}
	if _, err := os.Stat(filepath.Join(s.Data, "postgres", "PG_VERSION")); err != nil {
		return append(findings, finding{what: "database", state: "not made yet; the first start makes it"})
	}
	for _, f := range findings {
		if f.advice != "" {
			return findings
		}
	}
	return append(findings, s.examineDatabase(ctx)...)
}

// examineData checks the data directory, or the nearest parent that exists, by writing into it.
func (s *Settings) examineData() finding {
	f := finding{what: "data directory"}
	dir, err := filepath.Abs(s.Data)
	if err != nil {
		return f.unwell(err, "Give another directory with --data.")
	}
	f.state = dir
	for existing := dir; ; existing = filepath.Dir(existing) {
		if info, err := os.Stat(existing); err == nil {
			return f.writable(existing, info)
		}
		if existing == filepath.Dir(existing) {
			return f.unwell(os.ErrNotExist, "Give another directory with --data.")
		}
	}
}

func (f finding) writable(dir string, info os.FileInfo) finding {
	if !info.IsDir() {
		return f.unwell(fmt.Errorf("%s is not a directory", dir), "Give another directory with --data.")
	}
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return f.unwell(err, "Give yourself the right to write there, or another directory with --data.")
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return f.unwell(err, "Look at the disk that holds it.")
	}
	return f
}

func (f finding) unwell(err error, advice string) finding {
	f.state, f.advice = err.Error(), advice
	return f
}

func examineBinaries(ctx context.Context) finding {
	f := finding{what: "PostgreSQL"}
	found, err := database.FindBinaries(ctx, 0)
	if err != nil {
		return f.unwell(err, "Run `make deps`, or name a server in DATABASE_URL.")
	}
	f.state = fmt.Sprintf("version %d in %s", found.Major, found.Dir)
	return f
}

func (s *Settings) examineDatabase(ctx context.Context) []finding {
	f := finding{what: "database", state: "answers"}
	session, err := s.open(ctx)
	if err != nil {
		return []finding{f.unwell(err, "Look whether PostgreSQL runs and DATABASE_URL is right; for the embedded one see postgres.log in the data directory.")}
	}
	findings := []finding{f, examineMigrations(ctx, session.DB), examineICU(ctx, session.DB)}
	if err := session.Close(ctx); err != nil {
		findings = append(findings, f.unwell(err, "See postgres.log in the data directory."))
	}
	return findings
}

func examineMigrations(ctx context.Context, db *sql.DB) finding {
	f := finding{what: "migrations"}
	all, err := database.MigrationStatus(ctx, db)
	if err != nil {
		return f.unwell(err, "Give the database's user the right to make tables.")
	}
	missing := 0
	for _, m := range all {
		if !m.Applied() {
			missing++
		}
	}
	if f.state = fmt.Sprintf("%d of %d applied", len(all)-missing, len(all)); missing > 0 {
		f.advice = "Run `hromada migrate up`; serving does it too."
	}
	return f
}

// examineICU checks for what Ukrainian order and search need of PostgreSQL's build and extensions.
func examineICU(ctx context.Context, db *sql.DB) finding {
	f := finding{what: "Ukrainian order", state: "ICU and pg_trgm are there"}
	var icu, trgm bool
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'uk-x-icu'),
		EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')`).Scan(&icu, &trgm)
	switch {
	case err != nil:
		return f.unwell(err, "See the database's log.")
	case !icu:
		return f.unwell(errors.New("PostgreSQL was built without ICU"), "Install your distribution's own PostgreSQL packages.")
	case !trgm:
		return f.unwell(errors.New("the extension pg_trgm is missing"), "Install PostgreSQL's contrib package.")
	}
	return f
}
