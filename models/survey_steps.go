package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// OpenSurvey lets a draft be answered, once it has all that it needs. Its questions stay as they are from now on. Online: it takes answers at a
// public address, too.
func (s *Store) OpenSurvey(ctx context.Context, id domain.NodeID, version int, online bool) (*Changed, error) {
	return s.changeSurvey(ctx, auth.EditSurvey, id, func(tx *Tx) error {
		v, err := tx.holdSurveyFor(domain.OpenSurvey, id, version)
		if err != nil {
			return err
		}
		if err := tx.checkReady(v, online); err != nil {
			return err
		}
		link, told := "", facts{"state": domain.SurveyOpen}
		if online {
			link, told["online"] = auth.NewSecret(), true
		}
		return inOrder(
			func() error {
				return tx.exec(`UPDATE questions SET fixed = TRUE WHERE NOT fixed
					AND number IN (SELECT a.question_number FROM survey_questions a WHERE a.survey_number = @survey )`, named{"survey": v.Number})
			},
			func() error {
				return tx.exec(`UPDATE surveys SET link = CAST(@link AS text) WHERE number = @survey `, named{"link": optional(link), "survey": v.Number})
			},
			func() error { return tx.setSurveyState(v, domain.AuditOpenSurvey, told) },
		)
	})
}

// checkReady tells everything that a survey lacks before it is opened.
func (tx *Tx) checkReady(v *Survey, online bool) error {
	design := domain.SurveyDesign{SurveyFields: v.fields(), Link: online}
	asked, err := fetchOne[struct{ Questions int }](&tx.door, `SELECT count(*) AS questions FROM survey_questions a WHERE a.survey_number = @survey `,
		named{"survey": v.Number})
	if err != nil {
		return err
	}
	design.Questions = asked.Questions
	if design.Categories, err = tx.categoriesIn(v); err != nil {
		return err
	}
	if design.Populations, err = tx.populationsIn(v); err != nil {
		return err
	}
	return design.Missing(tx.today).OrNil()
}

// setSurveyState brings a survey into the state that is told of it, and counts its version.
func (tx *Tx) setSurveyState(v *Survey, action domain.AuditAction, told facts) error {
	return inOrder(
		func() error {
			return tx.exec(`UPDATE surveys SET state = @state, opened_at = coalesce(opened_at, CAST(@now AS timestamptz)),
					closed_at = CASE WHEN @state IN ('CLOSED', 'PUBLISHED') THEN coalesce(closed_at, CAST(@now AS timestamptz)) END,
					published_at = CASE WHEN @state = 'PUBLISHED' THEN CAST(@now AS timestamptz) END
				WHERE number = @survey `, named{"state": told["state"], "now": tx.now, "survey": v.Number})
		},
		func() error { return tx.countSurvey(v) },
		func() error {
			return tx.audit(Deed{Action: action, Subject: v.NodeID(), Before: facts{"state": v.State}, After: told})
		},
	)
}

func (s *Store) stepSurvey(
	ctx context.Context, action auth.Action, step domain.SurveyStep, id domain.NodeID, version int, audited domain.AuditAction, to domain.SurveyState,
) (*Changed, error) {
	return s.changeSurvey(ctx, action, id, func(tx *Tx) error {
		v, err := tx.holdSurveyFor(step, id, version)
		if err != nil {
			return err
		}
		if to == domain.SurveyClosed || to == domain.SurveyPublished {
			if err := tx.computeLast(v.Number); err != nil {
				return err
			}
		}
		if err := tx.setSurveyState(v, audited, facts{"state": to}); err != nil || to != domain.SurveyPublished {
			return err
		}
		return inOrder(
			func() error { return tx.forgetSecretChanges(v.Number) },
			func() error { return tx.publishMetrics(v.Number) },
		)
	})
}

// forgetSecretChanges takes from the figures of a survey that is published how they have changed since a wave that is not: whoever subtracts would know that
// wave's figures.
func (tx *Tx) forgetSecretChanges(survey int64) error {
	return tx.exec(`UPDATE survey_figures f SET change = NULL, change_z = NULL, change_p = NULL, change_lack = NULL
		FROM surveys v JOIN surveys p ON p.number = v.previous_number
		WHERE v.number = @survey AND f.survey_number = v.number AND p.state <> 'PUBLISHED'`, named{"survey": survey})
}

// CloseSurvey lets a survey take no more answers.
func (s *Store) CloseSurvey(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	return s.stepSurvey(ctx, auth.EditSurvey, domain.CloseSurvey, id, version, domain.AuditCloseSurvey, domain.SurveyClosed)
}

// ReopenSurvey lets a survey that was closed take answers again.
func (s *Store) ReopenSurvey(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	return s.stepSurvey(ctx, auth.EditSurvey, domain.ReopenSurvey, id, version, domain.AuditReopenSurvey, domain.SurveyOpen)
}

// PublishSurvey shows a survey to everybody, for good.
func (s *Store) PublishSurvey(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	return s.stepSurvey(ctx, auth.PublishSurvey, domain.PublishSurvey, id, version, domain.AuditPublishSurvey, domain.SurveyPublished)
}

// SurveySteps lists what the viewer may do about a survey now.
func (s *Store) SurveySteps(ctx context.Context, row *Survey) ([]domain.SurveyStep, error) {
	d, err := s.read(ctx, auth.ReadPublishedTree)
	if err != nil {
		return nil, err
	}
	open := []domain.SurveyStep{}
	for _, step := range row.State.Steps() {
		action := auth.EditSurvey
		if step == domain.PublishSurvey {
			action = auth.PublishSurvey
		}
		scope, err := auth.Allow(d.viewer, action)
		if err == nil && scope.Keeps(row.community(), row.RegionID) && (step != domain.CreateNextWave || !row.Followed) {
			open = append(open, step)
		}
	}
	return open, nil
}
