package surveys

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hromada/domain"
	"hromada/imports/table"
)

// ReadXLSForm reads a questionnaire from an XLSForm. What a questionnaire has no place for (notes, calculations, pictures, skips,
// repeats) is listed; what makes the form wrong by the reference is a fault. The error is *table.Faults, or the reader's own.
func ReadXLSForm(r io.Reader) (Form, error) {
	book, err := table.OpenBook(r)
	if err != nil {
		return Form{}, err
	}
	f := formReader{lists: map[string][]formRow{}, codes: map[string]int{}}
	f.readSettings(book)
	survey := readFormSheet(book, "survey", f.language, &f.faults)
	if survey == nil {
		return Form{}, table.FileFault(table.Text("Немає аркуша survey: це не XLSForm.", "There is no sheet survey: this is no XLSForm."))
	}
	f.readChoices(readFormSheet(book, "choices", f.language, &f.faults))
	f.stray(survey)
	for _, row := range survey.rows {
		f.row(row)
	}
	f.finish(survey)
	if err := f.faults.Err(); err != nil {
		return Form{}, err
	}
	return f.form, nil
}

type formReader struct {
	form     Form
	faults   table.Collector
	language string // of texts in columns without one
	lists    map[string][]formRow
	codes    map[string]int // the line of each question
	groups   []formRow      // that are open
	repeats  int            // that are open
}

func (f *formReader) fault(r formRow, uk, en string, args ...any) {
	f.faults.Add(table.Fault{Line: r.line, Column: r.sheet.index["type"] + 1, Name: r.sheet.name, Message: table.Text(uk, en, args...)})
}

func (f *formReader) note(r formRow, name, uk, en string, args ...any) {
	f.form.NotTaken = append(f.form.NotTaken, NotTaken{r.sheet.name, r.line, name, table.Text(uk, en, args...)})
}

func (f *formReader) readSettings(book *table.Book) {
	s := readFormSheet(book, "settings", "", &f.faults)
	if s == nil || len(s.rows) == 0 {
		return
	}
	row := s.rows[0]
	f.language = row.cell("default_language")
	f.form.Title = domain.Text{UK: row.cell("form_title")}
	if languageOf(f.language) == domain.English {
		f.form.Title = domain.Text{EN: row.cell("form_title")}
	}
	if n, err := strconv.Atoi(row.cell("version")); err == nil && n > 0 {
		f.form.Version = n
	}
}

func (f *formReader) readChoices(s *formSheet) {
	if s == nil {
		return
	}
	f.stray(s)
	for _, row := range s.rows {
		if list := row.cell("list_name"); list != "" {
			f.lists[list] = append(f.lists[list], row)
		}
	}
}

// stray tells of texts in other languages.
func (f *formReader) stray(s *formSheet) {
	for _, header := range s.strays {
		f.note(formRow{sheet: s, line: s.head}, header, "Текстів іншою мовою не взято.", "Texts in another language were not taken.")
	}
}

// silent are rows that collect when and on what a form was filled; every form has them, and they ask nothing.
var silent = []string{
	"start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "start-geopoint", "audit", "email", "device_id", "background-audio", "imei",
}

func (f *formReader) row(r formRow) {
	kind := strings.Join(strings.Fields(r.cell("type")), " ")
	word, list, _ := strings.Cut(kind, " ")
	word = strings.ToLower(word)
	switch {
	case word == "" && r.cell("name") != "":
		f.fault(r, "Не сказано, якого типу запитання.", "It is not said of what type the question is.")
	case word == "", isRequired(r.cell("disabled")), f.grouping(r, strings.ToLower(kind)), slices.Contains(silent, word):
	case f.repeats > 0:
		f.note(r, r.cell("name"), "Запитання всередині повторюваної групи чи таблиці не взято.", "A question within a repeated group or a table was not taken.")
	default:
		f.asks(r, word, strings.ToLower(kind), list)
	}
}

// grouping knows where groups begin and end; false for "end", the time at which a form was finished.
func (f *formReader) grouping(r formRow, kind string) bool {
	mark, what, ok := strings.Cut(strings.Replace(kind, "_", " ", 1), " ")
	switch {
	case !ok:
		return false
	case mark == "begin":
		f.groups = append(f.groups, r)
		if r.cell("relevant") != "" {
			f.note(r, r.cell("name"), "Умови, за якої ставлять групу запитань, не взято.", "The condition on which the group is asked was not taken.")
		}
		if what != "group" { // a repeat, or KoboToolbox's matrices, ratings and rankings
			f.repeats++
			f.note(r, r.cell("name"), "Повторюваних груп і таблиць в анкеті немає.", "A questionnaire has no repeated groups and no tables.")
		}
	case mark == "end":
		if len(f.groups) == 0 {
			f.fault(r, "Група закінчується, але не починалася.", "A group ends that did not begin.")
			return true
		}
		f.groups = f.groups[:len(f.groups)-1]
		if what != "group" && f.repeats > 0 {
			f.repeats--
		}
	default:
		return false
	}
	return true
}

