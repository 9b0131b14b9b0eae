package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
)

// statementShapes are the databases that every operation must ask in equally many statements: 1, 10 and
// 63 communities, and 1, 4 and 20 goals in each tree.
var statementShapes = []shape{
	oblast(1, 4, 2, 3), oblast(10, 4, 2, 3), oblast(63, 4, 2, 3), oblast(10, 1, 2, 3), oblast(10, 20, 2, 3),
}

// runsAtOnce is how often each operation is asked of one database: fields are loaded side by side, and
// which of them comes first must not matter.
const runsAtOnce = 4

func TestStatementsDoNotGrowWithData(t *testing.T) {
	t.Parallel()
	ops := operations(t)
	counts := make([][]int, len(ops)) // by operation, then shape and run
	for _, s := range statementShapes {
		a := generated(t, s)
		variables := a.exampleVars()
		for i, op := range ops {
			for range runsAtOnce {
				got, statements := a.run(op, variables)
				counts[i] = append(counts[i], len(statements))
				if empty := emptyFields(t, got); len(empty) > 0 {
					t.Errorf("%s over %v: nothing in %v", op.name, s, empty)
				}
			}
		}
	}
	if uneven(counts) {
		t.Errorf("the numbers of statements differ:\n%s", countTable(ops, counts))
	}
}

func uneven(counts [][]int) bool {
	for _, row := range counts {
		for _, n := range row {
			if n != row[0] {
				return true
			}
		}
	}
	return false
}

// countTable has a line for each operation and a column for each shape, with a number for each run.
func countTable(ops []operation, counts [][]int) string {
	table := &strings.Builder{}
	w := tabwriter.NewWriter(table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprint(w, "communities × goals")
	for _, s := range statementShapes {
		_, _ = fmt.Fprintf(w, "\t%d × %d", s.communities, s.goals)
	}
	for i, op := range ops {
		_, _ = fmt.Fprintf(w, "\n%s", op.name)
		for j := range statementShapes {
			_, _ = fmt.Fprintf(w, "\t%v", counts[i][j*runsAtOnce:(j+1)*runsAtOnce])
		}
	}
	_ = w.Flush()
	return table.String()
}
