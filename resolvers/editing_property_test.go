package resolvers_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

// modelled is a tree as a few lines of code would keep it, to hold the database against.
type modelled struct {
	level    domain.Level
	children map[domain.Level][]*modelled
	parent   *modelled
	id       string
	version  int
}

func (m *modelled) all() []*modelled {
	found := []*modelled{}
	for _, level := range []domain.Level{domain.GoalLevel, domain.SubgoalLevel, domain.ComponentLevel} {
		for _, child := range m.children[level] {
			found = append(append(found, child), child.all()...)
		}
	}
	return found
}

// outline is the structure as lines, sorted, as outlineOf reads it from the database.
func (m *modelled) outline() []string {
	lines := []string{}
	for _, n := range m.all() {
		above := ""
		if n.parent.id != "" {
			above = n.parent.id
		}
		lines = append(lines, fmt.Sprint(n.id, " beneath ", above, " at ", 1+slices.Index(n.parent.children[n.level], n), " version ", n.version))
	}
	sort.Strings(lines)
	return lines
}

func (m *modelled) insert(n *modelled, position int) {
	n.parent = m
	m.children[n.level] = slices.Insert(m.children[n.level], position-1, n)
}

func (m *modelled) remove() {
	siblings := m.parent.children[m.level]
	i := slices.Index(siblings, m)
	m.parent.children[m.level] = slices.Delete(slices.Clone(siblings), i, i+1)
}

