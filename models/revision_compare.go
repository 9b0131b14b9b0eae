package models

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"hromada/domain"
)

// Comparison is what is different between two revisions of a tree. Nodes stand in the order of the revision that has them, and of each list the
// first MaxCompared are told.
type Comparison struct {
	From, To *Revision
	Added    []*ComparedNode
	Removed  []*ComparedNode
	Moved    []*ComparedNode
	Changed  []*ComparedNode
}

// ComparedNode is a node as one of the revisions has it, and what is different about it.
type ComparedNode struct {
	*Placement
	changes []*AuditChange
}

// Changes are the fields that differ, by name; none where the node was added or removed.
func (n *ComparedNode) Changes() []*AuditChange { return append([]*AuditChange{}, n.changes...) }

// CompareRevisions tells what was added, removed, moved and changed from one revision of a tree to another. A revision that the viewer may
// not see is not found.
func (s *Store) CompareRevisions(ctx context.Context, id domain.NodeID, from, to int) (*Comparison, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, err
	}
	if id.Type != "GoalTree" {
		return nil, domain.NotFound("treeId")
	}
	args := named{"community": id.Community, "tree": id.Number, "from": from, "to": to, "view": domain.WorkingView}
	revisions, err := siblings(fetch[Revision](d, `SELECT v.* FROM goal_tree_revisions v WHERE v.community_id = @community AND v.tree_number = @tree
		AND v.sequence IN (@from , @to ) AND (v.published_at IS NOT NULL OR `+d.seesWork(`v.community_id`)+`)`, args))
	if err != nil {
		return nil, err
	}
	c := &Comparison{Added: []*ComparedNode{}, Removed: []*ComparedNode{}, Moved: []*ComparedNode{}, Changed: []*ComparedNode{}}
	for _, r := range revisions {
		if r.Sequence == from {
			c.From = r
		}
		if r.Sequence == to {
			c.To = r
		}
	}
	if c.From == nil {
		return nil, domain.NotFound("from")
	}
	if c.To == nil {
		return nil, domain.NotFound("to")
	}
	return c, c.load(d)
}

// load reads both revisions in one statement each and holds them against each other.
func (c *Comparison) load(d *door) error {
	was, err := d.structure(c.From)
	if err != nil {
		return err
	}
	is, err := d.structure(c.To)
	if err != nil {
		return err
	}
	before, after := byNumber(was), byNumber(is)
	moved := movedAmong(before, is)
	for _, p := range was {
		if after[p.Number] == nil {
			c.Removed = listed(c.Removed, &ComparedNode{Placement: p.Placement})
		}
	}
	for _, p := range is {
		stood := before[p.Number]
		if stood == nil {
			c.Added = listed(c.Added, &ComparedNode{Placement: p.Placement})
			continue
		}
		c.compare(stood, p, moved[p.Number])
	}
	return nil
}

// listed adds a node to what is told, while there is room.
func listed(nodes []*ComparedNode, n *ComparedNode) []*ComparedNode {
	if len(nodes) == MaxCompared {
		return nodes
	}
	return append(nodes, n)
}

func byNumber(nodes []*structured) map[int64]*structured {
	all := make(map[int64]*structured, len(nodes))
	for _, n := range nodes {
		all[n.Number] = n
	}
	return all
}

// movedAmong are the nodes that stand beneath another parent, or in another order among the siblings that both revisions have there: what only one
// of them has moves nobody.
func movedAmong(before map[int64]*structured, is []*structured) map[int64]bool {
	type row struct {
		parent int64
		level  domain.Level
	}
	moved, rows := map[int64]bool{}, map[row][]*structured{}
	for _, p := range is { // siblings stand in their order
		switch was, parent := before[p.Number], valueOr(p.ParentNumber, 0); {
		case was == nil:
		case valueOr(was.ParentNumber, 0) != parent:
			moved[p.Number] = true
		default:
			rows[row{parent, p.Level}] = append(rows[row{parent, p.Level}], p)
		}
	}
	for _, siblings := range rows {
		places := make([]int, len(siblings))
		for i, p := range siblings {
			places[i] = before[p.Number].Position
		}
		for i, elsewhere := range domain.Moved(places) {
			moved[siblings[i].Number] = elsewhere
		}
	}
	return moved
}

