package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// NodeChange is what an outline changes of one node, by the names that the schema has for fields.
type NodeChange struct {
	Node          int // index into the outline
	ID            domain.NodeID
	New           bool
	Before, After map[string]any
}

// DraftWritten tells what became of an outline in the revision that is worked on.
type DraftWritten struct {
	Tree     domain.NodeID
	Nodes    []domain.OutlineNode // the outline's
	Standing []domain.Standing    // what stood before
	Matches  []domain.Match       // one for each node of the outline
	Changes  []NodeChange
}

// NodesFor gives the nodes of an outline when its tree, and what stands in it, are known.
type NodesFor func(tree domain.NodeID, standing []domain.Standing) ([]domain.OutlineNode, error)

// ChangeTrees runs work on trees in one transaction, as any change of them: all of it happens, or nothing, or with dryRun nothing in any case.
func (s *Store) ChangeTrees(ctx context.Context, dryRun bool, work func(*Tx) ([]domain.NodeID, error)) (*Changed, error) {
	return s.change(ctx, auth.EditTree, dryRun, work)
}

// DraftTree lays an outline over the revision of its tree that is worked on, where WriteTree would publish one; where there is no tree,
// or no such revision, it is begun. Its nodes may depend on what stands, so they are asked for when that is known. Only communities that
// the viewer may write are written; faults of nodes are OutlineFaults. An outline that changes nothing writes nothing. Writing begins with a
// call of writing.
func (tx *Tx) DraftTree(o domain.Outline, nodes NodesFor, writing func()) (DraftWritten, error) {
	if err := checkPeriod(o.Period); err != nil {
		return DraftWritten{}, err
	}
	tree, err := tx.treeToDraft(o)
	if err != nil {
		return DraftWritten{}, err
	}
	placed, err := tx.workingPlacements(tree)
	if err != nil {
		return DraftWritten{}, err
	}
	written := DraftWritten{Tree: tree.nodeID(), Standing: standingOf(placed)}
	if o.Nodes, err = nodes(written.Tree, written.Standing); err != nil {
		return written, err
	}
	if err := noneAhead(o.Nodes, tx.today); err != nil {
		return written, err
	}
	written.Nodes, written.Matches = o.Nodes, domain.MatchOutline(o.Nodes, written.Standing)
	w, err := tx.workOf(tree, o, placed, written.Matches)
	if err != nil {
		return written, err
	}
	written.Changes = w.changes()
	return written, inOrder(
		func() error { return tx.checkWork(w, written.Changes) },
		func() error { return w.fits() },
		func() error { writing(); return nil },
		func() error { return tx.tellSource(&treeRow{CommunityID: tree.CommunityID, Number: tree.Number}, o) },
		func() error { return tx.writeWork(w, written.Changes) },
	)
}

// ProgressIn gives how far the work on each node of a tree is, as it is worked on.
func (tx *Tx) ProgressIn(tree domain.NodeID) (map[int64]*Progress, error) {
	d, err := tx.inOwnView()
	if err != nil {
		return nil, err
	}
	args := named{}
	trees := treesIn(args, []place{placeOf(tree)})
	found, err := fetch[progressRow](d, d.rollUp(stateNow, trees, `TRUE`)+`
		SELECT x.community_id, x.node_number AS number, `+progressColumns+` FROM goal_progress x
		UNION ALL SELECT x.community_id, x.node_number AS number, `+progressColumns+` FROM subgoal_progress x
		UNION ALL SELECT x.community_id, x.node_number AS number, `+progressColumns+` FROM component_progress x`, args)
	progress := make(map[int64]*Progress, len(found))
	for _, row := range found {
		progress[row.Number] = row.progress(tx.today)
	}
	return progress, err
}

// treeToDraft finds the tree of an outline and keeps others from editing it, or begins it.
func (tx *Tx) treeToDraft(o domain.Outline) (*heldTree, error) {
	community, err := tx.holdCommunity(o.Community, "communityCode")
	if err != nil {
		return nil, err
	}
	args := named{"community": community, "kind": o.Kind, "start": nil, "end": nil}
	if o.Period != nil {
		args["start"], args["end"] = o.Period.Start, o.Period.End
	}
	found, err := fetch[struct{ Number int64 }](&tx.door, `SELECT t.number FROM goal_trees t
		WHERE t.community_id = @community AND t.kind = @kind AND t.period_start IS NOT DISTINCT FROM CAST(@start AS integer)
			AND t.period_end IS NOT DISTINCT FROM CAST(@end AS integer) FOR NO KEY UPDATE`, args)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 {
		return tx.heldTree(place{community, found[0].Number})
	}
	tree, err := tx.addTree(community, NewTree{Community: o.Community, Kind: o.Kind, Period: o.Period})
	if err != nil {
		return nil, err
	}
	made, err := tx.addRevision(tree)
	tree.WorkingRevision, tree.WorkingState = &made, new(domain.Draft)
	return tree, err
}

// OtherTree names a tree of a community among its trees.
type OtherTree struct {
	Kind                   domain.TreeKind
	PeriodStart, PeriodEnd *int
}

// OtherTreeOf gives the tree of the same community, another than this, that has most of these nodes; nil where none has any.
func (tx *Tx) OtherTreeOf(tree domain.NodeID, nodes []int64) (*OtherTree, error) {
	found, err := fetch[OtherTree](&tx.door, `SELECT t.kind, t.period_start, t.period_end
		FROM tree_nodes n JOIN goal_trees t ON t.community_id = n.community_id AND t.number = n.tree_number
		WHERE n.community_id = @community AND n.number = ANY (@nodes) AND t.number <> @tree
		GROUP BY t.community_id, t.number ORDER BY count(*) DESC, t.number LIMIT 1`,
		named{"community": tree.Community, "tree": tree.Number, "nodes": numbers(nodes)})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// workingPlacements are those of the revision that is worked on, or that work would begin from.
func (tx *Tx) workingPlacements(tree *heldTree) ([]*Placement, error) {
	return fetch[Placement](&tx.door, `SELECT `+placementColumns+` FROM placements p
		JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
		WHERE p.community_id = @community AND p.revision_number = @revision
		ORDER BY CASE p.level WHEN 'GOAL' THEN 1 WHEN 'SUBGOAL' THEN 2 ELSE 3 END, p.position, p.node_number`, tree.args())
}
