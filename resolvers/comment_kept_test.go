package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hromada/models"
)

// TestCommentsAreKeptInHistories: who did what, and never what was said.
func TestCommentsAreKeptInHistories(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor := w.people["editor"]
	c := w.says("editor", w.goal, "Слово-таємниця")
	does[said](editor, "updateComment", `id: "`+c.ID+`", text: "Друга таємниця"`, commentFields)
	answer := w.says("editor", w.goal, "Відповідь-таємниця", answering(c))
	does[said](editor, "resolveComment", `id: "`+c.ID+`"`, commentFields)
	does[said](editor, "reopenComment", `id: "`+c.ID+`"`, commentFields)
	does[said](editor, "deleteComment", `id: "`+answer.ID+`"`, `deletedId`)
	w.says("editor", w.tree, "Таємниця про дерево")
	got := w.ask("reader", `query($id: ID!, $tree: ID!) { node(id: $id) { ... on Goal { history { action actorName changes { field before after } } } }
		tree: node(id: $tree) { ... on GoalTree { history { action } } } }`, vars{"id": w.goal, "tree": w.tree})
	want := []string{}
	for _, e := range []struct{ action, answers string }{
		{"DELETE_COMMENT", "answer"}, {"REOPEN_COMMENT", ""}, {"RESOLVE_COMMENT", ""}, {"ADD_COMMENT", "answer"}, {"UPDATE_COMMENT", ""}, {"ADD_COMMENT", ""},
	} {
		about := `{"field":"commentId","before":null,"after":"\"` + c.ID + `\""}`
		if e.answers != "" {
			about = `{"field":"answerToId","before":null,"after":"\"` + c.ID + `\""},{"field":"commentId","before":null,"after":"\"` + answer.ID + `\""}`
		}
		want = append(want, `{"action":"`+e.action+`","actorName":"editor","changes":[`+about+`]}`)
	}
	if !strings.Contains(got.Body, `{"node":{"history":[`+strings.Join(want, ",")+`]}`) || !strings.Contains(got.Body, `"tree":{"history":[{"action":"ADD_COMMENT"}`) {
		t.Errorf("%s\nwant %s", got.Body, strings.Join(want, ","))
	}
	if told := w.text(`SELECT CAST(count(*) AS text) FROM audit_events e WHERE lower(CAST(e AS text)) LIKE '%таємниц%'`); told != "0" {
		t.Errorf("%s events say what was said", told)
	}
	if told := w.text(`SELECT coalesce(string_agg(text, ' ' ORDER BY number), '') FROM comments`); told != "Друга таємниця Таємниця про дерево" {
		t.Errorf("kept is %q", told)
	}
	log := w.ask("admin", `{ auditLog(filter: {actions: [ADD_COMMENT]}) { totalCount } activity(communityCode: "`+string(yakushynetska)+`") { nodes { action } } }`, nil)
	if !strings.Contains(log.Body, `"totalCount":3`) || strings.Count(log.Body, "ADD_COMMENT") != 3 {
		t.Error(log.Body)
	}
}

// TestRefusedCommentsAreAudited, under a name that the schema knows.
func TestRefusedCommentsAreAudited(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	w.ask("reader", commentChanges[0], vars{"s": w.goal})
	w.ask("reader", `mutation($s: ID!) { updateGoal(input: {id: $s, version: 1, title: "x"}) { goal { id } userErrors { code message path } } }`, vars{"s": w.goal})
	got := w.ask("admin", `{ auditLog(filter: {actions: [COMMENT, EDIT_TREE], refused: true}) { nodes { action refused actorName } } }`, nil)
	if !strings.Contains(got.Body, `[{"action":"EDIT_TREE","refused":true,"actorName":"reader"},{"action":"COMMENT","refused":true,"actorName":"reader"}]`) {
		t.Error(got.Body)
	}
}

