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

// members are everybody whom the policy knows, each with a place of their own.
var members = map[string]auth.Viewer{
	"visitor":      {Role: auth.Visitor},
	"outsider":     {Role: auth.Outsider},
	"operator":     {Role: auth.Operator},
	"person":       {Role: auth.Visitor, User: 7},
	"locked out":   {Role: auth.Outsider, User: 7},
	"admin":        {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Admin}}},
	"expert":       {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Expert, Region: 5}}},
	"observer":     {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Observer, Region: 5}}},
	"head":         {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Staff, Grade: auth.Head, Community: 3}}},
	"editor":       {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Staff, Grade: auth.Editor, Community: 3}}},
	"reader":       {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Staff, Grade: auth.Reader, Community: 3}}},
	"no grade":     {Role: auth.Visitor, User: 7, Memberships: []auth.Membership{{Role: auth.Staff, Community: 3}}},
	"nobody":       {},
	"made-up role": {Role: "ADMINISTRATOR", User: 0, Memberships: []auth.Membership{{Role: "VISITOR "}}},
}

// rights is the whole policy once more, written out by action: what stands here was meant, and what does not is denied.
var rights = map[auth.Action]map[string]auth.Reach{
	auth.ReadRegistry: {
		"visitor": auth.Published, "person": auth.Published, "no grade": auth.Published, "operator": auth.All, "admin": auth.All,
		"expert": auth.All, "observer": auth.All, "head": auth.All, "editor": auth.All, "reader": auth.All,
	},
	auth.ReadPublishedTree: {
		"visitor": auth.Published, "person": auth.Published, "no grade": auth.Published, "operator": auth.All, "admin": auth.All,
		"expert": auth.All, "observer": auth.All, "head": auth.All, "editor": auth.All, "reader": auth.All,
	},
	auth.ReadWorkingTree: {
		"operator": auth.All, "admin": auth.All,
		"expert": auth.Own, "observer": auth.Own, "head": auth.Own, "editor": auth.Own, "reader": auth.Own,
	},
	auth.ReadUsers: {
		"operator": auth.All, "admin": auth.All, "person": auth.Self, "locked out": auth.Self, "no grade": auth.Self,
		"expert": auth.Self, "observer": auth.Self, "head": auth.Self, "editor": auth.Self, "reader": auth.Self,
	},
	auth.ReadAuditLog:      {"operator": auth.All, "admin": auth.All},
	auth.ImportRegistry:    {"operator": auth.All},
	auth.ImportGoals:       {"operator": auth.All},
	auth.LoadDemonstration: {"operator": auth.All},
	auth.RefreshMetrics:    {"operator": auth.All},
	auth.EnterAccount: {
		"visitor": auth.All, "outsider": auth.All, "operator": auth.All, "person": auth.All, "locked out": auth.All, "admin": auth.All,
		"expert": auth.All, "observer": auth.All, "head": auth.All, "editor": auth.All, "reader": auth.All, "no grade": auth.All,
	},
	auth.ChangePassword: {
		"person": auth.Self, "locked out": auth.Self, "admin": auth.Self, "no grade": auth.Self,
		"expert": auth.Self, "observer": auth.Self, "head": auth.Self, "editor": auth.Self, "reader": auth.Self,
	},
	auth.EditTree:              {"admin": auth.All, "editor": auth.Own, "head": auth.Own},
	auth.ReportProgress:        {"admin": auth.All, "editor": auth.Own, "head": auth.Own},
	auth.SubmitTree:            {"admin": auth.All, "head": auth.Own},
	auth.WithdrawTree:          {"admin": auth.All, "head": auth.Own},
	auth.ReturnTree:            {"admin": auth.All, "expert": auth.Own},
	auth.EndorseTree:           {"admin": auth.All, "expert": auth.Own},
	auth.AdoptTree:             {"admin": auth.All, "head": auth.Own},
	auth.Comment:               {"admin": auth.All, "expert": auth.Own, "editor": auth.Own, "head": auth.Own},
	auth.AssignExpert:          {"admin": auth.All, "expert": auth.Own},
	auth.EditProblems:          {"admin": auth.All, "expert": auth.Own},
	auth.EditCommunityProblems: {"admin": auth.All, "expert": auth.Own, "editor": auth.Own, "head": auth.Own},
	auth.EditSurvey:            {"admin": auth.All, "expert": auth.Own, "editor": auth.Own, "head": auth.Own},
	auth.PublishSurvey:         {"admin": auth.All, "head": auth.Own},
	auth.ImportResponses:       {"operator": auth.All, "admin": auth.All, "expert": auth.Own, "editor": auth.Own, "head": auth.Own},
	auth.ReadTexts:             {"admin": auth.All, "expert": auth.Own, "editor": auth.Own, "head": auth.Own},
	auth.ComputeFigures:        {"operator": auth.All},
	auth.PurgeResponses:        {"operator": auth.All},
	auth.SubmitResponse: {
		"visitor": auth.All, "outsider": auth.All, "operator": auth.All, "person": auth.All, "locked out": auth.All, "admin": auth.All,
		"expert": auth.All, "observer": auth.All, "head": auth.All, "editor": auth.All, "reader": auth.All, "no grade": auth.All,
	},
	auth.ReadTasks: {
		"person": auth.Self, "locked out": auth.Self, "admin": auth.Self, "no grade": auth.Self,
		"expert": auth.Self, "observer": auth.Self, "head": auth.Self, "editor": auth.Self, "reader": auth.Self,
	},
	auth.SetReporting:     {"admin": auth.All},
	auth.UploadFile:       {"admin": auth.Self, "editor": auth.Self, "expert": auth.Self, "head": auth.Self},
	auth.InviteUser:       {"operator": auth.All, "admin": auth.All},
	auth.DisableUser:      {"operator": auth.All, "admin": auth.All},
	auth.SetPassword:      {"operator": auth.All},
	auth.GrantMembership:  {"operator": auth.All, "admin": auth.All},
	auth.RevokeMembership: {"operator": auth.All, "admin": auth.All},
	auth.RotateSigningKey: {"operator": auth.All},
}