// outlineOf is the working structure of a tree in the database.
func (a *api) outlineOf(tree domain.NodeID) []string {
	a.tb.Helper()
	rows, err := a.db.QueryContext(a.tb.Context(), `SELECT p.level, p.node_number, coalesce(p.parent_level, ''), coalesce(p.parent_number, 0), p.position, n.version
		FROM placements p JOIN goal_trees t ON (t.community_id, t.working_revision) = (p.community_id, p.revision_number)
		JOIN tree_nodes n ON (n.community_id, n.number) = (p.community_id, p.node_number) WHERE t.number = $1`, tree.Number)
	if err != nil {
		a.tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	lines := []string{}
	for rows.Next() {
		var level, parentLevel string
		var number, parent int64
		var position, version int
		if err := rows.Scan(&level, &number, &parentLevel, &parent, &position, &version); err != nil {
			a.tb.Fatal(err)
		}
		above := ""
		if parent > 0 {
			above = idAt(tree.Community, domain.Level(parentLevel), parent)
		}
		lines = append(lines, fmt.Sprint(idAt(tree.Community, domain.Level(level), number), " beneath ", above, " at ", position, " version ", version))
	}
	if err := rows.Err(); err != nil {
		a.tb.Fatal(err)
	}
	sort.Strings(lines)
	return lines
}

var namesOfLevels = map[domain.Level]string{domain.GoalLevel: "Goal", domain.SubgoalLevel: "Subgoal", domain.ComponentLevel: "Component"}

func idAt(community int64, level domain.Level, number int64) string {
	return domain.NodeID{Type: namesOfLevels[level], Community: community, Number: number}.String()
}

// mayHold are the levels that may hang beneath a level; "" is the tree.
var mayHold = map[domain.Level][]domain.Level{
	"": {domain.GoalLevel}, domain.GoalLevel: {domain.SubgoalLevel, domain.ComponentLevel}, domain.SubgoalLevel: {domain.ComponentLevel},
}

// editing is one run of random edits against a tree of its own.
type editing struct {
	*rapid.T
	p    *person
	tree string
	root *modelled
}

// somewhere draws a place for a node of a level: a parent and a position. Nil where there is none.
func (e *editing) somewhere(level domain.Level, moved *modelled) (*modelled, int) {
	parents := []*modelled{}
	for _, n := range append([]*modelled{e.root}, e.root.all()...) {
		if slices.Contains(mayHold[n.level], level) {
			parents = append(parents, n)
		}
	}
	if len(parents) == 0 {
		return nil, 0
	}
	parent := rapid.SampledFrom(parents).Draw(e.T, "parent")
	last := len(parent.children[level]) + 1
	if moved != nil && moved.parent == parent {
		last--
	}
	return parent, rapid.IntRange(1, last).Draw(e.T, "position")
}

func (e *editing) create() {
	level := rapid.SampledFrom([]domain.Level{domain.GoalLevel, domain.SubgoalLevel, domain.ComponentLevel}).Draw(e.T, "level")
	parent, position := e.somewhere(level, nil)
	if parent == nil {
		return
	}
	field := map[domain.Level]string{domain.GoalLevel: "treeId", domain.SubgoalLevel: "goalId", domain.ComponentLevel: "parentId"}[level]
	above := parent.id
	if parent == e.root {
		above = e.tree
	}
	got := e.p.do("create"+namesOfLevels[level], fmt.Sprintf(`%s: %q, title: "Вузол", position: %d`, field, above, position))
	id := got.Goal.ID + got.Subgoal.ID + got.Component.ID
	parent.insert(&modelled{level: level, id: id, version: 1, children: map[domain.Level][]*modelled{}}, position)
}

func (e *editing) pick() *modelled {
	all := e.root.all()
	if len(all) == 0 {
		return nil
	}
	return rapid.SampledFrom(all).Draw(e.T, "node")
}

func (e *editing) move() {
	n := e.pick()
	if n == nil {
		return
	}
	parent, position := e.somewhere(n.level, n)
	before := slices.Index(n.parent.children[n.level], n) + 1
	above := parent.id
	if parent == e.root {
		above = e.tree
	}
	e.p.do("moveTreeNode", fmt.Sprintf(`id: %q, version: %d, parentId: %q, position: %d`, n.id, n.version, above, position))
	if parent != n.parent || position != before {
		n.remove()
		parent.insert(n, position)
		n.version++
	}
}

func (e *editing) delete() {
	n := e.pick()
	if n == nil {
		return
	}
	got := e.p.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: %d`, n.id, n.version))
	if len(got.DeletedIDs) != 1+len(n.all()) {
		e.Fatalf("%d were taken out, not %d", len(got.DeletedIDs), 1+len(n.all()))
	}
	n.remove()
}

func (e *editing) reorder() {
	n := e.pick()
	if n == nil {
		return
	}
	parent := n.parent
	order := rapid.Permutation(parent.children[n.level]).Draw(e.T, "order")
	ids := make([]string, len(order))
	for i, o := range order {
		ids[i] = o.id
	}
	above := parent.id
	if parent == e.root {
		above = e.tree
	}
	e.p.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: ["%s"]`, above, strings.Join(ids, `", "`)))
	parent.children[n.level] = order
}

// TestRandomEditsLeaveTheTreeAsAModelHasIt: positions are 1 to n, parents are where they were put, versions are counted.
func TestRandomEditsLeaveTheTreeAsAModelHasIt(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("admin", administrator())
	trees := 0
	rapid.Check(t, func(rt *rapid.T) {
		p := *admin
		p.api = a.drawing(rt)
		trees++ // a community has room for fifty
		community := a.text(fmt.Sprintf(`SELECT code FROM communities ORDER BY id OFFSET %d LIMIT 1`, trees/50))
		year := 1991 + trees%50
		e := &editing{T: rt, p: &p, root: &modelled{children: map[domain.Level][]*modelled{}}}
		made := p.do("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DIGITAL, period: {start: %d, end: %d}`, community, year, year))
		e.tree = made.GoalTree.ID
		tree, err := domain.ParseNodeID(e.tree)
		if err != nil {
			rt.Fatal(err)
		}
		steps := []func(){e.create, e.create, e.create, e.move, e.move, e.reorder, e.delete}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(rt, "step")]()
		}
		if got, want := a.outlineOf(tree), e.root.outline(); !slices.Equal(got, want) {
			rt.Fatalf("the database has\n%s\nthe model\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}
