package comparison

import (
	"fmt"
	"math"
)

// Direction says which values of a metric are the better ones.
type Direction string

// The directions. Where neither is better, the order is from the highest, and nothing is best or on target.
const (
	HigherIsBetter Direction = "HIGHER_IS_BETTER"
	LowerIsBetter  Direction = "LOWER_IS_BETTER"
	Neutral        Direction = "NEUTRAL"
)

// Missing is why a community has no figure.
type Missing string

// The reasons.
const (
	NotCollected  Missing = "NOT_COLLECTED"
	NotApplicable Missing = "NOT_APPLICABLE"
	Suppressed    Missing = "SUPPRESSED"
	Refused       Missing = "REFUSED"
)

// Figure is a value with its standard error, which is nil where the value has none or it is not known.
type Figure struct {
	Value float64
	SE    *float64
}

// Row is what is known of one community.
type Row struct {
	ID       string
	Figure   *Figure
	Missing  Missing  // why there is no figure; a figure that stands beside a reason is not looked at
	Weight   *float64 // population, for weighted means
	Previous *Figure  // of the period or wave before; nil: none, or hidden
	Target   *float64
}

func (r Row) has() bool { return r.Figure != nil && r.Missing == "" }

// biggest is how far from 0 a figure may be, so that sums of squares stay finite.
const biggest = 1e100

// check demands finite figures, errors and weights that are not below zero, and a reason where there is no figure.
func (r Row) check() error {
	fine := r.has() || r.Missing != ""
	for _, f := range []*Figure{r.Figure, r.Previous} {
		fine = fine && (f == nil || isFigure(&f.Value) && isSize(f.SE))
	}
	if !fine || !isFigure(r.Target) || !isSize(r.Weight) {
		return fmt.Errorf("comparison: row %q has a figure, error, weight or target that is none, or no reason for having none", r.ID)
	}
	return nil
}

func isFigure(f *float64) bool { return f == nil || math.Abs(*f) <= biggest }

func isSize(f *float64) bool { return f == nil || *f >= 0 && *f <= biggest }

// rounded takes off what binary fractions add far behind the point, so that 0.1 + 0.2 ties with 0.3. From a million on, floating-point
// numbers have no such digits.
func rounded(f float64) float64 {
	if math.Abs(f) >= 1e6 {
		return f
	}
	return math.Round(f*1e10) / 1e10
}
