package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CreateNextWave begins another wave of a survey that was opened: a draft that asks the same questions of the same people. A wave is followed by one
// other.
func (s *Store) CreateNextWave(ctx context.Context, id domain.NodeID) (*Changed, error) {
	done, err := s.change(ctx, auth.EditSurvey, false, func(tx *Tx) ([]domain.NodeID, error) {
		made, err := tx.createNextWave(id)
		return []domain.NodeID{made, id}, err
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) createNextWave(id domain.NodeID) (domain.NodeID, error) {
	none := domain.NodeID{}
	v, err := tx.lockSurvey(id)
	if err != nil {
		return none, err
	}
	if v.Followed {
		return none, domain.Conflict("id", "Наступна хвиля вже є.", "There is a next wave already.")
	}
	if err := v.State.CheckStep(domain.CreateNextWave); err != nil {
		return none, err
	}
	if err := tx.roomForSurvey(v.RegionID, v.CommunityID); err != nil {
		return none, err
	}
	made, err := writeOne[struct{ Number int64 }](tx, `INSERT INTO surveys (region_id, community_id, title_uk, title_en, description_uk, description_en, wave,
			previous_number, sampling, online_sampling, stratum, confidence, breakdowns, demonstration, created_at, updated_at)
		SELECT v.region_id, v.community_id, v.title_uk, v.title_en, v.description_uk, v.description_en, v.wave + 1, v.number, v.sampling, v.online_sampling,
			v.stratum, v.confidence, v.breakdowns, v.demonstration, CAST(@now AS timestamptz), CAST(@now AS timestamptz)
		FROM surveys v WHERE v.number = @survey RETURNING number`, named{"survey": v.Number, "now": tx.now})
	if err != nil {
		return none, err
	}
	told := facts{"previousWaveId": id.String(), "wave": v.Wave + 1}
	return surveyID(made.Number), inOrder(
		func() error { return tx.copyDesign(v.Number, made.Number) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditCreateSurvey, Subject: surveyID(made.Number), After: told})
		},
	)
}

// designTables are what a wave takes over from the one before, each table with its columns but the survey's number, parents first.
var designTables = []struct{ table, columns string }{
	{"survey_questions", "question_number, position, required"},
	{"survey_categories", "variable, code, position, label_uk, label_en"},
	{"survey_populations", "community_id, population"},
	{"survey_margins", "community_id, variable, category, population"},
}

func (tx *Tx) copyDesign(from, to int64) error {
	for _, t := range designTables {
		if err := tx.exec(`INSERT INTO `+t.table+` (survey_number, `+t.columns+`) SELECT @to, `+t.columns+` FROM `+t.table+` WHERE survey_number = @from `,
			named{"from": from, "to": to}); err != nil {
			return err
		}
	}
	return nil
}