func TestEveryoneMayDoWhatIsMeant(t *testing.T) {
	t.Parallel()
	for who, viewer := range members {
		for _, action := range append(slices.Clone(auth.Actions), "", "read_registry", "NOTHING") {
			scope, err := auth.Allow(viewer, action)
			want := rights[action][who]
			if scope.Reach != want {
				t.Errorf("%s %q: reach %d, want %d", who, action, scope.Reach, want)
			}
			code := domain.CodeForbidden
			if who == "outsider" || (who == "visitor" && action != auth.ReadWorkingTree) {
				code = domain.CodeUnauthenticated
			}
			told, denied := domain.AsError(err)
			if denied != (want == auth.None) || (denied && told.Code != code) {
				t.Errorf("%s %q: %v", who, action, err)
			}
		}
	}
}

func TestEveryActionIsInTheTable(t *testing.T) {
	t.Parallel()
	actions := declared[auth.Action](t, "policy.go", "Action")
	if !slices.Equal(slices.Sorted(slices.Values(actions)), slices.Sorted(slices.Values(auth.Actions))) {
		t.Errorf("declared are %v, and listed %v", actions, auth.Actions)
	}
	for _, action := range actions {
		if rights[action] == nil {
			t.Errorf("%s is not in the table", action)
		}
	}
	for _, role := range declared[auth.Role](t, "viewer.go", "Role") {
		known := role == auth.Person // whoever has an account
		for _, viewer := range members {
			known = known || viewer.Role == role || slices.ContainsFunc(viewer.Memberships, func(m auth.Membership) bool { return m.Role == role })
		}
		if !known {
			t.Errorf("nobody in the table is %s", role)
		}
	}
}

