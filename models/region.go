package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Region is an oblast.
type Region struct {
	member[Region]
	ID     int64
	Code   domain.KatottgCode
	NameUK string
	NameEN *string
}

const regionColumns = `r.id, r.code, r.name_uk, r.name_en`

// NodeID is the region's public id.
func (r *Region) NodeID() domain.NodeID { return domain.NodeID{Type: "Region", Number: r.ID} }

// ViewerCan lists what the viewer may do about the region.
func (r *Region) ViewerCan(ctx context.Context) []auth.Action {
	return append(openFor(ctx, 0, r.ID, auth.SetReporting, auth.EditProblems), surveying(ctx, 0, r.ID)...)
}

// Name gives the name in a language.
func (r *Region) Name(lang domain.Language) string { return domain.Pick(lang, r.NameUK, r.NameEN) }

// Regions gives all regions by name.
func (s *Store) Regions(ctx context.Context) ([]*Region, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	return siblings(fetch[Region](d, `SELECT `+regionColumns+` FROM regions r ORDER BY r.name_uk, r.id`, named{}))
}

// RegionByCode gives one region, or NOT_FOUND.
func (s *Store) RegionByCode(ctx context.Context, code domain.KatottgCode) (*Region, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	return only(siblings(fetch[Region](d, `SELECT `+regionColumns+` FROM regions r WHERE r.code = @code `,
		named{"code": code})))("code")
}

func regionsByID(d *door, ids []int64) ([]*Region, error) {
	return siblings(fetch[Region](d, `SELECT `+regionColumns+` FROM regions r WHERE r.id = ANY (CAST(@ids AS bigint[]))`,
		named{"ids": numbers(ids)}))
}

// RegionOfDistrict gives the region that a district belongs to.
func (s *Store) RegionOfDistrict(ctx context.Context, row *District) (*Region, error) {
	return share(ctx, row, "region", nil, func(ctx context.Context, rows []*District) (map[*District]*Region, error) {
		return regionsOf(ctx, s, rows, func(x *District) int64 { return x.RegionID })
	})
}

// RegionOfCommunity gives the region that a community belongs to.
func (s *Store) RegionOfCommunity(ctx context.Context, row *Community) (*Region, error) {
	return share(ctx, row, "region", nil, func(ctx context.Context, rows []*Community) (map[*Community]*Region, error) {
		return regionsOf(ctx, s, rows, func(x *Community) int64 { return x.RegionID })
	})
}

func regionsOf[C any](ctx context.Context, s *Store, children []*C, key func(*C) int64) (map[*C]*Region, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	found, err := regionsByID(d, keysOf(children, key))
	return toOne(children, key, found, (*Region).id), err
}

func (r *Region) id() int64 { return r.ID }
