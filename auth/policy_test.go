package auth_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// rights is the whole policy once more, written out: what stands here was meant.
var rights = map[auth.Role]map[auth.Action]auth.Scope{
	auth.Visitor: {
		auth.ReadRegistry:      auth.ScopePublished,
		auth.ReadPublishedTree: auth.ScopePublished,
		auth.ReadWorkingTree:   auth.ScopeNone,
		auth.ImportRegistry:    auth.ScopeNone,
		auth.ImportGoals:       auth.ScopeNone,
		auth.LoadDemonstration: auth.ScopeNone,
	},
	auth.Operator: {
		auth.ReadRegistry:      auth.ScopeAll,
		auth.ReadPublishedTree: auth.ScopeAll,
		auth.ReadWorkingTree:   auth.ScopeAll,
		auth.ImportRegistry:    auth.ScopeAll,
		auth.ImportGoals:       auth.ScopeAll,
		auth.LoadDemonstration: auth.ScopeAll,
	},
	"":              {},
	"visitor":       {},
	"ADMINISTRATOR": {},
}

func TestEveryRoleMayDoWhatIsMeant(t *testing.T) {
	t.Parallel()
	for role, allowed := range rights {
		for _, action := range append(slices.Clone(auth.Actions), "", "read_registry", "NOTHING") {
			scope, err := auth.Allow(auth.Viewer{Role: role}, action)
			if scope != allowed[action] {
				t.Errorf("%q %q: scope %d, want %d", role, action, scope, allowed[action])
			}
			told, forbidden := domain.AsError(err)
			if denied := allowed[action] == auth.ScopeNone; denied != forbidden || (denied && told.Code != domain.CodeForbidden) {
				t.Errorf("%q %q: %v", role, action, err)
			}
		}
	}
}

func TestEveryRoleAndActionIsInTheTable(t *testing.T) {
	t.Parallel()
	for _, role := range declared[auth.Role](t, "viewer.go", "Role") {
		known := rights[role]
		if len(known) != len(auth.Actions) {
			t.Errorf("%s: the table has %d of %d actions", role, len(known), len(auth.Actions))
		}
	}
	actions := declared[auth.Action](t, "policy.go", "Action")
	if !slices.Equal(slices.Sorted(slices.Values(actions)), slices.Sorted(slices.Values(auth.Actions))) {
		t.Errorf("declared are %v, and listed %v", actions, auth.Actions)
	}
}

// declared are the values of the constants of a type that a file declares.
func declared[T ~string](t *testing.T, file, typeName string) []T {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []T
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		name, isNamed := spec.Type.(*ast.Ident)
		literal, isLiteral := spec.Values[0].(*ast.BasicLit)
		if isNamed && isLiteral && name.Name == typeName {
			values = append(values, T(strings.Trim(literal.Value, `"`)))
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("%s declares no %s", file, typeName)
	}
	return values
}

func TestScopeThatIsForgottenIsNone(t *testing.T) {
	t.Parallel()
	var forgotten auth.Scope
	if forgotten != auth.ScopeNone {
		t.Errorf("the zero scope is %d", forgotten)
	}
}

func TestViewerIsTheOneThatWasBound(t *testing.T) {
	t.Parallel()
	if v, ok := auth.ViewerFrom(context.Background()); ok || v != (auth.Viewer{}) {
		t.Errorf("nobody is %+v", v)
	}
	outer := auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Operator})
	inner := auth.WithViewer(outer, auth.Viewer{Role: auth.Visitor})
	for role, ctx := range map[auth.Role]context.Context{auth.Operator: outer, auth.Visitor: inner} {
		if v, ok := auth.ViewerFrom(ctx); !ok || v.Role != role {
			t.Errorf("%s is %+v, %t", role, v, ok)
		}
	}
}
