package resolvers_test

import (
	"math/big"
	"testing"

	"hromada/domain"
)

// tree is a goal tree with all beneath it and the figures of every level.
type tree struct {
	Kind      domain.TreeKind
	Counts    counts
	HardShare share
	Progress  figure
	Goals     []*branch
}

// branch is a goal or a subgoal.
type branch struct {
	ID, Title  string
	Position   int
	Status     *domain.Status
	Counts     counts
	HardShare  share
	Progress   figure
	Subgoals   []*branch
	Components []*leaf
}

const treeFields = ` kind ` + countFields + shareFields + ` progress { percent basis done reported of } goals { ` + branchFields + ` subgoals { ` + branchFields + ` } } `

const branchFields = ` id title position status ` + countFields + shareFields + ` progress { percent basis done reported of }
	components { id position status kind plannedCosts { fundSource amount { amount } } } `

// growth gives the communities that have a tree, with it.
func growth(a *api) []*grown {
	a.tb.Helper()
	type page struct{ Nodes []*grown }
	return get[page](a, "communities", `{ communities(first: 90) { nodes { `+grownFields+` goalTree { `+treeFields+` } } } }`, nil).Nodes
}

// beneath gives the components under a goal or a subgoal, with whether each counts: neither it nor what
// it stands beneath is cancelled.
func (b *branch) beneath(counting bool) (all []*leaf, count []bool) {
	counting = counting && !cancelled(b.Status)
	for _, c := range b.Components {
		all, count = append(all, c), append(count, counting && !cancelled(c.Status))
	}
	for _, s := range b.Subgoals {
		more, counts := s.beneath(counting)
		all, count = append(all, more...), append(count, counts...)
	}
	return all, count
}

func cancelled(s *domain.Status) bool { return s != nil && *s == domain.Cancelled }

// shareOf computes a share from what the components say of themselves.
func shareOf(all []*leaf, count []bool) share {
	var s share
	priced := true
	cost, hardCost := new(big.Rat), new(big.Rat)
	for i, c := range all {
		if !count[i] {
			continue
		}
		s.Of++
		own := new(big.Rat)
		for _, p := range c.PlannedCosts {
			amount, _ := new(big.Rat).SetString(string(p.Amount.Amount))
			own.Add(own, amount)
		}
		cost.Add(cost, own)
		priced = priced && len(c.PlannedCosts) > 0
		if c.Kind != nil {
			s.Classified++
		}
		if c.Kind != nil && *c.Kind == domain.Hard {
			s.Hard++
			hardCost.Add(hardCost, own)
		}
	}
	if s.Classified == 0 {
		return s
	}
	part, basis := big.NewRat(int64(s.Hard), int64(s.Of)), domain.ByCount
	if priced && cost.Sign() > 0 {
		part, basis = new(big.Rat).Quo(hardCost, cost), domain.ByCost
	}
	percent, _ := new(big.Rat).Mul(part, big.NewRat(100, 1)).Float64()
	s.Percent, s.Basis = &percent, &basis
	return s
}

func (s share) equals(other share) bool {
	bases := (s.Basis == nil) == (other.Basis == nil) && (s.Basis == nil || *s.Basis == *other.Basis)
	return bases && s.Hard == other.Hard && s.Classified == other.Classified && s.Of == other.Of && near(s.Percent, other.Percent)
}

// told is what the components of many trees come to.
type told struct {
	all   []*leaf
	count []bool
	bases map[domain.ShareBasis]int
}

func (w *told) check(t *testing.T, what string, got share, all []*leaf, count []bool) {
	t.Helper()
	if want := shareOf(all, count); !got.equals(want) {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
	if got.Basis != nil {
		w.bases[*got.Basis]++
	}
}

func TestHardShareOfEveryLevel(t *testing.T) {
	t.Parallel()
	a := shared(t)
	within := map[string]*told{}
	bases := map[domain.ShareBasis]int{}
	for _, c := range growth(a) {
		if c.GoalTree == nil {
			continue
		}
		w := &told{bases: bases}
		for _, g := range c.GoalTree.Goals {
			all, count := g.beneath(true)
			w.check(t, c.Name+", "+g.Title, g.HardShare, all, count)
			w.all, w.count = append(w.all, all...), append(w.count, count...)
			for _, s := range g.Subgoals {
				all, count := s.beneath(!cancelled(g.Status))
				w.check(t, c.Name+", "+s.Title, s.HardShare, all, count)
			}
		}
		w.check(t, c.Name+", the tree", c.GoalTree.HardShare, w.all, w.count)
		w.check(t, c.Name, c.HardShare, w.all, w.count)
		within[c.Code] = w
	}
	for _, region := range regions(a) {
		for _, area := range append(region.Districts, region) {
			w := told{bases: bases}
			for _, c := range area.Communities {
				if one := within[c.Code]; one != nil {
					w.all, w.count = append(w.all, one.all...), append(w.count, one.count...)
				}
			}
			w.check(t, area.Name, area.HardShare, w.all, w.count)
		}
	}
	if bases[domain.ByCost] < 5 || bases[domain.ByCount] < 5 {
		t.Errorf("the trees have too few shares of each basis: %v", bases)
	}
}

func TestHardShareByCost(t *testing.T) {
	t.Parallel()
	got := get[grown](shared(t), "community", `query($c: KatottgCode!) { community(code: $c) { hardShare { percent basis hard classified of } } }`, vars{"c": hamlet(2)})
	if want := (share{new(80.0), new(domain.ByCost), 1, 2, 2}); !got.HardShare.equals(want) {
		t.Errorf("%+v, want %+v", got.HardShare, want)
	}
}

func TestCountsOfEveryLevel(t *testing.T) {
	t.Parallel()
	for _, c := range growth(shared(t)) {
		var all counts
		if c.GoalTree != nil {
			for _, g := range c.GoalTree.Goals {
				all.add(g.counted(t, c.Name))
			}
			if c.GoalTree.Counts != all {
				t.Errorf("%s, the tree: %+v, want %+v", c.Name, c.GoalTree.Counts, all)
			}
		}
		if c.Counts != all {
			t.Errorf("%s: %+v, want %+v", c.Name, c.Counts, all)
		}
	}
}

// counted counts what stands beneath a goal, and compares that with what each level says.
func (b *branch) counted(t *testing.T, where string) counts {
	t.Helper()
	sum := counts{Goals: 1, Subgoals: len(b.Subgoals)}
	for _, s := range b.Subgoals {
		own := counts{Subgoals: 1}
		own.add(kindsOf(s.Components))
		if s.Counts != own {
			t.Errorf("%s, %s: %+v, want %+v", where, s.Title, s.Counts, own)
		}
		sum.add(kindsOf(s.Components))
	}
	sum.add(kindsOf(b.Components))
	if b.Counts != sum {
		t.Errorf("%s, %s: %+v, want %+v", where, b.Title, b.Counts, sum)
	}
	return sum
}

func kindsOf(components []*leaf) counts {
	c := counts{Components: len(components)}
	for _, one := range components {
		switch {
		case one.Kind == nil:
			c.UnclassifiedComponents++
		case *one.Kind == domain.Soft:
			c.SoftComponents++
		default:
			c.HardComponents++
		}
	}
	return c
}
