package resolvers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

const keyHeader = "Idempotency-Key"

// TestRetriedRequestsHaveOneEffect: the same under the same key is done once, and answered the same (abuse case 61).
func TestRetriedRequestsHaveOneEffect(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, head := d.as("editor"), d.as("head")
	component, other := d.id("Component", "Курси"), d.id("Component", "Карта")
	report := ""
	for i, c := range []struct {
		who             *person
		mutation, input string
	}{
		{editor, "createGoal", fmt.Sprintf(`treeId: %q, title: "Одна"`, d.tree)},
		{editor, "createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DEVELOPMENT_STRATEGY`, yakushynetska)},
		{editor, "updateComponent", fmt.Sprintf(`id: %q, version: 1, title: "Раз"`, component)},
		{editor, "moveTreeNode", fmt.Sprintf(`id: %q, version: 2, position: 3`, component)},
		{editor, "reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 40}, {id: %q, percent: 50}]`, component, other)},
		{editor, "correctProgressReport", `id: "REPORT", percent: 60`},
		{editor, "deleteTreeNode", fmt.Sprintf(`id: %q, version: 1`, d.id("Subgoal", "Учні"))},
		{editor, "restoreTreeNode", fmt.Sprintf(`id: %q`, d.id("Subgoal", "Учні"))},
		{editor, "reorderTreeNodes", fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, d.id("Goal", "Освіта"), d.id("Subgoal", "Учні"), d.id("Subgoal", "Вчителі"))},
		{editor, "updateGoal", fmt.Sprintf(`id: %q, version: 1, title: "Дороги"`, d.id("Goal", "Дороги"))},
		{editor, "deleteTreeNode", `id: "MADE", version: 1`},
		{head, "submitGoalTree", fmt.Sprintf(`id: %q`, d.tree)},
		{head, "withdrawGoalTree", fmt.Sprintf(`id: %q`, d.tree)},
	} {
		input := strings.NewReplacer("REPORT", report, "MADE", d.idOrNone("Goal", "Одна")).Replace(c.input)
		key := fmt.Sprint("retry-key-", i)
		first := c.who.ask(mutation(c.mutation, input), nil, keyHeader, key)
		if len(first.Errors) > 0 || !strings.Contains(first.Body, `"userErrors":[]`) {
			t.Fatalf("%s: %s", c.mutation, first.Body)
		}
		d.keeps(c.mutation, func() {
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() {
					if again := c.who.ask(mutation(c.mutation, input), nil, keyHeader, key); again.Body != first.Body {
						t.Errorf("%s first answered %s, then %s", c.mutation, first.Body, again.Body)
					}
				})
			}
			all.Wait()
		})
		if c.mutation == "reportProgress" {
			report = d.lastReport()
		}
	}
}

// idOrNone is the id of a node, or nothing where there is no node of that title.
func (a *api) idOrNone(typeName, title string) string {
	a.tb.Helper()
	if a.number(`SELECT count(*) FROM placements WHERE title = $1`, title) == 0 {
		return ""
	}
	return a.id(typeName, title)
}

// TestTenAtOnceUnderOneKey wait for each other, and one does the work.
func TestTenAtOnceUnderOneKey(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	ids := [10]string{}
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			got, told := editor.tries("createGoal", fmt.Sprintf(`treeId: %q, title: "Одна"`, d.tree), keyHeader, "ten-at-once")
			if ids[i] = got.Goal.ID; told != "" {
				t.Error(told)
			}
		})
	}
	all.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Errorf("made %v", ids)
		}
	}
	if n := d.number(`SELECT count(*) FROM tree_nodes`); n != 12 {
		t.Errorf("%d nodes", n)
	}
}

