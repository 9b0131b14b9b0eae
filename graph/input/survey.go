package input

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// Survey is what is said of a survey that is begun or changed.
type Survey struct {
	ID      domain.NodeID
	Version int
	Called  string // the title of what is begun

	RegionCode    graphql.Omittable[*domain.KatottgCode]
	CommunityCode graphql.Omittable[*domain.KatottgCode]

	TitleUK        graphql.Omittable[*string]
	TitleEN        graphql.Omittable[*string]
	DescriptionUK  graphql.Omittable[*string]
	DescriptionEN  graphql.Omittable[*string]
	StartsOn       graphql.Omittable[*domain.Date]
	EndsOn         graphql.Omittable[*domain.Date]
	Sampling       graphql.Omittable[*domain.Sampling]
	OnlineSampling graphql.Omittable[*domain.Sampling]
	Stratum        graphql.Omittable[*domain.Variable]
	Confidence     graphql.Omittable[*float64]
	Breakdowns     graphql.Omittable[[]*domain.Breakdown]
	KeepUntil      graphql.Omittable[*domain.Date]
}

// Edit writes into the fields of a survey what was said: what is absent stays, what is null is cleared, or as usual where there is no survey
// without it.
func (s *Survey) Edit(f *domain.SurveyFields) {
	if s.Called != "" {
		f.Title.UK = s.Called
	}
	usual := domain.UsualSurvey()
	say(&f.Title.UK, s.TitleUK)
	say(&f.Title.EN, s.TitleEN)
	say(&f.Description.UK, s.DescriptionUK)
	say(&f.Description.EN, s.DescriptionEN)
	sayOr(&f.Sampling, s.Sampling, usual.Sampling)
	sayOr(&f.OnlineSampling, s.OnlineSampling, usual.OnlineSampling)
	sayOr(&f.Confidence, s.Confidence, usual.Confidence)
	say(&f.Stratum, s.Stratum)
	for day, said := range map[**domain.Date]graphql.Omittable[*domain.Date]{&f.StartsOn: s.StartsOn, &f.EndsOn: s.EndsOn, &f.KeepUntil: s.KeepUntil} {
		if value, ok := said.ValueOK(); ok {
			*day = value
		}
	}
	if breakdowns, said := s.Breakdowns.ValueOK(); said {
		f.Breakdowns = nil
		for _, b := range breakdowns {
			f.Breakdowns = append(f.Breakdowns, *b)
		}
	}
}

// sayOr sets a value to what was said: to what is usual where that is null.
func sayOr[T any](value *T, said graphql.Omittable[*T], usual T) {
	if say(value, said); said.IsSet() && said.Value() == nil {
		*value = usual
	}
}

// Question is what is said of a question that is added or changed.
type Question struct {
	ID      domain.NodeID
	Version int
	// Of what is added.
	Coded   string
	Answers domain.QuestionKind
	Asks    string

	RegionCode    graphql.Omittable[*domain.KatottgCode]
	CommunityCode graphql.Omittable[*domain.KatottgCode]

	Code    graphql.Omittable[*string]
	Kind    graphql.Omittable[*domain.QuestionKind]
	TextUK  graphql.Omittable[*string]
	TextEN  graphql.Omittable[*string]
	HintUK  graphql.Omittable[*string]
	HintEN  graphql.Omittable[*string]
	Unit    graphql.Omittable[*string]
	Minimum graphql.Omittable[*float64]
	Maximum graphql.Omittable[*float64]
	Options graphql.Omittable[[]*QuestionOption]

	ProblemID graphql.Omittable[*domain.NodeID]
}

// QuestionOption is an answer that may be chosen.
type QuestionOption struct {
	Code   graphql.Omittable[*string]
	TextUK string
	TextEN graphql.Omittable[*string]
	Other  bool

	ProblemID graphql.Omittable[*domain.NodeID]
}

// Edit writes into the fields of a question what was said: what is absent stays, what is null is cleared.
func (q *Question) Edit(f *domain.QuestionFields) {
	if q.Answers != "" {
		f.Code, f.Kind, f.Text.UK = q.Coded, q.Answers, q.Asks
	}
	say(&f.Code, q.Code)
	say(&f.Kind, q.Kind)
	say(&f.Text.UK, q.TextUK)
	say(&f.Text.EN, q.TextEN)
	say(&f.Hint.UK, q.HintUK)
	say(&f.Hint.EN, q.HintEN)
	say(&f.Unit, q.Unit)
	say(&f.Problem, q.ProblemID)
	for bound, said := range map[**float64]graphql.Omittable[*float64]{&f.Minimum: q.Minimum, &f.Maximum: q.Maximum} {
		if value, ok := said.ValueOK(); ok {
			*bound = value
		}
	}
	if options, said := q.Options.ValueOK(); said {
		f.Options = nil
		for _, o := range options {
			f.Options = append(f.Options, o.option())
		}
	}
}

func (o *QuestionOption) option() domain.QuestionOption {
	option := domain.QuestionOption{Text: domain.Text{UK: o.TextUK}, Other: o.Other}
	say(&option.Code, o.Code)
	say(&option.Text.EN, o.TextEN)
	say(&option.Problem, o.ProblemID)
	return option
}
