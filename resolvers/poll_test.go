package resolvers_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// poll is a survey under way, with a question of each kind.
type poll struct {
	*api
	head    *person
	id      string
	link    string
	version int
	codes   []string // of its questions
}

// asked are the questions of a poll.
var asked = []string{
	`code: "q_one", kind: SINGLE, textUk: "Чи є у вас інтернет?", textEn: "Do you have internet?", options: [{textUk: "Так"}, {textUk: "Ні"}, {textUk: "Інше", other: true}]`,
	`code: "q_many", kind: MULTIPLE, textUk: "Чим користуєтеся?", options: [{textUk: "Телефон"}, {textUk: "Ноутбук"}, {textUk: "Планшет"}]`,
	`code: "q_scale", kind: LIKERT, textUk: "Чи довіряєте?", options: [{textUk: "Ні"}, {textUk: "Радше ні"}, {textUk: "Радше так"}, {textUk: "Так"}]`,
	`code: "q_number", kind: NUMERIC, textUk: "Скільки годин?", minimum: 0, maximum: 24, unit: "год"`,
	`code: "q_text", kind: TEXT, textUk: "Що ще?"`,
}

// changedSurvey is what changes of surveys answer.
type changedSurvey struct {
	Survey struct {
		ID         string
		Version    int
		State      domain.SurveyState
		OnlineLink string
	}
}

const pollAnswer = `survey { id version state onlineLink }`

// polling opens a survey of a community that its head has made.
func polling(tb testing.TB, a *api, of domain.KatottgCode, people int, rest string) *poll {
	tb.Helper()
	p := &poll{api: a, head: a.someone("head-of-poll", staffOf(of, auth.Head))}
	place := fmt.Sprintf("communityCode: %q", of)
	p.open(place, rest, map[domain.KatottgCode]int{of: people})
	return p
}

func (p *poll) open(place, rest string, people map[domain.KatottgCode]int) {
	p.tb.Helper()
	var questions []string
	for i, q := range asked {
		made := does[struct{ Question struct{ ID string } }](p.head, "createQuestion", place+", "+q, `question { id }`)
		questions = append(questions, fmt.Sprintf(`{questionId: %q, required: %t}`, made.Question.ID, i == 0))
		code, _, _ := strings.Cut(strings.TrimPrefix(q, `code: "`), `"`)
		p.codes = append(p.codes, code)
	}
	if !strings.Contains(rest, "keepUntil") {
		rest += `, keepUntil: "2027-12-31"`
	}
	if !strings.Contains(rest, "breakdowns:") {
		rest += `, breakdowns: [{variable: SEX}]`
	}
	p.step("createSurvey", place+`, titleUk: "Інтернет у громаді"`+rest)
	p.step("setSurveyQuestions", p.known()+`, questions: [`+strings.Join(questions, ", ")+`]`)
	for code, n := range people {
		p.step("setSurveyPopulation", p.known()+fmt.Sprintf(`, communityCode: %q, population: %d`, code, n))
	}
	p.step("openSurvey", p.known()+`, onlineLink: true`)
}

// follow begins the next wave, and opens it.
func (p *poll) follow() {
	p.tb.Helper()
	p.step("createNextWave", fmt.Sprintf("id: %q", p.id))
	p.step("updateSurvey", p.known()+`, keepUntil: "2027-12-31"`)
	p.step("openSurvey", p.known())
}

func (p *poll) known() string { return fmt.Sprintf("id: %q, version: %d", p.id, p.version) }

// step changes the survey.
func (p *poll) step(mutation, input string, faults ...string) {
	p.tb.Helper()
	done := does[changedSurvey](p.head, mutation, input, pollAnswer, faults...).Survey
	if len(faults) == 0 {
		p.id, p.version = done.ID, done.Version
		if done.OnlineLink != "" {
			p.link = handedOut.keep(done.OnlineLink)
		}
	}
}

// submitted is what submitResponse answers.
type submitted struct {
	Receipt    *string
	UserErrors []struct {
		Code    domain.Code
		Message string
		Path    []string
	}
}

// secretAnswer is what somebody wrote in their own words: nobody is to see it again.
const secretAnswer = "сусід-читає-мої-листи"

