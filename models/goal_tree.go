package models

import (
	"context"
	"time"

	"hromada/domain"
)

// GoalTree is a community's tree of goals for one period, with the revision that is shown.
type GoalTree struct {
	member[GoalTree]
	CommunityID    int64
	Number         int64
	Kind           domain.TreeKind
	PeriodStart    *int
	PeriodEnd      *int
	SourceTitle    *string
	SourceURL      *string
	Demonstration  bool
	View           domain.TreeView
	RevisionNumber int64
	Sequence       int
	State          domain.RevisionState
	CreatedAt      time.Time
	PublishedAt    *time.Time
	DecisionNumber *string
	DecisionOn     *domain.Date
	DecisionURL    *string
}

const treeColumns = `t.community_id, t.number, t.kind, t.period_start, t.period_end, t.source_title, t.source_url,
	t.demonstration, CAST(@view AS text) AS view, v.number AS revision_number, v.sequence, v.state, v.created_at,
	v.published_at, v.decision_number, v.decision_on, v.decision_url`

// NodeID is the tree's public id.
func (t *GoalTree) NodeID() domain.NodeID {
	return domain.NodeID{Type: "GoalTree", Community: t.CommunityID, Number: t.Number}
}

func (t *GoalTree) place() place { return place{t.CommunityID, t.Number} }

// Period gives the planning period, nil where it is not known.
func (t *GoalTree) Period() *domain.Period {
	if t.PeriodStart == nil || t.PeriodEnd == nil {
		return nil
	}
	return &domain.Period{Start: *t.PeriodStart, End: *t.PeriodEnd}
}

// TreeSource is the document that a tree was taken from.
type TreeSource struct{ Title, URL *string }

// Source gives the document, nil where the tree was drawn up here.
func (t *GoalTree) Source() *TreeSource {
	if t.SourceTitle == nil && t.SourceURL == nil {
		return nil
	}
	return &TreeSource{t.SourceTitle, t.SourceURL}
}

// currentFirst orders a community's trees t: digital first, and within a kind the one whose period
// covers the year @year, else the newest, else those without a period.
const currentFirst = `t.kind <> 'DIGITAL', coalesce(@year NOT BETWEEN t.period_start AND t.period_end, TRUE),
	t.period_end DESC NULLS LAST, t.period_start DESC NULLS LAST, t.number DESC`

// Trees t to read from, beside currentTrees.
const (
	allTrees = `goal_trees t`

	// chosenTrees are those with the keys in two arrays. Keys are joined, since PostgreSQL guesses right
	// that they are few; IN it takes for a quarter of the table.
	chosenTrees = `unnest(CAST(@treeCommunities AS bigint[]), CAST(@trees AS bigint[])) chosen (community_id, number)
		JOIN goal_trees t ON t.community_id = chosen.community_id AND t.number = chosen.number`
)

// treesIn are chosenTrees with these keys, which must be distinct.
func treesIn(args named, keys []place) string {
	trees := places(keys)
	args["treeCommunities"], args["trees"] = trees["communities"], trees["numbers"]
	return chosenTrees
}

// currentTrees is the current tree of each community c that a condition holds for.
func (d *door) currentTrees(communities string) string {
	return `(SELECT DISTINCT ON (t.community_id) t.community_id, t.number, t.published_revision, t.working_revision
		FROM communities c JOIN goal_trees t ON t.community_id = c.id
		WHERE ` + communities + ` AND ` + d.revision() + ` IS NOT NULL
		ORDER BY t.community_id, ` + currentFirst + `) t`
}

// currentArgs are the arguments of currentTrees for communities or areas with these ids.
func (d *door) currentArgs(ids []int64) named {
	return named{"ids": numbers(ids), "year": d.today.Year()}
}

// treesOf names what a field asks of communities' trees.
type treesOf struct {
	kind domain.TreeKind // empty: all kinds
	view domain.TreeView
}

// CurrentTree gives a community's current tree of a kind, or of any; nil when it has none.
func (s *Store) CurrentTree(
	ctx context.Context, row *Community, kind *domain.TreeKind, view domain.TreeView,
) (*GoalTree, error) {
	trees, err := s.trees(ctx, row, kind, view, "goalTree")
	if len(trees) == 0 {
		return nil, err
	}
	return trees[0], err
}

// Trees gives a community's published trees of a kind, or all, the current one first.
func (s *Store) Trees(ctx context.Context, row *Community, kind *domain.TreeKind) ([]*GoalTree, error) {
	return s.trees(ctx, row, kind, domain.PublishedView, "goalTrees")
}

func (s *Store) trees(
	ctx context.Context, row *Community, kind *domain.TreeKind, view domain.TreeView, field string,
) ([]*GoalTree, error) {
	asked := treesOf{view: view}
	if kind != nil {
		asked.kind = *kind
	}
	return share(ctx, row, field, asked, func(ctx context.Context, rows []*Community) (map[*Community][]*GoalTree, error) {
		d, err := s.readTrees(ctx, view)
		if err != nil {
			return nil, err
		}
		found, err := d.treesOfCommunities(keysOf(rows, (*Community).id), asked.kind, field == "goalTree")
		return toMany(rows, (*Community).id, found, func(t *GoalTree) int64 { return t.CommunityID }), err
	})
}

// treesOfCommunities gives trees with the revision the door shows; with currentOnly one a community,
// so that the trees' own fields are not loaded for trees that nobody sees.
func (d *door) treesOfCommunities(ids []int64, kind domain.TreeKind, currentOnly bool) ([]*GoalTree, error) {
	w := newWhere(d.currentArgs(ids))
	w.args["view"] = d.view
	w.must(`t.community_id = ANY (CAST(@ids AS bigint[]))`)
	if kind != "" {
		w.and(`t.kind = @kind `, "kind", kind)
	}
	distinct := ``
	if currentOnly {
		distinct = `DISTINCT ON (t.community_id) `
	}
	return siblings(fetch[GoalTree](d, `SELECT `+distinct+treeColumns+d.treesFrom(allTrees)+`
		WHERE `+w.sql()+` ORDER BY t.community_id, `+currentFirst, w.args))
}

func (d *door) treesFrom(trees string) string {
	return ` FROM ` + trees + ` JOIN goal_tree_revisions v ON v.community_id = t.community_id AND v.number = ` + d.revision()
}

func (d *door) treesByPlace(keys []place) ([]*GoalTree, error) {
	args := named{"view": d.view}
	return siblings(fetch[GoalTree](d, `SELECT `+treeColumns+d.treesFrom(treesIn(args, keys)), args))
}

// CommunityOfTree gives the community that a tree belongs to.
func (s *Store) CommunityOfTree(ctx context.Context, row *GoalTree) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree]*Community, error) {
		return communitiesOf(ctx, s, rows, func(t *GoalTree) int64 { return t.CommunityID })
	})
}
