package models

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// SurveyForm is a survey as somebody sees it who may answer it.
type SurveyForm struct{ plan *surveyPlan }

// Title gives the title in a language.
func (f *SurveyForm) Title(lang domain.Language) string {
	return f.plan.questionnaire.Title.In(lang)
}

// Questions are what is asked, in order.
func (f *SurveyForm) Questions() []*domain.Question { return pointers(f.plan.questionnaire.Questions) }

// Categories are what a respondent may say of themselves.
func (f *SurveyForm) Categories() []*domain.Category {
	return pointers(f.plan.questionnaire.Categories)
}

// Until is the last day on which it may be answered; nil where it is not said.
func (f *SurveyForm) Until() *domain.Date { return f.plan.EndsOn }

// Description gives what else is said of the survey in a language; nil where nothing is.
func (f *SurveyForm) Description(lang domain.Language) *string {
	return pickKnown(lang, f.plan.DescriptionUK, f.plan.DescriptionEN)
}

// KeepUntil is the last day on which responses are kept; nil where it is not said.
func (f *SurveyForm) KeepUntil() *domain.Date { return f.plan.KeepUntil }

// Communities are those of which a respondent names their own; none where the survey is of one.
func (f *SurveyForm) Communities() []*FormCommunity {
	if f.plan.CommunityID != nil {
		return []*FormCommunity{}
	}
	return f.plan.communities
}

// FormCommunity is a community that a respondent may name as their own.
type FormCommunity struct {
	Code   domain.KatottgCode
	NameUK string
	NameEN *string
}

// Name gives the name in a language.
func (c *FormCommunity) Name(lang domain.Language) string {
	return domain.Pick(lang, c.NameUK, c.NameEN)
}

// SurveyByLink gives the form of a survey that takes answers of the public today. Of all others, and of links that there never were, it
// says the same: NOT_FOUND.
func (s *Store) SurveyByLink(ctx context.Context, link string) (*SurveyForm, error) {
	d, err := s.read(ctx, auth.SubmitResponse)
	if err != nil {
		return nil, err
	}
	plan, err := d.openPlan(link, ``)
	if err != nil {
		return nil, err
	}
	return &SurveyForm{plan}, nil
}

func (d *door) openPlan(link, lock string) (*surveyPlan, error) {
	plans, err := d.plans(`v.link = @link AND v.state = 'OPEN' AND v.purged_at IS NULL`+lock, named{"link": link})
	switch {
	case err != nil:
		return nil, err
	case len(plans) == 0 || !plans[0].open(d.today):
		return nil, domain.NotFound("link")
	}
	return plans[0], nil
}

// Submission is what somebody answers to a survey's form.
type Submission struct {
	Link string
	// SubmissionID is the sender's own, random: the same response sent again is the same response.
	SubmissionID  string
	CommunityCode *domain.KatottgCode
	Answers       []SubmittedAnswer
	Strata        []SubmittedStratum
}

// SubmittedAnswer is an answer to a question, which its code names, as its options are.
type SubmittedAnswer struct {
	Question string
	Options  []string
	Number   *float64
	Text     *string
}

// SubmittedStratum is what somebody says of themselves.
type SubmittedStratum struct {
	Variable domain.Variable
	Category string
}

var submissionID = regexp.MustCompile(`^[A-Za-z0-9_-]{20,100}$`)

// SubmitResponse keeps what somebody answers, whoever they are, and gives the receipt by which they may have it erased. Nothing is kept of
// who they are or where it came from, and the audit log hears nothing. Sent again it is the same response, under another receipt.
func (s *Store) SubmitResponse(ctx context.Context, said Submission) (receipt string, err error) {
	var survey int64
	err = s.InTx(ctx, auth.SubmitResponse, false, func(tx *Tx) error {
		plan, err := tx.openPlan(said.Link, ` FOR KEY SHARE`) // closing waits for it
		if err != nil {
			return err
		}
		row, err := plan.submitted(said, tx)
		if err != nil {
			return err
		}
		receipt, survey = auth.NewReceipt(), plan.Number
		row.receipt, _ = auth.ParseReceipt(receipt)
		tx.audited++ // that somebody answered, and when and from where, is nobody's to know
		return tx.addResponse(plan, row)
	})
	if err != nil {
		return "", err
	}
	s.answered(ctx, surveyID(survey))
	return receipt, nil
}

