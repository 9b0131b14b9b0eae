package surveys

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"hromada/domain"
)

// WriteXLSForm writes a questionnaire as a form that KoboToolbox and ODK take: with its texts in both languages where there are both, the
// categories of respondents as questions of their own before the rest, and the times at which somebody begins and ends.
func WriteXLSForm(w io.Writer, q domain.Questionnaire) error {
	if err := fitForForm(q); err != nil {
		return err
	}
	f := formWriter{both: isBilingual(q)}
	f.survey = [][]string{f.surveyHeader()}
	f.choices = [][]string{append([]string{"list_name", "name"}, f.texts("label")...)}
	f.row(line{kind: "start", name: "start"})
	f.row(line{kind: "end", name: "end"})
	if f.both {
		f.row(line{kind: "note", name: titleNote, label: q.Title})
	}
	for _, v := range domain.Variables {
		f.variable(v, q.Categories)
	}
	for _, question := range q.Questions {
		f.question(question)
	}
	return f.write(w, q)
}

// fitForForm refuses names that a form cannot have.
func fitForForm(q domain.Questionnaire) error {
	taken := map[string]bool{"start": true, "end": true, titleNote: true}
	for _, name := range respondentNames {
		taken[name] = true
	}
	for _, question := range q.Questions {
		for _, name := range namesOf(question) {
			if taken[name] {
				return domain.Invalid("questions", "Код %s зайнятий: так називається інший рядок форми.", "The code %s is taken: another row of the form is named so.", name)
			}
			taken[name] = true
		}
	}
	for _, c := range q.Categories {
		if strings.ContainsAny(c.Code, " \t\n") || c.Code == "" {
			return domain.Invalid("categories", "У коді категорії «%s» не може бути пробілів.", "The code of the category “%s” may hold no blanks.", c.Code)
		}
	}
	return nil
}

// namesOf are the names of the rows that a question takes.
func namesOf(q domain.Question) []string {
	names := []string{q.Code}
	if slices.ContainsFunc(q.Options, func(o domain.QuestionOption) bool { return o.Other }) {
		names = append(names, q.Code+"_other")
	}
	return names
}

func isBilingual(q domain.Questionnaire) bool {
	return q.Title.EN != "" || slices.ContainsFunc(q.Questions, func(one domain.Question) bool {
		return one.Text.EN != "" || one.Hint.EN != "" || slices.ContainsFunc(one.Options, func(o domain.QuestionOption) bool { return o.Text.EN != "" })
	})
}

// formWriter gathers the rows of the two sheets.
type formWriter struct {
	both            bool // languages
	survey, choices [][]string
}

// line is one row of the sheet of questions.
type line struct {
	kind, name, appearance, relevant, constraint string
	label, hint                                  domain.Text
	required                                     bool
}

func (f *formWriter) texts(column string) []string {
	if f.both {
		return []string{column + "::" + inUkrainian, column + "::" + inEnglish}
	}
	return []string{column}
}

func (f *formWriter) surveyHeader() []string {
	head := append([]string{"type", "name"}, f.texts("label")...)
	head = append(head, f.texts("hint")...)
	return append(head, "required", "appearance", "relevant", "constraint")
}

// in gives a text in the form's languages; one that has no English is told in Ukrainian there, or the form would show nothing.
func (f *formWriter) in(t domain.Text) []string {
	if !f.both {
		return []string{plain(t.UK)}
	}
	if t.EN == "" {
		return []string{plain(t.UK), plain(t.UK)}
	}
	return []string{plain(t.UK), plain(t.EN)}
}

// plain keeps a text from being taken for a reference to another question.
func plain(text string) string { return strings.ReplaceAll(text, "${", "$ {") }

func (f *formWriter) row(l line) {
	required := ""
	if l.required {
		required = "yes"
	}
	cells := append([]string{l.kind, l.name}, f.in(l.label)...)
	cells = append(cells, f.in(l.hint)...)
	f.survey = append(f.survey, append(cells, required, l.appearance, l.relevant, l.constraint))
}

func (f *formWriter) choice(list, name string, label domain.Text) {
	f.choices = append(f.choices, append([]string{list, name}, f.in(label)...))
}

// variable asks for what is known of respondents, where the survey wants to know it.
func (f *formWriter) variable(v domain.Variable, categories []domain.Category) {
	name, asked := respondentNames[v], false
	for _, c := range categories {
		if c.Variable != v {
			continue
		}
		if !asked {
			f.row(line{kind: "select_one " + name, name: name, label: respondentTitles[v]})
			asked = true
		}
		f.choice(name, c.Code, c.Label)
	}
}

func (f *formWriter) question(q domain.Question) {
	l := line{name: q.Code, label: q.Text, hint: q.Hint, required: q.Required}
	switch q.Kind {
	case domain.SingleChoice:
		l.kind = "select_one " + q.Code
	case domain.Likert:
		l.kind, l.appearance = "select_one "+q.Code, "likert"
	case domain.MultipleChoice:
		l.kind = "select_multiple " + q.Code
	case domain.Numeric:
		l.kind, l.constraint = "decimal", constraintOf(q)
	default:
		l.kind = "text"
	}
	f.row(l)
	for _, o := range q.Options {
		f.choice(q.Code, o.Code, o.Text)
	}
	for _, o := range q.Options {
		if o.Other {
			f.row(line{kind: "text", name: q.Code + "_other", label: o.Text, relevant: fmt.Sprintf("selected(${%s}, '%s')", q.Code, o.Code)})
		}
	}
}

func constraintOf(q domain.Question) string {
	var parts []string
	if q.Minimum != nil {
		parts = append(parts, ". >= "+strconv.FormatFloat(*q.Minimum, 'f', -1, 64))
	}
	if q.Maximum != nil {
		parts = append(parts, ". <= "+strconv.FormatFloat(*q.Maximum, 'f', -1, 64))
	}
	return strings.Join(parts, " and ")
}

func (f *formWriter) settings(q domain.Questionnaire) [][]string {
	id := "survey"
	if q.Number > 0 { // a tool takes one form of an id: that of another survey must not take its place
		id += "_" + strconv.FormatInt(q.Number, 10)
	}
	head, cells := []string{"form_title", "form_id"}, []string{plain(q.Title.UK), id}
	if q.Version > 0 {
		head, cells = append(head, "version"), append(cells, strconv.Itoa(q.Version))
	}
	if f.both {
		head, cells = append(head, "default_language"), append(cells, inUkrainian)
	}
	return [][]string{head, cells}
}

// write leaves cells that hold nothing out. All others are texts, in which a spreadsheet works nothing out.
func (f *formWriter) write(w io.Writer, q domain.Questionnaire) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.SetSheetName("Sheet1", "survey"); err != nil {
		return err
	}
	for _, sheet := range []struct {
		name string
		rows [][]string
	}{{"survey", f.survey}, {"choices", f.choices}, {"settings", f.settings(q)}} {
		if _, err := file.NewSheet(sheet.name); err != nil {
			return err
		}
		if err := writeRows(file, sheet.name, sheet.rows); err != nil {
			return err
		}
	}
	_, err = file.WriteTo(w)
	return err
}

func writeRows(file *excelize.File, sheet string, rows [][]string) error {
	for i, row := range rows {
		for j, cell := range row {
			if cell == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := file.SetCellStr(sheet, at, cell); err != nil {
				return err
			}
		}
	}
	return nil
}
