package comparison

import (
	"fmt"
	"math"
	"sort"

	"hromada/domain"
)

// PeerKind is what makes communities peers.
type PeerKind string

// The kinds of peer groups.
const (
	Nearest        PeerKind = "NEAREST"
	SameType       PeerKind = "SAME_TYPE"
	PopulationBand PeerKind = "POPULATION_BAND"
	SameDistrict   PeerKind = "SAME_DISTRICT"
)

// PeerRule is a rule for peers, to be shown with them.
type PeerRule struct {
	Kind PeerKind
	// Count and Features are of NEAREST: so many communities with the least Euclidean distance over features, each standardised by its mean
	// and stddev_samp over all communities that have them all; equals by ID.
	Count    int
	Features []Feature
	// Bands are of POPULATION_BAND: where each band after the first begins, ascending; none is DefaultBands.
	Bands []float64
}

// Feature is a number by which communities are alike. Those that grow in proportion, such as population and budget, are compared by
// their logarithm.
type Feature struct {
	Name string
	Log  bool
}

// PopulationFeature is the number of residents, which needs no entry in Features.
const PopulationFeature = "POPULATION"

// DefaultBands are the residents at which the bands begin: under 5,000, then 5,000, 10,000, 20,000 and 50,000 and more.
var DefaultBands = []float64{5_000, 10_000, 20_000, 50_000}

// Community is what peers are found by. What is not known is empty or nil, and makes no peers.
type Community struct {
	ID         string
	Type       domain.CommunityType
	District   string
	Population *float64
	Features   map[string]float64
}

// Peer is a community of the group, with its distance where the rule has one.
type Peer struct {
	ID       string
	Distance *float64
}

// PeerGroup is a community's peers, without itself: the nearest first, else by ID.
type PeerGroup struct {
	Rule    PeerRule
	Peers   []Peer
	Unknown bool // what the rule asks is not known of the community itself, so it has no peers
}

// Peers finds a community's peers among all. An error is a rule that is unknown or incomplete.
func Peers(of Community, all []Community, rule PeerRule) (PeerGroup, error) {
	var key func(Community) (string, bool)
	switch rule.Kind {
	case Nearest:
		return nearest(of, all, rule)
	case SameType:
		key = func(c Community) (string, bool) { return string(c.Type), c.Type != "" }
	case SameDistrict:
		key = func(c Community) (string, bool) { return c.District, c.District != "" }
	case PopulationBand:
		if len(rule.Bands) == 0 {
			rule.Bands = DefaultBands
		}
		if !sort.Float64sAreSorted(rule.Bands) {
			return PeerGroup{}, fmt.Errorf("comparison: bands %v do not ascend", rule.Bands)
		}
		key = func(c Community) (string, bool) { return bandOf(c.Population, rule.Bands), c.Population != nil }
	default:
		return PeerGroup{}, fmt.Errorf("comparison: peers %q", rule.Kind)
	}
	return alike(of, all, rule, key), nil
}

func bandOf(population *float64, bands []float64) string {
	if population == nil {
		return ""
	}
	return fmt.Sprint(sort.Search(len(bands), func(i int) bool { return bands[i] > *population }))
}

func alike(of Community, all []Community, rule PeerRule, key func(Community) (string, bool)) PeerGroup {
	g := PeerGroup{Rule: rule, Peers: []Peer{}}
	own, known := key(of)
	g.Unknown = !known
	for _, c := range all {
		if other, has := key(c); has && known && other == own && c.ID != of.ID {
			g.Peers = append(g.Peers, Peer{ID: c.ID})
		}
	}
	sort.Slice(g.Peers, func(i, j int) bool { return g.Peers[i].ID < g.Peers[j].ID })
	return g
}

func nearest(of Community, all []Community, rule PeerRule) (PeerGroup, error) {
	if rule.Count < 1 || len(rule.Features) == 0 {
		return PeerGroup{}, fmt.Errorf("comparison: %d nearest by %d features", rule.Count, len(rule.Features))
	}
	g := PeerGroup{Rule: rule, Peers: []Peer{}}
	var candidates []Community
	var points [][]float64
	for _, c := range all {
		if point, known := c.point(rule.Features); known {
			candidates, points = append(candidates, c), append(points, point)
		}
	}
	own, known := of.point(rule.Features)
	if !known {
		g.Unknown = true
		return g, nil
	}
	scales := scalesOf(points, len(rule.Features))
	for i, c := range candidates {
		if c.ID != of.ID {
			g.Peers = append(g.Peers, Peer{c.ID, new(distance(own, points[i], scales))})
		}
	}
	sort.Slice(g.Peers, func(i, j int) bool {
		a, b := g.Peers[i], g.Peers[j]
		if *a.Distance != *b.Distance {
			return *a.Distance < *b.Distance
		}
		return a.ID < b.ID
	})
	g.Peers = g.Peers[:min(rule.Count, len(g.Peers))]
	return g, nil
}

// point is the features as they are compared; false where one is not known, or has no logarithm.
func (c Community) point(features []Feature) ([]float64, bool) {
	point := make([]float64, len(features))
	for i, f := range features {
		value, known := c.Features[f.Name]
		if f.Name == PopulationFeature && c.Population != nil {
			value, known = *c.Population, true
		}
		if f.Log {
			known = known && value > 0
			value = math.Log(max(value, math.SmallestNonzeroFloat64))
		}
		if !known || !isFigure(&value) {
			return nil, false
		}
		point[i] = value
	}
	return point, true
}

// scalesOf are the deviations of so many features; 0 where one is the same everywhere, and tells nothing apart.
func scalesOf(points [][]float64, features int) []float64 {
	scales := make([]float64, features)
	for i := range scales {
		var values []float64
		for _, point := range points {
			values = append(values, point[i])
		}
		sort.Float64s(values)
		if d := deviation(values); d != nil {
			scales[i] = *d
		}
	}
	return scales
}

// distance is rounded, so that equals are equal.
func distance(a, b, scales []float64) float64 {
	sum := 0.0
	for i, scale := range scales {
		if scale > 0 {
			apart := (a[i] - b[i]) / scale
			sum += apart * apart
		}
	}
	return rounded(math.Sqrt(sum))
}
