package reports

import (
	"context"
	"io"

	"hromada/domain"
	"hromada/models"
)

var componentTable = nodeTable[models.Component, *models.Component]{
	title: "Компоненти", level: domain.ComponentLevel,
	parents: []column{{"goal", 40}, {"subgoal", 40}}, kinds: []column{{"kind", 7}, {"category", 17}}, totals: []column{{"planned_total", 16}, {"spent_total", 16}},
	parentCells: componentParents, kindCells: componentKinds, totalCells: componentTotals,
}

// Components writes the published components that a filter leaves, by title, as the graph lists them.
func Components(ctx context.Context, w io.Writer, s *models.Store, filter models.NodeFilter, format Format) error {
	return componentTable.write(ctx, w, s, filter, format)
}

func componentParents(ctx context.Context, s *models.Store, c *models.Component) ([]any, error) {
	goal, err := s.GoalOfComponent(ctx, c)
	if err != nil {
		return nil, err
	}
	subgoal, err := s.SubgoalOf(ctx, c)
	if err != nil || subgoal == nil {
		return []any{goal.Title, ""}, err
	}
	return []any{goal.Title, subgoal.Title}, nil
}

func componentKinds(_ context.Context, _ *models.Store, c *models.Component) ([]any, error) {
	return []any{text(c.Kind), text(c.CategoryCode)}, nil
}

func componentTotals(ctx context.Context, s *models.Store, c *models.Component) ([]any, error) {
	planned, err := s.PlannedTotal(ctx, c)
	if err != nil {
		return nil, err
	}
	spent, err := s.SpentTotal(ctx, c)
	return []any{amount(planned), amount(spent)}, err
}

func amount(money *domain.Money) any {
	if money == nil {
		return nil
	}
	return money.Amount
}
