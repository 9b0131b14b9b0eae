package models_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
	"hromada/models"
)

// oblast is what one draw writes: two communities in one district, with up to two trees each of which
// the last, a digital one, is current, and a third one in another district that has none.
type oblast struct {
	area
	trees [][]drawnTree // by community
}

type drawnTree struct {
	kind  domain.TreeKind
	nodes []domain.OutlineNode
}

func (b *base) drawOblast(t *rapid.T, number int) oblast {
	o := oblast{area: b.addArea(t, number, 2, 1), trees: make([][]drawnTree, 3)}
	for c := range 2 {
		for i, kind := range drawKinds.Draw(t, "kinds") {
			nodes := drawNodes(t, fmt.Sprintf("Громада %d, дерево %d,", c, i))
			b.write(t, domain.Outline{Community: o.communities[c], Kind: kind, State: domain.Adopted, Nodes: nodes})
			o.trees[c] = append(o.trees[c], drawnTree{kind, nodes})
		}
		slices.SortFunc(o.trees[c], func(x, y drawnTree) int { return strings.Compare(string(x.kind), string(y.kind)) })
	}
	return o
}

var drawKinds = rapid.SampledFrom([][]domain.TreeKind{
	{},
	{domain.Digital},
	{domain.DevelopmentStrategy},
	{domain.DevelopmentStrategy, domain.Digital},
	{domain.Digital, domain.DevelopmentStrategy},
})

// all reckons every tree of the oblast; titles tell nodes apart across trees.
func (o oblast) all(asOf domain.Date) reckoning {
	all := reckoning{map[string]domain.Progress{}, map[string]domain.Track{}, domain.Progress{}}
	for _, trees := range o.trees {
		for _, tree := range trees {
			one := reckon(tree.nodes, asOf)
			maps.Copy(all.nodes, one.nodes)
			maps.Copy(all.track, one.track)
		}
	}
	return all
}

// current reckons a community's current tree.
func (o oblast) current(community int, asOf domain.Date) domain.Progress {
	trees := o.trees[community]
	if len(trees) == 0 {
		return domain.Progress{Basis: domain.BasisUnknown}
	}
	return reckon(trees[len(trees)-1].nodes, asOf).tree
}

// TestProgressInSQLIsThatOfDomain holds the statements of the roll-up against domain's functions on
// random trees, today and as of earlier days.
func TestProgressInSQLIsThatOfDomain(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	number := 0
	rapid.Check(t, func(t *rapid.T) {
		number++
		o := b.drawOblast(t, number)
		daysAgo := rapid.IntRange(0, longAgo+1)
		for _, asOf := range []*domain.Date{nil, new(today.AddDays(-daysAgo.Draw(t, "days ago")))} {
			want := o.all(dayOr(asOf))
			goalLevel.compare(t, b, o, want, asOf)
			subgoalLevel.compare(t, b, o, want, asOf)
			componentLevel.compare(t, b, o, want, asOf)
			o.compareTrees(t, b, asOf)
			o.compareAreas(t, b, asOf)
		}
		rapid.SampledFrom(listsOfLevels).Draw(t, "level of lists")(t, b, o, o.all(today))
		o.compareCommunities(t, b)
		o.compareSums(t, b)
	})
}

func dayOr(asOf *domain.Date) domain.Date {
	if asOf == nil {
		return today
	}
	return *asOf
}

// level is one level of nodes and how the store reads them.
type level[R any] struct {
	name     domain.Level
	title    func(*R) string
	list     func(context.Context, *models.Store, models.NodeQuery, models.Page) (models.Slice[R], error)
	progress func(context.Context, *models.Store, *R, *domain.Date) (*models.Progress, error)
	track    func(context.Context, *models.Store, *R, *domain.Date) (*domain.Track, error)
	status   func(context.Context, *models.Store, *R) (*domain.Status, error)
}

var (
	goalLevel = level[models.Goal]{
		domain.GoalLevel, func(g *models.Goal) string { return g.Title }, models.Nodes[models.Goal],
		models.ProgressOf[models.Goal], models.TrackOf[models.Goal], models.StatusOf[models.Goal],
	}
	subgoalLevel = level[models.Subgoal]{
		domain.SubgoalLevel, func(g *models.Subgoal) string { return g.Title }, models.Nodes[models.Subgoal],
		models.ProgressOf[models.Subgoal], models.TrackOf[models.Subgoal], models.StatusOf[models.Subgoal],
	}
	componentLevel = level[models.Component]{
		domain.ComponentLevel, func(c *models.Component) string { return c.Title }, models.Nodes[models.Component],
		models.ProgressOf[models.Component], models.TrackOf[models.Component], models.StatusOf[models.Component],
	}
)

// rows gives the oblast's nodes of the level that a filter finds.
func (l level[R]) rows(t failer, b *base, o oblast, filter models.NodeFilter) []*R {
	t.Helper()
	filter.RegionCode = &o.region
	query := models.NodeQuery{Level: l.name, Filter: filter, Order: models.NodeOrder{Field: models.ByTitle}}
	found, err := l.list(visitor(), b.Store, query, models.Page{First: new(models.MaxPageSize)})
	must(t, err)
	if found.HasNext {
		t.Fatal("one page does not hold the nodes drawn")
	}
	return found.Rows
}

