package domain

import (
	"strings"
	"unicode"
)

// formulaStarts are the characters at which spreadsheets take a text for something to work out, the wide forms among them.
const formulaStarts = "=+-@＝＋－＠"

// Neutral writes a text for a cell of a table so that no spreadsheet takes it for a formula: with an apostrophe before it, which
// spreadsheets do not show where they are asked to edit the cell. Tabs and the like, which a cell cannot hold, become blanks.
func Neutral(text string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' {
			return ' '
		}
		return c
	}, text)
	if startsFormula(text) {
		return "'" + text
	}
	return text
}

// Plain gives back what Neutral wrote.
func Plain(cell string) string {
	if rest, marked := strings.CutPrefix(cell, "'"); marked && startsFormula(rest) {
		return rest
	}
	return cell
}

// startsFormula looks behind blanks, which some programs drop, and behind apostrophes, so that a text which begins with some comes back
// as it was.
func startsFormula(text string) bool {
	rest := strings.TrimLeftFunc(text, func(c rune) bool { return c == '\'' || unicode.IsSpace(c) })
	return rest != "" && strings.ContainsRune(formulaStarts, []rune(rest)[0])
}
