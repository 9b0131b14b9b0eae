package surveys

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hromada/domain"
	"hromada/imports/table"
)

// maxText is how long a respondent's own words may be, in letters.
const maxText = 5000

// answer reads the answer to one question wherever the row holds it.
func (r *Reading) answer(p *questionPlan) domain.SurveyAnswer {
	switch {
	case p.question.Kind == domain.MultipleChoice:
		return r.multiple(p)
	case p.question.Kind.HasOptions():
		return r.single(p)
	case p.answer < 0 || r.cells[p.answer] == "":
		return domain.SurveyAnswer{}
	case p.question.Kind == domain.Numeric:
		return domain.SurveyAnswer{Number: r.number(p, r.cells[p.answer], p.answer)}
	}
	return domain.SurveyAnswer{Text: r.text(r.cells[p.answer], p.answer)}
}

func (r *Reading) number(p *questionPlan, value string, at int) *float64 {
	n, ok := number(value, r.body.DecimalComma)
	switch q := p.question; {
	case !ok:
		r.fault(at, "«%s» — не число.", "“%s” is not a number.", table.Shorten(value))
	case q.Minimum != nil && n < *q.Minimum:
		r.fault(at, "%v менше за найменше можливе: %v.", "%v is below the lowest possible: %v.", n, *q.Minimum)
	case q.Maximum != nil && n > *q.Maximum:
		r.fault(at, "%v більше за найбільше можливе: %v.", "%v is above the highest possible: %v.", n, *q.Maximum)
	default:
		return &n
	}
	return nil
}

// text keeps what somebody wrote as it is. LimeSurvey sets an apostrophe before what a spreadsheet would work out.
func (r *Reading) text(value string, at int) string {
	if utf8.RuneCountInString(value) > maxText {
		r.fault(at, "Текст довший за %d символів.", "The text is longer than %d characters.", maxText)
		return ""
	}
	if r.mapping.Layout == LimeSurvey && strings.HasPrefix(value, "'=") {
		value = domain.Plain(value)
	}
	return strings.Clone(value)
}

// picked tells of a cell that names no options.
func (r *Reading) picked(c chosen, value string, at int) domain.SurveyAnswer {
	switch c.wrong {
	case unknownOption:
		r.fault(at, "«%s» — немає такого варіанта відповіді.", "“%s” is none of the options.", table.Shorten(value))
	case ambiguousOptions:
		r.fault(at, "«%s» можна прочитати по-різному.", "“%s” can be read in several ways.", table.Shorten(value))
	default:
	}
	return domain.SurveyAnswer{Options: c.options, Text: r.text(c.text, at)}
}

func (r *Reading) single(p *questionPlan) domain.SurveyAnswer {
	var a domain.SurveyAnswer
	if p.answer >= 0 && r.cells[p.answer] != "" {
		a = r.picked(p.choices.one(r.cells[p.answer]), r.cells[p.answer], p.answer)
	}
	return r.beside(p, a)
}

// beside reads what was written beside the option that takes a text. A text alone chooses it; a text beside another option contradicts.
func (r *Reading) beside(p *questionPlan, a domain.SurveyAnswer) domain.SurveyAnswer {
	if p.other < 0 || r.cells[p.other] == "" {
		return a
	}
	other := p.choices.other
	switch {
	case slices.Contains(a.Options, other):
	case p.question.Kind == domain.MultipleChoice && !r.marksOther(p):
		a.Options = rising(append(slices.Clone(a.Options), other))
	case len(a.Options) == 0:
		a.Options = []int{other}
	default:
		r.fault(p.other, "Є власна відповідь, але вибрано інший варіант.", "There is a text of one's own, but another option is chosen.")
	}
	a.Text = r.text(r.cells[p.other], p.other)
	return a
}

// marksOther tells whether a column of its own, or the cell of all options, says if the option that takes a text was chosen.
func (r *Reading) marksOther(p *questionPlan) bool {
	return p.answer >= 0 || slices.ContainsFunc(p.options, func(o optionPlan) bool { return o.number == p.choices.other })
}

// multiple reads all that were chosen from one cell, or from a column for each option, or from both, which must agree.
func (r *Reading) multiple(p *questionPlan) domain.SurveyAnswer {
	var a domain.SurveyAnswer
	if p.answer >= 0 && r.cells[p.answer] != "" {
		a = r.picked(p.choices.several(r.cells[p.answer]), r.cells[p.answer], p.answer)
	}
	if len(p.options) == 0 {
		return r.beside(p, a)
	}
	marked, answered := r.marked(p)
	switch {
	case p.answer < 0:
		a.Options = marked
	case answered && !r.bad && !agree(a.Options, marked, p.options):
		r.fault(p.answer, "Стовпчики окремих варіантів кажуть інше.", "The columns of the options say otherwise.")
	}
	a = r.beside(p, a)
	a.None = answered && len(a.Options) == 0 // each option was refused: that is an answer
	return a
}

// marked gives the options whose columns say yes, and whether any column says anything.
func (r *Reading) marked(p *questionPlan) (numbers []int, answered bool) {
	for _, o := range p.options {
		value := r.cells[o.at]
		if value == "" {
			continue
		}
		answered = true
		yes, known := r.isYes(p, o, value)
		switch {
		case !known:
			r.fault(o.at, "«%s»: потрібно 1 або 0, так або ні.", "“%s”: expected 1 or 0, yes or no.", table.Shorten(value))
		case yes:
			numbers = append(numbers, o.number)
		}
	}
	return rising(numbers), answered
}

var (
	yesWords = []string{"1", "true", "y", "yes", "так", "x", "х", "+", "v", "✓", "✔", "1.0"}
	noWords  = []string{"0", "false", "n", "no", "ні", "-", "n/a", "0.0", "not selected", "не вибрано"}
)

// isYes knows marks, and the option's own text in its column.
func (r *Reading) isYes(p *questionPlan, o optionPlan, value string) (yes, known bool) {
	folded := fold(value)
	if meaning, told := o.values[folded]; told {
		return meaning != NoAnswer, true
	}
	if slices.Contains(yesWords, folded) {
		return true, true
	}
	if slices.Contains(noWords, folded) {
		return false, true
	}
	named := p.choices.one(value)
	return true, named.wrong == understood && slices.Equal(named.options, []int{o.number})
}

// agree compares what one cell says with what the columns of options say, as far as there are such columns.
func agree(cell, marked []int, columns []optionPlan) bool {
	for _, c := range columns {
		if slices.Contains(cell, c.number) != slices.Contains(marked, c.number) {
			return false
		}
	}
	return true
}
