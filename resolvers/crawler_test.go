package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"hromada/domain"
)

// The crawler asks everything that the schema offers as everybody, and holds each answer against a twin world in which whatever the
// viewer may not see does not exist. Nobody can learn from an answer what changes nothing in it: no text, no count, no order, no error.

// worlds are the copies that the crawler compares, by their private parts.
type worlds struct{ byScope map[string]*crawled }

// newWorlds makes the copies for some of the onlookers.
func newWorlds(t *testing.T, viewers ...onlooker) *worlds {
	t.Helper()
	w := &worlds{map[string]*crawled{fmt.Sprint(allParts): crawlerWorld(t, allParts)}}
	for _, o := range viewers {
		if key := fmt.Sprint(o.scope); w.byScope[key] == nil {
			w.byScope[key] = crawlerWorld(t, o.scope)
		}
	}
	return w
}

// whole is the world that holds everything, and twin the one that holds no more than a viewer may see.
func (w *worlds) whole() *crawled          { return w.byScope[fmt.Sprint(allParts)] }
func (w *worlds) twin(o onlooker) *crawled { return w.byScope[fmt.Sprint(o.scope)] }

// check asks a document in both worlds, and gives what the viewer was shown.
func (w *worlds) check(t fataler, o onlooker, document string) answer {
	got := w.whole().ask(o, document, nil)
	for _, e := range got.Errors {
		if c := e.Extensions.Code; c == domain.CodeInternal || c == domain.CodeValidationFailed || c == domain.CodeParseFailed || c == domain.CodeLimitExceeded {
			t.Fatalf("%s: %+v\n%s", o.name, e, document)
		}
	}
	text := got.shown()
	for _, p := range allParts {
		for _, trait := range p.traits() {
			if at := strings.Index(text, trait); at >= 0 && !o.sees(p) {
				t.Fatalf("%s is shown …%s…\n%s", o.name, around(text, at), document)
			}
		}
	}
	if twin := w.twin(o); twin != w.whole() {
		with, without := got.comparable(), twin.ask(o, document, nil).comparable()
		if at := firstDifference(with, without); at >= 0 {
			t.Fatalf("to %s what is hidden makes a difference\nwith it    …%s…\nwithout it …%s…\n%s", o.name, around(with, at), around(without, at), document)
		}
	}
	return got
}

func firstDifference(a, b string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

func around(text string, at int) string {
	return text[max(0, min(len(text), at-200)):min(len(text), at+200)]
}

// comparable is an answer without what differs from one time to the next: the order of errors, and which row of a list is told to have
// the fault that all have.
func (got answer) comparable() string {
	faults := map[string]bool{}
	for _, e := range got.Errors {
		path := slices.DeleteFunc(slices.Clone(e.Path), func(step any) bool { _, isIndex := step.(float64); return isIndex })
		faults[fmt.Sprint(path, e.Message, e.Extensions)] = true
	}
	var body struct{ Data json.RawMessage }
	_ = json.Unmarshal([]byte(got.Body), &body) // post has read it already
	return fmt.Sprint(got.Status, " ", string(body.Data), slices.Sorted(maps.Keys(faults)))
}

// crawl is what came of asking some documents as everybody.
type crawl struct {
	mu      sync.Mutex
	visited map[string]bool            // fields that were asked for
	filled  map[string]bool            // fields that had a value in some answer
	found   map[string]map[string]bool // marks, by onlooker
}

// survey is a document with what it selects.
type survey struct {
	text     string
	selected ast.SelectionSet
}

func surveys(t *testing.T, documents []string) []survey {
	t.Helper()
	all := make([]survey, len(documents))
	for i, text := range documents {
		parsed, faults := gqlparser.LoadQueryWithRules(theSchema(), text, rules.NewDefaultRules())
		if faults != nil {
			t.Fatalf("%v\n%s", faults, text)
		}
		all[i] = survey{text, parsed.Operations[0].SelectionSet}
	}
	return all
}

// ask asks documents as one of the onlookers.
func (c *crawl) ask(t *testing.T, w *worlds, o onlooker, documents []survey) {
	t.Helper()
	for _, d := range documents {
		c.note(t, o, d, w.check(t, o, d.text))
	}
}

func (c *crawl) note(t *testing.T, o onlooker, d survey, got answer) {
	t.Helper()
	text := got.shown()
	c.mu.Lock()
	defer c.mu.Unlock()
	note(d.selected, c.visited)
	for field, raw := range got.Data {
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		fillTypes(d.selected, map[string]any{field: value}, c.filled)
	}
	if c.found[o.name] == nil {
		c.found[o.name] = map[string]bool{}
	}
	for _, p := range allParts {
		for _, mark := range p.marks() {
			if strings.Contains(text, mark) {
				c.found[o.name][mark] = true
			}
		}
	}
}

// fillTypes notes the fields, by their types, that have a value.
func fillTypes(selections ast.SelectionSet, value any, filled map[string]bool) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			fillTypes(selections, item, filled)
		}
	case map[string]any:
		for _, selection := range selections {
			switch s := selection.(type) {
			case *ast.Field:
				if inner := v[s.Alias]; inner != nil {
					filled[s.ObjectDefinition.Name+"."+s.Name] = true
					fillTypes(s.SelectionSet, inner, filled)
				}
			case *ast.InlineFragment:
				if v["__typename"] == s.TypeCondition {
					fillTypes(s.SelectionSet, v, filled)
				}
			}
		}
	}
}

