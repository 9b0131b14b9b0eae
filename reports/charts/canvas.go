package charts

import (
	"strings"

	draw "github.com/go-analyze/charts"
)

// Sizes in pixels, and of letters in points.
const (
	width       = 900
	margin      = 24
	headHeight  = 94
	footHeight  = 44
	titleSize   = 15.0
	labelSize   = 10.5
	smallSize   = 9.0
	lineSpacing = 16
)

// canvas is a sheet that is drawn on, the same for both formats.
type canvas struct {
	painter       *draw.Painter
	frame         Frame
	colours       palette
	width, height int
}

func newCanvas(f Frame, format Format, width, height int) *canvas {
	c := &canvas{frame: f, colours: palettes[f.Theme], width: width, height: height}
	if c.colours == (palette{}) {
		c.colours = palettes[Light]
	}
	c.painter = draw.NewPainter(draw.PainterOptions{OutputFormat: string(format), Width: width, Height: height})
	c.rect(0, 0, width, height, c.colours.paper)
	return c
}

func (c *canvas) heading() {
	c.text(c.fit(c.frame.Title, titleSize, c.width-2*margin), margin, margin+14, titleSize, c.colours.ink)
	c.text(c.fit(c.frame.Subtitle, labelSize, c.width-2*margin), margin, margin+36, labelSize, c.colours.quiet)
}

func (c *canvas) footing() {
	c.text(c.fit(c.frame.Source, smallSize, c.width-2*margin), margin, c.height-14, smallSize, c.colours.quiet)
}

func (c *canvas) text(body string, x, y int, size float64, shade colour) {
	if body != "" {
		c.painter.Text(body, x, y, 0, draw.FontStyle{FontSize: size, FontColor: shade})
	}
}

// textEnding draws a text that ends at x.
func (c *canvas) textEnding(body string, x, y int, size float64, shade colour) {
	c.text(body, x-c.measure(body, size), y, size, shade)
}

// textCentred writes a small text around x.
func (c *canvas) textCentred(body string, x, y int, shade colour) {
	c.text(body, x-c.measure(body, smallSize)/2, y, smallSize, shade)
}

func (c *canvas) measure(body string, size float64) int {
	if body == "" {
		return 0
	}
	box := c.painter.MeasureText(body, 0, draw.FontStyle{FontSize: size, FontColor: c.colours.ink})
	return box.Width()
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

func (c *canvas) dashes(x1, y1, x2, y2 int, shade colour) {
	c.painter.DashedLineStroke([]draw.Point{{X: x1, Y: y1}, {X: x2, Y: y2}}, shade, 1.2, []float64{5, 4})
}

func (c *canvas) dot(x, y int, shade colour) {
	c.painter.Circle(4, x, y, shade, c.colours.paper, 1)
}
