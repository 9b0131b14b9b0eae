package imports

import (
	"cmp"
	"slices"

	"hromada/domain"
)

// outlineNodes lays the tree out: parents before children, siblings by code in natural order, those
// without a code after them in the order of the file, and the placeholder goal last.
func (t *tree) outlineNodes() []domain.OutlineNode {
	l := layouter{tree: t, children: map[int]map[domain.Level][]int{}}
	for i, n := range t.nodes {
		if l.children[n.parent] == nil {
			l.children[n.parent] = map[domain.Level][]int{}
		}
		l.children[n.parent][n.level] = append(l.children[n.parent][n.level], i)
	}
	for _, goal := range l.sorted(-1, domain.GoalLevel) {
		l.place(goal, -1)
	}
	l.placePlaceholder()
	return l.nodes
}

type layouter struct {
	tree     *tree
	children map[int]map[domain.Level][]int
	nodes    []domain.OutlineNode
}

// place appends a node and all beneath it; under is the parent's index in the outline.
func (l *layouter) place(i, under int) {
	n := l.tree.nodes[i]
	l.nodes = append(l.nodes, domain.OutlineNode{
		Level: n.level, Parent: under, Line: n.row.line, Code: n.code, Title: n.title,
	})
	l.placeChildren(i, len(l.nodes)-1)
}

func (l *layouter) placeChildren(i, under int) {
	for _, level := range []domain.Level{domain.SubgoalLevel, domain.ComponentLevel} {
		for _, child := range l.sorted(i, level) {
			l.place(child, under)
		}
	}
}

func (l *layouter) placePlaceholder() {
	orphans := l.children[-1]
	if len(orphans[domain.SubgoalLevel])+len(orphans[domain.ComponentLevel]) == 0 {
		return
	}
	l.nodes = append(l.nodes, domain.OutlineNode{
		Level: domain.GoalLevel, Parent: -1, Title: PlaceholderTitle, Placeholder: true,
	})
	l.placeChildren(-1, len(l.nodes)-1)
}

func (l *layouter) sorted(parent int, level domain.Level) []int {
	siblings := l.children[parent][level]
	slices.SortStableFunc(siblings, func(a, b int) int {
		keyA, keyB := l.tree.nodes[a].key, l.tree.nodes[b].key
		if (keyA == "") != (keyB == "") {
			return cmp.Compare(len(keyB), len(keyA))
		}
		return compareKeys(keyA, keyB)
	})
	return siblings
}
