package statistics

import (
	"math"
	"slices"
)

// PostStratify weights the sample to the distribution of one variable: w_h = (N_h/N)/(n_h/n) times the weights so far, of
// which the sum stays. Cells with fewer respondents than fewest (at least 1) are merged. Errors: INVALID_INPUT where
// a category has no population, or no population is given.
func (s *Sample) PostStratify(m Margin, fewest int) (*Sample, Calibration, error) {
	report := Calibration{Converged: true}
	g, err := s.group(m, max(fewest, 1), &report)
	if err != nil {
		return nil, report, err
	}
	if g == nil {
		report.measure(s.weights, nil)
		return s, report, nil
	}
	weights := slices.Clone(s.weights)
	g.fit(weights, sum(s.weights))
	report.Iterations = 1
	report.measure(weights, []*grouping{g})
	by := &postStratification{grouping: g, before: s.weights, totals: g.totals(s.weights), after: weights}
	return s.calibrated(weights, by, PostStratified), report, nil
}

// measure fills in what can be seen from the weights.
func (r *Calibration) measure(weights []float64, margins []*grouping) {
	if len(weights) == 0 {
		return
	}
	total := sum(weights)
	mean := total / float64(len(weights))
	r.Smallest, r.Largest = slices.Min(weights)/mean, slices.Max(weights)/mean
	r.EffectiveN = kish(weights)
	r.LargestDeviation = deviation(weights, margins)
}

// deviation is how far the weighted shares of cells are from their targets, at most.
func deviation(weights []float64, margins []*grouping) float64 {
	total, largest := sum(weights), 0.0
	for _, g := range margins {
		for c, have := range g.totals(weights) {
			largest = max(largest, math.Abs(have/total-g.targets[c]))
		}
	}
	return largest
}
