package models

import (
	"cmp"
	"slices"

	"hromada/domain"
)

// siblingsKey names the nodes of a level beneath a parent.
type siblingsKey struct {
	parent int64
	level  domain.Level
}

func siblingsOf(p *Placement) siblingsKey { return siblingsKey{valueOr(p.ParentNumber, 0), p.Level} }

// keepInPlace gives every node its place among its siblings: those that are given none keep theirs, new and moved ones come last, and
// those that are given one are put there.
func (w *work) keepInPlace(standing []*Placement) {
	position := map[int64]int{} // that the outline gives
	named := map[int64]bool{}
	for _, n := range w.nodes {
		named[n.placed.Number], position[n.placed.Number] = true, n.said.Position
	}
	for _, p := range standing {
		if !named[p.Number] {
			twin := *p
			w.placements = append(w.placements, &twin)
		}
	}
	groups := map[siblingsKey][]*Placement{}
	for _, p := range w.placements {
		groups[siblingsOf(p)] = append(groups[siblingsOf(p)], p)
	}
	for key, group := range groups {
		order := w.inOrder(group, position)
		for i, p := range order {
			p.Position = i + 1
		}
		w.stale[key] = w.stale[key] && w.reordered(order)
	}
	slices.SortStableFunc(w.placements, func(a, b *Placement) int { return cmp.Compare(levelDepth[a.Level], levelDepth[b.Level]) })
}

var levelDepth = map[domain.Level]int{domain.GoalLevel: 0, domain.SubgoalLevel: 1, domain.ComponentLevel: 2}

func (w *work) inOrder(group []*Placement, position map[int64]int) []*Placement {
	var staying, coming, placed []*Placement
	for _, p := range group {
		stood := w.known[p.Number]
		switch {
		case position[p.Number] > 0:
			placed = append(placed, p)
		case stood != nil && siblingsOf(stood) == siblingsOf(p):
			staying = append(staying, p)
		default:
			coming = append(coming, p)
		}
	}
	slices.SortStableFunc(staying, func(a, b *Placement) int { return cmp.Compare(w.known[a.Number].Position, w.known[b.Number].Position) })
	slices.SortStableFunc(placed, func(a, b *Placement) int { return cmp.Compare(position[a.Number], position[b.Number]) })
	order := append(staying, coming...)
	for _, p := range placed {
		order = slices.Insert(order, min(position[p.Number]-1, len(order)), p)
	}
	return order
}
