package figures

import (
	"math"
	"slices"

	"hromada/domain/statistics"
)

// Shown names a number of people that is told of a survey: who answered a question in a group, or chose an option there, each counted as one. Question 0 is how
// many answered in a mode.
type Shown struct {
	Place, Question    int64
	Option             int
	Variable, Category string
}

// Shown are all such numbers that a result tells.
func (r *Result) Shown() map[Shown]int {
	all := map[Shown]int{}
	for i := range r.Figures {
		f := &r.Figures[i]
		key := Shown{f.Place, f.Question, f.Option, f.Group.Variable, f.Group.Category}
		switch {
		case f.Weighted || f.N == nil:
		case f.Option == 0:
			all[key] = *f.N
		case f.Kind == statistics.Share && f.Value != nil:
			all[key] = int(math.Round(*f.Value * float64(*f.N)))
		}
	}
	for _, c := range r.Counts {
		if !c.Hidden {
			all[Shown{Place: c.Place, Variable: ModeVariable, Category: string(c.Mode)}] = c.Responses
		}
	}
	return all
}

// HoldBack takes from a result what it tells of some questions; of 0: of how many answered.
func (r *Result) HoldBack(held map[int64]bool) {
	if len(held) == 0 {
		return
	}
	r.Questions = slices.DeleteFunc(r.Questions, func(q int64) bool { return held[q] })
	r.Figures = slices.DeleteFunc(r.Figures, func(f Figure) bool { return held[f.Question] })
	if held[0] {
		r.Counted, r.Counts, r.Weightings = false, nil, nil
	}
}
