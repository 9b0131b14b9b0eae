package imports

import (
	"fmt"
	"io"
	"strings"

	"hromada/domain"
	"hromada/imports/table"
)

// TreeResult is what became, or on a dry run would become, of one community's draft.
type TreeResult struct {
	Name        string // the community's, as the registry has it
	Draft       Draft
	Standing    []domain.Standing // what the tree had before; empty where there was no tree
	Matches     []domain.Match    // one for each node of the outline; empty: all are new
	Changed     bool              // false: the tree is already as the file has it
	NewRevision int               // the sequence of the revision written; 0 where none was
}

// Left gives the standing nodes that no node of the file was recognised as.
func (t TreeResult) Left() []domain.Standing { return leftOf(t.Standing, t.Matches) }

func leftOf(standing []domain.Standing, matches []domain.Match) []domain.Standing {
	matched := map[int64]bool{}
	for _, m := range matches {
		matched[m.Number] = true
	}
	var left []domain.Standing
	for _, s := range standing {
		if !matched[s.Number] {
			left = append(left, s)
		}
	}
	return left
}

func (t TreeResult) match(i int) domain.Match {
	if i < len(t.Matches) {
		return t.Matches[i]
	}
	return domain.Match{}
}

// report is text in one language, whose every line is safe to show in a terminal.
type report struct {
	out      strings.Builder
	language domain.Language
}

func (r *report) line(indent int, told domain.Text) {
	r.out.WriteString(strings.Repeat("  ", indent) + table.Printable(told.In(r.language)) + "\n")
}

func (r *report) linef(indent int, uk, en string, args ...any) { r.line(indent, text(uk, en, args...)) }

func (r *report) blank() { r.out.WriteString("\n") }

func (r *report) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, r.out.String())
	return err
}

// WriteRegistryReport tells what an import of the registry did, or on a dry run would do.
func WriteRegistryReport(w io.Writer, result domain.RegistryTally, notes []Note, dryRun bool, l domain.Language) error {
	r := &report{language: l}
	r.dryRun(dryRun)
	for _, one := range []struct {
		name  domain.Text
		tally domain.Tally
	}{
		{text("області", "regions"), result.Regions},
		{text("райони", "districts"), result.Districts},
		{text("громади", "communities"), result.Communities},
		{text("участь у проєкті", "participations"), result.Participations},
	} {
		r.linef(0, "%s: додано %d, змінено %d, без змін %d", "%s: added %d, changed %d, unchanged %d",
			one.name, one.tally.Added, one.tally.Changed, one.tally.Unchanged)
	}
	r.notes(0, notes)
	return r.writeTo(w)
}

// WriteGoalsReport tells of each tree what was recognised, decided and left; on a dry run also what
// tree it would be.
func WriteGoalsReport(w io.Writer, results []TreeResult, dryRun bool, l domain.Language) error {
	r := &report{language: l}
	r.dryRun(dryRun)
	for i, result := range results {
		if i > 0 || dryRun {
			r.blank()
		}
		r.tree(result, dryRun)
	}
	return r.writeTo(w)
}

func (r *report) dryRun(is bool) {
	if is {
		r.linef(0, "Пробний запуск: нічого не записано.", "Dry run: nothing was written.")
	}
}

func (r *report) tree(t TreeResult, dryRun bool) {
	r.linef(0, "%s (%s)", "%s (%s)", t.Name, t.Draft.Outline.Community)
	r.levels(t.Draft.Outline.Nodes)
	r.matched(t)
	r.outcome(t, dryRun)
	r.notes(1, t.Draft.Notes)
	r.renamed(t)
	r.left(t.Left())
	if dryRun {
		r.outline(t)
	}
}

func (r *report) levels(nodes []domain.OutlineNode) {
	counts := map[domain.Level]int{}
	for _, n := range nodes {
		counts[n.Level]++
	}
	r.linef(1, "вузлів: %d (цілей %d, підцілей %d, компонентів %d)", "nodes: %d (goals %d, subgoals %d, components %d)",
		len(nodes), counts[domain.GoalLevel], counts[domain.SubgoalLevel], counts[domain.ComponentLevel])
}

