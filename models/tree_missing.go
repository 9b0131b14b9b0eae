package models

import "hromada/domain"

// Missing is something that a tree lacks for a review.
type Missing struct {
	Lack domain.Lack
	ID   domain.NodeID // of the node that lacks it, or of the tree
	node *Placement
}

// Title is what the node is called; nil for the tree itself.
func (m *Missing) Title() *string {
	if m.node == nil {
		return nil
	}
	return &m.node.Title
}

// Code is the node's code; nil where it has none.
func (m *Missing) Code() *string {
	if m.node == nil {
		return nil
	}
	return m.node.Code
}

// maxMissing is how much of what a tree lacks is told at once.
const maxMissing = 200

// errIncomplete says that a submission lacks something.
func errIncomplete() *domain.Error {
	return domain.Invalid("id", "Дереву бракує потрібного для погодження: перелік у missing.", "The tree lacks what a review needs: missing lists it.")
}

// missing finds everything that the revision being worked on lacks for a review.
func (tx *Tx) missing(tree *heldTree) ([]*Missing, error) {
	rows, err := fetch[Placement](&tx.door, `SELECT `+placementColumns+` FROM placements p
		JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
		WHERE p.community_id = @community AND p.revision_number = @revision
		ORDER BY CASE p.level WHEN 'GOAL' THEN 1 WHEN 'SUBGOAL' THEN 2 ELSE 3 END, p.parent_number, p.position, p.node_number`, tree.args())
	if err != nil {
		return nil, err
	}
	byNumber, nodes := map[int64]*Placement{}, make([]domain.SubmittedNode, len(rows))
	for i, p := range rows {
		byNumber[p.Number] = p
		nodes[i] = domain.SubmittedNode{
			Number: p.Number, Parent: valueOr(p.ParentNumber, 0), Level: p.Level, Responsible: valueOr(p.Responsible, ""),
			Kind: valueOr(p.Kind, ""), StartDate: p.StartDate, DueDate: p.DueDate, Placeholder: p.Placeholder,
		}
	}
	found := domain.Incomplete(nodes, tree.period())
	all := make([]*Missing, min(len(found), maxMissing))
	for i, m := range found[:len(all)] {
		all[i] = &Missing{Lack: m.Lack, ID: tree.nodeID(), node: byNumber[m.Node]}
		if all[i].node != nil {
			all[i].ID = all[i].node.NodeID()
		}
	}
	return all, nil
}

func (h *heldTree) period() *domain.Period {
	if h.PeriodStart == nil || h.PeriodEnd == nil {
		return nil
	}
	return &domain.Period{Start: *h.PeriodStart, End: *h.PeriodEnd}
}
