package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestLifeOfAThread: said, answered, mended, taken back, resolved and taken up again.
func TestLifeOfAThread(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert, editor := w.people["expert"], w.people["editor"]
	first := w.says("expert", w.component, "  Звідки ціна?\n", mentioning(editor, w.people["head"], editor))
	if first.Text != "Звідки ціна?" || first.AuthorName != "expert" || fmt.Sprint(first.Mentions) != "[{editor} {head}]" || first.EditedAt != nil ||
		fmt.Sprint(first.ViewerCan) != "[ANSWER UPDATE DELETE RESOLVE]" || first.Node.ID != w.component || first.GoalTree.ID != w.tree {
		t.Errorf("%+v", first)
	}
	second := w.says("head", w.component, "Окреме питання")
	answer := w.says("editor", w.component, "З угоди.", answering(first))
	w.says("expert", w.component, "Дякую.", answering(first))
	does[said](expert, "addComment", `subjectId: "`+w.component+`", text: "x", `+answering(answer), commentFields, "INVALID_INPUT answerToId")
	threads := w.threads("reader", w.component)
	if len(threads) != 2 || threads[0].ID != first.ID || threads[1].ID != second.ID || len(threads[0].Answers) != 2 || threads[0].Answers[0].ID != answer.ID ||
		len(threads[0].Answers[1].ViewerCan) != 0 {
		t.Errorf("the oldest first: %+v", threads)
	}

	// An author changes a comment for half an hour; what changes nothing is not written.
	w.clock.pass(30 * time.Minute)
	w.again()
	mended := does[said](editor, "updateComment", `id: "`+answer.ID+`", text: "З угоди № 5.", `+mentioning(expert), commentFields).Comment
	if mended.Text != "З угоди № 5." || mended.EditedAt == nil || fmt.Sprint(mended.Mentions) != "[{expert}]" {
		t.Errorf("%+v", mended)
	}
	events := w.text(`SELECT CAST(count(*) AS text) FROM audit_events`)
	does[said](editor, "updateComment", `id: "`+answer.ID+`", text: " З угоди № 5. ", `+mentioning(expert), commentFields)
	does[said](editor, "updateComment", `id: "`+answer.ID+`"`, commentFields)
	if now := w.text(`SELECT CAST(count(*) AS text) FROM audit_events`); now != events {
		t.Errorf("%s events, then %s", events, now)
	}
	cleared := does[said](editor, "updateComment", `id: "`+answer.ID+`", mentions: null`, commentFields).Comment
	if len(cleared.Mentions) != 0 || cleared.Text != mended.Text {
		t.Errorf("%+v", cleared)
	}
	does[said](editor, "updateComment", `id: "`+answer.ID+`", text: null`, commentFields, "INVALID_INPUT text")

	// One that was answered leaves an empty place.
	gone := does[said](expert, "deleteComment", `id: "`+first.ID+`"`, `deletedId thread { `+threadFields+` } node { id } goalTree { id }`)
	if *gone.DeletedID != first.ID || gone.Thread.ID != first.ID || !gone.Thread.Deleted || gone.Thread.Text+gone.Thread.AuthorName != "" ||
		len(gone.Thread.Mentions) != 0 || len(gone.Thread.Answers) != 2 || gone.Node.ID != w.component || gone.GoalTree.ID != w.tree {
		t.Errorf("%+v", gone)
	}
	does[said](expert, "deleteComment", `id: "`+first.ID+`"`, `deletedId`, "INVALID_INPUT id")
	does[said](expert, "updateComment", `id: "`+first.ID+`", text: "x"`, commentFields, "INVALID_INPUT id")
	w.clock.pass(time.Second)
	does[said](editor, "updateComment", `id: "`+answer.ID+`", text: "x"`, commentFields, "INVALID_INPUT id")
	if late := does[said](editor, "deleteComment", `id: "`+answer.ID+`"`, `deletedId thread { id }`, "INVALID_INPUT id"); late.DeletedID != nil || late.Thread != nil {
		t.Errorf("%+v", late)
	}

	// A thread is resolved once; to answer it, it is taken up again.
	resolved := does[said](editor, "resolveComment", `id: "`+first.ID+`"`, commentFields).Comment
	again := does[said](expert, "resolveComment", `id: "`+first.ID+`"`, commentFields).Comment
	if resolved.ResolvedByName != "editor" || again.ResolvedByName != "editor" || *again.ResolvedAt != *resolved.ResolvedAt || fmt.Sprint(again.ViewerCan) != "[REOPEN]" {
		t.Errorf("%+v then %+v", resolved, again)
	}
	does[said](expert, "addComment", `subjectId: "`+w.component+`", text: "x", `+answering(first), commentFields, "CONFLICT answerToId")
	does[said](expert, "resolveComment", `id: "`+answer.ID+`"`, commentFields, "INVALID_INPUT id")
	if open := does[said](expert, "reopenComment", `id: "`+first.ID+`"`, commentFields).Comment; open.ResolvedAt != nil || open.ResolvedByName != "" {
		t.Errorf("%+v", open)
	}
	does[said](expert, "reopenComment", `id: "`+first.ID+`"`, commentFields)
}

