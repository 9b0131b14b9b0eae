package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

// TestNobodyChangesWhatIsOthers: staff of other communities, experts, observers and readers, of what is published and of what is not
// (abuse cases 13 to 19).
func TestNobodyChangesWhatIsOthers(t *testing.T) {
	t.Parallel()
	d := begun(t)
	d.secondRegion()
	d.as("head").reports(fmt.Sprintf(`{id: %q, percent: 1}`, d.id("Component", "Карта")))
	report := d.lastReport()
	changes := d.everyChange()
	changes["correctProgressReport"] = fmt.Sprintf(`id: %q, percent: 6`, report)
	reviews := map[string]bool{"returnGoalTree": true, "endorseGoalTree": true}
	for _, at := range [][2]string{{"ADOPTED", "DRAFT"}, {"", "DRAFT"}, {"", "SUBMITTED"}} {
		d.stand(at)
		seen := at[0] != ""
		for _, who := range []string{"neighbour", "two", "stranger", "expert", "observer", "reader"} {
			p := d.as(who)
			for name, input := range changes {
				if who == "expert" && reviews[name] {
					continue
				}
				due := "FORBIDDEN " // for want of the right, whatever it is asked for
				has := (who == "neighbour" || who == "two") != (who == "stranger") && reviews[name] == (who == "stranger")
				if has && (who == "neighbour" || who == "two" || who == "stranger") {
					due = d.answerTo(name, seen || who == "two")
				}
				d.keeps(who+" "+name, func() {
					if _, told := p.tries(name, input); told != due {
						t.Errorf("%s at %v: %s is told %q, want %q", who, at, name, told, due)
					}
				})
			}
		}
	}
}

// answerTo is what somebody is told who may change things of the kind, but not these: of what they name to be changed that they may not,
// where they see it, and else that there is no such thing.
func (*desk) answerTo(name string, seen bool) string {
	switch name {
	case "createGoalTree":
		return "FORBIDDEN " // everybody sees communities
	case "createGoal":
		return "NOT_FOUND treeId"
	case "createSubgoal":
		return "NOT_FOUND goalId"
	case "createComponent", "reorderTreeNodes":
		return "NOT_FOUND parentId"
	case "reportTargets":
		return "NOT_FOUND actuals.0.targetId"
	case "reportProgress":
		return "NOT_FOUND reports.0.id"
	case "correctProgressReport":
		return "NOT_FOUND id" // nobody else sees journals
	case "restoreTreeNode":
		fallthrough
	default:
		if seen {
			return "FORBIDDEN "
		}
		return "NOT_FOUND id"
	}
}

// TestForeignIdsInOwnChanges: parents and lists that are somebody else's, in changes of what is one's own (abuse cases 13 to 15).
func TestForeignIdsInOwnChanges(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	own, goal := d.id("Subgoal", "Ями"), d.id("Goal", "Освіта")
	subgoals := []string{d.id("Subgoal", "Вчителі"), d.id("Subgoal", "Учні")}
	d.tree2()
	foreignGoal, foreignSubgoal := d.id("Goal", "Дороги"), d.id("Subgoal", "Ями")
	foreignTree := idAtType("GoalTree", int64(d.number(`SELECT community_id FROM goal_trees ORDER BY number DESC LIMIT 1`)), int64(d.number(`SELECT max(number) FROM goal_trees`)))
	for _, id := range []string{foreignGoal, foreignSubgoal, foreignTree} {
		if !strings.Contains(editor.ask(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": id}).Body, id) {
			t.Fatal("what is published is seen, and that is the point")
		}
	}
	d.keeps("foreign ids", func() {
		editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова"`, foreignTree), "NOT_FOUND treeId")
		editor.do("createSubgoal", fmt.Sprintf(`goalId: %q, title: "Нова"`, foreignGoal), "NOT_FOUND goalId")
		editor.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Нова"`, foreignSubgoal), "NOT_FOUND parentId")
		editor.do("moveTreeNode", fmt.Sprintf(`id: %q, version: 1, parentId: %q`, own, foreignGoal), "NOT_FOUND parentId")
		editor.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, goal, subgoals[0], foreignSubgoal), "INVALID_INPUT ids")
		editor.do("reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q, %q]`, goal, subgoals[0], subgoals[1], foreignSubgoal), "INVALID_INPUT ids")
		editor.reports(fmt.Sprintf(`{id: %q, percent: 5, overrideReason: "Рада"} {id: %q, percent: 5, overrideReason: "Рада"}`, own, foreignSubgoal), "NOT_FOUND reports.1.id")
	})
}

