package figures_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"hromada/domain"
	"hromada/domain/disclosure"
	"hromada/domain/figures"
)

// region is a survey of some communities, where asked so with known numbers of men and women.
func region(margins bool, people ...int) figures.Design {
	d := village()
	d.Breakdowns, d.Places = []domain.Breakdown{{Variable: domain.SexVariable}}, nil
	for i, n := range people {
		p := figures.Place{ID: int64(i + 1), Population: n}
		if margins {
			p.Margins = map[domain.Variable]map[string]int{domain.SexVariable: {"FEMALE": n * 11 / 20, "MALE": n - n*11/20}}
		}
		d.Places = append(d.Places, p)
	}
	return d
}

// sometimes are respondents by chance: of some communities few, and few men.
func sometimes(r *rand.Rand, most int, places int) []person {
	var all []person
	for place := range places {
		men, second := 1+r.IntN(4), 1+r.IntN(12)
		for range 12 + r.IntN(most) {
			p := person{place: int64(place + 1), mode: domain.PaperMode, sex: "FEMALE", one: 1}
			if r.IntN(6) < men {
				p.sex = "MALE"
			}
			if r.IntN(30) == 0 {
				p.sex = ""
			}
			if r.IntN(14) < second {
				p.one = 2 + r.IntN(4)/3
			}
			all = append(all, p)
		}
	}
	return all
}

// breaches are the hidden cells of the first question that are known more narrowly than k, and how many are hidden and shares told rounded.
func breaches(t *testing.T, d figures.Design, people []person) (narrow map[disclosure.Cell]disclosure.Interval, hidden, rounded int) {
	t.Helper()
	r := answers(d, people...)
	all, _ := compute(t, d, r, nil)
	insider, err := figures.NewInsider(d, r, figures.Asked{Regional: len(d.Places) > 1})
	if err != nil {
		t.Fatal(err)
	}
	cells := insider.Hidden(0)
	narrow = map[disclosure.Cell]disclosure.Interval{}
	for key, f := range all {
		if key.Question == 11 && key.Weighted && key.Option != 0 && !f.Hidden && f.Basis.Rounded > 0 {
			rounded++
		}
	}
	for cell, known := range attacked(d, people, all, insider).derive(cells) {
		truth := 0
		for _, p := range people {
			truth += int(indicator(holds(cell, class{max(p.place, 1), p.sex, p.one})))
		}
		if truth < known.Least || truth > known.Most {
			t.Logf("%v is %d, and the attacker says %v", cell, truth, known)
		}
		if known.Width() < disclosure.DefaultRule.K {
			narrow[cell] = known
		}
	}
	return narrow, len(cells), rounded
}

// Of what is told of a region and its communities, raw and weighted, all is written down and the exact bounds of each hidden count are worked out.
func TestNothingHiddenFollowsFromRawAndWeightedShares(t *testing.T) {
	t.Parallel()
	for name, margins := range map[string]bool{"by places": false, "by places and sex": true} {
		hidden, rounded := 0, 0
		for seed := range uint64(48) {
			random := rand.New(rand.NewPCG(seed, 7))
			d := region(margins, 1000+random.IntN(9000), 1000+random.IntN(9000), 1000+random.IntN(9000))
			narrow, h, r := breaches(t, d, sometimes(random, []int{20, 60, 150, 600}[seed%4], 3))
			hidden, rounded = hidden+h, rounded+r
			for cell, known := range narrow {
				t.Errorf("%s, seed %d: %v is %v", name, seed, cell, known)
			}
		}
		if hidden == 0 || rounded == 0 {
			t.Errorf("%s: %d cells are hidden and %d shares rounded: the test cannot fail", name, hidden, rounded)
		}
	}
}

// smallRegion answers so that of the first option 3 are hidden, and another community with them.
func smallRegion() (figures.Design, []person) {
	d := region(false, 5000, 9000, 4000)
	d.Breakdowns = nil
	var people []person
	for place, chose := range [][3]int{{3, 30, 7}, {20, 24, 6}, {30, 20, 10}} {
		for option, n := range chose {
			people = append(people, times(n, person{place: int64(place + 1), mode: domain.PaperMode, one: option + 1})...)
		}
	}
	return d, people
}

// The region's raw share and its weighted one are two equations in two unknown counts, with one solution. So it tells one of them at the most, and that not exactly.
func TestARegionDoesNotTellWhatItsCommunitiesHide(t *testing.T) {
	t.Parallel()
	d, people := smallRegion()
	all, _ := compute(t, d, answers(d, people...), nil)
	told := func(place int64, weighted bool) figures.Figure {
		return all[figures.Key{Place: place, Question: 11, Option: 1, Weighted: weighted}]
	}
	if !told(1, false).Hidden || !told(2, false).Hidden || told(3, false).Hidden {
		t.Fatalf("hidden are %v, %v and %v", told(1, false).Hidden, told(2, false).Hidden, told(3, false).Hidden)
	}
	raw, weighted := told(0, false), told(0, true)
	if !raw.Hidden && !weighted.Hidden {
		t.Errorf("raw: %v, weighted: %v", raw.Value, weighted.Value)
	}
	least, most := 40, 0
	for first := range 41 {
		for second := range 51 {
			share := (5000*float64(first)/40 + 9000*float64(second)/50 + 4000*30.0/60) / 18_000
			fits := raw.Hidden || first+second+30 == int(math.Round(*raw.Value*150))
			if !weighted.Hidden && math.Abs(share-*weighted.Value) > weighted.Basis.Rounded/2+1e-9 {
				fits = false
			}
			if fits {
				least, most = min(least, first), max(most, first)
			}
		}
	}
	if most-least < 5 {
		t.Errorf("the first is %d to %d", least, most)
	}
}
