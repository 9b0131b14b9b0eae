package statistics

import (
	"math"
	"slices"
)

// calibration takes from linearised values what known margins explain.
type calibration interface{ residuals(values []float64) }

// postStratification leaves what differs from the mean of a cell, weighted as before the calibration.
type postStratification struct {
	*grouping
	before, after []float64 // weights
	totals        []float64 // of the weights before, by cell
}

func (p *postStratification) residuals(values []float64) {
	means := make([]float64, len(p.targets))
	for i, v := range values {
		if v != 0 {
			means[p.cells[i]] += v / p.after[i] * p.before[i]
		}
	}
	for c := range means {
		means[c] /= p.totals[c]
	}
	for i, c := range p.cells {
		values[i] -= p.after[i] * means[c]
	}
}

// raking leaves what is left after centring within the cells of each margin in turn, ten times, as R does. All that can be seen
// of a respondent there is the cells they are in, so the rounds run over cells.
type raking struct {
	margins int
	cells   []int32 // of each respondent, margin by margin; cells are numbered through
	weights []float64
	sizes   []float64
	// meets is, for each cell, which cells its respondents are in, and what share of them.
	meets [][]meeting
}

type meeting struct {
	cell  int32
	share float64
}

const centrings = 10

func newRakingCalibration(groups []*grouping, weights []float64) *raking {
	r := &raking{margins: len(groups), weights: weights, cells: make([]int32, len(weights)*len(groups))}
	first := int32(0)
	for m, g := range groups {
		for i, c := range g.cells {
			r.cells[i*len(groups)+m] = first + c
		}
		first += int32(len(g.targets)) //nolint:gosec // fewer cells than respondents
	}
	r.sizes = make([]float64, first)
	for _, c := range r.cells {
		r.sizes[c]++
	}
	r.cross()
	return r
}

func (r *raking) cross() {
	together := map[[2]int32]float64{}
	for i := range r.weights {
		in := r.of(i)
		for _, a := range in {
			for _, b := range in {
				together[[2]int32{a, b}]++
			}
		}
	}
	r.meets = make([][]meeting, len(r.sizes))
	for pair, n := range together {
		r.meets[pair[0]] = append(r.meets[pair[0]], meeting{pair[1], n / r.sizes[pair[0]]})
	}
	for _, with := range r.meets { // a map has no order, and sums of floats depend on it
		slices.SortFunc(with, func(a, b meeting) int { return int(a.cell - b.cell) })
	}
}

func (r *raking) of(i int) []int32 { return r.cells[i*r.margins : (i+1)*r.margins] }

func (r *raking) residuals(values []float64) {
	means := make([]float64, len(r.sizes))
	for i, v := range values {
		if v != 0 {
			v /= r.weights[i]
			for _, c := range r.of(i) {
				means[c] += v
			}
		}
	}
	taken := make([]float64, len(means))
	for range centrings {
		for c, n := range r.sizes { // cells of one margin do not meet, so this is margin after margin
			left := means[c] / n
			for _, with := range r.meets[c] {
				left -= with.share * taken[with.cell]
			}
			taken[c] += left
		}
	}
	for i, w := range r.weights {
		explained := 0.0
		for _, c := range r.of(i) {
			explained += taken[c]
		}
		values[i] -= w * explained
	}
}

// standardError is that of a total of linearised values, which are used up.
func (s *Sample) standardError(values []float64) float64 {
	for _, c := range s.calibrations {
		c.residuals(values)
	}
	means, squares := make([]float64, len(s.strata)), make([]float64, len(s.strata))
	for i, h := range s.of {
		means[h] += values[i]
	}
	for h, in := range s.strata {
		if in.respondents > 0 {
			means[h] /= in.respondents
		}
	}
	for i, h := range s.of {
		off := values[i] - means[h]
		squares[h] += off * off
	}
	variance := 0.0
	for h, in := range s.strata {
		variance += in.scale * squares[h]
	}
	return math.Sqrt(variance)
}
