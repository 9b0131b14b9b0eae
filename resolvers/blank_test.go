package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestBlanksAreNoTexts: what must be said is refused, what need not be is nothing, and blanks around a text are not kept.
func TestBlanksAreNoTexts(t *testing.T) {
	t.Parallel()
	d := begun(t)
	d.stand([2]string{"ADOPTED", "SUBMITTED"})
	d.keeps("a reason to return", func() {
		d.as("expert").do("returnGoalTree", fmt.Sprintf(`id: %q, reason: " \n"`, d.tree), "INVALID_INPUT reason")
	})
	d.stand([2]string{"ADOPTED", "DRAFT"})
	editor, component, goal := d.as("editor"), d.id("Component", "Карта"), d.id("Goal", "Освіта")
	d.keeps("what must be said", func() {
		editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: " "`, d.tree), "INVALID_INPUT title")
		editor.do("updateComponent", fmt.Sprintf(`id: %q, version: %d, title: "\u00a0"`, component, d.version(component)), "INVALID_INPUT title")
		editor.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, targets: [{name: " ", unit: "%%", values: []}]`, goal, d.version(goal)), "INVALID_INPUT targets.0.name")
		editor.do("cancelTreeNode", fmt.Sprintf(`id: %q, reason: " "`, component), "INVALID_INPUT reason")
		editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 40, overrideReason: " "}]`, goal), "INVALID_INPUT reports.0.overrideReason")
		editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 40, evidence: [{title: " ", url: "https://example.org"}]}]`, component), "INVALID_INPUT reports.0.evidence.0.title")
	})
	editor.do("updateComponent", fmt.Sprintf(`id: %q, version: %d, title: " Мапа ", customer: " ", executor: "Відділ\n"`, component, d.version(component)))
	got := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { title customer executor } } }`, vars{"id": component}).Body
	if !strings.Contains(got, `{"title":"Мапа","customer":null,"executor":"Відділ"}`) {
		t.Error(got)
	}
}
