package imports

import (
	"cmp"
	"slices"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// workRow is what one row of a file with ids says of one node.
type workRow struct {
	row
	id       *domain.NodeID // nil: it is new, or to be recognised by its code or title
	level    domain.Level
	code     string
	title    string
	parent   string // a code or an id
	position int
	exported int // its position in the file as it was exported
	version  int
	edits    []func(*domain.NodeFields)
}

// levelsOfTypes are the levels of nodes by the types of their ids.
var levelsOfTypes = map[string]domain.Level{
	"Goal": domain.GoalLevel, "Subgoal": domain.SubgoalLevel, "Component": domain.ComponentLevel,
}

func readWorkRow(r row) workRow {
	w := workRow{row: r, level: readLevel(r), parent: r.plain("parent_number"), code: r.plain("number"), title: r.plain("title")}
	r.required("title")
	w.readID()
	for column, figure := range map[string]*int{"position": &w.position, "exported_position": &w.exported, "version": &w.version} {
		if told := r.count(column); told != nil {
			*figure = *told
		}
	}
	r.refuseDayAsCode()
	w.readTexts()
	w.readFigures()
	w.readComponent()
	return w
}

func (w *workRow) readID() {
	value := w.value("id")
	if value == "" {
		w.required("level")
		return
	}
	id, err := domain.ParseNodeID(value)
	level, known := levelsOfTypes[id.Type]
	switch {
	case err != nil || !known:
		w.fault("id", "«%s» — не ідентифікатор елемента дерева.", "“%s” is not the id of a node of a tree.", table.Shorten(value))
	case w.level != "" && w.level != level:
		w.fault("level", "Рівень не змінюється: цей елемент — %s.", "Levels do not change: this one is a %s.", levelNames[level])
	default:
		w.id, w.level = &id, level
	}
}

// refuseDayAsCode knows what is left of a code such as 1.2 where a spreadsheet took it for the first of February.
func (r row) refuseDayAsCode() {
	value := r.value("number")
	if _, isDay := table.DayOf(value, r.sheet.Date1904); r.sheet.Grid && isDay && len(value) == 5 {
		r.fault("number", "«%s» схоже на день, яким таблиця зробила код. Задайте стовпчику текстовий формат і введіть код знову.",
			"“%s” looks like a day that the spreadsheet made of the code. Give the column the format of text and type the code again.", value)
	}
}

// plain is the cell's text without the apostrophe that keeps it from being a formula.
func (r row) plain(name string) string { return strings.TrimSpace(domain.Plain(r.value(name))) }

// paragraphs is the cell's text with its line breaks.
func (r row) paragraphs(name string) string {
	i, ok := r.sheet.index[name]
	if !ok || r.bad[i] {
		return ""
	}
	return strings.TrimSpace(domain.Plain(cleanLines(r.raw[i])))
}

// cleanLines gives the text of a cell as cleanCell does, line by line.
func cleanLines(raw string) string {
	lines := strings.Split(raw, "\n")
	for i, line := range lines {
		lines[i], _ = table.Clean(line) // it was checked as a whole
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// reading is a text as it would be read from a cell that it was written to, so that a cell which holds what stands says nothing new:
// blanks and marks that nobody sees are no change.
func reading(text string) string {
	return strings.TrimSpace(domain.Plain(cleanLines(domain.Neutral(text))))
}

func oneLine(text string) string { return strings.Join(strings.Fields(reading(text)), " ") }

// readTexts reads the texts that the file has columns for. A row that names no node says nothing by an empty cell.
func (w *workRow) readTexts() {
	for column, field := range map[string]func(*domain.NodeFields) *string{
		"number":          func(f *domain.NodeFields) *string { return &f.Code },
		"title":           func(f *domain.NodeFields) *string { return &f.Title },
		"responsible":     func(f *domain.NodeFields) *string { return &f.Responsible },
		"category":        func(f *domain.NodeFields) *string { return &f.Category },
		"customer":        func(f *domain.NodeFields) *string { return &f.Customer },
		"executor":        func(f *domain.NodeFields) *string { return &f.Executor },
		"description":     func(f *domain.NodeFields) *string { return &f.Description },
		"expected_result": func(f *domain.NodeFields) *string { return &f.ExpectedResult },
	} {
		text, as := w.plain(column), oneLine
		if column == "description" || column == "expected_result" {
			text, as = w.paragraphs(column), reading
		}
		w.say(column, func(f *domain.NodeFields) {
			if as(*field(f)) != text {
				*field(f) = text
			}
		})
	}
}

// say keeps what a cell says of a field, where it says anything.
func (w *workRow) say(column string, edit func(*domain.NodeFields)) {
	if w.has(column) && (w.value("id") != "" || w.value(column) != "") {
		w.edits = append(w.edits, edit)
	}
}

func (r row) has(column string) bool {
	_, has := r.sheet.index[column]
	return has
}

func (w *workRow) readFigures() {
	priority := choice(w.row, "priority", priorities)
	w.say("priority", func(f *domain.NodeFields) { f.Priority = priority })
	start, due := w.day("start_date"), w.day("due_date")
	w.say("start_date", func(f *domain.NodeFields) { f.StartDate = start })
	w.say("due_date", func(f *domain.NodeFields) { f.DueDate = due })
	weight := w.number("weight", 0, domain.MaxWeight, 4)
	w.say("weight", func(f *domain.NodeFields) {
		if f.Weight = 1; weight != nil {
			f.Weight = *weight
		}
	})
}

// readComponent reads what only components have.
func (w *workRow) readComponent() {
	kind := choice(w.row, "kind", kinds)
	w.say("kind", func(f *domain.NodeFields) { f.Kind = kind })
	for column := range w.sheet.index {
		if !costColumn.MatchString(column) {
			continue
		}
		amount := w.amount(column)
		w.say(column, func(f *domain.NodeFields) { f.PlannedCosts = withCost(f.PlannedCosts, costOf(column), amount) })
		w.onlyComponents(column)
	}
	for _, column := range onlyOfComponents {
		w.onlyComponents(column)
	}
}

func (w *workRow) onlyComponents(column string) {
	if w.level != "" && w.level != domain.ComponentLevel && w.value(column) != "" {
		w.fault(column, "Це мають лише компоненти.", "Only components have this.")
	}
}

// withCost puts an amount in the place of the cost of one year, source and kind of expense; nil: there is none.
func withCost(costs []domain.PlannedCost, of domain.PlannedCost, amount *domain.Decimal) []domain.PlannedCost {
	costs = slices.DeleteFunc(costs, func(c domain.PlannedCost) bool {
		return c.Year == of.Year && c.Source == of.Source && c.Expense == of.Expense
	})
	if amount != nil {
		of.Amount = *amount
		costs = append(costs, of)
	}
	slices.SortFunc(costs, func(a, b domain.PlannedCost) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Expense, b.Expense))
	})
	return costs
}
