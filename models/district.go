package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// District is a район.
type District struct {
	member[District]
	ID       int64
	RegionID int64
	Code     domain.KatottgCode
	NameUK   string
	NameEN   *string
}

const districtColumns = `d.id, d.region_id, d.code, d.name_uk, d.name_en`

// NodeID is the district's public id.
func (d *District) NodeID() domain.NodeID { return domain.NodeID{Type: "District", Number: d.ID} }

// Name gives the name in a language.
func (d *District) Name(lang domain.Language) string { return domain.Pick(lang, d.NameUK, d.NameEN) }

func (d *District) id() int64 { return d.ID }

// Districts gives the districts of one region, or all, by name. NOT_FOUND for an unknown region.
func (s *Store) Districts(ctx context.Context, region *domain.KatottgCode) ([]*District, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	if region == nil {
		return siblings(fetch[District](d, `SELECT `+districtColumns+` FROM districts d ORDER BY d.name_uk, d.id`, named{}))
	}
	found, err := siblings(fetch[District](d, `SELECT `+districtColumns+`
		FROM districts d JOIN regions r ON r.id = d.region_id
		WHERE r.code = @region ORDER BY d.name_uk, d.id`, named{"region": *region}))
	if err == nil && len(found) == 0 {
		return nil, domain.NotFound("regionCode")
	}
	return found, err
}

// DistrictsOfRegion gives a region's districts by name.
func (s *Store) DistrictsOfRegion(ctx context.Context, row *Region) ([]*District, error) {
	return share(ctx, row, "districts", nil, func(ctx context.Context, rows []*Region) (map[*Region][]*District, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[District](d, `SELECT `+districtColumns+` FROM districts d
			WHERE d.region_id = ANY (CAST(@ids AS bigint[])) ORDER BY d.region_id, d.name_uk, d.id`,
			named{"ids": numbers(keysOf(rows, (*Region).id))}))
		return toMany(rows, (*Region).id, found, func(x *District) int64 { return x.RegionID }), err
	})
}

// DistrictOf gives the district that a community belongs to.
func (s *Store) DistrictOf(ctx context.Context, row *Community) (*District, error) {
	return share(ctx, row, "district", nil, func(ctx context.Context, rows []*Community) (map[*Community]*District, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		key := func(x *Community) int64 { return x.DistrictID }
		found, err := districtsByID(d, keysOf(rows, key))
		return toOne(rows, key, found, (*District).id), err
	})
}

func districtsByID(d *door, ids []int64) ([]*District, error) {
	return siblings(fetch[District](d, `SELECT `+districtColumns+` FROM districts d WHERE d.id = ANY (CAST(@ids AS bigint[]))`,
		named{"ids": numbers(ids)}))
}
