package surveys

import (
	"regexp"

	"hromada/domain"
)

// Form is a questionnaire as an XLSForm has it, with what of the form has no place in a questionnaire.
type Form struct {
	domain.Questionnaire
	NotTaken []NotTaken
}

// NotTaken is one thing of a form that was left out, or taken otherwise than it is written.
type NotTaken struct {
	Sheet string
	Line  int
	Name  string // of the question or option
	Why   domain.Text
}

// The columns in which a form of two languages has its texts.
const (
	inUkrainian = "Українська (uk)"
	inEnglish   = "English (en)"
)

// What a form of ours names its questions about respondents, and the note that holds its title in both languages.
var respondentNames = map[domain.Variable]string{
	domain.SexVariable: "respondent_sex", domain.AgeVariable: "respondent_age", domain.SettlementVariable: "respondent_settlement",
}

var respondentTitles = map[domain.Variable]domain.Text{
	domain.SexVariable:        {UK: "Ваша стать", EN: "Your sex"},
	domain.AgeVariable:        {UK: "Ваш вік", EN: "Your age"},
	domain.SettlementVariable: {UK: "Тип населеного пункту, де Ви живете", EN: "The kind of settlement you live in"},
}

const titleNote = "survey_title"

// The forms of codes, as the bank of questions keeps them.
var (
	questionCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	optionCode   = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,39}$`)
)

// The longest texts, in letters, and the most options.
const (
	maxTitleText  = 500
	maxQuestion   = 1000
	maxOptionText = 500
	maxOptions    = 100
	maxQuestions  = 200
)
