package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CreateQuestion adds a question to the bank of a community or region.
func (s *Store) CreateQuestion(ctx context.Context, of Owner, edit func(*domain.QuestionFields)) (*Changed, error) {
	return s.change(ctx, auth.EditSurvey, false, func(tx *Tx) ([]domain.NodeID, error) {
		id, err := tx.createQuestion(of, edit)
		return []domain.NodeID{id}, err
	})
}

func (tx *Tx) createQuestion(of Owner, edit func(*domain.QuestionFields)) (domain.NodeID, error) {
	fields := domain.QuestionFields{}
	edit(&fields)
	fields = fields.Stored()
	faults := fields.Check()
	owner, err := tx.owner(of)
	if err := faults.Collect(err); err != nil {
		return domain.NodeID{}, err
	}
	if owner != nil {
		if err := faults.Collect(each(tx.nameProblemsAsked(owner.RegionID, &fields))...); err != nil {
			return domain.NodeID{}, err
		}
	}
	if len(faults) > 0 {
		return domain.NodeID{}, faults
	}
	args := questionArgs(fields)
	args["region"], args["community"], args["now"] = owner.RegionID, owner.CommunityID, tx.now
	made, err := writeOne[struct{ Number int64 }](tx, `INSERT INTO questions (region_id, community_id, code, kind, text_uk, text_en, hint_uk, hint_en, unit,
			minimum, maximum, problem_number, created_at, updated_at)
		VALUES (@region, CAST(@community AS bigint), @code, @kind, @textUK, CAST(@textEN AS text), CAST(@hintUK AS text), CAST(@hintEN AS text),
			CAST(@unit AS text), CAST(@minimum AS double precision), CAST(@maximum AS double precision), CAST(@problem AS bigint), CAST(@now AS timestamptz), CAST(@now AS timestamptz))
		RETURNING number`, args)
	if err != nil {
		return domain.NodeID{}, err
	}
	id := questionID(made.Number)
	return id, inOrder(
		func() error { return tx.insertAll("question_options", optionRows(made.Number, fields.Options)) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditCreateQuestion, Subject: id, After: facts(fields.Facts())})
		},
	)
}

func questionArgs(f domain.QuestionFields) named {
	return named{
		"code": f.Code, "kind": f.Kind, "textUK": f.Text.UK, "textEN": optional(f.Text.EN), "hintUK": optional(f.Hint.UK), "hintEN": optional(f.Hint.EN),
		"unit": optional(f.Unit), "minimum": f.Minimum, "maximum": f.Maximum, "problem": number(f.Problem.Number),
	}
}

func optionRows(question int64, options []domain.QuestionOption) []*QuestionOption {
	rows := make([]*QuestionOption, len(options))
	for i, o := range options {
		rows[i] = &QuestionOption{
			QuestionNumber: question, Number: o.Number, Code: o.Code, TextUK: o.Text.UK, TextEN: optional(o.Text.EN), Other: o.Other,
			Problem: number(o.Problem.Number),
		}
	}
	return rows
}

// lockQuestion finds a question that the viewer keeps, in the version that they know, and keeps others from changing it or asking it. One that an
// open survey has asked stays as it is: CONFLICT.
func (tx *Tx) lockQuestion(id domain.NodeID, version int) (*Question, error) {
	if id != questionID(id.Number) {
		return nil, domain.NotFound("id")
	}
	args := named{"number": id.Number}
	locked, err := fetch[struct{ Number int64 }](&tx.door, `SELECT q.number FROM questions q
		WHERE q.number = @number AND `+tx.keeps(`q.community_id`, `q.region_id`)+` FOR UPDATE OF q`, args)
	switch {
	case err != nil:
		return nil, err
	case len(locked) == 0:
		return nil, tx.unwritable(id, "id")
	}
	q, err := fetchOne[Question](&tx.door, `SELECT `+questionColumns+` FROM questions q WHERE q.number = @number `, args)
	switch {
	case err != nil:
		return nil, err
	case q.Version != version:
		return nil, errStale()
	case q.Fixed:
		return nil, domain.Conflict("", "Це запитання вже ставили людям, тож воно не змінюється. Створіть інше.",
			"People were asked this question already, so it stays as it is. Make another one.")
	}
	return q, nil
}

