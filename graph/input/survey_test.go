package input_test

import (
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
	"hromada/graph/input"
)

func fullSurvey() domain.SurveyFields {
	return domain.SurveyFields{
		Title: domain.Text{UK: "Назва", EN: "Title"}, Description: domain.Text{UK: "Опис", EN: "Text"}, StartsOn: new(domain.NewDate(2026, 1, 1)),
		EndsOn: new(domain.NewDate(2026, 2, 1)), KeepUntil: new(domain.NewDate(2027, 1, 1)), Sampling: domain.Stratified, OnlineSampling: domain.Stratified,
		Stratum: domain.AgeVariable, Confidence: 0.9, Breakdowns: []domain.Breakdown{{Variable: domain.SexVariable}},
	}
}

// TestNullOfSurveys clears what it names, or makes it as usual where there is no survey without it; of what is absent everything stays.
func TestNullOfSurveys(t *testing.T) {
	t.Parallel()
	left := fullSurvey()
	if (&input.Survey{}).Edit(&left); !reflect.DeepEqual(left, fullSurvey()) {
		t.Errorf("nothing was said, and it is %+v", left)
	}
	null := graphql.OmittableOf[*string](nil)
	day := graphql.OmittableOf[*domain.Date](nil)
	cleared := fullSurvey()
	(&input.Survey{
		TitleUK: null, TitleEN: null, DescriptionUK: null, DescriptionEN: null, StartsOn: day, EndsOn: day, KeepUntil: day,
		Sampling: graphql.OmittableOf[*domain.Sampling](nil), OnlineSampling: graphql.OmittableOf[*domain.Sampling](nil),
		Stratum: graphql.OmittableOf[*domain.Variable](nil), Confidence: graphql.OmittableOf[*float64](nil), Breakdowns: graphql.OmittableOf[[]*domain.Breakdown](nil),
	}).Edit(&cleared)
	if !reflect.DeepEqual(cleared, domain.UsualSurvey()) {
		t.Errorf("all was cleared, and it is %+v", cleared)
	}
	said := domain.UsualSurvey()
	(&input.Survey{
		Called: "Назва", TitleEN: graphql.OmittableOf(new("Title")), DescriptionUK: graphql.OmittableOf(new("Опис")), DescriptionEN: graphql.OmittableOf(new("Text")),
		StartsOn: graphql.OmittableOf(fullSurvey().StartsOn), EndsOn: graphql.OmittableOf(fullSurvey().EndsOn), KeepUntil: graphql.OmittableOf(fullSurvey().KeepUntil),
		Sampling: graphql.OmittableOf(new(domain.Stratified)), OnlineSampling: graphql.OmittableOf(new(domain.Stratified)),
		Stratum: graphql.OmittableOf(new(domain.AgeVariable)), Confidence: graphql.OmittableOf(new(0.9)),
		Breakdowns: graphql.OmittableOf([]*domain.Breakdown{{Variable: domain.SexVariable}}),
	}).Edit(&said)
	if !reflect.DeepEqual(said, fullSurvey()) {
		t.Errorf("all was said, and it is %+v", said)
	}
}

// TestNullOfQuestions clears what it names; of what is absent everything stays.
func TestNullOfQuestions(t *testing.T) {
	t.Parallel()
	problem := domain.NodeID{Type: "Problem", Number: 1}
	full := func() domain.QuestionFields {
		return domain.QuestionFields{
			Code: "q", Kind: domain.Numeric, Text: domain.Text{UK: "Так?", EN: "So?"}, Hint: domain.Text{UK: "Ось", EN: "There"}, Unit: "грн", Minimum: new(1.0), Maximum: new(2.0),
			Options: []domain.QuestionOption{{Code: "a", Text: domain.Text{UK: "А", EN: "A"}, Other: true, Problem: problem}}, Problem: problem,
		}
	}
	left := full()
	if (&input.Question{}).Edit(&left); !reflect.DeepEqual(left, full()) {
		t.Errorf("nothing was said, and it is %+v", left)
	}
	null, number := graphql.OmittableOf[*string](nil), graphql.OmittableOf[*float64](nil)
	(&input.Question{
		Code: null, Kind: graphql.OmittableOf[*domain.QuestionKind](nil), TextUK: null, TextEN: null, HintUK: null, HintEN: null, Unit: null, Minimum: number, Maximum: number,
		Options: graphql.OmittableOf[[]*input.QuestionOption](nil), ProblemID: graphql.OmittableOf[*domain.NodeID](nil),
	}).Edit(&left)
	if !reflect.DeepEqual(left, domain.QuestionFields{}) {
		t.Errorf("all was cleared, and it is %+v", left)
	}
	(&input.Question{
		Coded: "q", Answers: domain.Numeric, Asks: "Так?", TextEN: graphql.OmittableOf(new("So?")), HintUK: graphql.OmittableOf(new("Ось")), HintEN: graphql.OmittableOf(new("There")),
		Unit: graphql.OmittableOf(new("грн")), Minimum: graphql.OmittableOf(new(1.0)), Maximum: graphql.OmittableOf(new(2.0)), ProblemID: graphql.OmittableOf(&problem),
		Options: graphql.OmittableOf([]*input.QuestionOption{{
			Code: graphql.OmittableOf(new("a")), TextUK: "А", TextEN: graphql.OmittableOf(new("A")), Other: true, ProblemID: graphql.OmittableOf(&problem),
		}}),
	}).Edit(&left)
	if !reflect.DeepEqual(left, full()) {
		t.Errorf("all was said, and it is %+v", left)
	}
}
