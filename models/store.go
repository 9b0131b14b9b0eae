// Package models holds the rows and every SQL statement that touches them. A Store is the only door
// to the database: it asks the policy first, and its answer stands in the statement.
package models

import (
	"context"
	"database/sql"
	"errors"
	"time"
	_ "time/tzdata" // "today" is Kyiv's, on machines without a zone database too

	"gorm.io/gorm"

	"hromada/auth"
	"hromada/domain"
)

// Store reads and writes for the viewer that a context carries.
type Store struct {
	db   *gorm.DB
	now  func() time.Time
	kyiv *time.Location
}

// NewStore makes a store over a migrated database. The clock is handed in, so that tests own it.
func NewStore(db *gorm.DB, now func() time.Time) (*Store, error) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		return nil, err
	}
	return &Store{db: db, now: now, kyiv: kyiv}, nil
}

// Today is the date in Kyiv.
func (s *Store) Today() domain.Date { return domain.DateIn(s.now(), s.kyiv) }

// door is an open way to the database for one action of one viewer.
type door struct {
	db    *gorm.DB
	scope auth.Scope
	today domain.Date
	view  domain.TreeView
}

// named are a statement's arguments; SQL text never holds input.
type named map[string]any

// list gives the arguments as GORM takes them: none at all where there are none.
func (n named) list() []any {
	if len(n) == 0 {
		return nil
	}
	return []any{map[string]any(n)}
}

// read opens the door for one action, or says why not. Without a viewer it stays shut.
func (s *Store) read(ctx context.Context, action auth.Action) (*door, error) {
	viewer, ok := auth.ViewerFrom(ctx)
	if !ok {
		return nil, domain.Unauthenticated()
	}
	scope, err := auth.Allow(viewer, action)
	if err != nil {
		return nil, err
	}
	return &door{db: s.db.WithContext(ctx), scope: scope, today: s.Today()}, nil
}

// readTrees opens the door to goal trees in one view.
func (s *Store) readTrees(ctx context.Context, view domain.TreeView) (*door, error) {
	action := auth.ReadPublishedTree
	if view == domain.WorkingView {
		action = auth.ReadWorkingTree
	}
	d, err := s.read(ctx, action)
	if err != nil {
		return nil, err
	}
	d.view = view
	return d, nil
}

// shown are the revisions that this door shows of trees t: allTrees, chosenTrees or currentTrees. Every
// statement about what stands in trees asks for IN these, whatever ids it was asked for. IN, and not a
// join: PostgreSQL takes a join's columns for independent of each other, though a revision has one
// community only, and would expect one row where there are a hundred thousand.
func (d *door) shown(trees string) string {
	return `SELECT t.community_id, ` + d.revision() + ` FROM ` + trees
}

// revision is the revision of a tree t that this door shows; null hides the tree.
func (d *door) revision() string {
	if d.view == domain.WorkingView && d.scope == auth.ScopeAll {
		return `coalesce(t.working_revision, t.published_revision)`
	}
	return `t.published_revision`
}

// fetch runs one statement and maps its rows to structs by column name.
func fetch[R any](d *door, statement string, args named) ([]*R, error) {
	rows := []*R{}
	if err := d.db.Raw(statement, args.list()...).Scan(&rows).Error; err != nil {
		return nil, fault(err)
	}
	return rows, nil
}

// fetchOne runs a statement that gives exactly one row.
func fetchOne[R any](d *door, statement string, args named) (*R, error) {
	rows, err := fetch[R](d, statement, args)
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, errors.New("a statement for one row gave another number")
	}
	return rows[0], nil
}

// Tx is a transaction for one action of one viewer. It is passed on as a value, never hidden in a
// context, so that nobody writes outside it by mistake.
type Tx struct {
	door
	now time.Time
}

// errDryRun rolls a transaction back without being a failure.
var errDryRun = errors.New("dry run")

// InTx runs work in one transaction: all of it happens, or nothing. With dryRun the database checks
// everything and keeps nothing. Work is run again, whole, when PostgreSQL could not serialise it.
func (s *Store) InTx(ctx context.Context, action auth.Action, dryRun bool, work func(*Tx) error) error {
	d, err := s.read(ctx, action)
	if err != nil {
		return err
	}
	err = s.once(d, dryRun, work)
	for try := 0; try < 3 && mayRetry(err); try++ {
		err = s.once(d, dryRun, work)
	}
	switch {
	case errors.Is(err, errDryRun):
		return nil
	case errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil: // the transaction ended with its context
		return ctx.Err()
	}
	return fault(err)
}

func (s *Store) once(d *door, dryRun bool, work func(*Tx) error) error {
	return d.db.Transaction(func(db *gorm.DB) error {
		err := work(&Tx{door: door{db: db, scope: d.scope, today: d.today}, now: s.now()})
		if err == nil && dryRun {
			return errDryRun
		}
		return err
	}, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
}

// exec runs one writing statement.
func (tx *Tx) exec(statement string, args named) error {
	return tx.db.Exec(statement, args.list()...).Error
}
