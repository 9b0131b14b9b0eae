package resolvers_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hromada/domain"
)

// targetFields are all that a target tells.
const targetFields = `id name unit direction baseline { value year } values { year target actual reached percent evidenceUrl } latest { year actual }`

const targetAnswer = `targets { ` + targetFields + ` }`

// targetID is the public id of the target that was named first so.
func (a *api) targetID(name string) string {
	a.tb.Helper()
	return idAtType("Target", int64(a.number(`SELECT community_id FROM placed_targets WHERE name = $1 ORDER BY target_number LIMIT 1`, name)),
		int64(a.number(`SELECT min(target_number) FROM placed_targets WHERE name = $1`, name)))
}

// targetsOf is what somebody sees of the targets of a node, in short; a person of nil is a visitor.
func (a *api) targetsOf(p *person, id string) string {
	a.tb.Helper()
	type target struct {
		Name, Unit, Direction string
		Baseline              *struct {
			Value string
			Year  *int
		}
		Values []struct {
			Year           int
			Target, Actual *string
			Reached        *bool
			Percent        *float64
		}
	}
	const query = `query($id: ID!) { node(id: $id) { ... on Goal { targets { ` + targetFields + ` } } ... on Subgoal { targets { ` + targetFields + ` } } } }`
	got := a.ask(query, vars{"id": id})
	if p != nil {
		got = p.ask(query, vars{"id": id})
	}
	var node struct{ Targets []target }
	decode(a.tb, got, "node", &node)
	all := []string{}
	for _, t := range node.Targets {
		text := t.Name + ", " + t.Unit + ", " + t.Direction
		if t.Baseline != nil {
			text += " from " + t.Baseline.Value + " of " + shown(t.Baseline.Year)
		}
		for _, v := range t.Values {
			text += fmt.Sprintf("; %d: %s/%s %s %s", v.Year, shown(v.Actual), shown(v.Target), shown(v.Reached), percentOf(v.Percent))
		}
		all = append(all, text)
	}
	return strings.Join(all, " | ")
}

func shown[T any](value *T) string {
	if value == nil {
		return "-"
	}
	return fmt.Sprint(*value)
}

