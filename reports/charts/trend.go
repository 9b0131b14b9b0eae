package charts

import (
	"fmt"
	"strings"
)

// Trend is how values went from period to period.
type Trend struct {
	Frame
	Periods []string
	Lines   []Line // at most MaxLines; the second stands out
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

func (t *Trend) height() int { return plotHeight + 3*lineSpacing }

func (t *Trend) draw(c *canvas) {
	bottom := c.top + plotHeight
	values := t.values()
	if len(values) == 0 || len(t.Periods) == 0 {
		c.text(t.say("Немає даних", "No data"), margin, c.top+barHeight, labelSize, c.colours.quiet)
		return
	}
	up := newScale(values, false, bottom-lineSpacing, c.top+lineSpacing) // with room for what is written at the ends
	for _, tick := range up.ticks() {
		y := up.at(tick)
		c.line(margin+60, y, width-margin, y, c.colours.grid, 1)
		c.textEnding(up.label(tick, t.Frame), margin+52, y+4, smallSize, c.colours.quiet)
	}
	t.drawPeriods(c, bottom+lineSpacing)
	for i, line := range t.lines() {
		shade := []colour{c.colours.bar, c.colours.chosen}[i]
		t.drawLine(c, up, line, shade)
		x, y := margin+60+i*(width-2*margin-60)/MaxLines, bottom+2*lineSpacing+8
		c.rect(x, y+1, x+18, y+4, shade)
		c.text(c.fit(line.Name, smallSize, (width-2*margin)/MaxLines-60), x+24, y+6, smallSize, c.colours.ink)
	}
	for i := range t.lines() { // over the lines
		t.drawValues(c, up, i)
	}
}

func (t *Trend) lines() []Line { return t.Lines[:min(len(t.Lines), MaxLines)] }

// drawPeriods writes as many as do not run into each other.
func (t *Trend) drawPeriods(c *canvas, y int) {
	free := 0
	for i, period := range t.Periods {
		half := c.measure(period, smallSize) / 2
		if x := t.at(i); x-half >= free {
			c.textCentred(period, x, y, c.colours.quiet)
			free = x + half + 8
		}
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
	for i := range t.Periods {
		value, before := nth(line.Values, i), nth(line.Values, i-1)
		if value == nil {
			continue
		}
		x, y := t.at(i), up.at(*value)
		if before != nil {
			c.line(t.at(i-1), up.at(*before), x, y, shade, 2.2)
		}
		if low, high := nth(line.Low, i), nth(line.High, i); low != nil && high != nil {
			c.whisker(x, up.at(*low), x, up.at(*high), 4)
		}
		c.dot(x, y, shade)
	}
}

// drawValues writes the values of a line above it, or beneath where the other line is higher.
func (t *Trend) drawValues(c *canvas, up scale, n int) {
	line, other := t.Lines[n], Line{}
	if len(t.lines()) == MaxLines {
		other = t.Lines[1-n]
	}
	for i := range t.Periods {
		value := nth(line.Values, i)
		if value == nil || len(t.Periods) > maxLabelled && nth(line.Values, i-1) != nil && nth(line.Values, i+1) != nil {
			continue
		}
		y := up.at(*value) - 8
		if over := nth(other.Values, i); over != nil && (*over > *value || *over == *value && n > 0) {
			y += 22
		}
		c.label(t.withUnit(*value), t.at(i)+8, y, smallSize)
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
	for _, line := range t.lines() {
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
	for _, line := range t.lines() {
		fmt.Fprintf(&said, " %s:", line.Name)
		for i, value := range line.Values[:min(len(line.Values), len(t.Periods))] {
			shown := t.say("немає", "none")
			if value != nil {
				shown = t.within(*value, nth(line.Low, i), nth(line.High, i))
			}
			fmt.Fprintf(&said, " %s: %s;", t.Periods[i], shown)
		}
	}
	return strings.TrimSuffix(said.String(), ";") + "."
}
