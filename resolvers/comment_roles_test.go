package resolvers_test

import (
	"slices"
	"strings"
	"testing"
)

// ask sends a document as somebody does, a visitor without a token.
func (w *talk) ask(who, document string, variables vars) answer {
	w.tb.Helper()
	if who == "visitor" {
		return w.api.ask(document, variables, "X-Request-Id", "the-same-request")
	}
	return w.people[who].ask(document, variables, "X-Request-Id", "the-same-request")
}

// answered is what became of one change: the code of what was refused, in small letters where the payload tells it, or ok.
func answered(got answer) string {
	if len(got.Errors) > 0 {
		return string(got.Errors[0].Extensions.Code)
	}
	if _, after, faulty := strings.Cut(got.Body, `"userErrors":[{"code":"`); faulty {
		code, _, _ := strings.Cut(after, `"`)
		return strings.ToLower(code)
	}
	return "ok"
}

// commentChanges are all that can be done about comments: $s is a thing, $c a thread on it, and $m a comment.
var commentChanges = []string{
	`mutation($s: ID!) { addComment(input: {subjectId: $s, text: "так"}) { comment { id } userErrors { code path message } } }`,
	`mutation($s: ID!, $c: ID!) { addComment(input: {subjectId: $s, answerToId: $c, text: "так"}) { comment { id } userErrors { code path message } } }`,
	`mutation($m: ID!) { updateComment(input: {id: $m, text: "ні"}) { comment { id } userErrors { code path message } } }`,
	`mutation($m: ID!) { deleteComment(input: {id: $m}) { deletedId thread { id } userErrors { code path message } } }`,
	`mutation($c: ID!) { resolveComment(input: {id: $c}) { comment { id } userErrors { code path message } } }`,
	`mutation($c: ID!) { reopenComment(input: {id: $c}) { comment { id } userErrors { code path message } } }`,
}

// naming are the variables that a document declares.
func naming(document string, all vars) vars {
	declared := vars{}
	for name, value := range all {
		if strings.Contains(document, "$"+name+": ID!") {
			declared[name] = value
		}
	}
	return declared
}

// TestWhoSpeaksAboutTrees tries every change as everybody, about what is published, with a comment of the expert's.
func TestWhoSpeaksAboutTrees(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	c := w.says("expert", w.goal, "Перше слово")
	const speaks, no = "ok ok FORBIDDEN FORBIDDEN ok ok", "FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN FORBIDDEN"
	const unseen = "FORBIDDEN FORBIDDEN not_found not_found not_found not_found" // they see the goal, and not what is said about it
	for who, want := range map[string]string{
		"head": speaks, "editor": speaks, "admin": speaks, "expert": "ok ok ok ok ok ok", "reader": no, "observer": no, "nobody": no,
		"both":      no, // reads here and writes elsewhere
		"neighbour": unseen, "stranger": unseen, "visitor": strings.ReplaceAll(no, "FORBIDDEN", "UNAUTHENTICATED"),
	} {
		m := w.says("expert", w.goal, "Ще слово")
		before := w.text(`SELECT string_agg(CAST(k AS text), '' ORDER BY k.number) FROM comments k`)
		told := []string{}
		for _, change := range commentChanges {
			told = append(told, answered(w.ask(who, change, naming(change, vars{"s": w.goal, "c": c.ID, "m": m.ID}))))
		}
		if got := strings.Join(told, " "); got != want {
			t.Errorf("%s: %s, want %s", who, got, want)
		}
		after := w.text(`SELECT string_agg(CAST(k AS text), '' ORDER BY k.number) FROM comments k`)
		if writes := strings.Contains(want, "ok"); writes == (before == after) {
			t.Errorf("%s: something was written %t", who, before != after)
		}
	}
}

