package resolvers_test

import (
	"math"
	"slices"
	"testing"

	"hromada/domain"
)

// area is what a region or a district answers of itself.
type area struct {
	Code, Name, EN string
	CommunityCount int
	Counts         counts
	Progress, Past figure
	HardShare      share
	Communities    []*grown
	Districts      []*area
	Region         struct{ Code string }
}

// grown is a community with its current tree.
type grown struct {
	Code, Name     string
	Counts         counts
	Progress, Past figure
	HardShare      share
	GoalTree       *tree
}

type counts struct{ Goals, Subgoals, Components, SoftComponents, HardComponents, UnclassifiedComponents int }

type share struct {
	Percent              *float64
	Basis                *domain.ShareBasis
	Hard, Classified, Of int
}

const (
	countFields    = ` counts { goals subgoals components softComponents hardComponents unclassifiedComponents } `
	shareFields    = ` hardShare { percent basis hard classified of } `
	areaProgress   = ` progress { percent basis asOf communities done reported of } past: progress(asOf: "2026-07-01") { percent basis asOf communities done reported of } `
	grownFields    = ` code name ` + countFields + shareFields + ` progress { percent basis done reported of } past: progress(asOf: "2026-07-01") { percent done reported of } `
	areaFields     = ` code name en: name(lang: EN) communityCount ` + countFields + shareFields + areaProgress + ` communities { ` + grownFields + ` } `
	districtFields = areaFields + ` region { code } `
)

func regions(a *api) []*area {
	a.tb.Helper()
	return get[[]*area](a, "regions", `{ regions { `+areaFields+` districts { `+districtFields+` } } }`, nil)
}

func TestAreasSumUpTheirCommunities(t *testing.T) {
	t.Parallel()
	for _, region := range regions(shared(t)) {
		region.check(t)
		var within []string
		for _, district := range region.Districts {
			district.check(t)
			for _, c := range district.Communities {
				within = append(within, c.Code)
			}
			if district.Region.Code != region.Code {
				t.Errorf("%s says that it is in %s", district.Name, district.Region.Code)
			}
		}
		var all []string
		for _, c := range region.Communities {
			all = append(all, c.Code)
		}
		if slices.Sort(all); !slices.Equal(all, slices.Sorted(slices.Values(within))) {
			t.Errorf("%s: %d communities, its districts have %d", region.Name, len(all), len(within))
		}
	}
}

// check compares an area's figures with those of its communities.
func (r *area) check(t *testing.T) {
	t.Helper()
	var sum counts
	var now, past []figure
	var hard, classified, of int
	for _, c := range r.Communities {
		sum.add(c.Counts)
		now, past = append(now, c.Progress), append(past, c.Past)
		hard, classified, of = hard+c.HardShare.Hard, classified+c.HardShare.Classified, of+c.HardShare.Of
	}
	if r.CommunityCount != len(r.Communities) || r.Counts != sum {
		t.Errorf("%s: %d communities, %+v, want %d, %+v", r.Name, r.CommunityCount, r.Counts, len(r.Communities), sum)
	}
	if r.HardShare.Hard != hard || r.HardShare.Classified != classified || r.HardShare.Of != of {
		t.Errorf("%s: %+v, want %d of %d, %d of them classified", r.Name, r.HardShare, hard, of, classified)
	}
	for day, pair := range map[string][2]figure{
		"2026-11-20": {r.Progress, meanOf(now, "2026-11-20")}, "2026-07-01": {r.Past, meanOf(past, "2026-07-01")},
	} {
		if !pair[0].equals(pair[1]) {
			t.Errorf("%s on %s: %+v, want %+v", r.Name, day, pair[0], pair[1])
		}
	}
}

func (c *counts) add(other counts) {
	c.Goals += other.Goals
	c.Subgoals += other.Subgoals
	c.Components += other.Components
	c.SoftComponents += other.SoftComponents
	c.HardComponents += other.HardComponents
	c.UnclassifiedComponents += other.UnclassifiedComponents
}

