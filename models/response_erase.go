package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// EraseResponse erases the response that a receipt is of. The audit log hears of which survey one was erased, and neither which nor by whom.
// Where there is none nothing is done, and nothing else told: asked twice it is the same. Figures that are published stay; all others are
// without the response once they are computed again.
func (s *Store) EraseResponse(ctx context.Context, receipt string) error {
	return s.InTx(ctx, auth.SubmitResponse, false, func(tx *Tx) error {
		digest, ok := auth.ParseReceipt(receipt)
		if !ok {
			return domain.Invalid("receipt", "Це не код квитанції: у ньому 26 латинських літер і цифр.", "This is not the code of a receipt: it has 26 Latin letters and digits.")
		}
		erased, err := fetch[struct{ SurveyNumber int64 }](&tx.door, `DELETE FROM responses.responses WHERE receipt = @receipt RETURNING survey_number`,
			named{"receipt": bytesOf{digest}})
		if err != nil || len(erased) == 0 {
			return err
		}
		tx.writes++
		tx.viewer = auth.Viewer{Role: auth.Visitor} // whoever it was stays unnamed, and their address and request too
		return tx.audit(Deed{Action: domain.AuditEraseResponse, Subject: surveyID(erased[0].SurveyNumber)})
	})
}

// EraseExternal erases the response of a survey that a collecting tool knows by an id, and tells whether there was one. The audit log hears of which survey.
func (s *Store) EraseExternal(ctx context.Context, survey domain.NodeID, id string) (erased bool, err error) {
	err = s.InTx(ctx, auth.PurgeResponses, false, func(tx *Tx) error {
		count, err := tx.execCount(`DELETE FROM responses.responses WHERE survey_number = @survey AND external = @external `,
			named{"survey": survey.Number, "external": bytesOf{externalDigest("external", id)}})
		if erased = count > 0; err != nil || !erased {
			return err
		}
		return tx.audit(Deed{Action: domain.AuditEraseResponse, Subject: survey})
	})
	return erased, err
}

// Purged is a survey whose responses were deleted.
type Purged struct {
	Survey    domain.NodeID
	Title     domain.Text
	Responses int
}

// PurgeResponses deletes the responses to all surveys whose time is over, with what people wrote, and what they wrote that how files are read still tells
// of. Figures stay; where a survey is not published they are made once more of all that is deleted.
func (s *Store) PurgeResponses(ctx context.Context, dryRun bool) ([]Purged, error) {
	var all []Purged
	err := s.InTx(ctx, auth.PurgeResponses, dryRun, func(tx *Tx) error {
		all = nil
		due, err := fetch[struct {
			Number  int64
			TitleUK string
			TitleEN *string
		}](&tx.door, `SELECT v.number, v.title_uk, v.title_en FROM surveys v WHERE v.keep_until < CAST(@today AS date) AND v.purged_at IS NULL AND v.state <> 'DRAFT'
			ORDER BY v.number FOR UPDATE`, named{"today": tx.today})
		for _, survey := range due {
			if err == nil {
				var count int
				count, err = tx.purge(survey.Number)
				all = append(all, Purged{surveyID(survey.Number), both(survey.TitleUK, survey.TitleEN), count})
			}
		}
		return err
	})
	return all, err
}

func (tx *Tx) purge(survey int64) (count int, err error) {
	args := named{"survey": survey, "now": tx.now}
	return count, inOrder(
		func() error { return tx.computeLast(survey) },
		func() error { return tx.forgetValues(survey) },
		func() error {
			return tx.exec(`DELETE FROM responses.texts WHERE survey_number = @survey `, args) // sooner than each response would
		},
		func() error {
			count, err = tx.execCount(`DELETE FROM responses.responses WHERE survey_number = @survey `, args)
			return err
		},
		func() error {
			return tx.exec(`UPDATE surveys SET purged_at = CAST(@now AS timestamptz) WHERE number = @survey `, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditPurgeResponses, Subject: surveyID(survey), After: facts{"responses": count}})
		},
	)
}

// forgetValues takes from how files of a survey were read what values mean: some are what respondents wrote. What columns hold stays.
func (tx *Tx) forgetValues(survey int64) error {
	return tx.exec(`UPDATE survey_mappings m SET mapping = jsonb_set(m.mapping, '{columns}', coalesce((
			SELECT jsonb_agg(c.told - 'values' ORDER BY c.n) FROM jsonb_array_elements(m.mapping->'columns') WITH ORDINALITY c (told, n)), '[]'))
		WHERE m.survey_number = @survey AND jsonb_typeof(m.mapping->'columns') = 'array' `, named{"survey": survey})
}
