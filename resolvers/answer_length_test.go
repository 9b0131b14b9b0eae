package resolvers_test

import (
	"fmt"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
	"hromada/models"
)

// TestAnswersThatAreTooLongAreNotBegun: half of one would be taken for the whole.
func TestAnswersThatAreTooLongAreNotBegun(t *testing.T) {
	t.Parallel()
	d := working(t)
	const allowed = 1000
	d.handler = d.face(graph.Options{AnswerLimit: allowed})
	editor := d.as("editor")
	for name, c := range map[string]struct {
		got  answer
		says string
	}{
		"a query": {
			d.ask(`{ communities(first: 50) { nodes { id name code } } }`, nil, "Accept-Language", "en"),
			"The request is too large: length of the answer in bytes %d, allowed 1000.",
		},
		"a mutation": {
			editor.ask(`mutation { createGoal(input: {treeId: "`+d.tree+`", title: "Вода"}) { goal { tree { goals { id title subgoals { id title components { id title
				description community { id name code } tree { id } } } } } } } }`, nil, "Accept-Language", "en"),
			"The request is too large: length of the answer in bytes %d, allowed 1000. The changes were made; read them in smaller parts.",
		},
	} {
		if len(c.got.Errors) != 1 || c.got.Data != nil || c.got.Status != 200 {
			t.Errorf("%s: %d %s", name, c.got.Status, c.got.Body)
			continue
		}
		told := c.got.Errors[0]
		if e := told.Extensions; e.Code != domain.CodeLimitExceeded || e.Limit != domain.AnswerLimit || e.Asked <= allowed || e.Allowed != allowed ||
			e.RequestID == "" || told.Message != fmt.Sprintf(c.says, e.Asked) {
			t.Errorf("%s: %+v", name, told)
		}
	}
	if n := d.number(`SELECT count(*) FROM placements WHERE title = 'Вода'`); n != 1 {
		t.Errorf("%d goals were made", n)
	}
	if got := d.ask(`{ communities(first: 5) { nodes { id name code } } }`, nil); len(got.Errors) > 0 || got.Data == nil {
		t.Errorf("a short one: %s", got.Body)
	}
}

// TestListsThatGrowAreTold up to the length that the schema promises, the latest of them.
func TestListsThatGrowAreTold(t *testing.T) {
	t.Parallel()
	d := working(t)
	admin := d.as("admin")
	d.exec(`INSERT INTO goal_tree_revisions (community_id, tree_number, sequence, state, created_at, published_at)
		SELECT community_id, number, n, 'ENDORSED', $1, $1 FROM goal_trees, generate_series(2, 1010) n`, noon)
	d.exec(`INSERT INTO revision_steps (community_id, revision_number, state, at, reason)
		SELECT community_id, published_revision, 'DRAFT', $1, CAST(n AS text) FROM goal_trees, generate_series(1, 1010) n`, noon)
	d.exec(`INSERT INTO memberships (user_id, role, since, until)
		SELECT $1, 'ADMIN', CAST($2 AS timestamptz) - n * interval '1 day', CAST($2 AS timestamptz) - n * interval '1 day' FROM generate_series(1, 1010) n`, admin.id.Number, noon)
	tree := showing[struct {
		Revisions []struct{ Sequence int }
		Revision  struct{ Steps []struct{ Reason string } }
	}](t, admin, "node", `query($id: ID!) { node(id: $id) { ... on GoalTree { revisions { sequence } revision { steps { reason } } } } }`, vars{"id": d.tree})
	if r := tree.Revisions; len(r) != 1000 || r[0].Sequence != 1010 || r[999].Sequence != 11 {
		t.Errorf("%d revisions", len(r))
	}
	if s := tree.Revision.Steps; len(s) != 1000 || s[0].Reason != "11" || s[999].Reason != "1010" {
		t.Errorf("%d steps", len(s))
	}
	held := showing[struct {
		User struct{ Memberships []struct{ Active bool } }
	}](t, admin, "viewer", `{ viewer { user { memberships { active } } } }`, nil).User.Memberships
	if len(held) != 1000 || !held[0].Active || held[1].Active {
		t.Errorf("%d memberships", len(held))
	}
}

// TestACommunityHasSoManyTrees, whoever makes them.
func TestACommunityHasSoManyTrees(t *testing.T) {
	t.Parallel()
	d := working(t)
	d.exec(`INSERT INTO goal_trees (community_id, kind, period_start, period_end, created_at)
		SELECT community_id, kind, n, n + 1, created_at FROM goal_trees, generate_series(2030, 2078) n`)
	plan := townPlan(yakushynetska).Outline
	plan.Period = &domain.Period{Start: 2021, End: 2022}
	err := d.store.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
		_, err := tx.WriteTree(plan)
		return err
	})
	if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeInvalidInput {
		t.Errorf("one too many: %v", err)
	}
}
