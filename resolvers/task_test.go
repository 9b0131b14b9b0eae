package resolvers_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// tasks are what the start page tells somebody, each in one line, and the counts by kind.
func (p *person) tasks(first int) (lines []string, counts string) {
	p.tb.Helper()
	got := p.ask(`query($n: Int!) { tasks(first: $n) { counts { kind count } nodes { kind since communityCode communityName
		... on ReturnedTreeTask { treeId by: returnedByName text: reason } ... on SubmittedTreeTask { treeId by: submittedByName }
		... on MentionTask { treeId title: subjectTitle author: authorName said: text } ... on UnansweredCommentTask { treeId title: subjectTitle author: authorName said: text }
		... on OverdueNodeTask { treeId nodeTitle dueDate status } ... on DueReportTask { treeId nodeTitle lastReportedOn periodStart periodEnd due overdue }
		... on SilentCommunityTask { lastReportedAt periodStart periodEnd due overdue } } } }`, vars{"n": first})
	var told struct {
		Counts []struct {
			Kind  string
			Count int
		}
		Nodes []map[string]any
	}
	if err := json.Unmarshal(got.Data["tasks"], &told); err != nil || len(got.Errors) > 0 {
		p.tb.Fatal(err, got.Body)
	}
	for _, n := range told.Nodes {
		line := fmt.Sprint(n["kind"], " ", n["since"])
		for _, field := range []string{"by", "author", "title", "nodeTitle", "dueDate", "status", "lastReportedOn", "lastReportedAt", "periodStart", "periodEnd", "due", "overdue", "said", "text"} {
			if value := n[field]; value != nil {
				line += fmt.Sprint(" ", value)
			}
		}
		lines = append(lines, line)
	}
	return lines, fmt.Sprint(told.Counts)
}

