package models

import (
	"context"

	"hromada/domain"
)

// FigureRow is a figure with what a table says beside it.
type FigureRow struct {
	SurveyFigure
	QuestionCode, QuestionUK string
	QuestionEN               *string
	OptionCode               *string
	OptionUK, OptionEN       *string
	CommunityCode            *domain.KatottgCode
	CommunityUK, CommunityEN *string
}

// EachFigure gives the figures of a survey that the viewer sees, of the whole of it first and then community by community: weighted ones where
// responses are weighted. Nothing of a survey is NOT_FOUND to whom sees none of it.
func (s *Store) EachFigure(ctx context.Context, id domain.NodeID, begin func(*Survey) error, each func(*FigureRow) error) error {
	d, survey, err := s.surveyInOwnView(ctx, id)
	if err != nil {
		return err
	}
	if err := begin(survey); err != nil {
		return err
	}
	args := named{"survey": survey.Number}
	areas, err := fetch[struct{ ID *int64 }](d, `SELECT a.id FROM (SELECT DISTINCT f.community_id AS id FROM survey_figures f JOIN surveys v ON v.number = f.survey_number
			WHERE v.number = @survey AND `+d.seesFigures(`f.community_id`)+`) a LEFT JOIN communities c ON c.id = a.id ORDER BY c.name_uk NULLS FIRST, a.id`, args)
	for i := 0; err == nil && i < len(areas); i++ {
		args["community"] = areas[i].ID
		var rows []*FigureRow
		rows, err = fetch[FigureRow](d, `SELECT `+figureRowColumns+`, q.code AS question_code, q.text_uk AS question_uk, q.text_en AS question_en,
				o.code AS option_code, o.text_uk AS option_uk, o.text_en AS option_en, c.code AS community_code, c.name_uk AS community_uk, c.name_en AS community_en
			FROM surveys v `+figureTables+` LEFT JOIN question_options o ON o.question_number = f.question_number AND o.number = f.option_number
				LEFT JOIN communities c ON c.id = f.community_id
			WHERE v.number = @survey AND f.community_id IS NOT DISTINCT FROM CAST(@community AS bigint) AND `+d.seesSurvey()+` AND `+d.seesFigures(`f.community_id`)+`
				AND f.weighted = `+areWeighted+` ORDER BY `+figureOrder, args)
		for _, row := range rows {
			if err == nil {
				err = each(row)
			}
		}
	}
	return err
}

// Questionnaire gives what a survey asks, and what it wants to know of respondents, to whom sees the survey.
func (s *Store) Questionnaire(ctx context.Context, id domain.NodeID) (*domain.Questionnaire, error) {
	d, survey, err := s.surveyInOwnView(ctx, id)
	if err != nil {
		return nil, err
	}
	plan, err := only(d.plans(`v.number = @number AND `+d.seesSurvey(), named{"number": survey.Number}))("")
	if err != nil {
		return nil, err
	}
	return &plan.questionnaire, nil
}

// surveyInOwnView finds a survey that the viewer sees.
func (s *Store) surveyInOwnView(ctx context.Context, id domain.NodeID) (*door, *Survey, error) {
	d, err := s.readOwnView(ctx)
	switch {
	case err != nil:
		return nil, nil, err
	case id != surveyID(id.Number):
		return nil, nil, domain.NotFound("")
	}
	survey, err := only(surveysByNumber(d, []int64{id.Number}))("")
	return d, survey, err
}
