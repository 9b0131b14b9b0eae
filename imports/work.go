package imports

import (
	"io"
	"slices"

	"hromada/domain"
	"hromada/models"
)

// GoalsRequest is what is asked of a file of goals.
type GoalsRequest struct {
	Kind   domain.TreeKind
	Period *domain.Period // nil: not known
	// Community is whose trees all rows are; nil: each row tells.
	Community *domain.KatottgCode
	// Mapping says what columns of the file are; of others their headers tell.
	Mapping []ColumnMeaning
	// Refuses says why rows of a community are not taken; nil where they are.
	Refuses func(domain.KatottgCode) *domain.Text
}

// WorkDraft is what a file says of one community's tree, published or exported.
type WorkDraft struct {
	Draft
	rows    []workRow      // of a file with ids; its outline has no nodes until it is known what stands
	size    int            // rows of the file
	columns map[string]int // places of columns in the file, from 1
	Columns []Column       // of the file, in order
	names   map[string]string
}

// over gives the nodes of the outline, and notes what the file says of how far their work is: before anything is written.
func (d *WorkDraft) over(tx *models.Tx) models.NodesFor {
	return func(tree domain.NodeID, standing []domain.Standing) ([]domain.OutlineNode, error) {
		if err := d.elsewhere(tx, tree, standing); err != nil {
			return nil, err
		}
		nodes, err := d.nodes(tree, standing)
		if err != nil || !d.tellsProgress() {
			return nodes, err
		}
		progress, err := tx.ProgressIn(tree)
		d.noteProgress(progress)
		return nodes, err
	}
}

// nodes are those of the outline, over what stands in its tree.
func (d *WorkDraft) nodes(tree domain.NodeID, standing []domain.Standing) ([]domain.OutlineNode, error) {
	if d.rows == nil {
		return d.Outline.Nodes, nil
	}
	return nodesOf(d.rows, tree, standing)
}

// ReadWork reads a file of goals for trees that are worked on: one as strategies are published, or, known by its column of ids, one that
// was exported. The error is as that of ReadGoals.
func ReadWork(r io.Reader, asked GoalsRequest) ([]WorkDraft, error) { return readWork(r, asked, nil) }

func readWork(r io.Reader, asked GoalsRequest, progress func(line int)) ([]WorkDraft, error) {
	s, err := openSheet(r, naming{aliases: goalAliases, told: asked.Mapping}, func(header []string) layout {
		l := goalsLayout
		if slices.Contains(header, "id") {
			l = workLayout
		}
		return l.of(asked.Community)
	}, progress)
	if err != nil {
		return nil, err
	}
	reader := &goalsReader{refuses: asked.Refuses, community: asked.Community, place: map[domain.KatottgCode]int{}}
	_, exported := s.index["id"]
	for row := range s.rows() {
		if exported {
			reader.readWork(row)
		} else {
			reader.read(row)
		}
	}
	if err := s.faults.Err(); err != nil {
		return nil, err
	}
	drafts := make([]WorkDraft, len(reader.communities))
	for i, c := range reader.communities {
		drafts[i] = WorkDraft{Draft: c.draft(asked.Kind, asked.Period), rows: c.work, size: len(c.rows) + len(c.work), columns: map[string]int{}, names: map[string]string{}}
		drafts[i].Outline.Partial = exported
		for name, at := range s.index {
			drafts[i].columns[name], drafts[i].names[name] = at+1, s.header[at]
		}
		drafts[i].Columns = s.columns()
	}
	drafts[0].Notes = append(s.notes, drafts[0].Notes...)
	return drafts, nil
}

// of is the layout of a file whose rows need not tell their community, where it is known already.
func (l layout) of(community *domain.KatottgCode) layout {
	const column = "community_code"
	if community == nil && !slices.Contains(l.required, column) {
		l.required = append([]string{column}, l.required...)
	}
	if community != nil {
		l.required = slices.DeleteFunc(slices.Clone(l.required), func(name string) bool { return name == column })
		l.optional = append(slices.Clone(l.optional), column)
	}
	return l
}

func (g *goalsReader) readWork(r row) {
	told := readWorkRow(r)
	if c := g.of(r); c != nil {
		c.work = append(c.work, told)
	}
}
