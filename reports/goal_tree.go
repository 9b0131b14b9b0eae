package reports

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"hromada/domain"
	"hromada/models"
)

// treeColumns are those of a goal tree, which importGoals reads again; status and percent tell how things stand and are not read.
var treeColumns = []column{
	{"id", 26},
	{"version", 8},
	{"community_code", 21},
	{"level", 11},
	{"number", 9},
	{"parent_number", 14},
	{"position", 9},
	{"exported_position", 17},
	{"title", 60},
	{"description", 40},
	{"priority", 9},
	{"weight", 8},
	{"responsible", 28},
	{"start_date", 11},
	{"due_date", 11},
	{"kind", 7},
	{"category", 17},
	{"expected_result", 40},
	{"customer", 24},
	{"executor", 24},
}

var stateColumns = []column{{"status", 13}, {"percent", 9}}

var levelNames = map[domain.Level]string{domain.GoalLevel: "goal", domain.SubgoalLevel: "subgoal", domain.ComponentLevel: "component"}

// GoalTree writes a tree as a table of its nodes, parents before their children. It is what is filled in and imported: a tree without
// nodes is the template.
func GoalTree(ctx context.Context, w io.Writer, s *models.Store, id domain.NodeID, view domain.TreeView, format Format) error {
	tree, err := s.WholeTree(ctx, id, view)
	if err != nil {
		return err
	}
	t, err := newTable(w, format, "Дерево цілей")
	if err != nil {
		return err
	}
	defer t.close()
	writer := newTreeWriter(ctx, s, tree, t)
	if err := t.head(writer.columns()); err != nil {
		return err
	}
	if err := writer.write(); err != nil {
		return err
	}
	return t.end()
}

type treeWriter struct {
	ctx   context.Context // of the call, which it does not outlive
	store *models.Store
	tree  *models.WholeTree
	table table
	costs []domain.PlannedCost // the columns of planned costs, without amounts
	cost  map[costKey]domain.Decimal
	codes map[string]int // how many goals and subgoals have a code
	names map[int64]string
}

type costKey struct {
	node int64
	of   domain.PlannedCost
}

func newTreeWriter(ctx context.Context, s *models.Store, tree *models.WholeTree, t table) *treeWriter {
	w := &treeWriter{
		ctx: ctx, store: s, tree: tree, table: t, cost: map[costKey]domain.Decimal{}, codes: map[string]int{}, names: map[int64]string{},
	}
	w.costs = expectedCosts(tree.Period())
	for _, c := range tree.Costs {
		of := domain.PlannedCost{Year: c.Year, Source: c.FundSource, Expense: c.ExpenseKind}
		w.cost[costKey{c.NodeNumber, of}] = c.Sum
		if !slices.Contains(w.costs, of) {
			w.costs = append(w.costs, of)
		}
	}
	for _, g := range tree.Goals {
		w.codes[codeOf(&g.Placement)]++
	}
	for _, g := range tree.Subgoals {
		w.codes[codeOf(&g.Placement)]++
	}
	return w
}

// maxExpectedYears is how many years of a period have columns of costs before any are planned.
const maxExpectedYears = 5

// expectedCosts are the columns that a community fills in first: its own budget's.
func expectedCosts(period *domain.Period) []domain.PlannedCost {
	var costs []domain.PlannedCost
	if period == nil {
		return nil
	}
	for year := period.Start; year <= period.End && year < period.Start+maxExpectedYears; year++ {
		for _, expense := range []domain.ExpenseKind{domain.Capital, domain.Current} {
			costs = append(costs, domain.PlannedCost{Year: year, Source: domain.LocalFunds, Expense: expense})
		}
	}
	return costs
}

func (w *treeWriter) columns() []column {
	columns := slices.Clone(treeColumns)
	for _, c := range w.costs {
		columns = append(columns, column{strings.ToLower(fmt.Sprintf("cost_%d_%s_%s", c.Year, c.Source, c.Expense)), 16})
	}
	return append(columns, stateColumns...)
}

// write goes through the tree: a goal, the components right beneath it, and its subgoals with theirs.
func (w *treeWriter) write() error {
	subgoals, components := map[int64][]*models.Subgoal{}, map[int64][]*models.Component{}
	for _, s := range w.tree.Subgoals {
		subgoals[*s.ParentNumber] = append(subgoals[*s.ParentNumber], s)
	}
	for _, c := range w.tree.Components {
		components[*c.ParentNumber] = append(components[*c.ParentNumber], c)
	}
	writeComponents := func(parent int64) error {
		for _, c := range components[parent] {
			if err := writeNode(w, c, &c.Placement); err != nil {
				return err
			}
		}
		return nil
	}
	for _, g := range w.tree.Goals {
		if err := writeNode(w, g, &g.Placement); err != nil {
			return err
		}
		if err := writeComponents(g.Number); err != nil {
			return err
		}
		for _, s := range subgoals[g.Number] {
			if err := writeNode(w, s, &s.Placement); err != nil {
				return err
			}
			if err := writeComponents(s.Number); err != nil {
				return err
			}
		}
	}
	return nil
}
