package imports

import (
	"maps"
	"slices"

	"hromada/domain"
	"hromada/imports/table"
)

// workNodes finds the nodes that the rows of a file with ids are about, once it is known what stands in their tree.
type workNodes struct {
	rows     []workRow
	tree     domain.NodeID
	standing map[int64]domain.Standing
	byNumber map[int64]int // rows by the identities that they name
	key      func(code string) codeKey
	codes    []map[codeKey][]parentAt // what a row may name as its parent by a code, the likelier first
	nodes    []domain.OutlineNode
	faults   *table.Collector
}

// parentAt is a node that may be a parent: a row of the file, or one that stands and is not in it.
type parentAt struct {
	row    int // -1: it is not in the file
	number int64
	level  domain.Level
}

// nodesOf gives the nodes of an outline that the rows make; parents that the file does not have come first, unchanged.
func nodesOf(rows []workRow, tree domain.NodeID, standing []domain.Standing) ([]domain.OutlineNode, error) {
	w := &workNodes{rows: rows, tree: tree, standing: map[int64]domain.Standing{}, byNumber: map[int64]int{}, faults: &table.Collector{}}
	for _, s := range standing {
		w.standing[s.Number] = s
	}
	w.findRows()
	w.indexCodes(standing)
	parents := make([]parentAt, len(rows))
	for i := range rows {
		parents[i] = w.parentOf(i)
	}
	if err := w.faults.Err(); err != nil {
		return nil, err
	}
	return w.lay(parents), nil
}

func (w *workNodes) fault(i int, column, uk, en string, args ...any) {
	r := w.rows[i]
	at, has := r.sheet.index[column]
	if !has {
		w.faults.Add(Fault{Line: r.line(), Message: text(uk, en, args...)})
		return
	}
	w.faults.Add(Fault{Line: r.lines[at], Column: at + 1, Name: r.sheet.header[at], Message: text(uk, en, args...)})
}

// findRows demands that every id is of a node that stands in the tree, and is named once.
func (w *workNodes) findRows() {
	for i, r := range w.rows {
		if r.id == nil {
			continue
		}
		first, repeated := w.byNumber[r.id.Number]
		stands, known := w.standing[r.id.Number]
		switch {
		case r.id.Community != w.tree.Community:
			w.fault(i, "id", "Це елемент іншої громади.", "This is a node of another community.")
		case !known || stands.Level != r.level:
			w.fault(i, "id", "Такого елемента в робочій редакції цього дерева немає.", "There is no such node in the revision of this tree that is worked on.")
		case repeated:
			w.fault(i, "id", "Цей елемент уже є в рядку %d.", "This node is on line %d already.", w.rows[first].line())
		default:
			w.byNumber[r.id.Number] = i
		}
	}
}

// indexCodes knows every node by its code: first those of the file by what they have there, then what is not in the file, and last those
// of the file by the code that they had, so that who changes a code need not change it in every row beneath.
func (w *workNodes) indexCodes(standing []domain.Standing) {
	var codes []string
	for _, r := range w.rows {
		codes = append(codes, r.code, r.parent)
	}
	for _, s := range standing {
		codes = append(codes, s.Code)
	}
	w.key = alphabetOf(codes).key
	inFile, elsewhere, before := map[codeKey][]parentAt{}, map[codeKey][]parentAt{}, map[codeKey][]parentAt{}
	w.codes = []map[codeKey][]parentAt{inFile, elsewhere, before}
	add := func(codes map[codeKey][]parentAt, code string, at parentAt) {
		if key := w.key(code); key != "" {
			codes[key] = append(codes[key], at)
		}
	}
	for i, r := range w.rows {
		at := parentAt{row: i, level: r.level}
		if r.id != nil {
			at.number = r.id.Number
		}
		add(inFile, r.code, at)
	}
	for _, s := range standing {
		if row, named := w.byNumber[s.Number]; named {
			add(before, s.Code, parentAt{row, s.Number, s.Level})
		} else {
			add(elsewhere, s.Code, parentAt{-1, s.Number, s.Level})
		}
	}
}

// parentOf finds what a row names as its parent, by id or by code.
func (w *workNodes) parentOf(i int) parentAt {
	r := w.rows[i]
	none := parentAt{row: -1}
	var stood int64
	if r.id != nil {
		stood = w.standing[r.id.Number].Parent
	}
	switch {
	case r.level == domain.GoalLevel && r.parent != "":
		w.fault(i, "parent_number", "Над ціллю нічого немає.", "Nothing stands above a goal.")
	case r.level == domain.GoalLevel:
	case r.parent == "" && stood != 0:
		return w.standingParent(stood)
	case r.parent == "":
		w.fault(i, "parent_number", "Вкажіть код або ідентифікатор елемента, під яким це стоїть.", "Give the code or the id of the node that this stands under.")
	default:
		if id, err := domain.ParseNodeID(r.parent); err == nil {
			return w.parentByID(i, id)
		}
		return w.parentByCode(i, stood)
	}
	return none
}

