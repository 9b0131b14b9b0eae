package models

import (
	"context"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// FiguresAsked says which figures of a survey.
type FiguresAsked struct {
	By        string // at most two variables, parted by an asterisk; empty: of everybody
	Community domain.KatottgCode
	Weighted  string // true, false; empty: as the survey's are best
}

// FiguresBy is what somebody asks for.
func FiguresBy(by []FigureVariable, community *domain.KatottgCode, weighted *bool) FiguresAsked {
	names := make([]string, len(by))
	for i, v := range by {
		names[i] = string(v)
	}
	asked := FiguresAsked{By: strings.Join(names, "*"), Community: valueOr(community, "")}
	if weighted != nil {
		asked.Weighted = map[bool]string{true: "true", false: "false"}[*weighted]
	}
	return asked
}

// mirrored are the variables the other way round.
func (a FiguresAsked) mirrored() string {
	first, second, crossed := strings.Cut(a.By, "*")
	if !crossed {
		return a.By
	}
	return second + "*" + first
}

func (a FiguresAsked) args(more named) named {
	more["by"], more["mirrored"], more["code"], more["weighted"] = a.By, a.mirrored(), a.Community, a.Weighted
	return more
}

// readFigures opens the door to figures. INVALID_INPUT about `by` where more than two variables are to be crossed, or one with itself, and NOT_FOUND about `communityCode`
// where no community has it.
func (s *Store) readFigures(ctx context.Context, asked FiguresAsked) (*door, error) {
	d, err := s.readOwnView(ctx)
	switch {
	case err != nil:
		return nil, err
	case strings.Count(asked.By, "*") > 1:
		return nil, domain.Invalid("by", "Щонайбільше дві змінні.", "Two variables at the most.")
	case asked.By == asked.mirrored() && strings.Contains(asked.By, "*"):
		return nil, domain.Invalid("by", "Змінну не перетинають із самою собою.", "A variable is not crossed with itself.")
	case asked.Community == "":
		return d, nil
	}
	return d, s.known(ctx, codesAsked{communities: []domain.KatottgCode{asked.Community}, communitiesField: "communityCode"})
}

// seesFigures is the condition that this door shows the figures of a community, null for the whole region, of a survey v: to everybody once it
// is published, and before that to the experts of the region, and to staff those of their own communities.
func (d *door) seesFigures(community string) string {
	const published = `v.state = 'PUBLISHED'`
	if d.view != domain.WorkingView {
		return published
	}
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Own:
		return `(` + published + ` OR v.region_id = ANY (CAST(@viewerRegions AS bigint[])) OR ` + community + ` = ANY (CAST(@viewerCommunities AS bigint[])))`
	default:
		return published
	}
}

// ofArea is the condition that something is of the community that was asked for, or else of the whole of a survey v.
func ofArea(community string) string {
	return community + ` IS NOT DISTINCT FROM CASE WHEN CAST(@code AS text) = '' THEN v.community_id ELSE (SELECT c.id FROM communities c WHERE c.code = @code ) END`
}

// ofGroup are the conditions on figures f that they are broken down as asked, and weighted as asked, or where not asked so wherever weights are.
const ofGroup = `f.variable IN (@by , @mirrored ) AND f.weighted = CASE CAST(@weighted AS text) WHEN '' THEN ` + areWeighted + `
	ELSE CAST(@weighted AS text) = 'true' END`

// areWeighted is the condition on figures f of a survey v that responses are weighted where they are of, and weighted figures of the question told: to
// protect people it may be the raw ones instead.
const areWeighted = `(EXISTS (
		SELECT FROM survey_weightings w WHERE w.survey_number = v.number AND w.community_id IS NOT DISTINCT FROM f.community_id AND w.method <> 'UNWEIGHTED')
	AND CASE WHEN f.community_id IS NULL THEN EXISTS (` + weightedTold + `w.community_id IS NULL) ELSE EXISTS (` + weightedTold + `w.community_id = f.community_id) END)`

// weightedTold finds a weighted figure of a figure's survey and question. Communities are told from the region by the one who asks: no index serves IS NOT DISTINCT FROM.
const weightedTold = `SELECT FROM survey_figures w WHERE w.survey_number = f.survey_number AND w.question_number = f.question_number AND w.weighted AND w.value IS NOT NULL AND `

// figureOrder is as people read: questions as they are asked, groups as their categories come, options in order, the question as a whole first.
const figureOrder = `f.survey_number, a.position, f.question_number, f.variable, array_position(ARRAY['ONLINE', 'OFFLINE_PAPER', 'CAPI', 'PHONE', 'OFFLINE'], f.category),
	k1.position, k2.position, f.category, f.option_number NULLS FIRST`

