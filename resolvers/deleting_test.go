package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// remove takes a node out.
func (d *desk) remove(id string) changedTree {
	d.tb.Helper()
	return d.as("editor").do("deleteTreeNode", fmt.Sprintf(`id: %q, version: %d`, id, d.version(id)))
}

// restore brings one back, and says what revision it is of.
func (d *desk) restore(id, more string, faults ...string) changedTree {
	d.tb.Helper()
	return d.as("editor").do("restoreTreeNode", fmt.Sprintf(`id: %q%s`, id, more), faults...)
}

// standing is the structure worked on: titles with their positions, each beneath its parent's.
func (d *desk) standing() string {
	d.tb.Helper()
	return d.text(`WITH RECURSIVE shown AS (SELECT p.* FROM placements p JOIN goal_trees t
			ON (t.community_id, coalesce(t.working_revision, t.published_revision)) = (p.community_id, p.revision_number)),
		below AS (SELECT node_number, CAST(position || ' ' || title AS text) AS path FROM shown WHERE parent_number IS NULL
			UNION ALL SELECT s.node_number, b.path || ' / ' || left(lower(s.level), 1) || s.position || ' ' || s.title FROM shown s JOIN below b ON b.node_number = s.parent_number)
		SELECT coalesce(string_agg(path, E'\n' ORDER BY path COLLATE "C"), '') FROM below`)
}

// costs are the planned costs worked on.
func (d *desk) costs() string {
	d.tb.Helper()
	return d.text(`SELECT coalesce(string_agg(s.title || ' ' || k.amount, ', ' ORDER BY s.title), '') FROM planned_costs k JOIN goal_trees t
			ON (t.community_id, coalesce(t.working_revision, t.published_revision)) = (k.community_id, k.revision_number)
		JOIN placements s ON (s.community_id, s.revision_number, s.node_number) = (k.community_id, k.revision_number, k.node_number)`)
}

// TestDeletedNodesComeBackAsTheyStood, with everything beneath them, though at the end of their siblings.
func TestDeletedNodesComeBackAsTheyStood(t *testing.T) {
	t.Parallel()
	d := working(t)
	goal := d.id("Goal", "Освіта")
	before := d.standing()
	gone := d.remove(goal)
	if len(gone.DeletedIDs) != 9-1 || gone.GoalTree.ID != d.tree || gone.GoalTree.Revision.State != "DRAFT" || gone.Node.ID != "" {
		t.Errorf("%+v", gone)
	}
	if got := d.standing(); got != "1 Дороги\n1 Дороги / s1 Ями\n1 Дороги / s1 Ями / c1 Карта" || d.costs() != "" {
		t.Errorf("what is left:\n%s\n%s", got, d.costs())
	}
	d.as("editor").do("updateGoal", fmt.Sprintf(`id: %q, version: %d, title: "Привид"`, goal, d.version(goal)), "NOT_FOUND id")
	d.as("editor").do("deleteTreeNode", fmt.Sprintf(`id: %q, version: %d`, goal, d.version(goal)), "NOT_FOUND id")
	d.restore(d.id("Component", "Курси"), "", "INVALID_INPUT id") // its parent first
	d.restore(goal, ", revision: 2", "NOT_FOUND id")
	back := d.restore(goal, ", revision: 1")
	if back.Node.Position != 2 || back.Node.Version != 3 || d.costs() != "Гуртки 50.00, Курси 100.00" {
		t.Errorf("%+v, %s", back.Node, d.costs())
	}
	d.as("editor").do("moveTreeNode", fmt.Sprintf(`id: %q, version: 3, position: 1`, goal))
	if got := d.standing(); got != before {
		t.Errorf("was\n%s\nis\n%s", before, got)
	}
	d.ordered()
}

// TestWhatWasMovedOutIsNotTornBack: of a node that comes back, what stands elsewhere by now stays there with all that is beneath it, and
// the others close their ranks.
func TestWhatWasMovedOutIsNotTornBack(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	goal, teachers, laptops := d.id("Goal", "Освіта"), d.id("Subgoal", "Вчителі"), d.id("Component", "Ноутбуки")
	editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q, position: 1`, teachers, d.id("Goal", "Дороги")))
	d.remove(d.id("Component", "Курси")) // of what was moved
	editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q`, laptops, d.id("Subgoal", "Учні")))
	d.remove(goal)
	d.restore(goal, "")
	want := "1 Дороги\n1 Дороги / s1 Вчителі\n1 Дороги / s1 Вчителі / c1 Сертифікати\n1 Дороги / s2 Ями\n1 Дороги / s2 Ями / c1 Карта\n" +
		"2 Освіта\n2 Освіта / c1 Портал\n2 Освіта / s1 Учні\n2 Освіта / s1 Учні / c1 Гуртки"
	if got := d.standing(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if d.costs() != "Гуртки 50.00" {
		t.Errorf("costs came back to others: %s", d.costs())
	}
	d.ordered()
	d.restore(d.id("Component", "Курси"), "")
	if d.costs() != "Гуртки 50.00, Курси 100.00" || d.children("Subgoal", "Вчителі") != "Сертифікати Курси" {
		t.Errorf("%s; %s", d.costs(), d.children("Subgoal", "Вчителі"))
	}
}

// TestCostsThatWereTakenAwayStayAway from nodes that were there all along.
func TestCostsThatWereTakenAwayStayAway(t *testing.T) {
	t.Parallel()
	d := working(t)
	courses, subgoal := d.id("Component", "Курси"), d.id("Subgoal", "Учні")
	d.as("editor").do("updateComponent", fmt.Sprintf(`id: %q, version: 1, plannedCosts: null`, courses))
	d.remove(subgoal)
	d.restore(subgoal, "")
	if d.costs() != "Гуртки 50.00" {
		t.Errorf("planned are %s", d.costs())
	}
	published := d.text(`SELECT string_agg(CAST(amount AS text), ' ' ORDER BY amount) FROM planned_costs JOIN goal_trees t ON revision_number = t.published_revision`)
	if published != "50.00 100.00" {
		t.Errorf("published are %s", published)
	}
}

