package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

func TestPercentOfWay(t *testing.T) {
	t.Parallel()
	none := domain.Decimal("")
	for _, c := range []struct {
		direction                domain.Direction
		baseline, target, actual domain.Decimal
		reached                  bool
		percent                  float64 // -1: none
	}{
		{domain.HigherIsBetter, "40", "50", "45", false, 50},
		{domain.HigherIsBetter, "40", "50", "50.00", true, 100},
		{domain.HigherIsBetter, "40", "50", "70", true, 100},
		{domain.HigherIsBetter, "40", "50", "30", false, 0}, // it went the wrong way
		{domain.HigherIsBetter, "0", "3", "1", false, 33.33},
		{domain.HigherIsBetter, "0", "3", "2", false, 66.66}, // never rounded up
		{domain.HigherIsBetter, "0", "999999999999.99", "999999999999.98", false, 99.99},
		{domain.HigherIsBetter, "-999999999999.99", "999999999999.99", "0", false, 50},
		{domain.HigherIsBetter, "0", "1", "0.29", false, 29},
		{domain.HigherIsBetter, none, "50", "45", false, -1},
		{domain.HigherIsBetter, none, "50", "50", true, 100},
		{domain.HigherIsBetter, "50", "50", "49", false, -1}, // to stay was the aim
		{domain.HigherIsBetter, "60", "50", "49", false, -1},
		{domain.LowerIsBetter, "90", "10", "50", false, 50},
		{domain.LowerIsBetter, "90", "10", "9", true, 100},
		{domain.LowerIsBetter, "90", "10", "95", false, 0},
		{domain.LowerIsBetter, "-1", "-3", "-2", false, 50},
		{domain.LowerIsBetter, "5", "10", "11", false, -1},
	} {
		baseline := &c.baseline
		if c.baseline == none {
			baseline = nil
		}
		got := c.direction.PercentOfWay(baseline, c.target, c.actual)
		if reached := c.direction.Reached(c.target, c.actual); reached != c.reached {
			t.Errorf("%+v: reached %t", c, reached)
		}
		if (got == nil) != (c.percent < 0) || (got != nil && *got != c.percent) {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestPercentOfWayStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	amount := rapid.Map(rapid.StringMatching(`-?\d{1,12}(\.\d{1,2})?`), func(s string) domain.Decimal { return domain.Decimal(s) })
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom([]domain.Direction{domain.HigherIsBetter, domain.LowerIsBetter}).Draw(t, "direction")
		baseline, target, actual := amount.Draw(t, "baseline"), amount.Draw(t, "target"), amount.Draw(t, "actual")
		got := d.PercentOfWay(&baseline, target, actual)
		if got != nil && (*got < 0 || *got > 100 || (*got == 100) != d.Reached(target, actual)) {
			t.Errorf("%v from %s to %s at %s", *got, baseline, target, actual)
		}
	})
}

func TestTargetsSaid(t *testing.T) {
	t.Parallel()
	id := func(n int64) domain.NodeID { return domain.NodeID{Type: "Target", Community: 1, Number: n} }
	standing := []domain.Target{{ID: id(1), Name: "Дороги"}, {ID: id(2), Name: "Мости"}}
	for _, c := range []struct {
		why  string
		said []domain.Target
		want []int64
	}{
		{"by name, whatever the case", []domain.Target{{Name: " мости"}, {Name: "Дороги"}, {Name: "Тротуари"}}, []int64{2, 1, 0}},
		{"an id is stronger than a name", []domain.Target{{Name: "Дороги"}, {ID: id(1), Name: "Мости"}}, []int64{0, 1}},
		{"each once", []domain.Target{{Name: "Мости"}, {Name: "Мости"}}, []int64{2, 0}},
		{"another's id stays, to be refused", []domain.Target{{ID: id(9), Name: "Мости"}}, []int64{9}},
	} {
		for i, got := range domain.TargetsSaid(standing, c.said) {
			if got.ID.Number != c.want[i] {
				t.Errorf("%s: %d is %d", c.why, i, got.ID.Number)
			}
		}
	}
}
