// Package models holds the rows and every SQL statement that touches them. A Store is the only door
// to the database: it asks the policy first, and its answer stands in the statement.
package models

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"strings"
	"time"
	_ "time/tzdata" // "today" is Kyiv's, on machines without a zone database too

	"gorm.io/gorm"

	"hromada/auth"
	"hromada/domain"
)

// Store reads and writes for the viewer that a context carries.
type Store struct {
	db       *gorm.DB
	now      func() time.Time
	kyiv     *time.Location
	refusals refusals
	changed  func(user int64)
	answered func(ctx context.Context, survey domain.NodeID)
	tried    tried
}

// NewStore makes a store over a migrated database. The clock is handed in, so that tests own it.
func NewStore(db *gorm.DB, now func() time.Time) (*Store, error) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, now: now, kyiv: kyiv, changed: func(int64) {}}
	s.answered = s.computeAtOnce
	return s, nil
}

// OnAccountChange has a function called with the number of each account whose rights or sessions were changed, after the
// change is committed. It is set once, before the store is used.
func (s *Store) OnAccountChange(changed func(user int64)) { s.changed = changed }

// Today is the date in Kyiv.
func (s *Store) Today() domain.Date { return domain.DateIn(s.now(), s.kyiv) }

// door is an open way to the database for one action of one viewer.
type door struct {
	db     *gorm.DB
	viewer auth.Viewer
	scope  auth.Scope
	now    time.Time
	today  domain.Date
	view   domain.TreeView
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
	scope, err := allowed(ctx, action)
	if err != nil {
		return nil, err
	}
	viewer, _ := auth.ViewerFrom(ctx)
	return s.door(ctx, viewer, scope), nil
}

// allowed asks the policy about the viewer of a context.
func allowed(ctx context.Context, action auth.Action) (auth.Scope, error) {
	viewer, ok := auth.ViewerFrom(ctx)
	if !ok {
		return auth.Scope{}, domain.Unauthenticated()
	}
	return auth.Allow(viewer, action)
}

func (s *Store) door(ctx context.Context, viewer auth.Viewer, scope auth.Scope) *door {
	return &door{db: s.db.WithContext(ctx), viewer: viewer, scope: scope, now: s.now(), today: s.Today()}
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

func (s *Store) readPublished(ctx context.Context) (*door, error) {
	return s.readTrees(ctx, domain.PublishedView)
}

// readOwnView opens the door to goal trees as those who work on them see them, and to others as they are published.
func (s *Store) readOwnView(ctx context.Context) (*door, error) {
	d, err := s.readTrees(ctx, domain.WorkingView)
	if err != nil {
		return s.readPublished(ctx)
	}
	return d, nil
}

// inOwnView is the door as it is when the viewer of a transaction reads trees: as those who work on them see them, and to
// others as they are published.
func (tx *Tx) inOwnView() (*door, error) {
	d := tx.door
	var err error
	if d.scope, err = auth.Allow(d.viewer, auth.ReadWorkingTree); err == nil {
		d.view = domain.WorkingView
		return &d, nil
	}
	d.view = domain.PublishedView
	d.scope, err = auth.Allow(d.viewer, auth.ReadPublishedTree)
	return &d, err
}

// reaches is the condition that the scope holds what belongs to a community.
func (d *door) reaches(community string) string {
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Own:
		return d.owns(community)
	default:
		return `FALSE`
	}
}

// reachesWholeRegion is the condition that the scope holds a whole region.
func (d *door) reachesWholeRegion(region string) string {
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Own:
		return region + ` = ANY (CAST(@viewerRegions AS bigint[]))`
	default:
		return `FALSE`
	}
}

// shown are the revisions that this door shows of trees t: allTrees, chosenTrees or currentTrees. Every
// statement about what stands in trees asks for IN these, whatever ids it was asked for. IN, and not a
// join: PostgreSQL takes a join's columns for independent of each other, though a revision has one
// community only, and would expect one row where there are a hundred thousand.
func (d *door) shown(trees string) string {
	return `SELECT t.community_id, ` + d.revision() + ` FROM ` + trees
}

// revision is the revision of a tree t that this door shows; null hides the tree. Beyond a viewer's own communities the
// working view shows what is published.
func (d *door) revision() string {
	const working, published = `coalesce(t.working_revision, t.published_revision)`, `t.published_revision`
	switch {
	case d.view == domain.WorkingView && d.scope.Reach == auth.All:
		return working
	case d.view == domain.WorkingView && d.scope.Reach == auth.Own:
		return `CASE WHEN ` + d.owns(`t.community_id`) + ` THEN ` + working + ` ELSE ` + published + ` END`
	default:
		return published
	}
}

