package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// subtree is the condition on placements p of the revision @revision: the node @node and everything beneath it.
const subtree = `(p.node_number = @node OR p.parent_number = @node OR p.parent_number IN (SELECT m.node_number FROM placements m
	WHERE m.community_id = @community AND m.revision_number = @revision AND m.parent_number = @node ))`

// DeleteNode takes a node, with everything beneath it, out of the revision that is worked on. Earlier revisions keep it, and so do its
// journal and its history. The tree comes first among what was touched, then what was taken out.
func (s *Store) DeleteNode(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	done, err := s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		return tx.deleteNode(id, version)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) deleteNode(id domain.NodeID, version int) ([]domain.NodeID, error) {
	tree, node, err := tx.holdNode(id, version)
	if err != nil {
		return nil, err
	}
	before, err := tx.fields(node)
	if err != nil {
		return nil, err
	}
	if err := inOrder(
		func() error { return tx.open(tree) },
		func() error { return tx.countVersion(node, valueOr(node.Responsible, "")) },
	); err != nil {
		return nil, err
	}
	args := tree.args()
	args["node"] = node.Number
	gone, err := fetch[Placement](&tx.door, `DELETE FROM placements p
		WHERE p.community_id = @community AND p.revision_number = @revision AND `+subtree+`
		RETURNING p.community_id, p.node_number, p.level`, args)
	if err != nil {
		return nil, err
	}
	tx.writes += len(gone)
	touched, told := []domain.NodeID{tree.nodeID()}, facts(before.Facts())
	for _, p := range gone {
		touched = append(touched, p.NodeID())
	}
	told["nodes"] = len(gone)
	parent := parentNode{number: node.ParentNumber, level: node.ParentLevel}
	return touched, inOrder(
		func() error { return tx.closeGap(tree, parent, node.Level, node.Position) },
		func() error { return tx.audit(Deed{Action: domain.AuditDeleteNode, Subject: id, Before: told}) },
	)
}

// RestoreNode brings back a node that the revision being worked on does not have, with what stood beneath it, as an earlier revision
// has it: the one of that sequence, or the newest that has it.
func (s *Store) RestoreNode(ctx context.Context, id domain.NodeID, sequence *int) (*Changed, error) {
	return s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, tx.restoreNode(id, sequence)
	})
}

func (tx *Tx) restoreNode(id domain.NodeID, sequence *int) error {
	tree, err := tx.hold(id, "id")
	if err != nil {
		return err
	}
	if there, err := tx.isPlaced(tree, id.Number); err != nil || there {
		return err
	}
	args := tree.args()
	args["node"], args["level"], args["sequence"] = id.Number, levels[id.Type], sequence
	old, err := only(fetch[Placement](&tx.door, `SELECT p.* FROM placements p
		JOIN goal_tree_revisions v ON v.community_id = p.community_id AND v.number = p.revision_number
		WHERE p.community_id = @community AND p.node_number = @node AND p.level = @level AND p.revision_number <> @revision
			AND v.sequence = coalesce(CAST(@sequence AS integer), v.sequence)
		ORDER BY v.sequence DESC LIMIT 1`, args))("id")
	if err != nil {
		return err
	}
	parent := parentNode{number: old.ParentNumber, level: old.ParentLevel}
	if parent.number != nil {
		if there, err := tx.isPlaced(tree, *parent.number); err != nil {
			return err
		} else if !there {
			return domain.Invalid("id", "Спершу поверніть елемент, під яким він стояв.", "Restore the node above it first.")
		}
	}
	last, err := tx.siblingsBeneath(tree, parent, old.Level)
	if err != nil {
		return err
	}
	if last >= mostChildren[old.Level] {
		return tooMany(old.Level, mostChildren[old.Level])
	}
	return tx.bringBack(tree, old, last+1)
}

// isPlaced tells whether a node stands in the revision that is edited.
func (tx *Tx) isPlaced(tree *heldTree, node int64) (bool, error) {
	args := tree.args()
	args["node"] = node
	row, err := fetchOne[struct{ There bool }](&tx.door, `SELECT EXISTS (SELECT FROM placements p WHERE p.community_id = @community
		AND p.revision_number = @revision AND p.node_number = @node ) AS there`, args)
	if err != nil {
		return false, err
	}
	return row.There, nil
}

// absent is the condition that the revision that is edited does not place s.
const absent = `NOT EXISTS (SELECT FROM placements h
	WHERE h.community_id = s.community_id AND h.revision_number = @revision AND h.node_number = s.node_number)`

// lost is the condition on placements s of the revision @from: @node, and beneath it what is absent and hung on nothing but what is.
const lost = absent + ` AND (s.node_number = @node OR s.parent_number = @node OR s.parent_number IN (SELECT s.node_number FROM placements s
	WHERE s.community_id = @community AND s.revision_number = @from AND s.parent_number = @node AND ` + absent + `))`

// bringBack copies a node from the revision that has it, with what was lost with it. What was moved elsewhere in the meantime stays
// there, with everything beneath it, and those that come back close their ranks.
func (tx *Tx) bringBack(tree *heldTree, old *Placement, position int) error {
	if err := tx.open(tree); err != nil {
		return err
	}
	args := tree.args()
	args["node"], args["from"], args["position"] = old.Number, old.RevisionNumber, position
	back, err := fetch[Placement](&tx.door, copyPlacements+` WHERE s.community_id = @community AND s.revision_number = @from AND `+lost+`
		RETURNING node_number`, args)
	if err != nil {
		return err
	}
	tx.writes += len(back)
	args["back"] = numbers(keysOf(back, func(p *Placement) int64 { return p.Number }))
	return inOrder(
		func() error {
			return tx.exec(copyCosts+` WHERE s.community_id = @community AND s.revision_number = @from
				AND s.node_number = ANY (CAST(@back AS bigint[]))`, args)
		},
		func() error {
			return tx.exec(copyProblems+` WHERE s.community_id = @community AND s.revision_number = @from
				AND s.node_number = ANY (CAST(@back AS bigint[]))`, args)
		},
		func() error {
			return tx.exec(`UPDATE placements SET position = r.position
				FROM (SELECT node_number, CASE node_number WHEN @node THEN CAST(@position AS bigint)
						ELSE row_number() OVER (PARTITION BY parent_number, level ORDER BY position, node_number) END AS position
					FROM placements WHERE community_id = @community AND revision_number = @revision AND node_number = ANY (CAST(@back AS bigint[]))) r
				WHERE community_id = @community AND revision_number = @revision AND placements.node_number = r.node_number`, args)
		},
		func() error {
			return tx.exec(`UPDATE tree_nodes SET version = version + 1, updated_at = CAST(@now AS timestamptz) WHERE community_id = @community AND number = @node `,
				named{"now": tx.now, "community": old.CommunityID, "node": old.Number})
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditRestoreNode, Subject: old.NodeID(), After: facts{"title": old.Title, "position": position}})
		},
	)
}
