package resolvers_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"

	"hromada/domain"
	"hromada/graph/limits"
)

// broad gives documents that ask every root field with every argument, as many at once as a document may hold.
func (s *surveyor) broad() []string {
	documents, fields := []string{}, []string{}
	room := newRoom()
	for _, f := range s.fields("Query") {
		for _, args := range s.variants(f) {
			field := f.Name + args
			if s.composite(f) {
				field += s.selection(f.Type.Name(), 1)
			}
			if !room.take(field) {
				documents, fields, room = append(documents, "{ "+strings.Join(fields, "\n")+" }"), nil, newRoom()
				room.take(field)
			}
			fields = append(fields, fmt.Sprintf("r%d: %s", len(fields), field))
		}
	}
	return append(documents, "{ "+strings.Join(fields, "\n")+" }")
}

// room is what is left of the limits of one document.
type room struct{ tokens, aliases int }

// newRoom is less than the limits allow: validating a document takes the square of its length.
func newRoom() *room {
	most := limits.Default()
	return &room{most.Tokens / 2, most.Aliases - 2}
}

// take makes room for a text that gets an alias, or says that there is none left.
func (r *room) take(text string) bool {
	tokens, aliases := sizeOf(text)
	if r.tokens < tokens+4 || r.aliases < aliases+1 {
		return false
	}
	r.tokens, r.aliases = r.tokens-tokens-4, r.aliases-aliases-1
	return true
}

// sizeOf counts the tokens of a piece of a document, and its names before colons, outside of arguments.
func sizeOf(text string) (tokens, aliases int) {
	for lex, inside := lexer.New(&ast.Source{Input: text}), 0; ; tokens++ {
		token, err := lex.ReadToken()
		switch {
		case err != nil || token.Kind == lexer.EOF:
			return tokens, aliases
		case token.Kind == lexer.ParenL:
			inside++
		case token.Kind == lexer.ParenR:
			inside--
		case token.Kind == lexer.Colon && inside == 0:
			aliases++
		}
	}
}

// walker goes from root fields deep into the schema until every field with objects was asked in every way, and what stands in goal trees
// in each of the views.
type walker struct {
	*surveyor
	taken  map[string]bool          // nil: nothing is remembered
	choose func(open []edge) []edge // which way to go on, and in which order
	shut   map[string]bool          // types that it does not go to
	*room
}

// standpoint is where a walk stands: at a type, in a view of goal trees.
type standpoint struct{ typeName, view string }

func (at standpoint) key(e edge) string {
	return strings.Join([]string{at.typeName, at.view, e.field.Name, e.args, e.kind}, " ")
}

// next is where an edge leads. The view of a tree holds for as long as the walk stays within it; how other things were come to, for as
// long as it stays with what only they hold.
func (s *surveyor) next(at standpoint, e edge) standpoint {
	view := at.view
	isTree := func(typeName string) bool {
		return slices.Contains([]string{"GoalTree", "Goal", "Subgoal", "Component", "Target"}, typeName)
	}
	isPart := slices.Contains([]string{"SpendingEntry", "SpendingRecord", "RevisionStep"}, e.kind) // though it has an id
	switch isThing := s.schema.Types[e.kind].Fields.ForName("id") != nil && !isPart; {
	case strings.Contains(e.args, string(domain.WorkingView)):
		view = "working"
	case isTree(e.kind) && e.kind != e.field.Type.Name():
		view = "by " + e.field.Type.Name()
	case isTree(e.kind) && !isTree(at.typeName):
		view = "published"
	case isTree(e.kind):
	case strings.HasSuffix(at.typeName, "Connection") && isThing:
		view = "listed"
	case strings.HasSuffix(at.typeName, "Connection"):
		view = "listed in " + at.typeName
	case isThing:
		view = ""
	default: // a part of something, which may be told of it in several places
		view += " " + e.field.Name
	}
	return standpoint{e.kind, view}
}

// deepest is how far a walk goes. Five steps lead from some root to everything; each one more makes what a document may cost some seven
// times as much.
const deepest = 7

// deep gives documents that begin with one root field, until nothing is left that it leads to.
func (w *walker) deep(root edge) []string {
	documents := []string{}
	from := standpoint{"Query", ""}
	start := w.next(from, root)
	for !w.taken[from.key(root)] || len(w.way(start, deepest)) > 0 {
		w.taken[from.key(root)] = true
		documents = append(documents, w.one(root, start))
	}
	return documents
}

func (w *walker) one(root edge, start standpoint) string {
	w.room = newRoom()
	head := root.field.Name + root.args
	w.take(head + w.leaves(root.kind))
	return "{ " + head + root.selected(w.grow(start, deepest)) + " }"
}

// grow selects the values of a type and walks on along what was not asked yet; where all was, on the way to what was not. What leads on
// from here is asked here before anything beneath it: by the shortest way there is the most to be found.
func (w *walker) grow(at standpoint, left int) string {
	text := w.leaves(at.typeName)
	if left == 0 {
		return text
	}
	open := w.open(at)
	if len(open) == 0 {
		open = w.way(at, left)
	}
	for i, e := range w.claim(at, w.choose(open)) {
		text += fmt.Sprintf(" e%d: %s%s%s", i, e.field.Name, e.args, e.selected(w.grow(w.next(at, e), left-1)))
	}
	return text
}

// claim takes as many edges as there is room for.
func (w *walker) claim(at standpoint, edges []edge) []edge {
	for i, e := range edges {
		if !w.take(e.field.Name + e.args + w.leaves(e.kind)) {
			return edges[:i]
		}
		if w.taken != nil {
			w.taken[at.key(e)] = true
		}
	}
	return edges
}

// open are the edges at a standpoint that were not taken.
func (w *walker) open(at standpoint) []edge {
	return slices.DeleteFunc(w.ways(at), func(e edge) bool { return w.taken[at.key(e)] })
}

// ways are the edges at a standpoint that the walk may take.
func (w *walker) ways(at standpoint) []edge {
	return slices.DeleteFunc(slices.Clone(w.edges(at.typeName)), func(e edge) bool { return w.shut[e.kind] })
}

// way is the first step of the shortest way to something open, if there is one of so many steps.
func (w *walker) way(from standpoint, steps int) []edge {
	type reached struct {
		at    standpoint
		first []edge
		steps int
	}
	seen := map[standpoint]bool{from: true}
	for queue := []reached{{at: from}}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		if open := w.open(here.at); len(open) > 0 && here.steps < steps {
			return append(slices.Clone(here.first), open[0])[:1]
		}
		for _, e := range w.ways(here.at) {
			if next := w.next(here.at, e); !seen[next] {
				seen[next] = true
				queue = append(queue, reached{next, append(slices.Clone(here.first), e)[:1], here.steps + 1})
			}
		}
	}
	return nil
}
