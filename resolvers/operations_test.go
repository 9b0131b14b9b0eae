package resolvers_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"hromada/domain"
	"hromada/resolvers"
)

// operation is one published document of testdata/operations: what one screen of a dashboard asks.
type operation struct{ name, text string }

func operations(tb testing.TB) []operation { return operationsIn(tb, "operations") }

// accountOperations need somebody signed in, or change something.
func accountOperations(tb testing.TB) []operation { return operationsIn(tb, "account_operations") }

// staffOperations are for those who work on trees.
func staffOperations(tb testing.TB) []operation { return operationsIn(tb, "staff_operations") }

func operationsIn(tb testing.TB, folder string) []operation {
	tb.Helper()
	files, err := filepath.Glob("testdata/" + folder + "/*.graphql")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no operations: %v", err)
	}
	all := make([]operation, len(files))
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		all[i] = operation{strings.TrimSuffix(filepath.Base(file), ".graphql"), string(text)}
	}
	return all
}

// exampleVars gives every variable that an operation may declare its value, over a generated database.
func (a *api) exampleVars() vars {
	a.tb.Helper()
	return vars{
		"region": a.code("regions"), "community": a.code("communities"),
		"size": 50, "order": nil, "filter": vars{}, "after": nil, "kinds": nil, "kind": "HARD",
		"text": example, "day": "2026-06-30", "since": "2026-10-01", "ids": a.someIDs(), "id": a.someComponent(), "problems": a.someProblems(),
	}
}

// code is the code of the first place of a table.
func (a *api) code(table string) string {
	return a.text(`SELECT code FROM ` + table + ` ORDER BY id LIMIT 1`)
}

func (a *api) text(query string) string {
	a.tb.Helper()
	var text string
	if err := a.db.QueryRow(query).Scan(&text); err != nil {
		a.tb.Fatal(err)
	}
	return text
}

// someComponent is the id of the first component beneath a subgoal.
func (a *api) someComponent() string {
	a.tb.Helper()
	id := domain.NodeID{Type: "Component"}
	err := a.db.QueryRow(`SELECT community_id, node_number FROM placements
		WHERE level = 'COMPONENT' AND parent_level = 'SUBGOAL' ORDER BY node_number LIMIT 1`).Scan(&id.Community, &id.Number)
	if err != nil {
		a.tb.Fatal(err)
	}
	return id.String()
}

// someProblems are the ids of the standard problems of the first region.
func (a *api) someProblems() []string {
	a.tb.Helper()
	ids := []string{}
	for _, code := range []string{"FAST_INTERNET", "DIGITAL_LITERACY"} {
		ids = append(ids, a.problem(domain.KatottgCode(a.code("regions")), code))
	}
	return ids
}

// someIDs are ids of things of every type, many where there are many.
func (a *api) someIDs() []string {
	a.tb.Helper()
	rows, err := a.db.Query(`
		SELECT type, community, number FROM (
			SELECT 'Region' AS type, 0 AS community, id AS number FROM regions
			UNION ALL SELECT 'District', 0, id FROM districts
			UNION ALL SELECT 'Community', 0, id FROM communities
			UNION ALL SELECT 'GoalTree', community_id, number FROM goal_trees
			UNION ALL SELECT initcap(level), community_id, number FROM tree_nodes
			UNION ALL SELECT 'Survey', 0, number FROM surveys WHERE state = 'PUBLISHED'
			UNION ALL SELECT 'Question', 0, number FROM questions
			UNION ALL SELECT 'Problem', 0, id FROM problems
			UNION ALL SELECT 'CommunityProblem', community_id, number FROM community_problems
		) x ORDER BY row_number() OVER (PARTITION BY type ORDER BY number), type LIMIT 100`)
	if err != nil {
		a.tb.Fatal(err)
	}
	defer rows.Close()
	ids := []string{}
	for rows.Next() {
		var id domain.NodeID
		if err := rows.Scan(&id.Type, &id.Community, &id.Number); err != nil {
			a.tb.Fatal(err)
		}
		ids = append(ids, id.String())
	}
	if err := rows.Err(); err != nil {
		a.tb.Fatal(err)
	}
	return ids
}

// run asks an operation and gives the statements it took.
func (a *api) run(op operation, variables vars) (answer, []sent) {
	a.tb.Helper()
	a.count.take()
	got := a.ask(op.text, variables)
	if len(got.Errors) > 0 {
		a.tb.Fatalf("%s: %s", op.name, got.Body)
	}
	return got, a.count.take()
}

// notSelected are fields that no operation needs.
var notSelected = []string{}

func TestOperationsUseTheWholeSchema(t *testing.T) {
	t.Parallel()
	schema := resolvers.Schema(nil, nil, "").Schema()
	selected := map[string]bool{}
	for _, op := range slices.Concat(operations(t), accountOperations(t), staffOperations(t)) {
		document, faults := gqlparser.LoadQueryWithRules(schema, op.text, rules.NewDefaultRules())
		if faults != nil {
			t.Errorf("%s: %v", op.name, faults)
			continue
		}
		if !strings.HasPrefix(op.text, "# ") || len(document.Operations) != 1 || document.Operations[0].Name == "" {
			t.Errorf("%s: want a comment, and one operation with a name", op.name)
		}
		note(document.Operations[0].SelectionSet, selected)
	}
	ofObjects(schema, selected)
	for _, name := range fieldsOf(schema) {
		if selected[name] == slices.Contains(notSelected, name) {
			t.Errorf("%s: selected %t, which the exceptions do not say", name, selected[name])
		}
	}
}

// fieldsOf names the fields of all object types.
func fieldsOf(schema *ast.Schema) []string {
	names := []string{}
	for _, definition := range schema.Types {
		for _, field := range definition.Fields {
			if definition.Kind == ast.Object && !strings.HasPrefix(definition.Name, "__") && !strings.HasPrefix(field.Name, "__") {
				names = append(names, definition.Name+"."+field.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// ofObjects tells of what was selected of interfaces that it was selected of their objects.
func ofObjects(schema *ast.Schema, selected map[string]bool) {
	for _, definition := range schema.Types {
		for _, field := range definition.Fields {
			if definition.Kind != ast.Interface || !selected[definition.Name+"."+field.Name] {
				continue
			}
			for _, object := range schema.GetPossibleTypes(definition) {
				selected[object.Name+"."+field.Name] = true
			}
		}
	}
}

func note(selections ast.SelectionSet, selected map[string]bool) {
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			selected[s.ObjectDefinition.Name+"."+s.Name] = true
			note(s.SelectionSet, selected)
		case *ast.InlineFragment:
			note(s.SelectionSet, selected)
		case *ast.FragmentSpread:
			note(s.Definition.SelectionSet, selected)
		}
	}
}

// emptyFields names what an answer selects and nowhere fills: null, or a list without items, at every
// place. A count of statements over emptiness would prove nothing.
func emptyFields(tb testing.TB, got answer) []string {
	tb.Helper()
	filled := map[string]bool{}
	for field, raw := range got.Data {
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			tb.Fatal(err)
		}
		fill(value, field, filled)
	}
	empty := []string{}
	for path, ok := range filled {
		if !ok {
			empty = append(empty, path)
		}
	}
	slices.Sort(empty)
	return empty
}

func fill(value any, path string, filled map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		filled[path] = true
		for field, inner := range v {
			fill(inner, path+"."+field, filled)
		}
	case []any:
		filled[path] = filled[path] || len(v) > 0
		for _, item := range v {
			fill(item, path, filled)
		}
	default:
		filled[path] = filled[path] || v != nil
	}
}
