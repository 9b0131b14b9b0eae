package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

// twoSizes are two sizes of trees, for writes whose statements must not grow with them.
var twoSizes = []shape{oblast(1, 3, 2, 2), oblast(1, 40, 6, 6)}

// TestEditsTakeAConstantNumberOfStatements, the first after a freeze, which copies the tree, and later ones.
func TestEditsTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	counts := make([]map[string]int, len(twoSizes))
	for i, s := range twoSizes {
		a := generated(t, s)
		for _, table := range []string{"goal_tree_revisions", "tree_nodes", "targets"} { // the made-up rows brought their own numbers
			a.exec(`SELECT setval(pg_get_serial_sequence('` + table + `', 'number'), (SELECT max(number) FROM ` + table + `))`)
		}
		admin := a.someone("admin", administrator())
		tree := a.text(`SELECT CAST(min(number) AS text) FROM goal_trees`)
		node := func(level, more string) string {
			return idAt(1, domain.Level(strings.ToUpper(level)), int64(a.number(fmt.Sprintf(`SELECT node_number FROM placements JOIN goal_trees t
				ON coalesce(t.working_revision, t.published_revision) = revision_number WHERE tree_number = %s AND level = upper('%s') %s ORDER BY node_number LIMIT 1`, tree, level, more))))
		}
		component, subgoal, goal, other := node("Component", ""), node("Subgoal", ""), node("Goal", ""), node("Goal", "AND position = 2")
		counts[i] = map[string]int{}
		for _, c := range []struct{ name, mutation, input string }{
			{"first", "updateComponent", fmt.Sprintf(`id: %q, version: 1, title: "Змінене"`, component)},
			{"later", "updateComponent", fmt.Sprintf(`id: %q, version: 2, title: "Змінене ще"`, component)},
			{"nothing", "updateComponent", fmt.Sprintf(`id: %q, version: 3, title: "Змінене ще"`, component)},
			{"create", "createSubgoal", fmt.Sprintf(`goalId: %q, title: "Нова", position: 1`, goal)},
			{"move", "moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q, position: 1`, subgoal, other)},
			{"delete", "deleteTreeNode", fmt.Sprintf(`id: %q, version: 1`, other)},
			{"targets", "updateGoal", fmt.Sprintf(`id: %q, version: 1, targets: [{name: "Перший", unit: "%%", values: [{year: 2026, value: "5"}]}, {name: "Другий", unit: "%%", values: []}]`, goal)},
			{"restore", "restoreTreeNode", fmt.Sprintf(`id: %q, revision: 2`, other)},
		} {
			a.count.take()
			admin.do(c.mutation, c.input)
			counts[i][c.name] = len(a.count.take())
		}
	}
	for name, n := range counts[0] {
		if counts[1][name] != n || n > 40 {
			t.Errorf("%s takes %d statements of a small tree, and %d of a large one", name, n, counts[1][name])
		}
	}
}
