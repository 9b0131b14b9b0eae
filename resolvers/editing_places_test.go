package resolvers_test

import (
	"fmt"
	"testing"

	"hromada/domain"
)

// TestNewNodesAreNumberedAndPlaced: the code comes from the parent's and the place, unless it is told or waived.
func TestNewNodesAreNumberedAndPlaced(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	teachers := d.id("Subgoal", "Вчителі")
	for _, c := range []struct{ said, code string }{
		{``, "1.1.4"}, {`position: 1`, "1.1.5"}, {`position: 6`, "1.1.6"}, {`code: "Ї"`, "Ї"}, {`code: null`, ""}, {`position: null`, "1.1.9"},
	} {
		if got := editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нове", %s`, teachers, c.said)); got.Component.Code != c.code {
			t.Errorf("%s is numbered %s", c.said, got.Component.Code)
		}
	}
	for _, wrong := range []string{"0", "-1", "11", "2147483647"} {
		editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нове", position: %s`, teachers, wrong), "INVALID_INPUT position")
	}
	bare := editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Без коду", code: null`, d.tree)).Goal
	if got := editor.do("createSubgoal", fmt.Sprintf(`goalId: %q, title: "Під ним"`, bare.ID)).Subgoal; got.Code != "" || got.Position != 1 {
		t.Errorf("beneath what has no code: %+v", got)
	}
	if got := editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Просто"`, bare.ID)).Component; got.Code != "" || got.Position != 1 {
		t.Errorf("components are counted for themselves: %+v", got)
	}
	d.ordered()
}

// TestGivenCodesAreNotGivenTwice: neither after a deletion, nor by an insertion, nor beneath one goal to subgoals and components.
func TestGivenCodesAreNotGivenTwice(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	goal := func(more string) string {
		return editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова"%s`, d.tree, more)).Goal.Code
	}
	third := goal("")
	d.remove(d.id("Goal", "Освіта"))
	for _, c := range []struct{ said, code string }{{"", "4"}, {", position: 1", "1"}, {", position: 1", "5"}, {"", "6"}} {
		if got := goal(c.said); third != "3" || got != c.code {
			t.Errorf("after 2 and %s, one%s is numbered %s, not %s", third, c.said, got, c.code)
		}
	}
	roads := d.id("Goal", "Дороги")
	if got := editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нове"`, roads)).Component.Code; got != "2.2" {
		t.Errorf("beside the subgoal 2.1 a component is numbered %s", got)
	}
}

// ordered demands that siblings of each level stand at 1 to n in the revision worked on, under parents that are there.
func (a *api) ordered() {
	a.tb.Helper()
	if n := a.number(`SELECT count(*) FROM (
		SELECT position, row_number() OVER (PARTITION BY revision_number, parent_number, level ORDER BY position) AS due FROM placements) x WHERE position <> due`); n > 0 {
		a.tb.Errorf("%d nodes stand out of line", n)
	}
}

// TestParentsThatAreNone: of another type, tree or community, taken out, or not there.
func TestParentsThatAreNone(t *testing.T) {
	t.Parallel()
	d := working(t)
	a := d.api
	component := a.id("Component", "Сертифікати")
	other := townPlan(yakushynetska) // another tree of the same community
	other.Kind = domain.DevelopmentStrategy
	a.tree(other.Outline)
	sibling := a.id("Goal", "Дороги")
	a.tree(townPlan(vinnytska).Outline)
	foreign := a.id("Goal", "Дороги") // the newest of that title
	editor := d.as("editor")
	gone := editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Зайва"`, d.tree)).Goal
	editor.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: 1`, gone.ID))
	beneathSibling := fmt.Sprintf(`id: %q, version: 1, parentId: %q`, a.first("Subgoal", "Ями"), sibling)
	d.keeps("wrong parents", func() {
		editor.do("moveTreeNode", beneathSibling, "NOT_FOUND parentId")
		for _, parent := range []string{foreign, gone.ID, component, domain.NodeID{Type: "Goal", Community: 1, Number: 99999}.String()} {
			editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова"`, parent), "NOT_FOUND treeId")
			editor.do("createSubgoal", fmt.Sprintf(`goalId: %q, title: "Нова"`, parent), "NOT_FOUND goalId")
			editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нова"`, parent), "NOT_FOUND parentId")
		}
		editor.do("createSubgoal", fmt.Sprintf(`goalId: %q, title: "Нова"`, d.tree), "NOT_FOUND goalId")
		editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нова"`, d.tree), "NOT_FOUND parentId")
	})
}

// TestListsDoNotOutgrowTheSchema: what one list may hold is refused to grow beyond it.
func TestListsDoNotOutgrowTheSchema(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, "DIGITAL", nil)
	for i := range 100 {
		s.goal(fmt.Sprint("Ціль ", i))
	}
	for i := range 100 {
		s.subgoal(0, fmt.Sprint("Підціль ", i))
	}
	for i := range 500 {
		s.component(100, fmt.Sprint("Захід ", i))
	}
	s.component(101, "Ще один захід")
	s.subgoal(1, "Ще одна підціль")
	a.tree(s.Outline)
	editor := a.someone("editor", grantsOf("editor")...)
	a.keeps("one more", func() {
		editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "101"`, a.id("GoalTree", "")), "INVALID_INPUT ")
		editor.do("createSubgoal", fmt.Sprintf(`goalId: %q, title: "101"`, a.id("Goal", "Ціль 0")), "INVALID_INPUT ")
		editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "501"`, a.id("Subgoal", "Підціль 0")), "INVALID_INPUT ")
		editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q`, a.id("Subgoal", "Ще одна підціль"), a.id("Goal", "Ціль 0")), "INVALID_INPUT ")
		editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q`, a.id("Component", "Ще один захід"), a.id("Subgoal", "Підціль 0")), "INVALID_INPUT ")
	})
	lost := a.id("Goal", "Ціль 99")
	editor.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: 1`, lost))
	editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Інша сота"`, a.id("GoalTree", "")))
	a.keeps("the one taken out", func() { editor.do("restoreTreeNode", fmt.Sprintf(`id: %q`, lost), "INVALID_INPUT ") })
}
