package figures

import "hromada/domain/disclosure"

// Insider knows what an attacker would have to guess.
type Insider struct{ *computer }

// NewInsider looks into a computation.
func NewInsider(d Design, r *Responses, asked Asked) (Insider, error) {
	c, err := newComputer(d, r, asked)
	return Insider{c}, err
}

// Hidden are the cells of a question, by its place, that are hidden: all that may not be derived.
func (i Insider) Hidden(q int) []disclosure.Cell { return i.veils[q].Hidden() }

// Weight is what one respondent counts in an area where all are of one part; 0: they are not of it.
func (i Insider) Weight(area int64, respondent int) float64 {
	for _, a := range i.areas {
		for at, member := range a.parts[0].members {
			if a.id == area && int(member) == respondent {
				return a.parts[0].weights[at]
			}
		}
	}
	return 0
}

// Rounds tells whether an area tells weighted shares, rounded.
func (i Insider) Rounds(area int64, q int) bool {
	i.decide(q)
	return i.veils[q].tells[area] == weightedOnes
}
