package models_test

import (
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/models"
)

var villageLines = []string{
	"1 1 Доступний інтернет", "1.1 1.1 Мережа в школах", "1.1.c1 1.1.1 Кабель", "1.1.c2 1.1.2 Курси",
	"2 2 Цифрові навички", "2.c1 Портал",
}

func TestFirstWriteOfATree(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	written := b.write(t, o)
	if !written.Changed || written.Sequence != 1 || written.CommunityName != "Громада 1.1" || len(written.Standing) != 0 {
		t.Errorf("%+v", written)
	}
	for i, m := range written.Matches {
		if m != (domain.Match{}) {
			t.Errorf("node %d of an empty tree is recognised: %+v", i, m)
		}
	}
	expectLines(t, b.sketch(t, o.Community), villageLines...)
	b.expectGrowth(t, nil, map[string]int{
		"goal_trees": 1, "goal_tree_revisions": 1, "tree_nodes": 6, "placements": 6, "planned_costs": 2,
		"progress_reports": 2, "spending_entries": 1, "evidence_links": 1,
	})
	tree := b.current(t, o.Community)
	if tree.State != domain.Adopted || tree.PublishedAt == nil || *tree.Period() != *o.Period || tree.Demonstration ||
		*tree.Source().Title != o.SourceTitle || *tree.Source().URL != o.SourceURL {
		t.Errorf("%+v", tree)
	}
}

func TestFirstWriteKeepsEverythingSaid(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	subgoal := subgoalLevel.only(t, b)
	if said := o.Nodes[1]; valueOf(subgoal.Description) != said.Description || *subgoal.StartDate != *said.StartDate ||
		*subgoal.DueDate != *said.DueDate || valueOf(subgoal.Responsible) != said.Responsible || subgoal.Weight != 1 {
		t.Errorf("%+v", subgoal)
	}
	c := componentLevel.only(t, b, "Кабель")
	if said := o.Nodes[2]; valueOf(c.Kind) != said.Kind || valueOf(c.CategoryCode) != said.Category || c.Version != 1 ||
		valueOf(c.ExpectedResult) != said.ExpectedResult || valueOf(c.Customer) != said.Customer || valueOf(c.Executor) != said.Executor {
		t.Errorf("%+v", c)
	}
	costs, err := b.PlannedCosts(visitor(), c)
	must(t, err)
	if len(costs) != 2 || costs[0].Sum != "1200.50" || costs[1].FundSource != domain.DonorFunds || costs[1].Year != 2027 {
		t.Errorf("%+v", costs)
	}
	spent, err := b.Spending(visitor(), c)
	must(t, err)
	links, err := b.Evidence(visitor(), c)
	must(t, err)
	if len(spent) != 1 || spent[0].Sum != "99.99" || len(links) != 1 || links[0].URL != "https://example.org/photo" {
		t.Errorf("%+v %+v", spent, links)
	}
}

// only gives the single node of the level whose title has the words.
func (l level[R]) only(t failer, b *base, words ...string) *R {
	t.Helper()
	filter := models.NodeFilter{}
	if len(words) > 0 {
		filter.Text = &models.TextFilter{Contains: new(strings.Join(words, " "))}
	}
	found, err := l.list(visitor(), b.Store, models.NodeQuery{Level: l.name, Filter: filter, Order: models.NodeOrder{Field: models.ByTitle}}, models.Page{})
	must(t, err)
	if len(found.Rows) != 1 {
		t.Fatalf("%d nodes, want one", len(found.Rows))
	}
	return found.Rows[0]
}

func TestSameTreeAgainWritesNothing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	o.Nodes[0].Weight = 1.0 / 3 // more than the database holds
	b.write(t, o)
	before := b.content(t)
	again := b.write(t, o)
	if again.Changed || again.Sequence != 0 || len(again.Standing) != len(o.Nodes) {
		t.Errorf("%+v", again)
	}
	if slices.ContainsFunc(again.Matches, func(m domain.Match) bool { return m.Number == 0 }) {
		t.Errorf("not all are recognised: %v", again.Matches)
	}
	if b.content(t) != before {
		t.Error("something was written")
	}
}

// TestRepeatedCostsAreTheSameInAnyOrder: an edition may name the same sums otherwise.
func TestRepeatedCostsAreTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	slices.Reverse(o.Nodes[2].PlannedCosts)
	o.Nodes[2].PlannedCosts[0].Amount = "300.00"
	if b.write(t, o).Changed {
		t.Error("the same costs made a revision")
	}
	o.Nodes[2].PlannedCosts = nil
	if b.write(t, o).Changed {
		t.Error("silence about costs made a revision")
	}
}

