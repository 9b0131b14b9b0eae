package models_test

import (
	"fmt"
	"testing"

	"hromada/domain"
	"hromada/models"
)

// TestTrackInSQLAtItsThresholds has a component for each day of a period of 100 days, as many points
// behind as its subgoal says. Methods of the project, section Progress: on track when progress ≥
// elapsed share of its period − 10 points; at risk to −25; else late.
func TestTrackInSQLAtItsThresholds(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	a := b.addArea(t, 1, 1)
	cases := []struct {
		behind int // hundredths of a point
		want   domain.Track
	}{{1000, domain.OnTrack}, {1001, domain.AtRisk}, {2500, domain.AtRisk}, {2501, domain.Late}}
	nodes := []domain.OutlineNode{{Level: domain.GoalLevel, Parent: -1, Title: "Ціль"}}
	for i := range cases {
		for elapsed := 26; elapsed < 100; elapsed++ {
			nodes = append(nodes, domain.OutlineNode{
				Level: domain.ComponentLevel, Title: fmt.Sprintf("Випадок %d, день %d", i, elapsed),
				StartDate: new(today.AddDays(-elapsed)), DueDate: new(today.AddDays(100 - elapsed)),
				Reports: []domain.Report{{
					AsOf: today, Status: domain.InProgress, Percent: new(float64(100*elapsed-cases[i].behind) / 100),
				}},
			})
		}
	}
	b.write(t, domain.Outline{Community: a.communities[0], Kind: domain.Digital, State: domain.Adopted, Nodes: nodes})
	for i, c := range cases {
		text := fmt.Sprintf("випадок %d", i)
		facets, err := b.FacetsOf(visitor(), models.NodeQuery{
			Level: domain.ComponentLevel, Filter: models.NodeFilter{Text: &models.TextFilter{Contains: &text}},
		})
		must(t, err)
		for _, f := range facets.OnTrack {
			if *f.Value != c.want || f.Count != 74 {
				t.Errorf("%d hundredths behind: %d are %s, want all %s", c.behind, f.Count, *f.Value, c.want)
			}
		}
		if len(facets.OnTrack) == 0 {
			t.Errorf("%d hundredths behind: nothing is found", c.behind)
		}
	}
}
