package models

import (
	"context"
	"sync"
	"time"

	"gorm.io/gorm"

	"hromada/domain"
)

// How often it is told how far an import has come, how often it is told where nothing has happened, and how long telling may take.
const (
	importTells    = 500 * time.Millisecond
	importBeats    = 5 * time.Second
	importPatience = 2 * time.Second
)

// ImportRun is one import that is going on. What it hears it writes down now and then, by a connection of its own.
type ImportRun struct {
	store       *Store
	door        *door
	upload, run int64
	mu          sync.Mutex
	told        importTold
	last        importTold // that was written down
	quit, ended chan struct{}
}

type importTold struct {
	state                domain.ImportState
	read, count, written int
}

// At hears the stage, how many rows of it are done, and of how many; 0: not known. An earlier stage is over and is not gone back to.
func (r *ImportRun) At(stage domain.ImportState, done, of int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if stage.Before(r.told.state) {
		return
	}
	r.told.state, r.told.count = stage, max(of, r.told.count)
	if stage == domain.ImportReading {
		r.told.read = done
	}
	if stage == domain.ImportWriting {
		r.told.written = done
	}
}

// Keep says, within the import's own transaction and as its last statement, that it is done: both are kept, or neither. Where it cannot be
// said, a savepoint keeps the import from failing by it.
func (r *ImportRun) Keep(tx *Tx) {
	_ = tx.db.Transaction(func(db *gorm.DB) error { return r.finish(db, domain.ImportDone, 0).Error })
}

// End says how the import ended, where Keep did not: with an error, and so many faults, or on a dry run.
func (r *ImportRun) End(ctx context.Context, err error, faults int) {
	close(r.quit)
	<-r.ended
	state := domain.ImportDone
	if err != nil {
		state = domain.ImportFailed
	}
	r.quickly(context.WithoutCancel(ctx), func(db *gorm.DB) *gorm.DB { return r.finish(db, state, faults) })
}

func (r *ImportRun) finish(db *gorm.DB, state domain.ImportState, faults int) *gorm.DB {
	r.mu.Lock()
	args := r.args(r.told)
	r.mu.Unlock()
	args["state"], args["faults"], args["written"] = state, faults, 0 // of what failed nothing is kept
	if state == domain.ImportDone {
		args["written"] = args["count"]
	}
	return db.Exec(`UPDATE import_progress SET state = @state, fault_count = @faults, rows_read = @read, row_count = nullif(@count, 0),
			rows_written = @written, heard_at = CAST(@now AS timestamptz), finished_at = CAST(@now AS timestamptz)
		WHERE upload_number = @upload AND run = @run AND finished_at IS NULL`, args.list()...)
}

func (r *ImportRun) args(t importTold) named {
	return named{"upload": r.upload, "run": r.run, "state": t.state, "read": t.read, "count": t.count, "written": t.written, "now": r.store.now()}
}

// begin takes over from an earlier run of the same upload, even from one that is going on.
func (r *ImportRun) begin(ctx context.Context, dryRun bool) {
	args := r.args(r.told)
	args["dry"], args["user"] = dryRun, r.door.viewer.User
	r.quickly(ctx, func(db *gorm.DB) *gorm.DB {
		return db.Raw(`INSERT INTO import_progress AS i (upload_number, state, dry_run, started_at, heard_at)
			SELECT u.number, CAST(@state AS text), CAST(@dry AS boolean), CAST(@now AS timestamptz), CAST(@now AS timestamptz)
			FROM uploads u WHERE u.number = @upload AND u.user_id = @user
			ON CONFLICT (upload_number) DO UPDATE SET run = i.run + 1, state = excluded.state, dry_run = excluded.dry_run, rows_read = 0, row_count = NULL,
				rows_written = 0, fault_count = 0, started_at = excluded.started_at, heard_at = excluded.heard_at, finished_at = NULL
			RETURNING run`, args.list()...).Scan(&r.run)
	})
}

// tellOn writes down what was heard until the import ends.
func (r *ImportRun) tellOn(ctx context.Context) {
	defer close(r.ended)
	tick := time.NewTicker(importTells)
	defer tick.Stop()
	for quiet := time.Duration(0); ; quiet += importTells {
		select {
		case <-r.quit:
			return
		case <-tick.C:
		}
		r.mu.Lock()
		told := r.told
		r.mu.Unlock()
		if told != r.last || quiet >= importBeats {
			r.quickly(ctx, func(db *gorm.DB) *gorm.DB {
				return db.Exec(`UPDATE import_progress SET state = @state, rows_read = @read, row_count = nullif(@count, 0), rows_written = @written,
						heard_at = CAST(@now AS timestamptz)
					WHERE upload_number = @upload AND run = @run AND finished_at IS NULL`, r.args(told).list()...)
			})
			r.last, quiet = told, 0
		}
	}
}

// quickly runs a statement that may well fail: another will tell.
func (r *ImportRun) quickly(ctx context.Context, statement func(*gorm.DB) *gorm.DB) {
	ctx, cancel := context.WithTimeout(ctx, importPatience)
	defer cancel()
	_ = statement(r.store.db.WithContext(ctx)).Error
}
