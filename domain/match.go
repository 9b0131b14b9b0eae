package domain

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Standing is a node that a tree already has, as its published revision places it.
type Standing struct {
	Number      int64 // its identity, above 0
	Level       Level
	Parent      int64 // 0 for goals
	Code        string
	Title       string
	Placeholder bool
}

// MatchedBy says how an outline's node was recognised as one that already stands.
type MatchedBy string

// The ways, in the order they are tried; empty means that the node is new.
const (
	MatchedByID    MatchedBy = "ID"
	MatchedByCode  MatchedBy = "CODE"
	MatchedByTitle MatchedBy = "TITLE"
)

// Match is the answer for one node of an outline.
type Match struct {
	Number int64 // 0: new
	By     MatchedBy
}

// MatchOutline recognises the nodes of an outline among those a tree already has, so that what lives
// on a node (progress, spending) outlives a new edition of the tree. The answer has one match for each
// node, in the outline's order; no standing node is used twice.
//
// Nodes that name an identity are nobody else's. Levels go from the top, since a node's parent is known by its identity. Within a level come first
// the nodes that changed nothing, then those with the same parent and code, then those with the same
// parent and title, and last those that carried their title to another parent. Placeholder goals
// match only placeholder goals, whatever they are called. Where several nodes are equally good they
// pair up in the order of their codes, then in the order given.
func MatchOutline(nodes []OutlineNode, standing []Standing) []Match {
	m := newMatcher(nodes, standing)
	m.claim()
	for _, level := range []Level{GoalLevel, SubgoalLevel, ComponentLevel} {
		for _, rule := range matchRules {
			m.pair(level, rule)
		}
	}
	return m.matches
}

// matchKey is what two nodes must share under a rule; a rule blanks what it does not ask for.
type matchKey struct {
	parent      int64
	code, title string
	placeholder bool
}

type matchRule struct {
	by  MatchedBy
	key func(matchKey) (matchKey, bool) // false: the rule has nothing to go by
}

// The first rule goes before the second so that repeated codes under one parent pair up by title.
var matchRules = []matchRule{
	{MatchedByCode, func(k matchKey) (matchKey, bool) { return k, k.code != "" && k.parent >= 0 }},
	{MatchedByTitle, func(k matchKey) (matchKey, bool) { return k, k.code == "" && k.parent >= 0 }},
	{MatchedByCode, func(k matchKey) (matchKey, bool) {
		return matchKey{parent: k.parent, code: k.code, placeholder: k.placeholder}, k.code != "" && k.parent >= 0
	}},
	{MatchedByTitle, func(k matchKey) (matchKey, bool) {
		return matchKey{parent: k.parent, title: k.title, placeholder: k.placeholder}, k.parent >= 0
	}},
	{MatchedByTitle, func(k matchKey) (matchKey, bool) {
		return matchKey{title: k.title, placeholder: k.placeholder}, true
	}},
}

// matchSide is the nodes of one side: what each is known by, and each level's nodes by code.
type matchSide struct {
	keys   []matchKey
	levels map[Level][]int
}

type matcher struct {
	nodes    []OutlineNode
	standing []Standing
	mine     matchSide // the outline's; parents become known level by level
	theirs   matchSide
	used     []bool // by standing node
	matches  []Match
}

func newMatcher(nodes []OutlineNode, standing []Standing) *matcher {
	return &matcher{
		nodes: nodes, standing: standing,
		used: make([]bool, len(standing)), matches: make([]Match, len(nodes)),
		mine: newMatchSide(nodes, func(n OutlineNode) (Level, matchKey) {
			return n.Level, newMatchKey(0, n.Code, n.Title, n.Placeholder)
		}),
		theirs: newMatchSide(standing, func(s Standing) (Level, matchKey) {
			return s.Level, newMatchKey(s.Parent, s.Code, s.Title, s.Placeholder)
		}),
	}
}

// newMatchSide sorts by code, which makes the pairing independent of the order of rows wherever
// codes tell them apart.
func newMatchSide[T any](all []T, read func(T) (Level, matchKey)) matchSide {
	side := matchSide{make([]matchKey, len(all)), map[Level][]int{}}
	for i, one := range all {
		level, key := read(one)
		side.keys[i] = key
		side.levels[level] = append(side.levels[level], i)
	}
	for _, members := range side.levels {
		slices.SortStableFunc(members, func(a, b int) int {
			return cmp.Compare(side.keys[a].code, side.keys[b].code)
		})
	}
	return side
}

func newMatchKey(parent int64, code, title string, placeholder bool) matchKey {
	if placeholder {
		return matchKey{parent: parent, placeholder: true}
	}
	return matchKey{parent: parent, code: normaliseCode(code), title: NormaliseTitle(title)}
}

// claim gives the nodes that name an identity what they name, where it stands at their level.
func (m *matcher) claim() {
	byNumber := make(map[int64]int, len(m.standing))
	for i, s := range m.standing {
		byNumber[s.Number] = i
	}
	for i, n := range m.nodes {
		if j, stands := byNumber[n.Number]; stands && !m.used[j] && m.standing[j].Level == n.Level {
			m.used[j] = true
			m.matches[i] = Match{n.Number, MatchedByID}
		}
	}
}

func (m *matcher) pair(level Level, rule matchRule) {
	free := m.free(level, rule)
	for _, i := range m.mine.levels[level] {
		if m.matches[i].Number != 0 {
			continue
		}
		key, applies := rule.key(m.keyUnderParent(i))
		if queue := free[key]; applies && len(queue) > 0 {
			free[key] = queue[1:]
			m.used[queue[0]] = true
			m.matches[i] = Match{m.standing[queue[0]].Number, rule.by}
		}
	}
}

// free queues the standing nodes not yet used under the key that the rule gives them.
func (m *matcher) free(level Level, rule matchRule) map[matchKey][]int {
	free := map[matchKey][]int{}
	for _, i := range m.theirs.levels[level] {
		if key, applies := rule.key(m.theirs.keys[i]); applies && !m.used[i] {
			free[key] = append(free[key], i)
		}
	}
	return free
}

// keyUnderParent gives a child of a new node the parent -1: nothing that stands can be under it.
func (m *matcher) keyUnderParent(i int) matchKey {
	key := m.mine.keys[i]
	if parent := m.nodes[i].Parent; parent >= 0 {
		key.parent = m.matches[parent].Number
		if key.parent == 0 {
			key.parent = -1
		}
	}
	return key
}

// normaliseCode ignores what editions of one document vary in: case and the dot after the last number.
func normaliseCode(code string) string {
	return strings.ToUpper(strings.Trim(code, ". "))
}

// NormaliseTitle gives the form in which titles are compared: lower case, without apostrophes of any
// form and without invisible characters, with punctuation and runs of blanks as one blank and none at
// the ends. A title with neither letters nor digits is only trimmed, so that two such differ.
func NormaliseTitle(title string) string {
	words := strings.Fields(strings.Map(compared, title))
	if len(words) == 0 {
		return strings.TrimSpace(title)
	}
	return strings.Join(words, " ")
}

func compared(c rune) rune {
	switch {
	case isApostrophe(c), unicode.Is(unicode.Cf, c):
		return -1
	case unicode.In(c, unicode.L, unicode.N, unicode.M):
		return unicode.ToLower(c)
	}
	return ' '
}
