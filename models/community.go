package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Community is a territorial community (територіальна громада).
type Community struct {
	member[Community]
	ID              int64
	RegionID        int64
	DistrictID      int64
	Code            domain.KatottgCode
	NameUK          string
	NameEN          *string
	Type            domain.CommunityType
	CentreCode      *domain.KatottgCode
	CentreNameUK    *string
	CentreNameEN    *string
	Latitude        *float64
	Longitude       *float64
	AreaKm2         *float64
	Population      *int
	UrbanPopulation *int
	PopulationOn    *domain.Date
	Settlements     *int
}

const communityColumns = `c.id, c.region_id, c.district_id, c.code, c.name_uk, c.name_en, c.type, c.centre_code,
	c.centre_name_uk, c.centre_name_en, c.latitude, c.longitude, c.area_km2, c.population, c.urban_population,
	c.population_on, c.settlements`

// NodeID is the community's public id.
func (c *Community) NodeID() domain.NodeID { return domain.NodeID{Type: "Community", Number: c.ID} }

func (c *Community) id() int64 { return c.ID }

// ViewerCan lists what the viewer may do about the community.
func (c *Community) ViewerCan(ctx context.Context) []auth.Action {
	return append(openFor(ctx, c.ID, c.RegionID, auth.ReadWorkingTree, auth.AssignExpert, auth.EditCommunityProblems), surveying(ctx, c.ID, c.RegionID)...)
}

// Name gives the name in a language.
func (c *Community) Name(lang domain.Language) string { return domain.Pick(lang, c.NameUK, c.NameEN) }

// FullName gives the name with the type in a language.
func (c *Community) FullName(lang domain.Language) string {
	if lang == domain.English && c.NameEN != nil {
		return *c.NameEN + " " + c.Type.Adjective().EN + " territorial hromada"
	}
	return c.NameUK + " " + c.Type.Adjective().UK + " територіальна громада"
}

// Settlement is a place within a community.
type Settlement struct {
	Code                *domain.KatottgCode
	NameUK              string
	NameEN              *string
	Latitude, Longitude *float64
}

// Name gives the name in a language.
func (s *Settlement) Name(lang domain.Language) string { return domain.Pick(lang, s.NameUK, s.NameEN) }

// AdministrativeCentre gives the community's centre, nil where it is not known.
func (c *Community) AdministrativeCentre() *Settlement {
	if c.CentreNameUK == nil {
		return nil
	}
	return &Settlement{c.CentreCode, *c.CentreNameUK, c.CentreNameEN, c.Latitude, c.Longitude}
}

// Residents is a population as of a day.
type Residents struct {
	Total int
	Urban *int
	AsOf  domain.Date
}

// Residents gives the population, nil where it is not known.
func (c *Community) Residents() *Residents {
	if c.Population == nil || c.PopulationOn == nil {
		return nil
	}
	return &Residents{*c.Population, c.UrbanPopulation, *c.PopulationOn}
}

// CommunityByCode gives one community, or NOT_FOUND.
func (s *Store) CommunityByCode(ctx context.Context, code domain.KatottgCode) (*Community, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	return only(siblings(fetch[Community](d, `SELECT `+communityColumns+` FROM communities c WHERE c.code = @code `,
		named{"code": code})))("code")
}

func communitiesByID(d *door, ids []int64) ([]*Community, error) {
	return siblings(fetch[Community](d, `SELECT `+communityColumns+` FROM communities c
		WHERE c.id = ANY (CAST(@ids AS bigint[]))`, named{"ids": numbers(ids)}))
}

// CommunitiesOfRegion gives a region's communities by name.
func (s *Store) CommunitiesOfRegion(ctx context.Context, row *Region) ([]*Community, error) {
	return share(ctx, row, "communities", nil, func(ctx context.Context, rows []*Region) (map[*Region][]*Community, error) {
		found, err := s.communitiesWithin(ctx, `c.region_id`, keysOf(rows, (*Region).id))
		return toMany(rows, (*Region).id, found, func(x *Community) int64 { return x.RegionID }), err
	})
}

// CommunitiesOfDistrict gives a district's communities by name.
func (s *Store) CommunitiesOfDistrict(ctx context.Context, row *District) ([]*Community, error) {
	return share(ctx, row, "communities", nil, func(ctx context.Context, rows []*District) (map[*District][]*Community, error) {
		found, err := s.communitiesWithin(ctx, `c.district_id`, keysOf(rows, (*District).id))
		return toMany(rows, (*District).id, found, func(x *Community) int64 { return x.DistrictID }), err
	})
}

func (s *Store) communitiesWithin(ctx context.Context, column string, ids []int64) ([]*Community, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	return siblings(fetch[Community](d, `SELECT `+communityColumns+` FROM communities c
		WHERE `+column+` = ANY (CAST(@ids AS bigint[])) ORDER BY `+column+`, c.name_uk, c.id`, named{"ids": numbers(ids)}))
}

// communitiesOf gives every row the community that its key names.
func communitiesOf[C any](ctx context.Context, s *Store, rows []*C, key func(*C) int64) (map[*C]*Community, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	found, err := communitiesByID(d, keysOf(rows, key))
	return toOne(rows, key, found, (*Community).id), err
}
