package models

import (
	"context"

	"hromada/domain"
)

// SurveyCounts are how many surveys there are, and how many people answered the published ones.
type SurveyCounts struct {
	States    []*SurveyStateCount
	Responses []*SurveyModeCount
}

// SurveyStateCount is how many surveys are in one state.
type SurveyStateCount struct {
	State   domain.SurveyState
	Surveys int
}

// SurveyModeCount is how many responses came in one mode, of the numbers that are shown; so many others are not. Where none is shown Responses is 0,
// and not to be taken for it.
type SurveyModeCount struct {
	Mode       domain.SurveyMode
	Responses  int
	Shown      int
	Suppressed int
}

// SurveysCounted counts the surveys of an overview's communities, and of their whole regions, that the viewer may see, and the responses of the
// communities to those that are published.
func (s *Store) SurveysCounted(ctx context.Context, o *Overview) (*SurveyCounts, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, err
	}
	w, err := o.within(nil)
	if err != nil {
		return nil, err
	}
	asked := `WITH asked AS (SELECT c.id, c.region_id FROM communities c WHERE ` + w.sql() + `) `
	counts := &SurveyCounts{}
	counts.States, err = fetch[SurveyStateCount](d, asked+`SELECT v.state, count(*) AS surveys FROM surveys v
		WHERE (v.community_id IN (SELECT id FROM asked) OR (v.community_id IS NULL AND v.region_id IN (SELECT region_id FROM asked))) AND `+d.seesSurvey()+`
		GROUP BY v.state ORDER BY array_position(ARRAY['DRAFT', 'OPEN', 'CLOSED', 'PUBLISHED'], v.state)`, w.args)
	if err != nil {
		return nil, err
	}
	counts.Responses, err = fetch[SurveyModeCount](d, asked+`SELECT n.mode, coalesce(sum(n.responses) FILTER (WHERE NOT n.hidden), 0) AS responses,
			count(*) FILTER (WHERE NOT n.hidden) AS shown, count(*) FILTER (WHERE n.hidden) AS suppressed
		FROM survey_counts n JOIN surveys v ON v.number = n.survey_number AND v.state = 'PUBLISHED'
		WHERE n.community_id IN (SELECT id FROM asked)
		GROUP BY n.mode ORDER BY array_position(ARRAY['ONLINE', 'OFFLINE_PAPER', 'CAPI', 'PHONE'], n.mode)`, w.args)
	return counts, err
}
