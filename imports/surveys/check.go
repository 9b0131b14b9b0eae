package surveys

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"hromada/domain"
	"hromada/imports/table"
)

// single are the roles that one column has at most.
var single = []Role{
	ModeRole, TimeRole, DoneRole, ExternalIDRole, SexRole, AgeRole, SettlementRole, CommunityRole, StatusRole, VersionRole, AskedRole, AnswerRole,
}

// Check says everything that keeps a mapping from being used with a questionnaire, as *table.Faults whose columns are those of the
// mapping; nil where it can be.
func (m Mapping) Check(q domain.Questionnaire) error {
	c := mappingCheck{mapping: m, questions: map[string]domain.Question{}, used: map[target]int{}}
	for _, question := range q.Questions {
		c.questions[question.Code] = question
	}
	if !slices.Contains(Layouts, m.Layout) {
		c.whole("Невідомий формат файлу: %q.", "The layout %q is not known.", string(m.Layout))
	}
	if _, err := m.zone(); err != nil {
		c.whole("Невідомий часовий пояс: %q.", "The time zone %q is not known.", m.Zone)
	}
	for i, column := range m.Columns {
		c.column(i, column, q)
	}
	c.required(q)
	return c.faults.Err()
}

// zone is where the file's times were written.
func (m Mapping) zone() (*time.Location, error) {
	if m.Zone == "" {
		return time.LoadLocation("Europe/Kyiv")
	}
	return time.LoadLocation(m.Zone)
}

type mappingCheck struct {
	mapping   Mapping
	questions map[string]domain.Question
	used      map[target]int // the place of the column
	faults    table.Collector
}

func (c *mappingCheck) whole(uk, en string, args ...any) {
	c.faults.Add(table.Fault{Message: table.Text(uk, en, args...)})
}

func (c *mappingCheck) fault(i int, uk, en string, args ...any) {
	c.faults.Add(table.Fault{Column: i + 1, Name: c.mapping.Columns[i].Header, Message: table.Text(uk, en, args...)})
}

func (c *mappingCheck) column(i int, column Column, q domain.Questionnaire) {
	switch column.Role {
	case DroppedRole, UnknownRole:
		return
	case QuestionRole, OptionRole, OtherRole:
		c.answer(i, column)
		return
	default:
	}
	if !slices.Contains(Roles, column.Role) {
		c.fault(i, "Невідома роль стовпчика: %q.", "The role %q of a column is not known.", string(column.Role))
		return
	}
	if column.Personal {
		c.fault(i, "Стовпчик з особистими даними не читають.", "A column of personal data is not read.")
	}
	c.once(i, target{role: column.Role})
	if (column.Role == AskedRole || column.Role == AnswerRole) != (c.mapping.Layout == Long) && (column.Role == AskedRole || column.Role == AnswerRole) {
		c.fault(i, "Такий стовпчик буває лише в таблиці, де рядок — одна відповідь.", "Only a table of one row an answer has such a column.")
	}
	c.values(i, column, c.meanings(column.Role, q))
}

func (c *mappingCheck) once(i int, to target) {
	if first, taken := c.used[to]; taken {
		c.fault(i, "Те саме вже в стовпчику %d (%s).", "The same is in column %d (%s) already.", first+1, table.Abridge(c.mapping.Columns[first].Header, 60))
		return
	}
	c.used[to] = i
}

func (c *mappingCheck) answer(i int, column Column) {
	question, known := c.questions[column.Question]
	if !known {
		c.fault(i, "Запитання %q в анкеті немає.", "The questionnaire has no question %q.", column.Question)
		return
	}
	if column.Personal {
		c.fault(i, "Стовпчик з особистими даними не читають.", "A column of personal data is not read.")
	}
	option := column.Option
	if column.Role != OptionRole {
		option = ""
	}
	c.once(i, target{column.Role, column.Question, option})
	switch {
	case column.Role == OptionRole && question.Kind != domain.MultipleChoice:
		c.fault(i, "У запитанні %s обирають одну відповідь: окремих стовпчиків для варіантів не буває.",
			"One answer is chosen to %s: options have no columns of their own.", column.Question)
	case column.Role == OptionRole && !slices.Contains(codesOf(question), column.Option):
		c.fault(i, "У запитання %s немає варіанта %q.", "The question %s has no option %q.", column.Question, column.Option)
	case column.Role == OtherRole && !slices.ContainsFunc(question.Options, func(o domain.QuestionOption) bool { return o.Other }):
		c.fault(i, "У запитання %s немає варіанта з власною відповіддю.", "The question %s has no option that takes a text.", column.Question)
	case column.Role == OptionRole:
		c.values(i, column, []string{column.Option})
	case column.Role == QuestionRole && question.Kind.HasOptions():
		c.values(i, column, codesOf(question))
	}
}

func codesOf(q domain.Question) []string {
	codes := make([]string, len(q.Options))
	for i, o := range q.Options {
		codes[i] = o.Code
	}
	return codes
}

// meanings are what the values of a role may mean; nil: anything.
func (c *mappingCheck) meanings(role Role, q domain.Questionnaire) []string {
	var all []string
	switch role {
	case ModeRole:
		for _, mode := range domain.SurveyModes {
			all = append(all, string(mode))
		}
	case SexRole, AgeRole, SettlementRole:
		for _, category := range q.Categories {
			if category.Variable == variableOf[role] {
				all = append(all, category.Code)
			}
		}
	case AskedRole:
		all = slices.Collect(maps.Keys(c.questions))
		all = append(all, string(SexRole), string(AgeRole), string(SettlementRole))
	default:
	}
	return all
}

func (c *mappingCheck) values(i int, column Column, known []string) {
	for _, value := range slices.Sorted(maps.Keys(column.Values)) {
		meaning := column.Values[value]
		_, notCode := domain.ParseKatottgCode(meaning)
		switch {
		case meaning == "":
			c.fault(i, "Не сказано, що означає «%s».", "It is not said what “%s” means.", table.Shorten(value))
		case meaning == NoAnswer || slices.Contains(known, meaning):
		case column.Role == CommunityRole && notCode == nil:
		case known != nil || column.Role == CommunityRole:
			c.fault(i, "«%s»: невідоме значення %q.", "“%s”: the meaning %q is not known.", table.Shorten(value), meaning)
		}
	}
}

// required looks for what no file of the layout can do without.
func (c *mappingCheck) required(q domain.Questionnaire) {
	if c.mapping.Layout == Long {
		for role, told := range map[Role]domain.Text{
			ExternalIDRole: table.Text("код респондента", "the id of the respondent"), AskedRole: table.Text("запитання", "the question"),
			AnswerRole: table.Text("відповідь", "the answer"),
		} {
			if _, there := c.used[target{role: role}]; !there {
				c.whole("Не вказано стовпчика, в якому %s.", "It is not said which column holds %s.", told)
			}
		}
		return
	}
	answered := map[string]bool{}
	for to := range c.used {
		answered[to.question] = true
	}
	delete(answered, "")
	if len(answered) == 0 {
		c.whole("Жоден стовпчик не відповідає запитанню анкети.", "No column is a question of the questionnaire.")
		return
	}
	for _, question := range q.Questions {
		if question.Required && !answered[question.Code] {
			c.whole("Немає стовпчика для обов'язкового запитання %s.", "No column is the question %s, which must be answered.", fmt.Sprint(question.Code))
		}
	}
}
