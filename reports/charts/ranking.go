package charts

import (
	"fmt"
	"strings"
)

// Ranking is bars one beneath the other, each with the range in which the value may be.
type Ranking struct {
	Frame
	Bars   []Bar    // in the order in which they stand; the first MaxRanked are drawn
	Median *float64 // of all that are compared
}

// Bar is one community.
type Bar struct {
	Label     string
	Rank      string   // 3, or 2–5 where it is a range
	Value     *float64 // nil: there is none
	Low, High *float64 // the interval of the value; nil: not known
	Why       string   // there is no value
	Chosen    bool     // it is told from others
}

const (
	barPitch   = 24
	barHeight  = 14
	labelWidth = 250
	valueWidth = 96
)

func (r *Ranking) frame() Frame { return r.Frame }

func (r *Ranking) drawn() []Bar { return r.Bars[:min(len(r.Bars), MaxRanked)] }

func (r *Ranking) size() (int, int) {
	return width, headHeight + max(1, len(r.drawn()))*barPitch + lineSpacing + footHeight
}

func (r *Ranking) draw(c *canvas) {
	bottom := headHeight + max(1, len(r.drawn()))*barPitch
	across := newScale(r.values(), true, margin+labelWidth, width-margin-valueWidth)
	for _, tick := range across.ticks() {
		x := across.at(tick)
		c.line(x, headHeight, x, bottom, c.colours.grid, 1)
		c.textCentred(across.label(tick, r.Frame), x, bottom+lineSpacing, c.colours.quiet)
	}
	if len(r.Bars) == 0 {
		c.text(r.say("Немає даних", "No data"), margin, headHeight+barHeight, labelSize, c.colours.quiet)
	}
	for i, bar := range r.drawn() {
		r.drawBar(c, across, bar, headHeight+i*barPitch+(barPitch-barHeight)/2)
	}
	if r.Median != nil {
		x := across.at(*r.Median)
		c.dashes(x, headHeight-4, x, bottom, c.colours.mark)
		c.textCentred(r.say("медіана ", "median ")+r.withUnit(*r.Median), x, headHeight-8, c.colours.mark)
	}
}

func (r *Ranking) drawBar(c *canvas, across scale, bar Bar, top int) {
	baseline := top + barHeight - 3
	label := bar.Label
	if bar.Rank != "" {
		label = bar.Rank + ". " + label
	}
	c.textEnding(c.fit(label, labelSize, labelWidth-10), margin+labelWidth-8, baseline, labelSize, c.colours.ink)
	if bar.Value == nil {
		c.text(c.fit(bar.Why, smallSize, across.end-across.start), across.at(0)+6, baseline, smallSize, c.colours.quiet)
		return
	}
	colour := c.colours.bar
	if bar.Chosen {
		colour = c.colours.chosen
	}
	from, to := across.at(0), across.at(*bar.Value)
	c.rect(min(from, to), top, max(from, to), top+barHeight, colour)
	end := max(from, to)
	if bar.Low != nil && bar.High != nil {
		low, high, middle := across.at(*bar.Low), across.at(*bar.High), top+barHeight/2
		c.line(low, middle, high, middle, c.colours.whisker, 1.4)
		c.line(low, top+3, low, top+barHeight-3, c.colours.whisker, 1.4)
		c.line(high, top+3, high, top+barHeight-3, c.colours.whisker, 1.4)
		end = max(end, high)
	}
	c.text(r.withUnit(*bar.Value), end+6, baseline, labelSize, c.colours.ink)
}

func (r *Ranking) values() []float64 {
	values := []float64{}
	for _, bar := range r.drawn() {
		for _, v := range []*float64{bar.Value, bar.Low, bar.High} {
			if v != nil {
				values = append(values, *v)
			}
		}
	}
	if r.Median != nil {
		values = append(values, *r.Median)
	}
	return values
}

// Alt names the first and the last, and how many there are.
func (r *Ranking) Alt() string {
	var said strings.Builder
	fmt.Fprintf(&said, r.say("Стовпчики за порядком, громад: %d.", "Bars in order, communities: %d."), len(r.Bars))
	for _, bar := range r.drawn() {
		switch {
		case bar.Value == nil:
			fmt.Fprintf(&said, " %s: %s.", bar.Label, bar.Why)
		case bar.Low != nil && bar.High != nil:
			fmt.Fprintf(&said, r.say(" %s: %s (від %s до %s).", " %s: %s (from %s to %s)."), bar.Label, r.withUnit(*bar.Value), r.withUnit(*bar.Low), r.withUnit(*bar.High))
		default:
			fmt.Fprintf(&said, " %s: %s.", bar.Label, r.withUnit(*bar.Value))
		}
	}
	return said.String()
}
