package resolvers_test

import (
	"testing"

	"hromada/domain"
)

// place is where a node says that it stands.
type place struct {
	ID        string
	Position  int
	Tree      struct{ ID string }
	Community struct{ Code string }
	Goal      *struct{ ID string }
	Subgoal   *struct {
		ID   string
		Goal struct{ ID string }
	}
}

// stand is the same, as seen from above.
type stand struct{ community, tree, goal, subgoal string }

type hanging struct {
	ID         string
	Position   int
	Components []hanging
	Subgoals   []hanging
}

// stands walks all trees from above, and checks that siblings stand in the order of their positions, from 1.
func stands(t *testing.T, a *api) map[string]stand {
	t.Helper()
	type trees struct {
		Code      string
		GoalTrees []struct {
			ID    string
			Goals []hanging
		}
	}
	type page struct{ Nodes []trees }
	found := map[string]stand{}
	for _, c := range get[page](a, "communities", `{ communities(first: 100) { nodes { code goalTrees { id goals { id position
		components { id position } subgoals { id position components { id position } } } } } } }`, nil).Nodes {
		for _, tree := range c.GoalTrees {
			inOrder(t, tree.Goals)
			for _, goal := range tree.Goals {
				inOrder(t, goal.Components)
				inOrder(t, goal.Subgoals)
				at := stand{c.Code, tree.ID, goal.ID, ""}
				found[goal.ID] = stand{c.Code, tree.ID, "", ""}
				for _, component := range goal.Components {
					found[component.ID] = at
				}
				for _, subgoal := range goal.Subgoals {
					found[subgoal.ID] = at
					inOrder(t, subgoal.Components)
					for _, component := range subgoal.Components {
						found[component.ID] = stand{c.Code, tree.ID, goal.ID, subgoal.ID}
					}
				}
			}
		}
	}
	return found
}

func inOrder(t *testing.T, siblings []hanging) {
	t.Helper()
	for i, s := range siblings {
		if s.Position != i+1 {
			t.Errorf("%s stands at %d and says %d", s.ID, i+1, s.Position)
		}
	}
}

func TestLinksUpwardLeadWhereOneCameFrom(t *testing.T) {
	t.Parallel()
	a := shared(t)
	found := stands(t, a)
	direct := 0
	for level, fields := range map[string]string{
		"goals": `id position tree { id } community { code }`, "subgoals": `id position tree { id } community { code } goal { id }`,
		"components": `id position tree { id } community { code } goal { id } subgoal { id goal { id } }`,
	} {
		for _, p := range walk[place](a, list{field: level, nodes: fields}, 100, false) {
			at := stand{community: p.Community.Code, tree: p.Tree.ID}
			if p.Goal != nil {
				at.goal = p.Goal.ID
			}
			if p.Subgoal != nil {
				at.subgoal = p.Subgoal.ID
				if p.Subgoal.Goal.ID != at.goal {
					t.Errorf("%s: its subgoal is under %s, it itself under %s", p.ID, p.Subgoal.Goal.ID, at.goal)
				}
			} else if level == "components" {
				direct++
			}
			if at != found[p.ID] {
				t.Errorf("%s says %+v, and was found at %+v", p.ID, at, found[p.ID])
			}
			delete(found, p.ID)
		}
	}
	if len(found) > 0 || direct < 5 {
		t.Errorf("%d nodes are in no list; %d components stand directly under a goal", len(found), direct)
	}
}

func TestSiblingsStandAsTheOutlineHasThem(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, nil)
	last := s.goal("Я остання за абеткою, перша в дереві")
	first := s.goal("А перша за абеткою")
	s.subgoal(last, "Ї")
	under := s.subgoal(last, "А")
	s.component(last, "Я під ціллю")
	s.component(under, "Я")
	s.component(last, "А під ціллю")
	s.component(under, "Б")
	s.component(under, "А")
	s.component(first, "Самотній")
	a.tree(s.Outline)
	got := a.ask(`{ communities(filter: {hasGoalTree: DIGITAL}) { nodes { goalTree { goals { title position components { title position }
		subgoals { title position components { title position } } } } } } }`, nil)
	want := `{"data":{"communities":{"nodes":[{"goalTree":{"goals":[{"title":"Я остання за абеткою, перша в дереві","position":1,` +
		`"components":[{"title":"Я під ціллю","position":1},{"title":"А під ціллю","position":2}],` +
		`"subgoals":[{"title":"Ї","position":1,"components":[]},{"title":"А","position":2,"components":[{"title":"Я","position":1},` +
		`{"title":"Б","position":2},{"title":"А","position":3}]}]},{"title":"А перша за абеткою","position":2,` +
		`"components":[{"title":"Самотній","position":1}],"subgoals":[]}]}}]}}}` + "\n"
	if got.Body != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
}

func TestPlaceholderIsNoGoalButHoldsWhatNobodyClaimed(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.DevelopmentStrategy, nil)
	s.component(s.goal("Справжня ціль"), "Захід", reported(domain.Done))
	holder := s.goal("Решта", func(n *domain.OutlineNode) { n.Placeholder = true })
	s.component(s.subgoal(holder, "Нічия підціль"), "Нічий захід", made(domain.Soft), reported(domain.Planned))
	a.tree(s.Outline)
	got := a.ask(`query($c: KatottgCode!) { community(code: $c) { counts { goals subgoals components } progress { percent of }
		goalTree { counts { goals } goals { title placeholder counts { goals components } } } }
		goals { totalCount nodes { title } facets { status { value count } } } subgoals { nodes { title goal { title placeholder } } }
		components(orderBy: {field: TITLE}) { totalCount nodes { title goal { placeholder } } } }`, vars{"c": yakushynetska})
	want := `{"data":{"community":{"counts":{"goals":1,"subgoals":1,"components":2},"progress":{"percent":50,"of":2},` +
		`"goalTree":{"counts":{"goals":1},"goals":[{"title":"Справжня ціль","placeholder":false,"counts":{"goals":1,"components":1}},` +
		`{"title":"Решта","placeholder":true,"counts":{"goals":0,"components":1}}]}},"goals":{"totalCount":1,"nodes":[{"title":"Справжня ціль"}],` +
		`"facets":{"status":[{"value":"DONE","count":1}]}},"subgoals":{"nodes":[{"title":"Нічия підціль","goal":{"title":"Решта","placeholder":true}}]},` +
		`"components":{"totalCount":2,"nodes":[{"title":"Захід","goal":{"placeholder":false}},{"title":"Нічий захід","goal":{"placeholder":true}}]}}}` + "\n"
	if got.Body != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
	if id := idOfFirstGoal(a, "Решта"); len(a.ask(nodeQuery, vars{"id": id}).Errors) > 0 {
		t.Error("the placeholder is not to be had by its id")
	}
}

// idOfFirstGoal finds a goal by its title in the trees.
func idOfFirstGoal(a *api, title string) string {
	a.tb.Helper()
	type page struct {
		Nodes []struct{ GoalTree struct{ Goals []*leaf } }
	}
	for _, c := range get[page](a, "communities", `{ communities(filter: {hasGoalTree: DEVELOPMENT_STRATEGY}) { nodes { goalTree { goals { id title } } } } }`, nil).Nodes {
		for _, g := range c.GoalTree.Goals {
			if g.Title == title {
				return g.ID
			}
		}
	}
	a.tb.Fatalf("no goal %s", title)
	return ""
}