// TestTwoRequestsUnderOneKeyAtOnce: the second waits for the first, and is told that the key is taken.
func TestTwoRequestsUnderOneKeyAtOnce(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	held, err := d.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.ExecContext(t.Context(), `SELECT FROM goal_trees FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	var first, second string
	answered := make(chan struct{})
	both.Go(func() {
		_, first = editor.tries("createGoal", fmt.Sprintf(`treeId: %q, title: "Одна"`, d.tree), keyHeader, "at-one-moment")
	})
	d.awaitLocks(1) // it has the key, and waits for the tree
	both.Go(func() {
		defer close(answered)
		_, second = editor.tries("createGoalTree", fmt.Sprintf(`communityCode: %q, kind: DEVELOPMENT_STRATEGY`, yakushynetska), keyHeader, "at-one-moment")
	})
	for waits := false; !waits; { // for the key
		select {
		case <-answered:
			t.Error("the second did not wait")
			waits = true
		default:
			waits = d.number(waitingHere) == 2
		}
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	both.Wait()
	if first != "" || second != "INVALID_INPUT Idempotency-Key" {
		t.Errorf("the first is told %q, the second %q", first, second)
	}
	if n := d.number(`SELECT count(*) FROM goal_trees WHERE kind = 'DEVELOPMENT_STRATEGY'`); n != 0 {
		t.Errorf("%d other trees", n)
	}
}

// TestKeysBelongToOneRequestOfOnePerson, for a day.
func TestKeysBelongToOneRequestOfOnePerson(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, head := d.as("editor"), d.as("head")
	make := func(title string) string { return fmt.Sprintf(`treeId: %q, title: %q`, d.tree, title) }
	first, told := editor.tries("createGoal", make("Одна"), keyHeader, "the-one-key")
	if told != "" {
		t.Fatal(told)
	}
	d.keeps("another request under the key", func() {
		for mutation, input := range map[string]string{"createGoal": make("Друга"), "updateGoal": fmt.Sprintf(`id: %q, version: 1, title: "Третя"`, first.Goal.ID)} {
			if _, told := editor.tries(mutation, input, keyHeader, "the-one-key"); told != "INVALID_INPUT Idempotency-Key" {
				t.Errorf("%s is told %s", mutation, told)
			}
		}
	})
	if other, told := head.tries("createGoal", make("Одна"), keyHeader, "the-one-key"); told != "" || other.Goal.ID == first.Goal.ID {
		t.Errorf("somebody else's same key: %+v, %s", other.Goal, told)
	}
	if next, told := editor.tries("createGoal", make("Одна"), keyHeader, "another-key"); told != "" || next.Goal.ID == first.Goal.ID {
		t.Errorf("another key: %+v, %s", next.Goal, told)
	}
	if next, told := editor.tries("createGoal", make("Одна")); told != "" || next.Goal.ID == first.Goal.ID {
		t.Errorf("without a key: %+v, %s", next.Goal, told)
	}
	d.clock.pass(24*time.Hour - time.Second)
	editor.signIn()
	if again, told := editor.tries("createGoal", make("Одна"), keyHeader, "the-one-key"); told != "" || again.Goal.ID != first.Goal.ID {
		t.Errorf("within the day: %+v, %s", again.Goal, told)
	}
	d.clock.pass(2 * time.Second)
	if anew, told := editor.tries("createGoal", make("Одна"), keyHeader, "the-one-key"); told != "" || anew.Goal.ID == first.Goal.ID {
		t.Errorf("after the day: %+v, %s", anew.Goal, told)
	}
}

// TestVariablesAreOfTheRequest: the same document with other variables is another request.
func TestVariablesAreOfTheRequest(t *testing.T) {
	t.Parallel()
	d := working(t)
	document := `mutation($in: CreateGoalInput!) { createGoal(input: $in) { goal { id } userErrors { code path } } }`
	ask := func(title string) string {
		return d.as("editor").ask(document, vars{"in": vars{"treeId": d.tree, "title": title}}, keyHeader, "with-variables").Body
	}
	first := ask("Одна")
	if again := ask("Одна"); again != first || !strings.Contains(first, `"userErrors":[]`) {
		t.Errorf("first %s\nthen %s", first, again)
	}
	reordered, err := json.Marshal(map[string]any{"variables": map[string]any{"in": json.RawMessage(fmt.Sprintf(`{"title": "Одна",   "treeId": %q}`, d.tree))}, "query": document})
	if err != nil {
		t.Fatal(err)
	}
	if again := d.post(string(reordered), keyHeader, "with-variables", "Authorization", "Bearer "+d.as("editor").token); again.Body != first {
		t.Errorf("in another order: %s", again.Body)
	}
	if other := ask("Інша"); !strings.Contains(other, `{"code":"INVALID_INPUT","path":["Idempotency-Key"]}`) {
		t.Error(other)
	}
}

// TestTwoChangesUnderOneKey are each done once.
func TestTwoChangesUnderOneKey(t *testing.T) {
	t.Parallel()
	d := working(t)
	document := fmt.Sprintf(`mutation { one: createGoal(input: {treeId: %q, title: "Одна"}) { goal { id } } two: createGoal(input: {treeId: %q, title: "Одна"}) { goal { id } }
		wrong: createGoal(input: {treeId: %q, title: ""}) { goal { id } userErrors { path } } }`, d.tree, d.tree, d.tree)
	first := d.as("editor").ask(document, nil, keyHeader, "two-of-them")
	if string(first.Data["one"]) == string(first.Data["two"]) || !strings.Contains(first.Body, `"wrong":{"goal":null,"userErrors":[{"path":["title"]}]}`) {
		t.Error(first.Body)
	}
	d.keeps("both again", func() {
		if again := d.as("editor").ask(document, nil, keyHeader, "two-of-them"); again.Body != first.Body {
			t.Errorf("first %s\nthen %s", first.Body, again.Body)
		}
	})
}

// TestMalformedKeysStopEverything before anything runs, reading too.
func TestMalformedKeysStopEverything(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	d.keeps("malformed keys", func() {
		for _, key := range []string{"short", "seven77", strings.Repeat("x", 201), "with space", "ключ-ключ", "semi;colon", "quote'quote"} {
			got := editor.ask(mutation("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова"`, d.tree)), nil, keyHeader, key)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "INVALID_INPUT" || got.Errors[0].Extensions.Field != keyHeader || got.Data != nil {
				t.Errorf("%q: %s", key, got.Body)
			}
		}
	})
	for _, key := range []string{"eight--8", strings.Repeat("x", 200), "A.b_c:d-9"} {
		if _, told := editor.tries("createGoal", fmt.Sprintf(`treeId: %q, title: "Нова"`, d.tree), keyHeader, key); told != "" {
			t.Errorf("%q: %s", key, told)
		}
	}
}

