package domain

import "strings"

// formulaStarts are the characters at which spreadsheets take a text for something to work out.
const formulaStarts = "=+-@\t\r＝＋－＠"

// Neutral writes a text for a cell of a table so that no spreadsheet takes it for a formula: with an apostrophe before it, which
// spreadsheets do not show where they are asked to edit the cell.
func Neutral(text string) string {
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

// startsFormula looks behind apostrophes, so that a text which begins with some comes back as it was.
func startsFormula(text string) bool {
	rest := strings.TrimLeft(text, "'")
	return rest != "" && strings.ContainsRune(formulaStarts, []rune(rest)[0])
}
