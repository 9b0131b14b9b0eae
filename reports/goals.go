package reports

import (
	"context"
	"io"

	"hromada/domain"
	"hromada/models"
)

// beneath are the columns that count what stands beneath a goal or subgoal.
var beneath = []column{{"components", 12}, {"soft", 7}, {"hard", 7}}

var goalTable = nodeTable[models.Goal, *models.Goal]{
	title: "Цілі", level: domain.GoalLevel, totals: append([]column{{"subgoals", 10}}, beneath...),
	parentCells: noCells[*models.Goal], kindCells: noCells[*models.Goal], totalCells: goalTotals,
}

var subgoalTable = nodeTable[models.Subgoal, *models.Subgoal]{
	title: "Підцілі", level: domain.SubgoalLevel, parents: []column{{"goal", 40}}, totals: beneath,
	parentCells: subgoalParents, kindCells: noCells[*models.Subgoal], totalCells: subgoalTotals,
}

// Goals writes the published goals that a filter leaves, by title, as the graph lists them.
func Goals(ctx context.Context, w io.Writer, s *models.Store, filter models.NodeFilter, format Format) error {
	return goalTable.write(ctx, w, s, filter, format)
}

// Subgoals writes the published subgoals that a filter leaves, by title, as the graph lists them.
func Subgoals(ctx context.Context, w io.Writer, s *models.Store, filter models.NodeFilter, format Format) error {
	return subgoalTable.write(ctx, w, s, filter, format)
}

func goalTotals(ctx context.Context, s *models.Store, g *models.Goal) ([]any, error) {
	counts, err := models.CountsOf(ctx, s, g, models.ByGoal)
	if err != nil {
		return nil, err
	}
	return append([]any{counts.Subgoals}, countCells(counts)...), nil
}

func subgoalParents(ctx context.Context, s *models.Store, g *models.Subgoal) ([]any, error) {
	goal, err := s.GoalOfSubgoal(ctx, g)
	if err != nil {
		return nil, err
	}
	return []any{goal.Title}, nil
}

func subgoalTotals(ctx context.Context, s *models.Store, g *models.Subgoal) ([]any, error) {
	counts, err := models.CountsOf(ctx, s, g, models.BySubgoal)
	if err != nil {
		return nil, err
	}
	return countCells(counts), nil
}

func countCells(counts *models.TreeCounts) []any {
	return []any{counts.Components, counts.SoftComponents, counts.HardComponents}
}
