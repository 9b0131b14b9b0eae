package surveys

import (
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// plan is a mapping laid over the header of one file: what stands where.
type plan struct {
	mapping   Mapping
	header    header
	needed    []bool // columns that are read at all
	roles     map[Role]int
	questions []questionPlan
	strata    []stratumPlan
	clock     clock
	versions  map[string]bool
	modes     map[string]string
	places    map[string]string // what communities are called
	asked     map[string]string // long: what values of the column mean
	prefix    string            // of external ids
}

// questionPlan is where the answer to one question stands; -1: nowhere.
type questionPlan struct {
	question *domain.Question
	answer   int
	other    int
	options  []optionPlan
	choices  *choices
}

type optionPlan struct {
	at, number int
	values     map[string]string // what a person said that marks mean: the option's code, or NoAnswer
}

type stratumPlan struct {
	variable domain.Variable
	at       int
	known    *categories
}

// columnsByHeader recognises the mapping's columns in a file by their headers; of several with one header the first is the first. -1 where
// the file has none. The others of the file are told apart from those that the mapping leaves out.
func columnsByHeader(m Mapping, names []string) (at []int, strangers []int) {
	places := map[string][]int{}
	for i, name := range names {
		key := fold(name)
		places[key] = append(places[key], i)
	}
	known := make([]bool, len(names))
	for _, c := range m.Columns {
		key := fold(c.Header)
		if len(places[key]) == 0 {
			at = append(at, -1)
			continue
		}
		at = append(at, places[key][0])
		known[places[key][0]] = true
		places[key] = places[key][1:]
	}
	for i := range names {
		if !known[i] && names[i] != "" {
			strangers = append(strangers, i)
		}
	}
	return at, strangers
}

// lay finds where everything stands. Columns that the file lacks are faults.
func lay(m Mapping, h header, body *table.Body, q *domain.Questionnaire, report *Report) (*plan, error) {
	at, strangers := columnsByHeader(m, h.names)
	zone, err := m.zone()
	if err != nil {
		return nil, table.FileFault(table.Text("Невідомий часовий пояс: %q.", "The time zone %q is not known.", m.Zone))
	}
	p := &plan{
		mapping: m, header: h, needed: make([]bool, len(h.names)), roles: map[Role]int{}, versions: map[string]bool{}, modes: map[string]string{},
		clock: clock{zone: zone, grid: body.Grid, from1904: body.Date1904}, prefix: prefixOf(m),
	}
	for _, v := range m.Versions {
		p.versions[fold(v)] = true
	}
	for i := range q.Questions {
		p.questions = append(p.questions, questionPlan{question: &q.Questions[i], answer: -1, other: -1})
	}
	var faults table.Collector
	for i, c := range m.Columns {
		switch {
		case c.Role == DroppedRole || c.Role == UnknownRole:
			report.leave(c, at[i] >= 0)
		case at[i] < 0:
			faults.Add(table.Fault{Line: h.line, Name: c.Header, Message: table.Text(
				"Немає стовпчика «%s».", "The column “%s” is missing.", table.Shorten(c.Header))})
		default:
			p.place(c, at[i], *q)
		}
	}
	for _, i := range strangers {
		report.Unread = append(report.Unread, h.names[i])
	}
	p.prepare(*q)
	return p, faults.Err()
}

// ExternalID is the id under which a response of a tool's is kept, and of one of several files where source names it.
func ExternalID(layout Layout, source, id string) string {
	return prefixOf(Mapping{Layout: layout, Source: source}) + id
}

// prefixOf tells ids of one tool, and of one of several files, from those of another.
func prefixOf(m Mapping) string {
	prefix := strings.ToLower(string(m.Layout)) + ":"
	if m.Layout == Wide || m.Layout == Long {
		prefix = "table:"
	}
	if m.Source != "" {
		prefix += m.Source + ":"
	}
	return prefix
}

func (r *Report) leave(c Column, there bool) {
	switch {
	case !there:
	case c.Personal:
		r.Personal = append(r.Personal, c.Header)
	case c.Role == UnknownRole:
		r.Unread = append(r.Unread, c.Header)
	}
}

func (p *plan) place(c Column, at int, q domain.Questionnaire) {
	p.needed[at] = true
	switch c.Role {
	case QuestionRole, OptionRole, OtherRole:
		for i := range p.questions {
			if one := &p.questions[i]; one.question.Code == c.Question {
				one.place(c, at, p.mapping.Layout)
			}
		}
		return
	case SexRole, AgeRole, SettlementRole:
		p.strata = append(p.strata, stratumPlan{variableOf[c.Role], at, categoriesOf(q, c.Role, c.Values)})
	case ModeRole:
		p.modes = modesOf(c.Values)
	case CommunityRole:
		p.places = foldedKeys(c.Values)
	case AskedRole:
		p.asked = foldedKeys(c.Values)
	case TimeRole:
		p.clock.dayFirst = c.DayFirst
		if p.mapping.Layout == Kobo && systemName(c.Header) == "_submission_time" {
			p.clock.zone = utc
		}
	default:
	}
	p.roles[c.Role] = at
}

func (p *questionPlan) place(c Column, at int, l Layout) {
	switch c.Role {
	case OtherRole:
		p.other = at
	case OptionRole:
		for _, o := range p.question.Options {
			if o.Code == c.Option {
				p.options = append(p.options, optionPlan{at, o.Number, foldedKeys(c.Values)})
			}
		}
	default:
		p.answer = at
		p.choices = newChoices(*p.question, c.Values, l)
	}
}

// prepare makes ready what needs no column of its own.
func (p *plan) prepare(q domain.Questionnaire) {
	for i := range p.questions {
		if one := &p.questions[i]; one.choices == nil {
			one.choices = newChoices(*one.question, nil, p.mapping.Layout)
		}
	}
	if p.mapping.Layout == Long {
		for _, role := range []Role{SexRole, AgeRole, SettlementRole} {
			p.strata = append(p.strata, stratumPlan{variableOf[role], -1, categoriesOf(q, role, nil)})
		}
		if len(p.modes) == 0 {
			p.modes = modesOf(nil)
		}
	}
}

func modesOf(values map[string]string) map[string]string {
	modes := map[string]string{}
	for mode, words := range valueWords[ModeRole] {
		modes[strings.ToLower(mode)] = mode
		for _, word := range words {
			modes[word] = mode
		}
	}
	for value, mode := range values {
		modes[fold(value)] = mode
	}
	return modes
}

func foldedKeys(values map[string]string) map[string]string {
	byFolded := map[string]string{}
	for value, meaning := range values {
		byFolded[fold(value)] = meaning
	}
	return byFolded
}

// at is the place of a role's column.
func (p *plan) at(role Role) int {
	if i, there := p.roles[role]; there {
		return i
	}
	return -1
}