// TestEmptyPlacesGoWithTheirLastAnswer, and comments without answers go at once.
func TestEmptyPlacesGoWithTheirLastAnswer(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert := w.people["expert"]
	const left = `deletedId thread { ` + threadFields + ` } node { id } goalTree { id }`
	first := w.says("expert", w.tree, "Питання", mentioning(expert))
	answer := w.says("expert", w.tree, "Сам відповів", answering(first), mentioning(expert))
	if got := does[said](expert, "deleteComment", `id: "`+first.ID+`"`, left); got.Thread == nil || got.Node != nil || got.GoalTree.ID != w.tree {
		t.Errorf("%+v", got)
	}
	if got := does[said](expert, "deleteComment", `id: "`+answer.ID+`"`, left); *got.DeletedID != answer.ID || got.Thread != nil {
		t.Errorf("%+v", got)
	}
	kept := w.says("expert", w.tree, "Питання")
	answer = w.says("expert", w.tree, "Відповідь", answering(kept))
	if got := does[said](expert, "deleteComment", `id: "`+answer.ID+`"`, left); got.Thread == nil || got.Thread.ID != kept.ID || got.Thread.Deleted {
		t.Errorf("%+v", got)
	}
	if got := w.threads("expert", w.tree); len(got) != 1 || got[0].ID != kept.ID {
		t.Errorf("%+v", got)
	}
	if rows := w.text(`SELECT CAST(count(*) AS text) FROM comment_mentions`); rows != "0" {
		t.Errorf("%s mentions of what is gone", rows)
	}
}

// TestFaultsOfComments: all that is wrong is told at once, and nothing is written.
func TestFaultsOfComments(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	expert := w.people["expert"]
	onTree := w.says("expert", w.tree, "Про дерево")
	disabled := w.someone("gone", expertOf(vinnytskaOblast))
	w.exec(`UPDATE users SET disabled_at = now() WHERE name = 'gone'`)
	on := `subjectId: "` + w.component + `", text: `
	for input, want := range map[string][]string{
		on + `""`:      {"INVALID_INPUT text"},
		on + `" \n\t"`: {"INVALID_INPUT text"},
		on + `"` + strings.Repeat("ї", 5001) + `"`:              {"INVALID_INPUT text"},
		on + `"", answerToId: "` + onTree.ID + `"`:              {"INVALID_INPUT text", "NOT_FOUND answerToId"},
		on + `"x", answerToId: "` + w.component + `"`:           {"NOT_FOUND answerToId"},
		on + `"x", answerToId: "` + missing("Comment", 1) + `"`: {"NOT_FOUND answerToId"},
		on + `"", ` + mentioning(expert, w.people["neighbour"], w.people["stranger"], w.people["nobody"], disabled): {
			"INVALID_INPUT text", "NOT_FOUND mentions.1", "NOT_FOUND mentions.2", "NOT_FOUND mentions.3", "NOT_FOUND mentions.4",
		},
		on + `"x", mentions: ["` + missing("User", 0) + `", "` + w.goal + `"]`:          {"NOT_FOUND mentions.0", "NOT_FOUND mentions.1"},
		on + `"x", mentions: [` + strings.Repeat(`"`+expert.id.String()+`" `, 21) + `]`: {"INVALID_INPUT mentions"},
		`subjectId: "` + onTree.ID + `", text: "x", answerToId: "` + onTree.ID + `"`:    {"NOT_FOUND subjectId"},
		`subjectId: "` + expert.id.String() + `", text: "x"`:                            {"NOT_FOUND subjectId"},
		`subjectId: "` + missing("Component", 1) + `", text: "x"`:                       {"NOT_FOUND subjectId"},
	} {
		does[said](expert, "addComment", input, commentFields, want...)
	}
	if rows := w.text(`SELECT CAST(count(*) AS text) FROM comments`); rows != "1" {
		t.Errorf("%s comments", rows)
	}
	long := w.says("expert", w.component, strings.Repeat("ї", 5000), mentioning(expert, w.people["reader"], w.people["observer"], w.people["admin"]))
	if fmt.Sprint(long.Mentions) != "[{admin} {expert} {observer} {reader}]" {
		t.Errorf("whoever sees the draft: %v", long.Mentions)
	}
}

// TestCommentsOutliveTheStructure: they hang on the node, whatever revision has it.
func TestCommentsOutliveTheStructure(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	editor := w.people["editor"]
	c := w.says("expert", w.draft, "Навіщо ця ціль?")
	counted := func() string {
		got := editor.ask(`query($id: ID!) { node(id: $id) { ... on GoalTree { commentCount { threads open } } } }`, vars{"id": w.tree})
		return got.Body
	}
	w.says("editor", w.goal, "Нагадування")
	does[said](editor, "resolveComment", `id: "`+w.says("editor", w.tree, "Готово").ID+`"`, commentFields)
	if got := counted(); !strings.Contains(got, `{"threads":3,"open":2}`) {
		t.Errorf("all of the tree: %s", got)
	}
	does[struct{}](editor, "deleteTreeNode", `id: "`+w.draft+`", version: 1`, `deletedIds`)
	if got := counted(); !strings.Contains(got, `{"threads":2,"open":1}`) {
		t.Errorf("without what was taken out: %s", got)
	}
	does[said](editor, "addComment", `subjectId: "`+w.draft+`", text: "x"`, commentFields, "NOT_FOUND subjectId")
	if got := does[said](editor, "resolveComment", `id: "`+c.ID+`"`, commentFields).Comment; got.Node != nil || got.GoalTree.ID != w.tree {
		t.Errorf("%+v", got)
	}
}
