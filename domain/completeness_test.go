package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

// complete is a goal with a subgoal with a component, which may be submitted.
func complete() []domain.SubmittedNode {
	return []domain.SubmittedNode{
		{Number: 1, Level: domain.GoalLevel, Responsible: "Рада"},
		{Number: 2, Parent: 1, Level: domain.SubgoalLevel, Responsible: "Відділ"},
		{Number: 3, Parent: 2, Level: domain.ComponentLevel, Kind: domain.Soft, StartDate: new(domain.NewDate(2026, 1, 1)), DueDate: new(domain.NewDate(2028, 12, 31))},
	}
}

func TestWhatATreeLacks(t *testing.T) {
	t.Parallel()
	date := func(year int) *domain.Date { return new(domain.NewDate(year, 6, 1)) }
	for why, c := range map[string]struct {
		spoil func([]domain.SubmittedNode) []domain.SubmittedNode
		want  string
	}{
		"nothing":                {func(all []domain.SubmittedNode) []domain.SubmittedNode { return all }, `[]`},
		"no goals":               {func([]domain.SubmittedNode) []domain.SubmittedNode { return nil }, `[{0 GOALS}]`},
		"an empty goal":          {func(all []domain.SubmittedNode) []domain.SubmittedNode { return all[:1] }, `[{1 CHILDREN}]`},
		"a subgoal may be empty": {func(all []domain.SubmittedNode) []domain.SubmittedNode { return all[:2] }, `[]`},
		"a component beneath the goal is enough": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[2].Parent = 1
			return []domain.SubmittedNode{all[0], all[2]}
		}, `[]`},
		"nobody responsible": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[0].Responsible, all[1].Responsible = "", ""
			return all
		}, `[{1 RESPONSIBLE} {2 RESPONSIBLE}]`},
		"a placeholder needs nobody": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[0].Responsible, all[0].Placeholder = "", true
			return all
		}, `[]`},
		"no kind and no dates": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[2].Kind, all[2].DueDate = "", nil
			return all
		}, `[{3 KIND} {3 DATES}]`},
		"before the period": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[2].StartDate = new(domain.NewDate(2025, 12, 31))
			return all
		}, `[{3 OUTSIDE_PERIOD}]`},
		"after the period": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[1].DueDate, all[2].DueDate = new(domain.NewDate(2029, 1, 1)), new(domain.NewDate(2029, 1, 1))
			return all
		}, `[{2 OUTSIDE_PERIOD} {3 OUTSIDE_PERIOD}]`},
		"beyond the node above, on both sides": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[1].StartDate, all[1].DueDate = date(2026), date(2027)
			return all
		}, `[{3 OUTSIDE_PARENT}]`},
		"above without dates nothing is beyond": {func(all []domain.SubmittedNode) []domain.SubmittedNode {
			all[0].StartDate, all[0].DueDate = date(2027), date(2027)
			return all
		}, `[]`},
	} {
		if got := fmt.Sprint(domain.Incomplete(c.spoil(complete()), &domain.Period{Start: 2026, End: 2028})); got != c.want {
			t.Errorf("%s: %s, want %s", why, got, c.want)
		}
	}
	all := complete()
	all[2].StartDate = new(domain.NewDate(1999, 1, 1))
	if got := domain.Incomplete(all, nil); len(got) > 0 {
		t.Errorf("without a period: %v", got)
	}
}

// TestWhatIsMissingIsOfTheNodes: each thing once, of nodes that there are, in their order; and filling a gap leaves no new one.
func TestWhatIsMissingIsOfTheNodes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := complete()
		for i := range all {
			if rapid.Bool().Draw(t, "idle") {
				all[i].Responsible = ""
			}
			if rapid.Bool().Draw(t, "dated") {
				all[i].StartDate = new(domain.NewDate(rapid.IntRange(2024, 2030).Draw(t, "start"), 1, 1))
			}
			if rapid.Bool().Draw(t, "open") {
				all[i].DueDate = nil
			}
		}
		period := &domain.Period{Start: 2026, End: 2028}
		missing, last := domain.Incomplete(all, period), int64(0)
		for i, m := range missing {
			if m.Node < last || slices.Contains(missing[:i], m) {
				t.Fatalf("out of order or twice: %v", missing)
			}
			last = m.Node
		}
		for i := range all {
			all[i].Responsible = "Рада"
		}
		for _, m := range domain.Incomplete(all, period) {
			if m.Lack == domain.LackResponsible || !slices.Contains(missing, m) {
				t.Fatalf("%v after %v", m, missing)
			}
		}
	})
}
