package surveys

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hromada/domain"
	"hromada/imports/table"
)

// add finishes a question with what all kinds have.
func (f *formReader) add(r formRow, q domain.Question) {
	q.Code = f.code(r)
	q.Text, q.Hint = oneText(r.text("label")), oneText(r.text("hint"))
	q.Required = isRequired(r.cell("required"))
	if q.Text.UK == "" {
		f.fault(r, "Запитання %s без тексту.", "The question %s has no text.", q.Code)
	}
	for _, text := range []string{q.Text.UK, q.Text.EN, q.Hint.UK, q.Hint.EN} {
		if utf8.RuneCountInString(text) > maxQuestion {
			f.fault(r, "Текст довший за %d символів.", "The text is longer than %d characters.", maxQuestion)
		}
	}
	if relevant := r.cell("relevant"); relevant != "" {
		f.note(r, q.Code, "Умови, за якої запитання ставлять, не взято.", "The condition on which it is asked was not taken.")
	}
	if c := r.cell("constraint"); c != "" && q.Kind != domain.Numeric {
		f.note(r, q.Code, "Обмеження на відповідь не взято: «%s».", "The constraint was not taken: “%s”.", table.Shorten(c))
	}
	f.form.Questions = append(f.form.Questions, q)
}

// isRequired knows how the reference lets one say yes; a condition is not one.
func isRequired(cell string) bool {
	return slices.Contains([]string{"yes", "true", "true()", "1"}, strings.ToLower(cell))
}

var notInCodes = regexp.MustCompile(`[^a-z0-9_]+`)

// code gives the name the form that codes have in the bank of questions, and tells where that is another one.
func (f *formReader) code(r formRow) string {
	name := r.cell("name")
	code := codeOf(name, questionCode, "q_")
	switch first, taken := f.codes[code]; {
	case name == "":
		f.fault(r, "Запитання без назви (name).", "The question has no name.")
		return ""
	case taken:
		f.fault(r, "Назва %s уже є в рядку %d.", "The name %s is on row %d already.", name, first)
	case code != strings.ToLower(name):
		f.note(r, name, "Код запитання записано як %s.", "The code of the question was written as %s.", code)
	}
	f.codes[code] = r.line
	return code
}

func codeOf(name string, form *regexp.Regexp, prefix string) string {
	code := notInCodes.ReplaceAllString(strings.ToLower(domain.Transliterate(name)), "_")
	code = code[:min(len(code), 40)]
	if !form.MatchString(code) {
		code = prefix + strings.TrimLeft(code, "_")
	}
	return code[:min(len(code), 40)]
}

// choice reads a question that is answered by choosing, or what the survey wants to know of respondents.
func (f *formReader) choice(r formRow, word, list string) {
	list, orOther := withoutOther(list)
	rows := f.lists[list]
	if len(rows) == 0 {
		f.fault(r, "Немає списку варіантів «%s».", "There is no list of choices “%s”.", table.Shorten(list))
		return
	}
	if r.cell("choice_filter") != "" {
		f.note(r, r.cell("name"), "Відбору варіантів не взято: взято всі.", "The filter of choices was not taken: all of them were.")
	}
	if v := f.variable(r, word); v != "" {
		f.categories(v, rows)
		return
	}
	q := domain.Question{Kind: domain.SingleChoice}
	switch {
	case word == "select_multiple":
		q.Kind = domain.MultipleChoice
	case slices.Contains(strings.Fields(strings.ToLower(r.cell("appearance"))), "likert"):
		q.Kind = domain.Likert
	}
	q.Options = f.options(r, rows)
	if orOther {
		q.Options = append(q.Options, domain.QuestionOption{Number: len(q.Options) + 1, Code: "other", Text: domain.Text{UK: "Інше", EN: "Other"}, Other: true})
	}
	if len(q.Options) > maxOptions {
		f.fault(r, "Варіантів більше ніж %d.", "There are more than %d options.", maxOptions)
	}
	f.add(r, q)
}

// withoutOther knows the words that add an option which takes a text.
func withoutOther(list string) (string, bool) {
	for _, words := range []string{" or_other", " or specify other", " or other"} {
		if rest, found := strings.CutSuffix(list, words); found {
			return rest, true
		}
	}
	return list, false
}

