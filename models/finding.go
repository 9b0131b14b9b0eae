package models

import (
	"context"
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
	"hromada/domain/figures"
	"hromada/domain/statistics"
)

// SurveyFinding is how many of those who answered a survey chose what stands for a problem.
type SurveyFinding struct {
	member[SurveyFinding]
	SurveyNumber   int64
	CommunityID    *int64
	QuestionNumber int64
	OptionNumber   int
	ProblemID      int64
	Share          *float64
	StandardError  *float64
	MarginOfError  *float64
	N              *int
	Hidden         bool
	Basis          string
	Lack           *statistics.Reason
	Confidence     float64
	Rank           *int
	RankBest       *int
	RankWorst      *int
}

func (f *SurveyFinding) survey() int64     { return f.SurveyNumber }
func (f *SurveyFinding) question() int64   { return f.QuestionNumber }
func (f *SurveyFinding) problem() int64    { return f.ProblemID }
func (f *SurveyFinding) option() optionKey { return optionKey{f.QuestionNumber, f.OptionNumber} }

// Suppressed tells whether the share is hidden since it would tell of few people.
func (f *SurveyFinding) Suppressed() bool { return f.Hidden }

// ProposedSeverity is how severe the share makes the problem seem; nil where there is none.
func (f *SurveyFinding) ProposedSeverity() *int {
	if f.Share == nil {
		return nil
	}
	return new(domain.ProposedSeverity(*f.Share))
}

// MainProblems gives the problems that options of a survey's questions stand for, by how many chose them.
func (s *Store) MainProblems(ctx context.Context, row *Survey, community *domain.KatottgCode) ([]*SurveyFinding, error) {
	asked := FiguresBy(nil, community, nil)
	return share(ctx, row, "mainProblems", asked, func(ctx context.Context, rows []*Survey) (map[*Survey][]*SurveyFinding, error) {
		d, err := s.readFigures(ctx, asked)
		if err != nil {
			return nil, err
		}
		found, err := d.findings(`v.number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesSurvey()+` AND `+d.seesFigures(`f.community_id`)+` AND `+ofArea(`f.community_id`),
			asked.args(named{"numbers": numbers(keysOf(rows, (*Survey).number))}))
		if err != nil {
			return nil, err
		}
		shares := toMany(rows, (*Survey).number, gather(found), (*SurveyFinding).survey)
		for _, all := range shares {
			if err := rankFindings(all); err != nil {
				return nil, err
			}
		}
		return shares, nil
	})
}

// findings are the problems that surveys v found, each by the option that most chose; those that are hidden come last.
func (d *door) findings(condition string, args named) ([]*SurveyFinding, error) {
	return fetch[SurveyFinding](d, `SELECT x.* FROM (
			SELECT DISTINCT ON (f.survey_number, f.community_id, p.id) f.survey_number, f.community_id, f.question_number, f.option_number, p.id AS problem_id,
				p.position, f.value AS share, f.standard_error, f.margin AS margin_of_error, f.n, f.hidden, f.basis, f.lack, f.confidence
			FROM surveys v JOIN survey_figures f ON f.survey_number = v.number
			JOIN question_options o ON o.question_number = f.question_number AND o.number = f.option_number
			JOIN problems p ON p.id = `+countsFor+`o.problem_number)
			WHERE `+ofGroup+` AND `+condition+`
			ORDER BY f.survey_number, f.community_id, p.id, f.value DESC NULLS LAST, f.question_number, f.option_number) x
		ORDER BY x.survey_number, x.community_id, x.share DESC NULLS LAST, x.position, x.problem_id`, args)
}

// rankFindings ranks what one survey found, from the problem that most named.
func rankFindings(all []*SurveyFinding) error {
	if len(all) == 0 {
		return nil
	}
	rows := make([]comparison.Row, len(all))
	for i, f := range all {
		rows[i] = comparison.Row{ID: strconv.FormatInt(f.ProblemID, 10), Missing: comparison.NotCollected}
		if f.Share != nil {
			rows[i].Missing, rows[i].Figure = "", &comparison.Figure{Value: *f.Share, SE: claimedError(f.StandardError, f.Basis, f.Lack)}
		}
	}
	ranked, err := comparison.Compare(rows, comparison.Terms{Direction: comparison.HigherIsBetter, Confidence: all[0].Confidence})
	for i, row := range ranked.Rows {
		place := comparedPlace{row}
		all[i].Rank, all[i].RankBest, all[i].RankWorst = place.Rank, place.RankBest(), place.RankWorst()
	}
	return err
}

// ProblemFound gives the problem that a finding is of.
func (s *Store) ProblemFound(ctx context.Context, row *SurveyFinding) (*Problem, error) {
	return share(ctx, row, "problem", nil, func(ctx context.Context, rows []*SurveyFinding) (map[*SurveyFinding]*Problem, error) {
		return problemsOf(ctx, s, rows, (*SurveyFinding).problem)
	})
}

// QuestionOfFinding gives the question that was asked.
func (s *Store) QuestionOfFinding(ctx context.Context, row *SurveyFinding) (*Question, error) {
	return share(ctx, row, "question", nil, func(ctx context.Context, rows []*SurveyFinding) (map[*SurveyFinding]*Question, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := questionsByNumber(d, keysOf(rows, (*SurveyFinding).question))
		return toOne(rows, (*SurveyFinding).question, found, (*Question).number), err
	})
}

// OptionOfFinding gives the option that was chosen.
func (s *Store) OptionOfFinding(ctx context.Context, row *SurveyFinding) (*QuestionOption, error) {
	return share(ctx, row, "option", nil, func(ctx context.Context, rows []*SurveyFinding) (map[*SurveyFinding]*QuestionOption, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := d.optionsOfQuestions(keysOf(rows, (*SurveyFinding).question))
		return toOne(rows, (*SurveyFinding).option, found, (*QuestionOption).key), err
	})
}

// claimedError is the standard error of a figure; nil where none is claimed, since people chose to take part, and where all answered alike, so that it
// is 0 and says nothing.
func claimedError(of *float64, basis string, lack *statistics.Reason) *float64 {
	if figures.BasisOf(basis).Indicative || valueOr(lack, "") == statistics.NoVariation {
		return nil
	}
	return of
}