// figureTables joins a figure f to its survey v, question and categories.
const figureTables = `JOIN survey_figures f ON f.survey_number = v.number JOIN questions q ON q.number = f.question_number
	JOIN survey_questions a ON a.survey_number = v.number AND a.question_number = f.question_number
	LEFT JOIN survey_categories k1 ON k1.survey_number = v.number AND k1.variable = split_part(f.variable, '*', 1)
		AND k1.code = CASE WHEN strpos(f.variable, '*') > 0 THEN split_part(f.category, '*', 1) ELSE f.category END
	LEFT JOIN survey_categories k2 ON k2.survey_number = v.number AND k2.variable = split_part(f.variable, '*', 2) AND k2.code = split_part(f.category, '*', 2)`

// MaxFigures is how many figures of one survey one field tells, and MaxQuestionFigures how many of one question.
const (
	MaxFigures         = 2000
	MaxQuestionFigures = 5000
)

// FiguresOf gives figures of all questions of a survey. More than MaxFigures are not told at once: INVALID_INPUT about `by`.
func (s *Store) FiguresOf(ctx context.Context, row *Survey, asked FiguresAsked) ([]*SurveyFigure, error) {
	return share(ctx, row, "figures", asked, func(ctx context.Context, rows []*Survey) (map[*Survey][]*SurveyFigure, error) {
		d, err := s.readFigures(ctx, asked)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[SurveyFigure](d, `SELECT `+figureRowColumns+` FROM surveys v `+figureTables+`
			WHERE v.number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesSurvey()+` AND `+d.seesFigures(`f.community_id`)+` AND `+ofArea(`f.community_id`)+`
				AND `+ofGroup+` ORDER BY `+figureOrder, asked.args(named{"numbers": numbers(keysOf(rows, (*Survey).number))})))
		return bounded(toMany(rows, (*Survey).number, found, (*SurveyFigure).survey), err, MaxFigures,
			domain.Invalid("by", "Показників забагато: запитуйте їх для кожного запитання окремо.", "There are too many figures: ask for them question by question."))
	})
}

// bounded are shares of figures of which none is longer than one field may tell.
func bounded[R any](shares map[*R][]*SurveyFigure, err error, most int, tooMany *domain.Error) (map[*R][]*SurveyFigure, error) {
	for _, all := range shares {
		if len(all) > most {
			return nil, tooMany
		}
	}
	return shares, err
}

// place is the survey and the question.
func (a *SurveyQuestion) place() place { return place{a.SurveyNumber, a.QuestionNumber} }

// FiguresOfQuestion gives the figures of one question of a survey. More than MaxQuestionFigures, of two variables of many categories each, are not told
// at once: INVALID_INPUT about `by`.
func (s *Store) FiguresOfQuestion(ctx context.Context, row *SurveyQuestion, asked FiguresAsked) ([]*SurveyFigure, error) {
	return share(ctx, row, "figures", asked, func(ctx context.Context, rows []*SurveyQuestion) (map[*SurveyQuestion][]*SurveyFigure, error) {
		d, err := s.readFigures(ctx, asked)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[SurveyFigure](d, `SELECT `+figureRowColumns+` FROM `+unnestPlaces+` asked (survey, question)
			JOIN surveys v ON v.number = asked.survey `+figureTables+`
			WHERE f.question_number = asked.question AND `+d.seesSurvey()+` AND `+d.seesFigures(`f.community_id`)+` AND `+ofArea(`f.community_id`)+`
				AND `+ofGroup+` ORDER BY `+figureOrder, asked.args(places(keysOf(rows, (*SurveyQuestion).place)))))
		return bounded(toMany(rows, (*SurveyQuestion).place, found, (*SurveyFigure).asked), err, MaxQuestionFigures,
			domain.Invalid("by", "Показників забагато: запитуйте їх за однією змінною або завантажте файлом.",
				"There are too many figures: ask for them by one variable, or take the file."))
	})
}

// FiguresOverTime gives the figures of a question of the bank, of everybody, in each survey that has asked it: of its community, or where one is
// named, of that one. The earliest survey comes first. More than MaxQuestionFigures are not told at once: INVALID_INPUT about `communityCode`.
func (s *Store) FiguresOverTime(ctx context.Context, row *Question, asked FiguresAsked) ([]*SurveyFigure, error) {
	return share(ctx, row, "figures", asked, func(ctx context.Context, rows []*Question) (map[*Question][]*SurveyFigure, error) {
		d, err := s.readFigures(ctx, asked)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[SurveyFigure](d, `SELECT `+figureRowColumns+` FROM surveys v `+figureTables+`
			WHERE f.question_number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesSurvey()+` AND `+d.seesQuestion()+`
				AND `+d.seesFigures(`f.community_id`)+` AND `+ofArea(`f.community_id`)+` AND `+ofGroup+`
			ORDER BY coalesce(v.starts_on, CAST(v.created_at AS date)), `+figureOrder, asked.args(named{"numbers": numbers(keysOf(rows, (*Question).number))})))
		return bounded(toMany(rows, (*Question).number, found, (*SurveyFigure).question), err, MaxQuestionFigures,
			domain.Invalid("communityCode", "Показників забагато: запитуйте їх для кожної громади окремо.",
				"There are too many figures: ask for them community by community."))
	})
}

