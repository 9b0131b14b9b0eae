package imports

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hromada/domain"
)

// heading is how a title begins when it may begin with a code: «Операційна ціль 2.1. Дороги».
type heading struct {
	named  bool         // a word such as «ціль» stands before the code
	level  domain.Level // that the word names; empty for a bare «ціль» and without a word
	code   string       // as written, without the mark after it
	marked bool         // a dot, bracket, colon or dash divides the code from the rest
	rest   string       // the title proper; empty where the title is nothing but a heading
}

// headingWords are the words for levels; a bare «ціль» is used for goals and for subgoals.
var headingWords = []struct {
	form  *regexp.Regexp
	level domain.Level
}{
	{regexp.MustCompile(`^(?i:стратегічна (?:ціль|мета))`), domain.GoalLevel},
	{regexp.MustCompile(`^(?i:(?:операційна|оперативна) (?:ціль|мета)|підціль)`), domain.SubgoalLevel},
	{regexp.MustCompile(`^(?i:завдання|захід|проєкт|проект)`), domain.ComponentLevel},
	{regexp.MustCompile(`^(?i:ціль|мета)`), ""},
}

var (
	headingGap  = regexp.MustCompile(`^[ №]*`)
	headingCode = regexp.MustCompile(`^(?:[0-9]+(?:\.[0-9]+)*|(?:[IVXІХ]{2,6}|\p{Lu})(?:\.?[0-9]+(?:\.[0-9]+)*)?)`)
	headingMark = regexp.MustCompile(`^(?: ?[.):]+ ?| [-–—] | |$)`)
)

// parseHeading finds a code at the start of a title by its form alone; whether it is one, its place in
// the tree must tell. False where the title begins with a word, an amount or a year.
func parseHeading(title string) (heading, bool) {
	h, body := headingWord(title)
	h.code = headingCode.FindString(body)
	if h.code == "" || !plausibleNumbers(h.code, h.named) {
		return heading{}, false
	}
	tail := body[len(h.code):]
	mark := headingMark.FindString(tail)
	if mark == "" && tail != "" {
		return heading{}, false
	}
	h.marked = strings.TrimSpace(mark) != ""
	h.rest = strings.TrimSpace(tail[len(mark):])
	return h, !splitsNumber(mark, h.rest)
}

func headingWord(title string) (heading, string) {
	for _, word := range headingWords {
		found := word.form.FindString(title)
		body := title[len(found):]
		gap := headingGap.FindString(body)
		// «Завданням» is another word; but «Ціль1» is still a heading.
		if found != "" && (gap != "" || isNumber(body)) {
			return heading{named: true, level: word.level}, body[len(gap):]
		}
	}
	return heading{}, title
}

// plausibleNumbers refuses years, dates and fractions below one. Only lists of measures, which say
// what they number, run into hundreds.
func plausibleNumbers(code string, named bool) bool {
	most := 2
	if named {
		most = 3
	}
	parts := codeParts(code)
	return len(parts) <= 5 && !slices.ContainsFunc(parts, func(part string) bool {
		return isNumber(part) && (len(part) > most || strings.Trim(part, "0") == "")
	})
}

// splitsNumber knows a time of day and a range of numbers, which have the form of a code and a mark.
func splitsNumber(mark, rest string) bool {
	if !isNumber(rest) {
		return false
	}
	return mark == ":" || mark == ")" || strings.ContainsAny(mark, "-–—")
}

// separates tells whether the code clearly ends where the title proper begins. An amount («5 нових
// шкіл», «1.5 млн дерев») is followed by a blank and a small letter, or by a unit.
func (h heading) separates() bool {
	return h.rest == "" || h.marked || (h.startsAfresh() && !h.isAmount())
}

func (h heading) startsAfresh() bool {
	first, _ := utf8.DecodeRuneInString(h.rest)
	return unicode.IsUpper(first) || strings.ContainsRune("«“„\"(", first)
}

var units = regexp.MustCompile(`^(?i:млн|млрд|мільйон\p{L}*|мільярд\p{L}*|тис|тисяч\p{L}*|грн|гривень|гривні|` +
	`км|кілометр\p{L}*|м|м2|м3|кв|куб|га|гектар\p{L}*|т|тонн\p{L}*|кг|л|шт|год|годин\p{L}*|рік|року|роки|років|рр|р|раз\p{L}*|відсотк\p{L}*|` +
	`осіб|особи|[мгк]?вт|[мгк]б|[мгк]біт|%)(?:$|[^\p{L}\p{N}])`)

// isAmount tells whether a unit of measure follows a bare number.
func (h heading) isAmount() bool { return !h.marked && units.MatchString(h.rest) }

// letterOnly is a code without digits, which an initial («В. Стуса») and a preposition («В громаді»)
// look like. A Roman numeral of several letters is not one.
func (h heading) letterOnly() bool { return utf8.RuneCountInString(h.code) == 1 && !isNumber(h.code) }
