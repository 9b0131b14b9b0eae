package domain

import "time"

// SurveyState is where a survey stands in its life.
type SurveyState string

// The states of a survey, in the order of its life.
const (
	SurveyDraft     SurveyState = "DRAFT"
	SurveyOpen      SurveyState = "OPEN"
	SurveyClosed    SurveyState = "CLOSED"
	SurveyPublished SurveyState = "PUBLISHED"
)

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds of questions.
const (
	SingleChoice   QuestionKind = "SINGLE"
	MultipleChoice QuestionKind = "MULTIPLE"
	// Likert options stand in order and count 1, 2, 3 and so on, so that their mean says something.
	Likert   QuestionKind = "LIKERT"
	Numeric  QuestionKind = "NUMERIC"
	FreeText QuestionKind = "TEXT"
)

// HasOptions tells whether the question is answered by choosing.
func (k QuestionKind) HasOptions() bool {
	return k == SingleChoice || k == MultipleChoice || k == Likert
}

// SurveyMode is how a response came.
type SurveyMode string

// The modes: by the respondent in a browser, on paper, by an interviewer in person or by telephone.
const (
	OnlineMode SurveyMode = "ONLINE"
	PaperMode  SurveyMode = "OFFLINE_PAPER"
	CAPIMode   SurveyMode = "CAPI"
	PhoneMode  SurveyMode = "PHONE"
)

// SurveyModes lists them all, in their order.
var SurveyModes = []SurveyMode{OnlineMode, PaperMode, CAPIMode, PhoneMode}

// Sampling is how respondents came to be asked.
type Sampling string

// The ways. Of opt-in samples nobody knows how likely anyone was to be in them, so that no margin of error is claimed.
const (
	SimpleRandom Sampling = "SIMPLE_RANDOM"
	Stratified   Sampling = "STRATIFIED"
	OptIn        Sampling = "OPT_IN"
)

// Variable is something known of respondents by which answers may be weighted and broken down.
type Variable string

// The variables. SettlementVariable is the kind of settlement somebody lives in: URBAN or RURAL.
const (
	SexVariable        Variable = "SEX"
	AgeVariable        Variable = "AGE"
	SettlementVariable Variable = "SETTLEMENT"
)

// Variables lists them all, in their order.
var Variables = []Variable{SexVariable, AgeVariable, SettlementVariable}

// Category is one value of a variable, in one survey: a sex, an age band, a kind of settlement.
type Category struct {
	Variable Variable
	Code     string // FEMALE, 18-29, URBAN
	Label    Text
}

// Questionnaire is what a survey asks, in order, and what it wants to know of respondents.
type Questionnaire struct {
	Number     int64 // of the survey; 0: of none
	Title      Text
	Version    int // of the survey: the questionnaire of another version may be another one
	Questions  []Question
	Categories []Category // of all variables, in order
}

// Question is one question of a questionnaire.
type Question struct {
	Number   int64  // in the bank
	Code     string // unique in the region: q_internet
	Kind     QuestionKind
	Text     Text
	Hint     Text
	Required bool
	Options  []QuestionOption // where it is answered by choosing
	Minimum  *float64         // of numbers
	Maximum  *float64
	Unit     string // of numbers; empty: in nothing
}

// QuestionOption is one answer that may be chosen. Number is its place, from 1.
type QuestionOption struct {
	Number int
	Code   string // unique in the question
	Text   Text
	// Other takes a text of the respondent's own beside it.
	Other bool
	// Problem is the one of the region's list that whoever chooses it speaks of; the zero id: none.
	Problem NodeID
}

// SurveyAnswer is what one respondent answered to one question; the zero value is no answer.
type SurveyAnswer struct {
	Options []int // numbers of options, rising
	Number  *float64
	Text    string // of a TEXT question, or beside an option that takes one
	None    bool   // of several choices: answered, and nothing chosen
}

// Given tells whether there is an answer.
func (a SurveyAnswer) Given() bool {
	return len(a.Options) > 0 || a.Number != nil || a.Text != "" || a.None
}

// SurveyResponse is what one respondent answered to a questionnaire.
type SurveyResponse struct {
	Community  KatottgCode // empty: the survey's own
	Mode       SurveyMode
	At         time.Time
	ExternalID string              // of the tool that collected it; empty: none
	Strata     map[Variable]string // codes of categories; absent: not known
	Answers    []SurveyAnswer      // one for each question, in their order
}
