package figures

import (
	"math"

	"hromada/domain"
	"hromada/domain/statistics"
)

// columns are the answers of the members of a part to one question, as the statistics take them.
type columns struct {
	*part
	question domain.Question
	given    statistics.Domain
	chosen   []int    // of those who choose one: the option from 0; -1: none
	ticked   [][]bool // of those who choose many, option by option
	numbers  []float64
}

func (c *computer) column(p *part, q int) columns {
	question, from := c.design.Questionnaire.Questions[q], &c.responses.Columns[q]
	to := columns{part: p, question: question, given: make(statistics.Domain, len(p.members))}
	for at, i := range p.members {
		to.given[at] = from.Given[i]
	}
	switch question.Kind {
	case domain.SingleChoice, domain.Likert:
		to.chosen = make([]int, len(p.members))
		for at, i := range p.members {
			to.chosen[at] = from.first(int(i), question.Options)
		}
	case domain.MultipleChoice:
		for _, option := range question.Options {
			column := make([]bool, len(p.members))
			for at, i := range p.members {
				column[at] = from.chose(int(i), option.Number)
			}
			to.ticked = append(to.ticked, column)
		}
	case domain.Numeric:
		to.numbers = make([]float64, len(p.members))
		for at, i := range p.members {
			to.numbers[at] = from.Numbers[i]
		}
	case domain.FreeText:
	}
	if question.Kind == domain.Likert { // counts 1, 2, 3 in the order of the options
		to.numbers = make([]float64, len(p.members))
		for at, option := range to.chosen {
			to.numbers[at] = float64(option + 1)
			if option < 0 {
				to.numbers[at] = math.NaN()
			}
		}
	}
	return to
}

// first is the place of the option that a respondent chose; -1: none.
func (c *Column) first(i int, options []domain.QuestionOption) int {
	for at, option := range options {
		if c.chose(i, option.Number) {
			return at
		}
	}
	return -1
}

// estimate asks the statistics. The base of every figure is those who answered the question.
func (c *computer) estimate(a columns, g Group) (e estimate, err error) {
	in := c.of(a.part, g)
	for at, given := range a.given {
		if given && (in == nil || in[at]) {
			e.n++
		}
	}
	switch {
	case a.chosen != nil:
		e.options, err = a.sample.Shares(a.chosen, len(a.question.Options), in, c.confidence)
	case a.ticked != nil:
		e.options, err = a.sample.ChoiceShares(a.ticked, in.Within(a.given), c.confidence)
	}
	if err == nil && a.numbers != nil {
		var mean statistics.Figure
		mean, err = a.sample.Mean(a.numbers, in, c.confidence)
		e.mean = &mean
	}
	return e, err
}