func (r *report) matched(t TreeResult) {
	if len(t.Standing) == 0 {
		r.linef(1, "такого дерева ще не було", "there was no such tree yet")
		return
	}
	by := map[domain.MatchedBy]int{}
	for i := range t.Draft.Outline.Nodes {
		by[t.match(i).By]++
	}
	r.linef(1, "упізнано за кодом %d, за назвою %d; нових %d; немає у файлі %d",
		"recognised by code %d, by title %d; new %d; not in the file %d",
		by[domain.MatchedByCode], by[domain.MatchedByTitle], by[""], len(t.Left()))
}

func (r *report) outcome(t TreeResult, dryRun bool) {
	switch {
	case !t.Changed:
		r.linef(1, "змін немає", "nothing changes")
	case dryRun:
		r.linef(1, "було б записано нову редакцію", "a new revision would be written")
	default:
		r.linef(1, "записано редакцію %d", "revision %d was written", t.NewRevision)
	}
}

// noteHeadings is in the order of the report.
var noteHeadings = []struct {
	kind NoteKind
	told domain.Text
}{
	{UnknownColumn, text("Невідомі стовпчики", "Unknown columns")},
	{NotRead, text("Хід виконання не прочитано", "How far the work is was not read")},
	{SourceDiffers, text("Різні джерела", "Several sources")},
	{DuplicateRow, text("Повторені рядки", "Repeated rows")},
	{LevelGuessed, text("Рівень визначено за змістом", "Level guessed")},
	{LevelDiffers, text("Рівень у назві інший", "Another level in the title")},
	{CodeFromTitle, text("Код узято з назви", "Code taken from the title")},
	{CodeUnsure, text("Можливий код залишено в назві", "Possible code left in the title")},
	{CodeConflict, text("Код у назві інший", "Another code in the title")},
	{CodeRepeated, text("Код повторюється", "Code repeated")},
	{ParentFromCode, text("Батьківський вузол знайдено за кодом", "Parent found by the code")},
	{ParentAmbiguous, text("Батьківський вузол вибрано з кількох", "Parent chosen from several")},
	{ParentDiffers, text("Код вказує на інший батьківський вузол", "The code points to another parent")},
	{ParentMissing, text("Батьківського вузла немає, поставлено під «"+PlaceholderTitle+"»",
		"No parent, placed under “"+PlaceholderTitle+"”")},
	{ParentIgnored, text("Батьківський вузол цілі не враховано", "A goal's parent not used")},
}

func (r *report) notes(indent int, notes []Note) {
	byKind := map[NoteKind][]Note{}
	for _, n := range notes {
		byKind[n.Kind] = append(byKind[n.Kind], n)
	}
	for _, heading := range noteHeadings {
		some := byKind[heading.kind]
		if len(some) == 0 {
			continue
		}
		r.linef(indent, "%s: %d", "%s: %d", heading.told, len(some))
		for _, n := range some {
			r.linef(indent+1, "рядок %d: %s", "line %d: %s", n.Line, n.Text)
		}
	}
}

// renamed lists what only its code recognised, since a code may have passed to another goal.
func (r *report) renamed(t TreeResult) {
	before := map[int64]domain.Standing{}
	for _, s := range t.Standing {
		before[s.Number] = s
	}
	var told []domain.Text
	for i, n := range t.Draft.Outline.Nodes {
		was, matched := before[t.match(i).Number]
		if matched && domain.NormaliseTitle(was.Title) != domain.NormaliseTitle(n.Title) {
			told = append(told, text("%s: «%s» → «%s»", "%s: “%s” → “%s”", n.Code, table.Abridge(was.Title, 60), table.Abridge(n.Title, 60)))
		}
	}
	r.list(text("Упізнано за кодом, але назва інша", "Recognised by code, but the title is another"), told)
}

func (r *report) left(left []domain.Standing) {
	var told []domain.Text
	for _, s := range left {
		plain := strings.TrimSpace(fmt.Sprintf("%s %s", s.Code, table.Abridge(s.Title, 100)))
		told = append(told, text(plain, plain))
	}
	r.list(text("Є в дереві, але немає у файлі", "In the tree, but not in the file"), told)
}

func (r *report) list(heading domain.Text, told []domain.Text) {
	if len(told) == 0 {
		return
	}
	r.linef(1, "%s: %d", "%s: %d", heading, len(told))
	for _, one := range told {
		r.line(2, one)
	}
}