// ResponseCountsOf gives how many responses the figures of a survey are of, by mode.
func (s *Store) ResponseCountsOf(ctx context.Context, row *Survey, asked FiguresAsked) ([]*ResponseCount, error) {
	return share(ctx, row, "responseCounts", asked, func(ctx context.Context, rows []*Survey) (map[*Survey][]*ResponseCount, error) {
		found, err := aboutFigures[ResponseCount](ctx, s, rows, asked, `n.survey_number, n.mode, CASE WHEN NOT n.hidden THEN n.responses END AS count`, `survey_counts`,
			`array_position(ARRAY['ONLINE', 'OFFLINE_PAPER', 'CAPI', 'PHONE'], n.mode)`)
		return toMany(rows, (*Survey).number, found, func(c *ResponseCount) int64 { return c.SurveyNumber }), err
	})
}

// WeightingsOf gives how the responses of a survey were weighted, those online first. Of too few nothing is told; an
// effective number of 0 is one that would tell of a hidden one.
func (s *Store) WeightingsOf(ctx context.Context, row *Survey, asked FiguresAsked) ([]*SurveyWeighting, error) {
	return share(ctx, row, "weightings", asked, func(ctx context.Context, rows []*Survey) (map[*Survey][]*SurveyWeighting, error) {
		found, err := aboutFigures[SurveyWeighting](ctx, s, rows, asked, `n.survey_number, n.online, n.method, array_to_string(n.margins, ' ') AS margin_codes, n.converged,
			CASE WHEN n.effective_n > 0 THEN n.rounds END AS rounds, array_to_string(n.merged, E'\n') AS merged_codes,
			CASE WHEN n.effective_n > 0 THEN n.trimmed END AS trimmed, n.responses, nullif(n.effective_n, 0) AS effective_n`, `(SELECT * FROM survey_weightings w WHERE NOT w.hidden)`, `NOT n.online`)
		return toMany(rows, (*Survey).number, found, func(w *SurveyWeighting) int64 { return w.SurveyNumber }), err
	})
}

// aboutFigures reads what is told beside the figures of surveys, from a table n.
func aboutFigures[R any](ctx context.Context, s *Store, rows []*Survey, asked FiguresAsked, columns, table, order string) ([]*R, error) {
	d, err := s.readFigures(ctx, asked)
	if err != nil {
		return nil, err
	}
	return fetch[R](d, `SELECT `+columns+` FROM surveys v JOIN `+table+` n ON n.survey_number = v.number
		WHERE v.number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesSurvey()+` AND `+d.seesFigures(`n.community_id`)+` AND `+ofArea(`n.community_id`)+`
		ORDER BY n.survey_number, `+order, named{"numbers": numbers(keysOf(rows, (*Survey).number)), "code": asked.Community})
}

// QuestionOfFigure gives the question that a figure is of.
func (s *Store) QuestionOfFigure(ctx context.Context, row *SurveyFigure) (*Question, error) {
	return share(ctx, row, "question", nil, func(ctx context.Context, rows []*SurveyFigure) (map[*SurveyFigure]*Question, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := questionsByNumber(d, keysOf(rows, (*SurveyFigure).question))
		return toOne(rows, (*SurveyFigure).question, found, (*Question).number), err
	})
}

// SurveyOfFigure gives the survey that a figure is of.
func (s *Store) SurveyOfFigure(ctx context.Context, row *SurveyFigure) (*Survey, error) {
	return share(ctx, row, "survey", nil, func(ctx context.Context, rows []*SurveyFigure) (map[*SurveyFigure]*Survey, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := surveysByNumber(d, keysOf(rows, (*SurveyFigure).survey))
		return toOne(rows, (*SurveyFigure).survey, found, (*Survey).number), err
	})
}

// CommunityOfFigure gives the community that a figure is of; nil: the whole region.
func (s *Store) CommunityOfFigure(ctx context.Context, row *SurveyFigure) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*SurveyFigure) (map[*SurveyFigure]*Community, error) {
		return communitiesOf(ctx, s, rows, (*SurveyFigure).community)
	})
}

// optionKey names an option of a question.
type optionKey struct {
	question int64
	number   int
}

// OptionOfFigure gives the option that a figure is of; nil: the question as a whole.
func (s *Store) OptionOfFigure(ctx context.Context, row *SurveyFigure) (*QuestionOption, error) {
	return share(ctx, row, "option", nil, func(ctx context.Context, rows []*SurveyFigure) (map[*SurveyFigure]*QuestionOption, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := d.optionsOfQuestions(keysOf(rows, (*SurveyFigure).question))
		return toOne(rows, (*SurveyFigure).option, found, (*QuestionOption).key), err
	})
}

func (o *QuestionOption) key() optionKey { return optionKey{o.QuestionNumber, o.Number} }
