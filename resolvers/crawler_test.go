package resolvers_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"
)

// The crawler asks everything that the schema offers as everybody, and holds each answer against a twin world in which whatever the
// viewer may not see does not exist. Nobody can learn from an answer what changes nothing in it: no text, no count, no order, no error.

// crawl is what came of asking some documents as everybody.
type crawl struct {
	mu      sync.Mutex
	visited map[string]bool // fields that were asked for
	filled  map[string]bool // fields that had a value in some answer
	found   map[string]bool // marks, each behind the name of who found it
}

// survey is a document with what it selects.
type survey struct {
	text     string
	selected ast.SelectionSet
}

func surveys(t *testing.T, documents []string) []survey {
	t.Helper()
	all := []survey{}
	for i, text := range documents {
		if testing.Short() && i%8 > 0 { // with the race detector
			continue
		}
		parsed, faults := gqlparser.LoadQueryWithRules(theSchema(), text, rules.NewDefaultRules())
		if faults != nil {
			t.Fatalf("%v\n%s", faults, text)
		}
		all = append(all, survey{text, parsed.Operations[0].SelectionSet})
	}
	return all
}

// ask asks documents as one of the onlookers.
func (c *crawl) ask(t *testing.T, w *worlds, o onlooker, documents []survey) {
	t.Helper()
	for _, d := range documents {
		c.note(t, o, d, w.check(t, o, d.text))
		w.forgetStatements()
	}
}

func (c *crawl) note(t *testing.T, o onlooker, d survey, got answer) {
	t.Helper()
	marks := o.marksIn(got.shown())
	if o.name == "admin" && len(got.Data) == 0 {
		t.Errorf("one field hides all others: %+v\n%s", got.Errors, d.text)
	}
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
	for _, mark := range marks {
		c.found[o.name+mark] = true
	}
}

