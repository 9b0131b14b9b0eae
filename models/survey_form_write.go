package models

import (
	"context"
	"slices"

	"hromada/auth"
	"hromada/domain"
)

// FormWritten tells what became of a questionnaire that was read from a form.
type FormWritten struct {
	Reused  int // questions that the bank had already
	Created int
}

// WriteForm has a draft ask what a form asks, in its order, and know of respondents what the form wants to know. A question that the bank has in the same
// words is asked as it is; one that has the code of another there is INVALID_INPUT about `questions.<code>`; the rest is added to the bank of
// the survey's community or region.
func (s *Store) WriteForm(ctx context.Context, id domain.NodeID, version int, form domain.Questionnaire, dryRun bool, written *FormWritten) (*Changed, error) {
	done, err := s.change(ctx, auth.EditSurvey, dryRun, func(tx *Tx) ([]domain.NodeID, error) {
		*written = FormWritten{}
		v, err := tx.holdSurveyFor(domain.DesignSurvey, id, version)
		if err != nil {
			return nil, asSurveyID(err)
		}
		made, asked, err := tx.bankQuestions(v, form.Questions, written)
		if err == nil {
			err = tx.askForm(v, asked, form)
		}
		return append([]domain.NodeID{id}, made...), err
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) askForm(v *Survey, asked []AskedQuestion, form domain.Questionnaire) error {
	if err := tx.checkAsked(v, asked); err != nil {
		return err
	}
	if err := tx.setQuestions(v, asked); err != nil {
		return err
	}
	for _, variable := range domain.Variables {
		categories := domain.TrimmedCategories(slices.DeleteFunc(slices.Clone(form.Categories), func(c domain.Category) bool { return c.Variable != variable }))
		if len(categories) == 0 {
			continue // the form does not ask for it, and the survey keeps what it has
		}
		if faults := domain.CheckCategories(categories); len(faults) > 0 {
			return faults
		}
		if err := tx.setCategories(v, variable, categories); err != nil {
			return err
		}
	}
	return nil
}

// bankQuestions finds the questions of a form in the bank, or adds them to it.
func (tx *Tx) bankQuestions(v *Survey, questions []domain.Question, written *FormWritten) (made []domain.NodeID, asked []AskedQuestion, err error) {
	bank, err := tx.bankOf(v, questions)
	if err != nil {
		return nil, nil, err
	}
	owner, err := tx.ownerOf(v)
	if err != nil {
		return nil, nil, err
	}
	var faults domain.Faults
	for _, q := range questions {
		id, same, taken := bank.find(q)
		switch {
		case same:
			written.Reused++
		case taken:
			faults = append(faults, domain.Invalid("questions."+q.Code, "У банку вже є запитання з кодом %s, але з іншим текстом або варіантами.",
				"The bank has a question with the code %s already, with another text or other options.", q.Code))
		default:
			id, err = tx.createQuestion(owner, func(f *domain.QuestionFields) { *f = fieldsOf(q) })
			for _, fault := range each(err) {
				if err := faults.Collect(at(fault, "questions."+q.Code)); err != nil {
					return nil, nil, err
				}
			}
			made = append(made, id)
			written.Created++
		}
		asked = append(asked, AskedQuestion{id, q.Required})
	}
	return made, asked, faults.OrNil()
}

// ownerOf tells whose a survey is.
func (tx *Tx) ownerOf(v *Survey) (Owner, error) {
	row, err := fetchOne[struct {
		Region    domain.KatottgCode
		Community *domain.KatottgCode
	}](&tx.door, `SELECT r.code AS region, c.code AS community FROM surveys v JOIN regions r ON r.id = v.region_id
		LEFT JOIN communities c ON c.id = v.community_id WHERE v.number = @number `, named{"number": v.Number})
	switch {
	case err != nil:
		return Owner{}, err
	case row.Community != nil:
		return Owner{Community: row.Community}, nil
	}
	return Owner{Region: &row.Region}, nil
}

// bank is what a survey may ask of some codes, by code: of its community first, and of its region.
type bank map[string][]bankQuestion

type bankQuestion struct {
	number int64
	own    bool // of the bank that new questions of the survey go into
	domain.QuestionFields
}

func (tx *Tx) bankOf(v *Survey, questions []domain.Question) (bank, error) {
	codes := make([]string, len(questions))
	for i, q := range questions {
		codes[i] = q.Code
	}
	rows, err := fetch[Question](&tx.door, `SELECT `+questionColumns+` FROM questions q WHERE q.code = ANY (CAST(@codes AS text[])) AND q.region_id = @region
		AND (q.community_id IS NULL OR q.community_id = CAST(@community AS bigint)) ORDER BY q.community_id NULLS LAST, q.number FOR KEY SHARE OF q`,
		named{"codes": texts(codes), "region": v.RegionID, "community": v.CommunityID})
	found := bank{}
	for _, row := range rows {
		if err == nil {
			var fields domain.QuestionFields
			fields, err = tx.questionFields(row)
			own := valueOr(row.CommunityID, 0) == v.community()
			found[row.Code] = append(found[row.Code], bankQuestion{row.Number, own, fields})
		}
	}
	return found, err
}

// find gives the question of the bank that is the same, or else tells that its code is taken.
func (b bank) find(q domain.Question) (id domain.NodeID, same, taken bool) {
	for _, known := range b[q.Code] {
		if known.Asks(q) {
			return questionID(known.number), true, true
		}
		taken = taken || known.own
	}
	return domain.NodeID{}, false, taken
}

func fieldsOf(q domain.Question) domain.QuestionFields {
	return domain.QuestionFields{Code: q.Code, Kind: q.Kind, Text: q.Text, Hint: q.Hint, Options: q.Options, Minimum: q.Minimum, Maximum: q.Maximum}
}
