package resolvers

import (
	"hromada/domain"
	"hromada/graph/model"
	"hromada/models"
)

func pageInfo[R any](s models.Slice[R]) *model.PageInfo {
	info := &model.PageInfo{HasNextPage: s.HasNext, HasPreviousPage: s.HasPrevious}
	if n := len(s.Cursors); n > 0 {
		info.StartCursor, info.EndCursor = &s.Cursors[0], &s.Cursors[n-1]
	}
	return info
}

func edges[R, E any](s models.Slice[R], edge func(cursor string, node *R) *E) []*E {
	all := make([]*E, len(s.Rows))
	for i, row := range s.Rows {
		all[i] = edge(s.Cursors[i], row)
	}
	return all
}

// nodeQuery is what a list of nodes is asked for, by title unless told.
func nodeQuery(level domain.Level, filter *models.NodeFilter, order *models.NodeOrder) models.NodeQuery {
	q := models.NodeQuery{Level: level, Order: models.NodeOrder{Field: models.ByTitle}}
	if filter != nil {
		q.Filter = *filter
	}
	if order != nil {
		q.Order = *order
	}
	return q
}

// problemOrder is how problems are to be ordered, by frequency unless told.
func problemOrder(order *models.ProblemOrder) models.ProblemOrder {
	if order != nil {
		return *order
	}
	return models.ProblemOrder{Field: models.ByFrequency, Direction: domain.Descending}
}

// communityFilter is which communities are asked for, all of them unless told.
func communityFilter(filter *models.CommunityFilter) models.CommunityFilter {
	if filter != nil {
		return *filter
	}
	return models.CommunityFilter{}
}
