package statistics

import "math"

// Change is how a figure moved from one wave to a later one.
type Change struct {
	// Difference is after minus before, nil where either has no value.
	Difference *float64
	// SE is of the difference; Z is the difference over it; PValue is two-sided.
	SE, Z, PValue *float64
	// Significant says whether a difference this large would, at the confidence, be rare without any change; nil: not tested.
	Significant *bool
	// Reason says why there is no test.
	Reason Reason
}

// Compare tests the change between two waves with z = (p₂−p₁)/√(SE₁² + SE₂²), taking their respondents to be drawn
// independently. A figure without an error is not tested, and neither is one with an opt-in part. A share that all or none have has an SE of 0, which would
// make any change significant; half the width of its Wilson interval over z stands in for it.
func Compare(before, after Figure, c Confidence) Change {
	var change Change
	if before.Value == nil || after.Value == nil {
		change.Reason = NoRespondents
		return change
	}
	change.Difference = new(*after.Value - *before.Value)
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
	z := *change.Difference / se
	change.SE, change.Z, change.PValue = &se, &z, new(math.Erfc(math.Abs(z)/math.Sqrt2))
	change.Significant = new(math.Abs(z) > c.Z())
	return change
}

// tested is the standard error to test with, or why there is none.
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
		return *f.SE, ""
	}
}
