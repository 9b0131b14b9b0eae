package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"hromada/auth"
)

// does asks for one change and reads what its payload holds into a value; faults of the input must be those expected, as
// "CODE path".
func does[T any](p *person, mutation, input string, fields string, faults ...string) T {
	p.tb.Helper()
	document := `mutation { ` + mutation + `(input: {` + input + `}) { ` + fields + ` userErrors { code path message } } }`
	got := p.ask(document, nil)
	if len(got.Errors) > 0 {
		p.tb.Fatalf("%s\n%s", document, got.Body)
	}
	var errors struct {
		UserErrors []struct {
			Code, Message string
			Path          []string
		}
	}
	var value T
	for _, into := range []any{&errors, &value} {
		if err := json.Unmarshal(got.Data[mutation], into); err != nil {
			p.tb.Fatalf("%v\n%s", err, got.Body)
		}
	}
	told := []string{}
	for _, e := range errors.UserErrors {
		told = append(told, e.Code+" "+strings.Join(e.Path, "."))
	}
	if fmt.Sprint(told) != fmt.Sprint(faults) {
		p.tb.Errorf("%s\ntells %v, want %v: %s", document, told, faults, got.Body)
	}
	return value
}

// node is what changes of nodes answer.
type changedNode struct {
	ID        string
	Version   int
	Code      string
	Title     string
	Position  int
	ViewerCan []string
}

const nodeFields = `id version code title position viewerCan`

