package resolvers_test

import (
	"strings"
	"testing"

	"hromada/domain"
)

// everywhere is every way to a tree and what stands in it.
const everywhere = `query($c: KatottgCode!, $ids: [ID!]!) {
	community(code: $c) { goalTree { id } goalTrees { id } counts { goals subgoals components hardComponents } hardShare { hard of }
		progress { percent basis of } }
	communities(filter: {codes: [$c], hasGoalTree: DIGITAL}) { totalCount }
	withGoals: communities(filter: {codes: [$c], goalStatus: [PLANNED, IN_PROGRESS, SUSPENDED, DONE, CANCELLED]}) { totalCount }
	region(code: "UA05000000000010236") { counts { goals subgoals components } hardShare { of } progress { communities of } }
	districts { counts { goals } hardShare { of } progress { of } }
	goals { totalCount nodes { id } facets { status { count } } }
	subgoals { totalCount nodes { id } }
	components { totalCount nodes { id } facets { kind { count } fundSource { count } } }
	search(text: "секрет") { totalCount nodes { __typename } }
	nodes(ids: $ids) { id }
}`

// secret is a tree whose every text holds the word.
func secret(of domain.KatottgCode, title string) *sketch {
	s := outline(of, domain.Digital, &domain.Period{Start: 2026, End: 2027})
	goal := s.goal(title+" ціль", reported(domain.InProgress))
	under := s.subgoal(goal, title+" підціль")
	s.component(under, title+" захід", made(domain.Hard), costing("1.00", domain.LocalFunds), reported(domain.Done))
	return s
}

// idsOf are the ids of a community's tree and all its nodes.
func idsOf(a *api, of domain.KatottgCode) []string {
	a.tb.Helper()
	type community struct {
		GoalTree struct {
			ID    string
			Goals []struct {
				ID       string
				Subgoals []struct {
					ID         string
					Components []struct{ ID string }
				}
			}
		}
	}
	tree := get[community](a, "community", `query($c: KatottgCode!) { community(code: $c) {
		goalTree { id goals { id subgoals { id components { id } } } } } }`, vars{"c": of}).GoalTree
	goal := tree.Goals[0]
	return []string{tree.ID, goal.ID, goal.Subgoals[0].ID, goal.Subgoals[0].Components[0].ID}
}

func TestUnpublishedTreeIsSeenNowhere(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	none := []string{domain.NodeID{Type: "Goal", Community: 1, Number: 77}.String()}
	before := a.ask(everywhere, vars{"c": yakushynetska, "ids": append(none, none[0], none[0], none[0])})
	a.tree(secret(yakushynetska, "Секретна").Outline)
	ids := idsOf(a, yakushynetska)
	shown := a.ask(everywhere, vars{"c": yakushynetska, "ids": ids})
	a.exec(`UPDATE goal_trees SET working_revision = published_revision, published_revision = NULL`)
	a.exec(`UPDATE goal_tree_revisions SET state = 'DRAFT', published_at = NULL`)
	hidden := a.ask(everywhere, vars{"c": yakushynetska, "ids": ids})
	if len(before.Errors) > 0 || before.Body != hidden.Body {
		t.Errorf("without the tree %s\nwith a hidden one %s", before.Body, hidden.Body)
	}
	if shown.Body == before.Body || strings.Contains(shown.Body, "null}") {
		t.Errorf("the published tree is not seen everywhere: %s", shown.Body)
	}
	for _, id := range ids {
		missing := a.ask(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": none[0]}, "X-Request-Id", "same-request")
		if got := a.ask(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": id}, "X-Request-Id", "same-request"); got.Body != missing.Body {
			t.Errorf("a hidden thing %s, a missing one %s", got.Body, missing.Body)
		}
	}
}

func TestDraftOfAPublishedTreeIsNotSeen(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	a.tree(secret(yakushynetska, "Відома").Outline)
	ids := idsOf(a, yakushynetska)
	before := a.ask(everywhere, vars{"c": yakushynetska, "ids": ids})
	draft := secret(yakushynetska, "Відома")
	draft.goal("Секретна ціль")
	draft.subgoal(3, "Секретна підціль")
	draft.component(3, "Секретний захід", made(domain.Soft))
	draft.Nodes[0].Description = "секрет"
	draft.Nodes[2].PlannedCosts[0].Amount = "999.00"
	a.tree(draft.Outline)
	a.exec(`UPDATE goal_trees SET working_revision = published_revision, published_revision = (SELECT min(number) FROM goal_tree_revisions)`)
	a.exec(`UPDATE goal_tree_revisions SET state = 'DRAFT', published_at = NULL WHERE sequence = 2`)
	if after := a.ask(everywhere, vars{"c": yakushynetska, "ids": ids}); before.Body != after.Body {
		t.Errorf("before the draft %s\nand after %s", before.Body, after.Body)
	}
	deep := a.ask(`{ components { nodes { title plannedTotal { amount } plannedCosts { amount { amount } } tree { goals { title description subgoals { title }
		components { title } } } community { goalTrees { revision { sequence } goals { title } } } goal { title description } } } }`, nil)
	if len(deep.Errors) > 0 || strings.Contains(strings.ToLower(deep.Body), "секрет") || strings.Contains(deep.Body, "999") || strings.Contains(deep.Body, `"sequence":2`) {
		t.Error(deep.Body)
	}
}
