package statistics

import "slices"

// mostTrims is after how many times giving trimmings away leads nowhere.
const mostTrims = 1000

// TrimWeights cuts weights to the bounds and shares what was cut off, or added, equally among those that were within. That may push
// some of these out; strict does it again until all are within. It also tells how many were cut or raised at first.
// This is R's trimWeights. Where nobody was within, what was cut off is lost.
func TrimWeights(weights []float64, lower, upper float64, strict bool) (trimmed []float64, outside int) {
	trimmed = slices.Clone(weights)
	outside = trimOnce(trimmed, lower, upper, true)
	for left, again := outside, 0; strict && left > 0; again++ {
		left = trimOnce(trimmed, lower, upper, again < mostTrims)
	}
	return trimmed, outside
}

func trimOnce(weights []float64, lower, upper float64, share bool) (outside int) {
	within := make([]bool, len(weights))
	trimmings := 0.0
	for i, w := range weights {
		kept := max(lower, min(w, upper))
		within[i] = kept == w
		if !within[i] {
			outside++
			trimmings += w - kept
			weights[i] = kept
		}
	}
	if outside == 0 || outside == len(weights) || !share {
		return outside
	}
	each := trimmings / float64(len(weights)-outside)
	for i := range weights {
		if within[i] {
			weights[i] += each
		}
	}
	return outside
}
