package models

import (
	"context"
	"slices"

	"hromada/auth"
	"hromada/domain"
)

// treeActions are what can be done about a tree, and what its state must be for it.
var treeActions = []struct {
	action auth.Action
	open   func(treeState) bool
}{
	{auth.EditTree, func(t treeState) bool { return t.working() != domain.Submitted }},
	{auth.ReportProgress, func(treeState) bool { return true }},
	{auth.Comment, func(treeState) bool { return true }},
	{auth.SubmitTree, func(t treeState) bool { return slices.Contains(submission.from, t.working()) }},
	{auth.WithdrawTree, func(t treeState) bool { return slices.Contains(withdrawal.from, t.working()) }},
	{auth.ReturnTree, func(t treeState) bool { return slices.Contains(returning.from, t.working()) }},
	{auth.EndorseTree, func(t treeState) bool { return slices.Contains(endorsement.from, t.working()) }},
	{auth.AdoptTree, func(t treeState) bool { return slices.Contains(adoption.from, valueOr(t.PublishedState, "")) }},
}

// nodeActions are those of them that are about a node.
var nodeActions = []auth.Action{auth.EditTree, auth.ReportProgress, auth.Comment}

// treeState is what decides which steps are open.
type treeState struct {
	CommunityID    int64
	Number         int64
	RegionID       int64
	PublishedState *domain.RevisionState
	WorkingState   *domain.RevisionState
}

func (t treeState) place() place { return place{t.CommunityID, t.Number} }

func (t treeState) working() domain.RevisionState { return valueOr(t.WorkingState, "") }

// open lists what a viewer may do about the tree now.
func (t treeState) open(v auth.Viewer) []auth.Action {
	open := []auth.Action{}
	for _, a := range treeActions {
		scope, err := auth.Allow(v, a.action)
		if err == nil && scope.Holds(t.CommunityID, t.RegionID) && a.open(t) {
			open = append(open, a.action)
		}
	}
	return open
}

// mayChange tells whether a viewer may change any tree at all; for others no statement is needed to know what is open.
func mayChange(v auth.Viewer) bool {
	for _, a := range treeActions {
		if _, err := auth.Allow(v, a.action); err == nil {
			return true
		}
	}
	return false
}

// TreeCan lists what the viewer may do about a tree now.
func (s *Store) TreeCan(ctx context.Context, row *GoalTree) ([]auth.Action, error) {
	return share(ctx, row, "viewerCan", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree][]auth.Action, error) {
		return openActions(ctx, s, rows, (*GoalTree).place)
	})
}

// NodeCan lists what the viewer may do about a goal, subgoal or component now.
func NodeCan[R any, P placedRow[R]](ctx context.Context, s *Store, row P) ([]auth.Action, error) {
	open, err := share[R, P](ctx, row, "viewerCan", nil, func(ctx context.Context, rows []*R) (map[*R][]auth.Action, error) {
		return openActions(ctx, s, rows, func(r *R) place { return P(r).placement().treePlace() })
	})
	can := []auth.Action{}
	for _, a := range nodeActions {
		if slices.Contains(open, a) {
			can = append(can, a)
		}
	}
	return can, err
}

func openActions[R any](ctx context.Context, s *Store, rows []*R, tree func(*R) place) (map[*R][]auth.Action, error) {
	d, err := s.read(ctx, auth.ReadPublishedTree)
	if err != nil {
		return nil, err
	}
	states := []*treeState{}
	if mayChange(d.viewer) {
		states, err = fetch[treeState](d, `SELECT t.community_id, t.number, c.region_id, p.state AS published_state, w.state AS working_state
			FROM `+unnestPlaces+` asked (community_id, number)
			JOIN goal_trees t ON t.community_id = asked.community_id AND t.number = asked.number
			JOIN communities c ON c.id = t.community_id
			LEFT JOIN goal_tree_revisions p ON p.community_id = t.community_id AND p.number = t.published_revision
			LEFT JOIN goal_tree_revisions w ON w.community_id = t.community_id AND w.number = t.working_revision`, places(keysOf(rows, tree)))
	}
	shares := make(map[*R][]auth.Action, len(rows))
	for row, state := range toOne(rows, tree, states, func(t *treeState) place { return t.place() }) {
		if shares[row] = []auth.Action{}; state != nil {
			shares[row] = state.open(d.viewer)
		}
	}
	return shares, err
}
