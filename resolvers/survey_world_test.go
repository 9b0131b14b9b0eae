package resolvers_test

import (
	"fmt"
	"testing"

	"hromada/domain"
)

// surveyed is what the tests read of a survey.
type surveyed struct {
	ID, Title, State       string
	English                string `json:"en"`
	Description            *string
	Wave, Version          int
	StartsOn, EndsOn       *string
	Sampling               string
	OnlineSampling         string
	Stratum, KeepUntil     *string
	Confidence             float64
	OnlineLink             *string
	OpenedAt, ClosedAt     *string
	PublishedAt            *string
	Demonstration          bool
	ViewerCan              []string
	Region                 struct{ Code string }
	Community              *struct{ Code string }
	PreviousWave, NextWave *struct{ ID string }
	Breakdowns             []struct {
		Variable    string
		CrossedWith *string
	}
	Questions []struct {
		Position int
		Required bool
		Question struct{ ID, Code string }
	}
	Categories  []struct{ Variable, Code, Label string }
	Populations []struct {
		Community  struct{ Code string }
		Population int
		Margins    []struct {
			Variable, Category string
			Population         int
		}
	}
}

const surveyFields = `id title en: title(lang: EN) description wave version state startsOn endsOn sampling onlineSampling stratum confidence keepUntil onlineLink
	openedAt closedAt publishedAt demonstration viewerCan region { code } community { code } previousWave { id } nextWave { id }
	breakdowns { variable crossedWith } questions { position required question { id code } } categories { variable code label }
	populations { community { code } population margins { variable category population } }`

// surveyAnswer is what changes of surveys answer.
type surveyAnswer struct {
	Survey, PreviousWave *surveyed
	DeletedID            *string
}

// surveys asks for a change of a survey that is known in a version, and gives it as it stands.
func (p *person) surveys(mutation, input string, faults ...string) surveyed {
	p.tb.Helper()
	got := does[surveyAnswer](p, mutation, input, `survey { `+surveyFields+` }`, faults...)
	if got.Survey == nil {
		return surveyed{}
	}
	return *got.Survey
}

// on makes a change of a survey the next one after those that were made.
func (v surveyed) on(more string, args ...any) string {
	return fmt.Sprintf(`id: %q, version: %d, `, v.ID, v.Version) + fmt.Sprintf(more, args...)
}

// questioned is what the tests read of a question.
type questioned struct {
	ID, Code, Kind, Text string
	Hint, Unit           *string
	Minimum, Maximum     *float64
	Fixed                bool
	Version              int
	ViewerCan            []string
	Region               struct{ Code string }
	Community            *struct{ Code string }
	Problem              *struct{ Code string }
	Options              []struct {
		Number     int
		Code, Text string
		Other      bool
		Problem    *struct{ Code string }
	}
}

const questionFields = `id code kind text hint unit minimum maximum fixed version viewerCan region { code } community { code } problem { code }
	options { number code text other problem { code } }`

// questions asks for a change of the bank.
func (p *person) questions(mutation, input string, faults ...string) questioned {
	p.tb.Helper()
	got := does[struct{ Question *questioned }](p, mutation, input, `question { `+questionFields+` }`, faults...)
	if got.Question == nil {
		return questioned{}
	}
	return *got.Question
}

func (q questioned) on(more string, args ...any) string {
	return fmt.Sprintf(`id: %q, version: %d, `, q.ID, q.Version) + fmt.Sprintf(more, args...)
}

// asks adds a question with two options to the bank of a community, or of a region.
func (p *person) asks(of domain.KatottgCode, code string) questioned {
	p.tb.Helper()
	return p.questions("createQuestion", ownedBy(of)+fmt.Sprintf(`code: %q, kind: SINGLE, textUk: "Чи маєте інтернет?", options: [{textUk: "Так"}, {textUk: "Ні"}]`, code))
}

// begins begins a survey of a community, or of a region.
func (p *person) begins(of domain.KatottgCode, title, more string) surveyed {
	p.tb.Helper()
	return p.surveys("createSurvey", ownedBy(of)+fmt.Sprintf(`titleUk: %q, `, title)+more)
}

func ownedBy(of domain.KatottgCode) string {
	if of == vinnytskaOblast || of == khmelnytskaOblast {
		return fmt.Sprintf(`regionCode: %q, `, of)
	}
	return fmt.Sprintf(`communityCode: %q, `, of)
}

// ready begins a survey of opt-in answers only, with one question, that can be opened.
func (p *person) ready(of domain.KatottgCode, title, code string) surveyed {
	p.tb.Helper()
	q := p.asks(of, code)
	v := p.begins(of, title, `sampling: OPT_IN, keepUntil: "2027-12-31"`)
	return p.surveys("setSurveyQuestions", v.on(`questions: [{questionId: %q, required: true}]`, q.ID))
}

// surveyOf is a survey as somebody sees it; empty where they do not.
func (p *person) surveyOf(tb testing.TB, id string) (v surveyed) {
	tb.Helper()
	ask := p.ask
	if p.token == "" {
		ask = p.api.ask
	}
	got := ask(`query($id: ID!) { node(id: $id) { ... on Survey { `+surveyFields+` } } }`, vars{"id": id})
	if len(got.Errors) > 0 {
		if got.Errors[0].Extensions.Code != domain.CodeNotFound {
			tb.Fatal(got.Body)
		}
		return v
	}
	decode(tb, got, "node", &v)
	return v
}
