package models

import (
	"context"

	"hromada/domain"
)

// SurveyFilter says which surveys; what is nil is not asked for.
type SurveyFilter struct {
	Text          *TextFilter
	RegionCode    *domain.KatottgCode
	CommunityCode []domain.KatottgCode
	State         []domain.SurveyState
	EndsOn        *DateRange
}

// SurveyOrder says in which order.
type SurveyOrder struct {
	Field     SurveyOrderField
	Direction domain.OrderDirection
}

// SurveyOrderField is what surveys can be ordered by.
type SurveyOrderField string

// The orders.
const (
	SurveysByCreation SurveyOrderField = "CREATED"
	SurveysByTitle    SurveyOrderField = "TITLE"
	SurveysByStart    SurveyOrderField = "STARTS_ON"
)

var surveyOrders = map[SurveyOrderField]ordering{
	SurveysByCreation: {name: "SURVEY_CREATED", key: `v.number`, kind: integerKey, always: true, ties: []string{`v.number`}},
	SurveysByTitle:    {name: "SURVEY_TITLE", key: `v.title_uk`, kind: textKey, always: true, ties: []string{`v.number`}},
	SurveysByStart:    {name: "SURVEY_STARTS_ON", key: `v.starts_on`, kind: dateKey, ties: []string{`v.number`}},
}

// SurveyQuery is a list of surveys that can be paged and counted.
type SurveyQuery struct {
	Filter SurveyFilter
	Order  SurveyOrder
}

// Surveys gives one page.
func (s *Store) Surveys(ctx context.Context, q SurveyQuery, asked Page) (Slice[Survey], error) {
	d, l, err := s.surveyList(ctx, q)
	if err != nil {
		return Slice[Survey]{}, err
	}
	if err := s.known(ctx, codesAsked{region: q.Filter.RegionCode, communities: q.Filter.CommunityCode, communitiesField: "filter.communityCode"}); err != nil {
		return Slice[Survey]{}, err
	}
	found, err := page[Survey](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountSurveys counts the surveys of all pages.
func (s *Store) CountSurveys(ctx context.Context, q SurveyQuery) (int, error) {
	d, l, err := s.surveyList(ctx, q)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) surveyList(ctx context.Context, q SurveyQuery) (*door, list, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, list{}, err
	}
	l := list{columns: surveyColumns, from: `FROM surveys v`, where: newWhere(nil), order: surveyOrders[q.Order.Field]}
	l.order.descending = q.Order.Direction == domain.Descending
	l.where.must(d.seesSurvey())
	return d, l, q.Filter.conditions(l.where)
}

func (f SurveyFilter) conditions(w *where) error {
	if err := f.Text.on(w, `v.search`, "filter.text"); err != nil {
		return err
	}
	if err := oneOf(w, `v.state`, "states", "filter.state", f.State); err != nil {
		return err
	}
	f.EndsOn.on(w, `v.ends_on`, "endsOn")
	return ofPlaces(w, "v", f.RegionCode, f.CommunityCode)
}

// ofPlaces adds that what is of a community or region is of that region, and of one of those communities.
func ofPlaces(w *where, alias string, region *domain.KatottgCode, communities []domain.KatottgCode) error {
	if region != nil {
		w.and(alias+`.region_id = (SELECT r.id FROM regions r WHERE r.code = @region )`, "region", *region)
	}
	if communities == nil {
		return nil
	}
	of := newWhere(w.args)
	if err := oneOf(of, `c.code`, "communities", "filter.communityCode", communities); err != nil {
		return err
	}
	w.must(alias + `.community_id IN (SELECT c.id FROM communities c WHERE ` + of.sql() + `)`)
	return nil
}