// UpdateQuestion changes a question that nobody was asked yet. An edit that changes nothing writes nothing.
func (s *Store) UpdateQuestion(ctx context.Context, id domain.NodeID, version int, edit func(*domain.QuestionFields)) (*Changed, error) {
	done, err := s.change(ctx, auth.EditSurvey, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, tx.updateQuestion(id, version, edit)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) updateQuestion(id domain.NodeID, version int, edit func(*domain.QuestionFields)) error {
	q, err := tx.lockQuestion(id, version)
	if err != nil {
		return err
	}
	before, err := tx.questionFields(q)
	if err != nil {
		return err
	}
	after := before
	edit(&after)
	after = after.Stored()
	faults := after.Check()
	if err := faults.Collect(each(tx.nameProblemsAsked(q.RegionID, &after))...); err != nil {
		return err
	}
	if len(faults) > 0 {
		return faults
	}
	was, is := domain.Differences(before.Facts(), after.Facts())
	if len(was)+len(is) == 0 {
		return nil
	}
	args := questionArgs(after)
	args["number"], args["now"] = q.Number, tx.now
	return inOrder(
		func() error {
			return tx.exec(`UPDATE questions SET code = @code, kind = @kind, text_uk = @textUK, text_en = CAST(@textEN AS text), hint_uk = CAST(@hintUK AS text),
				hint_en = CAST(@hintEN AS text), unit = CAST(@unit AS text), minimum = CAST(@minimum AS double precision),
				maximum = CAST(@maximum AS double precision), problem_number = CAST(@problem AS bigint), version = version + 1, updated_at = CAST(@now AS timestamptz) WHERE number = @number `, args)
		},
		func() error { return tx.exec(`DELETE FROM question_options WHERE question_number = @number `, args) },
		func() error { return tx.insertAll("question_options", optionRows(q.Number, after.Options)) },
		func() error {
			return tx.audit(Deed{Action: domain.AuditUpdateQuestion, Subject: id, Before: was, After: is})
		},
	)
}

// questionFields are what is written of a question that is held.
func (tx *Tx) questionFields(q *Question) (domain.QuestionFields, error) {
	f := domain.QuestionFields{
		Code: q.Code, Kind: q.Kind, Text: domain.Text{UK: q.TextUK, EN: valueOr(q.TextEN, "")}, Hint: domain.Text{UK: valueOr(q.HintUK, ""), EN: valueOr(q.HintEN, "")},
		Unit: valueOr(q.Unit, ""), Minimum: q.Minimum, Maximum: q.Maximum, Problem: problemAsked(q.Problem),
	}
	rows, err := fetch[QuestionOption](&tx.door, `SELECT `+optionColumns+` FROM question_options o WHERE o.question_number = @number ORDER BY o.number`,
		named{"number": q.Number})
	for _, o := range rows {
		f.Options = append(f.Options, domain.QuestionOption{
			Number: o.Number, Code: o.Code, Text: domain.Text{UK: o.TextUK, EN: valueOr(o.TextEN, "")}, Other: o.Other, Problem: problemAsked(o.Problem),
		})
	}
	return f, err
}

// DeleteQuestion takes a question out of the bank that no survey asks.
func (s *Store) DeleteQuestion(ctx context.Context, id domain.NodeID, version int) (*Changed, error) {
	done, err := s.change(ctx, auth.EditSurvey, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, tx.deleteQuestion(id, version)
	})
	return s.withCurrent(ctx, id, done, err)
}

func (tx *Tx) deleteQuestion(id domain.NodeID, version int) error {
	q, err := tx.lockQuestion(id, version)
	if err != nil {
		return err
	}
	asked, err := fetchOne[struct{ Times int }](&tx.door, `SELECT count(*) AS times FROM survey_questions a WHERE a.question_number = @number `,
		named{"number": q.Number})
	if err != nil {
		return err
	}
	if asked.Times > 0 {
		return domain.Conflict("", "Запитання є в опитуванні. Спершу вилучіть його звідти.", "A survey asks the question. Take it out of there first.")
	}
	fields, err := tx.questionFields(q)
	if err != nil {
		return err
	}
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM questions WHERE number = @number `, named{"number": q.Number})
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditDeleteQuestion, Subject: id, Before: facts(fields.Facts())})
		},
	)
}

// QuestionSteps lists what the viewer may do about a question now.
func (s *Store) QuestionSteps(ctx context.Context, row *Question) ([]domain.QuestionStep, error) {
	d, err := s.read(ctx, auth.ReadPublishedTree)
	if err != nil {
		return nil, err
	}
	scope, err := auth.Allow(d.viewer, auth.EditSurvey)
	if err != nil || row.Fixed || !scope.Keeps(row.community(), row.RegionID) {
		return []domain.QuestionStep{}, nil //nolint:nilerr // nothing is open to them, and that is no fault
	}
	return []domain.QuestionStep{domain.UpdateQuestion, domain.DeleteQuestion}, nil
}
