package models

import (
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
)

// MostPeers is how many of the nearest communities may be asked for.
const MostPeers = 100

// PeerFeature is a feature by which communities may be near to each other.
type PeerFeature string

// The features. Those that grow in proportion are compared by their logarithm.
const (
	PopulationOfPeers  PeerFeature = comparison.PopulationFeature
	AreaOfPeers        PeerFeature = "AREA"
	DensityOfPeers     PeerFeature = "DENSITY"
	SettlementsOfPeers PeerFeature = "SETTLEMENTS"
	UrbanShareOfPeers  PeerFeature = "URBAN_SHARE"
)

var peerFeatures = map[PeerFeature]struct {
	log   bool
	words domain.Text
}{
	PopulationOfPeers:  {true, domain.Text{UK: "населення", EN: "population"}},
	AreaOfPeers:        {true, domain.Text{UK: "площа", EN: "area"}},
	DensityOfPeers:     {true, domain.Text{UK: "густота населення", EN: "population density"}},
	SettlementsOfPeers: {false, domain.Text{UK: "кількість населених пунктів", EN: "number of settlements"}},
	UrbanShareOfPeers:  {false, domain.Text{UK: "частка міських мешканців", EN: "share of city dwellers"}},
}

// usualFeatures are those by which the nearest are found unless told.
var usualFeatures = []PeerFeature{PopulationOfPeers, AreaOfPeers, SettlementsOfPeers, UrbanShareOfPeers}

func (p *PeersOf) features() []PeerFeature {
	if p.Features == nil {
		return usualFeatures
	}
	return p.Features
}

func (p *PeersOf) check() error {
	seen := map[PeerFeature]bool{}
	for _, f := range p.Features {
		seen[f] = true
	}
	switch {
	case p.Count < 1 || p.Count > MostPeers:
		return domain.Invalid("input.peersOf.count", "Від 1 до %d.", "1 to %d.", MostPeers)
	case p.Features != nil && p.Kind != comparison.Nearest:
		return domain.Invalid("input.peersOf.features", "Лише для найближчих.", "Only the nearest are found by features.")
	case p.Features != nil && (len(seen) == 0 || len(seen) < len(p.Features)):
		return domain.Invalid("input.peersOf.features", "Хоча б одна ознака, кожна один раз.", "At least one feature, each once.")
	}
	return nil
}

func featuresOf(names []PeerFeature) []comparison.Feature {
	features := make([]comparison.Feature, len(names))
	for i, name := range names {
		features[i] = comparison.Feature{Name: string(name), Log: peerFeatures[name].log}
	}
	return features
}

// peerRow is a community with what peers are found by.
type peerRow struct {
	ID              int64
	Code            domain.KatottgCode
	NameUK          string
	NameEN          *string
	RegionID        int64
	DistrictID      int64
	Type            domain.CommunityType
	Population      *float64
	UrbanPopulation *float64
	AreaKm2         *float64
	Settlements     *float64
}

func (r *peerRow) community() comparison.Community {
	c := comparison.Community{
		ID: strconv.FormatInt(r.ID, 10), Type: r.Type, District: strconv.FormatInt(r.DistrictID, 10), Population: r.Population, Features: map[string]float64{},
	}
	for f, value := range map[PeerFeature]*float64{
		AreaOfPeers: r.AreaKm2, DensityOfPeers: ratio(r.Population, r.AreaKm2), SettlementsOfPeers: r.Settlements,
		UrbanShareOfPeers: ratio(r.UrbanPopulation, r.Population),
	} {
		if value != nil {
			c.Features[string(f)] = *value
		}
	}
	return c
}

func ratio(part, whole *float64) *float64 {
	if part == nil || whole == nil || *whole <= 0 {
		return nil
	}
	return new(*part / *whole)
}

// neighbours are the communities of the regions that some communities lie in, by region.
func (d *door) neighbours(condition string, args named) (map[int64][]*peerRow, error) {
	rows, err := fetch[peerRow](d, `SELECT c.id, c.code, c.name_uk, c.name_en, c.region_id, c.district_id, c.type, c.population, c.urban_population, c.area_km2, c.settlements
		FROM communities c WHERE c.region_id IN (SELECT o.region_id FROM communities o WHERE `+condition+`) ORDER BY c.id`, args)
	byRegion := map[int64][]*peerRow{}
	for _, row := range rows {
		byRegion[row.RegionID] = append(byRegion[row.RegionID], row)
	}
	return byRegion, err
}

// peersAmong are the ids of the communities like one of them, the most alike first where they are by distance.
func peersAmong(of *peerRow, all []*peerRow, rule comparison.PeerRule) (ids []int64, unknown bool, err error) {
	candidates := make([]comparison.Community, len(all))
	for i, row := range all {
		candidates[i] = row.community()
	}
	group, err := comparison.Peers(of.community(), candidates, rule)
	for _, peer := range group.Peers {
		id, _ := strconv.ParseInt(peer.ID, 10, 64) // written above
		ids = append(ids, id)
	}
	return ids, group.Unknown, err
}

// onlyPeers leaves of a list a community and those of its region that are like it, and gives that community; nil where all of the list stay.
func (d *door) onlyPeers(l *list, p *PeersOf) (*peerRow, error) {
	if p == nil {
		return nil, nil //nolint:nilnil // all of the list stay, and that is no fault
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	byRegion, err := d.neighbours(`o.code = @code `, named{"code": p.Community})
	if err != nil {
		return nil, err
	}
	for _, all := range byRegion { // one region, or none
		for _, row := range all {
			if row.Code == p.Community {
				return row, onlyLike(l, row, all, *p)
			}
		}
	}
	return nil, domain.NotFound("input.peersOf.communityCode")
}

func onlyLike(l *list, of *peerRow, all []*peerRow, p PeersOf) error {
	ids, unknown, err := peersAmong(of, all, comparison.PeerRule{Kind: p.Kind, Count: p.Count, Features: featuresOf(p.features())})
	switch {
	case err != nil:
		return err
	case unknown:
		return domain.Invalid("input.peersOf", "Про цю громаду невідомо те, за чим шукають подібні.", "What peers are found by is not known of this community.")
	}
	l.where.and(`c.id = ANY (CAST(@peers AS bigint[]))`, "peers", numbers(append(ids, of.ID)))
	return nil
}
