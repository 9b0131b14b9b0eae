package charts

import draw "github.com/go-analyze/charts"

// colour is one of the library.
type colour = draw.Color

// palette is the colours of a theme. Letters have a contrast of 4.5 to 1 against the paper at least; bars and lines 3 to 1 (WCAG 2.2).
type palette struct {
	paper, ink, quiet, grid, bar, chosen, whisker, mark colour
}

var palettes = map[Theme]palette{
	Light: {
		paper: rgb(0xFF, 0xFF, 0xFF), ink: rgb(0x1A, 0x1F, 0x2B), quiet: rgb(0x5A, 0x63, 0x73), grid: rgb(0xE2, 0xE6, 0xEC),
		bar: rgb(0x3B, 0x7D, 0xC4), chosen: rgb(0xC2, 0x5B, 0x00), whisker: rgb(0x1A, 0x1F, 0x2B), mark: rgb(0x8A, 0x1C, 0x4A),
	},
	Dark: {
		paper: rgb(0x14, 0x18, 0x20), ink: rgb(0xF1, 0xF3, 0xF6), quiet: rgb(0xA9, 0xB2, 0xC0), grid: rgb(0x2C, 0x33, 0x40),
		bar: rgb(0x6B, 0xA6, 0xE8), chosen: rgb(0xF0, 0x9A, 0x3E), whisker: rgb(0xF1, 0xF3, 0xF6), mark: rgb(0xF0, 0x7B, 0xAE),
	},
}

func rgb(r, g, b uint8) colour { return colour{R: r, G: g, B: b, A: 255} }
