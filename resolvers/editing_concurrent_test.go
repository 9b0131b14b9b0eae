package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// tries asks for a change whatever comes of it, and gives its payload and the codes of its faults.
func (p *person) tries(name, input string, headers ...string) (changedTree, string) {
	p.tb.Helper()
	got := p.ask(mutation(name, input), nil, headers...)
	if len(got.Errors) > 0 {
		return changedTree{}, string(got.Errors[0].Extensions.Code) + " " + got.Errors[0].Extensions.Field
	}
	var done struct {
		changedTree
		UserErrors []struct {
			Code string
			Path []string
		}
	}
	if err := json.Unmarshal(got.Data[name], &done); err != nil {
		p.tb.Error(err, got.Body)
	}
	codes := []string{}
	for _, e := range done.UserErrors {
		codes = append(codes, e.Code+" "+strings.Join(e.Path, "."))
	}
	return done.changedTree, strings.Join(codes, ", ")
}

// TestStaleVersionsConflict: whoever changes what somebody else has changed is told so, and sees how it stands (abuse case 60).
func TestStaleVersionsConflict(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, head := d.as("editor"), d.as("head")
	for _, level := range []struct{ name, id string }{
		{"Goal", d.id("Goal", "Дороги")}, {"Subgoal", d.id("Subgoal", "Ями")}, {"Component", d.id("Component", "Карта")},
	} {
		head.do("update"+level.name, fmt.Sprintf(`id: %q, version: 1, title: "Перша"`, level.id))
		for _, version := range []int{1, 0, -1, 3, 2147483647} {
			d.keeps("a stale edit", func() {
				for mutation, more := range map[string]string{"update" + level.name: `, title: "Друга"`, "moveTreeNode": `, position: 1`, "deleteTreeNode": ``} {
					got := editor.do(mutation, fmt.Sprintf(`id: %q, version: %d%s`, level.id, version, more), "CONFLICT version")
					current := map[string]changedNode{"Goal": got.Goal, "Subgoal": got.Subgoal, "Component": got.Component}[level.name]
					if !strings.HasPrefix(mutation, "update") {
						current = got.Node
					}
					if current.ID != level.id || current.Version != 2 || current.Title != "Перша" || len(got.DeletedIDs) > 0 || got.GoalTree.ID != "" {
						t.Errorf("%s with version %d: %+v", mutation, version, got)
					}
				}
			})
		}
	}
}

// TestOneOfTwentyWins: all edit one node from the same version (abuse case 60).
func TestOneOfTwentyWins(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Курси")
	titles, told := [20]string{}, [20]string{}
	var all sync.WaitGroup
	for i := range titles {
		all.Go(func() {
			var got changedTree
			got, told[i] = editor.tries("updateComponent", fmt.Sprintf(`id: %q, version: 1, title: "Редакція %d"`, id, i))
			titles[i] = got.Component.Title
		})
	}
	all.Wait()
	won := -1
	for i, code := range told {
		switch {
		case code == "" && won < 0:
			won = i
		case code != "CONFLICT version":
			t.Errorf("%d is told %q", i, code)
		}
	}
	if won < 0 {
		t.Fatal("nobody won")
	}
	for i, title := range titles {
		if title != fmt.Sprint("Редакція ", won) {
			t.Errorf("%d sees %s", i, title)
		}
	}
	if n := d.number(`SELECT count(*) FROM audit_events WHERE action = 'UPDATE_NODE'`); n != 1 || d.version(id) != 2 {
		t.Errorf("%d edits, version %d", n, d.version(id))
	}
	if n := d.number(`SELECT count(*) FROM goal_tree_revisions`); n != 2 {
		t.Errorf("%d revisions", n)
	}
}

