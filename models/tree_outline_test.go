package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/models"
)

// village is a small tree with everything that may hang on a node, each time made anew.
func village(community domain.KatottgCode) domain.Outline {
	return domain.Outline{
		Community: community, Kind: domain.DevelopmentStrategy, Period: &domain.Period{Start: 2021, End: 2027},
		State: domain.Adopted, SourceTitle: "Стратегія", SourceURL: "https://example.org/strategy",
		Nodes: []domain.OutlineNode{
			{Level: domain.GoalLevel, Parent: -1, Code: "1", Title: "Доступний інтернет", Priority: domain.High, Weight: .25},
			{
				Level: domain.SubgoalLevel, Parent: 0, Code: "1.1", Title: "Мережа в школах", Description: "У кожній школі.",
				StartDate: new(today.AddDays(-10)), DueDate: new(today.AddDays(10)), Responsible: "Відділ освіти",
			},
			{
				Level: domain.ComponentLevel, Parent: 1, Code: "1.1.1", Title: "Кабель",
				Reports: []domain.Report{
					{AsOf: today.AddDays(-9), Status: domain.Planned},
					{AsOf: today.AddDays(-2), Status: domain.InProgress, Percent: new(40.5), Note: "Прокладено половину"},
				},
				ComponentDetails: domain.ComponentDetails{
					Kind: domain.Hard, Category: "NETWORK", ExpectedResult: "12 км", Customer: "Громада", Executor: "Підрядник",
					PlannedCosts: []domain.PlannedCost{
						{Year: 2026, Source: domain.LocalFunds, Expense: domain.Capital, Amount: "1200.5"},
						{Year: 2027, Source: domain.DonorFunds, Expense: domain.Capital, Amount: "300"},
					},
					Spending: []domain.Spending{{On: today.AddDays(-1), Source: domain.LocalFunds, Amount: "99.99", Note: "Аванс"}},
					Evidence: []domain.Evidence{{URL: "https://example.org/photo", Title: "Фото"}},
				},
			},
			{Level: domain.ComponentLevel, Parent: 1, Code: "1.1.2", Title: "Курси"},
			{Level: domain.GoalLevel, Parent: -1, Code: "2", Title: "Цифрові навички"},
			{Level: domain.ComponentLevel, Parent: 4, Title: "Портал"},
		},
	}
}

// sketch reads the published tree as lines of place, code and title: «1.c2» is the second component
// of the first goal.
func (b *base) sketch(t failer, community domain.KatottgCode) []string {
	t.Helper()
	tree := b.current(t, community)
	goals, err := b.GoalsOf(visitor(), tree)
	must(t, err)
	var lines []string
	for _, goal := range goals {
		at := fmt.Sprint(goal.Position)
		lines = append(lines, line(at, &goal.Placement))
		subgoals, err := b.SubgoalsOf(visitor(), goal)
		must(t, err)
		for _, subgoal := range subgoals {
			lines = append(lines, line(fmt.Sprintf("%s.%d", at, subgoal.Position), &subgoal.Placement))
			components, err := b.ComponentsOf(visitor(), subgoal)
			must(t, err)
			lines = append(lines, componentLines(fmt.Sprintf("%s.%d", at, subgoal.Position), components)...)
		}
		components, err := b.ComponentsOfGoal(visitor(), goal)
		must(t, err)
		lines = append(lines, componentLines(at, components)...)
	}
	return lines
}

func componentLines(at string, components []*models.Component) []string {
	lines := make([]string, len(components))
	for i, c := range components {
		lines[i] = line(fmt.Sprintf("%s.c%d", at, c.Position), &c.Placement)
	}
	return lines
}

func line(at string, p *models.Placement) string {
	return strings.Join(strings.Fields(at+" "+valueOf(p.Code)+" "+p.Title), " ")
}

func (b *base) current(t failer, community domain.KatottgCode) *models.GoalTree {
	t.Helper()
	row, err := b.CommunityByCode(visitor(), community)
	must(t, err)
	tree, err := b.CurrentTree(visitor(), row, nil, domain.PublishedView)
	must(t, err)
	if tree == nil {
		t.Fatal("the community has no tree")
	}
	return tree
}

// identities gives the numbers of the nodes that the published trees place, by title.
func (b *base) identities(t failer) map[string]int64 {
	t.Helper()
	rows, err := b.db.QueryContext(visitor(), `SELECT p.title, p.node_number FROM goal_trees t JOIN placements p
		ON p.community_id = t.community_id AND p.revision_number = t.published_revision`)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	all := map[string]int64{}
	for rows.Next() {
		var title string
		var number int64
		must(t, rows.Scan(&title, &number))
		all[title] = number
	}
	must(t, rows.Err())
	return all
}

// revision is one revision's placements and costs as text.
func (b *base) revision(t failer, sequence int) string {
	t.Helper()
	var placements, costs string
	const all = `SELECT coalesce(string_agg(CAST(x AS text), E'\n' ORDER BY CAST(x AS text)), '') FROM `
	const one = ` x JOIN goal_tree_revisions v ON v.number = x.revision_number WHERE v.sequence = $1`
	must(t, b.db.QueryRowContext(visitor(), all+"placements"+one, sequence).Scan(&placements))
	must(t, b.db.QueryRowContext(visitor(), all+"planned_costs"+one, sequence).Scan(&costs))
	return placements + "\n" + costs
}

func expectLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("the tree is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// expectGrowth demands that tables grew by so many rows, and no others.
func (b *base) expectGrowth(t *testing.T, before, by map[string]int) {
	t.Helper()
	for table, size := range b.sizes(t) {
		if size-before[table] != by[table] {
			t.Errorf("%s grew by %d rows, want %d", table, size-before[table], by[table])
		}
	}
}
