package imports

import (
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// namer decides the level, the code and the title of every row of one tree.
type namer struct {
	alphabet alphabet
	claimed  map[codeKey]bool // codes that other rows name as their parent's, in a column or by their own code
	roman    bool             // some title has a Roman numeral that is no initial: «ІІ. …»
	notes    []Note
}

func newNamer(rows []goalRow) *namer {
	var codes, parents []string
	roman := false
	for _, r := range rows {
		parents = append(parents, r.parent)
		codes = append(codes, r.number)
		if h, ok := parseHeading(r.title); ok && !h.letterOnly() {
			codes = append(codes, h.code)
			roman = roman || (h.marked && isRoman(h.code))
		}
	}
	n := &namer{alphabet: alphabetOf(append(codes, parents...)), claimed: map[codeKey]bool{}, roman: roman}
	for _, code := range codes {
		for key := n.alphabet.key(code).up(); key != ""; key = key.up() {
			n.claimed[key] = true
		}
	}
	for _, code := range parents {
		n.claimed[n.alphabet.key(code)] = true
	}
	return n
}

func (n *namer) note(r goalRow, kind NoteKind, uk, en string, args ...any) {
	n.notes = append(n.notes, newNote(r.line, kind, uk, en, args...))
}

func (n *namer) name(r goalRow) node {
	h, headed := parseHeading(r.title)
	named := node{row: r, level: r.level, code: r.number, title: r.title, parent: -1}
	if r.level == "" {
		named.level = n.guessLevel(r, h, headed)
	}
	if headed {
		named.code, named.title = n.codeAndTitle(r, named.level, h)
	}
	named.key = n.alphabet.key(named.code)
	return named
}

// codeAndTitle takes the heading off the title only where that loses nothing.
func (n *namer) codeAndTitle(r goalRow, level domain.Level, h heading) (string, string) {
	code, sure := n.codeOf(r, level, h)
	differs := h.level != "" && h.level != level
	if differs && h.separates() {
		n.note(r, LevelDiffers, "рівень — %s, хоч назва починається словами «%s»",
			"the level is %s, though the title begins “%s”", levelNames[level], table.Abridge(r.title, 40))
	}
	if !sure || differs || h.rest == "" {
		return code, r.title
	}
	return code, h.rest
}

// codeOf gives the row's code, and whether the heading's code is the same one beyond doubt.
func (n *namer) codeOf(r goalRow, level domain.Level, h heading) (string, bool) {
	if r.number != "" {
		same := n.alphabet.key(h.code) == n.alphabet.key(r.number)
		if !same && h.separates() && (h.named || !h.letterOnly()) {
			n.note(r, CodeConflict, "код %s узято зі стовпчика, хоч у назві %s: «%s»",
				"the code %s is the column's, though the title has %s: “%s”", r.number, h.code, table.Abridge(r.title, 60))
		}
		return r.number, same && h.separates()
	}
	if n.trusts(r, level, h) {
		n.note(r, CodeFromTitle, "код %s узято з назви «%s»", "the code %s was taken from the title “%s”",
			h.code, table.Abridge(r.title, 60))
		return h.code, true
	}
	if h.separates() || strings.Contains(h.code, ".") {
		n.note(r, CodeUnsure, "«%s» може бути кодом, залишено в назві «%s»",
			"“%s” may be a code and stays in the title “%s”", h.code, table.Abridge(r.title, 60))
	}
	return "", false
}

// trusts weighs a code that only the title gives.
func (n *namer) trusts(r goalRow, level domain.Level, h heading) bool {
	key := n.alphabet.key(h.code)
	switch {
	case h.isAmount():
		return false
	case h.named && h.letterOnly():
		return h.marked || h.rest == ""
	case h.named:
		return h.separates() || strings.Contains(h.code, ".")
	case h.letterOnly():
		return h.marked && level == domain.GoalLevel && (n.claimed[key] && !isRoman(h.code) || n.roman && isRoman(h.code))
	case key.depth() == 1:
		return h.marked && level == domain.GoalLevel
	}
	return n.fits(r, level, h) && (h.separates() || r.parent != "")
}

// fits tells whether a code of several parts has the depth of its level and lies within its parent's.
// A letter and a number count as one part (А1.2) or as two (А.1.2).
func (n *namer) fits(r goalRow, level domain.Level, h heading) bool {
	key, parent := n.alphabet.key(h.code), n.alphabet.key(r.parent)
	if parent != "" && !key.under(parent) {
		return false
	}
	groups := strings.Count(h.code, ".") + 1
	switch level {
	case domain.GoalLevel:
		return groups == 1
	case domain.SubgoalLevel:
		return groups == 2 || key.depth() == 2
	case domain.ComponentLevel:
		return key.depth() > 2 || h.marked || parent != ""
	}
	return false
}

// guessLevel goes by the word in the title, then by the depth of the code, then by that of the parent.
func (n *namer) guessLevel(r goalRow, h heading, headed bool) domain.Level {
	level := levelAtDepth(1)
	switch {
	case headed && h.level != "" && h.separates():
		level = h.level
	case r.number != "":
		level = levelAtDepth(groupsOf(r.number))
	case headed && h.separates() && !h.letterOnly():
		level = levelAtDepth(groupsOf(h.code))
	case r.parent != "":
		level = levelAtDepth(groupsOf(r.parent) + 1)
	}
	n.note(r, LevelGuessed, "рівень не вказано, узято «%s»: «%s»", "no level is given, “%s” was taken: “%s”",
		levelNames[level], table.Abridge(r.title, 60))
	return level
}

func groupsOf(code string) int { return strings.Count(code, ".") + 1 }

func levelAtDepth(depth int) domain.Level {
	switch depth {
	case 1:
		return domain.GoalLevel
	case 2:
		return domain.SubgoalLevel
	}
	return domain.ComponentLevel
}
