package resolvers_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// talk is a community's published tree with a draft, and everybody who may or may not speak about it.
type talk struct {
	*api
	tree, goal, subgoal, component string
	draft                          string // a goal that only the draft has
	people                         map[string]*person
}

func newTalk(t *testing.T) *talk {
	t.Helper()
	a := newAPI(t)
	a.registry()
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(secondRegion(), "digital-vinnychchyna", "test")
		return err
	})
	a.tree(secret(yakushynetska, "Відома").Outline)
	ids := idsOf(a, yakushynetska)
	w := &talk{api: a, tree: ids[0], goal: ids[1], subgoal: ids[2], component: ids[3], people: map[string]*person{}}
	for name, grants := range map[string][]models.Grant{
		"head": {staffOf(yakushynetska, auth.Head)}, "editor": {staffOf(yakushynetska, auth.Editor)}, "reader": {staffOf(yakushynetska, auth.Reader)},
		"expert": {expertOf(vinnytskaOblast)}, "observer": {observerOf(vinnytskaOblast)}, "admin": {administrator()},
		"neighbour": {staffOf(vinnytska, auth.Head)}, "stranger": {expertOf(khmelnytskaOblast)}, "nobody": {},
		"both": {staffOf(vinnytska, auth.Editor), staffOf(yakushynetska, auth.Reader)},
	} {
		w.people[name] = a.someone(name, grants...)
	}
	w.people["visitor"] = &person{api: a}
	w.draft = does[struct{ Goal struct{ ID string } }](w.people["editor"], "createGoal", `treeId: "`+w.tree+`", title: "Чернетка"`, `goal { id }`).Goal.ID
	return w
}

// again signs everybody in once more, after time has passed.
func (w *talk) again() {
	for name, p := range w.people {
		if name != "visitor" {
			p.signIn()
		}
	}
}

// revoke takes a role from somebody.
func (w *talk) revoke(p *person, g models.Grant) {
	w.tb.Helper()
	if err := w.store.InTx(operator(), auth.RevokeMembership, false, func(tx *models.Tx) error {
		_, err := tx.RevokeFrom(p.email, g)
		return err
	}); err != nil {
		w.tb.Fatal(err)
	}
}

// comment is what the tests read of a comment.
type comment struct {
	ID, Text, AuthorName string
	Deleted              bool
	EditedAt, ResolvedAt *string
	ResolvedByName       string
	ViewerCan            []string
	Mentions             []struct{ Name string }
	Answers              []comment
	Node, GoalTree       *struct{ ID string }
}

const (
	wordFields    = `id text authorName deleted editedAt resolvedAt resolvedByName viewerCan mentions { name } node { id } goalTree { id }`
	threadFields  = wordFields + ` answers { ` + wordFields + ` }`
	commentFields = `comment { ` + threadFields + ` }`
)

// said is what changes of comments answer.
type said struct {
	Comment, Thread *comment
	DeletedID       *string
	Node, GoalTree  *struct{ ID string }
}

// says adds a comment that must be taken.
func (w *talk) says(who, about, text string, more ...string) comment {
	w.tb.Helper()
	input := fmt.Sprintf(`subjectId: %q, text: %q`, about, text)
	for _, m := range more {
		input += ", " + m
	}
	got := does[said](w.people[who], "addComment", input, commentFields)
	if got.Comment == nil {
		w.tb.Fatalf("%s says nothing about %s", who, about)
	}
	return *got.Comment
}

func answering(c comment) string { return `answerToId: "` + c.ID + `"` }

func mentioning(people ...*person) string {
	list := ""
	for _, p := range people {
		list += `"` + p.id.String() + `" `
	}
	return `mentions: [` + list + `]`
}

// threads are what somebody sees of what was said about a thing.
func (w *talk) threads(who, about string) []comment {
	w.tb.Helper()
	var got struct {
		Comments     []comment
		CommentCount struct{ Threads, Open int }
	}
	answer := w.people[who].ask(`query($id: ID!) { node(id: $id) { ... on TreeNode { comments { `+threadFields+` } commentCount { threads open } }
		... on GoalTree { comments { `+threadFields+` } commentCount { threads open } } } }`, vars{"id": about})
	if len(answer.Errors) > 0 {
		w.tb.Fatal(answer.Body)
	}
	if err := json.Unmarshal(answer.Data["node"], &got); err != nil {
		w.tb.Fatal(err)
	}
	if about != w.tree && got.CommentCount.Threads != len(got.Comments) {
		w.tb.Errorf("%d threads are counted, %d told", got.CommentCount.Threads, len(got.Comments))
	}
	return got.Comments
}

// missing is the id of nothing, of a type.
func missing(typeName string, community int64) string {
	return domain.NodeID{Type: typeName, Community: community, Number: 1 << 40}.String()
}
