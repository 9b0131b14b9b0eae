package resolvers

import (
	"context"
	"errors"

	"hromada/domain"
	"hromada/graph"
	"hromada/graph/model"
	"hromada/imports"
	"hromada/models"
)

// How much of what an import did is told; the schema promises these lengths.
const (
	maxCellsTold   = 1000
	maxNotesTold   = 100
	maxTreesTold   = 1000
	maxColumnsTold = 1000
)

// importPayload tells what an error says of an imported file, or of the rest of the input.
func importPayload(ctx context.Context, err error) (*model.ImportGoalsPayload, error) {
	faults, more, err := fileFaults(ctx, err)
	payload := &model.ImportGoalsPayload{Faults: faults, MoreFaults: more}
	payload.UserErrors, err = userErrors(ctx, err)
	return payload, err
}

// fileFaults are what an error tells of a file, with the fault of the input that this is; another error is given back as it is.
func fileFaults(ctx context.Context, err error) (told []*model.ImportFault, more int, rest error) {
	told = []*model.ImportFault{}
	var faults *imports.Faults
	if !errors.As(err, &faults) {
		return told, 0, err
	}
	for _, f := range faults.Shown {
		told = append(told, &model.ImportFault{
			Row: known(f.Line), Column: known(f.Column), Name: known(f.Name), Message: f.Message.In(graph.Language(ctx)),
		})
	}
	all := len(faults.Shown) + faults.More
	if open := new(imports.UndecidedMapping); errors.As(err, &open) {
		return told, faults.More, domain.Invalid("mapping", "Скажіть, що в стовпчиках: не вирішено %d.", "Say what the columns hold: %d things are undecided.", all)
	}
	return told, faults.More, domain.Invalid("uploadId", "У файлі є помилки: %d.", "The file has faults: %d.", all)
}

// known is a value, or nil for none.
func known[V comparable](value V) *V {
	if value == *new(V) {
		return nil
	}
	return &value
}

// importedTrees tell what a file changed, tree by tree. What was rolled back is nowhere to be looked at. Of what was done before under
// the request's key only the trees are known.
func importedTrees(ctx context.Context, results []imports.WorkResult, done *models.Changed, dryRun bool) []*model.ImportedTree {
	trees := []*model.ImportedTree{}
	if done == nil {
		return trees
	}
	if results == nil {
		for _, id := range done.IDs {
			results = append(results, imports.WorkResult{Tree: id})
		}
	}
	rows := map[domain.NodeID]*models.GoalTree{}
	for _, node := range done.All() {
		if tree, ok := node.(*models.GoalTree); ok {
			rows[node.NodeID()] = tree
		}
	}
	for _, r := range results[:min(len(results), maxTreesTold)] {
		told := &model.ImportedTree{
			Added: r.Added, Changed: r.Changed, Matched: r.Matched, LeftCount: len(r.Left), CellCount: len(r.Cells),
			Left: leftTold(r), Cells: cellsTold(r.Cells), Notes: notesTold(ctx, r.Draft.Notes),
		}
		if !dryRun || !r.Begun {
			told.GoalTree = rows[r.Tree]
		}
		trees = append(trees, told)
	}
	return trees
}

func columnMeanings(told []*model.ImportColumnInput) []imports.ColumnMeaning {
	meanings := make([]imports.ColumnMeaning, len(told))
	for i, c := range told {
		meanings[i].Header = c.Column
		if field := c.Field.Value(); field != nil {
			meanings[i].Field = *field
		}
	}
	return meanings
}

// columnsTold tell what the columns of the file were taken for; those of all trees are the same.
func columnsTold(results []imports.WorkResult) []*model.ImportedColumn {
	told := []*model.ImportedColumn{}
	if len(results) == 0 {
		return told
	}
	columns := results[0].Draft.Columns
	for _, c := range columns[:min(len(columns), maxColumnsTold)] {
		told = append(told, &model.ImportedColumn{Number: c.Number, Name: c.Header, Field: known(c.Field)})
	}
	return told
}

func leftTold(r imports.WorkResult) []*model.ImportLeft {
	told := []*model.ImportLeft{}
	for _, s := range r.Left[:min(len(r.Left), maxNotesTold)] {
		told = append(told, &model.ImportLeft{ID: models.IDOf(r.Tree.Community, s.Level, s.Number), Code: known(s.Code), Title: s.Title})
	}
	return told
}

func cellsTold(cells []imports.Cell) []*model.ImportedCell {
	told := []*model.ImportedCell{}
	for _, c := range cells[:min(len(cells), maxCellsTold)] {
		cell := &model.ImportedCell{Row: c.Row, Column: known(c.Column), Name: c.Name, Title: c.Title, Before: c.Before, After: c.After}
		if !c.New {
			cell.NodeID = &c.Node
		}
		told = append(told, cell)
	}
	return told
}

func notesTold(ctx context.Context, notes []imports.Note) []*model.ImportNote {
	told := []*model.ImportNote{}
	for _, n := range notes[:min(len(notes), maxNotesTold)] {
		told = append(told, &model.ImportNote{Row: n.Line, Column: known(n.Column), Name: known(n.Name), Message: n.Text.In(graph.Language(ctx))})
	}
	return told
}
