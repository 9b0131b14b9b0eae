package statistics

import "math"

// Kind is what a figure measures.
type Kind string

// The kinds of figures.
const (
	Share Kind = "SHARE" // 0–1
	Mean  Kind = "MEAN"
)

// Interval is from where to where the true value lies, at the confidence asked for.
type Interval struct{ Low, High float64 }

// Figure is an estimate with its error. What cannot be said is nil, and Reason says why. Nothing in it is ever infinite or not a number.
type Figure struct {
	Kind   Kind
	Basis  Basis
	Reason Reason
	// N is the base: the respondents that the figure is of.
	N int
	// Value is a share (0–1) or a mean, nil of nobody.
	Value *float64
	// SE is the standard error, and Margin z times it. Of a rounded value SE has that of the rounding added, and Margin is z times the error of the sample and half
	// a step.
	SE, Margin *float64
	// Interval is Wilson's for a share, and the value ± margin for a mean; of a rounded value it is half a step wider each way.
	Interval *Interval
	// EffectiveN is of how many a simple random sample would have the same error; it can exceed N. DesignEffect is N/EffectiveN.
	EffectiveN, DesignEffect *float64
	// Kish is (Σw)²/Σw² over the base: what the weights alone leave of N.
	Kish *float64

	// working is what the formulas give, claimed or not, for blending.
	working *linearised
}

// linearised is a standard error, and the variance of single answers.
type linearised struct{ se, spread float64 }

// WorkingSE is what the formulas give for a sample drawn at random: SE, also where it is not claimed because respondents chose to take
// part. Blending uses it; it is not to be shown as an error. False where there is none.
func (f Figure) WorkingSE() (float64, bool) {
	if f.working == nil {
		return 0, false
	}
	return f.working.se, true
}

// nothing is an SE this much smaller than the spread of answers: left over by rounding where the true one is 0.
const nothing = 1e-6

// judge fills in the error from a standard error and the variance of single answers.
func (f *Figure) judge(se, spread float64, c Confidence) {
	among := float64(f.N)
	switch {
	case spread == 0:
		f.Reason, se = NoVariation, 0
		f.EffectiveN = new(*f.Kish)
	case se <= nothing*math.Sqrt(spread):
		f.Reason, se = Known, 0
	default:
		f.EffectiveN = new(spread / se / se)
	}
	f.working = &linearised{se, spread}
	if f.EffectiveN != nil {
		f.DesignEffect = new(float64(f.N) / *f.EffectiveN)
		among = min(among, *f.EffectiveN)
	}
	if f.Basis.Indicative {
		f.Reason = NotSampled
		return
	}
	if f.Basis.Unsized {
		f.Reason = UnknownSizes
		return
	}
	f.SE = new(se)
	if f.Reason != NoVariation {
		f.Margin = new(c.Z() * se)
	}
	switch {
	case f.Kind == Share:
		f.Interval = new(Wilson(*f.Value, among, c))
	case f.Margin != nil:
		f.Interval = &Interval{*f.Value - *f.Margin, *f.Value + *f.Margin}
	}
}

// Wilson is Wilson's score interval (1927) of a share p among n, which need not be whole: within [0, 1] and around p. It is [0, 1] where p is
// no share or n is not positive.
func Wilson(p, n float64, c Confidence) Interval {
	if !(n > 0 && p >= 0 && p <= 1) {
		return Interval{0, 1}
	}
	n = min(n, most)
	z := c.Z()
	centre := (n*p + z*z/2) / (n + z*z)
	half := z * math.Sqrt(n*p*(1-p)+z*z/4) / (n + z*z)
	return Interval{max(min(centre-half, p), 0), min(max(centre+half, p), 1)}
}
