package resolvers_test

import (
	"testing"

	"hromada/demonstration"
	"hromada/domain"
	"hromada/imports"
	"hromada/models"
)

// The demonstration shows everybody a survey in two waves: marked as made up, with figures of the region and of each community, and how they moved.
func TestDemonstrationHasASurvey(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	registry, err := imports.ReadRegistry(demonstration.Registry(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a.write(func(tx *models.Tx) error {
		return tx.LoadDemonstration(domain.Registry{}, "", nil, domain.Problems{}, demonstration.Survey(registry.Registry))
	})
	type wave struct {
		ID, State     string
		Wave          int
		Demonstration bool
		Populations   []struct{ Margins []struct{ Category string } }
	}
	waves := get[struct{ Nodes []wave }](a, "surveys", `{ surveys { nodes { id state wave demonstration populations { margins { category } } } } }`, nil).Nodes
	if len(waves) != 2 {
		t.Fatalf("there are %+v", waves)
	}
	for _, w := range waves {
		if w.State != "PUBLISHED" || !w.Demonstration || len(w.Populations) != 10 || len(w.Populations[0].Margins) != 8 {
			t.Errorf("%+v", w)
		}
	}
	later := &poll{api: a, id: waves[0].ID}
	if waves[0].Wave != 2 {
		t.Fatalf("the newest is not the second: %+v", waves)
	}
	region, vinnytsia := later.figures(a, ""), later.figures(a, `(communityCode: "`+string(yakushynetska)+`")`)
	for name, figures := range map[string]map[string]shownFigure{"region": region, "community": vinnytsia} {
		f := figures["q_obstacles.slow_internet"]
		if f.Value == nil || *f.Value < 0.3 || *f.Value > 0.8 || name == "region" && !f.Weighted || f.Change == nil {
			t.Errorf("of the %s: %+v", name, f)
		}
	}
	if mode := later.figures(a, `(by: [MODE])`)["q_trust/ONLINE"]; !mode.Basis.Indicative || mode.MarginOfError != nil {
		t.Errorf("online: %+v", mode)
	}
}
