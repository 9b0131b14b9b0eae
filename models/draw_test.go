package models_test

import (
	"fmt"
	"strconv"

	"pgregory.net/rapid"

	"hromada/domain"
)

// longAgo bounds how many days back things are drawn; few, so that days often coincide.
const longAgo = 40

var statuses = []domain.Status{domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled}

// drawNodes makes a goal tree of any shape: leaves at every level, components under goals. Titles tell
// the nodes apart.
func drawNodes(t *rapid.T, name string) []domain.OutlineNode {
	var nodes []domain.OutlineNode
	add := func(level domain.Level, parent int) int {
		nodes = append(nodes, drawNode(t, level, parent, fmt.Sprintf("%s вузол %d", name, len(nodes))))
		return len(nodes) - 1
	}
	few := rapid.IntRange(0, 2)
	for range rapid.IntRange(1, 3).Draw(t, "goals") {
		goal := add(domain.GoalLevel, -1)
		for range few.Draw(t, "subgoals") {
			subgoal := add(domain.SubgoalLevel, goal)
			for range few.Draw(t, "components") {
				add(domain.ComponentLevel, subgoal)
			}
		}
		for range few.Draw(t, "components under the goal") {
			add(domain.ComponentLevel, goal)
		}
	}
	return nodes
}

func drawNode(t *rapid.T, level domain.Level, parent int, title string) domain.OutlineNode {
	n := domain.OutlineNode{
		Level: level, Parent: parent, Title: title,
		Weight:    rapid.SampledFrom([]float64{0, 1, .1, .2, .3, .7, 2.5, .0001, 1234.5678}).Draw(t, "weight"),
		StartDate: drawDate(t, "start"), DueDate: drawDate(t, "due"),
	}
	if n.StartDate != nil && n.DueDate != nil && n.StartDate.After(*n.DueDate) {
		n.StartDate, n.DueDate = n.DueDate, n.StartDate
	}
	for range rapid.SampledFrom([]int{0, 1, 1, 2, 5}).Draw(t, "reports") {
		n.Reports = append(n.Reports, drawReport(t, level))
	}
	if level == domain.ComponentLevel {
		n.ComponentDetails = drawDetails(t)
	}
	return n
}

// drawDate gives days on both sides of today, and sometimes none.
func drawDate(t *rapid.T, name string) *domain.Date {
	if rapid.IntRange(0, 3).Draw(t, name+" known") == 0 {
		return nil
	}
	return new(today.AddDays(rapid.IntRange(-longAgo, longAgo).Draw(t, name)))
}

// drawReport gives only what the database takes: 100 asks for DONE, and only a parent is overridden.
func drawReport(t *rapid.T, level domain.Level) domain.Report {
	r := domain.Report{
		AsOf:   today.AddDays(-rapid.IntRange(0, longAgo).Draw(t, "days ago")),
		Status: rapid.SampledFrom(statuses).Draw(t, "status"),
	}
	if rapid.Bool().Draw(t, "number") {
		switch r.Status {
		case domain.Done:
			r.Percent = new(100.0)
		case domain.Planned:
			r.Percent = new(0.0)
		case domain.InProgress, domain.Suspended, domain.Cancelled:
			r.Percent = new(float64(rapid.IntRange(0, 9999).Draw(t, "hundredths")) / 100)
		}
		if level != domain.ComponentLevel && rapid.Bool().Draw(t, "override") {
			r.Override = "Оцінка робочої групи"
		}
	}
	return r
}

func drawDetails(t *rapid.T) domain.ComponentDetails {
	d := domain.ComponentDetails{Kind: rapid.SampledFrom([]domain.ComponentKind{"", domain.Soft, domain.Hard}).Draw(t, "kind")}
	for i := range rapid.IntRange(0, 2).Draw(t, "costs") {
		d.PlannedCosts = append(d.PlannedCosts, domain.PlannedCost{
			Year: 2026 + i, Source: domain.LocalFunds, Expense: domain.Capital,
			Amount: domain.Decimal(fmt.Sprint(rapid.IntRange(0, 1000).Draw(t, "amount"))),
		})
	}
	return d
}

// amount reads what drawDetails wrote.
func amount(d domain.Decimal) float64 {
	f, err := strconv.ParseFloat(string(d), 64)
	if err != nil {
		panic(err)
	}
	return f
}

// reckoning is what domain makes of drawn nodes on a day.
type reckoning struct {
	nodes map[string]domain.Progress
	track map[string]domain.Track
	tree  domain.Progress
}

func reckon(nodes []domain.OutlineNode, asOf domain.Date) reckoning {
	r := reckoning{map[string]domain.Progress{}, map[string]domain.Track{}, domain.Progress{}}
	beneath := map[int][]domain.Weighted{}
	for i := len(nodes) - 1; i >= 0; i-- {
		n := nodes[i]
		state, _ := domain.CurrentState(n.Reports, asOf)
		p := domain.LeafProgress(state)
		if children, parent := beneath[i]; parent {
			p = domain.RollUp(state, children)
		}
		r.nodes[n.Title], r.track[n.Title] = p, domain.TrackOf(p, n.StartDate, n.DueDate, asOf)
		weight := n.Weight
		if weight == 0 {
			weight = 1
		}
		beneath[n.Parent] = append(beneath[n.Parent], domain.Weighted{Progress: p, Weight: weight})
	}
	r.tree = domain.RollUp(domain.NodeState{}, beneath[-1])
	return r
}
