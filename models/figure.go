package models

import (
	"strings"
	"time"

	"hromada/domain"
	"hromada/domain/figures"
	"hromada/domain/statistics"
)

// FigureVariable is what a figure may be broken down by: what is known of respondents, or the mode in which they answered.
type FigureVariable string

// WhyMissing is why a figure has no value.
type WhyMissing string

// Why there is none: it would tell of few people, nobody answered, or the question has no value as a whole.
const (
	Suppressed    WhyMissing = "SUPPRESSED"
	NotCollected  WhyMissing = "NOT_COLLECTED"
	NotApplicable WhyMissing = "NOT_APPLICABLE"
)

// SurveyFigure is one figure of a survey.
type SurveyFigure struct {
	member[SurveyFigure]
	SurveyNumber   int64
	CommunityID    *int64
	QuestionNumber int64
	OptionNumber   *int
	QuestionKind   domain.QuestionKind
	Variable       string
	Category       string
	CategoryUK     *string // what the survey calls the category; nil: nothing
	CategoryEN     *string
	SecondUK       *string // and that of the variable that it is crossed with
	SecondEN       *string
	Weighted       bool
	N              *int
	Value          *float64
	StandardError  *float64
	EffectiveN     *float64
	DesignEffect   *float64
	MarginOfError  *float64
	Low            *float64
	High           *float64
	Confidence     float64
	BasisCode      string
	Hidden         bool
	LackCode       *statistics.Reason
	Difference     *float64
	ChangeZ        *float64
	ChangeP        *float64
	ChangeLack     *statistics.Reason
	ComputedAt     time.Time
}

const figureRowColumns = `f.survey_number, f.community_id, f.question_number, f.option_number, q.kind AS question_kind, f.variable, f.category, f.weighted, f.n,
	f.value, f.standard_error, f.effective_n, f.design_effect, f.margin AS margin_of_error, f.low, f.high, f.confidence, f.basis AS basis_code,
	k1.label_uk AS category_uk, k1.label_en AS category_en, k2.label_uk AS second_uk, k2.label_en AS second_en,
	f.hidden, f.lack AS lack_code, f.change AS difference, f.change_z, f.change_p, f.change_lack, f.computed_at`

func (f *SurveyFigure) survey() int64    { return f.SurveyNumber }
func (f *SurveyFigure) community() int64 { return valueOr(f.CommunityID, 0) }
func (f *SurveyFigure) question() int64  { return f.QuestionNumber }
func (f *SurveyFigure) asked() place     { return place{f.SurveyNumber, f.QuestionNumber} }
func (f *SurveyFigure) option() optionKey {
	return optionKey{f.QuestionNumber, valueOr(f.OptionNumber, 0)}
}

// Kind is what the figure measures.
func (f *SurveyFigure) Kind() FigureKind {
	switch {
	case f.OptionNumber != nil:
		return FigureKind(statistics.Share)
	case f.QuestionKind == domain.Likert || f.QuestionKind == domain.Numeric:
		return FigureKind(statistics.Mean)
	default:
		return CountFigure
	}
}

// FigureKind is what a figure measures.
type FigureKind string

// CountFigure is of those that are the number of who answered alone.
const CountFigure FigureKind = "COUNT"

// Basis says how the figure was made.
func (f *SurveyFigure) Basis() *statistics.Basis { return new(figures.BasisOf(f.BasisCode)) }

// BasisText says it in words, and what keeps the figure from being what it seems.
func (f *SurveyFigure) BasisText(lang domain.Language) string {
	text := figures.BasisOf(f.BasisCode).Text().In(lang)
	if f.Hidden {
		text += ". " + hiddenText.In(lang)
	}
	if lack := f.Lack(); lack != nil {
		text += ". " + lack.Text().In(lang)
	}
	return text
}

// hiddenText does not say for whose sake: that would be told of few people, too.
var hiddenText = domain.Text{UK: "Приховано, щоб захистити людей: це не нуль.", EN: "Hidden to protect people: it is not zero."}

// RoundedTo is what the value was rounded to, to protect people; nil: it is as it was computed.
func (f *SurveyFigure) RoundedTo() *float64 {
	if step := figures.BasisOf(f.BasisCode).Rounded; step > 0 {
		return &step
	}
	return nil
}