func (w *workNodes) standingParent(number int64) parentAt {
	if row, inFile := w.byNumber[number]; inFile {
		return parentAt{row, number, w.rows[row].level}
	}
	return parentAt{-1, number, w.standing[number].Level}
}

func (w *workNodes) parentByID(i int, id domain.NodeID) parentAt {
	stands, known := w.standing[id.Number]
	if !known || id.Community != w.tree.Community || stands.Level != levelsOfTypes[id.Type] || !slices.Contains(above(w.rows[i].level), stands.Level) {
		w.fault(i, "parent_number", "У цьому дереві немає такого елемента, під яким це може стояти.", "This tree has no such node that this could stand under.")
		return parentAt{row: -1}
	}
	return w.standingParent(id.Number)
}

// parentByCode takes the nearest level that has the code. A code that the node's parent has, or had, moves nothing.
func (w *workNodes) parentByCode(i int, stood int64) parentAt {
	r := w.rows[i]
	for _, codes := range w.codes {
		for _, at := range codes[w.key(r.parent)] {
			if stood != 0 && at.number == stood {
				return at
			}
		}
	}
	for _, codes := range w.codes {
		for _, level := range above(r.level) {
			found := atLevel(codes[w.key(r.parent)], level)
			if len(found) == 1 {
				return found[0]
			}
			if len(found) > 1 {
				w.fault(i, "parent_number", "Код %s мають кілька елементів. Вкажіть ідентифікатор.", "Several nodes have the code %s. Give the id.", r.parent)
				return found[0]
			}
		}
	}
	w.fault(i, "parent_number", "Елемента з кодом «%s» немає.", "No node has the code “%s”.", table.Shorten(r.parent))
	return parentAt{row: -1}
}

func atLevel(all []parentAt, level domain.Level) []parentAt {
	return slices.DeleteFunc(slices.Clone(all), func(at parentAt) bool { return at.level != level })
}

// lay makes the nodes, level by level, so that parents stand before their children. Nodes that are not in the file and have something
// of it beneath them are among them, unchanged.
func (w *workNodes) lay(parents []parentAt) []domain.OutlineNode {
	only := map[int64]bool{} // there only as parents
	for _, at := range parents {
		for number := at.number; at.row < 0 && number != 0; number = w.standing[number].Parent {
			if _, inFile := w.byNumber[number]; inFile {
				break
			}
			only[number] = true
		}
	}
	l := laid{rows: map[int]int{}, numbers: map[int64]int{}}
	for _, level := range []domain.Level{domain.GoalLevel, domain.SubgoalLevel, domain.ComponentLevel} {
		for _, number := range slices.Sorted(maps.Keys(only)) {
			if s := w.standing[number]; s.Level == level {
				l.numbers[number] = len(w.nodes)
				w.nodes = append(w.nodes, domain.OutlineNode{
					Level: level, Parent: l.at(w.standingParent(s.Parent)), Number: number, Code: s.Code, Title: s.Title,
					Placeholder: s.Placeholder, Edit: func(*domain.NodeFields) {},
				})
			}
		}
		for i, r := range w.rows {
			if r.level == level {
				l.rows[i] = len(w.nodes)
				w.nodes = append(w.nodes, w.node(r, l.at(parents[i])))
			}
		}
	}
	return w.nodes
}

// laid is where nodes stand in the outline, by their rows or by their identities.
type laid struct {
	rows    map[int]int
	numbers map[int64]int
}

// at is where a parent stands; -1: there is none.
func (l laid) at(parent parentAt) int {
	if parent.row >= 0 {
		return l.rows[parent.row]
	}
	if i, there := l.numbers[parent.number]; there {
		return i
	}
	return -1
}

func (w *workNodes) node(r workRow, parent int) domain.OutlineNode {
	n := domain.OutlineNode{Level: r.level, Parent: parent, Line: r.line(), Code: r.code, Title: r.title, Position: r.position, Edit: r.edit}
	if r.id != nil {
		n.Number, n.Version, n.Exported, n.Placeholder = r.id.Number, r.version, r.exported, w.standing[r.id.Number].Placeholder
	}
	return n
}

func (r workRow) edit(f *domain.NodeFields) {
	for _, edit := range r.edits {
		edit(f)
	}
}
