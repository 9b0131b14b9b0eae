package domain_test

import (
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

// TestHardShare follows the methods of the project, section Progress: planned cost of hard components
// / planned cost of all; by count where costs are missing, and said so.
func TestHardShare(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why     string
		sums    domain.HardSums
		percent float64
		basis   domain.ShareBasis // empty: no share
	}{
		{"by cost", domain.HardSums{Hard: 1, Classified: 4, Components: 4, Costed: 4, HardCost: 750_000, Cost: 1_000_000}, 75, domain.ByCost},
		{"one cost is missing: by count", domain.HardSums{Hard: 1, Classified: 4, Components: 4, Costed: 3, HardCost: 750_000, Cost: 900_000}, 25, domain.ByCount},
		{"no costs at all: by count", domain.HardSums{Hard: 3, Classified: 4, Components: 4}, 75, domain.ByCount},
		{"all planned to cost nothing: by count", domain.HardSums{Hard: 1, Classified: 2, Components: 2, Costed: 2}, 50, domain.ByCount},
		{"not all are classified", domain.HardSums{Hard: 1, Classified: 2, Components: 4, Costed: 4, HardCost: 10, Cost: 40}, 25, domain.ByCost},
		{"none is hard", domain.HardSums{Classified: 2, Components: 2, Costed: 2, Cost: 40}, 0, domain.ByCost},
		{"all are hard", domain.HardSums{Hard: 2, Classified: 2, Components: 2, Costed: 2, HardCost: 40, Cost: 40}, 100, domain.ByCost},
		{"nobody has classified any", domain.HardSums{Components: 4, Costed: 4, Cost: 40}, 0, ""},
		{"no components", domain.HardSums{}, 0, ""},
	}
	for _, c := range cases {
		percent, basis := domain.HardShare(c.sums)
		switch {
		case c.basis == "" && (percent != nil || basis != nil):
			t.Errorf("%s: a share is given", c.why)
		case c.basis != "" && (percent == nil || basis == nil || *percent != c.percent || *basis != c.basis):
			t.Errorf("%s: %v %v, want %v by %s", c.why, percent, basis, c.percent, c.basis)
		}
	}
}

func TestHardShareStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := domain.HardSums{Components: rapid.IntRange(0, 50).Draw(t, "components")}
		s.Classified = rapid.IntRange(0, s.Components).Draw(t, "classified")
		s.Hard = rapid.IntRange(0, s.Classified).Draw(t, "hard")
		s.Costed = rapid.SampledFrom([]int{s.Components, s.Components / 2}).Draw(t, "costed")
		kopiykas := rapid.Int64Range(0, 1e12).Draw(t, "cost")
		s.Cost = float64(kopiykas) / 100
		s.HardCost = rapid.SampledFrom([]float64{0, float64(kopiykas/3) / 100, s.Cost}).Draw(t, "hard cost")
		percent, basis := domain.HardShare(s)
		if (percent == nil) != (s.Classified == 0) || (percent == nil) != (basis == nil) {
			t.Fatalf("%v %v", percent, basis)
		}
		if percent != nil && (*percent < 0 || *percent > 100) {
			t.Fatalf("%v percent", *percent)
		}
	})
}
