package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// TestNothingIsPublishedBesideADraft: its endorsement would undo what an operator's import published meanwhile.
func TestNothingIsPublishedBesideADraft(t *testing.T) {
	t.Parallel()
	d := working(t)
	publish := func(title string) error {
		plan := townPlan(yakushynetska).Outline
		plan.Nodes[0].Title = title
		return d.store.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
			_, err := tx.WriteTree(plan)
			return err
		})
	}
	if err := publish("Освіта й наука"); err != nil {
		t.Fatal(err)
	}
	editor, head := d.as("editor"), d.as("head")
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 1, title: "Дороги й мости"`, d.id("Goal", "Дороги")))
	d.keeps("an import beside a draft", func() {
		told, ok := domain.AsError(publish("Наука"))
		if !ok || told.Code != domain.CodeConflict || !strings.Contains(told.Message.UK, string(yakushynetska)+" (DIGITAL, 2026–2028) має чернетку") {
			t.Errorf("%v", told)
		}
		if err := publish("Освіта й наука"); err != nil {
			t.Errorf("what changes nothing: %v", err)
		}
	})
	head.do("submitGoalTree", fmt.Sprintf(`id: %q`, d.tree))
	if told, ok := domain.AsError(publish("Наука")); !ok || told.Code != domain.CodeConflict {
		t.Errorf("beside what is submitted: %v", told)
	}
	d.as("expert").do("endorseGoalTree", fmt.Sprintf(`id: %q`, d.tree))
	if err := publish("Наука"); err != nil {
		t.Errorf("after the endorsement: %v", err)
	}
	if got := d.text(`SELECT string_agg(CAST(sequence AS text), ' ' ORDER BY sequence) FROM goal_tree_revisions`); got != "1 2 3 4" {
		t.Errorf("the revisions are %s", got)
	}
}
