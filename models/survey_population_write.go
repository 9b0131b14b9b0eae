package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// SetSurveyPopulation says how many people a survey is about in a community, instead of what was said before; nil: that is not known any more, of
// a draft.
func (s *Store) SetSurveyPopulation(
	ctx context.Context, id domain.NodeID, version int, community domain.KatottgCode, p *domain.Population,
) (*Changed, error) {
	return s.changeSurvey(ctx, auth.EditSurvey, id, func(tx *Tx) error {
		v, err := tx.holdSurveyFor(domain.SetSurveyPopulation, id, version)
		if err != nil {
			return err
		}
		lives, err := tx.surveyed(v, community)
		faults := domain.Faults{}
		if err := faults.Collect(append(each(tx.checkPopulation(v, p)), err)...); err != nil {
			return err
		}
		if len(faults) > 0 {
			return faults
		}
		return tx.setPopulation(v, community, lives, p)
	})
}

// surveyed is the number of a community that a survey is about.
func (tx *Tx) surveyed(v *Survey, code domain.KatottgCode) (int64, error) {
	found, err := only(fetch[struct{ ID int64 }](&tx.door, `SELECT c.id FROM communities c WHERE c.code = @code AND c.region_id = @region
		AND c.id = coalesce(CAST(@community AS bigint), c.id)`, named{"code": code, "region": v.RegionID, "community": v.CommunityID}))("communityCode")
	if err != nil {
		return 0, err
	}
	return found.ID, nil
}

func (tx *Tx) checkPopulation(v *Survey, p *domain.Population) error {
	if p == nil {
		if v.State == domain.SurveyDraft {
			return nil
		}
		return domain.Invalid("population", "Після відкриття опитування її можна лише змінити.", "Once the survey was opened it can only be changed.")
	}
	categories, err := tx.categoriesIn(v)
	if err != nil {
		return err
	}
	faults := p.Check(categories)
	if v.State != domain.SurveyDraft {
		if err := p.CheckStratum(valueOr(v.Stratum, "")); err != nil {
			faults = append(faults, err)
		}
	}
	return faults.OrNil()
}

func (tx *Tx) setPopulation(v *Survey, code domain.KatottgCode, community int64, p *domain.Population) error {
	known, err := tx.populationsIn(v)
	if err != nil {
		return err
	}
	before, after := facts{}, facts{}
	if old, ok := known[code]; ok {
		before = facts{"populations": facts{string(code): facts(old.Facts())}}
	}
	if p != nil {
		after = facts{"populations": facts{string(code): facts(p.Facts())}}
	}
	was, is := domain.Differences(before, after)
	if len(was)+len(is) == 0 {
		return nil
	}
	return inOrder(
		func() error { return tx.writePopulation(v.Number, community, p) },
		func() error { return tx.surveyChanged(v, was, is) },
	)
}

// writePopulation writes how many people live in a community, and nothing else of it stays.
func (tx *Tx) writePopulation(survey, community int64, p *domain.Population) error {
	args := named{"survey": survey, "community": community}
	if err := tx.exec(`DELETE FROM survey_populations WHERE survey_number = @survey AND community_id = @community `, args); err != nil || p == nil {
		return err
	}
	margins := make([]*SurveyMargin, len(p.Margins))
	for i, m := range p.Margins {
		margins[i] = &SurveyMargin{survey, community, m.Variable, m.Category, m.Population}
	}
	args["population"] = p.Total
	return inOrder(
		func() error {
			return tx.exec(`INSERT INTO survey_populations (survey_number, community_id, population) VALUES (@survey, @community, @population )`, args)
		},
		func() error { return tx.insertAll("survey_margins", margins) },
	)
}

// populationsIn are the populations of a survey that is held.
func (tx *Tx) populationsIn(v *Survey) (map[domain.KatottgCode]domain.Population, error) {
	rows, err := fetch[struct {
		Code       domain.KatottgCode
		Total      int
		Variable   *domain.Variable
		Category   *string
		Population *int
	}](&tx.door, `SELECT c.code, p.population AS total, m.variable, m.category, m.population FROM survey_populations p
		JOIN communities c ON c.id = p.community_id
		LEFT JOIN survey_margins m ON m.survey_number = p.survey_number AND m.community_id = p.community_id
		WHERE p.survey_number = @survey `, named{"survey": v.Number})
	known := map[domain.KatottgCode]domain.Population{}
	for _, row := range rows {
		p := known[row.Code]
		if p.Total = row.Total; row.Variable != nil {
			p.Margins = append(p.Margins, domain.Margin{Variable: *row.Variable, Category: *row.Category, Population: *row.Population})
		}
		known[row.Code] = p
	}
	return known, err
}
