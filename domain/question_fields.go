package domain

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// How long texts of a question may be, in letters, and how many options it may have.
const (
	MaxQuestionText = 1000
	MaxOptionText   = 500
	MaxUnit         = 40
	MaxOptions      = 100
)

// QuestionFields is what people write of a question of the bank. Empty texts mean that nothing is said.
type QuestionFields struct {
	Code    string
	Kind    QuestionKind
	Text    Text
	Hint    Text
	Unit    string // of numbers
	Minimum *float64
	Maximum *float64
	Options []QuestionOption // where it is answered by choosing
	Problem NodeID           // the one of the region's list that it asks about; the zero id: none
}

var (
	questionCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	optionCode   = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,39}$`)
)

// Check finds everything that is wrong with a question; faults name the fields as the schema does.
func (f QuestionFields) Check() Faults {
	faults := checkTexts(f.texts())
	if !questionCode.MatchString(f.Code) {
		faults = append(faults, Invalid("code", "До 40 малих латинських літер, цифр і знаків _, перша — літера.", "Up to 40 small Latin letters, digits and _, a letter first."))
	}
	if f.Kind == "" {
		faults = append(faults, Invalid("kind", "Вкажіть, як відповідають.", "Say how it is answered."))
	}
	faults = append(faults, f.checkNumbers()...)
	return append(faults, f.checkOptions()...)
}

func (f QuestionFields) texts() []boundedText {
	return append(append(inBoth("text", f.Text, 1, MaxQuestionText), inBoth("hint", f.Hint, 0, MaxQuestionText)...), boundedText{"unit", f.Unit, 0, MaxUnit})
}

func (f QuestionFields) checkNumbers() Faults {
	var faults Faults
	if f.Unit != "" && f.Kind != Numeric {
		faults = append(faults, onlyOfNumbers("unit"))
	}
	faults = append(append(faults, f.checkBound("minimum", f.Minimum)...), f.checkBound("maximum", f.Maximum)...)
	if f.Minimum != nil && f.Maximum != nil && *f.Minimum > *f.Maximum {
		faults = append(faults, Invalid("maximum", "Найбільше менше за найменше.", "The greatest is less than the least."))
	}
	return faults
}

func (f QuestionFields) checkBound(field string, bound *float64) Faults {
	switch {
	case bound == nil:
		return nil
	case f.Kind != Numeric:
		return Faults{onlyOfNumbers(field)}
	case math.IsNaN(*bound) || math.IsInf(*bound, 0):
		return Faults{Invalid(field, "Це не число.", "This is not a number.")}
	case tooLarge(*bound):
		return Faults{largeNumber(field)}
	}
	return nil
}

func onlyOfNumbers(field string) *Error {
	return Invalid(field, "Лише для запитань про число.", "Only of questions for a number.")
}

func (f QuestionFields) checkOptions() Faults {
	switch least := f.leastOptions(); {
	case !f.Kind.HasOptions() && len(f.Options) > 0:
		return Faults{Invalid("options", "На таке запитання відповідають не вибором.", "Such a question is not answered by choosing.")}
	case len(f.Options) < least || len(f.Options) > MaxOptions:
		return Faults{Invalid("options", "Від %d до %d варіантів.", "%d to %d options.", least, MaxOptions)}
	}
	var faults Faults
	known := map[string]bool{}
	for i, o := range f.Options {
		at := "options." + strconv.Itoa(i)
		if !optionCode.MatchString(o.Code) {
			faults = append(faults, Invalid(at+".code", "До 40 малих латинських літер, цифр і знаків _.", "Up to 40 small Latin letters, digits and _."))
		}
		if known[o.Code] {
			faults = append(faults, Invalid(at+".code", "Такий код уже є.", "This code is there already."))
		}
		known[o.Code] = true
		if o.Other && f.Kind == Likert {
			faults = append(faults, Invalid(at+".other", "Шкала не має власних варіантів.", "A scale has no options of one's own."))
		}
		faults = append(faults, checkTexts(inBoth(at+".text", o.Text, 1, MaxOptionText))...)
	}
	return faults
}

// leastOptions is how many options a question needs: whoever chooses one has two to choose from.
func (f QuestionFields) leastOptions() int {
	switch f.Kind {
	case SingleChoice, Likert:
		return 2
	case MultipleChoice:
		return 1
	default:
		return 0
	}
}

// Stored gives the fields as they are kept: without blanks around texts, the options numbered, and those without a code with one: o1, o2 and so on.
func (f QuestionFields) Stored() QuestionFields {
	f.Text, f.Hint, f.Unit = f.Text.trimmed(), f.Hint.trimmed(), strings.TrimSpace(f.Unit)
	options := make([]QuestionOption, len(f.Options))
	for i, o := range f.Options {
		o.Number, o.Text = i+1, o.Text.trimmed()
		if o.Code == "" {
			o.Code = "o" + strconv.Itoa(o.Number)
		}
		options[i] = o
	}
	f.Options = options
	return f
}

// Facts are the fields that are known, by the names that the schema has for them.
func (f QuestionFields) Facts() map[string]any {
	facts := knownTexts(f.texts())
	facts["code"], facts["kind"] = f.Code, f.Kind
	for name, bound := range map[string]*float64{"minimum": f.Minimum, "maximum": f.Maximum} {
		if bound != nil {
			facts[name] = *bound
		}
	}
	if f.Problem.Type != "" {
		facts["problemId"] = f.Problem.String()
	}
	if len(f.Options) > 0 {
		options := make([]map[string]any, len(f.Options))
		for i, o := range f.Options {
			options[i] = map[string]any{"code": o.Code, "textUk": o.Text.UK}
			say(options[i], "textEn", o.Text.EN)
			if o.Other {
				options[i]["other"] = true
			}
			if o.Problem.Type != "" {
				options[i]["problemId"] = o.Problem.String()
			}
		}
		facts["options"] = options
	}
	return facts
}

// QuestionStep is something that may be done about a question of the bank.
type QuestionStep string

// The steps.
const (
	UpdateQuestion QuestionStep = "UPDATE"
	DeleteQuestion QuestionStep = "DELETE"
)