func TestChangedTitleIsANewRevision(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	frozen, numbers, sizes := b.revision(t, 1), b.identities(t), b.sizes(t)
	o.Nodes[2].Title = "Оптичний кабель"
	o.Nodes[2].PlannedCosts = nil
	written := b.write(t, o)
	if !written.Changed || written.Sequence != 2 || written.Matches[2] != (domain.Match{Number: numbers["Кабель"], By: domain.MatchedByCode}) {
		t.Errorf("%+v", written)
	}
	b.expectGrowth(t, sizes, map[string]int{"goal_tree_revisions": 1, "placements": 6, "planned_costs": 2})
	if b.revision(t, 1) != frozen {
		t.Error("the first revision is not what it was")
	}
	if numbers["Оптичний кабель"] = numbers["Кабель"]; b.identities(t)["Оптичний кабель"] != numbers["Кабель"] {
		t.Errorf("%v became %v", numbers, b.identities(t))
	}
	c := componentLevel.only(t, b, "кабель")
	progress, err := models.ProgressOf(visitor(), b.Store, c, nil)
	must(t, err)
	if got := told(progress.Progress); got != "IN_PROGRESS 40.5 REPORTED  - 0/1/1" || valueOf(c.ExpectedResult) != "12 км" {
		t.Errorf("the component is now %q, %+v", got, c)
	}
	total, err := b.PlannedTotal(visitor(), c)
	must(t, err)
	if total == nil || total.Amount != "1500.50" {
		t.Errorf("the costs carried over are %v", total)
	}
}

func TestChangedCostsAreANewRevision(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	frozen := b.revision(t, 1)
	more := domain.PlannedCost{Year: 2026, Source: domain.StateFunds, Expense: domain.Current, Amount: "7"}
	o.Nodes[2].PlannedCosts = append(o.Nodes[2].PlannedCosts, more)
	if written := b.write(t, o); written.Sequence != 2 {
		t.Errorf("one more: %+v", written)
	}
	o.Nodes[2].PlannedCosts = o.Nodes[2].PlannedCosts[1:2]
	if written := b.write(t, o); written.Sequence != 3 {
		t.Errorf("one alone: %+v", written)
	}
	costs, err := b.PlannedCosts(visitor(), componentLevel.only(t, b, "Кабель"))
	must(t, err)
	if len(costs) != 1 || costs[0].Year != 2027 {
		t.Errorf("%+v", costs)
	}
	o.Nodes[2].PlannedCosts[0].Amount = "301"
	if written := b.write(t, o); written.Sequence != 4 || b.revision(t, 1) != frozen {
		t.Errorf("another sum: %+v", written)
	}
}

func TestMovedNodeKeepsItsIdentity(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	numbers := b.identities(t)
	o.Nodes[1].Parent, o.Nodes[1].Code = 4, "2.1" // a subgoal with its components
	o.Nodes[2].Code = "2.1.1"
	o.Nodes[5].Parent = 0 // a component from goal to goal
	written := b.write(t, o)
	if written.Sequence != 2 || written.Matches[1].By != domain.MatchedByTitle {
		t.Errorf("%+v", written)
	}
	expectLines(t, b.sketch(t, o.Community), "1 1 Доступний інтернет", "1.c1 Портал", "2 2 Цифрові навички",
		"2.1 2.1 Мережа в школах", "2.1.c1 2.1.1 Кабель", "2.1.c2 1.1.2 Курси")
	for title, number := range b.identities(t) {
		if numbers[title] != number {
			t.Errorf("«%s» was %d and is %d", title, numbers[title], number)
		}
	}
}

func TestNewNodeTakesItsPlaceAmongTheOthers(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	sizes := b.sizes(t)
	o.Nodes = slices.Insert(o.Nodes, 2, domain.OutlineNode{Level: domain.ComponentLevel, Parent: 1, Title: "Вежа"})
	o.Nodes[6].Parent = 5
	written := b.write(t, o)
	if written.Sequence != 2 || written.Matches[2].Number != 0 || written.Matches[3].Number == 0 {
		t.Errorf("%+v", written)
	}
	b.expectGrowth(t, sizes, map[string]int{"goal_tree_revisions": 1, "tree_nodes": 1, "placements": 7, "planned_costs": 2})
	expectLines(t, b.sketch(t, o.Community), "1 1 Доступний інтернет", "1.1 1.1 Мережа в школах", "1.1.c1 Вежа",
		"1.1.c2 1.1.1 Кабель", "1.1.c3 1.1.2 Курси", "2 2 Цифрові навички", "2.c1 Портал")
}
