package imports

import (
	"hromada/domain"
)

// node is a row that has found its level, code and title.
type node struct {
	row    goalRow
	level  domain.Level
	code   string
	key    codeKey
	title  string
	parent int // index into the tree's nodes, -1: a goal, or under the placeholder
}

// tree is one community's rows on the way to an outline, in the order of the file.
type tree struct {
	nodes  []node
	byCode map[domain.Level]map[codeKey][]int
	source string
	key    func(code string) codeKey
	notes  []Note
}

// newTree names every row but those that repeat an earlier one to the letter.
func newTree(rows []goalRow) *tree {
	t := &tree{byCode: map[domain.Level]map[codeKey][]int{}}
	rows = t.withoutDuplicates(rows)
	t.chooseSource(rows)
	names := newNamer(rows)
	t.key = names.alphabet.key
	for _, r := range rows {
		t.add(names.name(r))
	}
	t.notes = append(t.notes, names.notes...)
	return t
}

func (t *tree) note(line int, kind NoteKind, uk, en string, args ...any) {
	t.notes = append(t.notes, newNote(line, kind, uk, en, args...))
}

func (t *tree) withoutDuplicates(rows []goalRow) []goalRow {
	first := map[goalRow]int{}
	var kept []goalRow
	for _, r := range rows {
		content := r
		content.line = 0
		if line, repeated := first[content]; repeated {
			t.note(r.line, DuplicateRow, "повторює рядок %d, взято один раз", "repeats line %d, taken once", line)
			continue
		}
		first[content] = r.line
		kept = append(kept, r)
	}
	return kept
}

// chooseSource keeps the first source and names each other one once.
func (t *tree) chooseSource(rows []goalRow) {
	told := map[string]bool{"": true}
	for _, r := range rows {
		if told[r.source] {
			continue
		}
		told[r.source] = true
		if t.source == "" {
			t.source = r.source
			continue
		}
		t.note(r.line, SourceDiffers, "інше джерело: %s; залишено перше", "another source: %s; the first is kept", r.source)
	}
}

func (t *tree) add(n node) {
	i := len(t.nodes)
	t.nodes = append(t.nodes, n)
	if n.key == "" {
		return
	}
	if t.byCode[n.level] == nil {
		t.byCode[n.level] = map[codeKey][]int{}
	}
	namesakes := t.byCode[n.level][n.key]
	if len(namesakes) > 0 {
		t.note(n.row.line, CodeRepeated, "код %s уже має рядок %d", "the code %s is that of line %d already",
			n.code, t.nodes[namesakes[0]].row.line)
	}
	t.byCode[n.level][n.key] = append(namesakes, i)
}
