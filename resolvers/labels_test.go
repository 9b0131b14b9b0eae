package resolvers_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"hromada/resolvers"
)

// programs is the enum of other programs, which have the same name in every language.
const programs = "ResponseLayout"

func theSchema() *ast.Schema { return resolvers.Schema(nil, nil, "").Schema() }

type enumLabels struct {
	Enum   string
	Values []struct{ Value, Label string }
}

func TestEveryEnumValueHasANameInBothLanguages(t *testing.T) {
	t.Parallel()
	a := shared(t)
	uk := get[[]enumLabels](a, "enumLabels", `{ enumLabels { enum values { value label } } }`, nil)
	en := get[[]enumLabels](a, "enumLabels", `{ enumLabels(lang: EN) { enum values { value label } } }`, nil)
	var enums []string
	for name, definition := range theSchema().Types {
		if definition.Kind == ast.Enum && !strings.HasPrefix(name, "__") {
			enums = append(enums, name)
		}
	}
	slices.Sort(enums)
	if len(uk) != len(enums) || len(en) != len(enums) || len(enums) < 15 {
		t.Fatalf("%d and %d of %d enums", len(uk), len(en), len(enums))
	}
	for i, name := range enums {
		values := theSchema().Types[name].EnumValues
		if uk[i].Enum != name || en[i].Enum != name || len(uk[i].Values) != len(values) || len(en[i].Values) != len(values) {
			t.Fatalf("%s: %+v, %+v", name, uk[i], en[i])
		}
		seen := map[string]bool{}
		for j, value := range values {
			u, e := uk[i].Values[j], en[i].Values[j]
			if u.Value != value.Name || e.Value != value.Name {
				t.Errorf("%s.%s: %+v, %+v", name, value.Name, u, e)
			}
			if name != programs && (!all(u.Label, unicode.Cyrillic) || !all(e.Label, unicode.Latin)) {
				t.Errorf("%s.%s is called %q and %q", name, value.Name, u.Label, e.Label)
			}
			if seen[u.Label] || seen[e.Label] {
				t.Errorf("%s: two values are called %q or %q", name, u.Label, e.Label)
			}
			seen[u.Label], seen[e.Label] = true, true
		}
	}
}

// all tells whether a name has letters, and of one script only.
func all(name string, script *unicode.RangeTable) bool {
	letters := 0
	for _, c := range name {
		if unicode.IsLetter(c) {
			if letters++; !unicode.Is(script, c) {
				return false
			}
		}
	}
	return letters > 0 && name == strings.TrimSpace(name)
}

func TestLabelsOfAnEnum(t *testing.T) {
	t.Parallel()
	for _, e := range get[[]enumLabels](shared(t), "enumLabels", `{ enumLabels(lang: UK) { enum values { value label } } }`, nil) {
		if e.Enum != "Status" {
			continue
		}
		var got []string
		for _, v := range e.Values {
			got = append(got, v.Value+" "+v.Label)
		}
		want := []string{"PLANNED Заплановано", "IN_PROGRESS Виконується", "SUSPENDED Призупинено", "DONE Виконано", "CANCELLED Скасовано"}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		return
	}
	t.Error("Status is not there")
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	schema := theSchema()
	described := 0
	demand := func(description string, path ...string) {
		if description = strings.TrimSpace(description); len(description) < 3 {
			t.Errorf("%s has no description", strings.Join(path, "."))
		}
		described++
	}
	for name, definition := range schema.Types {
		if definition.BuiltIn {
			continue
		}
		demand(definition.Description, name)
		for _, value := range definition.EnumValues {
			demand(value.Description, name, value.Name)
		}
		for _, field := range definition.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			demand(field.Description, name, field.Name)
			for _, argument := range field.Arguments {
				demand(argument.Description, name, field.Name, argument.Name)
			}
		}
	}
	for name, directive := range schema.Directives {
		if directive.Position.Src.BuiltIn {
			continue
		}
		demand(directive.Description, "@"+name)
		for _, argument := range directive.Arguments {
			demand(argument.Description, "@"+name, argument.Name)
		}
	}
	if described < 300 {
		t.Errorf("only %d things were looked at", described)
	}
}

func TestListsThatGrowArePaged(t *testing.T) {
	t.Parallel()
	for name, definition := range theSchema().Types {
		if !strings.HasSuffix(name, "Connection") {
			continue
		}
		for _, field := range []string{"edges", "nodes", "pageInfo", "totalCount"} {
			if f := definition.Fields.ForName(field); f == nil || !f.Type.NonNull {
				t.Errorf("%s has no %s", name, field)
			}
		}
	}
	for _, field := range theSchema().Query.Fields {
		if !strings.HasSuffix(field.Type.Name(), "Connection") {
			continue
		}
		for _, argument := range []string{"first", "after"} {
			if field.Arguments.ForName(argument) == nil {
				t.Errorf("%s has no %s", field.Name, argument)
			}
		}
	}
}
