package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/models"
)

// talked fills a generated database with what people of all its communities have to do: threads with answers and mentions on every node
// and tree, returned and submitted drafts, and an expert who looks after all of them. It gives somebody who works in every community, and
// advises the region, too.
func talked(t *testing.T, s shape) *person {
	t.Helper()
	a := generated(t, s)
	other := a.account(models.NewUser{Email: "other@people.example", Name: "other"})
	p := &person{api: a, email: "everywhere@people.example"}
	p.id = a.account(models.NewUser{Email: p.email, Name: "everywhere"})
	numbers := strings.NewReplacer("{me}", fmt.Sprint(p.id.Number), "{other}", fmt.Sprint(other.Number))
	for _, statement := range generatedTalk {
		a.exec(numbers.Replace(statement))
	}
	p.signIn()
	p.ask(`{ viewer { role } }`, nil) // from now on it is known who they are
	return p
}

var generatedTalk = []string{
	`INSERT INTO memberships (user_id, role, grade, community_id, since) SELECT {me}, 'STAFF', 'HEAD', c.id, '2026-01-01' FROM communities c`,
	`INSERT INTO memberships (user_id, role, region_id, since) SELECT x.id, 'EXPERT', r.id, '2026-01-01' FROM regions r, (VALUES ({me}), ({other})) x (id)`,
	`INSERT INTO expert_assignments (community_id, user_id, since) SELECT c.id, {me}, '2026-01-01' FROM communities c`,

	// The strategies are returned, and a third tree of each community is submitted.
	`INSERT INTO goal_trees (community_id, number, kind, created_at) OVERRIDING SYSTEM VALUE
		SELECT c.id, 100000 + c.id, 'DIGITAL', timestamptz '2026-01-01' FROM communities c`,
	`INSERT INTO goal_tree_revisions (community_id, number, tree_number, sequence, state, created_at) OVERRIDING SYSTEM VALUE
		SELECT t.community_id, 100000 + t.number, t.number, 3, CASE WHEN t.number > 100000 THEN 'SUBMITTED' ELSE 'RETURNED' END, timestamptz '2026-01-01'
		FROM goal_trees t WHERE t.kind = 'DEVELOPMENT_STRATEGY' OR t.number > 100000`,
	`UPDATE goal_trees t SET working_revision = 100000 + t.number WHERE t.kind = 'DEVELOPMENT_STRATEGY' OR t.number > 100000`,
	`INSERT INTO revision_steps (community_id, revision_number, state, at, actor_id, reason)
		SELECT v.community_id, v.number, v.state, v.created_at, {other}, 'Вигадана причина' FROM goal_tree_revisions v WHERE v.sequence = 3`,

	// Of two threads on everything one is resolved; in that the last word is mine.
	`INSERT INTO comments (community_id, tree_number, node_number, level, author_id, text, created_at, edited_at, resolved_at, resolved_by)
		SELECT n.community_id, n.tree_number, n.number, n.level, {other}, 'Питання', timestamptz '2026-11-20 09:59Z', timestamptz '2026-11-20 10:00Z',
			CASE x WHEN 2 THEN timestamptz '2026-11-20 10:00Z' END, CASE x WHEN 2 THEN {me} END
		FROM (SELECT community_id, tree_number, number, level FROM tree_nodes
			UNION ALL SELECT community_id, number, NULL, NULL FROM goal_trees) n, generate_series(1, 2) x`,
	`INSERT INTO comments (community_id, tree_number, node_number, level, answers_to, author_id, text, created_at, edited_at)
		SELECT k.community_id, k.tree_number, k.node_number, k.level, k.number, CASE WHEN k.resolved_at IS NULL THEN {other} ELSE {me} END, 'Відповідь',
			timestamptz '2026-11-20 09:59Z', timestamptz '2026-11-20 10:00Z' FROM comments k`,
	// On goals others are mentioned: where I am, the thread is no other task.
	`INSERT INTO comment_mentions SELECT k.community_id, k.number, CASE k.level WHEN 'GOAL' THEN {other} ELSE {me} END FROM comments k`,

	// What was noted of problems, and by whom.
	`UPDATE community_problems SET note = 'Вигадана нотатка', updated_by = {other}`,
	`INSERT INTO community_problem_evidence (community_id, problem_number, kind, text, url, added_at, added_by)
		SELECT k.community_id, k.number, 'EXPERT', 'Вигадане підтвердження ' || x, 'https://example.org/e', timestamptz '2026-09-01', {other}
		FROM community_problems k, generate_series(1, 3) x`,
	`INSERT INTO questions (region_id, code, kind, text_uk, created_at, updated_at)
		SELECT r.id, 'generated', 'TEXT', 'Вигадане запитання', timestamptz '2026-01-01', timestamptz '2026-01-01' FROM regions r`,
	`INSERT INTO surveys (region_id, community_id, title_uk, created_at, updated_at)
		SELECT c.region_id, c.id, 'Вигадане опитування', timestamptz '2026-01-01', timestamptz '2026-01-01' FROM communities c`,
	`INSERT INTO community_problem_evidence (community_id, problem_number, kind, text, added_at, added_by, survey_number, question_number)
		SELECT k.community_id, k.number, 'SURVEY_FIGURE', 'Вигаданий показник', timestamptz '2026-09-02', {other}, s.number, q.number
		FROM community_problems k JOIN surveys s ON s.community_id = k.community_id JOIN questions q ON q.region_id = s.region_id AND q.code = 'generated'`,
	`INSERT INTO audit_events (at, actor_id, actor_role, action, subject_type, subject_community, subject_number, before, after)
		SELECT timestamptz '2026-09-01', {other}, 'EXPERT', 'SET_COMMUNITY_PROBLEM', 'CommunityProblem', k.community_id, k.number, CAST('{"severity": 1}' AS jsonb), CAST('{"severity": 2}' AS jsonb)
		FROM community_problems k
		UNION ALL SELECT timestamptz '2026-09-01', {other}, 'EXPERT', 'UPDATE_PROBLEM', 'Problem', 0, q.id, '{"nameUk": "Була"}', '{"nameUk": "Є"}' FROM problems q`,

	// Nobody has reported for long.
	`UPDATE tree_nodes SET reported_on = '2026-03-01' WHERE status IS NOT NULL`,
	`UPDATE progress_reports SET reported_at = '2026-03-01'`,
}

