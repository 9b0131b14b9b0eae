package domain

import (
	"maps"
	"slices"
)

// SurveyStep is something that may be done about a survey.
type SurveyStep string

// The steps.
const (
	UpdateSurvey        SurveyStep = "UPDATE"
	DesignSurvey        SurveyStep = "DESIGN"
	SetSurveyPopulation SurveyStep = "SET_POPULATION"
	OpenSurvey          SurveyStep = "OPEN"
	CloseSurvey         SurveyStep = "CLOSE"
	ReopenSurvey        SurveyStep = "REOPEN"
	PublishSurvey       SurveyStep = "PUBLISH"
	CreateNextWave      SurveyStep = "CREATE_NEXT_WAVE"
	DeleteSurvey        SurveyStep = "DELETE"
)

// surveySteps are the steps in their order, each with the states in which it may be taken.
var surveySteps = []struct {
	step SurveyStep
	from []SurveyState
}{
	{UpdateSurvey, []SurveyState{SurveyDraft, SurveyOpen, SurveyClosed, SurveyPublished}},
	{DesignSurvey, []SurveyState{SurveyDraft}},
	{SetSurveyPopulation, []SurveyState{SurveyDraft, SurveyOpen}},
	{OpenSurvey, []SurveyState{SurveyDraft}},
	{CloseSurvey, []SurveyState{SurveyOpen}},
	{ReopenSurvey, []SurveyState{SurveyClosed}},
	{PublishSurvey, []SurveyState{SurveyClosed}},
	{CreateNextWave, []SurveyState{SurveyOpen, SurveyClosed, SurveyPublished}},
	{DeleteSurvey, []SurveyState{SurveyDraft}},
}

// Steps are what a survey's state lets be done about it.
func (s SurveyState) Steps() []SurveyStep {
	steps := []SurveyStep{}
	for _, known := range surveySteps {
		if slices.Contains(known.from, s) {
			steps = append(steps, known.step)
		}
	}
	return steps
}

// CheckStep refuses what a survey's state does not let be done: CONFLICT.
func (s SurveyState) CheckStep(step SurveyStep) error {
	if slices.Contains(s.Steps(), step) {
		return nil
	}
	told := stateTold[s]
	return Conflict("", "Цього не можна зробити: "+told.UK+".", "This cannot be done: "+told.EN+".")
}

var stateTold = map[SurveyState]Text{
	SurveyDraft:     {"опитування ще не відкрито", "the survey was not opened yet"},
	SurveyOpen:      {"опитування триває", "the survey is open"},
	SurveyClosed:    {"опитування завершено", "the survey is closed"},
	SurveyPublished: {"опитування вже оприлюднено", "the survey is published"},
}

// changeable are the fields that may be changed in a state. What is asked, and of whom, stays as it is once people answer: figures are of all
// who answered. Of a draft everything may be changed.
var changeable = map[SurveyState][]string{
	SurveyOpen:      {"titleUk", "titleEn", "descriptionUk", "descriptionEn", "endsOn", "keepUntil"},
	SurveyClosed:    {"keepUntil"},
	SurveyPublished: {"keepUntil"},
}

// CheckChanges refuses changes to fields that a survey's state holds; what was and is are the facts that changed.
func (s SurveyState) CheckChanges(was, is map[string]any) Faults {
	if s == SurveyDraft {
		return nil
	}
	changed := maps.Clone(was)
	maps.Copy(changed, is)
	var faults Faults
	for _, field := range slices.Sorted(maps.Keys(changed)) {
		if !slices.Contains(changeable[s], field) {
			faults = append(faults, Invalid(field, "Цього вже не змінити: "+stateTold[s].UK+".", "This cannot be changed any more: "+stateTold[s].EN+"."))
		}
	}
	if is["keepUntil"] == nil && was["keepUntil"] != nil {
		faults = append(faults, Invalid("keepUntil", "День можна змінити, але не прибрати.", "The day may be changed, and not taken away."))
	}
	return faults
}
