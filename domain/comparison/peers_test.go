package comparison_test

import (
	"math"
	"slices"
	"testing"

	"hromada/domain"
	"hromada/domain/comparison"
)

func communities() []comparison.Community {
	make := func(id string, kind domain.CommunityType, district string, population, income float64) comparison.Community {
		return comparison.Community{id, kind, district, &population, map[string]float64{"income": income, "flat": 1}}
	}
	all := []comparison.Community{
		make("A", domain.Urban, "north", 10_000, 50), make("B", domain.Rural, "north", 20_000, 50),
		make("D", domain.Rural, "south", 5_000, 50), make("C", domain.Rural, "south", 20_000, 50),
		make("E", domain.Urban, "", 300_000, 90), make("F", domain.Urban, "north", 4_999, 20),
	}
	return append(all, comparison.Community{ID: "G"})
}

func ids(g comparison.PeerGroup) string {
	names := ""
	for _, peer := range g.Peers {
		names += peer.ID
	}
	return names
}

func TestPeers(t *testing.T) {
	t.Parallel()
	population := comparison.Feature{Name: comparison.PopulationFeature, Log: true}
	all := communities()
	for name, c := range map[string]struct {
		of   int
		rule comparison.PeerRule
		want string
	}{
		"type":      {0, comparison.PeerRule{Kind: comparison.SameType}, "EF"},
		"district":  {1, comparison.PeerRule{Kind: comparison.SameDistrict}, "AF"},
		"no one's":  {4, comparison.PeerRule{Kind: comparison.SameDistrict}, ""},
		"bands":     {1, comparison.PeerRule{Kind: comparison.PopulationBand}, "C"},
		"own bands": {0, comparison.PeerRule{Kind: comparison.PopulationBand, Bands: []float64{5_000, 100_000}}, "BCD"},
		"not known": {6, comparison.PeerRule{Kind: comparison.PopulationBand}, ""},
		"twice, half and twice as many are equally far": {0, comparison.PeerRule{Kind: comparison.Nearest, Count: 3, Features: []comparison.Feature{population}}, "BCD"},
		"by two":              {5, comparison.PeerRule{Kind: comparison.Nearest, Count: 2, Features: []comparison.Feature{population, {Name: "income"}}}, "DA"},
		"more than there are": {0, comparison.PeerRule{Kind: comparison.Nearest, Count: 99, Features: []comparison.Feature{{Name: "flat"}}}, "BCDEF"},
		"nearest to unknown":  {6, comparison.PeerRule{Kind: comparison.Nearest, Count: 2, Features: []comparison.Feature{population}}, ""},
	} {
		shuffled := slices.Clone(all)
		slices.Reverse(shuffled)
		for _, order := range [][]comparison.Community{all, shuffled} {
			g, err := comparison.Peers(all[c.of], order, c.rule)
			if err != nil || ids(g) != c.want {
				t.Errorf("%s: %q, %v", name, ids(g), err)
			}
			if g.Unknown != (all[c.of].ID == "G" || name == "no one's") || g.Rule.Kind != c.rule.Kind {
				t.Errorf("%s: %+v", name, g)
			}
		}
	}
}

// Worked by hand: logarithms of 1, 2 and 4 thousand are ln 2 apart, which is their deviation.
func TestDistancesAreStandardised(t *testing.T) {
	t.Parallel()
	var all []comparison.Community
	for i, id := range []string{"A", "B", "C"} {
		all = append(all, comparison.Community{ID: id, Population: new(1000 * math.Exp2(float64(i))), Features: map[string]float64{"flat": 3}})
	}
	g, err := comparison.Peers(all[0], all, comparison.PeerRule{Kind: comparison.Nearest, Count: 5, Features: []comparison.Feature{
		{Name: comparison.PopulationFeature, Log: true}, {Name: "flat"},
	}})
	if err != nil || ids(g) != "BC" || *g.Peers[0].Distance != 1 || *g.Peers[1].Distance != 2 {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestRulesThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	for _, rule := range []comparison.PeerRule{
		{},
		{Kind: comparison.Nearest, Count: 3},
		{Kind: comparison.Nearest, Features: []comparison.Feature{{Name: "income"}}},
		{Kind: comparison.PopulationBand, Bands: []float64{5, 2}},
	} {
		if _, err := comparison.Peers(comparison.Community{ID: "A"}, nil, rule); err == nil {
			t.Errorf("%+v: no error", rule)
		}
	}
}