// TestWhoSeesWhatIsSaid: whoever sees the draft, and nobody else.
func TestWhoSeesWhatIsSaid(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	c := w.says("expert", w.goal, "Таємне слово", mentioning(w.people["editor"]))
	w.says("editor", w.tree, "Таємне про дерево")
	const reading = `query($id: ID!, $tree: ID!, $c: ID!, $code: KatottgCode!) {
		node(id: $id) { ... on Goal { comments { text } commentCount { threads } } }
		tree: node(id: $tree) { ... on GoalTree { comments { text } commentCount { threads } mentionable { name } } }
		community(code: $code) { experts { name } }
		nodes(ids: [$c]) { ... on Comment { text mentions { name } node { title } goalTree { kind } } }
	}`
	variables := vars{"id": w.goal, "tree": w.tree, "c": c.ID, "code": yakushynetska}
	for who := range w.people {
		got := w.ask(who, reading, variables)
		sees := slices.Contains([]string{"head", "editor", "reader", "expert", "observer", "admin", "both"}, who)
		closed := slices.Contains([]string{"visitor", "nobody"}, who)
		switch {
		case sees && (len(got.Errors) > 0 || strings.Count(got.Body, "Таємне") != 3 || !strings.Contains(got.Body, `"threads":2`) ||
			!strings.Contains(got.Body, `"mentions":[{"name":"editor"}]`)):
			t.Errorf("%s does not see: %s", who, got.Body)
		case !sees && strings.Contains(got.Body, "Таємне") || (!sees && !strings.Contains(got.Body, `"nodes":[null]`)):
			t.Errorf("%s sees: %s", who, got.Body)
		case closed && strings.Count(got.Body, `"code":"FORBIDDEN"`) != 6:
			t.Errorf("%s: %s", who, got.Body)
		case !sees && !closed && (len(got.Errors) > 0 || !strings.Contains(got.Body, `"node":{"comments":[],"commentCount":{"threads":0}}`) ||
			!strings.Contains(got.Body, `"mentionable":[]`) || !strings.Contains(got.Body, `"experts":[]`)):
			t.Errorf("%s: %s", who, got.Body)
		}
	}
	can := w.people["reader"].ask(`query($c: ID!) { node(id: $c) { ... on Comment { viewerCan node { viewerCan } goalTree { viewerCan } } } }`, vars{"c": c.ID})
	if !strings.Contains(can.Body, `{"viewerCan":[],"node":{"viewerCan":[]},"goalTree":{"viewerCan":[]}}`) {
		t.Errorf("a reader may %s", can.Body)
	}
	can = w.people["observer"].ask(`query($c: ID!) { node(id: $c) { ... on Comment { viewerCan goalTree { viewerCan } } } }`, vars{"c": c.ID})
	if !strings.Contains(can.Body, `{"viewerCan":[],"goalTree":{"viewerCan":[]}}`) {
		t.Errorf("an observer may %s", can.Body)
	}
}

// TestForeignCommentsAreNotFound, to the byte, whether there is one or not.
func TestForeignCommentsAreNotFound(t *testing.T) {
	t.Parallel()
	w := newTalk(t)
	c := w.says("expert", w.draft, "Слово про чернетку")
	for _, who := range []string{"neighbour", "stranger", "visitor", "nobody"} {
		same := map[string]string{}
		reads := []string{`query($m: ID!) { node(id: $m) { id } }`, `query($m: ID!) { nodes(ids: [$m]) { id } }`}
		for _, id := range []string{c.ID, missing("Comment", 1), missing("Comment", 1<<40)} {
			for _, document := range append(reads, commentChanges[2:]...) {
				got := w.ask(who, document, naming(document, vars{"m": id, "c": id}))
				if same[document] == "" {
					same[document] = got.Body
				}
				if got.Body != same[document] {
					t.Errorf("%s: %sand %s", who, got.Body, same[document])
				}
			}
		}
	}
	neighbour := w.people["neighbour"]
	for _, about := range []string{w.draft, missing("Goal", 1), c.ID} {
		got := neighbour.ask(`mutation($id: ID!) { addComment(input: {subjectId: $id, text: "x"}) { comment { id } userErrors { code path message } } }`, vars{"id": about})
		if want := `{"data":{"addComment":{"comment":null,"userErrors":[{"code":"NOT_FOUND","path":["subjectId"],"message":"Не знайдено."}]}}}` + "\n"; got.Body != want {
			t.Errorf("about %s: %s", about, got.Body)
		}
	}
	// One's own tree, and another's thread: nothing of it shows.
	does[said](w.people["stranger"], "resolveComment", `id: "`+c.ID+`"`, commentFields, "NOT_FOUND id")
	own := does[struct{ GoalTree struct{ ID string } }](neighbour, "createGoalTree", `communityCode: "`+string(vinnytska)+`", kind: DIGITAL`, `goalTree { id }`)
	does[said](neighbour, "addComment", `subjectId: "`+own.GoalTree.ID+`", text: "x", `+answering(c), commentFields, "NOT_FOUND answerToId")
}
