package reports

import (
	"context"
	"io"
	"strconv"

	"hromada/domain"
	"hromada/models"
)

var componentColumns = []column{
	{"id", 28},
	{"community_code", 21},
	{"community", 22},
	{"tree", 22},
	{"period", 11},
	{"goal", 40},
	{"subgoal", 40},
	{"number", 9},
	{"title", 60},
	{"kind", 7},
	{"category", 17},
	{"priority", 9},
	{"responsible", 28},
	{"start_date", 11},
	{"due_date", 11},
	{"status", 13},
	{"percent", 9},
	{"on_track", 12},
	{"planned_total", 16},
	{"spent_total", 16},
}

// Components writes the published components that a filter leaves, by title, as the graph lists them.
func Components(ctx context.Context, w io.Writer, s *models.Store, filter models.NodeFilter, format Format) error {
	t, err := newTable(w, format, "Компоненти")
	if err != nil {
		return err
	}
	defer t.close()
	query := models.NodeQuery{Level: domain.ComponentLevel, Filter: filter, Order: models.NodeOrder{Field: models.ByTitle}}
	begun := false
	err = s.EachComponent(ctx, query, func(page []*models.Component) error {
		if !begun {
			begun = true
			if err := t.head(componentColumns); err != nil {
				return err
			}
		}
		for _, c := range page {
			cells, err := componentCells(ctx, s, c)
			if err == nil {
				err = t.row(cells)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.end()
}

// componentCells asks the store as the graph does: what one row asks for is loaded for all of its page.
func componentCells(ctx context.Context, s *models.Store, c *models.Component) ([]any, error) {
	community, err := models.CommunityOf(ctx, s, c)
	if err != nil {
		return nil, err
	}
	tree, err := models.TreeOf(ctx, s, c)
	if err != nil {
		return nil, err
	}
	goal, err := s.GoalOfComponent(ctx, c)
	if err != nil {
		return nil, err
	}
	subgoal, err := s.SubgoalOf(ctx, c)
	if err != nil {
		return nil, err
	}
	cells := []any{c.NodeID().String(), string(community.Code), community.NameUK, string(tree.Kind), years(tree.Period()), goal.Title, titleOf(subgoal)}
	cells = append(cells, codeOf(&c.Placement), c.Title, text(c.Kind), text(c.CategoryCode), text(c.Priority), text(c.Responsible),
		value(c.StartDate), value(c.DueDate))
	figures, err := componentFigures(ctx, s, c)
	return append(cells, figures...), err
}

func componentFigures(ctx context.Context, s *models.Store, c *models.Component) ([]any, error) {
	progress, err := models.ProgressOf(ctx, s, c, nil)
	if err != nil {
		return nil, err
	}
	track, err := models.TrackOf(ctx, s, c, nil)
	if err != nil {
		return nil, err
	}
	planned, err := s.PlannedTotal(ctx, c)
	if err != nil {
		return nil, err
	}
	spent, err := s.SpentTotal(ctx, c)
	return []any{string(progress.Status), value(progress.Percent), text(track), amount(planned), amount(spent)}, err
}

func titleOf(subgoal *models.Subgoal) string {
	if subgoal == nil {
		return ""
	}
	return subgoal.Title
}

func amount(money *domain.Money) any {
	if money == nil {
		return nil
	}
	return money.Amount
}

func years(period *domain.Period) string {
	if period == nil {
		return ""
	}
	return strconv.Itoa(period.Start) + "–" + strconv.Itoa(period.End)
}
