package models

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// Confirmed is what somebody says of a finding of a survey: that the community has the problem.
type Confirmed struct {
	Survey    domain.NodeID
	Problem   domain.NodeID
	Community domain.KatottgCode
	Version   *int // of what the community has of the problem; nil where it has nothing
	Severity  *int // nil: the proposed one
	Edit      func(*domain.CommunityProblemFields)
}

// ConfirmFinding makes what a published survey found a problem of the community, with the figure as its evidence, or adds that to what the
// community has of the problem. What changes nothing writes nothing.
func (s *Store) ConfirmFinding(ctx context.Context, said Confirmed) (*Changed, error) {
	var stands domain.NodeID
	done, err := s.change(ctx, auth.EditCommunityProblems, false, func(tx *Tx) (ids []domain.NodeID, err error) {
		stands, err = tx.confirmFinding(said)
		return []domain.NodeID{stands}, err
	})
	return s.withCurrent(ctx, stands, done, err)
}

func (tx *Tx) confirmFinding(said Confirmed) (domain.NodeID, error) {
	if _, err := tx.holdCommunity(said.Community, "communityCode"); err != nil {
		return domain.NodeID{}, err
	}
	survey, found, err := tx.found(said)
	if err != nil {
		return domain.NodeID{}, err
	}
	evidence, err := tx.evidenceOf(survey, found)
	if err != nil {
		return domain.NodeID{}, err
	}
	severity := valueOr(said.Severity, domain.ProposedSeverity(*found.Share))
	id, err := tx.setCommunityProblem(SaidOfProblem{
		Community: said.Community, Problem: said.Problem, Version: said.Version, Edit: func(f *domain.CommunityProblemFields) {
			f.Severity = severity
			said.Edit(f)
			if !slices.Contains(f.Evidence, evidence) {
				f.Evidence = append(f.Evidence, evidence)
			}
		},
	})
	if err != nil {
		return id, err
	}
	return id, tx.linkEvidence(id, survey.Number, found.QuestionNumber, evidence.Text)
}

// linkEvidence ties what was just written to its survey. Where somebody had written the same by hand, and nothing else changes, that is the change.
func (tx *Tx) linkEvidence(id domain.NodeID, survey, question int64, text string) error {
	args := named{"survey": survey, "question": question, "community": id.Community, "number": id.Number, "text": text, "now": tx.now, "actor": number(tx.viewer.User)}
	linked, err := tx.execCount(`UPDATE community_problem_evidence e SET survey_number = @survey, question_number = @question
		WHERE e.community_id = @community AND e.problem_number = @number AND e.survey_number IS NULL AND e.kind = 'SURVEY_FIGURE' AND e.text = @text`, args)
	if err != nil || linked == 0 || tx.audited > 0 {
		return err
	}
	return inOrder(
		func() error {
			return tx.exec(`UPDATE community_problems SET version = version + 1, updated_at = CAST(@now AS timestamptz), updated_by = CAST(@actor AS bigint)
				WHERE community_id = @community AND number = @number `, args)
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditSetProblem, Subject: id, After: facts{"evidenceSurveyId": surveyID(survey).String()}})
		},
	)
}

// found is what a published survey found of a problem in a community: NOT_FOUND where none did.
func (tx *Tx) found(said Confirmed) (*Survey, *SurveyFinding, error) {
	if said.Survey.Type != "Survey" {
		return nil, nil, domain.NotFound("surveyId")
	}
	survey, err := only(fetch[Survey](&tx.door, `SELECT `+surveyColumns+` FROM surveys v WHERE v.number = @number AND v.state = 'PUBLISHED'`,
		named{"number": said.Survey.Number}))("surveyId")
	if err != nil {
		return nil, nil, err
	}
	all, err := tx.findings(`v.number = @number AND f.community_id = (SELECT c.id FROM communities c WHERE c.code = @code )
			AND p.id = `+countsFor+`CAST(@problem AS bigint))`,
		FiguresBy(nil, &said.Community, nil).args(named{"number": survey.Number, "problem": problemNumber(said.Problem)}))
	switch {
	case err != nil:
		return nil, nil, err
	case len(all) == 0:
		return nil, nil, noneStandsFor()
	case all[0].Share == nil:
		return nil, nil, domain.Invalid("problemId", "Цей показник приховано або його немає.", "This figure is hidden, or there is none.")
	}
	return survey, all[0], nil
}

// noneStandsFor is the same of problems that there are and that there are not.
func noneStandsFor() error {
	err := domain.NotFound("problemId")
	err.Message = domain.Text{
		UK: "Жоден варіант відповіді в цьому опитуванні не означає такої проблеми, або громаду не опитували.",
		EN: "No answer of this survey stands for such a problem, or the community was not asked.",
	}
	return err
}

// evidenceOf tells a finding in words, in Ukrainian as what people write of a community is.
func (tx *Tx) evidenceOf(survey *Survey, f *SurveyFinding) (domain.ProblemEvidence, error) {
	asked, err := fetchOne[struct{ Question, Option string }](&tx.door, `SELECT q.text_uk AS question, o.text_uk AS option FROM questions q
		JOIN question_options o ON o.question_number = q.number WHERE q.number = @question AND o.number = @option `,
		named{"question": f.QuestionNumber, "option": f.OptionNumber})
	if err != nil {
		return domain.ProblemEvidence{}, err
	}
	text := fmt.Sprintf("%s %% відповіли «%s» на запитання «%s»", percentUK(*f.Share), asked.Option, asked.Question)
	if f.MarginOfError != nil {
		text += fmt.Sprintf(", похибка ±%s п. п.", percentUK(*f.MarginOfError))
	}
	if f.N != nil {
		text += fmt.Sprintf(", відповідей: %d", *f.N)
	}
	text += fmt.Sprintf(". Опитування «%s», хвиля %d.", survey.TitleUK, survey.Wave)
	if letters := []rune(text); len(letters) > domain.MaxEvidenceText {
		text = string(letters[:domain.MaxEvidenceText-1]) + "…"
	}
	return domain.ProblemEvidence{Kind: domain.SurveyFigure, Text: text}, nil
}

// percentUK is a share in percent with one digit behind a decimal comma, where that is not 0.
func percentUK(share float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(math.Round(1000*share)/10, 'f', -1, 64), ".", ",")
}

// surveyOf and questionOf are 0 where the evidence is of no survey.
func (e *ProblemEvidence) surveyOf() int64   { return valueOr(e.SurveyNumber, 0) }
func (e *ProblemEvidence) questionOf() int64 { return valueOr(e.QuestionNumber, 0) }

// SurveyOfEvidence gives the survey whose figure is evidence; nil where none is.
func (s *Store) SurveyOfEvidence(ctx context.Context, row *ProblemEvidence) (*Survey, error) {
	return share(ctx, row, "survey", nil, func(ctx context.Context, rows []*ProblemEvidence) (map[*ProblemEvidence]*Survey, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := surveysByNumber(d, keysOf(rows, (*ProblemEvidence).surveyOf))
		return toOne(rows, (*ProblemEvidence).surveyOf, found, (*Survey).number), err
	})
}

// QuestionOfEvidence gives the question that was answered; nil where the evidence is of no survey.
func (s *Store) QuestionOfEvidence(ctx context.Context, row *ProblemEvidence) (*Question, error) {
	return share(ctx, row, "question", nil, func(ctx context.Context, rows []*ProblemEvidence) (map[*ProblemEvidence]*Question, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := questionsByNumber(d, keysOf(rows, (*ProblemEvidence).questionOf))
		return toOne(rows, (*ProblemEvidence).questionOf, found, (*Question).number), err
	})
}
