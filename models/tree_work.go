package models

import (
	"slices"

	"hromada/domain"
)

// work is an outline laid over the revision that is worked on: everything as it is to be, and what it is made of.
type work struct {
	merged
	tree  *heldTree
	known map[int64]*Placement // what stood
	stood map[int64][]domain.PlannedCost
	nodes []workNode
	stale map[siblingsKey]bool // whose order is not the one that the outline changes
	since int                  // how much the transaction had written before
}

// workNode is a node of the outline, before and after.
type workNode struct {
	said          domain.OutlineNode
	placed        *Placement
	new           bool
	before, after domain.NodeFields
}

// workOf lays an outline over what stands.
func (tx *Tx) workOf(tree *heldTree, o domain.Outline, standing []*Placement, matches []domain.Match) (*work, error) {
	numbers, err := tx.identities(matches)
	if err != nil {
		return nil, err
	}
	w := &work{tree: tree, since: tx.writes, known: make(map[int64]*Placement, len(standing)), stale: map[siblingsKey]bool{}}
	for _, p := range standing {
		w.known[p.Number] = p
	}
	if w.stood, err = tx.costsOf(tree); err != nil {
		return nil, err
	}
	for i, n := range o.Nodes {
		p := w.lay(n, numbers[i])
		if n.Parent >= 0 {
			p.ParentNumber, p.ParentLevel = &numbers[n.Parent], &o.Nodes[n.Parent].Level
		}
		if w.known[p.Number] == nil {
			tx.addNode(&w.merged, p, n)
			w.merged.nodes[len(w.merged.nodes)-1].Responsible = optional(w.nodes[i].after.Responsible)
		}
	}
	if o.Partial {
		w.hearPositions()
		w.keepInPlace(standing)
	} else {
		w.keepLeft(standing)
		w.number()
	}
	w.keepOtherCosts()
	return w, nil
}

// costsOf are the planned costs of the revision that is worked on, by node.
func (tx *Tx) costsOf(tree *heldTree) (map[int64][]domain.PlannedCost, error) {
	rows, err := fetch[PlannedCost](&tx.door, `SELECT k.community_id, k.node_number, k.year, k.fund_source, k.expense_kind, k.amount
		FROM planned_costs k WHERE k.community_id = @community AND k.revision_number = @revision
		ORDER BY k.node_number, k.year, k.fund_source, k.expense_kind`, tree.args())
	costs := map[int64][]domain.PlannedCost{}
	for _, c := range rows {
		costs[c.NodeNumber] = append(costs[c.NodeNumber], domain.PlannedCost{Year: c.Year, Source: c.FundSource, Expense: c.ExpenseKind, Amount: c.Sum})
	}
	return costs, err
}

// lay makes of what stood what the outline says of it.
func (w *work) lay(n domain.OutlineNode, number int64) *Placement {
	p := &Placement{Weight: 1}
	stood := w.known[number]
	if stood != nil {
		twin := *stood
		p = &twin
	}
	p.CommunityID, p.TreeNumber, p.Number, p.Level = w.tree.CommunityID, w.tree.Number, number, n.Level
	p.ParentNumber, p.ParentLevel, p.Placeholder = nil, nil, n.Placeholder
	before := p.structure()
	before.Responsible, before.PlannedCosts = valueOr(p.Responsible, ""), w.stood[number]
	after := before
	after.PlannedCosts = slices.Clone(before.PlannedCosts)
	n.Tell(&after)
	after = after.Stored()
	p.become(after)
	w.placements = append(w.placements, p)
	w.costs = append(w.costs, costRows(w.tree, number, after.PlannedCosts)...)
	w.nodes = append(w.nodes, workNode{n, p, stood == nil, before, after})
	return p
}

// keepOtherCosts keeps the costs of nodes that the outline does not name.
func (w *work) keepOtherCosts() {
	named := make(map[int64]bool, len(w.nodes))
	for _, n := range w.nodes {
		named[n.placed.Number] = true
	}
	for _, p := range w.placements {
		if !named[p.Number] {
			w.costs = append(w.costs, costRows(w.tree, p.Number, w.stood[p.Number])...)
		}
	}
}

// changes tell what the outline changes, node by node, in its order.
func (w *work) changes() []NodeChange {
	var all []NodeChange
	for i, n := range w.nodes {
		before, after := n.before.Facts(), n.after.Facts()
		w.tellPlace(after, n.placed)
		if n.new {
			before = nil
		} else {
			w.tellPlace(before, w.known[n.placed.Number])
			if !n.moved(w) {
				delete(before, "position")
				delete(after, "position")
			}
		}
		before, after = domain.Differences(before, after)
		if len(before)+len(after) > 0 {
			all = append(all, NodeChange{i, n.placed.NodeID(), n.new, before, after})
		}
	}
	return all
}

func (w *work) tellPlace(told map[string]any, p *Placement) {
	told["parentId"], told["position"] = w.tree.idOf(parentNode{number: p.ParentNumber, level: p.ParentLevel}).String(), p.Position
}

// moved tells whether the outline gives the node another place; that others were put before it is no change of its own.
func (n workNode) moved(w *work) bool {
	stood := w.known[n.placed.Number]
	return siblingsOf(stood) != siblingsOf(n.placed) || n.said.Position > 0
}