// TestLifeOfATree plays a tree's years through the API alone.
func TestLifeOfATree(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	expert := a.someone("expert", expertOf(vinnytskaOblast))

	type tree struct {
		GoalTree struct {
			ID        string
			ViewerCan []string
			Revision  struct {
				Sequence int
				State    string
			}
		}
		Missing []struct{ Lack, Title string }
	}
	const treeFields = `goalTree { id viewerCan revision { sequence state } }`
	drawn := does[tree](editor, "createGoalTree", `communityCode: "`+string(yakushynetska)+`", kind: DIGITAL, period: {start: 2026, end: 2028}`, treeFields).GoalTree
	does[tree](editor, "createGoalTree", `communityCode: "`+string(yakushynetska)+`", kind: DIGITAL, period: {start: 2026, end: 2028}`, treeFields, "CONFLICT period")

	type made struct {
		Goal, Subgoal, Component changedNode
	}
	goal := does[made](editor, "createGoal", `treeId: "`+drawn.ID+`", title: "Цифрова освіта"`, `goal { `+nodeFields+` }`).Goal
	subgoal := does[made](editor, "createSubgoal", `goalId: "`+goal.ID+`", title: "Навчити вчителів", responsible: "Відділ освіти"`, `subgoal { `+nodeFields+` }`).Subgoal
	courses := does[made](editor, "createComponent", `parentId: "`+subgoal.ID+`", title: "Курси", kind: SOFT, category: "TRAINING",
		startDate: "2026-02-01", dueDate: "2026-12-01", plannedCosts: [{year: 2026, fundSource: LOCAL, expenseKind: CURRENT, amount: "1000"}]`,
		`component { `+nodeFields+` }`).Component
	laptops := does[made](editor, "createComponent", `parentId: "`+subgoal.ID+`", title: "Ноутбуки", startDate: "2026-02-01", dueDate: "2027-12-01"`,
		`component { `+nodeFields+` }`).Component
	if goal.Code != "1" || subgoal.Code != "1.1" || courses.Code != "1.1.1" || laptops.Code != "1.1.2" || laptops.Position != 2 {
		t.Errorf("numbered %+v %+v %+v %+v", goal, subgoal, courses, laptops)
	}

	// What is missing is told, and then nothing is submitted.
	refused := does[tree](head, "submitGoalTree", `id: "`+drawn.ID+`"`, treeFields+` missing { lack title }`, "INVALID_INPUT id")
	if len(refused.Missing) != 2 || refused.Missing[0].Lack != "RESPONSIBLE" || refused.Missing[1].Lack != "KIND" {
		t.Errorf("missing %+v", refused.Missing)
	}
	goal = does[made](editor, "updateGoal", `id: "`+goal.ID+`", version: 1, responsible: "Заступниця голови"`, `goal { `+nodeFields+` }`).Goal
	laptops = does[made](editor, "updateComponent", `id: "`+laptops.ID+`", version: 1, kind: HARD`, `component { `+nodeFields+` }`).Component
	submitted := does[tree](head, "submitGoalTree", `id: "`+drawn.ID+`"`, treeFields+` missing { lack }`).GoalTree
	if submitted.Revision.State != "SUBMITTED" || fmt.Sprint(submitted.ViewerCan) != "[REPORT_PROGRESS COMMENT WITHDRAW_TREE]" {
		t.Errorf("submitted %+v", submitted)
	}
	does[made](editor, "updateGoal", `id: "`+goal.ID+`", version: 2, title: "Запізно"`, `goal { id }`, "CONFLICT ")

	// The expert returns it with a reason; the staff corrects it; the expert endorses; everybody sees it.
	if got := a.ask(`{ communities(filter: {hasGoalTree: DIGITAL}) { totalCount } }`, nil); !strings.Contains(got.Body, `"totalCount":0`) {
		t.Errorf("a draft shows: %s", got.Body)
	}
	asksAndIsAnswered(t, expert, editor, courses.ID)
	does[tree](expert, "returnGoalTree", `id: "`+drawn.ID+`", reason: ""`, treeFields, "INVALID_INPUT reason")
	returned := does[tree](expert, "returnGoalTree", `id: "`+drawn.ID+`", reason: "Додайте строки курсів"`, treeFields).GoalTree
	if returned.Revision.State != "RETURNED" {
		t.Errorf("returned %+v", returned)
	}
	courses = does[made](editor, "updateComponent", `id: "`+courses.ID+`", version: 1, dueDate: "2026-11-30"`, `component { `+nodeFields+` }`).Component
	does[tree](head, "submitGoalTree", `id: "`+drawn.ID+`"`, treeFields)
	does[tree](expert, "endorseGoalTree", `id: "`+drawn.ID+`"`, treeFields)
	does[tree](expert, "endorseGoalTree", `id: "`+drawn.ID+`"`, treeFields, "CONFLICT id")
	adopted := does[tree](head, "adoptGoalTree", `id: "`+drawn.ID+`", decision: {number: "12-3", date: "2026-11-20"}`, treeFields).GoalTree
	if adopted.Revision.State != "ADOPTED" || adopted.Revision.Sequence != 1 {
		t.Errorf("adopted %+v", adopted)
	}

	// Progress over months, while a colleague edits: reports need no draft, and an edit begins the next revision.
	type reported struct {
		Nodes []struct {
			Status   string
			Progress struct{ Percent float64 }
		}
	}
	for _, percent := range []string{"20", "60", "100"} {
		a.clock.pass(30 * 24 * time.Hour)
		editor.signIn()
		does[reported](editor, "reportProgress", `reports: [{id: "`+courses.ID+`", percent: `+percent+`}]`, `nodes { status progress { percent } }`)
	}
	head.signIn()
	expert.signIn()
	reportsWhileEdited(t, editor, head, laptops.ID)
	stale := does[made](editor, "updateComponent", `id: "`+laptops.ID+`", version: 2, title: "Інакше"`, `component { `+nodeFields+` }`, "CONFLICT version")
	if stale.Component.Title != "Ноутбуки для сіл" || stale.Component.Version != 3 {
		t.Errorf("the current one: %+v", stale)
	}
	shown := a.ask(`query($id: ID!) { node(id: $id) { ... on Component { title } } }`, vars{"id": laptops.ID})
	worked := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { title progress { percent } history { action actorName } } } }`, vars{"id": laptops.ID})
	if !strings.Contains(shown.Body, `"Ноутбуки"`) || !strings.Contains(worked.Body, `{"title":"Ноутбуки для сіл","progress":{"percent":10}`) ||
		!strings.Contains(worked.Body, `{"action":"UPDATE_NODE","actorName":"head"}`) || !strings.Contains(worked.Body, `{"action":"REPORT_PROGRESS","actorName":"editor"}`) {
		t.Errorf("published %s\nworked on %s", shown.Body, worked.Body)
	}
	story := editor.ask(`query($id: ID!) { compareRevisions(treeId: $id, from: 1, to: 2) { added { title } removed { title } moved { title }
		changed { title changes { field before after } } } }`, vars{"id": drawn.ID})
	if !strings.Contains(story.Body, `{"added":[],"removed":[],"moved":[],"changed":[{"title":"Ноутбуки для сіл","changes":[{"field":"title",`+
		`"before":"\"Ноутбуки\"","after":"\"Ноутбуки для сіл\""}]}]}`) {
		t.Error(story.Body)
	}
	steps := expert.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { progress { percent } revisions { sequence state decision { number } steps { state actorName reason } } } } }`, vars{"id": drawn.ID})
	want := `{"data":{"node":{"progress":{"percent":55},"revisions":[{"sequence":2,"state":"DRAFT","decision":null,"steps":[{"state":"DRAFT","actorName":"head","reason":null}]},` +
		`{"sequence":1,"state":"ADOPTED","decision":{"number":"12-3"},"steps":[{"state":"DRAFT","actorName":"editor","reason":null},` +
		`{"state":"SUBMITTED","actorName":"head","reason":null},{"state":"RETURNED","actorName":"expert","reason":"Додайте строки курсів"},` +
		`{"state":"SUBMITTED","actorName":"head","reason":null},{"state":"ENDORSED","actorName":"expert","reason":null},{"state":"ADOPTED","actorName":"head","reason":null}]}]}}}` + "\n"
	if steps.Body != want {
		t.Errorf("got  %swant %s", steps.Body, want)
	}
}

