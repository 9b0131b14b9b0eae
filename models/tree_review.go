package models

import (
	"context"
	"slices"

	"hromada/auth"
	"hromada/domain"
)

// review is one step of a revision on its way from draft to adopted.
type review struct {
	action auth.Action
	audit  domain.AuditAction
	from   []domain.RevisionState
	to     domain.RevisionState
}

// The steps. A revision that is being worked on goes to the expert and comes back, until it is endorsed; what is published is adopted.
var (
	submission  = review{auth.SubmitTree, domain.AuditSubmitTree, []domain.RevisionState{domain.Draft, domain.Returned}, domain.Submitted}
	withdrawal  = review{auth.WithdrawTree, domain.AuditWithdrawTree, []domain.RevisionState{domain.Submitted}, domain.Draft}
	returning   = review{auth.ReturnTree, domain.AuditReturnTree, []domain.RevisionState{domain.Submitted}, domain.Returned}
	endorsement = review{auth.EndorseTree, domain.AuditEndorseTree, []domain.RevisionState{domain.Submitted}, domain.Endorsed}
	adoption    = review{auth.AdoptTree, domain.AuditAdoptTree, []domain.RevisionState{domain.Endorsed}, domain.Adopted}
)

// errNotNow says that a tree is not in a state from which a step leads.
func errNotNow() *domain.Error {
	return domain.Conflict("id", "Стан дерева вже інший. Оновіть сторінку.", "The tree is in another state by now. Look at it again.")
}

// SubmitTree asks an expert to look at the revision that is worked on. What a review needs and the tree lacks is told, all of it, and
// then nothing is submitted.
func (s *Store) SubmitTree(ctx context.Context, seen SeenTree) (done *Changed, missing []*Missing, err error) {
	missing = []*Missing{}
	done, err = s.review(ctx, submission, seen, "", func(tx *Tx, h *heldTree) error {
		if missing, err = tx.missing(h); err == nil && len(missing) > 0 {
			err = errIncomplete()
		}
		return err
	})
	return done, missing, err
}

// WithdrawTree takes a submission back.
func (s *Store) WithdrawTree(ctx context.Context, seen SeenTree) (*Changed, error) {
	return s.review(ctx, withdrawal, seen, "", nil)
}

// ReturnTree asks the community for changes, and says which.
func (s *Store) ReturnTree(ctx context.Context, seen SeenTree, reason string) (*Changed, error) {
	return s.review(ctx, returning, seen, domain.Trimmed(reason), func(*Tx, *heldTree) error { return domain.CheckReason("reason", reason) })
}

// EndorseTree publishes what was submitted: it is what everybody sees from now on.
func (s *Store) EndorseTree(ctx context.Context, seen SeenTree) (*Changed, error) {
	return s.review(ctx, endorsement, seen, "", nil)
}

// Decision is a council's decision to be recorded.
type Decision struct {
	Number string
	Date   domain.Date
	URL    *string
}

// AdoptTree records the council's decision about the revision that was endorsed.
func (s *Store) AdoptTree(ctx context.Context, seen SeenTree, decided Decision) (*Changed, error) {
	return s.review(ctx, adoption, seen, "", func(tx *Tx, h *heldTree) error {
		if faults := decided.faults(tx.today); len(faults) > 0 {
			return faults
		}
		return tx.exec(`UPDATE goal_tree_revisions SET decision_number = @number, decision_on = CAST(@on AS date), decision_url = CAST(@url AS text)
			WHERE community_id = @community AND number = @revision `, named{
			"number": domain.Trimmed(decided.Number), "on": decided.Date, "url": decided.URL, "community": h.CommunityID, "revision": *h.PublishedRevision,
		})
	})
}

func (d Decision) faults(today domain.Date) (faults domain.Faults) {
	if err := faults.Collect(domain.CheckText("decision.number", d.Number, 100)); err != nil {
		return faults
	}
	if d.Date.After(today) {
		faults = append(faults, domain.Invalid("decision.date", "Дата ще не настала.", "The day has not come yet."))
	}
	return faults
}

// review brings a tree's revision one step further, after what the step itself asks for.
func (s *Store) review(ctx context.Context, r review, seen SeenTree, reason string, first func(*Tx, *heldTree) error) (*Changed, error) {
	done, err := s.change(ctx, r.action, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{seen.ID}, tx.review(r, seen, reason, first)
	})
	return s.withCurrent(ctx, seen.ID, done, err)
}

func (tx *Tx) review(r review, seen SeenTree, reason string, first func(*Tx, *heldTree) error) error {
	tree, err := tx.holdTree(seen.ID)
	if err != nil {
		return err
	}
	revision, state := tree.WorkingRevision, tree.WorkingState
	if r.to == domain.Adopted {
		revision, state = tree.PublishedRevision, tree.PublishedState
	}
	if state == nil || !slices.Contains(r.from, *state) {
		return errNotNow()
	}
	if err := tx.seenLast(tree.CommunityID, *revision, seen.Step); err != nil {
		return err
	}
	if first != nil {
		if err := first(tx, tree); err != nil {
			return err
		}
	}
	return tx.take(r, tree, *revision, *state, reason)
}

// take writes a step; the one that endorses also publishes.
func (tx *Tx) take(r review, tree *heldTree, revision int64, was domain.RevisionState, reason string) error {
	args := named{"community": tree.CommunityID, "tree": tree.Number, "revision": revision, "state": r.to, "now": tx.now}
	told := facts{"state": r.to}
	if reason != "" {
		told["reason"] = reason
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE goal_tree_revisions SET state = @state,
					published_at = CASE WHEN @state = 'ENDORSED' THEN CAST(@now AS timestamptz) ELSE published_at END
				WHERE community_id = @community AND number = @revision `, args)
		},
		func() error {
			if r.to != domain.Endorsed {
				return nil
			}
			tx.figuresChange(tree.CommunityID)
			return tx.exec(`UPDATE goal_trees SET published_revision = @revision, working_revision = NULL
				WHERE community_id = @community AND number = @tree `, args)
		},
		func() error { return tx.step(tree.CommunityID, revision, r.to, reason) },
		func() error {
			return tx.audit(Deed{Action: r.audit, Subject: tree.nodeID(), Before: facts{"state": was}, After: told})
		},
	)
}