// meanOf is the unweighted mean of the figures that there are.
func meanOf(all []figure, day string) figure {
	mean, sum := figure{Basis: domain.BasisUnknown, AsOf: day}, 0.0
	for _, f := range all {
		mean.Done, mean.Reported, mean.Of = mean.Done+f.Done, mean.Reported+f.Reported, mean.Of+f.Of
		if f.Percent != nil {
			mean.Communities++
			sum += *f.Percent
		}
	}
	if mean.Communities > 0 {
		mean.Percent, mean.Basis = new(sum/float64(mean.Communities)), domain.BasisCommunities
	}
	return mean
}

func (f figure) equals(other figure) bool {
	p, q := f.Percent, other.Percent
	f.Percent, other.Percent = nil, nil
	return f == other && near(p, q)
}

// near compares figures up to the rounding of sums.
func near(p, q *float64) bool {
	if p == nil || q == nil {
		return p == q
	}
	return math.Abs(*p-*q) < 1e-9
}

func TestDemonstrationHasFiguresThatChange(t *testing.T) {
	t.Parallel()
	for _, region := range regions(shared(t)) {
		if p := region.Progress; p.Percent == nil || p.Communities < 1 || p.Done < 1 {
			t.Errorf("%s: %+v", region.Name, p)
		}
		if region.Code == string(vinnytskaOblast) && (region.Past.Percent == nil || *region.Past.Percent >= *region.Progress.Percent) {
			t.Errorf("%s: %v in July and %v today", region.Name, *region.Past.Percent, *region.Progress.Percent)
		}
	}
}

func TestRegionByCode(t *testing.T) {
	t.Parallel()
	a := shared(t)
	type named struct{ Code, Name, EN string }
	if got := get[named](a, "region", `query($c: KatottgCode!) { region(code: $c) { code name en: name(lang: EN) } }`,
		vars{"c": khmelnytskaOblast}); got != (named{string(khmelnytskaOblast), "Хмельницька", "Khmelnytska"}) {
		t.Errorf("%+v", got)
	}
	for _, code := range []string{"UA99000000000000000", string(vinnytska)} {
		for query, field := range map[string]string{
			`query($c: KatottgCode!) { region(code: $c) { name } }`:          "code",
			`query($c: KatottgCode!) { districts(regionCode: $c) { name } }`: "regionCode",
		} {
			if e := a.refused(query, vars{"c": code}); e.Extensions.Code != domain.CodeNotFound || e.Extensions.Field != field {
				t.Errorf("%s %s: %+v", query, code, e)
			}
		}
	}
	for _, code := range []string{"", "UA", "UA0500000000001023", "UA050000000000102366", "ua05000000000010236", "UA0500000000001023٣", "UA05000000000010236\n"} {
		refusedAt(a, "code", `query($c: KatottgCode!) { region(code: $c) { name } }`, vars{"c": code})
		refusedAt(a, "code", `query($c: KatottgCode!) { community(code: $c) { name } }`, vars{"c": code})
		refusedAt(a, "regionCode", `query($c: KatottgCode!) { districts(regionCode: $c) { name } }`, vars{"c": code})
	}
	if e := a.refused(`{ community(code: "UA05000000000010236") { name } }`, nil); e.Extensions.Code != domain.CodeNotFound || e.Extensions.Field != "code" {
		t.Errorf("%+v", e)
	}
}

func TestDistrictsOfOneRegionAndOfAll(t *testing.T) {
	t.Parallel()
	a := shared(t)
	type district struct{ Name, EN string }
	all := get[[]district](a, "districts", `{ districts { name en: name(lang: EN) } }`, nil)
	one := get[[]district](a, "districts", `query($c: KatottgCode!) { districts(regionCode: $c) { name en: name(lang: EN) } }`, vars{"c": khmelnytskaOblast})
	want := []district{{"Кам’янець-Подільський", "Кам’янець-Подільський"}} // in the other language, since none is known
	if len(all) != 7 || !slices.Equal(one, want) || !slices.Contains(all, want[0]) || !slices.Contains(all, district{"Вінницький", "Vinnytskyi"}) {
		t.Errorf("all %v, one region's %v", all, one)
	}
}
