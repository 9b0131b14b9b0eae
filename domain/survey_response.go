package domain

import (
	"math"
	"slices"
	"unicode/utf8"
)

// MaxAnswerText is how long a text of a respondent's own may be, in characters.
const MaxAnswerText = 5000

// LargestNumber is how far a number that is answered, or a bound of one, may be from zero: sums of squares of such numbers stay finite.
const LargestNumber = 1e15

func tooLarge(n float64) bool { return math.Abs(n) > LargestNumber }

func largeNumber(field string) *Error {
	return Invalid(field, "Завелике число: щонайбільше 10¹⁵.", "The number is too large: at most 10¹⁵.")
}

// Check tells all that is wrong with a response. A fault about an answer names the question by its code and the part: q_internet.options;
// one about a stratum names its variable: strata.AGE.
func (q Questionnaire) Check(r SurveyResponse) Faults {
	var faults Faults
	for i, question := range q.Questions {
		answer := SurveyAnswer{}
		if i < len(r.Answers) {
			answer = r.Answers[i]
		}
		faults = append(faults, question.check(answer)...)
	}
	if len(r.Answers) > len(q.Questions) {
		faults = append(faults, Invalid("answers", "Відповідей більше, ніж запитань.", "There are more answers than questions."))
	}
	return append(faults, q.checkStrata(r.Strata)...)
}

func (q Questionnaire) checkStrata(strata map[Variable]string) (faults Faults) {
	for _, variable := range Variables {
		code, known := strata[variable]
		if known && q.CategoryOf(variable, code) < 0 {
			faults = append(faults, Invalid("strata."+string(variable), "Такої категорії в опитуванні немає.", "The survey has no such category."))
		}
	}
	return faults
}

// CategoryOf is the place of a category among all; -1 where there is none.
func (q Questionnaire) CategoryOf(variable Variable, code string) int {
	return slices.IndexFunc(q.Categories, func(c Category) bool { return c.Variable == variable && c.Code == code })
}

func (q Question) check(a SurveyAnswer) Faults {
	if !a.Given() {
		if q.Required {
			return Faults{Invalid(q.Code, "Це запитання обов'язкове.", "This question must be answered.")}
		}
		return nil
	}
	var faults Faults
	for _, fault := range []*Error{q.checkOptions(a), q.checkNumber(a), q.checkText(a)} {
		if fault != nil {
			faults = append(faults, fault.At(q.Code))
		}
	}
	return faults
}

func (q Question) checkOptions(a SurveyAnswer) *Error {
	switch {
	case a.None && (q.Kind != MultipleChoice || len(a.Options) > 0):
		return Invalid("options", "Оберіть відповідь.", "Choose an answer.")
	case a.None:
		return nil
	case len(a.Options) == 0 && q.Kind.HasOptions():
		return Invalid("options", "Оберіть відповідь.", "Choose an answer.")
	case len(a.Options) == 0:
		return nil
	case !q.Kind.HasOptions():
		return Invalid("options", "На це запитання відповідають без вибору.", "This question is not answered by choosing.")
	case len(a.Options) > 1 && q.Kind != MultipleChoice:
		return Invalid("options", "Можна обрати лише одну відповідь.", "Only one answer may be chosen.")
	}
	for i, number := range a.Options {
		if i > 0 && number <= a.Options[i-1] {
			return Invalid("options", "Кожну відповідь обирають один раз.", "Each answer is chosen once.")
		}
		if q.option(number) == nil {
			return Invalid("options", "Такого варіанта відповіді немає.", "There is no such answer to choose.")
		}
	}
	return nil
}

func (q Question) option(number int) *QuestionOption {
	for i := range q.Options {
		if q.Options[i].Number == number {
			return &q.Options[i]
		}
	}
	return nil
}

func (q Question) checkNumber(a SurveyAnswer) *Error {
	switch {
	case a.Number == nil && q.Kind == Numeric:
		return Invalid("number", "Потрібне число.", "A number is needed.")
	case a.Number == nil:
		return nil
	case q.Kind != Numeric:
		return Invalid("number", "На це запитання відповідають не числом.", "This question is not answered by a number.")
	case math.IsNaN(*a.Number) || math.IsInf(*a.Number, 0):
		return Invalid("number", "Це не число.", "This is not a number.")
	case tooLarge(*a.Number):
		return largeNumber("number")
	case q.Minimum != nil && *a.Number < *q.Minimum:
		return Invalid("number", "Щонайменше %g.", "At least %g.", *q.Minimum)
	case q.Maximum != nil && *a.Number > *q.Maximum:
		return Invalid("number", "Щонайбільше %g.", "At most %g.", *q.Maximum)
	}
	return nil
}

func (q Question) checkText(a SurveyAnswer) *Error {
	takes := q.Kind == FreeText || slices.ContainsFunc(a.Options, func(n int) bool {
		o := q.option(n)
		return o != nil && o.Other
	})
	switch {
	case a.Text == "" && q.Kind == FreeText:
		return Invalid("text", "Потрібен текст.", "A text is needed.")
	case a.Text == "":
		return nil
	case !takes:
		return Invalid("text", "Ця відповідь не має власного тексту.", "This answer takes no text of one's own.")
	case !utf8.ValidString(a.Text) || slices.Contains([]byte(a.Text), 0):
		return Invalid("text", "Текст містить недозволені символи.", "The text has characters that are not allowed.")
	case utf8.RuneCountInString(a.Text) > MaxAnswerText:
		return Invalid("text", "Щонайбільше %d символів.", "At most %d characters.", MaxAnswerText)
	}
	return nil
}
