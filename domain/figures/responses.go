package figures

import (
	"math"
	"slices"

	"hromada/domain"
)

// Responses are answers in columns: one value a respondent. What a respondent did not say is the column's value for nothing.
type Responses struct {
	design  Design
	Number  []int64 // rising; 0: not told
	Place   []int16
	Mode    []uint8                     // in domain.SurveyModes
	Strata  map[domain.Variable][]int16 // the place among the variable's categories; -1: not known
	Columns []Column                    // one for each question
	codes   map[domain.Variable]map[string]int16
	places  map[int64]int16
}

// Column is what all respondents answered to one question.
type Column struct {
	Chosen  [][2]uint64 // bit n-1 of option n, of those that are answered by choosing
	Numbers []float64   // NaN: none
	Given   []bool
	none    bool // somebody answered and chose nothing, as one may where several are to be chosen
}

// NewResponses has room for some responses to a survey.
func NewResponses(d Design, room int) *Responses {
	r := &Responses{design: d, Strata: map[domain.Variable][]int16{}, codes: map[domain.Variable]map[string]int16{}, places: map[int64]int16{}}
	for _, v := range domain.Variables {
		r.codes[v] = map[string]int16{}
		for i, code := range d.categories(v) {
			r.codes[v][code] = int16(i)
		}
		r.Strata[v] = make([]int16, 0, room)
	}
	for i, p := range d.Places {
		r.places[p.ID] = int16(i)
	}
	r.Columns = make([]Column, len(d.Questionnaire.Questions))
	r.Place, r.Mode = make([]int16, 0, room), make([]uint8, 0, room)
	return r
}

// Len is how many there are.
func (r *Responses) Len() int { return len(r.Mode) }

// upTo is the number of the last one.
func (r *Responses) upTo() int64 {
	last := int64(0)
	for _, n := range r.Number {
		last = max(last, n)
	}
	return last
}

// Begin adds a respondent who has answered nothing yet. One from a community that the survey is not about, or of an unknown mode, is
// left out: false.
func (r *Responses) Begin(number, community int64, mode domain.SurveyMode, strata map[domain.Variable]string) bool {
	place, here := r.places[community]
	m := slices.Index(domain.SurveyModes, mode)
	if !here || m < 0 {
		return false
	}
	r.Number = append(r.Number, number)
	r.Place, r.Mode = append(r.Place, place), append(r.Mode, uint8(m)) //nolint:gosec // one of four
	for _, v := range domain.Variables {
		at, known := r.codes[v][strata[v]]
		if !known {
			at = -1
		}
		r.Strata[v] = append(r.Strata[v], at)
	}
	for i, q := range r.design.Questionnaire.Questions {
		c := &r.Columns[i]
		c.Given = append(c.Given, false)
		switch {
		case q.Kind.HasOptions():
			c.Chosen = append(c.Chosen, [2]uint64{})
		case q.Kind == domain.Numeric:
			c.Numbers = append(c.Numbers, math.NaN())
		}
	}
	return true
}

// Answer sets what the last respondent answered to a question, by its place in the questionnaire.
func (r *Responses) Answer(question int, a domain.SurveyAnswer) {
	c, last := &r.Columns[question], r.Len()-1
	switch kind := r.design.Questionnaire.Questions[question].Kind; {
	case kind.HasOptions():
		c.Given[last] = a.None
		c.none = c.none || a.None
		for _, n := range a.Options {
			if n >= 1 && n <= 128 {
				c.Chosen[last][(n-1)/64] |= 1 << ((n - 1) % 64)
				c.Given[last] = true
			}
		}
	case kind == domain.Numeric:
		if a.Number != nil {
			c.Numbers[last], c.Given[last] = *a.Number, true
		}
	default:
		c.Given[last] = true
	}
}

// least is how many options whoever answered has chosen at the least.
func (c *Column) least() int {
	if c.none {
		return 0
	}
	return 1
}

// chose tells whether a respondent chose an option.
func (c *Column) chose(i, option int) bool {
	return c.Chosen[i][(option-1)/64]&(1<<((option-1)%64)) != 0
}