// blind are the fields that are empty in every answer of the crawl.
var blind = []string{"Participation.since"} // no register tells it

func TestCrawlerFindsOnlyWhatItsViewerMaySee(t *testing.T) {
	t.Parallel()
	w, s := newWorlds(t, onlookers...), newSurveyor()
	c := &crawl{visited: map[string]bool{}, filled: map[string]bool{}, found: map[string]map[string]bool{}}
	documents := surveys(t, append(s.broad(), s.everywhere()...))
	s.values["ID"] = quoted([]string{administration.ids()[0], administration.ids()[7], firstOfVinnytska.ids()[0]})
	mutations := surveys(t, s.changes())
	t.Logf("%d documents, %d with mutations", len(documents), len(mutations))
	t.Run("as", func(t *testing.T) {
		for _, o := range onlookers {
			t.Run(o.name, func(t *testing.T) {
				t.Parallel()
				c.ask(t, w, o, documents)
				if o.name != "admin" { // who may
					c.ask(t, w, o, mutations)
				}
				c.sees(t, o)
			})
		}
	})
	for _, name := range fieldsOf(s.schema) {
		if !c.visited[name] {
			t.Errorf("%s is nowhere asked for", name)
		}
		isChange := strings.HasPrefix(name, "Mutation.") || strings.Contains(name, "Payload.") // refused to all who are let try here
		if isEmpty := !c.filled[name] && !isChange; isEmpty != slices.Contains(blind, name) {
			t.Errorf("%s is empty everywhere: %t, which the exceptions do not say", name, isEmpty)
		}
	}
}

// sees tells where the crawler was blind: what somebody may see must have been found.
func (c *crawl) sees(t *testing.T, o onlooker) {
	t.Helper()
	for _, p := range allParts {
		for _, mark := range p.marks() {
			if o.sees(p) != c.found[o.name][mark] {
				t.Errorf("%s: finds %q %t", o.name, mark, c.found[o.name][mark])
			}
		}
	}
}

// everywhere walks into the schema from every root field, each time to where it has not been.
func (s *surveyor) everywhere() []string {
	w := &walker{surveyor: s, taken: map[string]bool{}, choose: func(open []edge) []edge { return open }}
	documents := []string{}
	for _, root := range s.edges("Query") {
		if s.variants(root.field)[0] == root.args && root.field.Name != "node" { // nodes finds more
			documents = append(documents, w.deep(root)...)
		}
	}
	return documents
}
