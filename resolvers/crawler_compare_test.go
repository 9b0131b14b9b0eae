package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

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

// as gives the same copies to another test.
func (w *worlds) as(tb testing.TB) *worlds {
	twins := &worlds{map[string]*crawled{}}
	for key, copied := range w.byScope {
		twins.byScope[key] = copied.as(tb)
	}
	return twins
}

// whole is the world that holds everything, and twin the one that holds no more than a viewer may see.
func (w *worlds) whole() *crawled          { return w.byScope[fmt.Sprint(allParts)] }
func (w *worlds) twin(o onlooker) *crawled { return w.byScope[fmt.Sprint(o.scope)] }

// forgetStatements drops what is kept of all that was sent to PostgreSQL: of a crawl that is much.
func (w *worlds) forgetStatements() {
	for _, copied := range w.byScope {
		copied.count.take()
	}
}

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
	if o.name == "outsider" && strings.Contains(text, "Відом") {
		t.Fatalf("%s is shown what is published\n%s", o.name, document)
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
