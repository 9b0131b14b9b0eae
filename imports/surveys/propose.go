package surveys

import (
	"errors"
	"io"
	"slices"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// Propose looks at a file and says what each of its columns is, with what their values mean where neither codes nor texts of the
// questionnaire say it. Whatever is left to a person has the role UNKNOWN, or a value without a meaning. Nothing of columns that tell
// who somebody is, and no free text, is in it. The error is *table.Faults where there is no header to look at.
func Propose(r io.Reader, q domain.Questionnaire) (Mapping, error) {
	body, err := table.Open(r)
	if err != nil {
		return Mapping{}, err
	}
	header, err := readHeader(body)
	if err != nil {
		return Mapping{}, err
	}
	m := columnsOf(header.names, q)
	meanValues(body, &m, q)
	return m, nil
}

// columnsOf proposes the columns by their headers alone.
func columnsOf(header []string, q domain.Questionnaire) Mapping {
	m := Mapping{Layout: Recognise(header)}
	p := proposer{targets: targetsOf(q, m.Layout), system: systems[m.Layout], questionnaire: q}
	p.choose(header)
	for i, name := range header {
		m.Columns = append(m.Columns, p.column(i, name))
	}
	p.alone(m.Columns)
	return m
}

type proposer struct {
	*targets
	system
	questionnaire domain.Questionnaire
	own           map[int]Role // the tool's columns that were chosen
}

// choose takes of the tool's own columns for one purpose the first in the order of preference.
func (p *proposer) choose(header []string) {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = systemName(name)
	}
	p.own = map[int]Role{}
	for _, one := range []struct {
		role  Role
		names []string
	}{
		{ExternalIDRole, p.ids}, {DoneRole, p.done}, {TimeRole, p.times}, {StatusRole, p.status}, {VersionRole, p.version},
	} {
		for _, name := range one.names {
			if i := slices.Index(names, name); i >= 0 {
				p.own[i] = one.role
				break
			}
		}
	}
	if p.layout == Long {
		for role, words := range map[Role][]string{AskedRole: longQuestions, AnswerRole: longAnswers} {
			if i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(words, name) }); i >= 0 {
				p.own[i] = role
			}
		}
	}
}

func (p *proposer) column(i int, header string) Column {
	c := Column{Header: header, Role: UnknownRole}
	name := systemName(header)
	if role, own := p.own[i]; own {
		c.Role, c.Confidence = role, 1
		return c
	}
	if slices.Contains(p.person, name) {
		c.Role, c.Confidence, c.Personal = DroppedRole, 1, true
		return c
	}
	if p.isTechnical(name) {
		c.Role, c.Confidence = DroppedRole, 1
		return c
	}
	found, sure := p.find(header)
	if sure < 0.9 {
		if isPersonal(header) {
			delete(p.taken, found)
			c.Role, c.Confidence, c.Personal = DroppedRole, 0.9, true
			return c
		}
		if role, about := aboutRespondents(header); about > sure && p.knows(role) {
			delete(p.taken, found)
			c.Role, c.Confidence = role, about
			return c
		}
	}
	c.Role, c.Question, c.Option, c.Confidence = found.role, found.question, found.option, sure
	return c
}

func (p *proposer) isTechnical(name string) bool {
	for _, known := range [][]string{p.dropped, p.ids, p.times, p.done, p.status, p.version} {
		if p.layout != Wide && p.layout != Long && slices.Contains(known, name) {
			return true
		}
	}
	return name == "" || (p.layout == LimeSurvey && (strings.HasPrefix(name, "grouptime") || strings.HasPrefix(name, "attribute_") || strings.HasSuffix(name, "time") && strings.HasPrefix(name, "interview")))
}

// knows tells whether the survey asks for what a role is about.
func (p *proposer) knows(role Role) bool {
	v, about := variableOf[role]
	return !about || slices.ContainsFunc(p.questionnaire.Categories, func(c domain.Category) bool { return c.Variable == v })
}

// alone leaves a role to the column that is surest of it, where only one may have it.
func (p *proposer) alone(columns []Column) {
	for _, role := range single {
		best := -1
		for i, c := range columns {
			if c.Role == role && (best < 0 || c.Confidence > columns[best].Confidence) {
				best = i
			}
		}
		for i := range columns {
			if columns[i].Role == role && i != best {
				columns[i].Role, columns[i].Confidence = UnknownRole, 0
			}
		}
	}
}

// header is the first row of a file.
type header struct {
	line  int
	names []string
	raw   []string
}

// readHeader reads the names of columns. The error is *table.Faults.
func readHeader(body *table.Body) (header, error) {
	cells, err := body.Read()
	switch {
	case errors.Is(err, io.EOF):
		return header{}, table.FileFault(table.Text("Файл порожній.", "The file is empty."))
	case err != nil:
		return header{}, &table.Faults{Shown: []table.Fault{table.RowFault(cells, err)}}
	}
	line, _ := body.FieldPos(0)
	h := header{line: line, raw: slices.Clone(cells)}
	if body.Grid {
		h.raw = table.Fitted(h.raw, 0)
	}
	var faults table.Collector
	if len(h.raw) > table.MaxColumns {
		faults.Add(table.Fault{Line: line, Message: table.Text("Стовпчиків більше ніж %d.", "There are more than %d columns.", table.MaxColumns)})
		return h, faults.Err()
	}
	for i, cell := range h.raw {
		name, fault := table.Clean(cell)
		if fault != nil {
			faults.Add(table.Fault{Line: line, Column: i + 1, Message: *fault})
		}
		h.names = append(h.names, name)
	}
	return h, faults.Err()
}
