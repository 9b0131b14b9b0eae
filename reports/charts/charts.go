// Package charts draws what was compared, as SVG and PNG: a ranking with its ranges, a distribution, a trend. Each picture says in words what it
// shows, for those who cannot see it.
package charts

import (
	"fmt"

	"hromada/domain"
)

// Format is the form of a picture.
type Format string

// The formats. Words are what the picture shows for those who cannot see it, in a paragraph of plain text.
const (
	SVG   Format = "svg"
	PNG   Format = "png"
	Words Format = "txt"
)

// Theme is the colours of a picture.
type Theme string

// The themes, for pages with dark letters on light and the other way round.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

// MaxRanked is how many bars a ranking draws at the most: more cannot be read.
const MaxRanked = 100

// Frame is what all pictures have: what they show, in which words and colours.
type Frame struct {
	Title    string
	Subtitle string // the period, and of whom
	Source   string // where the figures are from, and what must be known to read them
	Unit     string // %, грн; empty: none
	Language domain.Language
	Theme    Theme
}

// Chart is a picture that can be drawn.
type Chart interface {
	// Alt says in words what the picture shows.
	Alt() string
	frame() Frame
	height() int // in pixels, of what draw draws from the canvas's top on
	draw(c *canvas)
}

// Render draws a picture.
func Render(chart Chart, format Format) (picture []byte, err error) {
	defer func() {
		// The library draws what it is told, and was not written for every text that people may write.
		if failed := recover(); failed != nil {
			err = fmt.Errorf("drawing a chart: %v", failed)
		}
	}()
	if format == Words {
		return []byte(words(chart)), nil
	}
	c := newCanvas(chart.frame(), format, chart.height())
	c.heading()
	chart.draw(c)
	c.footing()
	picture, err = c.painter.Bytes()
	if err != nil {
		return nil, err
	}
	if format == PNG {
		return withDescription(picture, languageTag(chart.frame()), words(chart))
	}
	return described(picture, chart)
}
