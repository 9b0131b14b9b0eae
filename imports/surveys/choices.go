package surveys

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hromada/domain"
)

// chosen is what a cell says of a question that is answered by choosing.
type chosen struct {
	options []int  // numbers, rising
	text    string // of the respondent's own, beside the option that takes one
	wrong   choiceFault
}

// choiceFault is why a cell says nothing that can be used.
type choiceFault int

const (
	understood choiceFault = iota
	unknownOption
	ambiguousOptions // could be read in several ways
)

// choices know the options of one question by their codes, their texts in both languages, and what a person said that values mean.
type choices struct {
	exact     map[string]int // by the form that is compared; 0: no answer; -1: several options
	loose     map[string]int
	words     []string // of exact, longest first
	other     int      // the option that takes a text; 0: none
	openEnded bool     // whatever is no option is a text of the respondent's own: so Google Forms writes it
	between   *regexp.Regexp
	memo      map[string]chosen
}

// How a layout divides several answers in one cell. Codes of KoboToolbox hold no blanks; the labels it writes may.
var (
	blanks = regexp.MustCompile(`^ +`)
	commas = regexp.MustCompile(`^(?:, ?|; ?)`)
	marks  = regexp.MustCompile(`^ ?[;,|] ?`)
)

func dividerOf(l Layout) *regexp.Regexp {
	switch l {
	case Kobo, ODK:
		return blanks
	case GoogleForms:
		return commas
	default:
		return marks
	}
}

const maxMemo = 10_000

func newChoices(q domain.Question, values map[string]string, l Layout) *choices {
	c := &choices{exact: map[string]int{}, loose: map[string]int{}, between: dividerOf(l), memo: map[string]chosen{}}
	codes := map[string]int{}
	for _, o := range q.Options {
		codes[o.Code] = o.Number
		if o.Other {
			c.other = o.Number
		}
		dashed := strings.ReplaceAll(o.Code, "_", "-") // which forms may use and codes of ours may not
		for _, form := range []string{o.Code, dashed, o.Text.UK, o.Text.EN} {
			c.learn(form, o.Number)
		}
	}
	c.openEnded = c.other > 0 && l == GoogleForms
	if l == LimeSurvey && c.other > 0 {
		c.exact["-oth-"] = c.other
	}
	if q.Kind == domain.Likert {
		c.learnPlaces(q.Options)
	}
	for value, code := range values {
		switch n, known := codes[code]; {
		case known:
			c.exact[fold(value)] = n
		case code == NoAnswer:
			c.exact[fold(value)] = 0
		}
	}
	for word := range c.exact {
		c.words = append(c.words, word)
	}
	slices.SortFunc(c.words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return c
}

func (c *choices) learn(form string, number int) {
	learn(c.exact, fold(form), number)
	learn(c.loose, loose(form), number)
}

func learn(into map[string]int, key string, number int) {
	if before, taken := into[key]; taken && before != number {
		number = -1
	}
	if key != "" {
		into[key] = number
	}
}

// learnPlaces takes the numbers of a scale for its options, where they mean nothing else.
func (c *choices) learnPlaces(options []domain.QuestionOption) {
	for _, o := range options {
		if _, taken := c.exact[strconv.Itoa(o.Number)]; taken {
			return
		}
	}
	for _, o := range options {
		c.exact[strconv.Itoa(o.Number)] = o.Number
	}
}

// one reads a cell that holds one option; several a cell that may hold many.
func (c *choices) one(cell string) chosen     { return c.remembered(cell, c.readOne) }
func (c *choices) several(cell string) chosen { return c.remembered(cell, c.readSeveral) }

// remembered answers what was asked before without looking again: a hundred thousand rows hold a few different answers.
func (c *choices) remembered(cell string, read func(string) chosen) chosen {
	if known, ok := c.memo[cell]; ok {
		return known
	}
	found := read(cell)
	if len(c.memo) < maxMemo {
		c.memo[strings.Clone(cell)] = found
	}
	return found
}

func (c *choices) readOne(cell string) chosen {
	folded := fold(cell)
	n, known := c.exact[folded]
	if !known {
		n, known = c.loose[loose(cell)]
	}
	switch {
	case !known && c.openEnded:
		return chosen{options: []int{c.other}, text: cell}
	case !known:
		return chosen{wrong: unknownOption}
	case n < 0:
		return chosen{wrong: ambiguousOptions}
	case n == 0:
		return chosen{}
	}
	return chosen{options: []int{n}}
}

// readSeveral divides a cell into options in the one way in which it can be: options may hold the very mark that divides them.
func (c *choices) readSeveral(cell string) chosen {
	s := segmenter{choices: c, cell: fold(cell), budget: maxSteps}
	s.from(0, nil)
	switch {
	case s.budget <= 0 || len(s.found) > 1:
		return chosen{wrong: ambiguousOptions}
	case len(s.found) == 1:
		return chosen{options: s.found[0]}
	}
	if one := c.readOne(cell); one.wrong == understood && one.text == "" {
		return one
	}
	if c.openEnded {
		return c.withText(cell, s)
	}
	return chosen{wrong: unknownOption}
}

// withText takes what stands behind the last option for the respondent's own words: forms write them last.
func (c *choices) withText(cell string, s segmenter) chosen {
	if !s.partial {
		return chosen{options: []int{c.other}, text: cell}
	}
	letters, folded := []rune(cell), []rune(s.cell)
	if len(letters) != len(folded) { // lower case may be longer
		return chosen{options: []int{c.other}, text: string(folded[len([]rune(s.cell[:s.reached])):])}.with(s.prefix)
	}
	return chosen{options: []int{c.other}, text: string(letters[len([]rune(s.cell[:s.reached])):])}.with(s.prefix)
}

func (c chosen) with(options []int) chosen {
	c.options = rising(append(slices.Clone(options), c.options...))
	return c
}

func rising(options []int) []int {
	slices.Sort(options)
	return slices.Compact(options)
}

// maxSteps bounds the work on a cell that was made to be read in a great many ways.
const maxSteps = 20_000

// segmenter looks for all ways to divide a cell.
type segmenter struct {
	*choices
	cell    string
	budget  int
	found   [][]int // sets of options, each once
	partial bool    // options stand at the beginning and something else behind them
	reached int     // where that begins, as far on as can be
	prefix  []int
}

func (s *segmenter) from(at int, taken []int) {
	s.budget--
	if s.budget <= 0 || len(s.found) > 1 {
		return
	}
	for _, word := range s.words {
		n := s.exact[word]
		if n < 0 || !strings.HasPrefix(s.cell[at:], word) || (n > 0 && slices.Contains(taken, n)) {
			continue
		}
		with := taken
		if n > 0 {
			with = append(slices.Clone(taken), n)
		}
		end := at + len(word)
		if end == len(s.cell) {
			s.keep(with)
			continue
		}
		if mark := s.between.FindString(s.cell[end:]); mark != "" {
			s.behind(end+len(mark), with)
		}
	}
}

func (s *segmenter) behind(at int, taken []int) {
	if at == len(s.cell) {
		s.keep(taken) // the mark ends the cell
		return
	}
	if at > s.reached {
		s.partial, s.reached, s.prefix = true, at, taken
	}
	s.from(at, taken)
}

func (s *segmenter) keep(taken []int) {
	set := rising(slices.Clone(taken))
	if !slices.ContainsFunc(s.found, func(other []int) bool { return slices.Equal(other, set) }) {
		s.found = append(s.found, set)
	}
}
