package models

import (
	"hromada/domain"
)

// heldTree is a tree that a transaction edits. Nobody else edits it until the transaction ends, so edits of one tree follow one
// another, and what one checks the next cannot undo behind its back.
type heldTree struct {
	CommunityID       int64
	Number            int64
	Kind              domain.TreeKind
	PeriodStart       *int
	PeriodEnd         *int
	PublishedRevision *int64
	PublishedState    *domain.RevisionState
	WorkingRevision   *int64
	WorkingState      *domain.RevisionState
}

// treeOf is the number of the tree that an id of a type lies in.
var treeOf = map[string]string{
	"GoalTree":  `@number `,
	"Goal":      treeOfNode,
	"Subgoal":   treeOfNode,
	"Component": treeOfNode,
}

const treeOfNode = `(SELECT n.tree_number FROM tree_nodes n WHERE n.community_id = @community AND n.number = @number AND n.level = @level)`

// levels are the levels of nodes by the types of their ids.
var levels = map[string]domain.Level{"Goal": domain.GoalLevel, "Subgoal": domain.SubgoalLevel, "Component": domain.ComponentLevel}

// hold finds the tree that something stands in and keeps others from editing it; field names the input that asked for it. What
// the viewer may not write is not found here, whatever ids they know. States are read by a statement of their own: one that waits
// for a lock does not see what was written meanwhile.
func (tx *Tx) hold(id domain.NodeID, field string) (*heldTree, error) {
	number, known := treeOf[id.Type]
	if !known {
		return nil, domain.NotFound(field)
	}
	args := named{"community": id.Community, "number": id.Number, "level": levels[id.Type]}
	locked, err := fetch[struct{ Number int64 }](&tx.door, `SELECT t.number FROM goal_trees t
		WHERE t.community_id = @community AND t.number = `+number+` AND `+tx.reaches(`t.community_id`)+` FOR NO KEY UPDATE OF t`, args)
	if err != nil {
		return nil, err
	}
	if len(locked) == 0 {
		return nil, tx.unwritable(id, field)
	}
	return tx.heldTree(place{id.Community, locked[0].Number})
}

func (tx *Tx) heldTree(tree place) (*heldTree, error) {
	return fetchOne[heldTree](&tx.door, `SELECT t.community_id, t.number, t.kind, t.period_start, t.period_end, t.published_revision, p.state AS published_state,
			t.working_revision, w.state AS working_state
		FROM goal_trees t
		LEFT JOIN goal_tree_revisions p ON p.community_id = t.community_id AND p.number = t.published_revision
		LEFT JOIN goal_tree_revisions w ON w.community_id = t.community_id AND w.number = t.working_revision
		WHERE t.community_id = @community AND t.number = @number `, named{"community": tree.Community, "number": tree.Number})
}

func (h *heldTree) nodeID() domain.NodeID {
	return domain.NodeID{Type: "GoalTree", Community: h.CommunityID, Number: h.Number}
}

// revision is the one that is worked on, or that work would begin from.
func (h *heldTree) revision() int64 {
	if h.WorkingRevision != nil {
		return *h.WorkingRevision
	}
	return valueOr(h.PublishedRevision, 0)
}

// args name the revision that is shown to those who edit.
func (h *heldTree) args() named {
	return named{"community": h.CommunityID, "tree": h.Number, "revision": h.revision(), "view": domain.WorkingView}
}

// open makes sure that there is a revision to work on: what is published stays as it is, and a copy of it is begun. What was
// submitted is not changed until it comes back. The number of statements does not depend on the tree's size.
func (tx *Tx) open(h *heldTree) error { return tx.openWith(h, nil) }

