package models

import (
	"reflect"
	"slices"
	"time"

	"hromada/domain"
)

// merged is a new revision before it is written: every placement, and what is new beside it.
type merged struct {
	changed    bool
	nodes      []*nodeRow // identities to add
	placements []*Placement
	costs      []*PlannedCost
	problems   []*goalProblemRow
	reports    []*reportRow
	spending   []*SpendingEntry
	evidence   []*EvidenceLink
}

// nodeRow is an identity as it is written.
type nodeRow struct {
	CommunityID    int64
	Number         int64
	TreeNumber     int64
	Level          domain.Level
	Responsible    *string
	Status         *domain.Status
	Percent        *float64
	OverrideReason *string
	ReportedOn     *domain.Date
	FinishedOn     *domain.Date
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// reportRow is an entry of the journal as it is written; the database numbers it.
type reportRow struct {
	CommunityID    int64
	NodeNumber     int64
	Number         int64 `gorm:"primaryKey;autoIncrement"`
	AsOf           domain.Date
	Status         domain.Status
	Percent        *float64
	OverrideReason *string
	Note           *string
	ReportedAt     time.Time
	ReportedBy     *int64
	FirstNumber    *int64 // of the entries that it stands for; nil: its own
}

// merge lays an outline over what stands.
func (tx *Tx) merge(tree *treeRow, o domain.Outline, standing []*Placement, matches []domain.Match) (*merged, error) {
	numbers, err := tx.identities(matches)
	if err != nil {
		return nil, err
	}
	known := make(map[int64]*Placement, len(standing))
	for _, p := range standing {
		known[p.Number] = p
	}
	m := &merged{changed: tree.PublishedRevision == nil}
	for i, n := range o.Nodes {
		p := m.place(tree, n, numbers[i], known[numbers[i]])
		if n.Parent >= 0 {
			p.ParentNumber, p.ParentLevel = &numbers[n.Parent], &o.Nodes[n.Parent].Level
		}
		if known[numbers[i]] == nil {
			tx.addNode(m, p, n)
		}
		m.addCosts(p, n.PlannedCosts)
	}
	m.keepLeft(standing)
	m.number()
	m.compare(known)
	if err := tx.keepCosts(tree, m); err != nil {
		return nil, err
	}
	if err := tx.mergeProblemsOf(tree, m, o, numbers); err != nil {
		return nil, err
	}
	return m, m.fits()
}

// identities gives every node of an outline its number: the matched one's, or a fresh one.
func (tx *Tx) identities(matches []domain.Match) ([]int64, error) {
	fresh := 0
	for _, m := range matches {
		if m.Number == 0 {
			fresh++
		}
	}
	type next struct{ Number int64 }
	rows, err := fetch[next](&tx.door, `SELECT nextval(pg_get_serial_sequence('tree_nodes', 'number')) AS number
		FROM generate_series(1, CAST(@fresh AS integer))`, named{"fresh": fresh})
	if err != nil {
		return nil, err
	}
	numbers := make([]int64, len(matches))
	for i, m := range matches {
		if numbers[i] = m.Number; m.Number == 0 {
			numbers[i], rows = rows[0].Number, rows[1:]
		}
	}
	return numbers, nil
}

// place makes a node's placement: what the outline says, else what stood, else nothing.
func (m *merged) place(tree *treeRow, n domain.OutlineNode, number int64, stood *Placement) *Placement {
	p := &Placement{Weight: 1}
	if stood != nil {
		twin := *stood
		p = &twin
	}
	p.CommunityID, p.TreeNumber, p.Number, p.Level = tree.CommunityID, tree.Number, number, n.Level
	p.ParentNumber, p.ParentLevel, p.Placeholder = nil, nil, n.Placeholder
	fields := p.structure()
	n.Tell(&fields)
	p.become(fields)
	m.placements = append(m.placements, p)
	return p
}

// addNode begins an identity with everything the outline tells of its life.
func (tx *Tx) addNode(m *merged, p *Placement, n domain.OutlineNode) {
	node := &nodeRow{
		CommunityID: p.CommunityID, Number: p.Number, TreeNumber: p.TreeNumber, Level: p.Level,
		Responsible: optional(n.Responsible), CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	state, reportedOn := domain.CurrentState(n.Reports, tx.today)
	node.ReportedOn = reportedOn
	node.Status, node.Percent, node.OverrideReason = optional(state.Status), state.Percent, optional(state.Override)
	node.FinishedOn = state.FinishedOn
	m.nodes = append(m.nodes, node)
	for _, r := range n.Reports {
		m.reports = append(m.reports, &reportRow{
			CommunityID: p.CommunityID, NodeNumber: p.Number, AsOf: r.AsOf,
			Status: r.Status, Percent: r.Percent, OverrideReason: optional(r.Override), Note: optional(r.Note), ReportedAt: tx.now,
		})
	}
	for _, s := range n.Spending {
		m.spending = append(m.spending, &SpendingEntry{
			CommunityID: p.CommunityID, NodeNumber: p.Number,
			SpentOn: s.On, FundSource: s.Source, Sum: s.Amount, Note: optional(s.Note),
		})
	}
	for _, e := range n.Evidence {
		m.evidence = append(m.evidence, &EvidenceLink{CommunityID: p.CommunityID, NodeNumber: p.Number, Title: e.Title, URL: e.URL})
	}
}

func (m *merged) addCosts(p *Placement, costs []domain.PlannedCost) {
	for _, c := range costs {
		m.costs = append(m.costs, &PlannedCost{
			CommunityID: p.CommunityID, NodeNumber: p.Number,
			Year: c.Year, FundSource: c.Source, ExpenseKind: c.Expense, Sum: c.Amount.Fixed(),
		})
	}
}

// keepLeft keeps the standing nodes that the outline does not name, after those that it does. Only a
// placeholder that holds nothing any more goes: nobody set it, and it would weigh as a goal.
func (m *merged) keepLeft(standing []*Placement) {
	named := make(map[int64]bool, len(m.placements))
	parents := map[int64]bool{}
	for _, p := range m.placements {
		named[p.Number] = true
		parents[valueOr(p.ParentNumber, 0)] = true
	}
	for _, p := range standing {
		if !named[p.Number] {
			parents[valueOr(p.ParentNumber, 0)] = true
		}
	}
	for _, p := range standing {
		switch {
		case named[p.Number]:
		case p.Placeholder && !parents[p.Number]:
			m.changed = true
		default:
			twin := *p
			m.placements = append(m.placements, &twin)
		}
	}
}

// number gives siblings positions from 1 in the order in which they stand, and puts parents before
// children, whose foreign key demands it.
func (m *merged) number() {
	depth := map[domain.Level]int{domain.GoalLevel: 0, domain.SubgoalLevel: 1, domain.ComponentLevel: 2}
	slices.SortStableFunc(m.placements, func(a, b *Placement) int { return depth[a.Level] - depth[b.Level] })
	type siblings struct {
		parent int64
		level  domain.Level
	}
	last := map[siblings]int{}
	for _, p := range m.placements {
		key := siblings{valueOr(p.ParentNumber, 0), p.Level}
		last[key]++
		p.Position = last[key]
	}
}

// compare finds out whether anything is new.
func (m *merged) compare(known map[int64]*Placement) {
	for _, p := range m.placements {
		if m.changed {
			return
		}
		stood := known[p.Number]
		m.changed = stood == nil || !reflect.DeepEqual(*p, *stood)
	}
}

// keepCosts carries over the costs of nodes for which the outline tells none, and finds out whether
// those that it tells are new.
func (tx *Tx) keepCosts(tree *treeRow, m *merged) error {
	if tree.PublishedRevision == nil {
		return nil
	}
	stood, err := fetch[PlannedCost](&tx.door, `SELECT k.community_id, k.node_number, k.year, k.fund_source, k.expense_kind, k.amount
		FROM planned_costs k WHERE k.community_id = @community AND k.revision_number = @revision `,
		named{"community": tree.CommunityID, "revision": *tree.PublishedRevision})
	told := map[int64]map[PlannedCost]bool{}
	for _, c := range m.costs {
		if told[c.NodeNumber] == nil {
			told[c.NodeNumber] = map[PlannedCost]bool{}
		}
		told[c.NodeNumber][*c] = true
	}
	for _, c := range stood {
		if costs, said := told[c.NodeNumber]; !said {
			m.costs = append(m.costs, c)
		} else if !costs[*c] {
			m.changed = true
		} else {
			delete(costs, *c)
		}
	}
	for _, fresh := range told {
		m.changed = m.changed || len(fresh) > 0
	}
	return err
}
