package models

import (
	"context"
	"strconv"

	"hromada/auth"
	"hromada/domain"
)

// AskedQuestion is a question that a survey is to ask.
type AskedQuestion struct {
	Question domain.NodeID
	Required bool
}

// SetSurveyQuestions says what a draft asks, in order: questions of the region's bank, and of its own community's.
func (s *Store) SetSurveyQuestions(ctx context.Context, id domain.NodeID, version int, asked []AskedQuestion) (*Changed, error) {
	return s.changeSurvey(ctx, auth.EditSurvey, id, func(tx *Tx) error {
		v, err := tx.holdSurveyFor(domain.DesignSurvey, id, version)
		if err != nil {
			return err
		}
		if err := tx.checkAsked(v, asked); err != nil {
			return err
		}
		return tx.setQuestions(v, asked)
	})
}

// checkAsked finds everything that is wrong with a list of questions. They are held, so that none is deleted meanwhile.
func (tx *Tx) checkAsked(v *Survey, asked []AskedQuestion) error {
	if len(asked) > MaxSurveyQuestions {
		return domain.Invalid("questions", "Не більше ніж %d.", "At most %d.", MaxSurveyQuestions)
	}
	found, err := fetch[Question](&tx.door, `SELECT q.number, q.code FROM questions q WHERE q.number = ANY (CAST(@numbers AS bigint[]))
		AND q.region_id = @region AND (q.community_id IS NULL OR q.community_id = CAST(@community AS bigint)) ORDER BY q.number FOR KEY SHARE`,
		named{"numbers": numbers(keysOf(pointers(asked), askedNumber)), "region": v.RegionID, "community": v.CommunityID})
	if err != nil {
		return err
	}
	codes := make(map[int64]string, len(found))
	for _, q := range found {
		codes[q.Number] = q.Code
	}
	var faults domain.Faults
	taken := map[string]bool{}
	for i, a := range asked {
		at := "questions." + strconv.Itoa(i) + ".questionId"
		code, known := codes[askedNumber(&a)]
		switch {
		case !known:
			faults = append(faults, domain.NotFound(at))
		case taken[code]:
			faults = append(faults, domain.Invalid(at, "Запитання з кодом %s уже є.", "There is a question with the code %s already.", code))
		}
		taken[code] = known
	}
	return faults.OrNil()
}

// askedNumber is the question that an id names; 0, which none has, where it names something else.
func askedNumber(a *AskedQuestion) int64 {
	if a.Question != questionID(a.Question.Number) {
		return 0
	}
	return a.Question.Number
}

func (tx *Tx) setQuestions(v *Survey, asked []AskedQuestion) error {
	rows, err := fetch[SurveyQuestion](&tx.door, `SELECT a.question_number, a.required FROM survey_questions a
		WHERE a.survey_number = @survey ORDER BY a.position`, named{"survey": v.Number})
	if err != nil {
		return err
	}
	before := make([]AskedQuestion, len(rows))
	for i, row := range rows {
		before[i] = AskedQuestion{questionID(row.QuestionNumber), row.Required}
	}
	was, is := domain.Differences(askedFacts(before), askedFacts(asked))
	if len(was)+len(is) == 0 {
		return nil
	}
	questions, required := make([]int64, len(asked)), make([]string, len(asked))
	for i, a := range asked {
		questions[i], required[i] = a.Question.Number, strconv.FormatBool(a.Required)
	}
	args := named{"survey": v.Number, "questions": numbers(questions), "required": texts(required)}
	return inOrder(
		func() error { return tx.exec(`DELETE FROM survey_questions WHERE survey_number = @survey `, args) },
		func() error {
			return tx.exec(`INSERT INTO survey_questions (survey_number, question_number, position, required)
				SELECT @survey, u.question, u.position, u.required
				FROM unnest(CAST(@questions AS bigint[]), CAST(@required AS boolean[])) WITH ORDINALITY u (question, required, position)`, args)
		},
		func() error { return tx.surveyChanged(v, was, is) },
	)
}

