package domain

import "iter"

// MadeUpSurvey is a survey of a demonstration: of a whole region, in waves that are over and published.
type MadeUpSurvey struct {
	Region    KatottgCode
	Questions []MadeUpQuestion
	Waves     []MadeUpWave
}

// MadeUpQuestion is a question of the region's bank, with the problems that its options speak of, by their codes.
type MadeUpQuestion struct {
	QuestionFields
	Required bool
	Problems map[string]string // option → problem
}

// MadeUpWave is one wave.
type MadeUpWave struct {
	SurveyFields
	PublishedOn Date
	Populations map[KatottgCode]Population
	FileName    string
	// Responses are those to a questionnaire of the questions, in their order; they may be asked for more than once.
	Responses func(Questionnaire) iter.Seq2[SurveyResponse, error]
}
