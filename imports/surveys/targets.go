package surveys

import (
	"fmt"
	"strconv"
	"strings"

	"hromada/domain"
)

// target is what a column may be of a questionnaire.
type target struct {
	role     Role
	question string
	option   string
}

// targets find questions and options by the names that tools give to their columns.
type targets struct {
	layout Layout
	codes  map[string][]target // by folded names
	shorts map[string][]target // by those that LimeSurvey has for codes; only where no code is written so: q31 may be q3_1
	texts  map[string][]target // by loosened texts
	titles []title
	taken  map[target]bool
}

// title is a question's text in words, for headers that say nearly the same.
type title struct {
	target
	words []string
}

func targetsOf(q domain.Questionnaire, l Layout) *targets {
	t := &targets{layout: l, codes: map[string][]target{}, shorts: map[string][]target{}, texts: map[string][]target{}, taken: map[target]bool{}}
	for _, question := range q.Questions {
		whole := target{role: QuestionRole, question: question.Code}
		t.addCode(question.Code, whole)
		t.addShort(short(question.Code), whole)
		if i := strings.LastIndexByte(question.Code, '_'); i > 0 {
			t.addShort(short(question.Code[:i])+question.Code[i:], whole) // a row of an array
		}
		t.addText(whole, question.Text)
		for _, text := range []string{question.Text.UK, question.Text.EN} {
			if words := strings.Fields(loose(text)); len(words) > 2 {
				t.titles = append(t.titles, title{whole, words})
			}
		}
	}
	for _, question := range q.Questions {
		for _, o := range question.Options {
			t.addOption(question, o)
		}
	}
	return t
}

func (t *targets) addCode(name string, to target) {
	key := fold(name)
	t.codes[key] = append(t.codes[key], to)
}

func (t *targets) addShort(name string, to target) {
	if t.layout == LimeSurvey {
		key := fold(name)
		t.shorts[key] = append(t.shorts[key], to)
	}
}

// short is a code as LimeSurvey can have it: of letters and digits.
func short(code string) string { return strings.ReplaceAll(code, "_", "") }

// named are what is called by a folded name.
func (t *targets) named(name string) []target {
	if found, there := t.codes[name]; there {
		return found
	}
	return t.shorts[name]
}

func (t *targets) addText(to target, text domain.Text) {
	for _, one := range []string{text.UK, text.EN} {
		if key := loose(one); key != "" {
			t.texts[key] = append(t.texts[key], to)
		}
	}
}

// addOption names the column of an option as the tools do: KoboToolbox and ODK question/option, LimeSurvey question[option]. In
// LimeSurvey question[other] holds a text and no mark.
func (t *targets) addOption(q domain.Question, o domain.QuestionOption) {
	if o.Other {
		to := target{role: OtherRole, question: q.Code}
		for _, name := range []string{q.Code + "_other", q.Code + "[other]", q.Code + "_" + o.Code + "_other", q.Code + numbered(o, "comment")} {
			t.addCode(name, to)
		}
		for _, name := range []string{"[other]", "[" + short(o.Code) + "comment]", numbered(o, "comment")} {
			t.addShort(short(q.Code)+name, to)
		}
		for _, word := range []domain.Text{{UK: "Інше", EN: "Other"}, {UK: "Інший варіант", EN: "Other option"}} {
			if t.layout == LimeSurvey {
				t.addText(to, domain.Text{UK: q.Text.UK + " " + word.UK, EN: q.Text.EN + " " + word.EN})
			}
		}
	}
	if q.Kind != domain.MultipleChoice {
		return
	}
	to := target{OptionRole, q.Code, o.Code}
	dashed := q.Code + "/" + strings.ReplaceAll(o.Code, "_", "-")
	for _, name := range []string{q.Code + "/" + o.Code, dashed, q.Code + "[" + o.Code + "]", q.Code + numbered(o, ""), q.Code + "_" + o.Code, q.Code + "." + o.Code} {
		t.addCode(name, to)
	}
	t.addShort(short(q.Code+"["+o.Code+"]"), to)
	t.addShort(short(q.Code)+numbered(o, ""), to)
	t.addText(to, domain.Text{UK: q.Text.UK + " " + o.Text.UK, EN: q.Text.EN + " " + o.Text.EN})
}

// numbered is how LimeSurvey itself names what belongs to an option.
func numbered(o domain.QuestionOption, what string) string {
	return fmt.Sprintf("[sq%03d%s]", o.Number, what)
}

