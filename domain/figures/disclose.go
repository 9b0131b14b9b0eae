package figures

import (
	"math"
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/domain/disclosure"
)

// regionName is what tables call the sum of all places.
const regionName = "*"

// untold is what tables call the category of those who did not tell theirs; no code is that.
const untold = "\x00"

// protect works out what is hidden, of each question in all its tables together, and of how many answered. What may not be told to those who know
// what was told before is nil.
func (c *computer) protect() ([]*veiled, error) {
	questions := append([]domain.Question{}, c.design.Questionnaire.Questions...)
	questions = append(questions, domain.Question{Kind: domain.FreeText}) // how many answered anything
	tables := make([]disclosure.Question, len(questions))
	for q, question := range questions {
		tables[q] = c.tables(question, q, math.MaxInt64)
	}
	outcomes, err := disclosure.ProtectTogether(tables)
	if err != nil {
		return nil, err
	}
	veils := make([]*veiled, len(questions))
	for q, question := range questions {
		if told, known := c.Since[question.Number]; known && c.Since != nil {
			before, err := disclosure.Protect(c.tables(question, q, told))
			if err == nil {
				outcomes[q], err = disclosure.ProtectAfter(before, tables[q])
			}
			if err != nil {
				return nil, err
			}
			if !disclosure.MayRelease(before, outcomes[q]) {
				continue
			}
		}
		veils[q] = c.newVeil(question, outcomes[q], tables[q].Options)
	}
	return veils, nil
}

// tables are what a survey shows of a question, as far as the responses up to a number go.
func (c *computer) tables(question domain.Question, q int, upTo int64) disclosure.Question {
	asked := disclosure.Question{Kind: disclosure.Numeric, Counts: map[disclosure.Cell]int{}}
	switch question.Kind {
	case domain.SingleChoice, domain.Likert:
		asked.Kind = disclosure.Single
	case domain.MultipleChoice:
		asked.Kind, asked.MinChoices = disclosure.Multiple, c.responses.Columns[q].least()
	case domain.Numeric, domain.FreeText:
	}
	for _, o := range c.chosen(question, q) {
		asked.Options = append(asked.Options, strconv.Itoa(o))
	}
	if len(c.present) > 1 { // as modeGroups
		asked.Variables = append(asked.Variables, disclosure.Variable{Name: ModeVariable, Categories: c.present})
	}
	for _, v := range c.singles {
		asked.Variables = append(asked.Variables, disclosure.Variable{Name: string(v), Categories: append(slices.Clone(c.codes[v]), untold)})
	}
	for _, pair := range c.pairs {
		asked.Crossings = append(asked.Crossings, disclosure.Crossing{First: string(pair[0]), Second: string(pair[1])})
	}
	for _, a := range c.areas {
		if a.id == 0 {
			continue
		}
		place := disclosure.Place{Name: placeName(a.id)}
		if c.Regional {
			place.Sums = []string{regionName}
		}
		asked.Places = append(asked.Places, place)
		c.tally(&asked, a, q, upTo)
	}
	return asked
}

// chosen are the numbers of those options that anybody chose. That nobody chose an option tells of nobody what they answered; were it kept from being
// known of a small group, it would have to be of everybody. Where all are few it is told of none.
func (c *computer) chosen(question domain.Question, q int) []int {
	if len(question.Options) == 0 {
		return nil
	}
	answered, counts := 0, make([]int, len(question.Options))
	for i, given := range c.responses.Columns[q].Given {
		if !given {
			continue
		}
		answered++
		for at, o := range question.Options {
			if c.responses.Columns[q].chose(i, o.Number) {
				counts[at]++
			}
		}
	}
	var chosen []int
	for at, o := range question.Options {
		if counts[at] > 0 || answered < 2*disclosure.DefaultRule.K {
			chosen = append(chosen, o.Number)
		}
	}
	return chosen
}

// modes are those in which anybody answered.
func (c *computer) modes() []string {
	there := [4]bool{}
	for _, mode := range c.responses.Mode {
		there[mode] = true
	}
	modes := []string{}
	for i, mode := range domain.SurveyModes {
		if there[i] {
			modes = append(modes, string(mode))
		}
	}
	return modes
}

func placeName(id int64) string {
	if id == 0 {
		return regionName
	}
	return strconv.FormatInt(id, 10)
}

// tally counts the respondents of an area in every cell.
func (c *computer) tally(to *disclosure.Question, a *area, q int, upTo int64) {
	place, options := placeName(a.id), []int{}
	for _, name := range to.Options {
		option, _ := strconv.Atoi(name) // as they were named
		options = append(options, option)
	}
	counts := map[disclosure.Group][]int{} // the respondents, then each option
	groups := make([]disclosure.Group, 0, 2+len(c.singles)+len(c.pairs))
	for _, i := range a.raw.members {
		if c.responses.Number[i] > upTo || (q < len(c.responses.Columns) && !c.responses.Columns[q].Given[i]) {
			continue
		}
		groups = append(groups[:0], disclosure.Everybody)
		if len(c.present) > 1 {
			groups = append(groups, disclosure.In(ModeVariable, string(domain.SurveyModes[c.responses.Mode[i]])))
		}
		for _, v := range c.singles {
			groups = append(groups, disclosure.In(string(v), c.categoryOf(v, i)))
		}
		for _, p := range c.pairs {
			groups = append(groups, disclosure.In(string(p[0]), c.categoryOf(p[0], i)).And(string(p[1]), c.categoryOf(p[1], i)))
		}
		for _, g := range groups {
			counted := counts[g]
			if counted == nil {
				counted = make([]int, 1+len(to.Options))
				counts[g] = counted
			}
			counted[0]++
			for at, option := range options {
				if c.responses.Columns[q].chose(int(i), option) {
					counted[1+at]++
				}
			}
		}
	}
	for g, counted := range counts {
		to.Counts[disclosure.Cell{Place: place, Group: g}] = counted[0]
		for at, n := range counted[1:] {
			to.Counts[disclosure.Cell{Place: place, Group: g, Option: to.Options[at]}] = n
		}
	}
}

// categoryOf is the category that a respondent told.
func (c *computer) categoryOf(v domain.Variable, i int32) string {
	code := c.responses.Strata[v][i]
	if code < 0 {
		return untold
	}
	return c.codes[v][code]
}

// cellGroup is a group as tables name it.
func cellGroup(g Group) disclosure.Group {
	if g == (Group{}) {
		return disclosure.Everybody
	}
	variables, categories := crossed(g)
	group := disclosure.In(variables[0], categories[0])
	if len(variables) > 1 {
		group = group.And(variables[1], categories[1])
	}
	return group
}