// Suppressed tells whether the figure is hidden since it would tell of few people.
func (f *SurveyFigure) Suppressed() bool { return f.Hidden }

// Missing says why there is no value; nil where there is one.
func (f *SurveyFigure) Missing() *WhyMissing {
	switch {
	case f.Hidden:
		return new(Suppressed)
	case f.Value != nil:
		return nil
	case f.Kind() == CountFigure:
		return new(NotApplicable)
	default:
		return new(NotCollected)
	}
}

// Lack says why there is no error, or what is odd about it; nil where all is there.
func (f *SurveyFigure) Lack() *statistics.Reason {
	if f.LackCode == nil || *f.LackCode == figures.Only {
		return nil
	}
	return f.LackCode
}

// Group is whom the figure is about; nil: everybody.
func (f *SurveyFigure) Group() *FigureGroup {
	if f.Variable == "" {
		return nil
	}
	variable, other, crossed := strings.Cut(f.Variable, "*")
	group := &FigureGroup{Variable: FigureVariable(variable), Category: f.Category, figure: f}
	if crossed {
		first, second, _ := strings.Cut(f.Category, "*")
		group.Category, group.CrossedWith, group.CrossedCategory = first, new(FigureVariable(other)), &second
	}
	return group
}

// FigureGroup is the part of the respondents that a figure is about.
type FigureGroup struct {
	Variable        FigureVariable
	Category        string
	CrossedWith     *FigureVariable
	CrossedCategory *string

	figure *SurveyFigure
}

// Mode is the mode that the group answered in, or figures.OfflineCategory; empty where it is told by something else.
func (g *FigureGroup) Mode() string {
	if g.Variable != figures.ModeVariable {
		return ""
	}
	return g.Category
}

// Label is what the survey calls those who are of the group, Жінки × 18–29 років; the code of a category that it has no words for.
func (g *FigureGroup) Label(lang domain.Language) string {
	words := wordsFor(g.Category, g.figure.CategoryUK, g.figure.CategoryEN, lang)
	if g.CrossedCategory != nil {
		words += " × " + wordsFor(*g.CrossedCategory, g.figure.SecondUK, g.figure.SecondEN, lang)
	}
	return words
}

func wordsFor(code string, uk, en *string, lang domain.Language) string {
	if uk == nil {
		return code
	}
	return domain.Pick(lang, *uk, en)
}

// Change is how the figure moved since the wave before; nil where that did not tell it.
func (f *SurveyFigure) Change() *FigureChange {
	if f.Difference == nil {
		return nil
	}
	change := &FigureChange{Difference: *f.Difference, Z: f.ChangeZ, P: f.ChangeP, Lack: f.ChangeLack}
	if f.ChangeP != nil {
		change.Significant = new(*f.ChangeP < 1-f.Confidence)
	}
	return change
}

// FigureChange is how a figure moved since the wave before. What is nil was not tested; Lack says why.
type FigureChange struct {
	Difference  float64
	Z, P        *float64
	Significant *bool
	Lack        *statistics.Reason
}

// ResponseCount is how many responses came in one mode; Count is nil where it is hidden.
type ResponseCount struct {
	SurveyNumber int64
	Mode         domain.SurveyMode
	Count        *int
}

// Suppressed tells whether the number is hidden.
func (c *ResponseCount) Suppressed() bool { return c.Count == nil }

// SurveyWeighting is how the responses of one part of a survey were weighted. What follows from a hidden number is nil.
type SurveyWeighting struct {
	SurveyNumber int64
	Online       bool
	Method       statistics.Weighting
	MarginCodes  string
	Converged    bool
	Rounds       *int
	MergedCodes  string
	Trimmed      *int
	Responses    int
	EffectiveN   *float64
}

// Margins are the variables whose known distributions the responses were brought to.
func (w *SurveyWeighting) Margins() []domain.Variable {
	all := []domain.Variable{}
	for _, code := range strings.Fields(w.MarginCodes) {
		all = append(all, domain.Variable(code))
	}
	return all
}

// Merged are the categories that were counted as one, since somebody was missing from them: AGE:18-29+30-44.
func (w *SurveyWeighting) Merged() []string {
	if w.MergedCodes == "" {
		return []string{}
	}
	return strings.Split(w.MergedCodes, "\n")
}