// submitted reads a submission as the questionnaire has it; all that is wrong with it is told at once.
func (p *surveyPlan) submitted(said Submission, tx *Tx) (responseRow, error) {
	var faults domain.Faults
	if !submissionID.MatchString(said.SubmissionID) {
		faults = append(faults, domain.Invalid("submissionId", "Від 20 до 100 латинських літер, цифр і знаків _ -, дібраних випадково.",
			"20 to 100 Latin letters, digits and _ -, chosen at random."))
	}
	response := domain.SurveyResponse{
		Mode: domain.OnlineMode, At: tx.now, Strata: map[domain.Variable]string{}, Answers: make([]domain.SurveyAnswer, len(p.questionnaire.Questions)),
	}
	for i, stratum := range said.Strata {
		if _, twice := response.Strata[stratum.Variable]; twice {
			faults = append(faults, domain.Invalid(fmt.Sprintf("strata.%d.variable", i), "Про це сказано двічі.", "This is said twice."))
		}
		response.Strata[stratum.Variable] = stratum.Category
	}
	community, fault := p.communityOf(said.CommunityCode)
	if fault != nil {
		faults = append(faults, fault)
	}
	unread := map[string]bool{} // told of already
	for i, a := range said.Answers {
		at, answer, fault := p.answer(a)
		if fault == nil && response.Answers[at].Given() {
			fault = domain.Invalid("question", "На це запитання відповіли двічі.", "This question is answered twice.")
		}
		if fault != nil {
			faults = append(faults, fault.At(fmt.Sprintf("answers.%d", i)))
			unread[a.Question] = true
			continue
		}
		response.Answers[at] = answer
	}
	for _, fault := range p.questionnaire.Check(response) {
		code, _, _ := strings.Cut(fault.Field, ".")
		if code == "strata" {
			faults = append(faults, fault)
		} else if !unread[code] {
			faults = append(faults, fault.At("answers"))
		}
	}
	if len(faults) > 0 {
		return responseRow{}, faults
	}
	row := newResponseRow(p.questionnaire, response, community)
	row.external = externalDigest("submission", said.SubmissionID)
	return row, nil
}

// answer finds the question that an answer names, and the options that were chosen.
func (p *surveyPlan) answer(said SubmittedAnswer) (int, domain.SurveyAnswer, *domain.Error) {
	at := slices.IndexFunc(p.questionnaire.Questions, func(q domain.Question) bool { return q.Code == said.Question })
	if at < 0 {
		return 0, domain.SurveyAnswer{}, domain.Invalid("question", "В опитуванні немає такого запитання.", "The survey has no such question.")
	}
	answer, options := domain.SurveyAnswer{Number: said.Number}, p.questionnaire.Questions[at].Options
	if said.Text != nil {
		answer.Text = strings.TrimSpace(*said.Text)
	}
	for i, code := range said.Options {
		chosen := slices.IndexFunc(options, func(o domain.QuestionOption) bool { return o.Code == code })
		if chosen < 0 {
			return 0, answer, domain.Invalid(fmt.Sprintf("options.%d", i), "Такого варіанта відповіді немає.", "There is no such answer to choose.")
		}
		answer.Options = append(answer.Options, options[chosen].Number)
	}
	slices.Sort(answer.Options)
	return at, answer, nil
}

// communityOf is the community that somebody answers for: the survey's own, or the one they name.
func (p *surveyPlan) communityOf(code *domain.KatottgCode) (int64, *domain.Error) {
	if code == nil && p.CommunityID != nil {
		return *p.CommunityID, nil
	}
	for _, place := range p.places {
		if code != nil && place.Code == *code {
			return place.ID, nil
		}
	}
	if code == nil {
		return 0, domain.Invalid("communityCode", "Вкажіть свою громаду.", "Say which community is yours.")
	}
	return 0, domain.Invalid("communityCode", "Опитування не проводиться в цій громаді.", "The survey is not held in this community.")
}

// addResponse writes one response. One that is there already stays as it is, and takes the new receipt.
func (tx *Tx) addResponse(plan *surveyPlan, row responseRow) error {
	written, err := writeOne[struct {
		Number int64
		Added  bool
	}](tx, `INSERT INTO responses.responses AS r (survey_number, community_id, mode, answered_at, sex, age, settlement, external, receipt, answers)
		VALUES (@survey, @community, @mode, CAST(@at AS timestamptz), @sex, @age, @settlement, @external, @receipt, CAST(@answers AS jsonb))
		ON CONFLICT (survey_number, external) WHERE external IS NOT NULL DO UPDATE SET receipt = excluded.receipt
		RETURNING number, xmax = 0 AS added`, named{
		"survey": plan.Number, "community": row.community, "mode": row.mode, "at": row.at, "sex": row.strata[0], "age": row.strata[1],
		"settlement": row.strata[2], "external": bytesOf{row.external}, "receipt": bytesOf{row.receipt}, "answers": string(row.answers),
	})
	if err != nil || !written.Added {
		return err
	}
	for _, t := range row.texts {
		if err := tx.exec(`INSERT INTO responses.texts (community_id, survey_number, response_number, question_number, text)
			VALUES (@community, @survey, @response, @question, @text)`, named{
			"community": row.community, "survey": plan.Number, "response": written.Number, "question": t.question, "text": t.text,
		}); err != nil {
			return err
		}
	}
	return nil
}
