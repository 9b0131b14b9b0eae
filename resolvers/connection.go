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
