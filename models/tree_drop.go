package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// TreeEdit is what is to be changed of a tree that was never published.
type TreeEdit struct {
	Kind      *domain.TreeKind // nil: it stays
	HasPeriod bool             // false: the period stays
	Period    *domain.Period   // nil: not known
}

// UpdateTree changes what a tree plans or for when, as long as it was never published. Another of the same kind and period is a CONFLICT.
func (s *Store) UpdateTree(ctx context.Context, id domain.NodeID, edit TreeEdit) (*Changed, error) {
	done, err := s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		if err := checkPeriod(edit.Period); err != nil {
			return nil, err
		}
		tree, err := tx.holdUnpublished(id)
		if err != nil {
			return nil, err
		}
		return []domain.NodeID{id}, tx.updateTree(tree, edit)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) updateTree(tree *heldTree, edit TreeEdit) error {
	n := NewTree{Kind: valueOr(edit.Kind, tree.Kind), Period: tree.period()}
	if edit.HasPeriod {
		n.Period = edit.Period
	}
	was, is := domain.Differences(NewTree{Kind: tree.Kind, Period: tree.period()}.facts(), n.facts())
	if len(was)+len(is) == 0 {
		return nil
	}
	args := n.args()
	args["community"], args["tree"] = tree.CommunityID, tree.Number
	return inOrder(
		func() error {
			return tx.exec(`UPDATE goal_trees SET kind = @kind, period_start = CAST(@start AS integer), period_end = CAST(@end AS integer)
				WHERE community_id = @community AND number = @tree `, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditUpdateTree, Subject: tree.nodeID(), Before: was, After: is})
		},
	)
}

// holdUnpublished finds a tree that was never published and is not with an expert, and keeps others from editing it.
func (tx *Tx) holdUnpublished(id domain.NodeID) (*heldTree, error) {
	tree, err := tx.holdTree(id)
	switch {
	case err != nil:
		return nil, err
	case tree.PublishedRevision != nil:
		return nil, domain.Conflict("id", "Дерево вже оприлюднене.", "The tree was published already.")
	}
	return tree, tree.notSubmitted()
}

// notSubmitted refuses to touch what an expert looks at.
func (h *heldTree) notSubmitted() error {
	if valueOr(h.WorkingState, "") == domain.Submitted {
		return errSubmitted()
	}
	return nil
}

// DeleteTree deletes a tree that was never published, with all that hangs on it. What the audit log says of it stays.
func (s *Store) DeleteTree(ctx context.Context, seen SeenTree) (*Changed, error) {
	done, err := s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		tree, err := tx.holdUnpublished(seen.ID)
		if err != nil {
			return nil, err
		}
		return []domain.NodeID{seen.ID}, inOrder(
			func() error { return tx.seenLast(tree.CommunityID, tree.revision(), seen.Step) },
			func() error { return tx.deleteTree(tree) },
		)
	})
	return s.withCurrent(ctx, seen.ID, done, err)
}

func (tx *Tx) deleteTree(tree *heldTree) error {
	args, told := tree.args(), NewTree{Kind: tree.Kind, Period: tree.period()}.facts()
	const ofTree, ofNodes = ` WHERE community_id = @community AND tree_number = @tree `,
		` WHERE community_id = @community AND node_number IN (SELECT n.number FROM tree_nodes n WHERE n.community_id = @community AND n.tree_number = @tree )`
	const ofRevisions = ` WHERE community_id = @community AND revision_number IN (SELECT v.number FROM goal_tree_revisions v
		WHERE v.community_id = @community AND v.tree_number = @tree )`
	nodes, err := tx.execCount(`DELETE FROM placements`+ofTree, args)
	if err != nil {
		return err
	}
	told["nodes"] = nodes
	for _, statement := range []string{
		`DELETE FROM target_reports WHERE community_id = @community AND target_number IN (SELECT k.number FROM targets k JOIN tree_nodes n
			ON n.community_id = k.community_id AND n.number = k.node_number WHERE n.community_id = @community AND n.tree_number = @tree )`,
		`DELETE FROM targets` + ofNodes,
		`DELETE FROM progress_reports` + ofNodes,
		`DELETE FROM spending_entries` + ofNodes,
		`DELETE FROM evidence_links` + ofNodes,
		`DELETE FROM evidence_files` + ofNodes,
		`DELETE FROM comments` + ofTree,
		`DELETE FROM tree_nodes` + ofTree,
		`UPDATE goal_trees SET working_revision = NULL WHERE community_id = @community AND number = @tree `,
		`DELETE FROM revision_steps` + ofRevisions,
		`DELETE FROM goal_tree_revisions` + ofTree,
		`DELETE FROM goal_trees WHERE community_id = @community AND number = @tree `,
	} {
		if err := tx.exec(statement, args); err != nil {
			return err
		}
	}
	return tx.audit(Deed{Action: domain.AuditDeleteTree, Subject: tree.nodeID(), Before: told})
}

// DiscardDraft drops the revision that is worked on beside what is published.
func (s *Store) DiscardDraft(ctx context.Context, seen SeenTree) (*Changed, error) {
	done, err := s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		tree, err := tx.holdTree(seen.ID)
		if err != nil {
			return nil, err
		}
		return []domain.NodeID{seen.ID}, tx.discardDraft(tree, seen.Step)
	})
	return s.withCurrent(ctx, seen.ID, done, err)
}

func (tx *Tx) discardDraft(tree *heldTree, step *domain.NodeID) error {
	switch {
	case tree.WorkingRevision == nil:
		return errNotNow()
	case tree.PublishedRevision == nil:
		return domain.Conflict("id", "Дерево ще не оприлюднене: його можна лише видалити.", "The tree was never published: it can only be deleted.")
	}
	args, sequence := tree.args(), 0
	return inOrder(
		tree.notSubmitted,
		func() error { return tx.seenLast(tree.CommunityID, *tree.WorkingRevision, step) },
		func() error {
			return tx.exec(`UPDATE goal_trees SET working_revision = NULL WHERE community_id = @community AND number = @tree `, args)
		},
		func() error {
			return tx.exec(`DELETE FROM placements WHERE community_id = @community AND revision_number = @revision `, args)
		},
		func() error {
			return tx.exec(`DELETE FROM revision_steps WHERE community_id = @community AND revision_number = @revision `, args)
		},
		func() error {
			gone, err := writeOne[struct{ Sequence int }](tx, `DELETE FROM goal_tree_revisions WHERE community_id = @community AND number = @revision RETURNING sequence`, args)
			if err == nil {
				sequence = gone.Sequence
			}
			return err
		},
		func() error {
			return tx.audit(Deed{
				Action: domain.AuditDiscardDraft, Subject: tree.nodeID(), Before: facts{"revision": sequence, "state": *tree.WorkingState},
			})
		},
	)
}
