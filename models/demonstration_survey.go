package models

import (
	"crypto/sha256"
	"maps"
	"slices"

	"hromada/domain"
)

// writeMadeUp writes a survey of a demonstration, wave by wave, as people would have: designed, open, answered, closed and published.
func (tx *Tx) writeMadeUp(s domain.MadeUpSurvey) error {
	asked, err := tx.addMadeUpQuestions(s)
	if err != nil {
		return err
	}
	id := domain.NodeID{}
	for i, w := range s.Waves {
		if i == 0 {
			id, err = tx.createSurvey(Owner{Region: &s.Region}, func(f *domain.SurveyFields) { *f = w.SurveyFields })
		} else {
			id, err = tx.createNextWave(id)
		}
		if err == nil {
			err = tx.designMadeUp(id, w, asked)
		}
		if err == nil {
			err = tx.leadMadeUp(id, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) addMadeUpQuestions(s domain.MadeUpSurvey) ([]AskedQuestion, error) {
	problems, err := fetch[Problem](&tx.door, `SELECT q.id, q.code FROM problems q JOIN regions r ON r.id = q.region_id WHERE r.code = @code `, named{"code": s.Region})
	if err != nil {
		return nil, err
	}
	byCode := map[string]domain.NodeID{}
	for _, p := range problems {
		byCode[p.Code] = p.NodeID()
	}
	asked := make([]AskedQuestion, len(s.Questions))
	for i, q := range s.Questions {
		for n := range q.Options {
			if code, tied := q.Problems[q.Options[n].Code]; tied {
				q.Options[n].Problem = byCode[code]
			}
		}
		id, err := tx.createQuestion(Owner{Region: &s.Region}, func(f *domain.QuestionFields) { *f = q.QuestionFields })
		if err != nil {
			return nil, err
		}
		asked[i] = AskedQuestion{id, q.Required}
	}
	return asked, nil
}

// designMadeUp says what a wave asks, and of how many people.
func (tx *Tx) designMadeUp(id domain.NodeID, w domain.MadeUpWave, asked []AskedQuestion) error {
	v, err := tx.lockSurvey(id)
	if err != nil {
		return err
	}
	if err := tx.updateSurvey(id, v.Version, func(f *domain.SurveyFields) { *f = w.SurveyFields }); err != nil {
		return err
	}
	if err := tx.setQuestions(v, asked); err != nil {
		return err
	}
	for _, code := range slices.Sorted(maps.Keys(w.Populations)) {
		lives, err := tx.surveyed(v, code)
		if err == nil {
			err = tx.setPopulation(v, code, lives, new(w.Populations[code]))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leadMadeUp leads a wave through its life, which is over.
func (tx *Tx) leadMadeUp(id domain.NodeID, w domain.MadeUpWave) error {
	if err := tx.stepMadeUp(id, domain.AuditOpenSurvey, domain.SurveyOpen); err != nil {
		return err
	}
	plan, err := only(tx.plans(`v.number = @number `, named{"number": id.Number}))("id")
	if err != nil {
		return err
	}
	batch := ResponseBatch{Survey: id, Version: plan.Version, SHA256: sha256.Sum256([]byte(w.FileName)), FileName: w.FileName, Layout: "WIDE"}
	if _, err := tx.WriteResponses(batch, w.Responses(plan.questionnaire)); err != nil {
		return err
	}
	return inOrder(
		func() error { return tx.stepMadeUp(id, domain.AuditCloseSurvey, domain.SurveyClosed) },
		func() error { return tx.stepMadeUp(id, domain.AuditPublishSurvey, domain.SurveyPublished) },
		func() error {
			return tx.exec(`UPDATE questions SET fixed = TRUE WHERE number IN (SELECT a.question_number FROM survey_questions a WHERE a.survey_number = @survey )`,
				named{"survey": id.Number})
		},
		func() error {
			return tx.exec(`UPDATE surveys SET created_at = starts_on - 20, opened_at = starts_on, closed_at = ends_on + 1, published_at = CAST(@day AS date),
				computed_at = ends_on + 1 WHERE number = @survey `, named{"survey": id.Number, "day": w.PublishedOn})
		},
	)
}

func (tx *Tx) stepMadeUp(id domain.NodeID, action domain.AuditAction, to domain.SurveyState) error {
	v, err := tx.lockSurvey(id)
	if err != nil {
		return err
	}
	return tx.setSurveyState(v, action, facts{"state": to})
}