// What one membership gives ends at its own place, and another's right does not reach there.
func TestScopesOfMembershipsStayApart(t *testing.T) {
	t.Parallel()
	both := auth.Viewer{Role: auth.Visitor, User: 7, Memberships: []auth.Membership{
		{Role: auth.Staff, Grade: auth.Reader, Community: 3}, {Role: auth.Staff, Grade: auth.Editor, Community: 4}, {Role: auth.Expert, Region: 5},
	}}
	scope, err := auth.Allow(both, auth.ReadWorkingTree)
	if err != nil {
		t.Fatal(err)
	}
	for place, want := range map[[2]int64]bool{{3, 1}: true, {4, 1}: true, {9, 5}: true, {5, 3}: false, {9, 1}: false, {0, 0}: false} {
		if scope.Holds(place[0], place[1]) != want {
			t.Errorf("community %d of region %d: %t", place[0], place[1], !want)
		}
	}
	for place, want := range map[[2]int64]bool{{3, 1}: true, {4, 5}: true, {0, 5}: true, {9, 5}: false, {0, 1}: false, {0, 0}: false, {5, 0}: false} {
		if scope.Keeps(place[0], place[1]) != want { // what is of a community in an expert's region is not theirs to keep
			t.Errorf("community %d of region %d is kept: %t", place[0], place[1], !want)
		}
	}
	if (auth.Scope{Reach: auth.Published}).Keeps(0, 0) || !(auth.Scope{Reach: auth.All}).Keeps(0, 5) {
		t.Error("what is published is kept by nobody, and all by everybody who has it")
	}
	if own, err := auth.Allow(both, auth.ChangePassword); err != nil || own.User != 7 || own.Holds(3, 5) {
		t.Errorf("their own account: %+v, %v", own, err)
	}
	if (auth.Scope{Reach: auth.Published}).Holds(3, 5) || !(auth.Scope{Reach: auth.All}).Holds(3, 5) {
		t.Error("what is published belongs to nobody, and all to everybody who has it")
	}
}

// Whoever a membership lets do something is also found by those who look for such people.
func TestHoldersAreThoseWhomThePolicyLets(t *testing.T) {
	t.Parallel()
	for who, reach := range rights[auth.Comment] {
		m := members[who].Memberships[0]
		if !slices.Contains(auth.Holders(auth.Comment), auth.Holder{Role: m.Role, Grade: m.Grade, Reach: reach}) {
			t.Errorf("%s is not among %v", who, auth.Holders(auth.Comment))
		}
	}
	if found := auth.Holders(auth.Comment); len(found) != len(rights[auth.Comment]) || len(auth.Holders("NOTHING")) != 0 {
		t.Errorf("too many: %v", found)
	}
}

func TestLeadingRole(t *testing.T) {
	t.Parallel()
	for who, want := range map[string]auth.Role{
		"admin": auth.Admin, "expert": auth.Expert, "editor": auth.Staff, "observer": auth.Observer, "person": auth.Visitor, "operator": auth.Operator,
	} {
		if got := members[who].Leading(); got != want {
			t.Errorf("%s is %s", who, got)
		}
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

func TestReachThatIsForgottenIsNone(t *testing.T) {
	t.Parallel()
	var forgotten auth.Reach
	if forgotten != auth.None {
		t.Errorf("the zero reach is %d", forgotten)
	}
}

func TestViewerIsTheOneThatWasBound(t *testing.T) {
	t.Parallel()
	if v, ok := auth.ViewerFrom(context.Background()); ok || v.Role != "" || v.SignedIn() {
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

// TestForbiddenSaysWhoMay: whoever meets it knows whom to turn to. Of reading, and of what nobody does in the graph, it says nothing.
func TestForbiddenSaysWhoMay(t *testing.T) {
	t.Parallel()
	for action, want := range map[auth.Action]domain.Text{
		auth.SubmitTree: {
			UK: "Недостатньо прав для цієї дії. Її може виконати керівник громади або адміністратор.",
			EN: "You may not do this. Those who may: a head of the community or an administrator.",
		},
		auth.SetReporting: {
			UK: "Недостатньо прав для цієї дії. Її може виконати адміністратор.", EN: "You may not do this. Those who may: an administrator.",
		},
		auth.SetPassword: domain.Forbidden().Message,
	} {
		_, err := auth.Allow(auth.Viewer{User: 1, Memberships: []auth.Membership{{Role: auth.Staff, Grade: auth.Editor, Community: 1}}}, action)
		if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeForbidden || told.Message != want {
			t.Errorf("%s: %v", action, err)
		}
	}
}