// openWith is open, with some placements in the copy as they are to be, and new ones beside them: what is changed as a whole is not written
// twice. Where there is a revision to work on already, they are not written.
func (tx *Tx) openWith(h *heldTree, others []*Placement) error {
	if h.WorkingRevision != nil {
		if *h.WorkingState == domain.Submitted {
			return errSubmitted()
		}
		return nil
	}
	made, err := tx.addRevision(h)
	if err != nil {
		return err
	}
	from := h.PublishedRevision
	h.WorkingRevision, h.WorkingState = &made, new(domain.Draft)
	if from == nil {
		return tx.insertPlacements(h, others)
	}
	args, err := placementArgs(h, others)
	if err != nil {
		return err
	}
	args["from"] = *from
	return inOrder(
		func() error {
			return tx.exec(copyPlacements+` WHERE s.community_id = @community AND s.revision_number = @from AND s.node_number <> ALL (CAST(@nodes AS bigint[]))
				UNION ALL `+givenPlacements, args)
		},
		func() error {
			return tx.exec(copyCosts+` WHERE s.community_id = @community AND s.revision_number = @from `, args)
		},
		func() error { return tx.copyTargets(`TRUE`, args) },
		func() error {
			return tx.exec(copyProblems+` WHERE s.community_id = @community AND s.revision_number = @from `, args)
		},
	)
}

func errSubmitted() *domain.Error {
	return domain.Conflict("", "Дерево подано на погодження. Дочекайтеся відповіді експерта або відкличте подання.",
		"The tree was submitted for review. Wait for the expert's answer or withdraw it.")
}

// addRevision begins a revision without anything in it.
func (tx *Tx) addRevision(h *heldTree) (int64, error) {
	args := named{"community": h.CommunityID, "tree": h.Number, "now": tx.now, "actor": number(tx.viewer.User)}
	made, err := writeOne[struct{ Number, Sequence int64 }](tx, `INSERT INTO goal_tree_revisions (community_id, tree_number, sequence, state, created_at)
		SELECT @community, @tree, coalesce(max(v.sequence), 0) + 1, 'DRAFT', CAST(@now AS timestamptz)
		FROM goal_tree_revisions v WHERE v.community_id = @community AND v.tree_number = @tree
		RETURNING number, sequence`, args)
	if err != nil {
		return 0, err
	}
	args["revision"] = made.Number
	return made.Number, inOrder(
		func() error {
			return tx.exec(`UPDATE goal_trees SET working_revision = @revision WHERE community_id = @community AND number = @tree `, args)
		},
		func() error { return tx.step(h.CommunityID, made.Number, domain.Draft, "") },
		func() error {
			return tx.audit(Deed{Action: domain.AuditOpenRevision, Subject: h.nodeID(), After: facts{"revision": made.Sequence}})
		},
	)
}

// step keeps who brought a revision into a state, and why.
func (tx *Tx) step(community, revision int64, state domain.RevisionState, reason string) error {
	return tx.exec(`INSERT INTO revision_steps (community_id, revision_number, state, at, actor_id, reason)
		VALUES (@community, @revision, @state, CAST(@now AS timestamptz), CAST(@actor AS bigint), CAST(@reason AS text))`, named{
		"community": community, "revision": revision, "state": state, "now": tx.now, "actor": number(tx.viewer.User), "reason": optional(reason),
	})
}

// copied are the columns of a placement but its revision.
const copied = `node_number, tree_number, level, parent_number, parent_level, position, code, title, description,
	placeholder, priority, weight, start_date, due_date, kind, category_code, expected_result, customer, executor`

// Copies of placements, costs and answered problems s into the revision @revision; a condition follows.
const (
	copyPlacements = `INSERT INTO placements (community_id, revision_number, ` + copied + `)
		SELECT s.community_id, CAST(@revision AS bigint), ` + copied + ` FROM placements s`
	copyCosts = `INSERT INTO planned_costs (community_id, revision_number, node_number, year, fund_source, expense_kind, amount)
		SELECT s.community_id, @revision, s.node_number, s.year, s.fund_source, s.expense_kind, s.amount FROM planned_costs s`
	copyProblems = `INSERT INTO goal_problems (community_id, revision_number, node_number, problem_id)
		SELECT s.community_id, @revision, s.node_number, s.problem_id FROM goal_problems s`
)
