package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

// TestMovesBetweenLevels tries every level beneath every kind of parent.
func TestMovesBetweenLevels(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	parents := map[string]string{"tree": d.tree, "goal": d.id("Goal", "Дороги"), "subgoal": d.id("Subgoal", "Ями"), "component": d.id("Component", "Карта")}
	for moved, may := range map[string]string{
		d.id("Goal", "Освіта"): "tree", d.id("Subgoal", "Учні"): "goal", d.id("Component", "Портал"): "goal subgoal", d.id("Component", "Курси"): "goal subgoal",
	} {
		for kind, parent := range parents {
			faults := []string{"NOT_FOUND parentId"}
			if strings.Contains(" "+may+" ", " "+kind+" ") {
				faults = nil
			}
			version := d.version(moved)
			got := editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: %d, parentId: %q`, moved, version, parent), faults...)
			if faults == nil && got.Node.ID != moved || faults != nil && got.Node.ID != "" {
				t.Errorf("%s beneath the %s: %+v", moved, kind, got.Node)
			}
			if want := int(ordinal(t, parent)); faults == nil && kind != "tree" && d.parentOf(moved) != want {
				t.Errorf("%s stands beneath %d, not %d", moved, d.parentOf(moved), want)
			}
			d.ordered()
		}
	}
	for _, itself := range []string{d.id("Goal", "Освіта"), d.id("Subgoal", "Ями"), d.id("Component", "Карта")} {
		d.keeps("beneath itself", func() {
			editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: %d, parentId: %q`, itself, d.version(itself), itself), "NOT_FOUND parentId")
		})
	}
}

// parentOf is the parent of a node in the revision worked on, by number; the tree is 0.
func (d *desk) parentOf(id string) int {
	d.tb.Helper()
	return d.number(`SELECT coalesce(p.parent_number, 0) FROM placements p JOIN goal_trees t
		ON (t.community_id, coalesce(t.working_revision, t.published_revision)) = (p.community_id, p.revision_number) WHERE p.node_number = $1`, ordinal(d.tb, id))
}

func ordinal(tb testing.TB, id string) int64 {
	tb.Helper()
	parsed, err := domain.ParseNodeID(id)
	if err != nil {
		tb.Fatal(err)
	}
	return parsed.Number
}

// children are the titles of the components beneath a node in the revision worked on, in order.
func (d *desk) children(typeName, title string) string {
	d.tb.Helper()
	return d.text(`SELECT coalesce(string_agg(p.title, ' ' ORDER BY p.position), '') FROM placements p JOIN goal_trees t
		ON (t.community_id, coalesce(t.working_revision, t.published_revision)) = (p.community_id, p.revision_number)
		JOIN placements a ON (a.community_id, a.revision_number, a.node_number) = (p.community_id, p.revision_number, p.parent_number)
		WHERE a.title = '` + title + `' AND upper('` + typeName + `') = a.level AND p.level = 'COMPONENT'`)
}

// TestMovesAmongSiblings: positions are those after the move, and everything beneath comes along.
func TestMovesAmongSiblings(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	move := func(title, said string, faults ...string) changedNode {
		id := d.id("Component", title)
		return editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: %d, %s`, id, d.version(id), said), faults...).Node
	}
	for _, c := range []struct{ title, said, order string }{
		{"Курси", `position: 3`, "Ноутбуки Сертифікати Курси"},
		{"Курси", `position: 2`, "Ноутбуки Курси Сертифікати"},
		{"Сертифікати", `position: 1`, "Сертифікати Ноутбуки Курси"},
		{"Сертифікати", ``, "Ноутбуки Курси Сертифікати"},
		{"Гуртки", `position: 2, parentId: "` + d.id("Subgoal", "Вчителі") + `"`, "Ноутбуки Гуртки Курси Сертифікати"},
	} {
		move(c.title, c.said)
		if got := d.children("Subgoal", "Вчителі"); got != c.order {
			t.Errorf("%s to %q: %s, want %s", c.title, c.said, got, c.order)
		}
		d.ordered()
	}
	for _, wrong := range []string{"0", "-1", "5"} {
		d.keeps(wrong, func() { move("Курси", "position: "+wrong, "INVALID_INPUT position") })
	}
	if got := d.children("Subgoal", "Учні"); got != "" {
		t.Errorf("left behind: %s", got)
	}
	id := d.id("Subgoal", "Вчителі")
	editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q, position: 1`, id, d.id("Goal", "Дороги")))
	if got := d.children("Subgoal", "Вчителі"); got != "Ноутбуки Гуртки Курси Сертифікати" {
		t.Errorf("did not come along: %s", got)
	}
	shown := d.ask(`query($c: KatottgCode!) { community(code: $c) { goalTree { goals { title subgoals { title components { title } } } } } }`, vars{"c": yakushynetska})
	if !strings.Contains(shown.Body, `{"title":"Вчителі","components":[{"title":"Курси"},{"title":"Ноутбуки"},{"title":"Сертифікати"}]}`) {
		t.Errorf("what is published moved: %s", shown.Body)
	}
}

// TestOrdersThatAreNone: names that lack, that repeat, of others, of another level; and a dry run keeps nothing.
func TestOrdersThatAreNone(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	parent := d.id("Subgoal", "Вчителі")
	a, b, c := d.id("Component", "Курси"), d.id("Component", "Ноутбуки"), d.id("Component", "Сертифікати")
	foreign, above := d.id("Component", "Гуртки"), d.id("Subgoal", "Учні")
	order := func(parent, more string, ids ...string) string {
		return fmt.Sprintf(`parentId: %q, ids: ["%s"]%s`, parent, strings.Join(ids, `", "`), more)
	}
	d.keeps("orders that are none", func() {
		for _, ids := range [][]string{{a, b}, {a, b, b}, {a, b, c, c}, {a, b, foreign}, {a, b, c, foreign}, {a, above, c}, {d.tree, a, b, c}, {d.tree}} {
			editor.do("reorderTreeNodes", order(parent, "", ids...), "INVALID_INPUT ids")
		}
		editor.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: []`, parent), "INVALID_INPUT ids")
		editor.do("reorderTreeNodes", order(parent, "", above), "NOT_FOUND parentId")
		editor.do("reorderTreeNodes", order(a, "", a), "NOT_FOUND parentId")
		editor.do("reorderTreeNodes", order(parent, `, dryRun: true`, a, b), "INVALID_INPUT ids")
		shown := editor.do("reorderTreeNodes", order(parent, `, dryRun: true`, c, a, b))
		if len(shown.Nodes) != 3 || shown.Nodes[0].ID != c || shown.Nodes[0].Position != 1 || shown.Nodes[2].Position != 3 {
			t.Errorf("a dry run shows %+v", shown.Nodes)
		}
	})
	if got := editor.do("reorderTreeNodes", order(parent, "", c, a, b)); got.Nodes[0].Position != 1 || d.children("Subgoal", "Вчителі") != "Сертифікати Курси Ноутбуки" {
		t.Errorf("%+v, %s", got.Nodes, d.children("Subgoal", "Вчителі"))
	}
	editor.do("reorderTreeNodes", order(d.tree, "", d.id("Goal", "Дороги"), d.id("Goal", "Освіта")))
	editor.do("reorderTreeNodes", order(d.id("Goal", "Освіта"), "", d.id("Subgoal", "Учні"), parent))
	editor.do("reorderTreeNodes", order(d.id("Goal", "Освіта"), "", d.id("Component", "Портал")))
	d.ordered()
}