// marksIn are those of what somebody may see that a text has. What they may not see check looks for.
func (o onlooker) marksIn(text string) []string {
	marks := []string{}
	for _, p := range o.scope {
		marks = append(marks, p.marks()...)
	}
	return slices.DeleteFunc(marks, func(mark string) bool { return !strings.Contains(text, mark) })
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
				if inner := v[s.Alias]; inner != nil && !isEmptyList(inner) {
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

func isEmptyList(value any) bool {
	list, isList := value.([]any)
	return isList && len(list) == 0
}

// blind are the fields that are empty in every answer of the crawl.
var blind = []string{
	"Participation.since", // no register tells it
	"Community.experts",   // for experts of a region; it is tried on its own
	"Problem.mergedInto",  // asked for where nothing was merged; it leads to what is public, and is tried on its own
	// The form of a survey is of whoever has its link, and nobody here has one; it is tried on its own.
	"SurveyForm.title", "SurveyForm.description", "SurveyForm.until", "SurveyForm.keepUntil", "SurveyForm.questions", "SurveyForm.categories", "SurveyForm.communities", "FormQuestion.code", "FormQuestion.kind",
	"FormQuestion.text", "FormQuestion.hint", "FormQuestion.required", "FormQuestion.unit", "FormQuestion.minimum", "FormQuestion.maximum", "FormQuestion.options", "FormOption.code",
	"FormOption.text", "FormOption.other", "FormCategory.variable", "FormCategory.code", "FormCategory.label", "FormCommunity.code", "FormCommunity.name",
	"Query.surveyByLink",
	// Of groups the crawl asks for what has no fields of its own.
	"SurveyFigure.group", "FigureGroup.variable", "FigureGroup.category", "FigureGroup.crossedWith", "FigureGroup.crossedCategory", "FigureGroup.label",
	"Query.surveyTexts", "SurveyTexts.texts", "SurveyTexts.more", "SurveyTexts.suppressed", // reading them leaves a trace; they are tried on their own
	"Query.importProgress", // of a file that somebody sends, which the crawl does not; it is tried on its own
}

func TestCrawlerFindsOnlyWhatItsViewerMaySee(t *testing.T) {
	t.Parallel()
	w, s := newWorlds(t, onlookers...), newSurveyor()
	c := &crawl{visited: map[string]bool{}, filled: map[string]bool{}, found: map[string]bool{}}
	broad, deep, before := surveys(t, s.broad()), surveys(t, s.everywhere()), w.whole().deeds()
	t.Run("as", func(t *testing.T) {
		for _, o := range onlookers {
			t.Run(o.name, func(t *testing.T) {
				t.Parallel()
				w := w.as(t)
				c.ask(t, w, o, deep)
				c.ask(t, w, o, o.share(broad))
				if o.name != "admin" { // who may
					c.ask(t, w, o, surveys(t, o.refusedChanges()))
				}
				if !testing.Short() {
					c.sees(t, o)
				}
			})
		}
	})
	t.Run("along any way", func(t *testing.T) { anyWay(t, w.as(t), s) })
	if after := w.whole().deeds(); after != before {
		t.Errorf("what should have been refused was done: there were %s, and are %s", before, after)
	}
	t.Run("at work", func(t *testing.T) { c.work(t, w.as(t)) })
	if !testing.Short() {
		c.covers(t, s)
	}
}

// covers tells which fields of the schema the crawl did not come to, or found empty.
func (c *crawl) covers(t *testing.T, s *surveyor) {
	t.Helper()
	for _, name := range fieldsOf(s.schema) {
		if !c.visited[name] && !ofFiles(strings.TrimPrefix(name, "Mutation.")) &&
			!ofAny(name, "CreateUploadPayload.", "Upload.", "Response", "ImportResponses", "ImportQuestionnaire", "ProposeSurveyMapping", "FormNote.", "SuspectedResponse.", "Query.surveyTexts", "SurveyTexts.") {
			t.Errorf("%s is nowhere asked for", name)
		}
		isChange := strings.HasPrefix(name, "Mutation.") || strings.Contains(name, "Payload.")                                                                                                // most are refused to all who try here
		isTask := strings.Contains(name, "Task.")                                                                                                                                             // of the viewer's own work: they are tried where that is made
		isFile := name == "Component.files" || ofAny(name, "Import", "Upload.", "EvidenceFile.", "Response", "SuspectedResponse.", "FormNote.") && !strings.HasPrefix(name, "ResponseCount.") // likewise
		if isEmpty := !c.filled[name] && !isChange && !isTask && !isFile; isEmpty != slices.Contains(blind, name) {
			t.Errorf("%s is empty everywhere: %t, which the exceptions do not say", name, isEmpty)
		}
	}
}

// ofAny tells whether a field is of one of some types.
func ofAny(name string, types ...string) bool {
	return slices.ContainsFunc(types, func(of string) bool { return strings.HasPrefix(name, of) })
}

// share is an onlooker's part of the documents that all who see the same ask together.
func (o onlooker) share(documents []survey) []survey {
	peers := []string{}
	for _, other := range onlookers {
		if slices.Equal(other.scope, o.scope) && (other.name == o.name || other.name != "outsider") {
			peers = append(peers, other.name)
		}
	}
	mine := []survey{}
	for i, d := range documents {
		if peers[i%len(peers)] == o.name || o.name == "outsider" { // who sees nothing at all
			mine = append(mine, d)
		}
	}
	return mine
}

// sees tells where the crawler was blind: what somebody may see must have been found.
func (c *crawl) sees(t *testing.T, o onlooker) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range o.scope {
		for _, mark := range p.marks() {
			if !c.found[o.name+mark] {
				t.Errorf("%s does not find %q", o.name, mark)
			}
		}
	}
}

// everywhere walks into the schema from every root field, each time to where it has not been. It goes to accounts last: whoever may not
// see those comes to nothing that lies behind them.
func (s *surveyor) everywhere() []string {
	w := &walker{surveyor: s, taken: map[string]bool{}, choose: func(open []edge) []edge { return open }}
	documents := []string{}
	roots := slices.DeleteFunc(slices.Clone(s.edges("Query")), func(e edge) bool { // nodes finds more
		return s.variants(e.field)[0] != e.args || e.field.Name == "node" || e.kind == "Comment" // of which no id is asked for: nothing lies behind it
	})
	accounts := map[string]bool{"User": true, "Membership": true}
	ofAccounts := func(e edge) bool { return accounts[e.kind] }
	w.shut = accounts
	for _, root := range slices.DeleteFunc(slices.Clone(roots), ofAccounts) {
		documents = append(documents, w.deep(root)...)
	}
	w.shut = nil
	for _, root := range append(slices.DeleteFunc(slices.Clone(roots), func(e edge) bool { return !ofAccounts(e) }), roots...) {
		documents = append(documents, w.deep(root)...)
	}
	return documents
}

// anyWay draws documents that nobody thought of, some of which come to the same place many times.
func anyWay(t *testing.T, w *worlds, s *surveyor) {
	t.Helper()
	roots := slices.DeleteFunc(s.fields("Query"), func(f *ast.FieldDefinition) bool { return !s.composite(f) })
	rapid.Check(t, func(t *rapid.T) {
		walk := &walker{surveyor: s, choose: func(open []edge) []edge {
			if len(open) == 0 {
				return nil
			}
			return rapid.SliceOfN(rapid.SampledFrom(open), 0, 3).Draw(t, "fields")
		}}
		from := rapid.SampledFrom(roots).Draw(t, "from")
		root := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(s.edges("Query")), func(e edge) bool { return e.field != from })).Draw(t, "root")
		document := walk.one(root, s.next(standpoint{"Query", ""}, root))
		w.check(t, rapid.SampledFrom(onlookers).Draw(t, "onlooker"), document)
	})
}

func (e edge) String() string { return e.field.Name + e.args + " " + e.kind }