func expect(t *testing.T, who string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s is told\n%s\nwant\n%s", who, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// late is a tree with nodes on both sides of each rule, some weeks before noon.
func late(of domain.KatottgCode) domain.Outline {
	s := outline(of, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	start, day := domain.NewDate(2025, 1, 1), domain.NewDate(2026, 11, 19) // noon is the day after
	due := dated(start, day)
	goal := s.goal("Ціль", due)
	s.component(goal, "Зроблено", due, reported(domain.Done))
	s.component(goal, "Скасовано", due, reported(domain.Cancelled))
	s.component(goal, "Строк сьогодні", dated(start, day.AddDays(1)), reported(domain.InProgress, 10))
	s.component(goal, "Прострочено", dated(start, day.AddDays(-100)), reported(domain.InProgress, 20))
	s.component(goal, "Про це мовчать", due)
	over := s.goal("Усе зроблено", due)
	s.component(over, "Зроблено теж", due, reported(domain.Done))
	dropped := s.goal("Кинута ціль", due, reported(domain.Cancelled))
	under := s.subgoal(dropped, "Підціль кинутої", due)
	s.component(under, "Захід кинутої", due, reported(domain.InProgress, 5))
	s.goal("Без строку")
	return s.Outline
}

func TestOverdueNodesAndDueReports(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	a.tree(late(yakushynetska))
	a.tree(late(vinnytska))
	editor := a.someone("editor", staffOf(yakushynetska, auth.Editor))
	overdue := []string{
		"OVERDUE_NODE 2026-08-11T21:00:00Z Прострочено 2026-08-11 IN_PROGRESS",
		"OVERDUE_NODE 2026-11-19T22:00:00Z Ціль 2026-11-19 IN_PROGRESS",
		"OVERDUE_NODE 2026-11-19T22:00:00Z Про це мовчать 2026-11-19",
	}
	// Of what was to begin long ago and nobody ever reported, the third quarter is to be reported.
	silent := "DUE_REPORT 2026-09-30T21:00:00Z Про це мовчать 2026-07-01 2026-09-30 2026-10-10 true"
	got, counts := editor.tasks(50)
	expect(t, "an editor", got, append(slices.Clone(overdue), silent))
	if counts != "[{OVERDUE_NODE 3} {DUE_REPORT 1}]" {
		t.Error(counts)
	}
	if got, counts := editor.tasks(1); len(got) != 1 || got[0] != overdue[0] || counts != "[{OVERDUE_NODE 3} {DUE_REPORT 1}]" {
		t.Errorf("the first: %v %s", got, counts)
	}
	if got, counts := editor.tasks(0); len(got) != 0 || counts != "[{OVERDUE_NODE 3} {DUE_REPORT 1}]" {
		t.Errorf("none of them: %v %s", got, counts)
	}
	for asked, want := range map[string]string{
		`first: 1, kinds: [DUE_REPORT, MENTION]`: `{"counts":[{"kind":"DUE_REPORT","count":1}],"nodes":[{"kind":"DUE_REPORT"}]}`,
		`first: 2, skip: 2`:                      `{"counts":[{"kind":"OVERDUE_NODE","count":3},{"kind":"DUE_REPORT","count":1}],"nodes":[{"kind":"OVERDUE_NODE"},{"kind":"DUE_REPORT"}]}`,
		`skip: 3`:                                `{"counts":[{"kind":"OVERDUE_NODE","count":3},{"kind":"DUE_REPORT","count":1}],"nodes":[{"kind":"DUE_REPORT"}]}`,
		`skip: 4`:                                `{"counts":[{"kind":"OVERDUE_NODE","count":3},{"kind":"DUE_REPORT","count":1}],"nodes":[]}`,
		`kinds: []`:                              `{"counts":[],"nodes":[]}`,
	} {
		if got := editor.ask(`{ tasks(`+asked+`) { counts { kind count } nodes { kind } } }`, nil); !strings.Contains(got.Body, want) {
			t.Errorf("%s: %s, want %s", asked, got.Body, want)
		}
	}
	if got := editor.ask(`{ tasks(skip: -1) { counts { count } } }`, nil); answered(got) != "INVALID_INPUT" || got.Errors[0].Extensions.Field != "skip" {
		t.Error(got.Body)
	}

	// A draft that puts a day off does not make what is published less late; one that brings it forward does make it late.
	ids := map[string]string{}
	for _, c := range get[struct{ Nodes []struct{ ID, Title string } }](a, "components", `{ components(filter: {communityCodes: ["`+string(yakushynetska)+`"]}) { nodes { id title } } }`, nil).Nodes {
		ids[c.Title] = c.ID
	}
	does[struct{}](editor, "updateComponent", `id: "`+ids["Прострочено"]+`", version: 1, title: "Відкладено", dueDate: "2027-06-01"`, `component { id }`)
	does[struct{}](editor, "updateComponent", `id: "`+ids["Строк сьогодні"]+`", version: 1, dueDate: "2026-11-01"`, `component { id }`)
	got, _ = editor.tasks(50)
	expect(t, "an editor with a draft", got, []string{overdue[0], "OVERDUE_NODE 2026-11-01T22:00:00Z Строк сьогодні 2026-11-01 IN_PROGRESS", overdue[1], overdue[2], silent})

	// What was reported on the 13th of November was of the fourth quarter. Nobody said how often is reported: the next report is due when the
	// first quarter is over, and not a day before.
	later := func(days int) []string {
		t.Helper()
		a.clock.pass(time.Duration(days) * 24 * time.Hour)
		editor.signIn()
		lines, _ := editor.tasks(50)
		return slices.DeleteFunc(lines, func(line string) bool {
			return !strings.HasPrefix(line, "DUE_REPORT") || strings.Contains(line, "Про це мовчать")
		})
	}
	expect(t, "an editor on the 31st of March", later(131), nil)
	quarter := func(title string, overdue bool) string {
		return fmt.Sprint("DUE_REPORT 2027-03-31T21:00:00Z ", title, " 2026-11-13 2027-01-01 2027-03-31 2027-04-10 ", overdue)
	}
	expect(t, "an editor on the 1st of April", later(1), []string{quarter("Строк сьогодні", false), quarter("Відкладено", false)})
	expect(t, "an editor on the 10th", later(9), []string{quarter("Строк сьогодні", false), quarter("Відкладено", false)})
	expect(t, "an editor on the 11th", later(1), []string{quarter("Строк сьогодні", true), quarter("Відкладено", true)})
	does[struct{}](editor, "reportProgress", `reports: [{id: "`+ids["Прострочено"]+`", percent: 30, asOf: "2026-12-31"}]`, `nodes { id }`)
	if got := later(0); len(got) != 2 {
		t.Errorf("after a report of another period: %v", got)
	}
	does[struct{}](editor, "reportProgress", `reports: [{id: "`+ids["Прострочено"]+`", percent: 30, asOf: "2027-01-01"}]`, `nodes { id }`)
	expect(t, "an editor after a report", later(0), []string{quarter("Строк сьогодні", true)})

	// Where the region wants it every month, March is over.
	admin := a.someone("admin", administrator())
	does[struct{}](admin, "setReporting", `regionCode: "`+string(vinnytskaOblast)+`", period: MONTHLY, dueDays: 15`, `region { code }`)
	expect(t, "an editor who reports every month", later(0), []string{
		"DUE_REPORT 2027-03-31T21:00:00Z Строк сьогодні 2026-11-13 2027-03-01 2027-03-31 2027-04-15 false",
		"DUE_REPORT 2027-03-31T21:00:00Z Відкладено 2027-01-01 2027-03-01 2027-03-31 2027-04-15 false",
	})
}

// TestTasksOfTalk: threads of others wait for the staff, and mentions for whom they mention.
func TestTasksOfTalk(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	head, editor, expert := w.people["head"], w.people["editor"], w.people["expert"]
	told := func(who string, want ...string) {
		t.Helper()
		got, _ := w.people[who].tasks(50)
		expect(t, who, got, want)
	}
	asked := w.says("expert", w.component, "Звідки ціна?", mentioning(w.people["observer"]))
	w.says("head", w.goal, "Нагадування своїм")
	waits := "UNANSWERED_COMMENT 2026-11-20T10:00:00Z expert Відома захід Звідки ціна?"
	told("head", waits)
	told("editor", waits)
	told("observer", "MENTION 2026-11-20T10:00:00Z expert Відома захід Звідки ціна?")
	for _, who := range []string{"expert", "reader", "neighbour", "stranger", "nobody", "admin"} {
		told(who)
	}
	w.clock.pass(time.Minute)
	w.says("editor", w.component, "З угоди", answering(asked), mentioning(expert, editor))
	told("head")
	told("expert", "MENTION 2026-11-20T10:01:00Z editor Відома захід З угоди")
	w.clock.pass(time.Minute)
	last := w.says("admin", w.component, "Покажіть", answering(asked), mentioning(head))
	told("editor", "UNANSWERED_COMMENT 2026-11-20T10:02:00Z admin Відома захід Покажіть")
	told("head", "MENTION 2026-11-20T10:02:00Z admin Відома захід Покажіть") // and not the thread once more
	does[said](w.people["admin"], "deleteComment", `id: "`+last.ID+`"`, `deletedId`)
	told("head")
	does[said](editor, "resolveComment", `id: "`+asked.ID+`"`, commentFields)
	for who := range w.people {
		if who != "visitor" {
			told(who)
		}
	}
	does[said](expert, "reopenComment", `id: "`+asked.ID+`"`, commentFields)
	told("expert", "MENTION 2026-11-20T10:01:00Z editor Відома захід З угоди")

	// Who has answered since is not reminded; where the answer is taken back, they are again.
	thanks := w.says("expert", w.component, "Дякую", answering(asked))
	told("expert")
	does[said](expert, "deleteComment", `id: "`+thanks.ID+`"`, `deletedId`)
	told("expert", "MENTION 2026-11-20T10:01:00Z editor Відома захід З угоди")

	// Who stops working there is none of the staff any more; who may not see the draft is told nothing of it.
	w.revoke(editor, staffOf(yakushynetska, auth.Editor))
	w.revoke(expert, expertOf(vinnytskaOblast))
	told("head", "UNANSWERED_COMMENT 2026-11-20T10:01:00Z editor Відома захід З угоди")
	told("expert")

	// What was said of a node that was taken out waits for nobody.
	w.says("head", w.draft, "Про чернетку", mentioning(w.people["observer"]))
	if got, _ := w.people["observer"].tasks(50); len(got) != 2 {
		t.Errorf("the observer is told %v", got)
	}
	does[struct{}](head, "deleteTreeNode", `id: "`+w.draft+`", version: 1`, `deletedIds`)
	told("observer", "MENTION 2026-11-20T10:00:00Z expert Відома захід Звідки ціна?")
}

// TestTasksOfReview: a returned tree waits for the staff and a submitted one for the expert.
func TestTasksOfReview(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	head, expert := w.people["head"], w.people["expert"]
	w.exec(`UPDATE tree_nodes SET responsible = 'Відділ'`)
	w.exec(`UPDATE placements SET start_date = '2026-01-01', due_date = '2027-01-01' WHERE level = 'COMPONENT' AND revision_number = (SELECT max(number) FROM goal_tree_revisions)`)
	does[struct{}](head, "deleteTreeNode", `id: "`+w.draft+`", version: 1`, `deletedIds`)
	does[struct{}](head, "submitGoalTree", `id: "`+w.tree+`"`, `missing { lack title }`)
	told := func(who string, want ...string) {
		t.Helper()
		got, _ := w.people[who].tasks(50)
		expect(t, who, got, want)
	}
	told("expert", "SUBMITTED_TREE 2026-11-20T10:00:00Z head")
	for _, who := range []string{"head", "editor", "reader", "observer", "stranger", "neighbour", "admin", "nobody"} {
		told(who)
	}
	w.clock.pass(time.Minute)
	does[struct{}](expert, "returnGoalTree", `id: "`+w.tree+`", reason: "Додайте строки"`, `goalTree { id }`)
	told("expert")
	told("editor", "RETURNED_TREE 2026-11-20T10:01:00Z expert Додайте строки")
	told("head", "RETURNED_TREE 2026-11-20T10:01:00Z expert Додайте строки")
	for _, who := range []string{"reader", "observer", "neighbour", "both", "admin"} {
		told(who)
	}
}

// TestSilentCommunities: those that an expert looks after, that have published something that is open, and that reported nothing for the last
// period that is over.
func TestSilentCommunities(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert := w.people["expert"]
	for _, c := range []domain.KatottgCode{yakushynetska, ahronomichna} {
		does[struct{}](w.people["admin"], "assignExpert", fmt.Sprintf(`communityCode: %q, userId: %q`, c, expert.id), `community { code }`)
	}
	w.exec(`UPDATE progress_reports SET reported_at = '2026-11-20T10:00:00Z'`)
	told := func(want ...string) {
		t.Helper()
		expert.signIn()
		got, _ := expert.tasks(50)
		expect(t, "the expert", got, want)
	}
	told() // one has no tree, and of the other all is done
	s := outline(ahronomichna, domain.Digital, &domain.Period{Start: 2026, End: 2027})
	s.component(s.goal("Ціль"), "Ще не робили")
	w.api.tree(s.Outline)
	told("SILENT_COMMUNITY 2026-11-20T10:00:00Z 2026-07-01 2026-09-30 2026-10-10 true")
	w.exec(`UPDATE tree_nodes SET status = 'IN_PROGRESS', finished_on = NULL, percent = 50 WHERE level = 'COMPONENT' AND status = 'DONE'`)
	w.clock.pass(131 * 24 * time.Hour) // the 31st of March
	told("SILENT_COMMUNITY 2026-12-31T22:00:00Z 2026-10-01 2026-12-31 2027-01-10 true")
	w.clock.pass(24 * time.Hour)
	reported := "SILENT_COMMUNITY 2027-03-31T21:00:00Z 2026-11-20T10:00:00Z 2027-01-01 2027-03-31 2027-04-10 false"
	silent := "SILENT_COMMUNITY 2027-03-31T21:00:00Z 2027-01-01 2027-03-31 2027-04-10 false"
	told(silent, reported)
	does[struct{}](expert, "unassignExpert", fmt.Sprintf(`communityCode: %q, userId: %q`, ahronomichna, expert.id), `community { code }`)
	told(reported)
	w.people["admin"].signIn()
	does[struct{}](w.people["admin"], "setReporting", `regionCode: "`+string(vinnytskaOblast)+`", period: MONTHLY, dueDays: 0`, `region { code }`)
	told("SILENT_COMMUNITY 2027-03-31T21:00:00Z 2026-11-20T10:00:00Z 2027-03-01 2027-03-31 2027-03-31 true")
	w.people["editor"].signIn()
	does[struct{}](w.people["editor"], "reportProgress", `reports: [{id: "`+w.component+`", percent: 30, asOf: "2027-03-01"}]`, `nodes { id }`)
	told()
	w.clock.pass(30 * 24 * time.Hour) // the 1st of May
	told("SILENT_COMMUNITY 2027-04-30T21:00:00Z 2027-04-01T10:00:00Z 2027-04-01 2027-04-30 2027-04-30 true")
	w.revoke(expert, expertOf(vinnytskaOblast))
	told()
}

func TestTasksAreForThoseWhoAreSignedIn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	if got := a.ask(`{ tasks { counts { count } } }`, nil); answered(got) != "UNAUTHENTICATED" || got.Body[len(got.Body)-len(`"data":{"tasks":null}}`)-1:] != `"data":{"tasks":null}}`+"\n" {
		t.Error(got.Body)
	}
	nobody := a.someone("nobody")
	for _, n := range []int{-1, models.MaxTasks + 1} {
		if got := nobody.ask(`query($n: Int!) { tasks(first: $n) { counts { count } } }`, vars{"n": n}); answered(got) != "INVALID_INPUT" || got.Errors[0].Extensions.Field != "first" {
			t.Error(got.Body)
		}
	}
	if got := nobody.ask(`{ tasks { counts { count } nodes { kind } } }`, nil); got.Body != `{"data":{"tasks":{"counts":[],"nodes":[]}}}`+"\n" {
		t.Error(got.Body)
	}
}
