package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"hromada/domain"
)

// scale puts values onto pixels.
type scale struct {
	from, to   float64 // the values at both ends
	start, end int     // and where these are
	step       float64 // between ticks
	digits     int     // behind the point, that ticks need
}

// maxTicks is how many a scale has at the most, both ends included.
const maxTicks = 8

// newScale has round ends that hold all values. Of bars, which are as long as what they show, one end is nought.
func newScale(values []float64, fromNought bool, start, end int) scale {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		v = drawable(v)
		least, most = min(least, v), max(most, v)
	}
	if len(values) == 0 {
		least, most = 0, 1
	}
	if fromNought {
		least, most = min(least, 0), max(most, 0)
	}
	if most-least < max(math.Abs(least), math.Abs(most), 1)*1e-9 { // the same, as far as anybody sees
		spread := max(math.Abs(least)/10, 0.5)
		if !fromNought {
			least -= spread
		}
		most += spread
	}
	step := roundStep((most - least) / (maxTicks - 2))
	return scale{
		from: math.Floor(least/step) * step, to: math.Ceil(most/step) * step, start: start, end: end, step: step,
		digits: max(0, -int(math.Floor(math.Log10(step)+1e-9))),
	}
}

// drawable keeps what is beyond all measure within what can be reckoned with.
func drawable(v float64) float64 { return max(-1e15, min(1e15, v)) }

// roundStep is the next larger of 1, 2, 2.5 and 5 times a power of ten.
func roundStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, round := range []float64{1, 2, 2.5, 5} {
		if round*power >= least*(1-1e-9) {
			return round * power
		}
	}
	return 10 * power
}

func (s scale) at(value float64) int {
	share := (drawable(value) - s.from) / (s.to - s.from)
	return s.start + int(math.Round(share*float64(s.end-s.start)))
}

func (s scale) ticks() []float64 {
	ticks := make([]float64, 1+int(math.Round((s.to-s.from)/s.step)))
	for i := range ticks {
		ticks[i] = s.from + float64(i)*s.step
	}
	return ticks
}

// label writes a tick with as many digits as all of them need.
func (s scale) label(tick float64, f Frame) string {
	digits := s.digits
	if s.step == 2.5*math.Pow(10, math.Floor(math.Log10(s.step))) {
		digits = max(0, digits+1)
	}
	return written(tick, digits, f.Language)
}

// Number writes a value for people: with the comma and the spaces of its language, and no more digits than it says something with.
func Number(value float64, language domain.Language) string {
	digits := 1
	switch size := math.Abs(value); {
	case size >= 1000 || math.Abs(value-math.Round(value)) < 1e-6: // 100 times a share is seldom whole to the last digit
		digits = 0
	case size < 1:
		digits = 2
	}
	return written(value, digits, language)
}

func written(value float64, digits int, language domain.Language) string {
	if value == 0 {
		value = 0 // which may have been less than nothing
	}
	whole, part, hasPart := strings.Cut(strconv.FormatFloat(math.Abs(value), 'f', digits, 64), ".")
	comma, between := ".", ","
	if language != domain.English {
		comma, between = ",", "\u00A0"
	}
	var out strings.Builder
	if value < 0 && strings.Trim(whole+part, "0") != "" {
		out.WriteString("−")
	}
	for i, digit := range whole {
		if left := len(whole) - i; i > 0 && left%3 == 0 && (len(whole) > 4 || language == domain.English) {
			out.WriteString(between)
		}
		out.WriteRune(digit)
	}
	if hasPart {
		out.WriteString(comma + part)
	}
	return out.String()
}

// withUnit writes a value and what it counts.
func (f Frame) withUnit(value float64) string {
	text := Number(value, f.Language)
	switch f.Unit {
	case "":
		return text
	case "%":
		if f.Language == domain.English {
			return text + "%"
		}
	}
	return text + "\u00A0" + f.Unit
}

// within writes a value, and its interval where that is known.
func (f Frame) within(value float64, low, high *float64) string {
	if low == nil || high == nil {
		return f.withUnit(value)
	}
	return fmt.Sprintf(f.say("%s (від %s до %s)", "%s (from %s to %s)"), f.withUnit(value), f.withUnit(*low), f.withUnit(*high))
}

func (f Frame) medianIs(median float64) string {
	return f.say("медіана ", "median ") + f.withUnit(median)
}

// medianSaid is the last sentence of what is said of a picture, where there is a median.
func (f Frame) medianSaid(median *float64) string {
	if median == nil {
		return ""
	}
	return f.say(" Медіана: ", " Median: ") + f.withUnit(*median) + "."
}

func (f Frame) say(uk, en string) string { return domain.Text{UK: uk, EN: en}.In(f.Language) }