// tree2 draws the same tree for another community.
func (d *desk) tree2() {
	d.tb.Helper()
	d.api.tree(townPlan(vinnytska).Outline)
}

// TestForeignAndMissingAreAnsweredAlike, to the byte (abuse case 12).
func TestForeignAndMissingAreAnsweredAlike(t *testing.T) {
	t.Parallel()
	d := begun(t)
	d.stand([2]string{"", "DRAFT"})
	neighbour := d.as("neighbour")
	for name, input := range d.everyChange() {
		if name == "createGoalTree" || name == "returnGoalTree" || name == "endorseGoalTree" {
			continue
		}
		missing := input
		for _, kind := range []string{"Goal", "Subgoal", "Component"} {
			for _, title := range []string{"Освіта", "Ями", "Карта", "Учні", "Вчителі"} {
				if id := d.idOrNone(kind, title); id != "" {
					missing = strings.ReplaceAll(missing, id, domain.NodeID{Type: kind, Community: 1, Number: 99999}.String())
				}
			}
		}
		missing = strings.ReplaceAll(missing, d.targetID("Дороги без ям"), idAtType("Target", 1, 99999))
		missing = strings.ReplaceAll(missing, d.tree, domain.NodeID{Type: "GoalTree", Community: 1, Number: 99999}.String())
		a := neighbour.ask(mutation(name, input), nil, "X-Request-Id", "same-request")
		b := neighbour.ask(mutation(name, missing), nil, "X-Request-Id", "same-request")
		if a.Body != b.Body || !strings.Contains(a.Body, "NOT_FOUND") || (missing == input && name != "correctProgressReport") {
			t.Errorf("%s: foreign %s\nmissing %s", name, a.Body, b.Body)
		}
	}
}

// TestInputsHaveNoFieldsBeyondTheSchema (abuse case 17).
func TestInputsHaveNoFieldsBeyondTheSchema(t *testing.T) {
	t.Parallel()
	d := working(t)
	for name, input := range d.everyChange() {
		for _, more := range []string{`communityId: "1"`, `role: ADMIN`, `isAdmin: true`, `state: ADOPTED`, `status: DONE`, `revisionNumber: 1`, `number: 7`} {
			if name == "correctProgressReport" && strings.HasPrefix(more, "status") {
				continue
			}
			d.keeps(name, func() {
				if code := d.as("admin").denied(name, input+", "+more); code != domain.CodeValidationFailed {
					t.Errorf("%s with %s: %s", name, more, code)
				}
			})
		}
	}
	d.keeps("a version or an id for what is new", func() {
		for _, more := range []string{`version: 9`, `id: "x"`} {
			if code := d.as("admin").denied("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова", %s`, d.tree, more)); code != domain.CodeValidationFailed {
				t.Errorf("%s: %s", more, code)
			}
		}
	})
}

// TestRefusalsAreAudited, as many as tell something.
func TestRefusalsAreAudited(t *testing.T) {
	t.Parallel()
	d := working(t)
	reader := d.as("reader")
	for range 40 {
		if code := reader.denied("updateGoal", fmt.Sprintf(`id: %q, version: 1, title: "Моя"`, d.id("Goal", "Дороги"))); code != domain.CodeForbidden {
			t.Fatal(code)
		}
	}
	n := d.number(`SELECT count(*) FROM audit_events e JOIN users u ON u.id = e.actor_id WHERE e.refused AND e.action = 'EDIT_TREE' AND u.name = 'reader' AND e.actor_role = 'STAFF'
		AND e.request_id IS NOT NULL`)
	if n < 20 || n >= 40 {
		t.Errorf("%d refusals are kept", n)
	}
	told := d.as("editor").ask(`query($id: ID!) { node(id: $id) { ... on Goal { history { refused } } } }`, vars{"id": d.id("Goal", "Дороги")})
	if !strings.Contains(told.Body, `"history":[]`) {
		t.Errorf("what was not done is no history: %s", told.Body)
	}
}
