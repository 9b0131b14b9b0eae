package domain_test

import (
	"math"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

var (
	anyStatus = rapid.SampledFrom([]domain.Status{
		"", domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled,
	})
	anyWeight = rapid.OneOf(rapid.SampledFrom([]float64{1, .1, .3, .7, 2.5}), rapid.Float64Range(.0001, 99999))
)

// anyPercent is what may be reported with a status: 100 asks for DONE.
func anyPercent(status domain.Status) *rapid.Generator[*float64] {
	number := rapid.Map(rapid.IntRange(0, 9999), func(hundredths int) *float64 { return new(float64(hundredths) / 100) })
	switch status {
	case "":
		return rapid.Just[*float64](nil)
	case domain.Done:
		return rapid.SampledFrom([]*float64{nil, new(100.0)})
	case domain.Planned:
		return rapid.SampledFrom([]*float64{nil, new(0.0)})
	case domain.InProgress, domain.Suspended, domain.Cancelled:
	}
	return rapid.OneOf(rapid.Just[*float64](nil), number)
}

func anyState(parent bool) *rapid.Generator[domain.NodeState] {
	return rapid.Custom(func(t *rapid.T) domain.NodeState {
		s := domain.NodeState{Status: anyStatus.Draw(t, "status")}
		s.Percent = anyPercent(s.Status).Draw(t, "percent")
		if parent && s.Percent != nil && rapid.Bool().Draw(t, "override") {
			s.Override = "Оцінка групи"
		}
		if s.Status == domain.Done {
			s.FinishedOn = new(day(rapid.IntRange(1, 60).Draw(t, "finished")))
		}
		return s
	})
}

func anyLeaf() *rapid.Generator[domain.Weighted] {
	return rapid.Custom(func(t *rapid.T) domain.Weighted {
		return domain.Weighted{Progress: domain.LeafProgress(anyState(false).Draw(t, "state")), Weight: anyWeight.Draw(t, "weight")}
	})
}

// anyChild is a leaf, or a parent of leaves.
func anyChild() *rapid.Generator[domain.Weighted] {
	return rapid.Custom(func(t *rapid.T) domain.Weighted {
		if rapid.Bool().Draw(t, "leaf") {
			return anyLeaf().Draw(t, "child")
		}
		beneath := rapid.SliceOfN(anyLeaf(), 1, 4).Draw(t, "children")
		return domain.Weighted{Progress: domain.RollUp(anyState(true).Draw(t, "own"), beneath), Weight: anyWeight.Draw(t, "weight")}
	})
}

func children() *rapid.Generator[[]domain.Weighted] { return rapid.SliceOfN(anyChild(), 1, 5) }

func sameFigure(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= 1e-9
}

func TestProgressStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := domain.RollUp(anyState(true).Draw(t, "own"), children().Draw(t, "children"))
		if p.Percent != nil && (*p.Percent < 0 || *p.Percent > 100) {
			t.Errorf("%v percent", *p.Percent)
		}
		if p.Done > p.Reported || p.Reported > p.Leaves {
			t.Errorf("%d done, %d reported, %d leaves", p.Done, p.Reported, p.Leaves)
		}
		if (p.Percent == nil) != (p.Basis == domain.BasisUnknown) || (p.Reason == "") != (p.Basis != domain.BasisOverride) {
			t.Errorf("%+v", p)
		}
		if (p.FinishedOn != nil) != (p.Status == domain.Done) {
			t.Errorf("%s, finished on %v", p.Status, p.FinishedOn)
		}
	})
}

func TestMeanLiesBetweenItsChildren(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := children().Draw(t, "children")
		lowest, highest, known := math.Inf(1), math.Inf(-1), false
		for _, c := range all {
			if !c.Counts() {
				continue
			}
			percent := 0.0
			if c.Percent != nil {
				percent, known = *c.Percent, true
			}
			lowest, highest = min(lowest, percent), max(highest, percent)
		}
		p := domain.RollUp(domain.NodeState{}, all)
		if (p.Percent != nil) != known {
			t.Fatalf("the percent is %v", p.Percent)
		}
		if known && (*p.Percent < lowest-1e-9 || *p.Percent > highest+1e-9) {
			t.Fatalf("%v is not between %v and %v", *p.Percent, lowest, highest)
		}
	})
}

func TestMeanNeverFallsWhenAChildRises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := children().Draw(t, "children")
		i := rapid.IntRange(0, len(all)-1).Draw(t, "which")
		before := domain.RollUp(domain.NodeState{}, all)
		floor := 0.0
		if all[i].Percent != nil {
			floor = *all[i].Percent
		}
		all[i].Percent = new(rapid.Float64Range(floor, 100).Draw(t, "raised"))
		after := domain.RollUp(domain.NodeState{}, all)
		if before.Percent != nil && *after.Percent < *before.Percent-1e-9 {
			t.Fatalf("%v became %v", *before.Percent, *after.Percent)
		}
	})
}

func TestOnlyRatiosOfWeightsMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := children().Draw(t, "children")
		before := domain.RollUp(domain.NodeState{}, all)
		factor := rapid.Float64Range(.001, 1000).Draw(t, "factor")
		for i := range all {
			all[i].Weight *= factor
		}
		if after := domain.RollUp(domain.NodeState{}, all); !sameFigure(before.Percent, after.Percent) {
			t.Fatalf("%v became %v", *before.Percent, *after.Percent)
		}
	})
}

func TestOrderOfChildrenDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := children().Draw(t, "children")
		before := domain.RollUp(domain.NodeState{}, all)
		after := domain.RollUp(domain.NodeState{}, rapid.Permutation(all).Draw(t, "order"))
		if !sameFigure(before.Percent, after.Percent) || told(before) != told(after) {
			t.Fatalf("%q became %q", told(before), told(after))
		}
	})
}

func TestSingleChildPassesThrough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		only := anyChild().Filter(func(c domain.Weighted) bool { return c.Counts() }).Draw(t, "child")
		p := domain.RollUp(domain.NodeState{}, []domain.Weighted{only})
		if !sameFigure(p.Percent, only.Percent) || p.Status != only.Status || p.Done != only.Done ||
			p.Reported != only.Reported || p.Leaves != only.Leaves {
			t.Fatalf("%q became %q", told(only.Progress), told(p))
		}
	})
}

func TestCancelledChildChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		own, all := anyState(true).Draw(t, "own"), children().Draw(t, "children")
		dropped := anyChild().Draw(t, "dropped")
		dropped.Status = domain.Cancelled
		before, after := domain.RollUp(own, all), domain.RollUp(own, append(all, dropped))
		if told(before) != told(after) {
			t.Fatalf("%q became %q", told(before), told(after))
		}
	})
}
