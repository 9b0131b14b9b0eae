package reports

import (
	"context"
	"io"
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/models"
)

// The columns that tables of all levels have; those of a level stand between them, and at the end.
var (
	placeColumns = []column{{"id", 28}, {"community_code", 21}, {"community", 22}, {"tree", 22}, {"period", 11}}
	nameColumns  = []column{{"number", 9}, {"title", 60}}
	workColumns  = []column{{"priority", 9}, {"responsible", 28}, {"start_date", 11}, {"due_date", 11}, {"status", 13}, {"percent", 9}, {"on_track", 12}}
)

// nodeTable is a table of the published nodes of one level.
type nodeTable[R any, P models.NodeRow[R]] struct {
	title                  string
	level                  domain.Level
	parents, kinds, totals []column
	// Cells of these columns; the store loads what one row asks for for all of its page, as in the graph.
	parentCells, kindCells, totalCells func(context.Context, *models.Store, P) ([]any, error)
}

// write writes the nodes that a filter leaves, by title, as the graph lists them.
func (n nodeTable[R, P]) write(ctx context.Context, w io.Writer, s *models.Store, filter models.NodeFilter, format Format) error {
	t, err := newTable(w, format, n.title)
	if err != nil {
		return err
	}
	defer t.close()
	query := models.NodeQuery{Level: n.level, Filter: filter, Order: models.NodeOrder{Field: models.ByTitle}}
	head := slices.Concat(placeColumns, n.parents, nameColumns, n.kinds, workColumns, n.totals)
	err = models.EachNode[R, P](ctx, s, query, byPages(t, head, func(row *R) ([]any, error) { return n.cells(ctx, s, P(row)) }))
	if err != nil {
		return err
	}
	return t.end()
}

func (n nodeTable[R, P]) cells(ctx context.Context, s *models.Store, row P) ([]any, error) {
	var all []any
	for _, part := range []func(context.Context, *models.Store, P) ([]any, error){
		placeCells[R, P], n.parentCells, nameCells[R, P], n.kindCells, workCells[R, P], n.totalCells,
	} {
		cells, err := part(ctx, s, row)
		if err != nil {
			return nil, err
		}
		all = append(all, cells...)
	}
	return all, nil
}

func placeCells[R any, P models.NodeRow[R]](ctx context.Context, s *models.Store, row P) ([]any, error) {
	community, err := models.CommunityOf(ctx, s, row)
	if err != nil {
		return nil, err
	}
	tree, err := models.TreeOf(ctx, s, row)
	if err != nil {
		return nil, err
	}
	id := models.PlacementOf(row).NodeID().String()
	return []any{id, string(community.Code), community.NameUK, string(tree.Kind), years(tree.Period())}, nil
}

func nameCells[R any, P models.NodeRow[R]](_ context.Context, _ *models.Store, row P) ([]any, error) {
	p := models.PlacementOf(row)
	return []any{codeOf(p), p.Title}, nil
}

func workCells[R any, P models.NodeRow[R]](ctx context.Context, s *models.Store, row P) ([]any, error) {
	progress, err := models.ProgressOf(ctx, s, row, nil)
	if err != nil {
		return nil, err
	}
	track, err := models.TrackOf(ctx, s, row, nil)
	p := models.PlacementOf(row)
	return []any{
		text(p.Priority), text(p.Responsible), value(p.StartDate), value(p.DueDate), string(progress.Status), value(progress.Percent), text(track),
	}, err
}

// noCells are those of no columns.
func noCells[P any](context.Context, *models.Store, P) ([]any, error) { return nil, nil }

func years(period *domain.Period) string {
	if period == nil {
		return ""
	}
	return strconv.Itoa(period.Start) + "–" + strconv.Itoa(period.End)
}
