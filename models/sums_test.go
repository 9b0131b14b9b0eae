package models_test

import (
	"testing"

	"hromada/domain"
	"hromada/models"
)

// compareSums holds counts and hard shares of every tree and its goals against the nodes drawn.
func (o oblast) compareSums(t failer, b *base) {
	t.Helper()
	for c, community := range o.communityRows(t, b) {
		trees, err := b.Trees(visitor(), community, nil)
		must(t, err)
		for i, tree := range trees {
			nodes := o.trees[c][len(trees)-1-i].nodes
			counts, err := models.CountsOf(visitor(), b.Store, tree, models.ByTree)
			must(t, err)
			compareCounts(t, "the tree", counts, nodes, within(nodes, -1))
			share, err := models.HardShareOf(visitor(), b.Store, tree, models.ByTree)
			must(t, err)
			compareShare(t, "the tree", share, nodes, within(nodes, -1))
			goals, err := b.GoalsOf(visitor(), tree)
			must(t, err)
			for _, goal := range goals {
				o.compareGoalSums(t, b, goal, nodes)
			}
		}
	}
}

func (o oblast) compareGoalSums(t failer, b *base, goal *models.Goal, nodes []domain.OutlineNode) {
	t.Helper()
	var at int
	for i, n := range nodes {
		if n.Title == goal.Title {
			at = i
		}
	}
	counts, err := models.CountsOf(visitor(), b.Store, goal, models.ByGoal)
	must(t, err)
	compareCounts(t, goal.Title, counts, nodes, within(nodes, at))
	share, err := models.HardShareOf(visitor(), b.Store, goal, models.ByGoal)
	must(t, err)
	compareShare(t, goal.Title, share, nodes, within(nodes, at))
}

// within tells of each node whether it is the one at an index or beneath it; -1 stands above all.
func within(nodes []domain.OutlineNode, top int) []bool {
	inside := make([]bool, len(nodes))
	for i, n := range nodes {
		inside[i] = top < 0 || i == top || (n.Parent >= 0 && inside[n.Parent])
	}
	return inside
}

func compareCounts(t failer, what string, got *models.TreeCounts, nodes []domain.OutlineNode, inside []bool) {
	t.Helper()
	var want models.TreeCounts
	for i, n := range nodes {
		if !inside[i] {
			continue
		}
		switch {
		case n.Level == domain.GoalLevel:
			want.Goals++
		case n.Level == domain.SubgoalLevel:
			want.Subgoals++
		case n.Kind == domain.Soft:
			want.Components, want.SoftComponents = want.Components+1, want.SoftComponents+1
		case n.Kind == domain.Hard:
			want.Components, want.HardComponents = want.Components+1, want.HardComponents+1
		default:
			want.Components, want.UnclassifiedComponents = want.Components+1, want.UnclassifiedComponents+1
		}
	}
	if *got != want {
		t.Errorf("%s: %+v, want %+v", what, *got, want)
	}
}

// compareShare counts a component unless it, or something above it, is cancelled.
func compareShare(t failer, what string, got *models.HardShare, nodes []domain.OutlineNode, inside []bool) {
	t.Helper()
	now := reckon(nodes, today)
	dropped := make([]bool, len(nodes))
	var sums domain.HardSums
	for i, n := range nodes {
		dropped[i] = now.nodes[n.Title].Status == domain.Cancelled || (n.Parent >= 0 && dropped[n.Parent])
		if inside[i] && n.Level == domain.ComponentLevel && !dropped[i] {
			add(&sums, n)
		}
	}
	percent, basis := domain.HardShare(sums)
	if !same(got.Percent, percent) || valueOf(got.Basis) != valueOf(basis) || got.Hard != sums.Hard || got.Of != sums.Components {
		t.Errorf("%s: %v by %s, %d of %d, want %v by %s of %+v", what,
			valueOf(got.Percent), valueOf(got.Basis), got.Hard, got.Of, valueOf(percent), valueOf(basis), sums)
	}
}

func add(sums *domain.HardSums, n domain.OutlineNode) {
	sums.Components++
	if n.Kind != "" {
		sums.Classified++
	}
	cost := 0.0
	for _, c := range n.PlannedCosts {
		cost += amount(c.Amount)
	}
	if len(n.PlannedCosts) > 0 {
		sums.Costed++
	}
	sums.Cost += cost
	if n.Kind == domain.Hard {
		sums.Hard, sums.HardCost = sums.Hard+1, sums.HardCost+cost
	}
}

// TestHardShareLeavesOutWhatIsCancelled works one tree out by hand: of four components one is
// cancelled and one stands under a cancelled subgoal; of the others the hard one is planned to cost
// 300 of 400.
func TestHardShareLeavesOutWhatIsCancelled(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	a := b.addArea(t, 1, 1)
	cancelled := []domain.Report{{AsOf: today, Status: domain.Cancelled}}
	component := func(parent int, title string, kind domain.ComponentKind, cost domain.Decimal, reports []domain.Report) domain.OutlineNode {
		return domain.OutlineNode{
			Level: domain.ComponentLevel, Parent: parent, Title: title, Reports: reports,
			ComponentDetails: domain.ComponentDetails{Kind: kind, PlannedCosts: []domain.PlannedCost{
				{Year: 2026, Source: domain.LocalFunds, Expense: domain.Capital, Amount: cost},
			}},
		}
	}
	b.write(t, domain.Outline{Community: a.communities[0], Kind: domain.Digital, State: domain.Adopted, Nodes: []domain.OutlineNode{
		{Level: domain.GoalLevel, Parent: -1, Title: "Мережа"},
		{Level: domain.SubgoalLevel, Parent: 0, Title: "Школи"},
		{Level: domain.SubgoalLevel, Parent: 0, Title: "Ферми", Reports: cancelled},
		component(1, "Кабель", domain.Hard, "300", nil), component(1, "Курси", domain.Soft, "100", nil),
		component(0, "Вежа", domain.Hard, "999", cancelled), component(2, "Антена", domain.Hard, "999", nil),
	}})
	community, err := b.CommunityByCode(visitor(), a.communities[0])
	must(t, err)
	got, err := models.HardShareOf(visitor(), b.Store, community, models.ByCommunity)
	must(t, err)
	if valueOf(got.Percent) != 75 || valueOf(got.Basis) != domain.ByCost || got.Hard != 1 || got.Of != 2 {
		t.Errorf("%v by %s, %d of %d", valueOf(got.Percent), valueOf(got.Basis), got.Hard, got.Of)
	}
}
