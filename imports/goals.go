package imports

import (
	"io"
	"slices"

	"hromada/domain"
	"hromada/imports/table"
)

// Draft is one community's goal tree as a file describes it, with every decision taken on the way.
type Draft struct {
	Name    string         // the community's, as the file has it; informative
	Outline domain.Outline // ADOPTED, since what is published has been adopted
	Notes   []Note         // by line
}

// PlaceholderTitle is the title of the goal that holds subgoals and components whose parent the file
// does not tell. There is at most one in a tree, the last.
const PlaceholderTitle = "Без зазначеної цілі"

var goalsLayout = layout{
	required: []string{"community_code", "level", "number", "title"},
	optional: []string{"parent_number", "community", "source"},
}

// ReadGoals reads published goal trees, one draft a community in the order in which the file first
// names them: CSV in UTF-8, separated by commas or semicolons, with a header whose columns may stand in
// any order. Strategies are published in many forms, so what is unclear is decided and told in notes;
// every row becomes a node or, when it repeats another to the letter, a note.
//
// kind and period (nil: not known) are given to every tree. known says which communities exist; nil
// takes all. progress, where not nil, hears the line of each row.
//
// The error is *Faults with everything that is wrong in the file, or that of the reader when it fails.
func ReadGoals(
	r io.Reader, kind domain.TreeKind, period *domain.Period,
	known func(domain.KatottgCode) bool, progress func(line int),
) ([]Draft, error) {
	s, err := openSheet(r, naming{aliases: goalAliases}, always(goalsLayout), progress)
	if err != nil {
		return nil, err
	}
	if slices.Contains(s.header, "id") {
		return nil, table.FileFault(text("У файлі є стовпчик id: він змінює дерево, над яким працюють, і приймається через importGoals.",
			"The file has a column id: it changes a tree that is worked on, and is taken by importGoals."))
	}
	reader := goalsReader{refuses: unlessKnown(known), place: map[domain.KatottgCode]int{}}
	for row := range s.rows() {
		reader.read(row)
	}
	if err := s.faults.Err(); err != nil {
		return nil, err
	}
	drafts := make([]Draft, len(reader.communities))
	for i, c := range reader.communities {
		drafts[i] = c.draft(kind, period)
	}
	// A column belongs to no tree; the first one carries what is said of the whole file.
	drafts[0].Notes = append(s.notes, drafts[0].Notes...)
	return drafts, nil
}

// unlessKnown refuses communities that there are not.
func unlessKnown(known func(domain.KatottgCode) bool) func(domain.KatottgCode) *domain.Text {
	if known == nil {
		return nil
	}
	return func(code domain.KatottgCode) *domain.Text {
		if known(code) {
			return nil
		}
		missing := text("Громади %s немає в реєстрі.", "The community %s is not in the registry.", code)
		return &missing
	}
}

// communityRows are the rows of one community in the order of the file.
type communityRows struct {
	code domain.KatottgCode
	name string
	rows []goalRow
	work []workRow // of a file with ids
}

func (c communityRows) draft(kind domain.TreeKind, period *domain.Period) Draft {
	t := newTree(c.rows)
	t.resolveParents()
	sortNotes(t.notes)
	return Draft{Name: c.name, Notes: t.notes, Outline: domain.Outline{
		Community: c.code, Kind: kind, Period: period, State: domain.Adopted,
		SourceURL: t.source, Nodes: t.outlineNodes(),
	}}
}