// TestDraftShowsToNobodyElse: whatever is done to a draft, what visitors read is the same to the byte.
func TestDraftShowsToNobodyElse(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	whole := `query($c: KatottgCode!) { community(code: $c) { goalTree { id viewerCan revision { sequence state } revisions { sequence } goals { id code title version position responsible weight
		progress { percent } components { id title } subgoals { id title position components { id title plannedCosts { amount { amount } } } } } counts { components } hardShare { of } } }
		goals { totalCount nodes { title } } search(text: "Освіта") { totalCount } }`
	seen := func() string { return d.ask(whole, vars{"c": yakushynetska}).Body }
	before := seen()
	d.remove(d.id("Subgoal", "Учні"))
	editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Освіта нова", position: 1`, d.tree))
	editor.do("updateComponent", fmt.Sprintf(`id: %q, version: 1, title: "Інше", plannedCosts: null, kind: null`, d.id("Component", "Курси")))
	editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q`, d.id("Component", "Портал"), d.id("Subgoal", "Ями")))
	if after := seen(); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
	mine := editor.ask(`query($c: KatottgCode!) { community(code: $c) { goalTree(view: WORKING) { revision { sequence state } goals { title } } } }`, vars{"c": yakushynetska})
	if !strings.Contains(mine.Body, `"sequence":2,"state":"DRAFT"`) || !strings.Contains(mine.Body, "Освіта нова") {
		t.Errorf("the editor sees %s", mine.Body)
	}
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 1, responsible: "Новий відділ"`, d.id("Goal", "Дороги")))
	if after := seen(); after != strings.Replace(strings.Replace(before, `"title":"Дороги","version":1`, `"title":"Дороги","version":2`, 1), `"position":2,"responsible":"Відділ"`, `"position":2,"responsible":"Новий відділ"`, 1) {
		t.Errorf("who answers is not of one revision: %s", after)
	}
}

// forget undoes the draft behind the product's back.
func (d *desk) forget() {
	d.tb.Helper()
	for _, statement := range []string{
		`UPDATE goal_trees SET working_revision = NULL`, `DELETE FROM placements WHERE revision_number NOT IN (SELECT published_revision FROM goal_trees)`,
		`DELETE FROM revision_steps`, `DELETE FROM goal_tree_revisions WHERE published_at IS NULL`,
	} {
		d.exec(statement)
	}
}

// TestRanksCloseWhateverIsTakenOutAndBroughtBack: after any moves, removals and returns siblings stand at 1 to n, costs are with those
// that had them, and everything is reached from the top.
func TestRanksCloseWhateverIsTakenOutAndBroughtBack(t *testing.T) {
	t.Parallel()
	d := working(t)
	admin := d.as("admin")
	goals, subgoals := []string{"Освіта", "Дороги"}, []string{"Вчителі", "Учні", "Ями"}
	components := []string{"Курси", "Ноутбуки", "Сертифікати", "Гуртки", "Портал", "Карта"}
	ids := map[string]string{}
	for level, titles := range map[string][]string{"Goal": goals, "Subgoal": subgoals, "Component": components} {
		for _, title := range titles {
			ids[title] = d.id(level, title)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		d.forget()
		p := *admin
		p.api = d.drawing(rt)
		drawn := &desk{api: p.api}
		for range rapid.IntRange(2, 14).Draw(rt, "steps") {
			title := rapid.SampledFrom(slices.Concat(goals, subgoals, components)).Draw(rt, "what")
			id, change, input := ids[title], rapid.SampledFrom([]string{"moveTreeNode", "deleteTreeNode", "restoreTreeNode"}).Draw(rt, "change"), ""
			switch change {
			case "moveTreeNode":
				parents := goals
				if slices.Contains(components, title) {
					parents = slices.Concat(goals, subgoals)
				}
				input = fmt.Sprintf(`id: %q, version: %d, parentId: %q, position: 1`, id, d.version(id), ids[rapid.SampledFrom(parents).Draw(rt, "beneath")])
				if slices.Contains(goals, title) {
					input = fmt.Sprintf(`id: %q, version: %d, position: 1`, id, d.version(id))
				}
			case "deleteTreeNode":
				input = fmt.Sprintf(`id: %q, version: %d`, id, d.version(id))
			case "restoreTreeNode":
				input = fmt.Sprintf(`id: %q`, id)
			}
			if _, told := p.tries(change, input); told != "" && told != "NOT_FOUND id" && told != "NOT_FOUND parentId" && told != "INVALID_INPUT id" {
				rt.Fatalf("%s(%s) is told %q", change, input, told)
			}
		}
		drawn.ordered()
		placed := d.number(`SELECT count(*) FROM placements p JOIN goal_trees t ON coalesce(working_revision, published_revision) = revision_number`)
		if lines := strings.Count(drawn.standing()+"\n", "\n"); lines != max(placed, 1) {
			rt.Fatalf("%d of %d are reached:\n%s", lines, placed, drawn.standing())
		}
		want := []string{}
		for _, title := range []string{"Гуртки", "Курси"} {
			if strings.Contains(drawn.standing(), " "+title) {
				want = append(want, title+map[string]string{"Гуртки": " 50.00", "Курси": " 100.00"}[title])
			}
		}
		if got := drawn.costs(); got != strings.Join(want, ", ") {
			rt.Fatalf("costs are %s, of\n%s", got, drawn.standing())
		}
	})
}
