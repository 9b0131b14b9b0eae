package charts

import (
	"fmt"
	"strings"
)

// Distribution is how many communities have values in each of some bins.
type Distribution struct {
	Frame
	Bins   []Bin
	Median *float64
	Absent int // communities without a value that is shown
}

// Bin is a range of values, From included and To too in the last one.
type Bin struct {
	From, To float64
	Count    int
}

const plotHeight = 320

func (d *Distribution) frame() Frame { return d.Frame }

func (d *Distribution) height() int { return plotHeight + 2*lineSpacing }

func (d *Distribution) draw(c *canvas) {
	bottom := c.top + plotHeight
	if len(d.Bins) == 0 {
		c.text(d.say("Немає даних", "No data"), margin, c.top+barHeight, labelSize, c.colours.quiet)
		return
	}
	counts := make([]float64, len(d.Bins))
	for i, bin := range d.Bins {
		counts[i] = float64(bin.Count)
	}
	up := newScale(counts, true, bottom, c.top)
	d.drawCounts(c, up)
	across := scale{from: d.Bins[0].From, to: d.Bins[len(d.Bins)-1].To, start: margin + 44, end: width - margin}
	if across.from == across.to {
		across.from, across.to = across.from-0.5, across.to+0.5
	}
	for _, bin := range d.Bins {
		from, to := across.at(bin.From), across.at(bin.To)
		if bin.From == bin.To {
			from, to = from-20, to+20
		}
		c.rect(from+1, up.at(float64(bin.Count)), to-1, bottom, c.colours.bar)
	}
	d.drawEdges(c, across, bottom)
	if d.Median != nil {
		x := across.at(*d.Median)
		c.dashes(x, c.top, x, bottom, c.colours.mark)
		c.textCentred(d.medianIs(*d.Median), x, c.top-10, c.colours.mark)
	}
}

func (d *Distribution) drawCounts(c *canvas, up scale) {
	for _, tick := range up.ticks() {
		if tick != float64(int(tick)) { // there are no halves of communities
			continue
		}
		y := up.at(tick)
		c.line(margin+44, y, width-margin, y, c.colours.grid, 1)
		c.textEnding(written(tick, 0, d.Language), margin+36, y+4, smallSize, c.colours.quiet)
	}
}

// drawEdges writes where bins begin, as many as do not run into each other.
func (d *Distribution) drawEdges(c *canvas, across scale, bottom int) {
	free := 0
	edges := []float64{d.Bins[0].From}
	for _, bin := range d.Bins {
		if bin.To != bin.From {
			edges = append(edges, bin.To)
		}
	}
	for _, edge := range edges {
		text, x := Number(edge, d.Language), across.at(edge)
		half := c.measure(text, smallSize) / 2
		if x-half < free {
			continue
		}
		c.textCentred(text, x, bottom+lineSpacing, c.colours.quiet)
		free = x + half + 8
	}
	c.textCentred(d.say("громад за значенням", "communities by value")+unitIn(d.Unit), (across.start+across.end)/2, bottom+2*lineSpacing, c.colours.quiet)
}

func unitIn(unit string) string {
	if unit == "" {
		return ""
	}
	return ", " + unit
}

// Alt tells every bin.
func (d *Distribution) Alt() string {
	var said strings.Builder
	said.WriteString(d.say("Розподіл громад за значенням.", "How communities are distributed by value."))
	for _, bin := range d.Bins {
		fmt.Fprintf(&said, d.say(" Від %s до %s: %d.", " From %s to %s: %d."), d.withUnit(bin.From), d.withUnit(bin.To), bin.Count)
	}
	if d.Absent > 0 {
		fmt.Fprintf(&said, d.say(" Без значення: %d.", " Without a value: %d."), d.Absent)
	}
	return said.String() + d.medianSaid(d.Median)
}