// TestCommentsAreSaidOnce, however often the same request comes.
func TestCommentsAreSaidOnce(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert := w.people["expert"]
	const add = `mutation($s: ID!, $t: String!) { addComment(input: {subjectId: $s, text: $t}) { comment { id text } userErrors { code } } }`
	first := expert.ask(add, vars{"s": w.goal, "t": "Раз"}, "Idempotency-Key", "say-it-once")
	again := expert.ask(add, vars{"s": w.goal, "t": "Раз"}, "Idempotency-Key", "say-it-once")
	if first.Body != again.Body || len(first.Errors) > 0 {
		t.Errorf("%s then %s", first.Body, again.Body)
	}
	if other := expert.ask(add, vars{"s": w.goal, "t": "Два"}, "Idempotency-Key", "say-it-once"); answered(other) != "invalid_input" {
		t.Error(other.Body)
	}
	var got struct{ Comment struct{ ID string } }
	if err := json.Unmarshal(first.Data["addComment"], &got); err != nil {
		t.Fatal(err)
	}
	const remove = `mutation($id: ID!) { deleteComment(input: {id: $id}) { deletedId thread { id } node { id } userErrors { code } } }`
	gone := expert.ask(remove, vars{"id": got.Comment.ID}, "Idempotency-Key", "take-it-back")
	if retry := expert.ask(remove, vars{"id": got.Comment.ID}, "Idempotency-Key", "take-it-back"); retry.Body != gone.Body || !strings.Contains(retry.Body, `"userErrors":[]`) {
		t.Errorf("%s then %s", gone.Body, retry.Body)
	}
	if rows := w.text(`SELECT CAST(count(*) AS text) FROM audit_events WHERE action IN ('ADD_COMMENT', 'DELETE_COMMENT')`); rows != "2" {
		t.Errorf("%s events", rows)
	}
}

// TestThreadsKeepTheirPromisedLengths: one more than promised is refused, on a node and in a thread.
func TestThreadsKeepTheirPromisedLengths(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	first := w.says("expert", w.goal, "Перше")
	more := `INSERT INTO comments (community_id, tree_number, node_number, level, answers_to, author_id, text, created_at)
		SELECT k.community_id, k.tree_number, k.node_number, k.level, %s, k.author_id, 'ще', k.created_at FROM comments k, generate_series(1, %d) WHERE k.text = 'Перше'`
	w.exec(fmt.Sprintf(more, "k.number", models.MaxAnswers-1))
	w.exec(fmt.Sprintf(more, "NULL", models.MaxThreads-2))
	w.says("expert", w.goal, "Останнє")
	does[said](w.people["expert"], "addComment", `subjectId: "`+w.goal+`", text: "x"`, commentFields, "INVALID_INPUT subjectId")
	w.says("expert", w.goal, "Остання відповідь", answering(first))
	does[said](w.people["expert"], "addComment", `subjectId: "`+w.goal+`", text: "x", `+answering(first), commentFields, "INVALID_INPUT answerToId")
	w.says("expert", w.tree, "Деінде місце є")
	threads := w.threads("expert", w.goal)
	if len(threads) != models.MaxThreads || len(threads[0].Answers) != models.MaxAnswers {
		t.Errorf("%d threads, %d answers", len(threads), len(threads[0].Answers))
	}
}

// TestMentionableAreThoseWhoSeeTheDraft, found by name alone.
func TestMentionableAreThoseWhoSeeTheDraft(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	w.exec(`UPDATE memberships SET until = since WHERE user_id = (SELECT id FROM users WHERE name = 'head')`)
	w.exec(`UPDATE users SET email = 'zzz-' || email WHERE name = 'reader'`)
	for filter, want := range map[string]string{
		``:                          `[{"name":"admin"},{"name":"both"},{"name":"editor"},{"name":"expert"},{"name":"observer"},{"name":"reader"}]`,
		`(text: {startsWith: "E"})`: `[{"name":"editor"},{"name":"expert"}]`, `(text: {contains: "ER"})`: `[{"name":"expert"},{"name":"observer"},{"name":"reader"}]`,
		`(text: {contains: "zzz"})`: `[]`, `(text: {contains: "people.example"})`: `[]`, `(text: {contains: "%"})`: `[]`,
	} {
		got := w.ask("reader", `query($id: ID!) { node(id: $id) { ... on GoalTree { mentionable`+filter+` { name } } } }`, vars{"id": w.tree})
		if got.Body != `{"data":{"node":{"mentionable":`+want+"}}}\n" {
			t.Errorf("%s: %s", filter, got.Body)
		}
	}
	if got := w.ask("reader", `query($id: ID!) { node(id: $id) { ... on GoalTree { mentionable(text: {contains: ""}) { id } } } }`, vars{"id": w.tree}); answered(got) != "INVALID_INPUT" {
		t.Error(got.Body)
	}
	w.says("editor", w.goal, "Питання до обласної влади", mentioning(w.people["admin"]))
	told, _ := w.people["admin"].tasks(1)
	expect(t, "an administrator", told, []string{"MENTION 2026-11-20T10:00:00Z editor Відома ціль Питання до обласної влади"})
}
