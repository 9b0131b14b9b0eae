package statistics

import (
	"math"

	"hromada/domain"
)

// Confidence is how often an interval is right: a level in (0, 1). The zero value is 95%.
type Confidence struct{ level float64 }

const (
	usualLevel   = .95
	highestLevel = .999999 // beyond this the normal approximation means nothing
)

// NewConfidence takes a level such as 0.95; INVALID_INPUT outside of (0, 0.999999].
func NewConfidence(level float64) (Confidence, error) {
	if !(level > 0 && level <= highestLevel) {
		return Confidence{}, domain.Invalid("confidence", "Рівень довіри має бути між 0 і 1.", "The confidence level lies between 0 and 1.")
	}
	return Confidence{level}, nil
}

// Level is the level in (0, 1).
func (c Confidence) Level() float64 {
	if c.level == 0 {
		return usualLevel
	}
	return c.level
}

// Z is the two-sided quantile of the normal distribution: 1.959964 for 95%.
func (c Confidence) Z() float64 { return math.Sqrt2 * math.Erfinv(c.Level()) }
