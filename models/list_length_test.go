package models_test

import (
	"fmt"
	"testing"

	"hromada/domain"
	"hromada/models"
)

// TestListsKeepTheirPromisedLengths writes lists as long as the schema promises, and one entry longer.
func TestListsKeepTheirPromisedLengths(t *testing.T) {
	t.Parallel()
	many := func(o *domain.Outline, level domain.Level, parent, count int) {
		for i := range count {
			o.Nodes = append(o.Nodes, domain.OutlineNode{Level: level, Parent: parent, Title: fmt.Sprint("Вузол ", i)})
		}
	}
	lists := map[string]struct {
		most int
		fill func(o *domain.Outline, count int)
	}{
		"goals":      {models.MaxGoals, func(o *domain.Outline, count int) { many(o, domain.GoalLevel, -1, count-1) }},
		"subgoals":   {models.MaxSubgoals, func(o *domain.Outline, count int) { many(o, domain.SubgoalLevel, 0, count) }},
		"components": {models.MaxComponents, func(o *domain.Outline, count int) { many(o, domain.ComponentLevel, 0, count) }},
		"costs": {models.MaxPlannedCosts, func(o *domain.Outline, count int) {
			many(o, domain.ComponentLevel, 0, 1)
			for i := range count {
				o.Nodes[1].PlannedCosts = append(o.Nodes[1].PlannedCosts, domain.PlannedCost{
					Year: 2000 + i%100, Source: []domain.FundSource{domain.LocalFunds, domain.StateFunds, domain.DonorFunds}[i/100],
					Expense: domain.Capital, Amount: "1.00",
				})
			}
		}},
		"spending": {models.MaxSpending, func(o *domain.Outline, count int) {
			many(o, domain.ComponentLevel, 0, 1)
			for range count {
				o.Nodes[1].Spending = append(o.Nodes[1].Spending, domain.Spending{On: today, Source: domain.LocalFunds, Amount: "1.00"})
			}
		}},
		"evidence": {models.MaxEvidence, func(o *domain.Outline, count int) {
			many(o, domain.ComponentLevel, 0, 1)
			for i := range count {
				o.Nodes[1].Evidence = append(o.Nodes[1].Evidence, domain.Evidence{URL: fmt.Sprint("https://example.org/", i), Title: "Звіт"})
			}
		}},
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBase(t)
			a := b.addArea(t, 1, 1)
			tree := func(count int) domain.Outline {
				o := domain.Outline{Community: a.communities[0], Kind: domain.Digital, State: domain.Adopted}
				many(&o, domain.GoalLevel, -1, 1)
				list.fill(&o, count)
				return o
			}
			_, err := b.tryWrite(tree(list.most+1), false)
			if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput {
				t.Errorf("%d entries: %v", list.most+1, err)
			}
			if got := b.sizes(t)["placements"]; got != 0 {
				t.Errorf("%d placements were left", got)
			}
			if _, err := b.tryWrite(tree(list.most), false); err != nil {
				t.Errorf("%d entries: %v", list.most, err)
			}
		})
	}
}

func TestRegistryKeepsItsPromisedLengths(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	r := smallRegistry()
	for i := range models.MaxDistrictCommunities {
		twin := r.Communities[0]
		twin.Code = code(1, 1, i+2)
		r.Communities = append(r.Communities, twin)
	}
	_, err := b.writeRegistry(r, project)
	if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput {
		t.Errorf("%v", err)
	}
	r.Communities = r.Communities[:models.MaxDistrictCommunities]
	if _, err := b.writeRegistry(r, project); err != nil {
		t.Error(err)
	}
}