// askedFacts are the questions of a survey as the audit log has them.
func askedFacts(asked []AskedQuestion) facts {
	if len(asked) == 0 {
		return facts{}
	}
	told := make([]facts, len(asked))
	for i, a := range asked {
		told[i] = facts{"questionId": a.Question.String(), "required": a.Required}
	}
	return facts{"questions": told}
}

// SetSurveyCategories says what one variable may be in a draft, in order. Margins of categories that go, go with them.
func (s *Store) SetSurveyCategories(
	ctx context.Context, id domain.NodeID, version int, of domain.Variable, categories []domain.Category,
) (*Changed, error) {
	return s.changeSurvey(ctx, auth.EditSurvey, id, func(tx *Tx) error {
		v, err := tx.holdSurveyFor(domain.DesignSurvey, id, version)
		if err != nil {
			return err
		}
		trimmed := domain.TrimmedCategories(categories)
		if faults := domain.CheckCategories(trimmed); len(faults) > 0 {
			return faults
		}
		return tx.setCategories(v, of, trimmed)
	})
}

func (tx *Tx) setCategories(v *Survey, of domain.Variable, categories []domain.Category) error {
	known, err := tx.categoriesIn(v)
	if err != nil {
		return err
	}
	was, is := domain.Differences(categoryFacts(of, known), categoryFacts(of, categories))
	if len(was)+len(is) == 0 {
		return nil
	}
	codes := make([]string, len(categories))
	for i, c := range categories {
		codes[i] = c.Code
	}
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM survey_categories WHERE survey_number = @survey AND variable = @variable AND code <> ALL (CAST(@codes AS text[]))`,
				named{"survey": v.Number, "variable": of, "codes": texts(codes)})
		},
		func() error { return tx.writeCategories(v.Number, categories) },
		func() error { return tx.surveyChanged(v, was, is) },
	)
}

// writeCategories writes categories, each numbered within its variable.
func (tx *Tx) writeCategories(survey int64, categories []domain.Category) error {
	variables, codes := make([]domain.Variable, len(categories)), make([]string, len(categories))
	uk, en := make([]string, len(categories)), make([]string, len(categories))
	for i, c := range categories {
		variables[i], codes[i], uk[i], en[i] = c.Variable, c.Code, c.Label.UK, c.Label.EN
	}
	return tx.exec(`INSERT INTO survey_categories (survey_number, variable, code, position, label_uk, label_en)
		SELECT @survey, u.variable, u.code, row_number() OVER (PARTITION BY u.variable ORDER BY u.place), u.uk, nullif(u.en, '')
		FROM unnest(CAST(@variables AS text[]), CAST(@codes AS text[]), CAST(@uk AS text[]), CAST(@en AS text[])) WITH ORDINALITY u (variable, code, uk, en, place)
		ON CONFLICT (survey_number, variable, code) DO UPDATE SET position = excluded.position, label_uk = excluded.label_uk, label_en = excluded.label_en`,
		named{"survey": survey, "variables": texts(variables), "codes": texts(codes), "uk": texts(uk), "en": texts(en)})
}

// categoriesIn are the categories of a survey that is held, in their order.
func (tx *Tx) categoriesIn(v *Survey) ([]domain.Category, error) {
	rows, err := fetch[SurveyCategory](&tx.door, `SELECT k.variable, k.code, k.label_uk, k.label_en FROM survey_categories k
		WHERE k.survey_number = @survey ORDER BY `+inVariables(`k.variable`)+`, k.position`, named{"survey": v.Number})
	categories := make([]domain.Category, len(rows))
	for i, c := range rows {
		categories[i] = domain.Category{Variable: c.Variable, Code: c.Code, Label: domain.Text{UK: c.LabelUK, EN: valueOr(c.LabelEN, "")}}
	}
	return categories, err
}

// categoryFacts are the categories of a variable as the audit log has them.
func categoryFacts(of domain.Variable, categories []domain.Category) facts {
	told := []facts{}
	for _, c := range categories {
		if c.Variable == of {
			told = append(told, facts{"code": c.Code, "labelUk": c.Label.UK, "labelEn": c.Label.EN})
		}
	}
	if len(told) == 0 {
		return facts{}
	}
	return facts{"categories": facts{string(of): told}}
}
