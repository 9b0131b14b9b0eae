package surveys

import (
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/imports/table"
)

// maxValues is how many different values of a column are shown to a person.
const maxValues = 100

// meanValues reads the whole file for the values whose meaning is to be told. Rows that cannot be read are passed over: reading the file
// for good tells of them.
func meanValues(body *table.Body, m *Mapping, q domain.Questionnaire) {
	var scans []*scan
	for i := range m.Columns {
		if meaning := meaningOf(m, m.Columns[i], q); meaning != nil {
			scans = append(scans, &scan{column: &m.Columns[i], at: i, meaning: meaning, seen: map[string]bool{}})
		}
	}
	for {
		cells, err := body.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			continue
		}
		for _, s := range scans {
			if s.at < len(cells) {
				s.see(cells[s.at])
			}
		}
	}
	for _, s := range scans {
		spread(s.column, m.Layout, q)
		if s.column.Role == VersionRole {
			m.Versions = slices.Sorted(maps.Keys(s.seen))
		}
	}
}

// scan gathers the different values of a column.
type scan struct {
	column  *Column
	at      int
	meaning func(value string) (meaning string, told bool)
	seen    map[string]bool
}

func (s *scan) see(cell string) {
	if s.seen[cell] || len(s.seen) == maxValues || len(cell) > maxText {
		return
	}
	value, fault := table.Clean(cell)
	if fault != nil || value == "" || s.seen[value] {
		return
	}
	if s.column.Role == TimeRole {
		s.date(value)
		return
	}
	s.seen[value] = true
	meaning, told := s.meaning(value)
	if !told {
		return
	}
	if s.column.Values == nil {
		s.column.Values = map[string]string{}
	}
	s.column.Values[value] = meaning
}

// date looks for one that tells which number is the day in all the others.
func (s *scan) date(value string) {
	if slashed, dayFirst := isSlashed(fold(value)); slashed && dayFirst != nil && s.column.DayFirst == nil {
		s.column.DayFirst = dayFirst
	}
}

// meaningOf gives what tells the meaning of a column's values; nil where they need none. What is told is put into the mapping.
func meaningOf(m *Mapping, c Column, q domain.Questionnaire) func(string) (string, bool) {
	switch c.Role {
	case TimeRole, VersionRole:
		return func(string) (string, bool) { return "", false }
	case ModeRole:
		return func(value string) (string, bool) { return kindOf(ModeRole, value), true }
	case CommunityRole:
		return func(value string) (string, bool) {
			_, err := domain.ParseKatottgCode(value)
			return "", err != nil
		}
	case SexRole, AgeRole, SettlementRole:
		return categoryMeaning(c.Role, q)
	case AskedRole:
		return askedMeaning(m.Layout, q)
	case QuestionRole:
		if i := slices.IndexFunc(q.Questions, func(one domain.Question) bool { return one.Code == c.Question }); i >= 0 {
			return optionMeaning(q.Questions[i], m.Layout)
		}
	default:
	}
	return nil
}

// categoryMeaning tells the category of a value; ages in years need no telling.
func categoryMeaning(role Role, q domain.Questionnaire) func(string) (string, bool) {
	known := categoriesOf(q, role, nil)
	return func(value string) (string, bool) {
		if code, ok := known.find(value); ok {
			return code, role != AgeRole
		}
		if slices.Contains(withheld, fold(value)) {
			return NoAnswer, true
		}
		return "", true
	}
}

// askedMeaning tells which question, or what of the respondent, a row is about.
func askedMeaning(l Layout, q domain.Questionnaire) func(string) (string, bool) {
	return func(value string) (string, bool) {
		if found, sure := targetsOf(q, l).find(value); sure > 0.9 && found.role == QuestionRole {
			return found.question, found.question != value
		}
		if role, sure := aboutRespondents(value); sure > 0 && variableOf[role] != "" {
			return string(role), true
		}
		return "", true
	}
}

// optionMeaning leaves out what codes and texts say.
func optionMeaning(question domain.Question, l Layout) func(string) (string, bool) {
	if !question.Kind.HasOptions() || question.Kind == domain.MultipleChoice {
		return nil
	}
	known := newChoices(question, nil, l)
	return func(value string) (string, bool) {
		if known.one(value).wrong == understood {
			return "", false
		}
		if slices.Contains(withheld, fold(value)) {
			return NoAnswer, true
		}
		if meaning := byNumber(question, value); meaning != "" && l == LimeSurvey {
			return meaning, true
		}
		return "", true
	}
}

// answerCode is how LimeSurvey names answers itself: A1, A2 or AO01, AO02.
var answerCode = regexp.MustCompile(`^(AO?0*)([1-9][0-9]{0,2})$`)

func byNumber(q domain.Question, value string) string {
	parts := answerCode.FindStringSubmatch(value)
	if parts == nil {
		return ""
	}
	for _, o := range q.Options {
		if o.Number == whole(parts[2]) {
			return o.Code
		}
	}
	return ""
}

// spread adds what the other answers are called where one is called by its number: nobody may have given them yet.
func spread(c *Column, l Layout, q domain.Questionnaire) {
	for value := range maps.Clone(c.Values) {
		parts := answerCode.FindStringSubmatch(value)
		if l != LimeSurvey || c.Role != QuestionRole || parts == nil {
			continue
		}
		c.Confidence = min(c.Confidence, 0.7)
		for _, question := range q.Questions {
			if question.Code != c.Question {
				continue
			}
			for _, o := range question.Options {
				number := strconv.Itoa(o.Number)
				name := value[:max(0, len(value)-len(number))] + number
				if _, there := c.Values[name]; !there && answerCode.MatchString(name) && !o.Other {
					c.Values[name] = o.Code
				}
			}
		}
		return
	}
}
