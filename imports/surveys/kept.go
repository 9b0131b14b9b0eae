package surveys

import (
	"maps"
	"slices"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// sure is how sure a proposal must be for a file to be read by it without a person's word.
const sure = 0.85

// Adopt lays a mapping that a person let stand for another file of the same layout over what is proposed for this one: columns with the same
// header are what they were there, and values mean what they meant, as far as the questionnaire still has it. False where nothing of
// it fits.
func (m Mapping) Adopt(kept Mapping, q domain.Questionnaire) (Mapping, bool) {
	if kept.Layout != m.Layout {
		return m, false
	}
	names := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		names[i] = c.Header
	}
	m.Columns = slices.Clone(m.Columns)
	at, _ := columnsByHeader(kept, names)
	adopted, taken := make([]bool, len(m.Columns)), map[target]bool{}
	for i, c := range kept.Columns {
		if at[i] < 0 || !c.known(q) {
			continue
		}
		values := maps.Clone(m.Columns[at[i]].Values)
		if m.Columns[at[i]].target() != c.target() {
			values = nil
		}
		c.Header, c.Confidence, c.Values = names[at[i]], 1, over(values, c.Values)
		m.Columns[at[i]], adopted[at[i]] = c, true
		taken[c.target()] = true
	}
	for i, c := range m.Columns {
		if !adopted[i] && c.isRead() && taken[c.target()] {
			m.Columns[i] = Column{Header: c.Header, Role: UnknownRole}
		}
	}
	m.Strange = nil
	for _, version := range m.Versions {
		if len(kept.Versions) > 0 && !slices.ContainsFunc(kept.Versions, func(known string) bool { return fold(known) == fold(version) }) {
			m.Strange = append(m.Strange, version)
		}
	}
	m.Zone, m.Versions = kept.Zone, slices.Clone(kept.Versions)
	return m, slices.Contains(adopted, true)
}

// over lays the meanings that a person told over those that are proposed.
func over(proposed, told map[string]string) map[string]string {
	if len(proposed) == 0 {
		return maps.Clone(told)
	}
	maps.Copy(proposed, told)
	return proposed
}

func (c Column) target() target { return target{c.Role, c.Question, c.Option} }

func (c Column) isRead() bool { return c.Role != DroppedRole && c.Role != UnknownRole }

// known tells whether a questionnaire has what a column is about.
func (c Column) known(q domain.Questionnaire) bool {
	if c.Role != QuestionRole && c.Role != OptionRole && c.Role != OtherRole {
		return (&proposer{questionnaire: q}).knows(c.Role)
	}
	at := slices.IndexFunc(q.Questions, func(one domain.Question) bool { return one.Code == c.Question })
	return at >= 0 && (c.Role != OptionRole || slices.Contains(codesOf(q.Questions[at]), c.Option))
}

// Undecided says, as *table.Faults, everything that a person has to decide before a file is read by a mapping that nobody has confirmed: what
// Check says, columns that nobody knows, guesses, and versions of the questionnaire that no file before had; nil where nothing is left.
func (m Mapping) Undecided(q domain.Questionnaire) error {
	var open table.Collector
	if err := m.Check(q); err != nil {
		told, is := err.(*table.Faults) //nolint:errorlint // Check gives no other
		if !is {
			return err
		}
		for _, f := range told.Shown {
			open.Add(f)
		}
	}
	for i, c := range m.Columns {
		switch {
		case c.Header == "":
		case c.Role == UnknownRole && c.Confidence < sure:
			open.Add(table.Fault{Column: i + 1, Name: c.Header, Message: table.Text("Невідомо, що в цьому стовпчику.", "It is not known what this column holds.")})
		case c.Role == VersionRole && len(m.Strange) > 0:
			open.Add(table.Fault{Column: i + 1, Name: c.Header, Message: table.Text(
				"Інша версія анкети: %s. Якщо стовпчики правильні й для неї, додайте її до відомих версій.",
				"Another version of the questionnaire: %s. If the columns are right for it too, add it to the versions.", table.Shorten(strings.Join(m.Strange, ", ")))})
		case c.isRead() && c.Confidence < sure:
			open.Add(table.Fault{Column: i + 1, Name: c.Header, Message: table.Text("Що в цьому стовпчику, лише припускається: підтвердьте або виправте.",
				"What this column holds is a guess: confirm it, or mend it.")})
		}
	}
	return open.Err()
}

// Confirmed is the mapping with every column as a person's word.
func (m Mapping) Confirmed() Mapping {
	m.Columns = slices.Clone(m.Columns)
	for i := range m.Columns {
		m.Columns[i].Confidence = 1
	}
	return m
}

// WithoutWords is the mapping without the values that mean nothing: respondents wrote them in their own words. Marks of options, and names of questions,
// are the tool's.
func (m Mapping) WithoutWords() Mapping {
	m.Columns = slices.Clone(m.Columns)
	for i, c := range m.Columns {
		if c.Role != OptionRole && c.Role != AskedRole {
			m.Columns[i].Values = maps.Clone(c.Values)
			maps.DeleteFunc(m.Columns[i].Values, func(value, meaning string) bool {
				return meaning == NoAnswer && !slices.Contains(withheld, fold(value))
			})
		}
	}
	return m
}
