package charts

import (
	"strings"

	draw "github.com/go-analyze/charts"
)

// Sizes in pixels, and of letters in points.
const (
	width        = 900
	margin       = 24
	headHeight   = 94 // with one line of title and one of subtitle
	footHeight   = 44 // with one line
	titleSize    = 15.0
	labelSize    = 10.5
	smallSize    = 9.0
	lineSpacing  = 16
	titleSpacing = 22
	smallSpacing = 14
)

// How many lines the words around a chart have at the most.
const (
	maxTitle    = 4
	maxSubtitle = 2
	maxSource   = 8
)

// canvas is a sheet that is drawn on, the same for both formats. It is as high as its words need.
type canvas struct {
	painter                 *draw.Painter
	frame                   Frame
	colours                 palette
	top, height             int // where the chart begins, and where the sheet ends
	title, subtitle, source []string
}

// newCanvas makes a sheet for a chart of a height.
func newCanvas(f Frame, format Format, chart int) *canvas {
	c := &canvas{frame: f, colours: palettes[f.Theme], painter: painter(format, 1)} // one that words are measured by
	if c.colours == (palette{}) {
		c.colours = palettes[Light]
	}
	c.title, c.subtitle = c.wrap(f.Title, titleSize, maxTitle), c.wrap(f.Subtitle, labelSize, maxSubtitle)
	c.source = c.wrap(f.Source, smallSize, maxSource)
	c.top = headHeight + more(c.title)*titleSpacing + more(c.subtitle)*lineSpacing
	c.height = c.top + chart + footHeight + more(c.source)*smallSpacing
	c.painter = painter(format, c.height)
	c.rect(0, 0, width, c.height, c.colours.paper)
	return c
}

func painter(format Format, height int) *draw.Painter {
	return draw.NewPainter(draw.PainterOptions{OutputFormat: string(format), Width: width, Height: height})
}

// more is how many lines there are beyond the first.
func more(lines []string) int { return max(0, len(lines)-1) }

func (c *canvas) heading() {
	y := margin + 14
	for i, line := range c.title {
		c.text(line, margin, y+i*titleSpacing, titleSize, c.colours.ink)
	}
	y += more(c.title)*titleSpacing + 22
	for i, line := range c.subtitle {
		c.text(line, margin, y+i*lineSpacing, labelSize, c.colours.quiet)
	}
}

func (c *canvas) footing() {
	for i, line := range c.source {
		c.text(line, margin, c.height-14-(more(c.source)-i)*smallSpacing, smallSize, c.colours.quiet)
	}
}

func (c *canvas) text(body string, x, y int, size float64, shade colour) {
	if body != "" {
		c.painter.Text(body, x, y, 0, draw.FontStyle{FontSize: size, FontColor: shade})
	}
}

// label writes a text on a strip of paper, so that no line beneath strikes it through. It never leaves the sheet.
func (c *canvas) label(body string, x, y int, size float64) {
	room := c.measure(body, size)
	x = min(x, width-4-room)
	c.rect(x-3, y-int(size)-1, x+room+3, y+4, c.colours.paper)
	c.text(body, x, y, size, c.colours.ink)
}

// textEnding draws a text that ends at x.
func (c *canvas) textEnding(body string, x, y int, size float64, shade colour) {
	c.text(body, x-c.measure(body, size), y, size, shade)
}

// textCentred writes a small text around x, or as near as the sheet's edges allow.
func (c *canvas) textCentred(body string, x, y int, shade colour) {
	room := c.measure(body, smallSize)
	c.text(body, max(4, min(x-room/2, width-4-room)), y, smallSize, shade)
}

func (c *canvas) measure(body string, size float64) int {
	if body == "" {
		return 0
	}
	box := c.painter.MeasureText(body, 0, draw.FontStyle{FontSize: size, FontColor: c.colours.ink})
	return box.Width()
}

// wrap breaks a text into lines between the margins, so many at the most; of what is left then the beginning is kept.
func (c *canvas) wrap(body string, size float64, most int) (lines []string) {
	const room = width - 2*margin
	words, line := strings.Fields(body), ""
	for i, word := range words {
		longer := strings.TrimSpace(line + " " + word)
		switch {
		case line == "" || c.measure(longer, size) <= room:
			line = longer
		case len(lines) == most-1:
			return append(lines, c.fit(line+" "+strings.Join(words[i:], " "), size, room))
		default:
			lines, line = append(lines, c.fit(line, size, room)), word
		}
	}
	if line == "" {
		return lines
	}
	return append(lines, c.fit(line, size, room))
}

// fit shortens a text until it fits.
func (c *canvas) fit(body string, size float64, room int) string {
	body = strings.Join(strings.Fields(body), " ")
	if c.measure(body, size) <= room {
		return body
	}
	letters := []rune(body)
	least, most := 0, len(letters) // so many letters fit; so many do not
	for least+1 < most {
		middle := (least + most) / 2
		if c.measure(string(letters[:middle])+"…", size) <= room {
			least = middle
		} else {
			most = middle
		}
	}
	return strings.TrimRight(string(letters[:least]), " ") + "…"
}

func (c *canvas) rect(x1, y1, x2, y2 int, shade colour) {
	c.painter.FilledRect(x1, y1, x2, y2, shade, shade, 0)
}

func (c *canvas) line(x1, y1, x2, y2 int, shade colour, thickness float64) {
	c.painter.LineStroke([]draw.Point{{X: x1, Y: y1}, {X: x2, Y: y2}}, shade, thickness)
}

// dashes are drawn on a line of paper, so that they are seen on bars too.
func (c *canvas) dashes(x1, y1, x2, y2 int, shade colour) {
	c.line(x1, y1, x2, y2, c.colours.paper, 3)
	c.painter.DashedLineStroke([]draw.Point{{X: x1, Y: y1}, {X: x2, Y: y2}}, shade, 1.4, []float64{5, 4})
}

// whisker draws the interval of a value, with a stroke across each end; on paper, so that it is seen on bars of any colour.
func (c *canvas) whisker(x1, y1, x2, y2, across int) {
	dx, dy := 0, across
	if x1 == x2 {
		dx, dy = across, 0
	}
	for _, stroke := range []struct {
		shade colour
		width float64
	}{{c.colours.paper, 3.6}, {c.colours.whisker, 1.4}} {
		c.line(x1, y1, x2, y2, stroke.shade, stroke.width)
		c.line(x1-dx, y1-dy, x1+dx, y1+dy, stroke.shade, stroke.width)
		c.line(x2-dx, y2-dy, x2+dx, y2+dy, stroke.shade, stroke.width)
	}
}

func (c *canvas) dot(x, y int, shade colour) {
	c.painter.Circle(4, x, y, shade, c.colours.paper, 1)
}
