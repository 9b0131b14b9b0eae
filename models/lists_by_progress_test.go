package models_test

import (
	"cmp"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"hromada/domain"
	"hromada/models"
)

var tracks = []domain.Track{domain.Undated, domain.NotStarted, domain.OnTrack, domain.AtRisk, domain.Late, domain.LateDone}

var listsOfLevels = []func(*rapid.T, *base, oblast, reckoning){
	goalLevel.compareLists, subgoalLevel.compareLists, componentLevel.compareLists,
}

// compareLists asks the lists for nodes by what the roll-up says of them, and for how many there are.
func (l level[R]) compareLists(t *rapid.T, b *base, o oblast, want reckoning) {
	t.Helper()
	asked := rapid.SliceOfNDistinct(rapid.SampledFrom(statuses), 1, 3, rapid.ID).Draw(t, "statuses asked")
	judged := rapid.SliceOfNDistinct(rapid.SampledFrom(tracks), 1, 3, rapid.ID).Draw(t, "tracks asked")
	l.compareList(t, b, o, models.NodeFilter{Status: asked}, func(title string) bool {
		return slices.Contains(asked, want.nodes[title].Status)
	}, o.titles(l.name))
	l.compareList(t, b, o, models.NodeFilter{OnTrack: judged}, func(title string) bool {
		return slices.Contains(judged, want.track[title])
	}, o.titles(l.name))
	l.compareFacets(t, b, o, want)
}

func (l level[R]) compareList(
	t failer, b *base, o oblast, filter models.NodeFilter, belongs func(title string) bool, all []string,
) {
	t.Helper()
	var got, want []string
	for _, row := range l.rows(t, b, o, filter) {
		got = append(got, l.title(row))
	}
	for _, title := range all {
		if belongs(title) {
			want = append(want, title)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s %v %v: %q, want %q", l.name, filter.Status, filter.OnTrack, got, want)
	}
	filter.RegionCode = &o.region
	count, err := b.CountNodes(visitor(), models.NodeQuery{Level: l.name, Filter: filter})
	must(t, err)
	if count != len(want) {
		t.Errorf("%s %v %v: %d are counted, want %d", l.name, filter.Status, filter.OnTrack, count, len(want))
	}
}

func (l level[R]) compareFacets(t failer, b *base, o oblast, want reckoning) {
	t.Helper()
	facets, err := b.FacetsOf(visitor(), models.NodeQuery{Level: l.name, Filter: models.NodeFilter{RegionCode: &o.region}})
	must(t, err)
	got, wanted := map[string]int{}, map[string]int{}
	for _, f := range facets.Status {
		got["status "+string(valueOf(f.Value))] = f.Count
	}
	for _, f := range facets.OnTrack {
		got["track "+string(valueOf(f.Value))] = f.Count
	}
	for _, title := range o.titles(l.name) {
		wanted["status "+string(want.nodes[title].Status)]++
		wanted["track "+string(want.track[title])]++
	}
	if fmt.Sprint(got) != fmt.Sprint(wanted) { // maps are printed in the order of their keys
		t.Errorf("%s: facets %v, want %v", l.name, got, wanted)
	}
}

func (o oblast) titles(level domain.Level) []string {
	var titles []string
	for _, n := range o.nodes() {
		if n.Level == level {
			titles = append(titles, n.Title)
		}
	}
	return titles
}

func (o oblast) nodes() []domain.OutlineNode {
	var nodes []domain.OutlineNode
	for _, trees := range o.trees {
		for _, tree := range trees {
			nodes = append(nodes, tree.nodes...)
		}
	}
	return nodes
}

// compareCommunities asks for communities by the status of their current goals, and by progress.
func (o oblast) compareCommunities(t *rapid.T, b *base) {
	t.Helper()
	asked := rapid.SampledFrom(statuses).Draw(t, "goal status asked")
	var want []string
	for c, trees := range o.trees {
		if len(trees) == 0 {
			continue
		}
		nodes := trees[len(trees)-1].nodes
		now := reckon(nodes, today)
		if slices.ContainsFunc(nodes, func(n domain.OutlineNode) bool {
			return n.Level == domain.GoalLevel && now.nodes[n.Title].Status == asked
		}) {
			want = append(want, string(o.communities[c]))
		}
	}
	filter := models.CommunityFilter{RegionCode: &o.region, GoalStatus: []domain.Status{asked}}
	got := o.communityCodes(t, b, filter, models.CommunityOrder{Field: models.ByName})
	if !slices.Equal(got, want) {
		t.Errorf("communities with a goal that is %s: %v, want %v", asked, got, want)
	}
	count, err := b.CountCommunities(visitor(), models.CommunityQuery{Filter: filter})
	must(t, err)
	if count != len(want) {
		t.Errorf("%d communities are counted, want %d", count, len(want))
	}
	o.compareOrder(t, b, rapid.SampledFrom([]domain.OrderDirection{domain.Ascending, domain.Descending}).Draw(t, "direction"))
}

// compareOrder demands communities by progress, those without a figure last in both directions, and
// equal ones by id.
func (o oblast) compareOrder(t failer, b *base, direction domain.OrderDirection) {
	t.Helper()
	sign := map[domain.OrderDirection]int{domain.Ascending: 1, domain.Descending: -1}[direction]
	rows, order := o.communityRows(t, b), []int{0, 1, 2}
	slices.SortFunc(order, func(x, y int) int {
		p, q, ids := o.current(x, today).Percent, o.current(y, today).Percent, cmp.Compare(rows[x].ID, rows[y].ID)
		if p == nil || q == nil {
			return cmp.Or(btoi(p == nil)-btoi(q == nil), sign*ids)
		}
		return sign * cmp.Or(cmp.Compare(*p, *q), ids)
	})
	var want []string
	for _, c := range order {
		want = append(want, string(o.communities[c]))
	}
	got := o.communityCodes(t, b, models.CommunityFilter{RegionCode: &o.region},
		models.CommunityOrder{Field: models.ByProgress, Direction: direction})
	if !slices.Equal(got, want) {
		t.Errorf("by progress %s: %v, want %v", direction, got, want)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (o oblast) communityCodes(t failer, b *base, filter models.CommunityFilter, order models.CommunityOrder) []string {
	t.Helper()
	found, err := b.Communities(visitor(), models.CommunityQuery{Filter: filter, Order: order}, models.Page{})
	must(t, err)
	var codes []string
	for _, c := range found.Rows {
		codes = append(codes, string(c.Code))
	}
	return codes
}
