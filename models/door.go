package models

import (
	"errors"
	"maps"
	"strings"
	"time"

	"gorm.io/gorm"

	"hromada/auth"
	"hromada/domain"
)

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

// inOwnView is the door as it is when its viewer reads trees: as those who work on them see them, and to others as they are published.
func (d *door) inOwnView() (*door, error) {
	own := *d
	var err error
	if own.scope, err = auth.Allow(own.viewer, auth.ReadWorkingTree); err == nil {
		own.view = domain.WorkingView
		return &own, nil
	}
	own.view = domain.PublishedView
	own.scope, err = auth.Allow(own.viewer, auth.ReadPublishedTree)
	return &own, err
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
