package models

import "hromada/domain"

// SeenTree is a tree as somebody looked at it before they asked for something.
type SeenTree struct {
	ID   domain.NodeID
	Step *domain.NodeID // the last step of the revision that was looked at; nil: not told
}

// holdTree finds a tree by its id and keeps others from editing it.
func (tx *Tx) holdTree(id domain.NodeID) (*heldTree, error) {
	if id.Type != "GoalTree" {
		return nil, domain.NotFound("id")
	}
	return tx.hold(id, "id")
}

// seenLast refuses what was asked for by somebody who has not seen the last step of a revision: while it went back to be worked on and came again,
// it may have become another. A draft that was dropped and begun anew has steps of its own.
func (tx *Tx) seenLast(community, revision int64, step *domain.NodeID) error {
	if step == nil {
		return nil
	}
	if step.Type != "RevisionStep" {
		return domain.NotFound("step")
	}
	last, err := fetchOne[struct{ Number int64 }](&tx.door, `SELECT coalesce(max(s.number), 0) AS number FROM revision_steps s
		WHERE s.community_id = @community AND s.revision_number = @revision `, named{"community": community, "revision": revision})
	if err == nil && (last.Number != step.Number || step.Community != community) {
		err = domain.Conflict("step", "Відтоді, як ви бачили дерево, воно пройшло інші кроки. Перегляньте його знову.",
			"The tree has taken other steps since you looked at it. Look at it again.")
	}
	return err
}
