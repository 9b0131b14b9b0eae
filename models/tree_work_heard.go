package models

import (
	"cmp"
	"slices"

	"hromada/domain"
)

// stays tells whether a node that stood is given no other parent.
func (w *work) stays(n workNode) bool {
	stood := w.known[n.placed.Number]
	return stood != nil && siblingsOf(stood) == siblingsOf(n.placed)
}

// hearPositions forgets the positions by which an outline says nothing. Others may have put nodes in order since it was exported, so
// that a position counts where it is another than the exported one; then the order must still be the one that was exported. A node that
// an outline names without that cannot be told from one that was reordered: it says something only where the order of all such siblings is
// not the one that stands, and that is out of date in any case.
func (w *work) hearPositions() {
	unsure := map[siblingsKey][]*workNode{}
	for i := range w.nodes {
		n := &w.nodes[i]
		stood := w.known[n.placed.Number]
		switch {
		case stood == nil || n.said.Position == 0:
		case n.said.Exported > 0:
			w.hearExported(n, stood)
		case n.said.Number > 0 && w.stays(*n):
			unsure[siblingsOf(stood)] = append(unsure[siblingsOf(stood)], n)
		case n.said.Position == stood.Position:
			n.said.Position = 0
		}
	}
	for key, siblings := range unsure {
		w.hearUnsure(key, siblings)
	}
}

func (w *work) hearExported(n *workNode, stood *Placement) {
	if w.stays(*n) && n.said.Exported != stood.Position {
		w.stale[siblingsOf(stood)] = true
	}
	if n.said.Position == n.said.Exported {
		n.said.Position = 0
	}
}

func (w *work) hearUnsure(key siblingsKey, siblings []*workNode) {
	standing := func(a, b *workNode) int {
		return cmp.Compare(w.known[a.placed.Number].Position, w.known[b.placed.Number].Position)
	}
	slices.SortFunc(siblings, func(a, b *workNode) int {
		return cmp.Or(cmp.Compare(a.said.Position, b.said.Position), standing(a, b))
	})
	w.stale[key] = !slices.IsSortedFunc(siblings, standing)
	for _, n := range siblings {
		if !w.stale[key] || n.said.Position == w.known[n.placed.Number].Position {
			n.said.Position = 0
		}
	}
}

// reordered tells whether those of a group that stood in it stand in another order now.
func (w *work) reordered(group []*Placement) bool {
	last := 0
	for _, p := range group {
		stood := w.known[p.Number]
		if stood == nil || siblingsOf(stood) != siblingsOf(p) {
			continue
		}
		if stood.Position < last {
			return true
		}
		last = stood.Position
	}
	return false
}

// staleOrder tells of the nodes that are given a place among siblings whom somebody else has put into another order.
func (w *work) staleOrder() OutlineFaults {
	var faults OutlineFaults
	for i, n := range w.nodes {
		if n.said.Position > 0 && w.stays(n) && w.stale[siblingsOf(n.placed)] {
			faults = append(faults, OutlineFault{i, errReordered()})
		}
	}
	return faults
}

func errReordered() *domain.Error {
	return domain.Conflict("position", "Порядок тут уже не той, з яким файл вивантажено. Вивантажте дерево знову.",
		"The order here is not the one that the file was exported with. Export the tree again.")
}
