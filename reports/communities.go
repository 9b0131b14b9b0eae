package reports

import (
	"context"
	"io"
	"strings"

	"hromada/domain"
	"hromada/models"
)

// communityColumns are those of a list of communities; what is said of goals is of the current published tree.
var communityColumns = []column{
	{"id", 18},
	{"community_code", 21},
	{"community", 22},
	{"type", 11},
	{"region", 20},
	{"district", 20},
	{"area_km2", 10},
	{"settlements", 11},
	{"population", 11},
	{"population_on", 13},
	{"participates_in", 24},
	{"tree", 22},
	{"period", 11},
	{"goals", 7},
	{"subgoals", 10},
	{"components", 12},
	{"soft", 7},
	{"hard", 7},
	{"percent", 9},
	{"done", 7},
	{"of", 7},
	{"last_reported_on", 16},
}

// Communities writes the communities that a filter leaves, by name, as the graph lists them.
func Communities(ctx context.Context, w io.Writer, s *models.Store, filter models.CommunityFilter, format Format) error {
	t, err := newTable(w, format, "Громади")
	if err != nil {
		return err
	}
	defer t.close()
	query := models.CommunityQuery{Filter: filter, Order: models.CommunityOrder{Field: models.ByName}}
	err = models.EachCommunity(ctx, s, query, byPages(t, communityColumns, func(c *models.Community) ([]any, error) { return communityCells(ctx, s, c) }))
	if err != nil {
		return err
	}
	return t.end()
}

func communityCells(ctx context.Context, s *models.Store, c *models.Community) ([]any, error) {
	var all []any
	for _, part := range []func(context.Context, *models.Store, *models.Community) ([]any, error){areaCells, registryCells, treeCells, progressCells} {
		cells, err := part(ctx, s, c)
		if err != nil {
			return nil, err
		}
		all = append(all, cells...)
	}
	return all, nil
}

func areaCells(ctx context.Context, s *models.Store, c *models.Community) ([]any, error) {
	region, err := s.RegionOfCommunity(ctx, c)
	if err != nil {
		return nil, err
	}
	district, err := s.DistrictOf(ctx, c)
	if err != nil {
		return nil, err
	}
	return []any{c.NodeID().String(), string(c.Code), c.NameUK, string(c.Type), region.NameUK, district.NameUK}, nil
}

func registryCells(ctx context.Context, s *models.Store, c *models.Community) ([]any, error) {
	participations, err := s.Participations(ctx, c)
	projects := make([]string, len(participations))
	for i, p := range participations {
		projects[i] = p.Project.Code
	}
	cells := []any{value(c.AreaKm2), count(c.Settlements), nil, nil, strings.Join(projects, "; ")}
	if residents := c.Residents(); residents != nil {
		cells[2], cells[3] = residents.Total, residents.AsOf
	}
	return cells, err
}

func treeCells(ctx context.Context, s *models.Store, c *models.Community) ([]any, error) {
	tree, err := s.CurrentTree(ctx, c, nil, domain.PublishedView)
	if err != nil {
		return nil, err
	}
	counts, err := models.CountsOf(ctx, s, c, models.ByCommunity)
	if err != nil || tree == nil {
		return make([]any, 7), err
	}
	return append([]any{string(tree.Kind), years(tree.Period()), counts.Goals, counts.Subgoals}, countCells(counts)...), nil
}

func progressCells(ctx context.Context, s *models.Store, c *models.Community) ([]any, error) {
	progress, err := s.CommunityProgress(ctx, c, nil)
	if err != nil {
		return nil, err
	}
	reported, err := s.LastReportedAt(ctx, c)
	cells := []any{value(progress.Percent), progress.Done, progress.Leaves, nil}
	if reported != nil {
		cells[3] = s.DayOf(*reported)
	}
	return cells, err
}