// find gives what a column is by its header, and how sure that is. What another column is already is not found again.
func (t *targets) find(header string) (target, float64) {
	for _, attempt := range []func(string) (target, float64){t.byCode, t.byText, t.byRow, t.byWords} {
		if found, sure := attempt(header); sure > 0 {
			t.taken[found] = true
			return found, sure
		}
	}
	return target{role: UnknownRole}, 0
}

func (t *targets) free(candidates []target) (target, bool) {
	for _, c := range candidates {
		if !t.taken[c] {
			return c, true
		}
	}
	return target{}, false
}

// byCode knows a name, one behind the groups that it stands in, and one that LimeSurvey wrote its text behind.
func (t *targets) byCode(header string) (target, float64) {
	name := fold(header)
	if found, ok := t.free(t.named(name)); ok {
		return found, 1
	}
	for _, one := range append(rowNames(name), behindGroups(t.layout, name)...) {
		if found, ok := t.free(t.named(one)); ok {
			return found, 0.95
		}
	}
	if code, _, both := withText(name); both {
		for _, one := range append([]string{code}, rowNames(code)...) {
			if found, ok := t.free(t.named(one)); ok {
				return found, 0.95
			}
		}
	}
	return target{}, 0
}

// rowNames are how a row of an array of LimeSurvey, q[sub], is named as a question of its own: q_sub, and q_1 where LimeSurvey itself gave the row its
// code, q[SQ001].
func rowNames(name string) []string {
	question, rest, ok := strings.Cut(name, "[")
	row, closed := strings.CutSuffix(rest, "]")
	if !ok || !closed {
		return nil
	}
	names := []string{question + "_" + row}
	if digits, own := strings.CutPrefix(row, "sq"); own && whole(digits) > 0 {
		names = append(names, question+"_"+strconv.Itoa(whole(digits)))
	}
	return names
}

// withText divides what LimeSurvey writes of both, "code. Text".
func withText(header string) (code, text string, both bool) {
	code, text, both = strings.Cut(header, ". ")
	return code, text, both && !strings.Contains(code, " ")
}

// behindGroups are what stands behind each of the groups that a name stands in.
func behindGroups(l Layout, name string) (names []string) {
	for i, c := range name {
		if c == '/' || (c == '-' && l == ODK) {
			names = append(names, name[i+1:])
		}
	}
	return names
}

// byText knows the text of a question in either language, also behind the texts of its groups.
func (t *targets) byText(header string) (target, float64) {
	if found, ok := t.free(t.texts[loose(header)]); ok {
		return found, 0.95
	}
	if _, text, both := withText(header); both && t.layout == LimeSurvey {
		if found, ok := t.free(t.texts[loose(text)]); ok {
			return found, 0.95
		}
	}
	for _, text := range behindGroups(t.layout, header) {
		if found, ok := t.free(t.texts[loose(text)]); ok {
			return found, 0.85
		}
	}
	return target{}, 0
}

// byRow knows a row of a grid, "Question [Row]", where the row alone is the text of a question.
func (t *targets) byRow(header string) (target, float64) {
	for i, c := range header {
		if c == '[' && strings.HasSuffix(strings.TrimSpace(header), "]") {
			if found, free := t.free(t.texts[loose(header[i:])]); free {
				return found, 0.7
			}
		}
	}
	return target{}, 0
}

// alike is the share of words that two titles must have in common.
const alike = 0.7

// byWords finds the one question whose text has most words in common with the header, if no other comes near. The rows of a grid have all words of its
// question in common: that of the header must be in the text.
func (t *targets) byWords(header string) (target, float64) {
	words := strings.Fields(loose(header))
	if len(words) < 3 {
		return target{}, 0
	}
	row := rowWords(header)
	best, next, found := 0.0, 0.0, target{}
	for _, one := range t.titles {
		if !containsAll(one.words, row) {
			continue
		}
		score := common(words, one.words)
		switch {
		case one.target == found:
			best = max(best, score)
		case score > best:
			best, next, found = score, best, one.target
		default:
			next = max(next, score)
		}
	}
	if best < alike || next > best-0.1 || t.taken[found] {
		return target{}, 0
	}
	return found, best * 0.7
}

// rowWords are those of the row in "Question [Row]"; none in any other header.
func rowWords(header string) []string {
	i := strings.LastIndexByte(header, '[')
	if i < 0 || !strings.HasSuffix(strings.TrimSpace(header), "]") {
		return nil
	}
	return strings.Fields(loose(header[i:]))
}

// common is the words of both in the words of either.
func common(a, b []string) float64 {
	in := map[string]int{}
	for _, w := range a {
		in[w] |= 1
	}
	for _, w := range b {
		in[w] |= 2
	}
	both := 0
	for _, where := range in {
		if where == 3 {
			both++
		}
	}
	return float64(both) / float64(len(in))
}
