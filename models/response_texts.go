package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
	"hromada/domain/disclosure"
)

// SurveyTexts are what people wrote in answer to one question, one page of it.
type SurveyTexts struct {
	Suppressed bool
	Texts      []string
	More       bool
}

// TextsAsked says which texts: of one survey, question and community.
type TextsAsked struct {
	Survey, Question domain.NodeID
	Community        domain.KatottgCode
	First, Skip      int
}

// ReadTexts gives what people wrote, with what tells who they are hidden, and without who wrote it, when and how. It is audited as a deed, since it is
// the one place where answers are read one by one.
func (s *Store) ReadTexts(ctx context.Context, asked TextsAsked) (*SurveyTexts, error) {
	texts := &SurveyTexts{Texts: []string{}}
	err := s.InTx(ctx, auth.ReadTexts, false, func(tx *Tx) error {
		community, err := tx.mayReadTexts(asked)
		if err != nil {
			return err
		}
		if *texts, err = tx.textsOf(asked, community); err != nil {
			return err
		}
		return tx.audit(Deed{Action: domain.AuditReadTexts, Subject: asked.Survey, After: facts{"questionId": asked.Question.String(), "communityCode": string(asked.Community)}})
	})
	if err != nil {
		return nil, err
	}
	return texts, nil
}

// mayReadTexts finds the community whose texts are asked for, and tells what keeps them from being read.
func (tx *Tx) mayReadTexts(asked TextsAsked) (int64, error) {
	switch {
	case asked.First < 1 || asked.First > 100:
		return 0, domain.Invalid("first", "Від 1 до %d.", "1 to %d.", 100)
	case asked.Skip < 0:
		return 0, domain.Invalid("skip", "Не менше ніж 0.", "At least 0.")
	case asked.Survey.Type != "Survey":
		return 0, domain.NotFound("surveyId")
	case asked.Question.Type != "Question":
		return 0, domain.NotFound("questionId")
	}
	type found struct {
		ID    int64
		State domain.SurveyState
		Kind  *domain.QuestionKind
	}
	one, err := only(fetch[found](&tx.door, `SELECT c.id, v.state, q.kind FROM surveys v
		JOIN communities c ON c.code = @code AND c.region_id = v.region_id AND (v.community_id IS NULL OR v.community_id = c.id)
		LEFT JOIN survey_questions a ON a.survey_number = v.number AND a.question_number = @question LEFT JOIN questions q ON q.number = a.question_number
		WHERE v.number = @survey AND `+tx.reaches(`c.id`),
		named{"code": asked.Community, "survey": asked.Survey.Number, "question": asked.Question.Number}))("surveyId")
	switch {
	case err != nil:
		return 0, err
	case one.Kind == nil:
		return 0, domain.NotFound("questionId")
	case *one.Kind != domain.FreeText:
		return 0, domain.Invalid("questionId", "Це запитання не з вільною відповіддю.", "This question does not ask for text.")
	case one.State != domain.SurveyClosed && one.State != domain.SurveyPublished:
		return 0, domain.Invalid("surveyId", "Вільні відповіді можна читати, коли опитування завершено.", "Texts can be read when the survey is closed.")
	}
	return one.ID, nil
}

// textsOf reads one page in the order of a digest of the texts: it is the same each time, and tells nothing of when or by whom they were written.
func (tx *Tx) textsOf(asked TextsAsked, community int64) (SurveyTexts, error) {
	page := SurveyTexts{Texts: []string{}}
	args := named{"survey": asked.Survey.Number, "question": asked.Question.Number, "community": community, "first": asked.First + 1, "skip": asked.Skip}
	const ofQuestion = ` FROM responses.texts t WHERE t.community_id = @community AND t.survey_number = @survey AND t.question_number = @question `
	wrote, err := fetchOne[struct{ Count int }](&tx.door, `SELECT count(*) AS count`+ofQuestion, args)
	if err != nil {
		return page, err
	}
	if wrote.Count < disclosure.DefaultRule.K {
		page.Suppressed = true
		return page, nil
	}
	found, err := fetch[struct{ Text string }](&tx.door, `SELECT t.text`+ofQuestion+` ORDER BY md5(t.question_number || t.text), t.text LIMIT @first OFFSET @skip `, args)
	if page.More = len(found) > asked.First; page.More {
		found = found[:asked.First]
	}
	for _, t := range found {
		page.Texts = append(page.Texts, domain.Redact(t.Text))
	}
	return page, err
}