// asksAndIsAnswered has an expert ask about a node: it waits for the staff until they answer, and is settled then.
func asksAndIsAnswered(t *testing.T, expert, editor *person, about string) {
	t.Helper()
	waits := func(want string) {
		t.Helper()
		got, _ := editor.tasks(50)
		if told := strings.Join(got, "\n"); told != want {
			t.Errorf("for the staff waits %q, want %q", told, want)
		}
	}
	asked := does[said](expert, "addComment", `subjectId: "`+about+`", text: "Скільки вчителів?"`, commentFields).Comment
	waits("UNANSWERED_COMMENT 2026-11-20T10:00:00Z expert Курси Скільки вчителів?")
	does[said](editor, "addComment", `subjectId: "`+about+`", text: "Сорок", `+answering(*asked), commentFields)
	waits("")
	does[said](expert, "resolveComment", `id: "`+asked.ID+`"`, commentFields)
	if got := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { commentCount { threads open } } } }`, vars{"id": about}); !strings.Contains(got.Body, `{"threads":1,"open":0}`) {
		t.Error(got.Body)
	}
}

// reportsWhileEdited has somebody report on a component in the very moment in which another edits it: reports count no version, so
// that neither is told CONFLICT, and nothing of either is lost.
func reportsWhileEdited(t *testing.T, reporter, author *person, id string) {
	t.Helper()
	reported := reporter.sends(t.Context(), `mutation { reportProgress(input: {reports: [{id: "`+id+`", percent: 10}]}) { nodes { id } userErrors { code } } }`)
	edited := author.sends(t.Context(), `mutation { updateComponent(input: {id: "`+id+`", version: 2, title: "Ноутбуки для сіл"}) { component { version } userErrors { code } } }`)
	for _, answer := range []string{<-reported, <-edited} {
		if !strings.Contains(answer, `"userErrors":[]`) {
			t.Error(answer)
		}
	}
}