// TestStatementsOfTalkDoNotGrow: what the start page and the talk about a tree take does not depend on how much there is.
func TestStatementsOfTalkDoNotGrow(t *testing.T) {
	t.Parallel()
	shapes := []shape{oblast(1, 2, 1, 1), oblast(10, 2, 1, 1), oblast(63, 2, 1, 1), oblast(1, 12, 2, 2)}
	if testing.Short() {
		shapes = shapes[:2]
	}
	counts := make([][]string, len(shapes))
	t.Run("shapes", func(t *testing.T) {
		for i, s := range shapes {
			t.Run(s.String(), func(t *testing.T) {
				t.Parallel()
				counts[i] = countTalk(t, talked(t, s))
			})
		}
	})
	for i := range shapes {
		if !t.Failed() && !slices.Equal(counts[i], counts[0]) {
			t.Errorf("%v: %v, and %v: %v", shapes[0], counts[0], shapes[i], counts[i])
		}
	}
}

func countTalk(t *testing.T, p *person) []string {
	t.Helper()
	variables := vars{"community": p.code("communities"), "name": vars{"contains": "e"}, "size": 100, "id": p.someThread()}
	counted := []string{}
	for _, op := range staffOperations(t) {
		if op.name != "comments" && op.name != "comment" && op.name != "start_page" && op.name != "community_problems" {
			continue
		}
		for range runs {
			p.count.take()
			got := p.ask(op.text, variables)
			counted = append(counted, fmt.Sprint(op.name, " ", len(p.count.take())))
			empty := slices.DeleteFunc(emptyFields(t, got), func(path string) bool { return strings.Contains(path, "answers.resolved") })
			if kinds := strings.Count(got.Body, `"count":`); op.name == "start_page" && kinds != 7 {
				t.Errorf("%d kinds of tasks are counted", kinds)
			}
			if len(got.Errors) > 0 || len(empty) > 0 {
				t.Errorf("%s finds nothing in %v: %v", op.name, empty, got.Errors)
			}
		}
	}
	return counted
}

// someThread is the id of a thread on a component.
func (a *api) someThread() string {
	a.tb.Helper()
	id := domain.NodeID{Type: "Comment"}
	if err := a.db.QueryRow(`SELECT community_id, number FROM comments WHERE level = 'COMPONENT' AND first AND resolved_at IS NOT NULL
		ORDER BY number LIMIT 1`).Scan(&id.Community, &id.Number); err != nil {
		a.tb.Fatal(err)
	}
	return id.String()
}
