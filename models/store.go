// Package models holds the rows and every SQL statement that touches them. A Store is the only door
// to the database: it asks the policy first, and its answer stands in the statement.
package models

import (
	"context"
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

// DayOf is the day of a time in Kyiv.
func (s *Store) DayOf(at time.Time) domain.Date { return domain.DateIn(at, s.kyiv) }

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
