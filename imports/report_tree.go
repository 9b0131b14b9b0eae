package imports

import (
	"slices"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// outline draws the tree: what is new, what was guessed, each node's code and the start of its title.
func (r *report) outline(t TreeResult) {
	r.linef(1, "Дерево (+ новий вузол, ? вирішено здогадом, * ціль для рядків без батьківського вузла, - компонент):",
		"Tree (+ new node, ? decided by a guess, * goal for rows without a parent, - component):")
	guessed := guessedLines(t.Draft.Notes)
	depth := make([]int, len(t.Draft.Outline.Nodes))
	for i, n := range t.Draft.Outline.Nodes {
		if n.Parent >= 0 {
			depth[i] = depth[n.Parent] + 1
		}
		drawn := treeMarks(t.match(i).Number == 0, guessed[n.Line], n.Placeholder) +
			strings.Repeat("  ", depth[i]) + nodeText(n)
		r.line(2, domain.Text{UK: drawn, EN: drawn})
	}
}

// treeMarks is the margin: one place for each mark, so that the tree stays in line.
func treeMarks(isNew, guessed, placeholder bool) string {
	marks := []byte("   ")
	if isNew {
		marks[0] = '+'
	}
	if guessed {
		marks[1] = '?'
	}
	if placeholder {
		marks[1] = '*'
	}
	return string(marks)
}

func nodeText(n domain.OutlineNode) string {
	var parts []string
	if n.Level == domain.ComponentLevel {
		parts = append(parts, "-")
	}
	if n.Code != "" {
		parts = append(parts, n.Code)
	}
	return strings.Join(append(parts, table.Abridge(n.Title, 100)), " ")
}

// guesses leaves out codes taken from titles: nearly every published tree has them, and a code is
// taken only where the form, the level and the parent agree.
var guesses = []NoteKind{
	LevelGuessed, LevelDiffers, CodeUnsure, CodeConflict, ParentFromCode, ParentAmbiguous, ParentDiffers, ParentMissing,
}

func guessedLines(notes []Note) map[int]bool {
	lines := map[int]bool{}
	for _, n := range notes {
		if slices.Contains(guesses, n.Kind) {
			lines[n.Line] = true
		}
	}
	return lines
}
