package surveys

import (
	"fmt"
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
	t := &targets{layout: l, codes: map[string][]target{}, texts: map[string][]target{}, taken: map[target]bool{}}
	for _, question := range q.Questions {
		whole := target{role: QuestionRole, question: question.Code}
		t.addCode(question.Code, whole)
		t.addCode(t.short(question.Code), whole)
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

// short is a code as LimeSurvey can have it: of letters and digits.
func (t *targets) short(code string) string {
	if t.layout == LimeSurvey {
		return strings.ReplaceAll(code, "_", "")
	}
	return code
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
		for _, name := range []string{q.Code + "_other", q.Code + "[other]", t.short(q.Code) + "[other]", q.Code + "_" + o.Code + "_other", t.short(q.Code + "[" + o.Code + "comment]")} {
			t.addCode(name, to)
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
	numbered := fmt.Sprintf("%s[sq%03d]", t.short(q.Code), o.Number) // as LimeSurvey names them itself
	dashed := q.Code + "/" + strings.ReplaceAll(o.Code, "_", "-")
	for _, name := range []string{q.Code + "/" + o.Code, dashed, q.Code + "[" + o.Code + "]", t.short(q.Code + "[" + o.Code + "]"), numbered, q.Code + "_" + o.Code, q.Code + "." + o.Code} {
		t.addCode(name, to)
	}
	t.addText(to, domain.Text{UK: q.Text.UK + " " + o.Text.UK, EN: q.Text.EN + " " + o.Text.EN})
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
	if found, ok := t.free(t.codes[name]); ok {
		return found, 1
	}
	if found, ok := t.free(t.codes[underscored(name)]); ok {
		return found, 0.95
	}
	if code, _, both := strings.Cut(name, ". "); both && !strings.Contains(code, " ") {
		if found, ok := t.free(append(t.codes[code], t.codes[underscored(code)]...)); ok {
			return found, 0.95
		}
	}
	for i, c := range name {
		if c == '/' || (c == '-' && t.layout == ODK) {
			if found, ok := t.free(t.codes[name[i+1:]]); ok {
				return found, 0.95
			}
		}
	}
	return target{}, 0
}

// underscored writes q[sub] as q_sub: so a row of an array of LimeSurvey is named as a question of its own.
func underscored(name string) string {
	question, rest, ok := strings.Cut(name, "[")
	if !ok || !strings.HasSuffix(rest, "]") {
		return name
	}
	return question + "_" + strings.TrimSuffix(rest, "]")
}

// byText knows the text of a question in either language, also behind the texts of its groups.
func (t *targets) byText(header string) (target, float64) {
	if found, ok := t.free(t.texts[loose(header)]); ok {
		return found, 0.95
	}
	for i, c := range header {
		if c == '/' || (c == '-' && t.layout == ODK) {
			if found, ok := t.free(t.texts[loose(header[i+1:])]); ok {
				return found, 0.85
			}
		}
	}
	return target{}, 0
}

// byRow knows a row of a grid, "Question [Row]", where the row alone is the text of a question.
func (t *targets) byRow(header string) (target, float64) {
	_, row, ok := strings.Cut(header, "[")
	if !ok || !strings.HasSuffix(strings.TrimSpace(row), "]") {
		return target{}, 0
	}
	if found, free := t.free(t.texts[loose(row)]); free {
		return found, 0.7
	}
	return target{}, 0
}

// alike is the share of words that two titles must have in common.
const alike = 0.7

// byWords finds the one question whose text has most words in common with the header, if no other comes near.
func (t *targets) byWords(header string) (target, float64) {
	words := strings.Fields(loose(header))
	if len(words) < 3 {
		return target{}, 0
	}
	best, next, found := 0.0, 0.0, target{}
	for _, one := range t.titles {
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
