package figures

import (
	"math"

	"hromada/domain/disclosure"
	"hromada/domain/statistics"
)

// weightKey is whose shares are rounded.
type weightKey struct {
	area  int64
	group Group
}

// shareSteps are what shares are rounded to, the finest that hides enough.
var shareSteps = []float64{.01, .02, mostStep}

// mostStep is up to where rounded shares are worth more than raw ones.
const mostStep = .05

// room is what k of those who weigh most, where anything of the question is hidden, are of a weighted share together.
func (c *computer) room(a *area, q int, g Group) float64 {
	key, known := weightKey{a.id, g}, c.veils[q].rooms
	room, ok := known[key]
	if !ok {
		k := disclosure.DefaultRule.K
		if len(c.pairs) > 0 {
			k = disclosure.DefaultRule.Crossed
		}
		room = c.heaviest(a, q, g) * float64(k)
		known[key] = room
	}
	return room
}

// stepFor is the finest step that hides k of those who weigh most, wherever a share lies: what is told as nothing may be half a step at the most, so that half a step
// must have room for them. It does not depend on the share, since whoever knows the rule would learn from the step where the share lies. 0: no step is worth it.
func stepFor(room float64) float64 {
	for _, step := range shareSteps {
		if step >= 2*room {
			return step
		}
	}
	return 0
}

// heaviest is the part of a group's weighted figures that is due to one respondent, of those who weigh most in places of which anything is hidden.
func (c *computer) heaviest(a *area, q int, g Group) float64 {
	part, all := 0.0, 0.0
	for _, p := range a.parts {
		in, sum, squares, most := c.of(p, g), 0.0, 0.0, 0.0
		for at, i := range p.members {
			if !c.responses.Columns[q].Given[i] || in != nil && !in[at] {
				continue
			}
			w := p.weights[at]
			sum, squares = sum+w, squares+w*w
			if c.veils[q].partly[placeName(c.design.Places[c.responses.Place[i]].ID)] {
				most = max(most, w)
			}
		}
		if sum > 0 { // both sides count by their effective n, as in a blend
			part, all = max(part, most*sum/squares), all+sum*sum/squares
		}
	}
	if all == 0 {
		return 0
	}
	return part / all
}

// coarsen rounds a figure so that the answers behind it do not follow, and with a step of 0 its errors alone. They are made of what is rounded, and of the
// design effect that the weights have by themselves (Kish's), rounded up to halves: how answers differ between strata would be one more equation in them.
// The rounding is counted in all that is told of the error.
func (f *Figure) coarsen(step float64, confidence statistics.Confidence) {
	if f.Reason == statistics.NoVariation {
		return // nobody of all that is beneath, of which nothing is hidden then
	}
	was, value, n := f.Figure, *f.Value, float64(f.Figure.N)
	if step > 0 && f.Kind == statistics.Mean {
		step = meanStep(value, step)
	}
	if step > 0 {
		value = statistics.Tidy(math.Round(value/step) * step)
	}
	was.Basis.Rounded = step
	was.Basis.FinitePopulation = was.Basis.FinitePopulation && f.Kind == statistics.Mean // errors of shares are made without it
	f.Figure = statistics.Figure{Kind: was.Kind, Basis: was.Basis, Reason: was.Reason, N: was.N, Value: &value}
	lone := was.Kind == statistics.Share && was.Reason == statistics.LoneStratum // needs no variance of that stratum here, and must not tell of it
	if (was.EffectiveN != nil || lone) && was.Kish != nil {
		f.DesignEffect = new(math.Ceil(2*n / *was.Kish - 1e-9) / 2)
		f.EffectiveN = new(math.Round(n / *f.DesignEffect))
	}
	if lone {
		f.Reason = ""
		if f.Basis.Indicative {
			f.Reason = statistics.NotSampled
		}
	}
	switch {
	case was.SE == nil && (!lone || f.Basis.Indicative):
	case f.EffectiveN == nil: // it has no error but the rounding
		f.tellError(0, confidence)
	case f.Kind == statistics.Share:
		likely := min(max(value, step/2), 1-step/2)
		f.tellError(math.Sqrt(likely*(1-likely) / *f.EffectiveN), confidence)
		interval := statistics.Wilson(value, *f.EffectiveN, confidence)
		f.Interval = &statistics.Interval{Low: max(statistics.Tidy(interval.Low-step/2), 0), High: min(statistics.Tidy(interval.High+step/2), 1)}
	default:
		f.tellError(roundUp(*was.SE), confidence)
	}
}

// tellError tells the error of a rounded figure, of which that of the sample is a part.
func (f *Figure) tellError(ofSample float64, confidence statistics.Confidence) {
	step := f.Basis.Rounded
	f.SE, f.Margin = new(ofSample+statistics.RoundingSE(step)), new(statistics.Tidy(confidence.Z()*ofSample+step/2))
	f.Interval = &statistics.Interval{Low: statistics.Tidy(*f.Value - *f.Margin), High: statistics.Tidy(*f.Value + *f.Margin)}
}

// meanStep is what a mean is rounded to: two digits, and no finer than shares are for their size.
func meanStep(mean, step float64) float64 {
	size := max(math.Abs(mean), 1e-9)
	return statistics.Tidy(max(math.Pow(10, math.Floor(math.Log10(size))-1), roundUp(step*size)))
}

// roundUp gives the next of 1, 1.5, 2, 3, 5, 7 and 10, or these times a power of ten.
func roundUp(x float64) float64 {
	if x <= 0 {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, digit := range []float64{1, 1.5, 2, 3, 5, 7} {
		if x <= digit*power*(1+1e-9) {
			return digit * power
		}
	}
	return 10 * power
}
