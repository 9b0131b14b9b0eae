package statistics

import (
	"math"
	"slices"

	"hromada/domain"
)

// Raking is how to rake; the zero value is what is usual.
type Raking struct {
	// Epsilon is the relative change of a weight in a round below which it has settled; 0: 1e-10.
	Epsilon float64
	// MaxIterations is after how many rounds to give up; 0: 500, at most 10,000.
	MaxIterations int
	// Trim bounds the weights; nil: not trimmed.
	Trim *Trim
	// Fewest is with how few respondents a cell stands on its own; 0: 1.
	Fewest int
}

// Trim bounds weights by multiples of their mean, such as 0.3 and 3, after which they are raked again.
type Trim struct {
	Lower, Upper float64 // 0 ≤ lower < 1 < upper
	// Rounds is how often to trim and rake again while weights lie outside; 0: once, at most 20. Each leaves weights closer to the bounds.
	Rounds int
}

const (
	usualEpsilon    = 1e-10
	usualIterations = 500
	mostIterations  = 10_000
	mostRounds      = 20
	// A weight this many times below the mean says that margins and answers contradict each other.
	runaway = 1e-12
	// A margin is met when its shares are this close.
	met = 1e-7
)

// Rake weights the sample to several margins at once: it fits one after the other, again and again, until the weights settle
// (Deming & Stephan 1940). The sum of the weights stays. The report says whether they settled; where they did not, the
// sample has the last weights, and it is for the caller to use them or not. Errors: INVALID_INPUT as PostStratify, and for options out of range.
func (s *Sample) Rake(margins []Margin, o Raking) (*Sample, Calibration, error) {
	var report Calibration
	if err := o.settle(); err != nil {
		return nil, report, err
	}
	var groups []*grouping
	for _, m := range margins {
		g, err := s.group(m, o.Fewest, &report)
		if err != nil {
			return nil, report, err
		}
		if g != nil {
			groups = append(groups, g)
		}
	}
	if len(groups) == 0 {
		report.Converged = true
		report.measure(s.weights, nil)
		return s, report, nil
	}
	next := s.rakeOnce(s.weights, groups, o, Raked, &report)
	if o.Trim != nil {
		next = next.trimAndRake(groups, o, &report)
	}
	report.measure(next.weights, groups)
	return next, report, nil
}

func (o *Raking) settle() error {
	if o.Epsilon == 0 {
		o.Epsilon = usualEpsilon
	}
	if o.MaxIterations == 0 {
		o.MaxIterations = usualIterations
	}
	o.Fewest = max(o.Fewest, 1)
	if !(o.Epsilon > 0 && o.Epsilon < 1) {
		return domain.Invalid("epsilon", "Поріг має бути між 0 і 1.", "The threshold lies between 0 and 1.")
	}
	if o.MaxIterations < 1 || o.MaxIterations > mostIterations {
		return domain.Invalid("maxIterations", "Від 1 до %d кіл.", "1 to %d rounds.", mostIterations)
	}
	if t := o.Trim; t != nil {
		if !(t.Lower >= 0 && t.Lower < 1 && t.Upper > 1) || math.IsInf(t.Upper, 0) {
			return domain.Invalid("trim", "Нижня межа ваг має бути від 0 до 1, верхня більша за 1.", "The lower bound of weights is 0 to 1, the upper above 1.")
		}
		if t.Rounds < 0 || t.Rounds > mostRounds {
			return domain.Invalid("trim", "Не більше ніж %d кіл обмеження.", "At most %d rounds of trimming.", mostRounds)
		}
	}
	return nil
}

func (s *Sample) rakeOnce(from []float64, groups []*grouping, o Raking, as Weighting, report *Calibration) *Sample {
	weights := slices.Clone(from)
	total := sum(s.weights) // not of the trimmed ones: where nobody was within the bounds, some was lost
	previous := make([]float64, len(weights))
	floor := runaway * total / float64(len(weights))
	report.Converged = false
	for range o.MaxIterations {
		copy(previous, weights)
		for _, g := range groups {
			g.fit(weights, total)
		}
		report.Iterations++
		report.LargestChange = largestChange(previous, weights)
		if report.LargestChange < o.Epsilon {
			// Margins that contradict each other undo each other's work in every round, and after the round all seems settled.
			report.Converged = deviation(weights, groups) < max(met, 10*o.Epsilon)
			break
		}
		if slices.Min(weights) < floor {
			break
		}
	}
	return s.calibrated(weights, newRakingCalibration(groups, weights), as)
}

func (s *Sample) trimAndRake(groups []*grouping, o Raking, report *Calibration) *Sample {
	mean := sum(s.weights) / float64(len(s.weights))
	for range max(o.Trim.Rounds, 1) {
		weights, trimmed := TrimWeights(s.weights, o.Trim.Lower*mean, o.Trim.Upper*mean, true)
		if trimmed == 0 {
			break
		}
		report.Trimmed += trimmed
		s = s.rakeOnce(weights, groups, o, RakedTrimmed, report)
	}
	return s
}

func largestChange(before, after []float64) float64 {
	largest := 0.0
	for i, w := range after {
		largest = max(largest, math.Abs(w/before[i]-1))
	}
	return largest
}
