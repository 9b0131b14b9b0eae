package statistics

import (
	"math"
	"strconv"
)

// Change is how a figure moved from one wave to a later one.
type Change struct {
	// Difference is after minus before, nil where either has no value.
	Difference *float64
	// SE is of the difference, as samples make it; Z is the difference over it, brought as near to 0 as rounding may have moved it away; PValue is two-sided.
	SE, Z, PValue *float64
	// Significant says whether a difference this large would, at the confidence, be rare without any change; nil: not tested.
	Significant *bool
	// Reason says why there is no test.
	Reason Reason
}

// Compare tests the change between two waves with z = (p₂−p₁)/√(SE₁² + SE₂²), taking their respondents to be drawn
// independently. A figure without an error is not tested, and neither is one with an opt-in part. A share that all or none have has an SE of 0, which would
// make any change significant; half the width of its Wilson interval over z stands in for it. Rounding counts against a change: of the difference half of what each
// value was rounded to is taken off before it is tested.
func Compare(before, after Figure, c Confidence) Change {
	var change Change
	if before.Value == nil || after.Value == nil {
		change.Reason = NoRespondents
		return change
	}
	change.Difference = new(difference(before, after))
	first, reason := before.tested(c)
	second, other := after.tested(c)
	if reason == "" {
		reason = other
	}
	se := math.Hypot(first, second)
	if reason == "" && se == 0 {
		reason = Known
	}
	if reason != "" {
		change.Reason = reason
		return change
	}
	z := toward0(*change.Difference, (before.Basis.Rounded+after.Basis.Rounded)/2) / se
	change.SE, change.Z, change.PValue = &se, &z, new(math.Erfc(math.Abs(z)/math.Sqrt2))
	change.Significant = new(math.Abs(z) > c.Z())
	return change
}

func difference(before, after Figure) float64 {
	d := *after.Value - *before.Value
	if before.Basis.Rounded > 0 || after.Basis.Rounded > 0 {
		return Tidy(d)
	}
	return d
}

// toward0 takes so much off a number, and no more than there is of it.
func toward0(f, by float64) float64 {
	if math.Abs(f) <= by {
		return 0
	}
	return f - math.Copysign(by, f)
}

// Tidy takes off what binary fractions add far behind the point of a number that has few digits: 0.6000000000000001.
func Tidy(f float64) float64 {
	tidy, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 12, 64), 64)
	if err != nil || tidy == 0 { // never -0
		return 0
	}
	return tidy
}

// tested is the standard error of the sample to test with, or why there is none.
func (f Figure) tested(c Confidence) (float64, Reason) {
	switch {
	case f.SE == nil:
		return 0, f.Reason
	case f.Reason == NoVariation && f.Kind == Mean:
		return 0, NoVariation
	case f.Reason == NoVariation:
		likely := Wilson(*f.Value, min(*f.Kish, float64(f.N)), c)
		return (likely.High - likely.Low) / 2 / c.Z(), ""
	default:
		return max(*f.SE-RoundingSE(f.Basis.Rounded), 0), ""
	}
}
