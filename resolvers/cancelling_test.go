package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// cancels gives up a node.
func (p *person) cancels(id, more string, faults ...string) {
	p.tb.Helper()
	p.do("cancelTreeNode", fmt.Sprintf(`id: %q, %s`, id, more), faults...)
}

// progressOf is how far a node has come, as anybody sees it.
func (a *api) progressOf(id string) string {
	a.tb.Helper()
	type node struct {
		Status   *string
		Progress struct {
			Percent  *float64
			Basis    string
			Done, Of int
		}
	}
	n := get[node](a, "node", `query($id: ID!) { node(id: $id) { ... on TreeNode { status progress { percent basis done of } } } }`, vars{"id": id})
	return fmt.Sprint(shown(n.Status), " ", percentOf(n.Progress.Percent), " ", n.Progress.Basis, " ", n.Progress.Done, "/", n.Progress.Of)
}

// TestCancelledChildrenDoNotCount in the progress of what stands above them.
func TestCancelledChildrenDoNotCount(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, subgoal, goal := d.as("editor"), d.id("Subgoal", "Вчителі"), d.id("Goal", "Освіта")
	courses, laptops, papers := d.id("Component", "Курси"), d.id("Component", "Ноутбуки"), d.id("Component", "Сертифікати")
	editor.reports(fmt.Sprintf(`{id: %q, percent: 60} {id: %q, percent: 0}`, courses, laptops))
	stands := func(why, id, want string) {
		t.Helper()
		if got := d.progressOf(id); got != want {
			t.Errorf("%s: %s, want %s", why, got, want)
		}
	}
	stands("three that count", subgoal, "IN_PROGRESS 20 CHILDREN 0/3")
	got := does[struct {
		Node struct {
			Status  string
			Version int
			Subgoal struct {
				Status   string
				Progress struct{ Percent float64 }
			}
		}
	}](editor, "cancelTreeNode", fmt.Sprintf(`id: %q, reason: "Немає коштів"`, laptops), `node { status version ... on Component { subgoal { status progress { percent } } } }`)
	if n := got.Node; n.Status != "CANCELLED" || n.Version != 1 || n.Subgoal.Progress.Percent != 30 {
		t.Errorf("%+v", n)
	}
	stands("two that count", subgoal, "IN_PROGRESS 30 CHILDREN 0/2")
	editor.cancels(papers, `reason: "Непотрібні"`)
	stands("one that counts", subgoal, "IN_PROGRESS 60 CHILDREN 0/1")
	stands("the goal", goal, "IN_PROGRESS 20 CHILDREN 0/3")
	editor.cancels(d.id("Subgoal", "Учні"), `reason: "Об'єднано"`)
	stands("the goal without a subgoal", goal, "IN_PROGRESS 30 CHILDREN 0/2")
	editor.reports(fmt.Sprintf(`{id: %q, status: IN_PROGRESS, percent: 20}`, laptops))
	stands("taken back", subgoal, "IN_PROGRESS 40 CHILDREN 0/2")
}

// TestCancelling is a report like others: with its day, its reason, and nothing written where all is so already.
func TestCancelling(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.reports(fmt.Sprintf(`{id: %q, percent: 10, asOf: "2026-10-01"}`, id))
	d.keeps("faults", func() {
		editor.cancels(id, `reason: "", asOf: "2026-11-21"`, "INVALID_INPUT reason", "INVALID_INPUT asOf")
		editor.cancels(id, fmt.Sprintf(`reason: %q`, strings.Repeat("я", 5001)), "INVALID_INPUT reason")
		editor.cancels(id, `reason: "Рано", asOf: "2026-09-30"`, "INVALID_INPUT asOf")
		editor.cancels(idAtType("Component", 1, 99999), `reason: "Немає"`, "NOT_FOUND id")
		editor.cancels(d.tree, `reason: "Немає"`, "NOT_FOUND id")
	})
	editor.cancels(id, `reason: "Немає коштів", asOf: "2026-10-01"`)
	d.keeps("cancelled already", func() {
		editor.cancels(id, `reason: "Справді немає"`)
		editor.cancels(id, `reason: "Справді немає", asOf: "2026-09-30"`)
		editor.cancels(id, `reason: ""`, "INVALID_INPUT reason")
	})
	got := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { progressHistory { asOf status note reporterName } history { action changes { field after } } tree { revision { sequence } } } } }`, vars{"id": id})
	if !strings.Contains(got.Body, `{"progressHistory":[{"asOf":"2026-10-01","status":"CANCELLED","note":"Немає коштів","reporterName":"editor"},`) ||
		!strings.Contains(got.Body, `{"action":"REPORT_PROGRESS","changes":[{"field":"note","after":"\"Немає коштів\""},{"field":"percent","after":null},{"field":"status","after":"\"CANCELLED\""}]}`) ||
		!strings.Contains(got.Body, `"sequence":1`) {
		t.Error(got.Body)
	}
	for range 2 {
		got := editor.ask(mutation("cancelTreeNode", fmt.Sprintf(`id: %q, reason: "Двічі"`, d.id("Component", "Курси"))), nil, "Idempotency-Key", "once-and-once")
		if !strings.Contains(got.Body, `"title":"Курси"`) {
			t.Error(got.Body)
		}
	}
	if n := d.number(`SELECT count(*) FROM progress_reports WHERE status = 'CANCELLED'`); n != 2 {
		t.Errorf("%d reports", n)
	}
}
