package reports

import (
	"context"
	"io"
	"strconv"

	"hromada/domain"
	"hromada/models"
)

// Overview writes an overview as rows of section, item and value.
func Overview(ctx context.Context, w io.Writer, s *models.Store, filter models.CommunityFilter, format Format, lang domain.Language) error {
	o, err := s.OverviewOf(ctx, filter)
	if err != nil {
		return err
	}
	rows, err := overviewRows(ctx, s, o)
	if err != nil {
		return err
	}
	columns := []column{{"section", 22}, {"item", 30}, {"value", 18}}
	return whole(w, format, in(lang, "Огляд", "Overview"), columns, func(t table) error {
		for _, row := range rows {
			if err := t.row(row); err != nil {
				return err
			}
		}
		return t.notes(in(lang, "Примітки", "Notes"), [][2]any{
			{in(lang, "Дерева", "Trees"), in(lang, "Чинні оприлюднені дерева цілей; день: ", "Current published goal trees; the day: ") + s.Today().String()},
			{in(lang, "Поступ", "Progress"), in(lang, "Просте середнє за громадами, де він відомий.", "The unweighted mean over communities where it is known.")},
		})
	})
}

func overviewRows(ctx context.Context, s *models.Store, o *models.Overview) ([][]any, error) {
	coverage, err := s.CoverageOf(ctx, o)
	if err != nil {
		return nil, err
	}
	rows := [][]any{
		{"coverage", "communities", coverage.Communities},
		{"coverage", "urban", coverage.Urban},
		{"coverage", "settlement", coverage.Settlement},
		{"coverage", "rural", coverage.Rural},
		{"coverage", "population", coverage.Population},
		{"coverage", "with_population", coverage.WithPopulation},
		{"coverage", "participating", coverage.Participating},
		{"coverage", "with_goal_tree", coverage.WithGoalTree},
		{"coverage", "reported_lately", coverage.ReportedLately},
		{"coverage", "with_planned_costs", coverage.WithPlannedCosts},
		{"coverage", "with_spending", coverage.WithSpending},
	}
	progress, err := s.OverviewProgress(ctx, o)
	if err != nil {
		return nil, err
	}
	share, err := models.HardShareOf(ctx, s, o, models.ByOverview)
	if err != nil {
		return nil, err
	}
	rows = append(rows, []any{"progress", "percent", value(progress.Percent)}, []any{"progress", "communities", progress.Communities},
		[]any{"hard_share", "percent", value(share.Percent)})
	goals, err := s.OverviewFacets(ctx, o, domain.GoalLevel)
	if err != nil {
		return nil, err
	}
	components, err := s.OverviewFacets(ctx, o, domain.ComponentLevel)
	if err != nil {
		return nil, err
	}
	rows = append(append(rows, statusRows("goals", goals)...), statusRows("components", components)...)
	for _, k := range components.Kind {
		rows = append(rows, []any{"components", "kind " + orUnknown(k.Value), k.Count})
	}
	budget, err := s.BudgetOf(ctx, o)
	for _, b := range budget {
		of := strconv.Itoa(b.Year) + " " + string(b.FundSource)
		rows = append(rows, []any{"planned", of, b.PlannedSum}, []any{"spent", of, b.SpentSum})
	}
	if err != nil {
		return nil, err
	}
	named, err := namedRows(ctx, s, o)
	return append(rows, named...), err
}

// namedRows are the problems that communities have, and the surveys that their residents answered.
func namedRows(ctx context.Context, s *models.Store, o *models.Overview) ([][]any, error) {
	problems, err := s.Problems(ctx, o.Filter, models.ProblemOrder{Field: models.ByFrequency, Direction: domain.Descending})
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, p := range problems {
		called, err := s.ProblemCounted(ctx, p)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []any{"problems", called.Code, p.Communities}, []any{"problems", called.Code + " mean_severity", value(p.MeanSeverity)},
			[]any{"problems", called.Code + " covered", p.Covered})
	}
	surveys, err := s.SurveysCounted(ctx, o)
	if err != nil {
		return nil, err
	}
	for _, state := range surveys.States {
		rows = append(rows, []any{"surveys", string(state.State), state.Surveys})
	}
	for _, mode := range surveys.Responses {
		rows = append(rows, responseRows(mode)...)
	}
	return rows, nil
}

// responseRows are how many responses came in a mode, of the numbers that are shown, and how many numbers are not.
func responseRows(mode *models.SurveyModeCount) [][]any {
	of := string(mode.Mode)
	told := any(mode.Responses)
	if mode.Shown == 0 {
		told = unless(mode.Suppressed > 0)
	}
	rows := [][]any{{"responses", of, told}}
	if mode.Suppressed > 0 {
		rows = append(rows, []any{"responses", of + " suppressed", mode.Suppressed})
	}
	return rows
}

func statusRows(section string, f *models.Facets) [][]any {
	var rows [][]any
	for _, s := range f.Status {
		rows = append(rows, []any{section, "status " + orUnknown(s.Value), s.Count})
	}
	for _, t := range f.OnTrack {
		rows = append(rows, []any{section, "track " + orUnknown(t.Value), t.Count})
	}
	return rows
}

func orUnknown[S ~string](s *S) string {
	if s == nil {
		return "UNKNOWN"
	}
	return string(*s)
}