// asks reads a row that asks something, or lists it as what a questionnaire has no place for.
func (f *formReader) asks(r formRow, word, kind, list string) {
	switch {
	case word == "note":
		f.title(r)
	case word == "select_one" || word == "select_multiple" || strings.HasPrefix(kind, "select one ") || strings.HasPrefix(kind, "select multiple "):
		if word == "select" {
			_, list, _ = strings.Cut(list, " ")
			word = "select_" + strings.Fields(kind)[1]
		}
		f.choice(r, word, list)
	case slices.Contains([]string{"integer", "int", "decimal", "range"}, word):
		q := domain.Question{Kind: domain.Numeric}
		f.bounds(r, word, &q)
		f.add(r, q)
	case word == "text" || word == "string":
		f.text(r)
	case slices.Contains(leftOut, word):
		f.note(r, r.cell("name"), "Рядків типу %s в анкеті немає.", "A questionnaire has no rows of type %s.", word)
	default:
		f.fault(r, "Невідомий тип: «%s».", "The type “%s” is not known.", table.Shorten(kind))
	}
}

// leftOut are the other types of the reference.
var leftOut = []string{
	"calculate", "hidden", "date", "time", "datetime", "geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "photo", "barcode", "acknowledge", "trigger",
	"rank", "select_one_from_file", "select_multiple_from_file", "select_one_external", "xml-external", "csv-external", "osm", "kobomatrix", "score", "literacy",
}

// title takes the note that a form of ours has for its title; others say something and ask nothing.
func (f *formReader) title(r formRow) {
	if label := r.text("label"); r.cell("name") == titleNote && label.UK != "" {
		f.form.Title = label
		return
	}
	f.note(r, r.cell("name"), "Пояснення в анкеті не стоять окремо.", "A questionnaire has no notes of their own.")
}

// text reads a question, or the text beside an option of the question before.
func (f *formReader) text(r formRow) {
	if of, ok := strings.CutSuffix(strings.ToLower(r.cell("name")), "_other"); ok {
		for i := range f.form.Questions {
			if q := &f.form.Questions[i]; q.Code == of && q.Kind.HasOptions() && f.takesText(q, r.cell("relevant")) {
				return
			}
		}
	}
	f.add(r, domain.Question{Kind: domain.FreeText})
}

var selectedOption = regexp.MustCompile(`^\s*(?:selected\(\s*\$\{[^}]+\}\s*,\s*|\$\{[^}]+\}\s*=\s*)['"]([^'"]+)['"]\s*\)?\s*$`)

// takesText marks the option that a text belongs to, where the form shows it with that option alone.
func (f *formReader) takesText(q *domain.Question, relevant string) bool {
	parts := selectedOption.FindStringSubmatch(relevant)
	if parts == nil {
		return false
	}
	for i := range q.Options {
		if q.Options[i].Code == strings.ToLower(parts[1]) {
			q.Options[i].Other = true
			return true
		}
	}
	return false
}

// finish looks at what only the whole form tells.
func (f *formReader) finish(survey *formSheet) {
	for _, group := range f.groups {
		f.fault(group, "Група починається, але не закінчується.", "The group begins and does not end.")
	}
	f.form.Title = oneText(f.form.Title)
	switch n := len(f.form.Questions); {
	case n == 0:
		f.faults.Add(table.Fault{Name: survey.name, Message: table.Text("У формі немає запитань.", "The form asks nothing.")})
	case n > maxQuestions:
		f.faults.Add(table.Fault{Name: survey.name, Message: table.Text("Запитань більше ніж %d.", "There are more than %d questions.", maxQuestions)})
	}
	if utf8.RuneCountInString(f.form.Title.UK) > maxTitleText {
		f.faults.Add(table.Fault{Name: "settings", Message: table.Text("Назва довша за %d символів.", "The title is longer than %d characters.", maxTitleText)})
	}
}

// oneText gives what is written in one language in the first, and what is the same in both once.
func oneText(t domain.Text) domain.Text {
	switch t.UK {
	case "":
		return domain.Text{UK: t.EN}
	case t.EN:
		return domain.Text{UK: t.UK}
	}
	return t
}