// TestRefusedRequestsKeepNoKey: what was wrong may be sent again, put right, under the same key; and so may what was tried dry.
func TestRefusedRequestsKeepNoKey(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, component := d.as("editor"), d.id("Component", "Карта")
	order := fmt.Sprintf(`parentId: %q, ids: [%q, %q]`, d.tree, d.id("Goal", "Дороги"), d.id("Goal", "Освіта"))
	d.keeps("refused and dry", func() {
		for mutation, input := range map[string]string{
			"createGoal":       fmt.Sprintf(`treeId: %q, title: ""`, d.tree),
			"updateComponent":  fmt.Sprintf(`id: %q, version: 7, title: "Пізно"`, component),
			"reportProgress":   fmt.Sprintf(`dryRun: true, reports: [{id: %q, percent: 10}]`, component),
			"reorderTreeNodes": order + `, dryRun: true`,
			"submitGoalTree":   fmt.Sprintf(`id: %q`, d.tree),
		} {
			editor.tries(mutation, input, keyHeader, "refused-key")
		}
	})
	if _, told := editor.tries("reorderTreeNodes", order, keyHeader, "refused-key"); told != "" {
		t.Errorf("what was dry, for good: %s", told)
	}
	if d.text(`SELECT string_agg(title, ' ' ORDER BY position) FROM placements JOIN goal_trees t ON working_revision = revision_number WHERE level = 'GOAL'`) != "Дороги Освіта" {
		t.Error("the order is not kept")
	}
}
