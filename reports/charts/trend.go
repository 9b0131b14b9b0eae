package charts

import (
	"fmt"
	"strings"
)

// Trend is how values went from period to period.
type Trend struct {
	Frame
	Periods []string
	Lines   []Line // at most MaxLines
}

// maxLabelled is of how many periods every value is written; of more only those at the ends of lines, where there is room.
const maxLabelled = 8

// MaxLines is how many lines can be told apart.
const MaxLines = 2

// Line is one row of values; nil: none of that period. Where it breaks off, nothing is drawn between.
type Line struct {
	Name      string
	Values    []*float64
	Low, High []*float64 // intervals; nil: not known
}

func (t *Trend) frame() Frame { return t.Frame }

func (t *Trend) size() (int, int) { return width, headHeight + plotHeight + 2*lineSpacing + footHeight }

func (t *Trend) draw(c *canvas) {
	bottom := headHeight + plotHeight
	values := t.values()
	if len(values) == 0 || len(t.Periods) == 0 {
		c.text(t.say("Немає даних", "No data"), margin, headHeight+barHeight, labelSize, c.colours.quiet)
		return
	}
	up := newScale(values, false, bottom, headHeight+lineSpacing)
	for _, tick := range up.ticks() {
		y := up.at(tick)
		c.line(margin+60, y, width-margin, y, c.colours.grid, 1)
		c.textEnding(up.label(tick, t.Frame), margin+52, y+4, smallSize, c.colours.quiet)
	}
	free := 0
	for i, period := range t.Periods {
		half := c.measure(period, smallSize) / 2
		if x := t.at(i); x-half >= free {
			c.textCentred(period, x, bottom+lineSpacing, c.colours.quiet)
			free = x + half + 8
		}
	}
	colours := []colour{c.colours.bar, c.colours.chosen}
	for i, line := range t.Lines[:min(len(t.Lines), MaxLines)] {
		t.drawLine(c, up, line, colours[i])
		x := margin + 60 + i*(width-2*margin-60)/MaxLines
		c.rect(x, bottom+2*lineSpacing+1, x+18, bottom+2*lineSpacing+4, colours[i])
		c.text(c.fit(line.Name, smallSize, (width-2*margin)/MaxLines-40), x+24, bottom+2*lineSpacing+6, smallSize, c.colours.ink)
	}
}

// at is where a period stands.
func (t *Trend) at(i int) int {
	const from, to = margin + 90, width - margin - 40
	if len(t.Periods) == 1 {
		return (from + to) / 2
	}
	return from + i*(to-from)/(len(t.Periods)-1)
}

func (t *Trend) drawLine(c *canvas, up scale, line Line, shade colour) {
	for i, value := range line.Values[:min(len(line.Values), len(t.Periods))] {
		if value == nil {
			continue
		}
		x, y := t.at(i), up.at(*value)
		if i > 0 && line.Values[i-1] != nil {
			c.line(t.at(i-1), up.at(*line.Values[i-1]), x, y, shade, 2.2)
		}
		if low, high := nth(line.Low, i), nth(line.High, i); low != nil && high != nil {
			c.line(x, up.at(*low), x, up.at(*high), c.colours.whisker, 1.2)
			c.line(x-4, up.at(*low), x+4, up.at(*low), c.colours.whisker, 1.2)
			c.line(x-4, up.at(*high), x+4, up.at(*high), c.colours.whisker, 1.2)
		}
		c.dot(x, y, shade)
		if len(t.Periods) <= maxLabelled || nth(line.Values, i-1) == nil || nth(line.Values, i+1) == nil {
			c.text(t.withUnit(*value), x+8, y-8, smallSize, c.colours.ink)
		}
	}
}

func nth(values []*float64, i int) *float64 {
	if i < 0 || i >= len(values) {
		return nil
	}
	return values[i]
}

func (t *Trend) values() []float64 {
	values := []float64{}
	for _, line := range t.Lines[:min(len(t.Lines), MaxLines)] {
		for _, row := range [][]*float64{line.Values, line.Low, line.High} {
			for _, v := range row[:min(len(row), len(t.Periods))] {
				if v != nil {
					values = append(values, *v)
				}
			}
		}
	}
	return values
}

// Alt tells every value of every line.
func (t *Trend) Alt() string {
	var said strings.Builder
	said.WriteString(t.say("Зміна за періодами.", "Change over periods."))
	for _, line := range t.Lines[:min(len(t.Lines), MaxLines)] {
		fmt.Fprintf(&said, " %s:", line.Name)
		for i, value := range line.Values[:min(len(line.Values), len(t.Periods))] {
			shown := t.say("немає", "none")
			if value != nil {
				shown = t.withUnit(*value)
			}
			fmt.Fprintf(&said, " %s: %s;", t.Periods[i], shown)
		}
	}
	return strings.TrimSuffix(said.String(), ";") + "."
}
