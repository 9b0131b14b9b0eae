package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// An area is a district or a region: the figures of its communities' current trees, together.

// areaRow is one area's figure of progress. The figure has a name, since GORM passes over embedded
// types that are not exported.
type areaRow struct {
	ID          int64
	Communities int
	Figure      progressRow `gorm:"embedded"`
}

// RegionProgress gives the mean progress of a region's communities.
func (s *Store) RegionProgress(ctx context.Context, row *Region, asOf *domain.Date) (*AreaProgress, error) {
	return areaProgress(ctx, s, row, (*Region).id, `c.region_id`, asOf)
}

// DistrictProgress gives the mean progress of a district's communities.
func (s *Store) DistrictProgress(ctx context.Context, row *District, asOf *domain.Date) (*AreaProgress, error) {
	return areaProgress(ctx, s, row, (*District).id, `c.district_id`, asOf)
}

// meanProgress sums up the progress x of trees.
const meanProgress = `avg(x.percent) AS percent, count(x.percent) AS communities,
				CASE WHEN count(x.percent) > 0 THEN 'COMMUNITIES' ELSE 'UNKNOWN' END AS basis,
				coalesce(sum(x.done), 0) AS done, coalesce(sum(x.reported), 0) AS reported, coalesce(sum(x.leaves), 0) AS leaves`

func areaProgress[R any, P related[R]](
	ctx context.Context, s *Store, row P, id func(*R) int64, column string, asOf *domain.Date,
) (*AreaProgress, error) {
	day, err := s.day(asOf)
	if err != nil {
		return nil, err
	}
	return share(ctx, row, "progress", day.String(), func(ctx context.Context, rows []*R) (map[*R]*AreaProgress, error) {
		d, err := s.readTrees(ctx, domain.PublishedView)
		if err != nil {
			return nil, err
		}
		args := d.currentArgs(keysOf(rows, id))
		found, err := fetch[areaRow](d, d.rollUp(d.stateOn(day, args), d.currentTrees(column+` = ANY (CAST(@ids AS bigint[]))`), `TRUE`)+`
			SELECT `+column+` AS id, `+meanProgress+`
			FROM tree_progress x JOIN communities c ON c.id = x.community_id
			GROUP BY `+column, args)
		shares := make(map[*R]*AreaProgress, len(rows))
		for r, one := range toOne(rows, id, found, func(a *areaRow) int64 { return a.ID }) {
			shares[r] = one.progress(day)
		}
		return shares, err
	})
}

func (a *areaRow) progress(day domain.Date) *AreaProgress {
	if a == nil {
		return &AreaProgress{Progress: *(*progressRow)(nil).progress(day)}
	}
	return &AreaProgress{Progress: *a.Figure.progress(day), Communities: a.Communities}
}

// CommunityCountOfRegion counts a region's communities.
func (s *Store) CommunityCountOfRegion(ctx context.Context, row *Region) (int, error) {
	return communityCount(ctx, s, row, (*Region).id, `c.region_id`)
}

// CommunityCountOfDistrict counts a district's communities.
func (s *Store) CommunityCountOfDistrict(ctx context.Context, row *District) (int, error) {
	return communityCount(ctx, s, row, (*District).id, `c.district_id`)
}

func communityCount[R any, P related[R]](
	ctx context.Context, s *Store, row P, id func(*R) int64, column string,
) (int, error) {
	return share(ctx, row, "communityCount", nil, func(ctx context.Context, rows []*R) (map[*R]int, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		type total struct {
			ID    int64
			Total int
		}
		found, err := fetch[total](d, `SELECT `+column+` AS id, count(*) AS total FROM communities c
			WHERE `+column+` = ANY (CAST(@ids AS bigint[])) GROUP BY `+column, named{"ids": numbers(keysOf(rows, id))})
		shares := make(map[*R]int, len(rows))
		for r, one := range toOne(rows, id, found, func(t *total) int64 { return t.ID }) {
			if one != nil {
				shares[r] = one.Total
			}
		}
		return shares, err
	})
}