// answer sends a response as anybody does, a second after the last; the sender's id of it is by its number.
func (p *poll) answer(n int, input string) submitted {
	p.tb.Helper()
	p.clock.pass(1e9)
	handedOut.keep(secretAnswer)
	got := p.ask(fmt.Sprintf(`mutation { submitResponse(input: {link: %q, submissionId: "submission-of-tests-%06d", %s}) { receipt userErrors { code message path } } }`, p.link, n, input), nil)
	var told submitted
	decode(p.tb, got, "submitResponse", &told)
	if told.Receipt != nil {
		handedOut.keep(*told.Receipt)
	}
	return told
}

// faults are those that an answer tells.
func (s submitted) faults() string {
	told := []string{}
	for _, e := range s.UserErrors {
		told = append(told, string(e.Code)+" "+strings.Join(e.Path, "."))
	}
	return strings.Join(told, ", ")
}

// bring brings responses in as a file does: so many of each sex on paper who have internet, and so many who have not.
func (p *poll) bring(file string, of domain.KatottgCode, sex string, yes, no int) {
	p.tb.Helper()
	id, err := domain.ParseNodeID(p.id)
	if err != nil {
		p.tb.Fatal(err)
	}
	rows := func(yield func(domain.SurveyResponse, error) bool) {
		for n := range yes + no {
			r := domain.SurveyResponse{
				Community: of, Mode: domain.PaperMode, At: noon, ExternalID: fmt.Sprint(file, n), Strata: map[domain.Variable]string{domain.SexVariable: sex},
				Answers: make([]domain.SurveyAnswer, len(asked)),
			}
			r.Answers[0].Options = []int{1}
			if n >= yes {
				r.Answers[0].Options = []int{2}
			}
			r.Answers[2].Options, r.Answers[3].Number = []int{1 + n%4}, new(float64(n%10))
			if !yield(r, nil) {
				return
			}
		}
	}
	p.inTx(auth.ImportResponses, func(tx *models.Tx) error {
		_, err := tx.WriteResponses(models.ResponseBatch{Survey: id, Version: p.version, SHA256: sha256.Sum256([]byte(file)), FileName: file, Layout: "plain"}, rows)
		return err
	})
}

func (a *api) inTx(action auth.Action, work func(*models.Tx) error) {
	a.tb.Helper()
	if err := a.store.InTx(operator(), action, false, work); err != nil {
		a.tb.Fatal(err)
	}
}

// shownFigure is what tests read of a figure.
type shownFigure struct {
	Question *struct{ Code string }
	Option   *struct{ Code string }
	Group    *struct {
		Variable, Category string
		CrossedCategory    *string
	}
	Kind     string
	Weighted bool
	N        *int
	Value    *float64
	Missing  *string

	Suppressed    bool
	StandardError *float64
	MarginOfError *float64
	Low, High     *float64
	EffectiveN    *float64
	Basis         struct {
		Sampling, Weighting string
		Indicative          bool
	}
	BasisText string
	Lack      *string
	Change    *struct {
		Difference float64
		Z          *float64
	}
}

const figureFields = `question { code } option { code } group { variable category crossedCategory } kind weighted n value missing suppressed standardError marginOfError low high effectiveN
	basis { sampling weighting indicative } basisText(lang: EN) lack change { difference z }`

// name tells figures apart: q_one.o1, q_one.o1/FEMALE.
func (f shownFigure) name() string {
	name := f.Question.Code
	if f.Option != nil {
		name += "." + f.Option.Code
	}
	if f.Group != nil {
		name += "/" + f.Group.Category
		if f.Group.CrossedCategory != nil {
			name += "*" + *f.Group.CrossedCategory
		}
	}
	return name
}

// figures are those that somebody sees of the survey, by name.
func (p *poll) figures(who asker, args string) map[string]shownFigure {
	p.tb.Helper()
	got := who.ask(`query($id: ID!) { node(id: $id) { ... on Survey { figures`+args+` { `+figureFields+` } } } }`, vars{"id": p.id})
	var node *struct{ Figures []shownFigure }
	if err := json.Unmarshal(got.Data["node"], &node); err != nil {
		p.tb.Fatal(got.Body)
	}
	if node == nil {
		return nil
	}
	byName := map[string]shownFigure{}
	for _, f := range node.Figures {
		byName[f.name()] = f
	}
	return byName
}

// rowsOf counts rows behind the store's back.
func (a *api) rowsOf(table string) (rows int) {
	a.tb.Helper()
	if err := a.db.QueryRowContext(context.Background(), `SELECT count(*) FROM `+table).Scan(&rows); err != nil {
		a.tb.Fatal(err)
	}
	return rows
}