func (c *Comparison) compare(was, is *structured, moved bool) {
	if moved {
		changes := changesOf(was.where(), is.where())
		if len(changes) == 0 { // others came and went around it, so that it has the number that it had
			changes = []*AuditChange{{"position", asJSON(was.Position), asJSON(is.Position)}}
		}
		c.Moved = listed(c.Moved, &ComparedNode{is.Placement, changes})
	}
	if changes := changesOf(was.facts(), is.facts()); len(changes) > 0 {
		c.Changed = listed(c.Changed, &ComparedNode{is.Placement, changes})
	}
}

// structured is a node of one revision with its planned costs, its targets and the problems it answers.
type structured struct {
	*Placement
	costs    []domain.PlannedCost
	targets  []domain.Target
	problems []domain.NodeID
}

// facts are what the revision says of the node; who answers for it is not of one revision.
func (n *structured) facts() map[string]any {
	f := n.structure()
	f.PlannedCosts, f.Targets, f.Problems = n.costs, n.targets, n.problems
	return f.Facts()
}

func (n *structured) where() map[string]any {
	told := map[string]any{"position": n.Position}
	if n.ParentNumber != nil {
		told["parentId"] = domain.NodeID{Type: typeNames[*n.ParentLevel], Community: n.CommunityID, Number: *n.ParentNumber}.String()
	}
	return told
}

// structure reads a revision whole: its nodes, their costs and targets, and the problems they answer.
func (d *door) structure(r *Revision) ([]*structured, error) {
	args := named{"community": r.CommunityID, "revision": r.Number, "view": domain.WorkingView}
	rows, err := fetch[Placement](d, `SELECT `+placementColumns+` FROM placements p
		JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
		WHERE p.community_id = @community AND p.revision_number = @revision
		ORDER BY CASE p.level WHEN 'GOAL' THEN 1 WHEN 'SUBGOAL' THEN 2 ELSE 3 END, p.parent_number, p.position, p.node_number`, args)
	if err != nil {
		return nil, err
	}
	costs, err := fetch[PlannedCost](d, `SELECT k.node_number, k.year, k.fund_source, k.expense_kind, k.amount FROM planned_costs k
		WHERE k.community_id = @community AND k.revision_number = @revision ORDER BY k.year, k.fund_source, k.expense_kind`, args)
	if err != nil {
		return nil, err
	}
	targets, err := d.targetsIn(r.CommunityID, r.Number, nil)
	if err != nil {
		return nil, err
	}
	answers, err := d.goalProblems(r.CommunityID, r.Number)
	of := map[int64][]domain.PlannedCost{}
	for _, c := range costs {
		of[c.NodeNumber] = append(of[c.NodeNumber], domain.PlannedCost{Year: c.Year, Source: c.FundSource, Expense: c.ExpenseKind, Amount: c.Sum})
	}
	nodes := make([]*structured, len(rows))
	for i, p := range rows {
		nodes[i] = &structured{p, of[p.Number], targets[p.Number], answers[p.Number]}
	}
	return nodes, err
}

// changesOf are the facts that differ, in the order of their names, with their values as JSON.
func changesOf(before, after map[string]any) []*AuditChange {
	was, is := domain.Differences(before, after)
	names := maps.Clone(was)
	maps.Copy(names, is)
	changes := []*AuditChange{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		changes = append(changes, &AuditChange{name, asJSON(was[name]), asJSON(is[name])})
	}
	return changes
}

func asJSON(value any) *string {
	if value == nil {
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil // facts are texts, numbers and maps of them
	}
	return optional(string(text))
}
