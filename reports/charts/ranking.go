package charts

import (
	"fmt"
	"strings"
)

// Ranking is bars one beneath the other, each with the range in which the value may be.
type Ranking struct {
	Frame
	Bars   []Bar    // in the order in which they stand; the first MaxRanked are drawn, and after a gap those that were chosen
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

// frame says too that not all are drawn, since nobody counts a hundred bars.
func (r *Ranking) frame() Frame {
	f := r.Frame
	if len(r.Bars) > MaxRanked {
		f.Subtitle += " · " + fmt.Sprintf(r.say("показано перші %d", "the first %d are shown"), MaxRanked)
	}
	return f
}

// drawn are the first bars, and those beyond that were chosen.
func (r *Ranking) drawn() []Bar {
	first := min(len(r.Bars), MaxRanked)
	bars := r.Bars[:first:first]
	for _, bar := range r.Bars[first:] {
		if bar.Chosen {
			bars = append(bars, bar)
		}
	}
	return bars
}

// place is how many bars high the space above one that is drawn is.
func place(i int) int {
	if i >= MaxRanked {
		return i + 1 // the gap
	}
	return i
}

func (r *Ranking) height() int { return r.plot() + lineSpacing }

func (r *Ranking) plot() int { return max(1, place(len(r.drawn())-1)+1) * barPitch }

func (r *Ranking) draw(c *canvas) {
	bottom := c.top + r.plot()
	if len(r.Bars) == 0 {
		c.text(r.say("Немає даних", "No data"), margin, c.top+barHeight, labelSize, c.colours.quiet)
		return
	}
	across := newScale(r.values(), true, margin+labelWidth, width-margin-valueWidth)
	for _, tick := range across.ticks() {
		x := across.at(tick)
		c.line(x, c.top, x, bottom, c.colours.grid, 1)
		c.textCentred(across.label(tick, r.Frame), x, bottom+lineSpacing, c.colours.quiet)
	}
	for i, bar := range r.drawn() {
		r.drawBar(c, across, bar, barTop(c, i))
	}
	if r.Median != nil {
		x := across.at(*r.Median)
		c.dashes(x, c.top-4, x, bottom, c.colours.mark)
		c.textCentred(r.medianIs(*r.Median), x, c.top-8, c.colours.mark)
	}
	for i, bar := range r.drawn() { // over the median's line
		r.drawWords(c, across, bar, barTop(c, i)+barHeight-3)
	}
	if len(r.drawn()) > MaxRanked {
		c.textEnding("…", margin+labelWidth-8, c.top+MaxRanked*barPitch+barPitch/2, labelSize, c.colours.quiet)
	}
}

func barTop(c *canvas, i int) int { return c.top + place(i)*barPitch + (barPitch-barHeight)/2 }

func (r *Ranking) drawBar(c *canvas, across scale, bar Bar, top int) {
	if bar.Value == nil {
		return
	}
	colour := c.colours.bar
	if bar.Chosen {
		colour = c.colours.chosen
	}
	from, to := across.at(0), across.at(*bar.Value)
	c.rect(min(from, to), top, max(from, to), top+barHeight, colour)
	if bar.Low != nil && bar.High != nil {
		middle := top + barHeight/2
		c.whisker(across.at(*bar.Low), middle, across.at(*bar.High), middle, barHeight/2-3)
	}
}

// drawWords writes whose bar it is and its value, or why there is none.
func (r *Ranking) drawWords(c *canvas, across scale, bar Bar, baseline int) {
	label := bar.Label
	if bar.Rank != "" {
		label = bar.Rank + ". " + label
	}
	c.textEnding(c.fit(label, labelSize, labelWidth-10), margin+labelWidth-8, baseline, labelSize, c.colours.ink)
	if bar.Value == nil {
		c.label(c.fit(bar.Why, smallSize, across.end-across.start), across.at(0)+6, baseline, smallSize)
		return
	}
	end := max(across.at(0), across.at(*bar.Value))
	if bar.Low != nil && bar.High != nil {
		end = max(end, across.at(*bar.High))
	}
	c.label(r.withUnit(*bar.Value), end+6, baseline, labelSize)
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

// Alt names all that are drawn, and how many there are.
func (r *Ranking) Alt() string {
	var said strings.Builder
	fmt.Fprintf(&said, r.say("Стовпчики за порядком, громад: %d.", "Bars in order, communities: %d."), len(r.Bars))
	for _, bar := range r.drawn() {
		if bar.Value == nil {
			fmt.Fprintf(&said, " %s: %s.", bar.Label, bar.Why)
		} else {
			fmt.Fprintf(&said, " %s: %s.", bar.Label, r.within(*bar.Value, bar.Low, bar.High))
		}
	}
	return said.String() + r.medianSaid(r.Median)
}
