package models

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// strangers are those to whom every door is shut, with what each is told.
var strangers = map[domain.Code]context.Context{
	domain.CodeUnauthenticated: context.Background(),
	domain.CodeForbidden:       auth.WithViewer(context.Background(), auth.Viewer{Role: "STRANGER"}),
}

// shut is a store without a database: whoever comes to that has passed the door.
func shut() *Store {
	return &Store{now: func() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) }, kyiv: time.UTC}
}

// alone is a row that came by a statement alone.
func alone[R any, P related[R]]() *R { return gather[R, P]([]*R{new(R)})[0] }

// lonely gives a row of every type that has siblings.
func lonely() map[reflect.Type]reflect.Value {
	byType := map[reflect.Type]reflect.Value{}
	for _, row := range []any{
		alone[Region](), alone[District](), alone[Community](), alone[GoalTree](), alone[Goal](), alone[Subgoal](), alone[Component](),
		alone[CategoryCount](), alone[Problem](), alone[CommunityProblem](), alone[ProblemFigures](), alone[User](), alone[Membership](), alone[AuditEvent](), alone[Revision](), alone[Comment](), alone[Target](), alone[Metric](), alone[CommunityMetric](), alone[Overview](),
		alone[SurveyFigure](), alone[Survey](), alone[SurveyQuestion](), alone[SurveyPopulation](), alone[Question](), alone[QuestionOption](), alone[SurveyFinding](), alone[ProblemFinding](), alone[ProblemEvidence](),
	} {
		byType[reflect.TypeOf(row)] = reflect.ValueOf(row)
	}
	return byType
}

var contextType = reflect.TypeFor[context.Context]()

func TestNoMethodOfTheStoreAnswersStrangers(t *testing.T) {
	t.Parallel()
	tried, withoutContext := 0, []string{}
	for i := range reflect.TypeFor[*Store]().NumMethod() {
		method := reflect.TypeFor[*Store]().Method(i)
		if method.Type.NumIn() < 2 || method.Type.In(1) != contextType {
			withoutContext = append(withoutContext, method.Name)
			continue
		}
		tried++
		for code, ctx := range strangers {
			refuses(t, method.Name, code, func() error { return call(method, ctx) })
		}
	}
	if !slices.Equal(withoutContext, []string{"DayOf", "OnAccountChange", "OnAnswer", "Today"}) || tried < 30 {
		t.Errorf("%d methods were tried; without a context are %v", tried, withoutContext)
	}
}

// call calls a method of the store with a context, a row where it wants one, and otherwise nothing.
func call(method reflect.Method, ctx context.Context) error {
	rows := lonely()
	args := []reflect.Value{reflect.ValueOf(shut()), reflect.ValueOf(ctx)}
	wanted := method.Type.NumIn()
	if method.Type.IsVariadic() {
		wanted--
	}
	for i := 2; i < wanted; i++ {
		if row, ok := rows[method.Type.In(i)]; ok {
			args = append(args, row)
		} else {
			args = append(args, reflect.Zero(method.Type.In(i)))
		}
	}
	results := method.Func.Call(args)
	err, _ := results[len(results)-1].Interface().(error)
	return err
}

// refuses demands a refusal, and not by running into the database that is not there.
func refuses(t *testing.T, what string, code domain.Code, ask func() error) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s comes to the database: %v", what, p)
		}
	}()
	err := ask()
	if told, ok := domain.AsError(err); !ok || told.Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// functions are those that read for a viewer without being methods.
