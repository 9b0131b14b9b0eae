package models

import (
	"context"
	"slices"

	"hromada/auth"
	"hromada/domain"
)

// Move says where a node goes: beneath another parent of its tree, to another place among its siblings, or both.
type Move struct {
	ID       domain.NodeID
	Version  int
	Parent   *domain.NodeID // nil: it stays beneath its parent
	Position *int           // from 1; nil: the last
}

// MoveNode moves a node with everything beneath it. Levels stay: a subgoal hangs beneath a goal, so no moves, whatever their number
// and order, can close a circle.
func (s *Store) MoveNode(ctx context.Context, m Move) (*Changed, error) {
	done, err := s.change(ctx, auth.EditTree, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{m.ID}, tx.moveNode(m)
	})
	return s.withCurrent(ctx, m.ID, done, err)
}

func (tx *Tx) moveNode(m Move) error {
	tree, node, err := tx.holdNode(m.ID, m.Version)
	if err != nil {
		return err
	}
	from := parentNode{number: node.ParentNumber, level: node.ParentLevel}
	to := from
	if m.Parent != nil {
		if to, err = tx.parent(tree, node.Level, *m.Parent, "parentId"); err != nil {
			return err
		}
	}
	stays := valueOr(to.number, 0) == valueOr(from.number, 0)
	last, err := tx.siblingsBeneath(tree, to, node.Level)
	if err != nil {
		return err
	}
	if !stays {
		last++
	}
	position, faults := positionIn(m.Position, last)
	switch {
	case last > mostChildren[node.Level]:
		return tooMany(node.Level, mostChildren[node.Level])
	case len(faults) > 0:
		return faults
	case stays && position == node.Position:
		return nil
	}
	return tx.place(tree, node, from, to, position)
}

// place takes a node out of its old place and puts it into a new one.
func (tx *Tx) place(tree *heldTree, node *Placement, from, to parentNode, position int) error {
	if err := tx.open(tree); err != nil {
		return err
	}
	args := tree.args()
	args["node"], args["parent"], args["parentLevel"], args["position"] = node.Number, to.number, to.level, position
	told := func(p parentNode, position int) facts {
		return facts{"parentId": tree.idOf(p).String(), "position": position}
	}
	was, is := domain.Differences(told(from, node.Position), told(to, position))
	return inOrder(
		func() error { return tx.countVersion(node, valueOr(node.Responsible, "")) },
		func() error { return tx.closeGap(tree, from, node.Level, node.Position) },
		func() error { return tx.makeRoom(tree, to, node.Level, position) },
		func() error {
			return tx.exec(`UPDATE placements SET parent_number = CAST(@parent AS bigint), parent_level = CAST(@parentLevel AS text), position = @position
				WHERE community_id = @community AND revision_number = @revision AND node_number = @node `, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditMoveNode, Subject: node.NodeID(), Before: was, After: is})
		},
	)
}

// ReorderNodes puts all nodes of one level beneath a parent into the order of their ids, which must name each of them once.
func (s *Store) ReorderNodes(ctx context.Context, parent domain.NodeID, ids []domain.NodeID, dryRun bool) (*Changed, error) {
	return s.change(ctx, auth.EditTree, dryRun, func(tx *Tx) ([]domain.NodeID, error) {
		return ids, tx.reorderNodes(parent, ids)
	})
}

func (tx *Tx) reorderNodes(above domain.NodeID, ids []domain.NodeID) error {
	tree, err := tx.hold(above, "parentId")
	if err != nil {
		return err
	}
	level, numbers := domain.Level(""), make([]int64, len(ids))
	for i, id := range ids {
		level, numbers[i] = levels[id.Type], id.Number
	}
	if level == "" {
		return errNotEach()
	}
	parent, err := tx.parent(tree, level, above, "parentId")
	if err != nil {
		return err
	}
	standing, err := tx.childrenOf(tree, parent, level)
	if err != nil {
		return err
	}
	if !sameNodes(standing, ids, tree.CommunityID, level) {
		return errNotEach()
	}
	if slices.Equal(standing, numbers) {
		return nil
	}
	return tx.writeOrder(tree, parent, level, standing, numbers)
}

func errNotEach() *domain.Error {
	return domain.Invalid("ids", "Назвіть кожен елемент цього рівня рівно один раз.", "Name each of the nodes of this level exactly once.")
}

// childrenOf are the numbers of the nodes of a level beneath a parent, in order.
func (tx *Tx) childrenOf(tree *heldTree, p parentNode, level domain.Level) ([]int64, error) {
	rows, err := fetch[struct{ NodeNumber int64 }](&tx.door, `SELECT node_number FROM placements WHERE `+beneath+` ORDER BY position, node_number`, p.args(tree, level))
	standing := make([]int64, len(rows))
	for i, row := range rows {
		standing[i] = row.NodeNumber
	}
	return standing, err
}

func sameNodes(standing []int64, ids []domain.NodeID, community int64, level domain.Level) bool {
	left := map[int64]bool{}
	for _, number := range standing {
		left[number] = true
	}
	for _, id := range ids {
		if id.Community != community || levels[id.Type] != level || !left[id.Number] {
			return false
		}
		delete(left, id.Number)
	}
	return len(left) == 0
}

func (tx *Tx) writeOrder(tree *heldTree, p parentNode, level domain.Level, was, is []int64) error {
	if err := tx.open(tree); err != nil {
		return err
	}
	args := p.args(tree, level)
	args["order"] = numbers(is)
	told := func(order []int64) facts {
		ids := make([]string, len(order))
		for i, number := range order {
			ids[i] = domain.NodeID{Type: typeNames[level], Community: tree.CommunityID, Number: number}.String()
		}
		return facts{"order": ids}
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE placements SET position = o.position
				FROM unnest(CAST(@order AS bigint[])) WITH ORDINALITY o (node, position) WHERE node_number = o.node AND `+beneath, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditMoveNode, Subject: tree.idOf(p), Before: told(was), After: told(is)})
		},
	)
}
