package reports

import (
	"strings"
	"unicode"

	"hromada/domain"
	"hromada/models"
)

// nodeRow is a goal, subgoal or component.
type nodeRow interface {
	*models.Goal | *models.Subgoal | *models.Component
	models.TreeNode
}

// writeNode writes one node of a tree as the next row.
func writeNode[N nodeRow](w *treeWriter, row N, p *models.Placement) error {
	status, percent, err := w.state(row)
	if err != nil {
		return err
	}
	w.names[p.Number] = w.nameFor(p)
	parent := ""
	if p.ParentNumber != nil {
		parent = w.names[*p.ParentNumber]
	}
	cells := []any{
		p.NodeID().String(), p.Version, string(w.tree.Community.Code), levelNames[p.Level], codeOf(p), parent, p.Position, p.Position, p.Title, text(p.Description),
		text(p.Priority), p.Weight, text(p.Responsible), value(p.StartDate), value(p.DueDate), text(p.Kind), text(p.CategoryCode),
		text(p.ExpectedResult), text(p.Customer), text(p.Executor),
	}
	for _, of := range w.costs {
		if amount, planned := w.cost[costKey{p.Number, of}]; planned {
			cells = append(cells, amount)
		} else {
			cells = append(cells, nil)
		}
	}
	return w.table.row(append(cells, status, percent))
}

// state is how far the work on a node has come.
func (w *treeWriter) state(row models.TreeNode) (status, percent any, err error) {
	var progress *models.Progress
	switch n := row.(type) {
	case *models.Goal:
		progress, err = models.ProgressOf(w.ctx, w.store, n, nil)
	case *models.Subgoal:
		progress, err = models.ProgressOf(w.ctx, w.store, n, nil)
	case *models.Component:
		progress, err = models.ProgressOf(w.ctx, w.store, n, nil)
	}
	if err != nil {
		return nil, nil, err
	}
	return string(progress.Status), value(progress.Percent), nil
}

// nameFor is what rows beneath a node call it: its code where no other has the same, and else its id.
func (w *treeWriter) nameFor(p *models.Placement) string {
	code := codeOf(p)
	readable := strings.ContainsFunc(code, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
	if readable && w.codes[code] == 1 {
		return code
	}
	return p.NodeID().String()
}

func codeOf(p *models.Placement) string { return text(p.Code) }

// text is a text, empty where there is none.
func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

// value is a cell; nil where there is nothing in it.
func value[V domain.Date | domain.Decimal | float64](v *V) any {
	if v == nil {
		return nil
	}
	return *v
}
