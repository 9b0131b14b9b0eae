package resolvers_test

import (
	"fmt"
	"strconv"
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
		a := writable(t, s)
		admin, node := a.someone("admin", administrator()), a.foremost
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
	constant(t, counts)
}

// constant demands that the numbers of statements, by what was done, are those of a small tree and few.
func constant(t *testing.T, counts []map[string]int) {
	t.Helper()
	for name, n := range counts[0] {
		if counts[1][name] != n || n > 40 {
			t.Errorf("%s takes %d statements of a small tree, and %d of a large one", name, n, counts[1][name])
		}
	}
}

// writable is a generated database whose new rows go on behind the made-up ones, which brought their own numbers.
func writable(t *testing.T, s shape) *api {
	t.Helper()
	a := generated(t, s)
	for _, table := range []string{"goal_tree_revisions", "tree_nodes", "targets"} {
		a.exec(`SELECT setval(pg_get_serial_sequence('` + table + `', 'number'), (SELECT max(number) FROM ` + table + `))`)
	}
	return a
}

// foremost is the first node of a level in the first tree, where more holds of it too.
func (a *api) foremost(level, more string) string {
	a.tb.Helper()
	return idAt(1, domain.Level(strings.ToUpper(level)), int64(a.number(fmt.Sprintf(`SELECT node_number FROM placements JOIN goal_trees t
		ON coalesce(t.working_revision, t.published_revision) = revision_number WHERE tree_number = (SELECT min(number) FROM goal_trees) AND level = upper('%s') %s
		ORDER BY node_number LIMIT 1`, level, more))))
}

// TestStepsAndCorrectionsTakeAConstantNumberOfStatements, whatever the tree's size.
func TestStepsAndCorrectionsTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	counts := make([]map[string]int, len(twoSizes))
	for i, s := range twoSizes {
		a := writable(t, s)
		admin, goal, subgoal := a.someone("admin", administrator()), a.foremost("Goal", ""), a.foremost("Subgoal", "")
		tree := idAtType("GoalTree", 1, int64(a.number(`SELECT min(number) FROM goal_trees`)))
		component := a.foremost("Component", "AND node_number IN (SELECT node_number FROM spending_entries) AND node_number IN (SELECT node_number FROM progress_reports)")
		at, err := domain.ParseNodeID(component)
		if err != nil {
			t.Fatal(err)
		}
		newest := func(typeName, table string) string {
			return idAtType(typeName, at.Community, int64(a.number(`SELECT max(number) FROM `+table+` WHERE node_number = $1`, at.Number)))
		}
		siblings := []string{}
		for _, number := range strings.Fields(a.text(`SELECT string_agg(CAST(node_number AS text), ' ' ORDER BY position DESC) FROM placements p JOIN goal_trees t
			ON t.published_revision = p.revision_number WHERE p.parent_number = ` + fmt.Sprint(ordinal(t, goal)) + ` AND p.level = 'SUBGOAL'`)) {
			n, err := strconv.ParseInt(number, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			siblings = append(siblings, idAt(1, domain.SubgoalLevel, n))
		}
		file := admin.send("EVIDENCE", "акт.pdf", []byte(pdf))
		counts[i] = map[string]int{}
		for _, c := range []struct {
			name, mutation, input, fields string
			before                        string // SQL
		}{
			{"correct", "correctProgressReport", fmt.Sprintf(`id: %q, note: "Виправлено"`, newest("ProgressReport", "progress_reports")), `node { id }`, ""},
			{"payment", "correctSpending", fmt.Sprintf(`id: %q, amount: "3", reason: "Так"`, newest("SpendingEntry", "spending_entries")), `component { id }`, ""},
			{"cancel", "cancelTreeNode", fmt.Sprintf(`id: %q, reason: "Так"`, subgoal), `node { id }`, ""},
			{"attach", "attachEvidence", fmt.Sprintf(`nodeId: %q, uploadId: %q, title: "Акт"`, component, file), `component { id }`, ""},
			{"link", "removeEvidence", fmt.Sprintf(`id: %q`, newest("EvidenceLink", "evidence_links")), `component { id }`, ""},
			{"reorder, which begins a draft", "reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: ["%s"]`, goal, strings.Join(siblings, `", "`)), `nodes { id }`, ""},
			{"discard", "discardDraft", fmt.Sprintf(`id: %q`, tree), `goalTree { id }`, ""},
			{"begin", "createGoal", fmt.Sprintf(`treeId: %q, title: "Нова", position: 1`, tree), `goal { id }`, ""},
			{"submit", "submitGoalTree", fmt.Sprintf(`id: %q`, tree), `goalTree { id }`, ""},
			{"endorse", "endorseGoalTree", fmt.Sprintf(`id: %q`, tree), `goalTree { id }`, `UPDATE goal_tree_revisions SET state = 'SUBMITTED' WHERE state = 'DRAFT'`},
		} {
			if c.before != "" {
				a.exec(c.before)
			}
			a.count.take()
			got := admin.ask(`mutation { `+c.mutation+`(input: {`+c.input+`}) { `+c.fields+` userErrors { code path } } }`, nil)
			counts[i][c.name] = len(a.count.take())
			if c.name != "submit" && !strings.Contains(got.Body, `"userErrors":[]`) {
				t.Errorf("%s: %s", c.name, got.Body)
			}
		}
	}
	constant(t, counts)
}