func (f *formReader) options(r formRow, rows []formRow) []domain.QuestionOption {
	var options []domain.QuestionOption
	taken := map[string]bool{}
	for _, row := range rows {
		name := row.cell("name")
		o := domain.QuestionOption{Number: len(options) + 1, Code: codeOf(name, optionCode, "o_"), Text: oneText(row.text("label"))}
		switch {
		case name == "":
			f.faults.Add(table.Fault{Line: row.line, Name: row.sheet.name, Message: table.Text("Варіант без назви (name).", "The choice has no name.")})
		case taken[o.Code]:
			f.faults.Add(table.Fault{Line: row.line, Name: row.sheet.name, Message: table.Text("Варіант %s повторюється.", "The choice %s is repeated.", name)})
		case o.Text.UK == "":
			f.faults.Add(table.Fault{Line: row.line, Name: row.sheet.name, Message: table.Text("Варіант %s без тексту.", "The choice %s has no text.", name)})
		case utf8.RuneCountInString(o.Text.UK) > maxOptionText, utf8.RuneCountInString(o.Text.EN) > maxOptionText:
			f.faults.Add(table.Fault{Line: row.line, Name: row.sheet.name, Message: table.Text("Текст довший за %d символів.", "The text is longer than %d characters.", maxOptionText)})
		case o.Code != strings.ToLower(name):
			f.note(row, r.cell("name"), "Код варіанта «%s» записано як %s.", "The code of the choice “%s” was written as %s.", table.Shorten(name), o.Code)
		}
		taken[o.Code] = true
		options = append(options, o)
	}
	return options
}

// variable tells which of the things known of respondents a choice is about.
func (f *formReader) variable(r formRow, word string) domain.Variable {
	if word != "select_one" {
		return ""
	}
	for v, name := range respondentNames {
		if r.cell("name") == name {
			return v
		}
	}
	if role, sure := aboutRespondents(strings.ReplaceAll(r.cell("name"), "_", " ")); sure >= 0.9 {
		return variableOf[role]
	}
	return ""
}

func (f *formReader) categories(v domain.Variable, rows []formRow) {
	if slices.ContainsFunc(f.form.Categories, func(c domain.Category) bool { return c.Variable == v }) {
		f.note(rows[0], string(v), "Про це форма питає двічі: взято перше.", "The form asks this twice: the first was taken.")
		return
	}
	role := roleOf(v)
	for _, row := range rows {
		c := domain.Category{Variable: v, Code: row.cell("name"), Label: oneText(row.text("label"))}
		if kind := kindOf(role, c.Code); kind != "" {
			c.Code = kind
		}
		if c.Code == "" || c.Label.UK == "" {
			f.faults.Add(table.Fault{Line: row.line, Name: row.sheet.name, Message: table.Text("Варіант без назви або тексту.", "The choice has no name or no text.")})
		}
		f.form.Categories = append(f.form.Categories, c)
	}
}

func roleOf(v domain.Variable) Role {
	for role, of := range variableOf {
		if of == v {
			return role
		}
	}
	return UnknownRole
}

// bounds reads the least and the greatest number from a constraint that says nothing else, or from the parameters of a range.
func (f *formReader) bounds(r formRow, word string, q *domain.Question) {
	if word == "range" {
		f.parameters(r, q)
		return
	}
	constraint := r.cell("constraint")
	if constraint == "" {
		return
	}
	for _, part := range andWord.Split(strings.ToLower(constraint), -1) {
		bound := boundForm.FindStringSubmatch(strings.Trim(part, " ()"))
		if bound == nil || !bind(q, bound[1], bound[2], word != "decimal") {
			q.Minimum, q.Maximum = nil, nil
			f.note(r, r.cell("name"), "Обмеження на відповідь не взято: «%s».", "The constraint was not taken: “%s”.", table.Shorten(constraint))
			return
		}
	}
}

var (
	andWord   = regexp.MustCompile(`\s+and\s+`)
	boundForm = regexp.MustCompile(`^\.\s*(>=|<=|>|<)\s*(-?[0-9]+(?:\.[0-9]+)?)$`)
)

// bind sets one bound. One that the number itself may not reach can be said of whole numbers only.
func bind(q *domain.Question, sign, digits string, isWhole bool) bool {
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || (len(sign) == 1 && !isWhole) {
		return false
	}
	into := &q.Minimum
	if sign[0] == '<' {
		into = &q.Maximum
	}
	switch sign {
	case ">":
		n = math.Floor(n) + 1
	case "<":
		n = math.Ceil(n) - 1
	}
	if *into != nil {
		return false
	}
	*into = &n
	return q.Minimum == nil || q.Maximum == nil || *q.Minimum <= *q.Maximum
}

var parameter = regexp.MustCompile(`(start|end|step)\s*=\s*(-?[0-9]+(?:\.[0-9]+)?)`)

// parameters reads the ends of a range, which are 1 and 10 where it names none.
func (f *formReader) parameters(r formRow, q *domain.Question) {
	q.Minimum, q.Maximum = new(1.0), new(10.0)
	for _, p := range parameter.FindAllStringSubmatch(strings.ToLower(r.cell("parameters")), -1) {
		n, err := strconv.ParseFloat(p[2], 64)
		switch {
		case err != nil:
		case p[1] == "start":
			*q.Minimum = n
		case p[1] == "end":
			*q.Maximum = n
		case n != 1:
			f.note(r, r.cell("name"), "Кроку %s не взято.", "The step %s was not taken.", p[2])
		}
	}
	if *q.Minimum > *q.Maximum {
		q.Minimum, q.Maximum = q.Maximum, q.Minimum
	}
}
