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

// Order is an order of all nodes of one level beneath a parent.
type Order struct {
	Parent domain.NodeID
	IDs    []domain.NodeID // each of them once
	From   []domain.NodeID // the order that this one was made from; nil: it is not looked at
}

// ReorderNodes puts all nodes of one level beneath a parent into an order. Where they do not stand as the order was made from, they are given as
// they stand, beside a CONFLICT.
func (s *Store) ReorderNodes(ctx context.Context, o Order, dryRun bool) (*Changed, error) {
	var standing []domain.NodeID
	done, err := s.change(ctx, auth.EditTree, dryRun, func(tx *Tx) ([]domain.NodeID, error) {
		var err error
		standing, err = tx.reorderNodes(o)
		return o.IDs, err
	})
	return s.withAllCurrent(ctx, standing, done, err)
}

// reorderNodes gives the order that stood before.
func (tx *Tx) reorderNodes(o Order) ([]domain.NodeID, error) {
	tree, err := tx.hold(o.Parent, "parentId")
	if err != nil {
		return nil, err
	}
	if len(o.IDs) == 0 || levels[o.IDs[len(o.IDs)-1].Type] == "" {
		return nil, errNotEach()
	}
	level := levels[o.IDs[len(o.IDs)-1].Type]
	parent, err := tx.parent(tree, level, o.Parent, "parentId")
	if err != nil {
		return nil, err
	}
	was, err := tx.childrenOf(tree, parent, level)
	if err != nil {
		return nil, err
	}
	standing := make([]domain.NodeID, len(was))
	for i, number := range was {
		standing[i] = IDOf(tree.CommunityID, level, number)
	}
	switch {
	case o.From != nil && !slices.Equal(o.From, standing):
		return standing, domain.Conflict("from", "Порядок уже інший. Перегляньте його й повторіть.", "The order is another by now. Look at it as it is and try again.")
	case !sameNodes(was, o.IDs, tree.CommunityID, level):
		return nil, errNotEach()
	case slices.Equal(standing, o.IDs):
		return standing, nil
	}
	numbers := make([]int64, len(o.IDs))
	for i, id := range o.IDs {
		numbers[i] = id.Number
	}
	return standing, tx.writeOrder(tree, parent, level, was, numbers)
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