// owns is the condition that a community is one of the viewer's memberships, or in a region of them. Who has no region is asked about
// communities alone: an index serves that, and none an OR.
func (d *door) owns(community string) string {
	mine := community + ` = ANY (CAST(@viewerCommunities AS bigint[]))`
	if len(d.scope.Regions) == 0 {
		return mine
	}
	return `(` + mine + ` OR ` + community + ` IN (SELECT mine.id FROM communities mine WHERE mine.region_id = ANY (CAST(@viewerRegions AS bigint[]))))`
}

// everything is the condition on what nobody owns: only who reaches all sees it.
func (d *door) everything() string {
	if d.scope.Reach == auth.All {
		return `TRUE`
	}
	return `FALSE`
}

// accounts is the condition on users u that this door reaches.
func (d *door) accounts() string {
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Self:
		return `u.id = @viewerUser `
	default:
		return `FALSE`
	}
}

// scoped adds what the viewer's scope asks of a statement; it comes from memberships, and never from what was asked.
func (d *door) scoped(statement string, args named) named {
	switch {
	case !strings.Contains(statement, "@"): // GORM would send what no name stands for as an argument of its own
		return nil
	case !strings.Contains(statement, "@viewer"):
		return args
	}
	all := named{"viewerUser": d.scope.User, "viewerCommunities": numbers(d.scope.Communities), "viewerRegions": numbers(d.scope.Regions)}
	maps.Copy(all, args)
	return all
}

// fetch runs one statement and maps its rows to structs by column name.
func fetch[R any](d *door, statement string, args named) ([]*R, error) {
	rows := []*R{}
	if err := d.db.Raw(statement, d.scoped(statement, args).list()...).Scan(&rows).Error; err != nil {
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
	conn            *sql.Conn // that the transaction is on
	writes, audited int
	accounts        []int64        // whose rights or sessions were changed
	figures         map[int64]bool // of which communities the published figures are to be made anew
}

// errDryRun rolls a transaction back without being a failure.
var errDryRun = errors.New("dry run")

// errUnaudited rolls back what was written without saying so in the audit log.
var errUnaudited = errors.New("a transaction wrote and audited nothing")

// InTx runs work in one transaction: all of it happens, or nothing. With dryRun the database checks
// everything and keeps nothing. Work is run again, whole, when PostgreSQL could not serialise it. What is refused to
// somebody with an account is audited.
func (s *Store) InTx(ctx context.Context, action auth.Action, dryRun bool, work func(*Tx) error) error {
	d, err := s.read(ctx, action)
	if err != nil {
		return s.refused(ctx, action, err)
	}
	err = s.once(d, dryRun, work)
	for try := 0; try < 3 && mayRetry(err); try++ {
		err = s.once(d, dryRun, work)
	}
	switch told, ok := domain.AsError(err); {
	case ok && told.Code == domain.CodeForbidden:
		return s.refused(ctx, action, err)
	case errors.Is(err, errDryRun):
		return nil
	case errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil: // the transaction ended with its context
		return ctx.Err()
	}
	return fault(err)
}

func (s *Store) once(d *door, dryRun bool, work func(*Tx) error) error {
	tx, committing := &Tx{door: *d}, false
	err := tx.begin(func(db *gorm.DB) error {
		tx.db = db
		err := work(tx)
		switch {
		case err != nil:
			return err
		case tx.writes > 0 && tx.audited == 0:
			return errUnaudited
		case dryRun:
			return errDryRun
		}
		if err := tx.refreshFigures(); err != nil {
			return err
		}
		committing = true
		return nil
	})
	if err == nil {
		for _, user := range tx.accounts {
			s.changed(user)
		}
	}
	if committing && tx.writes > 0 && isCut(err) {
		return domain.OutcomeUnknown(err)
	}
	return err
}

// exec runs one writing statement.
func (tx *Tx) exec(statement string, args named) error {
	_, err := tx.execCount(statement, args)
	return err
}

// execCount runs one writing statement and tells how many rows it wrote.
func (tx *Tx) execCount(statement string, args named) (int, error) {
	done := tx.db.Exec(statement, tx.scoped(statement, args).list()...)
	tx.writes += int(done.RowsAffected)
	return int(done.RowsAffected), done.Error
}

// writeOne runs a writing statement that returns exactly one row.
func writeOne[R any](tx *Tx, statement string, args named) (*R, error) {
	row, err := fetchOne[R](&tx.door, statement, args)
	tx.writes++
	return row, err
}
