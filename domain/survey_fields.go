package domain

import (
	"math"
	"slices"
	"strconv"
)

// How long texts of a survey may be, in letters, and how much of something it may have.
const (
	MaxSurveyTitle       = 500
	MaxSurveyDescription = 5000
	MaxBreakdowns        = 6
)

// The confidence of a survey's intervals: the least, the usual and the highest.
const (
	LeastConfidence   = 0.8
	UsualConfidence   = 0.95
	HighestConfidence = 0.999
)

// SurveyFields is what people write of a survey, beside what it asks and of whom. Empty texts and nil dates mean "not known".
type SurveyFields struct {
	Title, Description Text
	StartsOn, EndsOn   *Date
	Sampling           Sampling // of people who answer on paper, to an interviewer or by telephone
	OnlineSampling     Sampling
	Stratum            Variable // what the sample is stratified by; empty: nothing
	Confidence         float64
	Breakdowns         []Breakdown
	KeepUntil          *Date
}

// UsualSurvey is a survey of which nothing was said yet.
func UsualSurvey() SurveyFields {
	return SurveyFields{Sampling: SimpleRandom, OnlineSampling: OptIn, Confidence: UsualConfidence}
}

// Check finds everything that is wrong with the fields; faults name them as the schema does.
func (f SurveyFields) Check() Faults {
	faults := checkTexts(f.texts())
	if f.StartsOn != nil && f.EndsOn != nil && f.EndsOn.Before(*f.StartsOn) {
		faults = append(faults, Invalid("endsOn", "Кінець раніше за початок.", "It ends before it starts."))
	}
	if f.KeepUntil != nil && f.EndsOn != nil && f.KeepUntil.Before(*f.EndsOn) {
		faults = append(faults, Invalid("keepUntil", "Відповіді не можна вилучити раніше, ніж опитування завершиться.", "Responses cannot be removed before the survey ends."))
	}
	if (f.Sampling == Stratified || f.OnlineSampling == Stratified) != (f.Stratum != "") {
		faults = append(faults, Invalid("stratum", "Страту вказують для стратифікованої вибірки, і лише для неї.", "A stratified sample has a stratum, and no other sample has one."))
	}
	// It is said this way so that NaN is refused too.
	if !(f.Confidence >= LeastConfidence && f.Confidence <= HighestConfidence) {
		faults = append(faults, Invalid("confidence", "Від %v до %v.", "%v to %v.", LeastConfidence, HighestConfidence))
	}
	return append(faults, checkBreakdowns(f.Breakdowns)...)
}

func (f SurveyFields) texts() []boundedText {
	return append(inBoth("title", f.Title, 1, MaxSurveyTitle), inBoth("description", f.Description, 0, MaxSurveyDescription)...)
}

func checkBreakdowns(all []Breakdown) Faults {
	if len(all) > MaxBreakdowns {
		return Faults{Invalid("breakdowns", "Не більше ніж %d.", "At most %d.", MaxBreakdowns)}
	}
	var faults Faults
	known, crossed := map[string]bool{}, 0
	for i, b := range all {
		at := "breakdowns." + strconv.Itoa(i)
		code := b.sorted().Code()
		switch {
		case b.CrossedWith != nil && *b.CrossedWith == b.Variable:
			faults = append(faults, Invalid(at+".crossedWith", "Змінну не можна перетнути з нею самою.", "A variable cannot be crossed with itself."))
		case known[code]:
			faults = append(faults, Invalid(at, "Такий розріз уже є.", "This breakdown is there already."))
		}
		if b.CrossedWith != nil && *b.CrossedWith != b.Variable && !known[code] {
			crossed++
		}
		known[code] = true
	}
	// With all pairs crossed nobody could tell any more what is to be hidden: each table is the sums of the two others.
	if crossed == len(Variables) {
		faults = append(faults, Invalid("breakdowns", "Усі три змінні не можна перетнути попарно: приберіть один із розрізів за двома змінними.",
			"All three variables cannot be crossed with each other: leave out one of the breakdowns by two."))
	}
	return faults
}

// sorted is the same breakdown with its variables in the order of Variables: AGE crossed with SEX is SEX crossed with AGE.
func (b Breakdown) sorted() Breakdown {
	if b.CrossedWith == nil || slices.Index(Variables, b.Variable) <= slices.Index(Variables, *b.CrossedWith) {
		return b
	}
	return Breakdown{*b.CrossedWith, new(b.Variable)}
}

// Stored gives the fields as they are kept, without blanks around texts, so that what was written and read again is the same.
func (f SurveyFields) Stored() SurveyFields {
	f.Title, f.Description = f.Title.trimmed(), f.Description.trimmed()
	f.Confidence = math.Round(f.Confidence*1e3) / 1e3
	sorted := make([]Breakdown, len(f.Breakdowns))
	for i, b := range f.Breakdowns {
		sorted[i] = b.sorted()
	}
	f.Breakdowns = sorted
	return f
}

// BreakdownCodes are the breakdowns as they are kept.
func (f SurveyFields) BreakdownCodes() []string {
	codes := make([]string, len(f.Breakdowns))
	for i, b := range f.Breakdowns {
		codes[i] = b.Code()
	}
	return codes
}

// Facts are the fields that are known, by the names that the schema has for them.
func (f SurveyFields) Facts() map[string]any {
	facts := knownTexts(f.texts())
	facts["sampling"], facts["onlineSampling"], facts["confidence"] = f.Sampling, f.OnlineSampling, f.Confidence
	say(facts, "stratum", f.Stratum)
	for name, day := range map[string]*Date{"startsOn": f.StartsOn, "endsOn": f.EndsOn, "keepUntil": f.KeepUntil} {
		if day != nil {
			facts[name] = day.String()
		}
	}
	if len(f.Breakdowns) > 0 {
		facts["breakdowns"] = f.BreakdownCodes()
	}
	return facts
}
