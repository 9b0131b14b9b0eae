package surveys

import (
	"context"
	"maps"
	"slices"

	"hromada/domain"
	"hromada/imports/table"
)

// long reads a file of one row an answer, whose rows of one respondent may stand apart: all are held until the last is read.
func (r *Reading) long(ctx context.Context, give func(Row) bool) bool {
	g := gatherer{Reading: r, byID: map[string]*Row{}}
	for r.next(ctx) {
		g.gather()
	}
	if ctx.Err() != nil {
		return true
	}
	g.readable = !r.any
	for _, row := range g.rows {
		if g.isWhole(*row) && !r.deliver(*row, give) {
			return false
		}
	}
	return true
}

type gatherer struct {
	*Reading
	rows []*Row // in the order in which the file first names them
	byID map[string]*Row
	// readable: no row has a fault, so that what is missing was not said.
	readable bool
}

// gather reads the row into the response that it belongs to.
func (g *gatherer) gather() {
	id := g.externalID()
	if id == "" {
		g.fault(g.at(ExternalIDRole), "Комірка порожня.", "The cell is empty.")
		return
	}
	response := g.byID[id]
	if response == nil {
		line, _ := g.body.FieldPos(0)
		response = &Row{Number: line}
		response.Answers = make([]domain.SurveyAnswer, len(g.questions))
		g.about(&response.SurveyResponse)
		g.byID[id] = response
		g.rows = append(g.rows, response)
	} else {
		g.compare(response)
	}
	g.said(response)
}

// compare holds what the row tells of the respondent against what an earlier one told.
func (g *gatherer) compare(response *Row) {
	var told domain.SurveyResponse
	g.about(&told)
	if g.bad {
		return
	}
	same := told.Mode == response.Mode && told.Community == response.Community
	for _, s := range g.strata {
		same = same && (s.at < 0 || told.Strata[s.variable] == response.Strata[s.variable])
	}
	if !same {
		g.fault(g.at(ExternalIDRole), "Про цього респондента в рядку %d сказано інше.", "Row %d says otherwise of this respondent.", response.Number)
	}
	if told.At.After(response.At) {
		response.At = told.At
	}
}

// said reads the answer itself, or what it tells of the respondent.
func (g *gatherer) said(response *Row) {
	asked, at := g.cell(AskedRole), g.at(AnswerRole)
	meaning := g.asked[fold(asked)]
	if meaning == "" {
		meaning = asked
	}
	if meaning == NoAnswer || g.cells[at] == "" {
		return
	}
	if i := slices.IndexFunc(g.strata, func(s stratumPlan) bool { return s.at < 0 && string(s.known.role) == meaning }); i >= 0 {
		response.Strata = maps.Clone(response.Strata)
		g.stratum(&response.SurveyResponse, g.strata[i], g.cells[at], at)
		return
	}
	i := slices.IndexFunc(g.questions, func(p questionPlan) bool { return fold(p.question.Code) == fold(meaning) })
	if i < 0 {
		g.fault(g.at(AskedRole), "Запитання «%s» в анкеті немає.", "The questionnaire has no question “%s”.", table.Shorten(asked))
		return
	}
	p := g.questions[i]
	p.answer = at
	g.merge(response, i, g.answer(&p))
}

// merge adds an answer to those given before. Options of a question that takes many come one a row; any other second answer contradicts.
func (g *gatherer) merge(response *Row, i int, a domain.SurveyAnswer) {
	before := response.Answers[i]
	switch {
	case g.bad || !a.Given():
	case !before.Given():
		response.Answers[i] = a
	case g.questions[i].question.Kind == domain.MultipleChoice:
		response.Answers[i].Options = rising(append(slices.Clone(before.Options), a.Options...))
	case !equal(before, a):
		g.fault(g.at(AnswerRole), "Респондент уже відповів на це запитання інакше.", "The respondent has answered this otherwise already.")
	}
}

func equal(a, b domain.SurveyAnswer) bool {
	return slices.Equal(a.Options, b.Options) && a.None == b.None && a.Text == b.Text && (a.Number == nil) == (b.Number == nil) && (a.Number == nil || *a.Number == *b.Number)
}

// isWhole counts a response without answers, and tells of answers that are missing.
func (g *gatherer) isWhole(row Row) bool {
	if !slices.ContainsFunc(row.Answers, domain.SurveyAnswer.Given) {
		g.report.Empty++
		return false
	}
	for i, a := range row.Answers {
		if q := g.questions[i].question; q.Required && !a.Given() && g.readable {
			g.add(table.Fault{Line: row.Number, Message: table.Text(
				"Немає відповіді на обов'язкове запитання %s.", "The question %s must be answered.", q.Code)})
		}
	}
	return true
}
