package models

import (
	"context"
	"math"
	"sync"

	"hromada/auth"
	"hromada/domain"
	"hromada/domain/figures"
)

// While a survey is open its figures are computed anew whenever so many responses have come since: at least so many, and at least this part
// of those that are there.
const (
	figuresEvery = 10
	figuresShare = 0.1
)

// OnAnswer has a function called with each survey that somebody has answered, after the answer is committed, in the place of computing
// the figures before the respondent is answered. It is set once, before the store is used, and should see to ComputeDue.
func (s *Store) OnAnswer(answered func(survey domain.NodeID)) {
	s.answered = func(_ context.Context, survey domain.NodeID) { answered(survey) }
}

// computeAtOnce is what happens after an answer where nobody else sees to it. The respondent's answer is kept whatever becomes of this.
func (s *Store) computeAtOnce(ctx context.Context, survey domain.NodeID) {
	_ = s.ComputeDue(auth.WithViewer(context.WithoutCancel(ctx), auth.Viewer{Role: auth.Operator}), survey)
}

// ComputeDue computes the figures of an open survey where enough responses have come since they were computed last. Where somebody else is
// computing them, or writes to the survey, it leaves it at that: the next response asks again.
func (s *Store) ComputeDue(ctx context.Context, survey domain.NodeID) error {
	return s.InTx(ctx, auth.ComputeFigures, false, func(tx *Tx) error {
		now, due, err := tx.figuresAreDue(survey.Number, s.tried.with(survey.Number))
		if err != nil || !due {
			return err
		}
		plans, err := tx.plans(`v.number = @number AND v.state = 'OPEN' FOR NO KEY UPDATE SKIP LOCKED`, named{"number": survey.Number})
		if err != nil || len(plans) == 0 {
			return err
		}
		since, err := tx.toldSince(survey.Number)
		if err != nil {
			return err
		}
		s.tried.remember(survey.Number, now)
		tx.audited++ // that figures are made of what was answered is no deed of anybody's
		return tx.computeFigures(plans[0], since)
	})
}

// figuresAreDue tells how many responses there are, and whether these are enough more than the figures are of, or were tried with.
func (tx *Tx) figuresAreDue(survey int64, tried int) (now int, due bool, err error) {
	if now, err = tx.countResponses(survey, math.MaxInt64); err != nil {
		return now, false, err
	}
	then, err := tx.counted(survey)
	then = max(then, min(tried, now))
	return now, float64(now-then) >= max(figuresEvery, figuresShare*float64(then)), err
}

// tried remembers with how many responses the figures of each survey were last computed, though they may have been held back then: the next answer
// would compute them all again for nothing.
type tried struct{ surveys sync.Map }

func (t *tried) with(survey int64) int {
	count, _ := t.surveys.Load(survey)
	n, _ := count.(int)
	return n
}

func (t *tried) remember(survey int64, count int) { t.surveys.Store(survey, count) }

// toldSince is up to which response the figures of each question are told, and how many answered under 0.
func (tx *Tx) toldSince(survey int64) (map[int64]int64, error) {
	rows, err := fetch[struct{ Question, UpTo int64 }](&tx.door, `SELECT f.question_number AS question, max(f.up_to) AS up_to FROM survey_figures f
		WHERE f.survey_number = @survey GROUP BY 1
		UNION ALL SELECT 0, n.up_to FROM survey_counts n WHERE n.survey_number = @survey GROUP BY 1, 2`, named{"survey": survey})
	since := map[int64]int64{}
	for _, row := range rows {
		since[row.Question] = row.UpTo
	}
	return since, err
}

// counted is how many responses the figures of a survey are of.
func (d *door) counted(survey int64) (int, error) {
	then, err := fetchOne[struct{ Count int }](d, `SELECT coalesce(sum(n.responses), 0) AS count FROM survey_counts n
		WHERE n.survey_number = @survey AND n.community_id IS NOT NULL`, named{"survey": survey})
	if err != nil {
		return 0, err
	}
	return then.Count, nil
}

// holdFalling holds back what would tell of fewer people than it does now. So a response that was erased since is not missed where nobody came in its place:
// who compares would know what it said. Once others have come, figures go on without it.
func (tx *Tx) holdFalling(survey int64, result *figures.Result) error {
	told, err := fetch[struct {
		figures.Shown
		Number int
	}](&tx.door, `SELECT f.question_number AS question, coalesce(f.community_id, 0) AS place, coalesce(f.option_number, 0) AS option, f.variable, f.category,
			CASE WHEN f.option_number IS NULL THEN f.n ELSE CAST(round(f.value * f.n) AS integer) END AS number
		FROM survey_figures f WHERE f.survey_number = @survey AND NOT f.weighted AND f.n IS NOT NULL AND (f.option_number IS NULL OR f.value IS NOT NULL)
		UNION ALL SELECT 0, coalesce(n.community_id, 0), 0, 'MODE', n.mode, n.responses FROM survey_counts n WHERE n.survey_number = @survey AND NOT n.hidden`,
		named{"survey": survey})
	if err != nil {
		return err
	}
	now, falling := result.Shown(), map[int64]bool{}
	for _, row := range told {
		if count, shown := now[row.Shown]; shown && count < row.Number {
			falling[row.Question] = true
		}
	}
	result.HoldBack(falling)
	return nil
}
