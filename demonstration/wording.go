package demonstration

import (
	"regexp"
	"strconv"
	"strings"
)

// {n|село|села|сіл} is the amount with the noun's form for 1, 2–4 and the rest; {n} is the bare amount.
var counted = regexp.MustCompile(`\{n(?:\|([^|}]*)\|([^|}]*)\|([^|}]*))?\}`)

// fill puts the community's names and an amount into a text.
func (c community) fill(text string, n int) string {
	if !strings.Contains(text, "{") {
		return text
	}
	text = counted.ReplaceAllStringFunc(text, func(found string) string {
		forms := counted.FindStringSubmatch(found)[1:]
		return strings.TrimSpace(strconv.Itoa(n) + " " + forms[numberForm(n)])
	})
	return strings.NewReplacer(
		"{in}", c.In, "{head}", c.Head,
		"{Council}", c.Council.Nominative, "{council}", c.Council.Genitive, "{councilIn}", c.Council.Locative,
	).Replace(text)
}

// numberForm chooses among the forms that a Ukrainian noun takes after a number: 21 село, 22 села,
// 25 сіл, but 11 and 12 сіл.
func numberForm(n int) int {
	units, tens := n%10, n/10%10
	switch {
	case tens == 1:
		return 2
	case units == 1:
		return 0
	case units >= 2 && units <= 4:
		return 1
	}
	return 2
}
