package models

import (
	"context"

	"hromada/domain"
)

// NodeFilter says which goals, subgoals or components; what is nil is not asked for. What only
// components have stands last; the schema offers it for components only.
type NodeFilter struct {
	Text                     *TextFilter
	RegionCode, DistrictCode *domain.KatottgCode
	CommunityCodes           []domain.KatottgCode
	TreeKind                 *domain.TreeKind
	Status                   []domain.Status
	OnTrack                  []domain.Track
	Priority                 []domain.Priority
	Due                      *DateRange
	NotReportedSince         *domain.Date
	ProblemIDs               []domain.NodeID // goals that answer one of these; the schema offers it for goals only

	Kind         []domain.ComponentKind
	Unclassified *bool
	Category     []string
	FundSource   []domain.FundSource
}

// NodeOrder says in which order.
type NodeOrder struct {
	Field     NodeOrderField
	Direction domain.OrderDirection
}

// NodeOrderField is what nodes can be ordered by.
type NodeOrderField string

// The orders.
const (
	ByTitle         NodeOrderField = "TITLE"
	ByDueDate       NodeOrderField = "DUE_DATE"
	ByCommunityName NodeOrderField = "COMMUNITY"
)

var nodeTies = []string{`p.community_id`, `p.node_number`}

var nodeOrders = map[NodeOrderField]ordering{
	ByTitle:         {name: "TITLE", key: `left(p.title, 200)`, kind: textKey, always: true, ties: nodeTies},
	ByDueDate:       {name: "DUE_DATE", key: `p.due_date`, kind: dateKey, ties: nodeTies},
	ByCommunityName: {name: "COMMUNITY", key: `c.name_uk`, kind: textKey, always: true, ties: nodeTies},
}

// NodeQuery is a list of the nodes of one level that can be paged, counted and summed up.
type NodeQuery struct {
	Level  domain.Level
	Filter NodeFilter
	Order  NodeOrder
}

// Nodes gives one page of the nodes of a level.
func Nodes[R any, P placedRow[R]](ctx context.Context, s *Store, q NodeQuery, asked Page) (Slice[R], error) {
	d, l, err := s.nodeList(ctx, q, false)
	if err != nil {
		return Slice[R]{}, err
	}
	if err := s.known(ctx, q.Filter.codes()); err != nil {
		return Slice[R]{}, err
	}
	found, err := page[R](d, l, asked)
	gather[R, P](found.Rows)
	return found, err
}

// CountNodes counts the nodes of all pages.
func (s *Store) CountNodes(ctx context.Context, q NodeQuery) (int, error) {
	d, l, err := s.nodeList(ctx, q, false)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

// nodeList makes the list. With judged every row also has its progress r, as facets need it; else
// only where the filter does.
func (s *Store) nodeList(ctx context.Context, q NodeQuery, judged bool) (*door, list, error) {
	d, err := s.readTrees(ctx, domain.PublishedView)
	if err != nil {
		return nil, list{}, err
	}
	w := newWhere(named{"view": d.view, "level": q.Level, "day": d.today})
	w.must(`p.level = @level `)
	w.must(`NOT p.placeholder`) // nobody set it, so it is no goal to be listed
	trees, err := q.Filter.trees(w.args)
	if err != nil {
		return nil, list{}, err
	}
	l := list{columns: placementColumns, from: d.placementsFrom(trees), where: w, order: nodeOrders[q.Order.Field]}
	l.order.name = string(q.Level) + "_" + l.order.name // a cursor of goals is none of components
	l.order.descending = q.Order.Direction == domain.Descending
	if judged || q.Filter.Status != nil || q.Filter.OnTrack != nil {
		l.judge(d, q.Level, trees)
	}
	l.from += ` LEFT JOIN communities c ON c.id = p.community_id`
	return d, l, q.Filter.conditions(w)
}

// judge adds the progress r of every node. A component's follows from its own row. Others are rolled
// up, and then looked up one by one: PostgreSQL cannot tell how many the roll-up gives, and a join might
// compare every one with every other.
func (l *list) judge(d *door, level domain.Level, trees string) {
	if level == domain.ComponentLevel {
		l.from += ` CROSS JOIN LATERAL (SELECT o.status, ` + leafPercent + ` AS percent, p.start_date, p.due_date, o.finished_on
			FROM (SELECT n.status, CAST(n.percent AS float8) AS percent, n.finished_on) o) r`
		return
	}
	l.with = d.rollUp(stateNow, trees, `TRUE`)
	l.from = ` FROM ` + rolledLevels[level] + ` r
		CROSS JOIN LATERAL (SELECT * FROM placements p WHERE p.community_id = r.community_id
			AND p.revision_number = r.revision_number AND p.node_number = r.node_number LIMIT 1) p
		LEFT JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number`
}

// trees are the trees that the filter leaves.
func (f NodeFilter) trees(args named) (string, error) {
	w, within := newWhere(args), newWhere(args)
	if err := oneOf(within, `c.code`, "communityCodes", "filter.communityCodes", f.CommunityCodes); err != nil {
		return "", err
	}
	withinArea(within, f.RegionCode, f.DistrictCode)
	if len(within.conditions) > 0 {
		w.must(`t.community_id IN (SELECT c.id FROM communities c WHERE ` + within.sql() + `)`)
	}
	if f.TreeKind != nil {
		w.and(`t.kind = @treeKind `, "treeKind", *f.TreeKind)
	}
	return allTrees + ` WHERE ` + w.sql(), nil
}

func (f NodeFilter) codes() codesAsked {
	return codesAsked{
		region: f.RegionCode, district: f.DistrictCode, communities: f.CommunityCodes,
		communitiesField: "filter.communityCodes", categories: f.Category, problems: f.ProblemIDs,
	}
}

func (f NodeFilter) conditions(w *where) error {
	if err := f.Text.on(w, `p.search`, "filter.text"); err != nil {
		return err
	}
	f.Due.on(w, `p.due_date`, "due")
	if f.NotReportedSince != nil {
		w.must(`n.status IS DISTINCT FROM 'DONE' AND n.status IS DISTINCT FROM 'CANCELLED'`)
		w.and(`coalesce(n.reported_on < CAST(@reportedSince AS date), TRUE)`, "reportedSince", *f.NotReportedSince)
	}
	if err := f.answering(w); err != nil {
		return err
	}
	if err := oneOf(w, `p.priority`, "priority", "filter.priority", f.Priority); err != nil {
		return err
	}
	if err := oneOf(w, `r.status`, "status", "filter.status", f.Status); err != nil {
		return err
	}
	if err := oneOf(w, trackOf, "onTrack", "filter.onTrack", f.OnTrack); err != nil {
		return err
	}
	return f.componentConditions(w)
}

func (f NodeFilter) componentConditions(w *where) error {
	if err := oneOf(w, `p.kind`, "kinds", "filter.kind", f.Kind); err != nil {
		return err
	}
	if f.Unclassified != nil {
		w.and(`(p.kind IS NULL) = CAST(@unclassified AS boolean)`, "unclassified", *f.Unclassified)
	}
	if err := oneOf(w, `p.category_code`, "categories", "filter.category", f.Category); err != nil {
		return err
	}
	if f.FundSource == nil {
		return nil
	}
	costs := newWhere(w.args)
	if err := oneOf(costs, `k.fund_source`, "fundSources", "filter.fundSource", f.FundSource); err != nil {
		return err
	}
	w.must(`EXISTS (SELECT FROM planned_costs k WHERE k.community_id = p.community_id
		AND k.revision_number = p.revision_number AND k.node_number = p.node_number AND ` + costs.sql() + `)`)
	return nil
}