// setsTargets gives a goal a list of targets, each as it stands in the document.
func (p *person) setsTargets(goal, targets string, faults ...string) {
	p.tb.Helper()
	p.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, targets: %s`, goal, p.version(goal), targets), faults...)
}

// actuals reports what was reached, each report as it stands in the document.
func (p *person) actuals(actuals string, faults ...string) {
	p.tb.Helper()
	p.do("reportTargets", `actuals: [`+actuals+`]`, faults...)
}

// TestTargetsAreOfARevision and what was reached is of their identity: drafts are written and published, and reports need none of that.
func TestTargetsAreOfARevision(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, goal, id := d.as("editor"), d.id("Goal", "Дороги"), d.targetID("Дороги без ям")
	const published = `Дороги без ям, %, HIGHER_IS_BETTER from 40.00 of 2025; 2026: -/50.00 - -; 2027: -/60.50 - -`
	told := func(why string, p *person, want string) {
		t.Helper()
		if got := d.targetsOf(p, goal); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", why, got, want)
		}
	}
	told("as published", nil, published)
	editor.setsTargets(goal, fmt.Sprintf(`[{name: "Звернення", unit: "звернень", direction: LOWER_IS_BETTER, values: [{year: 2027, value: "12.5"}, {year: 2026, value: "-1"}]},
		{id: %q, name: "Відремонтовані дороги", unit: "км", baseline: {value: "3"}, values: [{year: 2026, value: "50"}]}]`, id))
	const drafted = `Звернення, звернень, LOWER_IS_BETTER; 2026: -/-1.00 - -; 2027: -/12.50 - - | ` +
		`Відремонтовані дороги, км, HIGHER_IS_BETTER from 3.00 of -; 2026: %s/50.00 %s`
	told("the draft", editor, fmt.Sprintf(drafted, "-", "- -"))
	told("what others see of a draft", nil, published)
	told("what others see of a draft", d.as("neighbour"), published)

	editor.actuals(fmt.Sprintf(`{targetId: %q, year: 2026, value: "45", note: "За обліком"}`, id))
	told("in the draft, with what was reached", editor, fmt.Sprintf(drafted, "45.00", "false 89.36"))
	told("as published, with what was reached", nil, strings.Replace(published, "-/50.00 - -", "45.00/50.00 false 50", 1))
	if n := d.number(`SELECT version FROM tree_nodes WHERE number = (SELECT node_number FROM targets ORDER BY number LIMIT 1)`); n != 2 {
		t.Errorf("a report is no change of the goal, which has version %d", n)
	}

	story := editor.ask(`query($id: ID!) { compareRevisions(treeId: $id, from: 1, to: 2) { added { id } removed { id } moved { id } changed { title changes { field before after } } } }`, vars{"id": d.tree})
	want := regexp.MustCompile(`"moved":\[\],"changed":\[{"title":"Дороги","changes":\[{"field":"targets","before":"\[{\\"baseline\\":{\\"value\\":\\"40.00\\",\\"year\\":2025},` +
		`\\"direction\\":\\"HIGHER_IS_BETTER\\",\\"id\\":\\"[\w-]+\\",\\"name\\":\\"Дороги без ям\\",\\"unit\\":\\"%\\",\\"values\\":{\\"2026\\":\\"50.00\\",\\"2027\\":\\"60.50\\"}}\]","after":"\[{.*Відремонтовані`)
	if !want.MatchString(story.Body) {
		t.Error(story.Body)
	}

	d.as("head").do("submitGoalTree", fmt.Sprintf(`id: %q`, d.tree))
	editor.setsTargets(goal, `[]`, "CONFLICT ")
	editor.actuals(fmt.Sprintf(`{targetId: %q, year: 2026, value: "51"}`, id)) // reports go on while the tree is under review
	d.as("expert").do("endorseGoalTree", fmt.Sprintf(`id: %q`, d.tree))
	told("the draft is published", nil, fmt.Sprintf(drafted, "51.00", "true 100"))

	// The next draft begins with what is published; a target that is taken out is brought back by its id, and knows what was reached.
	editor.setsTargets(goal, `null`)
	told("cleared", editor, "")
	told("as published", nil, fmt.Sprintf(drafted, "51.00", "true 100"))
	editor.do("updateGoal", fmt.Sprintf(`id: %q, version: %d, title: "Шляхи"`, goal, d.version(goal)))
	editor.setsTargets(goal, fmt.Sprintf(`[{id: %q, name: "Знову", unit: "км", values: []}]`, id))
	told("brought back", editor, `Знову, км, HIGHER_IS_BETTER; 2026: 51.00/- - -`)
}

// TestTargetsKeepTheirIdentity by id, or by name where no id is told.
func TestTargetsKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, goal, id := d.as("editor"), d.id("Goal", "Дороги"), d.targetID("Дороги без ям")
	editor.actuals(fmt.Sprintf(`{targetId: %q, year: 2026, value: "44"}`, id))
	same := `[{name: "Дороги без ям", unit: "%", baseline: {value: "40.0", year: 2025}, values: [{year: 2027, value: "60.5"}, {year: 2026, value: "50"}]}]`
	d.keeps("the same targets", func() { editor.setsTargets(goal, same) })
	d.keeps("nothing said of them", func() { editor.do("updateGoal", fmt.Sprintf(`id: %q, version: 1, title: "Дороги"`, goal)) })
	editor.setsTargets(goal, `[{name: "дороги без ям ", unit: "км", values: []}, {name: "Нові", unit: "км", values: []}]`)
	if got := d.targetsOf(editor, goal); got != `дороги без ям, км, HIGHER_IS_BETTER; 2026: 44.00/- - - | Нові, км, HIGHER_IS_BETTER` {
		t.Error(got)
	}
	// Names that change places stay with their ids, and who has a name but another's id gets a new target.
	editor.setsTargets(goal, fmt.Sprintf(`[{name: "дороги без ям", unit: "км", values: []}, {id: %q, name: "Нові", unit: "км", values: []}]`, id))
	if got := d.targetsOf(editor, goal); got != `дороги без ям, км, HIGHER_IS_BETTER | Нові, км, HIGHER_IS_BETTER; 2026: 44.00/- - -` {
		t.Error(got)
	}
	if n := d.number(`SELECT count(*) FROM targets`); n != 3 {
		t.Errorf("%d targets", n)
	}
	made := does[changedTree](editor, "createSubgoal", fmt.Sprintf(`goalId: %q, title: "Мости", targets: [{name: "Мости", unit: "од.", values: [{year: 2026, value: "2"}]}]`, goal), `subgoal { id }`)
	if got := d.targetsOf(editor, made.Subgoal.ID); got != `Мости, од., HIGHER_IS_BETTER; 2026: -/2.00 - -` {
		t.Error(got)
	}
	// What is taken out and restored comes back with its targets.
	editor.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: %d`, goal, d.version(goal)))
	editor.do("restoreTreeNode", fmt.Sprintf(`id: %q`, goal))
	if got := d.targetsOf(editor, goal); got != `Дороги без ям, %, HIGHER_IS_BETTER from 40.00 of 2025; 2026: 44.00/50.00 false 40; 2027: -/60.50 - -` {
		t.Error(got)
	}
}

// TestFaultyTargetsAreToldTogether, and nothing is written.
func TestFaultyTargetsAreToldTogether(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, goal := d.as("editor"), d.id("Goal", "Освіта")
	d.tree2()
	foreign := idAtType("Target", int64(d.number(`SELECT community_id FROM targets ORDER BY number DESC LIMIT 1`)), int64(d.number(`SELECT max(number) FROM targets`)))
	many := func(n int, one string) string { return "[" + strings.Repeat(one+" ", n) + "]" }
	years := &strings.Builder{}
	for year := 2000; year <= 2030; year++ {
		_, _ = fmt.Fprintf(years, `{year: %d, value: "1"} `, year)
	}
	for targets, faults := range map[string][]string{
		many(21, `{name: "Х", unit: "%", values: []}`): {"targets"},
		fmt.Sprintf(`[{name: "", unit: %q, baseline: {value: "1", year: 1990}, values: [{year: 2101, value: "1"}, {year: 2026, value: "1"}, {year: 2026, value: "2"}]},
			{name: "Х", unit: "", values: [%s]}, {name: "х ", unit: "%%", values: []}]`, strings.Repeat("я", 101), years): {
			"targets.0.name", "targets.0.unit", "targets.0.baseline.year", "targets.0.values.0.year", "targets.0.values.2.year",
			"targets.1.unit", "targets.1.values", "targets.2.name",
		},
		fmt.Sprintf(`[{name: %q, unit: "%%", values: []}]`, strings.Repeat("я", 501)): {"targets.0.name"},
	} {
		told := make([]string, len(faults))
		for i, f := range faults {
			told[i] = "INVALID_INPUT " + f
		}
		d.keeps(strings.Join(faults, " "), func() {
			editor.setsTargets(goal, targets, told...)
			editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова", targets: %s`, d.tree, targets), told...)
		})
	}
	// Of other nodes, of other communities, of nobody, and of other types: all are answered alike.
	for _, id := range []string{foreign, d.targetID("Дороги без ям"), idAtType("Target", 1, 99999), goal} {
		d.keeps(id, func() {
			list := fmt.Sprintf(`[{name: "", unit: "%%", values: []}, {id: %q, name: "Х", unit: "%%", values: []}]`, id)
			editor.setsTargets(goal, list, "INVALID_INPUT targets.0.name", "NOT_FOUND targets.1.id")
			editor.do("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова", targets: %s`, d.tree, list), "INVALID_INPUT targets.0.name", "NOT_FOUND targets.1.id")
		})
	}
	roads, id := d.first("Goal", "Дороги"), d.targetID("Дороги без ям")
	d.keeps("one target twice", func() {
		editor.setsTargets(roads, fmt.Sprintf(`[{id: %q, name: "Х", unit: "%%", values: []}, {id: %q, name: "У", unit: "%%", values: []}]`, id, id), "INVALID_INPUT targets.1.id")
	})
	for _, component := range []string{`createComponent(input: {parentId: "` + goal + `", title: "Х", targets: []})`, `updateComponent(input: {id: "x", version: 1, targets: []})`} {
		if got := editor.ask(`mutation { `+component+` { userErrors { code } } }`, nil); got.Errors[0].Extensions.Code != domain.CodeValidationFailed {
			t.Error(got.Body)
		}
	}
	full := make([]vars, 20)
	for i := range full {
		thirty := make([]vars, 30)
		for y := range thirty {
			thirty[y] = vars{"year": 2001 + y, "value": "1"}
		}
		full[i] = vars{"name": fmt.Sprint("Показник ", i), "unit": "%", "values": thirty}
	}
	got := editor.ask(`mutation($in: UpdateGoalInput!) { updateGoal(input: $in) { userErrors { code } } }`, vars{"in": vars{"id": goal, "version": 1, "targets": full}})
	if !strings.Contains(got.Body, `"userErrors":[]`) {
		t.Error(got.Body)
	}
	if n := strings.Count(d.targetsOf(editor, goal), "1.00"); n != 20*30 {
		t.Errorf("%d values", n)
	}
}

// TestEditsOfTargetsThatMeet: of two made from one version one is taken, and the other is shown how things stand.
func TestEditsOfTargetsThatMeet(t *testing.T) {
	t.Parallel()
	d := working(t)
	goal, outcomes := d.id("Goal", "Дороги"), make(chan string)
	editors := []*person{d.as("editor"), d.as("head")}
	for i := range 8 {
		go func() {
			_, told := editors[i%2].tries("updateGoal", fmt.Sprintf(`id: %q, version: 1, targets: [{name: "Показник %d", unit: "%%", values: [{year: 2026, value: "%d"}]}]`, goal, i, i))
			outcomes <- told
		}()
	}
	count := map[string]int{}
	for range 8 {
		count[<-outcomes]++
	}
	if count[""] != 1 || count["CONFLICT version"] != 7 {
		t.Errorf("%v", count)
	}
	if n := d.number(`SELECT count(*) FROM placed_targets k JOIN goal_trees t ON t.working_revision = k.revision_number`); n != 1 {
		t.Errorf("%d targets", n)
	}
}

// TestImportsLeaveTargets as they are: of the draft, and from the command line.
func TestImportsLeaveTargets(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, goal := d.as("editor"), d.id("Goal", "Дороги")
	editor.actuals(fmt.Sprintf(`{targetId: %q, year: 2026, value: "44"}`, d.targetID("Дороги без ям")))
	before := d.targetsOf(nil, goal)
	again := townPlan(yakushynetska)
	again.Nodes[0].Description = "Нове"
	d.api.tree(again.Outline)
	edited := editor.exported("/export/goal-trees/" + d.tree + ".csv?view=working")
	edited.set("Дороги", "description", "Без ям")
	if told := editor.imports("дерево.csv", edited.asCSV(), ""); told.Trees[0].Changed != 1 || told.Trees[0].GoalTree.Revision.Sequence != 3 {
		t.Errorf("%+v", told)
	}
	if n := d.number(`SELECT count(*) FROM placed_targets`); n != 3 {
		t.Errorf("%d targets are placed in three revisions", n)
	}
	for _, p := range []*person{nil, editor} {
		if got := d.targetsOf(p, goal); got != before || !strings.Contains(got, "44.00/50.00") {
			t.Errorf("%s\nwas %s", got, before)
		}
	}
}