var functions = map[string]func(context.Context, *Store) error{
	"CountsOf": func(ctx context.Context, s *Store) error {
		_, err := CountsOf(ctx, s, alone[Community](), ByCommunity)
		return err
	},
	"HardShareOf": func(ctx context.Context, s *Store) error {
		_, err := HardShareOf(ctx, s, alone[Goal](), ByGoal)
		return err
	},
	"Nodes": func(ctx context.Context, s *Store) error {
		_, err := Nodes[Goal](ctx, s, NodeQuery{Level: domain.GoalLevel}, Page{})
		return err
	},
	"TargetsOf": func(ctx context.Context, s *Store) error {
		_, err := TargetsOf(ctx, s, alone[Subgoal]())
		return err
	},
	"EachCommunity": func(ctx context.Context, s *Store) error {
		return EachCommunity(ctx, s, CommunityQuery{}, func([]*Community) error { return nil })
	},
	"EachNode": func(ctx context.Context, s *Store) error {
		return EachNode(ctx, s, NodeQuery{Level: domain.GoalLevel}, func([]*Goal) error { return nil })
	},
	"TreeOf": func(ctx context.Context, s *Store) error {
		_, err := TreeOf(ctx, s, alone[Component]())
		return err
	},
	"CommentsOf": func(ctx context.Context, s *Store) error {
		_, err := CommentsOf(ctx, s, alone[Goal]())
		return err
	},
	"CommentCountOf": func(ctx context.Context, s *Store) error {
		_, err := CommentCountOf(ctx, s, alone[Component]())
		return err
	},
	"CommunityOf": func(ctx context.Context, s *Store) error {
		_, err := CommunityOf(ctx, s, alone[Subgoal]())
		return err
	},
	"JournalOf": func(ctx context.Context, s *Store) error {
		_, err := JournalOf(ctx, s, alone[Component]())
		return err
	},
	"NodeCan": func(ctx context.Context, s *Store) error {
		_, err := NodeCan(ctx, s, alone[Goal]())
		return err
	},
	"NodeHistory": func(ctx context.Context, s *Store) error {
		_, err := NodeHistory(ctx, s, alone[Subgoal]())
		return err
	},
	"NodeReportedAt": func(ctx context.Context, s *Store) error {
		_, err := NodeReportedAt(ctx, s, alone[Goal]())
		return err
	},
	"ProgressOf": func(ctx context.Context, s *Store) error {
		_, err := ProgressOf(ctx, s, alone[Goal](), nil)
		return err
	},
	"StatusOf": func(ctx context.Context, s *Store) error {
		_, err := StatusOf(ctx, s, alone[Subgoal]())
		return err
	},
	"TrackOf": func(ctx context.Context, s *Store) error {
		_, err := TrackOf(ctx, s, alone[Goal](), nil)
		return err
	},
}

func TestNoFunctionAnswersStrangers(t *testing.T) {
	t.Parallel()
	if found, known := readers(t), slices.Sorted(maps.Keys(functions)); !slices.Equal(found, known) {
		t.Errorf("the package has %v, and here are %v", found, known)
	}
	for code, ctx := range strangers {
		for name, ask := range functions {
			refuses(t, name, code, func() error { return ask(ctx, shut()) })
		}
		for name, lookup := range Lookups {
			refuses(t, "the lookup of "+name, code, func() error {
				_, err := lookup(ctx, shut(), []domain.NodeID{{Type: name, Number: 1}})
				return err
			})
		}
	}
}

// readers are the names of the package's exported functions that take a context first.
func readers(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.IsExported() && takesContext(f.Type) {
				names = append(names, f.Name.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func takesContext(f *ast.FuncType) bool {
	if len(f.Params.List) == 0 {
		return false
	}
	selected, ok := f.Params.List[0].Type.(*ast.SelectorExpr)
	return ok && selected.Sel.Name == "Context"
}

func TestVisitorsReadOnlyWhatIsPublished(t *testing.T) {
	t.Parallel()
	visitor := auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Visitor})
	refuses(t, "a working tree", domain.CodeForbidden, func() error {
		_, err := shut().CurrentTree(visitor, alone[Community](), nil, domain.WorkingView)
		return err
	})
	for _, action := range []auth.Action{auth.ImportRegistry, auth.ImportGoals, auth.LoadDemonstration, "NOTHING"} {
		refuses(t, string(action), domain.CodeUnauthenticated, func() error {
			return shut().InTx(visitor, action, false, func(*Tx) error {
				t.Errorf("%s is under way", action)
				return nil
			})
		})
	}
}