func (l level[R]) compare(t failer, b *base, o oblast, want reckoning, asOf *domain.Date) {
	t.Helper()
	for _, row := range l.rows(t, b, o, models.NodeFilter{}) {
		title := l.title(row)
		got, err := l.progress(visitor(), b.Store, row, asOf)
		must(t, err)
		if got.AsOf != dayOr(asOf) {
			t.Errorf("%s: as of %s", title, got.AsOf)
		}
		if differs(got.Progress, want.nodes[title]) {
			t.Errorf("%s on %s: %q, want %q", title, dayOr(asOf), told(got.Progress), told(want.nodes[title]))
		}
		track, err := l.track(visitor(), b.Store, row, asOf)
		must(t, err)
		if valueOf(track) != want.track[title] {
			t.Errorf("%s on %s: %v, want %q", title, dayOr(asOf), valueOf(track), want.track[title])
		}
		if asOf != nil {
			continue
		}
		status, err := l.status(visitor(), b.Store, row)
		must(t, err)
		if valueOf(status) != want.nodes[title].Status {
			t.Errorf("%s: %v, want %q", title, valueOf(status), want.nodes[title].Status)
		}
	}
}

func (o oblast) compareTrees(t failer, b *base, asOf *domain.Date) {
	t.Helper()
	for c, community := range o.communityRows(t, b) {
		trees, err := b.Trees(visitor(), community, nil)
		must(t, err)
		if len(trees) != len(o.trees[c]) {
			t.Fatalf("%d trees, want %d", len(trees), len(o.trees[c]))
		}
		for i, tree := range trees {
			drawn := o.trees[c][len(trees)-1-i] // the current one comes first
			got, err := b.TreeProgress(visitor(), tree, asOf)
			must(t, err)
			compareWhole(t, fmt.Sprintf("community %d, %s", c, drawn.kind), got, reckon(drawn.nodes, dayOr(asOf)).tree)
		}
	}
}

// compareAreas: the region has the communities of its first district, and one that has no tree.
func (o oblast) compareAreas(t failer, b *base, asOf *domain.Date) {
	t.Helper()
	want := domain.Progress{Basis: domain.BasisUnknown}
	var sum, known float64
	for c, community := range o.communityRows(t, b) {
		got, err := b.CommunityProgress(visitor(), community, asOf)
		must(t, err)
		one := o.current(c, dayOr(asOf))
		compareWhole(t, fmt.Sprintf("community %d", c), got, one)
		want.Done, want.Reported, want.Leaves = want.Done+one.Done, want.Reported+one.Reported, want.Leaves+one.Leaves
		if one.Percent != nil {
			sum, known = sum+*one.Percent, known+1
			want.Percent, want.Basis = new(sum/known), domain.BasisCommunities
		}
	}
	region, err := b.RegionByCode(visitor(), o.region)
	must(t, err)
	compareArea := func(what string, got *models.AreaProgress, err error, want domain.Progress, communities int) {
		must(t, err)
		compareWhole(t, what, &got.Progress, want)
		if got.Communities != communities {
			t.Errorf("%s: %d communities have a figure, want %d", what, got.Communities, communities)
		}
	}
	got, err := b.RegionProgress(visitor(), region, asOf)
	compareArea("the region", got, err, want, int(known))
	districts, err := b.DistrictsOfRegion(visitor(), region)
	must(t, err)
	got, err = b.DistrictProgress(visitor(), districts[0], asOf)
	compareArea("the first district", got, err, want, int(known))
	got, err = b.DistrictProgress(visitor(), districts[1], asOf)
	compareArea("the second district", got, err, domain.Progress{Basis: domain.BasisUnknown}, 0)
}

// compareWhole compares what a tree or community has of a figure; it has no status of its own.
func compareWhole(t failer, what string, got *models.Progress, want domain.Progress) {
	t.Helper()
	want.Status, want.FinishedOn = "", nil
	if differs(got.Progress, want) {
		t.Errorf("%s on %s: %q, want %q", what, got.AsOf, told(got.Progress), told(want))
	}
}

func (o oblast) communityRows(t failer, b *base) []*models.Community {
	t.Helper()
	query := models.CommunityQuery{Filter: models.CommunityFilter{RegionCode: &o.region}, Order: models.CommunityOrder{Field: models.ByName}}
	found, err := b.Communities(visitor(), query, models.Page{})
	must(t, err)
	return found.Rows
}

// differs compares two figures, the percent to nine places.
func differs(got, want domain.Progress) bool {
	alike := same(got.Percent, want.Percent) && (got.Percent == nil || (*got.Percent >= 0 && *got.Percent <= 100))
	got.Percent, want.Percent = nil, nil
	return !alike || told(got) != told(want)
}

// told is a figure in one line.
func told(p domain.Progress) string {
	percent, finished := "-", "-"
	if p.Percent != nil {
		percent = fmt.Sprintf("%.12g", *p.Percent)
	}
	if p.FinishedOn != nil {
		finished = p.FinishedOn.String()
	}
	return strings.Join([]string{
		string(p.Status), percent, string(p.Basis), p.Reason, finished, fmt.Sprintf("%d/%d/%d", p.Done, p.Reported, p.Leaves),
	}, " ")
}

func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= 1e-9
}

// valueOf gives the empty value for nil.
func valueOf[V any](p *V) (v V) {
	if p != nil {
		v = *p
	}
	return v
}
