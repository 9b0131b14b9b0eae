package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
)

// statementShapes are the databases that every operation must ask in equally many statements: 1, 10 and
// 63 communities, and 1, 4 and 20 goals in each tree.
var statementShapes = []shape{
	oblast(1, 3, 2, 2), oblast(10, 3, 2, 2), oblast(63, 3, 2, 2), oblast(10, 1, 2, 2), oblast(10, 20, 2, 2),
}

// runs is how often each operation is asked of one database: fields are loaded side by side, and which of
// them comes first must not matter.
const runs = 3

func TestStatementsDoNotGrowWithData(t *testing.T) {
	t.Parallel()
	ops, shapes := operations(t), statementShapes
	if testing.Short() {
		shapes = shapes[:2] // races need company, not volume
	}
	counts := make([][][]int, len(shapes)) // by shape, operation and run
	t.Run("shapes", func(t *testing.T) {
		for i, s := range shapes {
			t.Run(s.String(), func(t *testing.T) {
				t.Parallel()
				counts[i] = countStatements(t, s, ops)
			})
		}
	})
	if !t.Failed() && uneven(counts) {
		t.Errorf("the numbers of statements differ:\n%s", countTable(ops, counts))
	}
}

// countStatements runs every operation alone, several times, and then all at once.
func countStatements(t *testing.T, s shape, ops []operation) [][]int {
	t.Helper()
	a := generated(t, s)
	variables := a.exampleVars()
	counts, sum := make([][]int, len(ops)), 0
	for i, op := range ops {
		for range runs {
			got, statements := a.run(op, variables)
			counts[i] = append(counts[i], len(statements))
			if empty := emptyFields(t, got); len(empty) > 0 {
				t.Errorf("%s finds nothing in %v", op.name, empty)
			}
		}
		sum += counts[i][0]
	}
	if together := a.together(ops, variables); together != sum {
		t.Errorf("asked one by one, the operations took %d statements; asked at once, %d", sum, together)
	}
	return counts
}

// together asks all operations at once and gives the number of statements they took.
func (a *api) together(ops []operation, variables vars) int {
	a.tb.Helper()
	a.count.take()
	var all sync.WaitGroup
	for _, op := range ops {
		all.Go(func() {
			if got := a.ask(op.text, variables); len(got.Errors) > 0 {
				a.tb.Errorf("%s: %s", op.name, got.Body)
			}
		})
	}
	all.Wait()
	return len(a.count.take())
}

func uneven(counts [][][]int) bool {
	for _, shape := range counts {
		for op, row := range shape {
			for _, n := range row {
				if n != counts[0][op][0] {
					return true
				}
			}
		}
	}
	return false
}

func (s shape) String() string {
	return fmt.Sprintf("%d communities, %d goals", s.communities, s.goals)
}

// countTable has a line for each operation and a column for each shape, with a number for each run.
func countTable(ops []operation, counts [][][]int) string {
	table := &strings.Builder{}
	w := tabwriter.NewWriter(table, 0, 0, 2, ' ', 0)
	for _, s := range statementShapes {
		_, _ = fmt.Fprintf(w, "\t%v", s)
	}
	for i, op := range ops {
		_, _ = fmt.Fprintf(w, "\n%s", op.name)
		for _, shape := range counts {
			_, _ = fmt.Fprintf(w, "\t%v", shape[i])
		}
	}
	_ = w.Flush()
	return table.String()
}
