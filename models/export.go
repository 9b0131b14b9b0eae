package models

import (
	"context"

	"hromada/domain"
)

// WholeTree is a goal tree with everything that a table of it shows.
type WholeTree struct {
	*GoalTree
	Community  *Community
	Goals      []*Goal
	Subgoals   []*Subgoal
	Components []*Component
	Costs      []*PlannedCost
}

// WholeTree gives a tree in a view with all its nodes, each level in the order of the tree.
func (s *Store) WholeTree(ctx context.Context, id domain.NodeID, view domain.TreeView) (*WholeTree, error) {
	d, err := s.readTrees(ctx, view)
	if err != nil {
		return nil, err
	}
	if id.Type != "GoalTree" {
		return nil, domain.NotFound("")
	}
	tree, err := only(d.treesByPlace([]place{placeOf(id)}))("")
	if err != nil {
		return nil, err
	}
	w := &WholeTree{GoalTree: tree}
	if w.Community, err = s.CommunityOfTree(ctx, tree); err != nil {
		return nil, err
	}
	if w.Goals, err = levelOf[Goal](d, tree, domain.GoalLevel); err != nil {
		return nil, err
	}
	if w.Subgoals, err = levelOf[Subgoal](d, tree, domain.SubgoalLevel); err != nil {
		return nil, err
	}
	if w.Components, err = levelOf[Component](d, tree, domain.ComponentLevel); err != nil {
		return nil, err
	}
	args := named{}
	w.Costs, err = fetch[PlannedCost](d, `SELECT k.community_id, k.node_number, k.year, k.fund_source, k.expense_kind, k.amount FROM planned_costs k
		WHERE (k.community_id, k.revision_number) IN (`+d.shown(treesIn(args, []place{tree.place()}))+`)
		ORDER BY k.year, k.fund_source, k.expense_kind, k.node_number`, args)
	return w, err
}

func levelOf[R any, P placedRow[R]](d *door, tree *GoalTree, level domain.Level) ([]*R, error) {
	args := named{"view": d.view, "level": level}
	return siblings[R, P](fetch[R](d, `SELECT `+placementColumns+d.placementsFrom(treesIn(args, []place{tree.place()}))+`
		WHERE p.level = @level ORDER BY p.position, p.node_number`, args))
}

// exportPage is how many rows of a list are read at once: a statement ends before its rows are sent, so that nobody who reads slowly
// keeps a connection.
const exportPage = 1000

// NodeRow is a goal, subgoal or component.
type NodeRow[R any] interface{ placedRow[R] }

// PlacementOf is where a node stands and what it is.
func PlacementOf[R any, P NodeRow[R]](row P) *Placement { return row.placement() }

// EachNode gives the nodes of a list, siblings a thousand at a time, to somebody who writes them down.
func EachNode[R any, P NodeRow[R]](ctx context.Context, s *Store, q NodeQuery, write func([]*R) error) error {
	d, l, err := s.nodeList(ctx, q, false)
	if err != nil {
		return err
	}
	if err := s.known(ctx, q.Filter.codes()); err != nil {
		return err
	}
	return eachPage(d, l, func(rows []*R) error { return write(gather[R, P](rows)) })
}

// EachCommunity gives the communities of a list, siblings a thousand at a time, to somebody who writes them down.
func EachCommunity(ctx context.Context, s *Store, q CommunityQuery, write func([]*Community) error) error {
	d, l, err := s.communityList(ctx, q)
	if err != nil {
		return err
	}
	if err := s.known(ctx, q.Filter.codes()); err != nil {
		return err
	}
	return eachPage(d, l, func(rows []*Community) error { return write(gather(rows)) })
}

func eachPage[R any](d *door, l list, write func([]*R) error) error {
	win := window{limit: exportPage}
	for {
		found, err := pageIn[R](d, l, win)
		if err != nil {
			return err
		}
		if err := write(found.Rows); err != nil || !found.HasNext {
			return err
		}
		last := found.Cursors[len(found.Cursors)-1]
		if win.after, err = l.order.parse("after", &last); err != nil {
			return err
		}
	}
}
