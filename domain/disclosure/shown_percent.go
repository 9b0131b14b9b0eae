package disclosure

import "math"

// ShownPercent is how a weighted share is shown: in whole percents. Finer ones, with the weights, which follow from known margins, would
// be further equations in the hidden counts. A margin of error is several percents, so nothing is lost. What is no number gives false.
func ShownPercent(percent float64) (float64, bool) {
	if math.IsNaN(percent) || math.IsInf(percent, 0) {
		return 0, false
	}
	return math.Round(percent), true
}
