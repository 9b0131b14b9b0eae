package comparison

import (
	"math"
	"sort"
)

// Bin counts the values from From up to To, To itself only in the last one. Where all values are equal, there is one bin that has no
// width.
type Bin struct {
	From, To float64
	Count    int
}

// How many bins a histogram has; whole numbers that lie close together have fewer than the fewest, one for each.
const (
	fewestBins = 5
	mostBins   = 20
)

// Histogram counts ascending values in bins of one width, which is 1, 2 or 5 times a power of ten, and whole where all values are; edges
// are multiples of it. The width is the least of these that is no less than Freedman's and Diaconis' 2·IQR/∛n, within 5 to 20 bins.
func Histogram(values []float64) []Bin {
	if len(values) == 0 {
		return []Bin{}
	}
	least, most := values[0], values[len(values)-1]
	if least == most {
		return []Bin{{least, most, len(values)}}
	}
	edges := edgesOf(values)
	bins := make([]Bin, len(edges)-1)
	for i := range bins {
		bins[i].From, bins[i].To = edges[i], edges[i+1]
	}
	for _, v := range values {
		after := sort.Search(len(edges), func(i int) bool { return edges[i] > v })
		bins[min(after, len(bins))-1].Count++
	}
	return bins
}

func edgesOf(values []float64) []float64 {
	least, most := values[0], values[len(values)-1]
	whole := areWhole(values)
	width := niceWidth(values, whole)
	first, last := math.Floor(least/width), math.Ceil(most/width)
	if whole && width == 1 && last == most {
		last++ // each number a bin of its own
	}
	edges := []float64{}
	for i := first; i <= last && len(edges) <= mostBins+2; i++ {
		edges = append(edges, tidy(i*width))
	}
	if !ascend(edges) || edges[0] > least || edges[len(edges)-1] < most {
		return []float64{least, most} // so close together that there are no round numbers between them
	}
	return edges
}

func areWhole(values []float64) bool {
	for _, v := range values {
		if v != math.Trunc(v) {
			return false
		}
	}
	return true
}

// niceWidth is in the middle between too few bins and too many where the values ask for either.
func niceWidth(values []float64, whole bool) float64 {
	spread := values[len(values)-1] - values[0]
	width := 2 * (quantile(values, .75) - quantile(values, .25)) / math.Cbrt(float64(len(values)))
	if width == 0 { // half of the values are one: Sturges' number of bins
		width = spread / (1 + math.Log2(float64(len(values))))
	}
	// One bin more is needed where the edges do not fall on the extremes.
	width = nextNice(max(width, spread/(mostBins-1)))
	for width > spread/fewestBins {
		smaller := belowNice(width)
		if spread/smaller > mostBins-1 {
			break
		}
		width = smaller
	}
	if whole {
		width = max(width, 1)
	}
	return width
}

// nextNice is the least of 1, 2, 5, 10, … that is no less.
func nextNice(width float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(width)))
	for _, times := range []float64{1, 2, 5} {
		if times*power >= width*(1-1e-12) {
			return tidy(times * power)
		}
	}
	return tidy(10 * power)
}

func belowNice(width float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(width)+1e-9))
	switch times := math.Round(width / power); {
	case times >= 5:
		return tidy(2 * power)
	case times >= 2:
		return tidy(power)
	default:
		return tidy(power / 2)
	}
}

// tidy is the number without what multiplying added in the last digits.
func tidy(f float64) float64 {
	if f == 0 {
		return 0
	}
	scale := math.Pow(10, 12-math.Ceil(math.Log10(math.Abs(f))))
	if tidied := math.Round(f*scale) / scale; !math.IsInf(scale, 0) && scale > 0 && math.Abs(tidied) <= 10*biggest {
		return tidied
	}
	return f
}

func ascend(edges []float64) bool {
	for i := 1; i < len(edges); i++ {
		if edges[i] <= edges[i-1] {
			return false
		}
	}
	return len(edges) > 1
}
