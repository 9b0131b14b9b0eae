package imports

import (
	"cmp"
	"slices"

	"hromada/domain"
	"hromada/imports/table"
)

// above gives the levels that a node's parent may have, the likelier first.
func above(level domain.Level) []domain.Level {
	switch level {
	case domain.ComponentLevel:
		return []domain.Level{domain.SubgoalLevel, domain.GoalLevel}
	case domain.SubgoalLevel:
		return []domain.Level{domain.GoalLevel}
	case domain.GoalLevel:
	}
	return nil
}

// resolveParents finds the parent of every node once all are known, since rows come in any order.
func (t *tree) resolveParents() {
	for i := range t.nodes {
		t.nodes[i].parent = t.parentOf(t.nodes[i])
	}
}

// parentOf goes by the parent that the row names, then by the node's own code. -1: none is found.
func (t *tree) parentOf(n node) int {
	if n.level == domain.GoalLevel {
		if n.row.parent != "" {
			t.note(n.row.line, ParentIgnored, "ціль не має батьківського вузла, «%s» не враховано",
				"a goal has no parent, “%s” was not used", n.row.parent)
		}
		return -1
	}
	if namesakes := t.coded(n.level, t.key(n.row.parent)); len(namesakes) > 0 {
		t.compareWithCode(n, namesakes[0])
		return t.choose(n, namesakes)
	}
	if namesakes := t.byOwnCode(n); len(namesakes) > 0 {
		return t.parentFromCode(n, namesakes)
	}
	t.noteMissing(n)
	return -1
}

// coded gives the nodes of one code at the nearest level above that has any.
func (t *tree) coded(level domain.Level, key codeKey) []int {
	for _, higher := range above(level) {
		if namesakes := t.byCode[higher][key]; len(namesakes) > 0 {
			return namesakes
		}
	}
	return nil
}

// byOwnCode shortens the node's code until a parent has it: 2.1.3 is under 2.1, or else under 2.
func (t *tree) byOwnCode(n node) []int {
	for key := n.key.up(); key != ""; key = key.up() {
		if namesakes := t.coded(n.level, key); len(namesakes) > 0 {
			return namesakes
		}
	}
	return nil
}

// choose takes the nearest of several before the node in the file, else the first of them.
func (t *tree) choose(n node, namesakes []int) int {
	after, _ := slices.BinarySearchFunc(namesakes, n.row.line, func(i, line int) int {
		return cmp.Compare(t.nodes[i].row.line, line)
	})
	chosen := namesakes[max(after-1, 0)]
	if len(namesakes) > 1 {
		t.note(n.row.line, ParentAmbiguous, "вузлів із кодом %s: %d; узято рядок %d: «%s»",
			"nodes with the code %s: %d; line %d was taken: “%s”",
			t.nodes[chosen].code, len(namesakes), t.nodes[chosen].row.line, table.Abridge(t.nodes[chosen].title, 60))
	}
	return chosen
}

func (t *tree) parentFromCode(n node, namesakes []int) int {
	parent := t.choose(n, namesakes)
	if n.row.parent == "" {
		t.note(n.row.line, ParentFromCode, "за кодом %s поставлено під %s", "by its code %s it stands under %s",
			n.code, t.nodes[parent].code)
	} else {
		t.note(n.row.line, ParentFromCode, "вказаного батьківського вузла «%s» немає; за кодом %s поставлено під %s",
			"the parent named, “%s”, is missing; by its code %s it stands under %s", n.row.parent, n.code, t.nodes[parent].code)
	}
	return parent
}

// compareWithCode tells where a node's own code points elsewhere than the column, which is kept.
func (t *tree) compareWithCode(n node, parent int) {
	if other := t.byOwnCode(n); len(other) > 0 && t.nodes[other[0]].key != t.nodes[parent].key {
		t.note(n.row.line, ParentDiffers, "код %s вказує на %s, але за стовпчиком поставлено під %s",
			"the code %s points to %s, but by the column it stands under %s", n.code, t.nodes[other[0]].code, t.nodes[parent].code)
	}
}

func (t *tree) noteMissing(n node) {
	if n.row.parent == "" {
		t.note(n.row.line, ParentMissing, "батьківський вузол не вказано: «%s»", "no parent is named: “%s”",
			table.Abridge(n.title, 60))
		return
	}
	t.note(n.row.line, ParentMissing, "вказаного батьківського вузла «%s» немає: «%s»",
		"the parent named, “%s”, is missing: “%s”", n.row.parent, table.Abridge(n.title, 60))
}