// TestMovesThatMeet: two move different nodes, and two the same one; the tree stays a tree (abuse case 62).
func TestMovesThatMeet(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	schools, roads := d.id("Goal", "Освіта"), d.id("Goal", "Дороги")
	moves := []string{
		fmt.Sprintf(`id: %q, version: 1, parentId: %q`, d.id("Subgoal", "Ями"), schools),
		fmt.Sprintf(`id: %q, version: 1, parentId: %q`, d.id("Subgoal", "Учні"), roads),
		fmt.Sprintf(`id: %q, version: 1, parentId: %q`, d.id("Component", "Гуртки"), d.id("Subgoal", "Ями")),
		fmt.Sprintf(`id: %q, version: 1, parentId: %q`, d.id("Component", "Карта"), d.id("Subgoal", "Учні")),
		fmt.Sprintf(`id: %q, version: 1, parentId: %q`, d.id("Component", "Курси"), roads),
		fmt.Sprintf(`id: %q, version: 1, parentId: %q, position: 1`, d.id("Component", "Курси"), schools),
	}
	told := make([]string, len(moves))
	var all sync.WaitGroup
	for i, move := range moves {
		all.Go(func() { _, told[i] = editor.tries("moveTreeNode", move) })
	}
	all.Wait()
	if strings.Join(told[:4], "") != "" || told[4]+told[5] != "CONFLICT version" {
		t.Errorf("told %q", told)
	}
	d.ordered()
	if n := strings.Count(d.standing(), "\n") + 1; n != 11 { // whatever hung on a circle would not be reached
		t.Errorf("%d nodes are reached from the top:\n%s", n, d.standing())
	}
}

// TestWeightsOfSiblingsAtOnce: each edit is whole, and none is lost (abuse case 63).
func TestWeightsOfSiblingsAtOnce(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	var all sync.WaitGroup
	for i, title := range []string{"Курси", "Ноутбуки", "Сертифікати"} {
		all.Go(func() {
			for version := 1; version <= 5; version++ {
				if _, told := editor.tries("updateComponent", fmt.Sprintf(`id: %q, version: %d, weight: %d`, d.id("Component", title), version, 10*(i+1)+version)); told != "" {
					t.Errorf("%s in version %d: %s", title, version, told)
				}
			}
		})
	}
	all.Wait()
	weights := d.text(`SELECT string_agg(title || ' ' || CAST(weight AS integer), ', ' ORDER BY position) FROM placements JOIN goal_trees t
		ON working_revision = revision_number WHERE title IN ('Курси', 'Ноутбуки', 'Сертифікати')`)
	if weights != "Курси 15, Ноутбуки 25, Сертифікати 35" {
		t.Errorf("weights are %s", weights)
	}
	if n := d.number(`SELECT count(*) FROM audit_events WHERE action = 'UPDATE_NODE'`); n != 15 {
		t.Errorf("%d edits were audited", n)
	}
}

// TestNodesMadeAtOnce stand one after another, and one draft holds them.
func TestNodesMadeAtOnce(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if _, told := editor.tries("createComponent", fmt.Sprintf(`parentId: %q, title: "Одночасна", position: 1`, d.id("Subgoal", "Ями"))); told != "" {
				t.Error(told)
			}
		})
	}
	all.Wait()
	d.ordered()
	if n := d.number(`SELECT count(*) FROM goal_tree_revisions`); n != 2 {
		t.Errorf("%d revisions", n)
	}
	for range 5 {
		all.Go(func() {
			_, told := editor.tries("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DEVELOPMENT_STRATEGY`, yakushynetska))
			if told != "" && told != "CONFLICT period" {
				t.Error(told)
			}
		})
	}
	all.Wait()
	if n := d.number(`SELECT count(*) FROM goal_trees WHERE kind = 'DEVELOPMENT_STRATEGY'`); n != 1 {
		t.Errorf("%d trees of one kind and period", n)
	}
}

// TestTreesOfOneCommunityAreBounded holds what the schema promises of their number.
func TestTreesOfOneCommunityAreBounded(t *testing.T) {
	t.Parallel()
	d := working(t)
	d.exec(`INSERT INTO goal_trees (community_id, kind, period_start, period_end, created_at)
		SELECT (SELECT community_id FROM goal_trees), 'DEVELOPMENT_STRATEGY', y, y, now() FROM generate_series(2001, 2049) y`)
	d.keeps("one more", func() {
		d.as("head").do("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DIGITAL`, yakushynetska), "INVALID_INPUT ")
	})
	for _, wrong := range []string{"start: 1990, end: 2000", "start: 2000, end: 2101", "start: 2001, end: 2000"} {
		d.as("head").do("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DIGITAL, period: {%s}`, yakushynetska, wrong), "INVALID_INPUT period")
	}
}
