package models

import (
	"strconv"

	"hromada/domain"
	"hromada/domain/figures"
)

// readResponses reads all answers to a survey, in columns: the rows pass by one at a time.
func (tx *Tx) readResponses(plan *surveyPlan) (*figures.Responses, error) {
	design := plan.design()
	rows, err := tx.db.Raw(`SELECT r.number, r.community_id, r.mode, coalesce(r.sex, ''), coalesce(r.age, ''), coalesce(r.settlement, ''), r.answers
		FROM responses.responses r WHERE r.survey_number = @survey ORDER BY r.community_id, r.number`, named{"survey": plan.Number}.list()...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	read, at := figures.NewResponses(design, 0), map[string]int{}
	for i, q := range plan.questionnaire.Questions {
		at[strconv.FormatInt(q.Number, 10)] = i
	}
	for rows.Next() {
		var number, community int64
		var mode, sex, age, settlement string
		var text []byte
		if err := rows.Scan(&number, &community, &mode, &sex, &age, &settlement, &text); err != nil {
			return nil, err
		}
		answers, err := readAnswers(text)
		if err != nil {
			return nil, err
		}
		strata := map[domain.Variable]string{domain.SexVariable: sex, domain.AgeVariable: age, domain.SettlementVariable: settlement}
		if !read.Begin(number, community, domain.SurveyMode(mode), strata) {
			continue
		}
		for question, a := range answers {
			if i, asked := at[question]; asked {
				answer := domain.SurveyAnswer{Options: a.O, Number: a.N, None: a.O != nil && len(a.O) == 0}
				if a.T != 0 {
					answer.Text = "…" // what they wrote is not looked at
				}
				read.Answer(i, answer)
			}
		}
	}
	return read, rows.Err()
}

// countResponses counts the responses to a survey, up to a number.
func (d *door) countResponses(survey, upTo int64) (int, error) {
	row, err := fetchOne[struct{ Count int }](d, `SELECT count(*) AS count FROM responses.responses r WHERE r.survey_number = @survey AND r.number <= @upTo `,
		named{"survey": survey, "upTo": upTo})
	if err != nil {
		return 0, err
	}
	return row.Count, nil
}
