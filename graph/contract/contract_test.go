package contract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"hromada/graph/contract"
	"hromada/graph/generated"
)

func schema(t *testing.T, text string) *ast.Schema {
	t.Helper()
	if !strings.Contains(text, "type Query") {
		text += ` type Query { root: Int }`
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Input: text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func TestBreakingChanges(t *testing.T) {
	t.Parallel()
	for _, e := range []struct{ old, new, breaks string }{
		{`type T { a: Int }`, `type T { a: Int b: Int }`, ``},
		{`type T { a: Int }`, ``, `T`},
		{`type T { a: Int }`, `interface T { a: Int }`, `T`},
		{`type T { a: Int b: Int }`, `type T { a: Int }`, `T.b`},
		{`type T { a: Int }`, `type T { a: Int! }`, ``},
		{`type T { a: Int! }`, `type T { a: Int }`, `T.a`},
		{`type T { a: Int }`, `type T { a: String }`, `T.a`},
		{`type T { a: Int }`, `type T { a: [Int] }`, `T.a`},
		{`type T { a: [Int] }`, `type T { a: Int }`, `T.a`},
		{`type T { a: [Int!] }`, `type T { a: [Int] }`, `T.a`},
		{`type T { a: [Int] }`, `type T { a: [Int!]! }`, ``},
		{`type T { a(x: Int): Int }`, `type T { a: Int }`, `T.a(x:)`},
		{`type T { a: Int }`, `type T { a(x: Int): Int }`, ``},
		{`type T { a: Int }`, `type T { a(x: Int!): Int }`, `T.a(x:)`},
		{`type T { a: Int }`, `type T { a(x: Int! = 1): Int }`, ``},
		{`type T { a(x: Int!): Int }`, `type T { a(x: Int): Int }`, ``},
		{`type T { a(x: Int): Int }`, `type T { a(x: Int!): Int }`, `T.a(x:)`},
		{`type T { a(x: Int): Int }`, `type T { a(x: String): Int }`, `T.a(x:)`},
		{`type T { a(x: [Int!]): Int }`, `type T { a(x: [Int]): Int }`, ``},
		{`type T { a(x: [Int]): Int }`, `type T { a(x: [Int!]): Int }`, `T.a(x:)`},
		{`type T { a(x: [Int]): Int }`, `type T { a(x: Int): Int }`, `T.a(x:)`},
		{`type T { a(x: Int = 1): Int }`, `type T { a(x: Int = 2): Int }`, `T.a(x:)`},
		{`type T { a(x: Int = 1): Int }`, `type T { a(x: Int): Int }`, `T.a(x:)`},
		{`type T { a(x: Int): Int }`, `type T { a(x: Int = 1): Int }`, `T.a(x:)`},
		{`input I { a: Int b: Int }`, `input I { a: Int }`, `I.b`},
		{`input I { a: Int }`, `input I { a: Int b: Int }`, ``},
		{`input I { a: Int }`, `input I { a: Int b: Int! }`, `I.b`},
		{`input I { a: Int }`, `input I { a: Int! }`, `I.a`},
		{`input I { a: Int! }`, `input I { a: Int }`, ``},
		{`enum E { A B }`, `enum E { A }`, `E.B`},
		{`enum E { A }`, `enum E { A B }`, ``},
		{`type T { a: Int } type S { a: Int } union U = T | S`, `type T { a: Int } type S { a: Int } union U = T`, `U`},
		{`interface N { a: Int } type T implements N { a: Int }`, `interface N { a: Int } type T { a: Int }`, `T`},
		{`scalar D`, ``, `D`},
		{`type Query { root: Int } type Mutation { a: Int }`, `type Query { root: Int }`, `Mutation`},
		{`directive @d on FIELD`, ``, `@d`},
		{`directive @d(x: Int) on FIELD`, `directive @d on FIELD`, `@d(x:)`},
		{`directive @d on FIELD | QUERY`, `directive @d on FIELD`, `@d`},
		{`directive @d on ENUM_VALUE`, ``, ``},
		{`type T { a: Int b: Int }`, `type T { c: Int }`, `T.a T.b`},
		{`type T { a(x: Int!): Int }`, `type T { a(x: Int! = 1): Int }`, ``},
		{`schema { query: Query mutation: M } type M { a: Int }`, `schema { query: Query } type M { a: Int }`, `M`},
		{`schema { query: T } type T { a: Int }`, `schema { query: S } type T { a: Int } type S { a: Int }`, `T`},
	} {
		found := []string{}
		for _, c := range contract.Breaking(schema(t, e.old), schema(t, e.new)) {
			found = append(found, c.Coordinate)
			if c.What == "" {
				t.Errorf("%s is not explained", c.Coordinate)
			}
		}
		if got := strings.Join(found, " "); got != e.breaks {
			t.Errorf("%s, then %s: %q, want %q", e.old, e.new, got, e.breaks)
		}
	}
}

// TestEveryFieldIsPromised takes each field of the real schema away, and sees that it is missed.
func TestEveryFieldIsPromised(t *testing.T) {
	t.Parallel()
	own := generated.NewExecutableSchema(generated.Config{}).Schema()
	if found := contract.Breaking(own, own); len(found) > 0 {
		t.Errorf("the schema breaks itself: %v", found)
	}
	tried := 0
	for name, definition := range own.Types {
		if strings.HasPrefix(name, "__") {
			continue
		}
		for i, field := range definition.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			tried++
			less, without := *own, *definition
			without.Fields = slices.Delete(slices.Clone(definition.Fields), i, i+1)
			less.Types = map[string]*ast.Definition{}
			for n, d := range own.Types {
				less.Types[n] = d
			}
			less.Types[name] = &without
			if found := contract.Breaking(own, &less); len(found) != 1 || found[0].Coordinate != name+"."+field.Name {
				t.Errorf("%s.%s: %v", name, field.Name, found)
			}
		}
	}
	if tried < 200 {
		t.Errorf("only %d fields were tried", tried)
	}
}

func TestAnnouncements(t *testing.T) {
	t.Parallel()
	changes := []contract.Change{{"T.a", "gone"}, {"T.b(x:)", "gone"}, {"S", "gone"}, {"@d(x:)", "gone"}}
	for log, left := range map[string]string{
		"": "[T.a: gone T.b(x:): gone S: gone @d(x:): gone]",
		"## [Unreleased]\n### Breaking\n- `T.a`, `T.b(x:)` and `S` went away, and `@d`": "[]",
		"## [Unreleased]\n### Breaking\n- `T.b`":                                        "[T.a: gone S: gone @d(x:): gone]",
		"## [Unreleased]\n### Breaking\n- `T` went away":                                "[S: gone @d(x:): gone]",
		"## [Unreleased]\n### Breaking\n- T.a and S went away":                          "[T.a: gone T.b(x:): gone S: gone @d(x:): gone]",
		"## [Unreleased]\n### Removed\n- `T` and `S`":                                   "[T.a: gone T.b(x:): gone S: gone @d(x:): gone]",
		"## [Unreleased]\n### Breaking\n## [0.1.0]\n### Breaking\n- `T` `S`":            "[T.a: gone T.b(x:): gone S: gone @d(x:): gone]",
		"## Unreleased\r\n### Breaking\r\n- `S`\r\n":                                    "[T.a: gone T.b(x:): gone @d(x:): gone]",
	} {
		if got := fmt.Sprint(contract.Unannounced(changes, log)); got != left {
			t.Errorf("%q leaves %s, want %s", log, got, left)
		}
	}
}
