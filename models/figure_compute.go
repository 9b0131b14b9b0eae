package models

import (
	"github.com/jackc/pgx/v5"

	"hromada/domain"
	"hromada/domain/figures"
	"hromada/domain/statistics"
)

// computeLast computes the figures of a survey of which nothing more is to come. It waits for whoever is just answering, and those who come now wait
// for it, to be told that the survey is over.
func (tx *Tx) computeLast(survey int64) error {
	plan, err := only(tx.plans(`v.number = @number FOR UPDATE`, named{"number": survey}))("id")
	if err != nil {
		return err
	}
	return tx.computeFigures(plan, nil)
}

// computeFigures makes the figures of a survey, which the transaction holds, anew. Those of a published survey stay as they are, and so do those
// of one whose responses were deleted. Where they are told already, since says up to which response: then they stay as they are wherever who
// compares both would learn what few people answered.
func (tx *Tx) computeFigures(plan *surveyPlan, since map[int64]int64) error {
	if plan.State == domain.SurveyPublished || plan.PurgedAt != nil {
		return nil
	}
	read, err := tx.readResponses(plan)
	if err != nil {
		return err
	}
	before, err := tx.earlierFigures(plan)
	if err != nil {
		return err
	}
	result, err := figures.Compute(plan.design(), read, figures.Asked{Regional: plan.CommunityID == nil, Before: before, Since: since})
	if err != nil {
		return err
	}
	if since != nil {
		if err := tx.holdFalling(plan.Number, &result); err != nil {
			return err
		}
	}
	return inOrder(
		func() error { return tx.replaceFigures(plan, result) },
		func() error {
			if !result.Counted {
				return nil
			}
			return tx.replaceCounts(plan, result)
		},
		func() error {
			return tx.exec(`UPDATE surveys SET computed_at = CAST(@now AS timestamptz) WHERE number = @survey `, named{"survey": plan.Number, "now": tx.now})
		},
	)
}

func (tx *Tx) replaceFigures(plan *surveyPlan, result figures.Result) error {
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM survey_figures WHERE survey_number = @survey AND question_number = ANY (CAST(@questions AS bigint[]))`,
				named{"survey": plan.Number, "questions": numbers(result.Questions)})
		},
		func() error { return tx.copyFigures(plan, result) },
	)
}

func (tx *Tx) replaceCounts(plan *surveyPlan, result figures.Result) error {
	args := named{"survey": plan.Number}
	return inOrder(
		func() error { return tx.exec(`DELETE FROM survey_counts WHERE survey_number = @survey `, args) },
		func() error { return tx.exec(`DELETE FROM survey_weightings WHERE survey_number = @survey `, args) },
		func() error { return tx.copyCounts(plan, result) },
		func() error { return tx.copyWeightings(plan, result.Weightings) },
	)
}

var figureColumns = []string{
	"survey_number", "community_id", "question_number", "option_number", "variable", "category", "weighted", "n", "value", "standard_error",
	"effective_n", "design_effect", "margin", "low", "high", "confidence", "basis", "hidden", "lack", "change", "change_z", "change_p",
	"change_lack", "up_to", "computed_at",
}

func (tx *Tx) copyFigures(plan *surveyPlan, result figures.Result) error {
	all := result.Figures
	return tx.copyInto(pgx.Identifier{"survey_figures"}, figureColumns, pgx.CopyFromSlice(len(all), func(i int) ([]any, error) {
		f := &all[i]
		var option *int
		if f.Option != 0 {
			option = &f.Option
		}
		var low, high *float64
		if f.Interval != nil {
			low, high = &f.Interval.Low, &f.Interval.High
		}
		return []any{
			plan.Number, number(f.Place), f.Question, option, f.Group.Variable, f.Group.Category, f.Weighted, f.N, f.Value, f.SE,
			f.EffectiveN, f.DesignEffect, f.Margin, low, high, plan.Confidence, figures.BasisCode(f.Basis), f.Hidden, optional(f.Reason),
			f.Change.Difference, f.Change.Z, f.Change.PValue, optional(f.Change.Reason), result.UpTo, tx.now,
		}, nil
	}))
}

func (tx *Tx) copyCounts(plan *surveyPlan, result figures.Result) error {
	all := result.Counts
	return tx.copyInto(pgx.Identifier{"survey_counts"}, []string{"survey_number", "community_id", "mode", "responses", "hidden", "up_to", "computed_at"},
		pgx.CopyFromSlice(len(all), func(i int) ([]any, error) {
			return []any{plan.Number, number(all[i].Place), string(all[i].Mode), all[i].Responses, all[i].Hidden, result.UpTo, tx.now}, nil
		}))
}

func (tx *Tx) copyWeightings(plan *surveyPlan, all []figures.Weighting) error {
	return tx.copyInto(pgx.Identifier{"survey_weightings"}, []string{
		"survey_number", "community_id", "online", "method", "margins", "converged", "rounds", "merged", "trimmed", "responses", "effective_n", "hidden",
	}, pgx.CopyFromSlice(len(all), func(i int) ([]any, error) {
		w := &all[i]
		margins, merged := make([]string, len(w.Margins)), append([]string{}, w.Merged...)
		for at, v := range w.Margins {
			margins[at] = string(v)
		}
		return []any{
			plan.Number, number(w.Place), w.Online, string(w.Method), margins, w.Converged, w.Rounds, merged, w.Trimmed, w.Responses, w.Effective, w.Hidden,
		}, nil
	}))
}

// earlierFigures are those of the wave before, as far as they are shown.
func (tx *Tx) earlierFigures(plan *surveyPlan) (figures.Earlier, error) {
	before := figures.Earlier{}
	if plan.PreviousNumber == nil {
		return before, nil
	}
	rows, err := fetch[struct {
		CommunityID    *int64
		QuestionNumber int64
		OptionNumber   *int
		Variable       string
		Category       string
		Weighted       bool
		Kind           domain.QuestionKind
		N              *int
		Value          float64
		StandardError  *float64
		EffectiveN     *float64
		Basis          string
		Lack           *statistics.Reason
	}](&tx.door, `SELECT f.community_id, f.question_number, f.option_number, f.variable, f.category, f.weighted, q.kind, f.n, f.value, f.standard_error,
			f.effective_n, f.basis, f.lack
		FROM survey_figures f JOIN survey_questions a ON a.survey_number = @survey AND a.question_number = f.question_number
		JOIN questions q ON q.number = f.question_number
		WHERE f.survey_number = @before AND NOT f.hidden AND f.value IS NOT NULL`, named{"survey": plan.Number, "before": *plan.PreviousNumber})
	for _, row := range rows {
		f := statistics.Figure{
			Kind: statistics.Mean, Basis: figures.BasisOf(row.Basis), Reason: valueOr(row.Lack, ""), N: valueOr(row.N, 0),
			Value: &row.Value, SE: row.StandardError, EffectiveN: row.EffectiveN, Kish: row.EffectiveN,
		}
		if row.OptionNumber != nil {
			f.Kind = statistics.Share
		}
		before[figures.Key{
			Place: valueOr(row.CommunityID, 0), Question: row.QuestionNumber, Option: valueOr(row.OptionNumber, 0),
			Group: figures.Group{Variable: row.Variable, Category: row.Category}, Weighted: row.Weighted,
		}] = f
	}
	return before, err
}
