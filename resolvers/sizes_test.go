package resolvers_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"hromada/domain"
	"hromada/models"
	"hromada/resolvers"
)

// TestEveryListDeclaresItsLength: a list that declares none would cost nothing, however long it is.
func TestEveryListDeclaresItsLength(t *testing.T) {
	t.Parallel()
	schema, sized := resolvers.Schema(nil, nil, "").Schema(), 0
	for _, definition := range schema.Types {
		for _, field := range definition.Fields {
			of := schema.Types[field.Type.Name()]
			if definition.BuiltIn || !definition.IsCompositeType() || !of.IsCompositeType() || strings.HasPrefix(of.Name, "__") {
				continue
			}
			size, name := field.Directives.ForName("listSize"), definition.Name+"."+field.Name
			switch {
			case strings.HasSuffix(definition.Name, "Connection") && (field.Name == "edges" || field.Name == "nodes"):
				// As long as the page, which the field that holds the connection declares.
			case strings.HasSuffix(of.Name, "Connection"):
				if size == nil || written(size, "slicingArguments") != "first last" || written(size, "sizedFields") != "edges nodes" ||
					written(size, "assumedSize") != strconv.Itoa(models.DefaultPageSize) || written(size, "max") != strconv.Itoa(models.MaxPageSize) {
					t.Errorf("%s does not declare its pages", name)
				}
			case field.Type.Elem != nil:
				sized++
				assumed, most := numberOf(t, size, "assumedSize", name), numberOf(t, size, "max", name)
				if assumed < 1 || assumed > most {
					t.Errorf("%s: %d assumed, %d at the most", name, assumed, most)
				}
			case size != nil:
				if in := of.Fields.ForName(written(size, "sizedFields")); in == nil || in.Type.Elem == nil {
					t.Errorf("%s is no list, and holds none that it sizes", name)
				}
			}
		}
	}
	if sized < 20 {
		t.Errorf("only %d lists were looked at", sized)
	}
}

func numberOf(t *testing.T, d *ast.Directive, argument, of string) int {
	t.Helper()
	if d == nil {
		t.Errorf("%s declares no @listSize", of)
		return 0
	}
	n, err := strconv.Atoi(d.Arguments.ForName(argument).Value.Raw)
	if err != nil {
		t.Error(err)
	}
	return n
}

// written is an argument as the schema has it; the items of a list with blanks between.
func written(d *ast.Directive, argument string) string {
	a := d.Arguments.ForName(argument)
	if a == nil {
		return ""
	}
	items := []string{a.Value.Raw}
	for _, child := range a.Value.Children {
		items = append(items, child.Value.Raw)
	}
	return strings.Join(slices.DeleteFunc(items, func(s string) bool { return s == "" }), " ")
}

// TestPromisedLengthsAreTheOnesHeld compares what the schema promises with what writing refuses.
func TestPromisedLengthsAreTheOnesHeld(t *testing.T) {
	t.Parallel()
	schema := resolvers.Schema(nil, nil, "").Schema()
	for name, most := range map[string]int{
		"Query.regions": models.MaxRegions, "Query.districts": models.MaxDistricts,
		"Region.districts": models.MaxRegionDistricts, "Region.communities": models.MaxRegionCommunities,
		"District.communities": models.MaxDistrictCommunities, "GoalTree.goals": models.MaxGoals, "Goal.subgoals": models.MaxSubgoals,
		"Goal.components": models.MaxComponents, "Subgoal.components": models.MaxComponents, "Component.plannedCosts": models.MaxPlannedCosts,
		"GoalTree.comments": models.MaxThreads, "Goal.comments": models.MaxThreads, "Comment.answers": models.MaxAnswers,
		"Comment.mentions": models.MaxMentions, "GoalTree.mentionable": models.MaxMentionable, "Community.experts": models.MaxExperts,
		"Tasks.nodes": models.MaxTasks, "Community.goalTrees": models.MaxTrees, "GoalTree.revisions": models.MaxRevisions,
		"Revision.steps": models.MaxSteps, "User.memberships": models.MaxMemberships, "Component.files": models.MaxFiles,
		"DeleteTreeNodePayload.deletedIds": models.MaxSubtree, "RevisionComparison.added": models.MaxCompared,
		"RevisionComparison.removed": models.MaxCompared, "RevisionComparison.moved": models.MaxCompared,
		"RevisionComparison.changed": models.MaxCompared,
		"Component.spending":         models.MaxSpending, "Component.evidence": models.MaxEvidence,
	} {
		owner, field, _ := strings.Cut(name, ".")
		size := schema.Types[owner].Fields.ForName(field).Directives.ForName("listSize")
		if got := numberOf(t, size, "max", name); got != most {
			t.Errorf("%s promises %d, writing holds %d", name, got, most)
		}
	}
}

// TestScreensFitWithinTheCost: what a dashboard asks has room, a page of a hundred communities with all
// that is in their trees included.
func TestScreensFitWithinTheCost(t *testing.T) {
	t.Parallel()
	a := world(t)
	for _, op := range operations(t) {
		if cost := a.costOf(op.text, a.exampleVars()); cost < 1 || cost > 25_000 {
			t.Errorf("%s costs %d", op.name, cost)
		}
	}
	if cost := a.costOf(wholeTrees, nil); cost < 25_000 || cost > 50_000 {
		t.Errorf("the trees of a hundred communities cost %d", cost)
	}
}

const wholeTrees = `{ communities(first: 100) { nodes { id code name goalTree { id kind progress { percent basis }
	goals { ...G components { ...C } subgoals { ...S components { ...C } } } } } } }
	fragment G on Goal { id code title description status onTrack priority dueDate responsible progress { percent basis } }
	fragment S on Subgoal { id code title description status onTrack priority dueDate responsible progress { percent basis } }
	fragment C on Component { id code title description kind category { code name } status onTrack priority startDate dueDate
		responsible progress { percent basis } }`

// costOf asks for a document and for its cost.
func (a *api) costOf(query string, variables vars) int {
	a.tb.Helper()
	body, err := json.Marshal(vars{"query": query, "variables": variables, "extensions": vars{"cost": true}})
	if err != nil {
		a.tb.Fatal(err)
	}
	got := a.post(string(body))
	if len(got.Errors) > 0 || got.Extensions.Cost.Allowed != 50_000 {
		a.tb.Fatalf("%.500s", got.Body)
	}
	return got.Extensions.Cost.Asked
}

// TestRoundsThroughAccountsCostWhatTheyAnswer: accounts lead to their events and roles, and these back. What is asked round and
// round grows with each round, and whoever has one account has a hundred events soon.
func TestRoundsThroughAccountsCostWhatTheyAnswer(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for _, round := range []struct{ there, back string }{{"history", "actor"}, {"memberships", "user"}} {
		around := func(times int) string {
			step := round.there + " { " + round.back + " { "
			return "{ viewer { user { id " + strings.Repeat(step, times) + "id" + strings.Repeat(" } }", times) + " } } }"
		}
		if cost := a.costOf(around(2), nil); cost < 100 {
			t.Errorf("%s costs %d", round.there, cost)
		}
		got := a.ask(around(5), nil)
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeLimitExceeded || got.Data != nil {
			t.Errorf("%s: %s", round.there, got.Body)
		}
	}
	if got := a.ask(`{ viewer { user { history { actor { history { actor { history { at } } } } } } } }`, nil); len(got.Errors) != 1 || got.Data != nil {
		t.Errorf("a million events: %s", got.Body)
	}
}
