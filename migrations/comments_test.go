package migrations_test

import "testing"

// said is two threads on goal 11 (comments 1 with answer 2, and 3), one on tree 1 (4), and one on goal 21 of the second community (5).
const said = `
	INSERT INTO users (email, name, created_at) VALUES ('a@people.example', 'А', now());
	INSERT INTO comments (community_id, tree_number, node_number, level, answers_to, author_id, text, created_at) VALUES
		(1, 1, 11, 'GOAL', NULL, 1, 'x', now()), (1, 1, 11, 'GOAL', 1, 1, 'x', now()), (1, 1, 11, 'GOAL', NULL, 1, 'x', now()),
		(1, 1, NULL, NULL, NULL, 1, 'x', now()), (2, 3, 21, 'GOAL', NULL, 1, 'x', now());
	INSERT INTO comment_mentions VALUES (1, 1, 1), (1, 2, 1);
	INSERT INTO expert_assignments (community_id, user_id, since) VALUES (1, 1, now())`

func TestAnswersStayWithTheirThread(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	if _, err := db.ExecContext(t.Context(), said); err != nil {
		t.Fatal(err)
	}
	const say = `INSERT INTO comments (community_id, tree_number, node_number, level, answers_to, author_id, text, created_at) VALUES `
	for _, c := range []struct{ why, want, row string }{
		{"an answer", accepted, `(1, 1, 11, 'GOAL', 3, 1, 'x', now())`},
		{"an answer about the tree", accepted, `(1, 1, NULL, NULL, 4, 1, 'x', now())`},
		{"an answer to an answer", foreign, `(1, 1, 11, 'GOAL', 2, 1, 'x', now())`},
		{"an answer on another node", foreign, `(1, 1, 12, 'SUBGOAL', 1, 1, 'x', now())`},
		{"an answer on the tree to one on a node", foreign, `(1, 1, NULL, NULL, 1, 1, 'x', now())`},
		{"an answer on another tree", foreign, `(1, 2, NULL, NULL, 4, 1, 'x', now())`},
		{"an answer to another community's", foreign, `(1, 1, 11, 'GOAL', 5, 1, 'x', now())`},
		{"a comment on another tree's node", foreign, `(1, 2, 11, 'GOAL', NULL, 1, 'x', now())`},
		{"a comment on another community's node", foreign, `(1, 1, 21, 'GOAL', NULL, 1, 'x', now())`},
		{"a comment on a node of another level", foreign, `(1, 1, 11, 'SUBGOAL', NULL, 1, 'x', now())`},
		{"a node without its level", check, `(1, 1, 11, NULL, NULL, 1, 'x', now())`},
		{"nobody's comment", foreign, `(1, 1, 11, 'GOAL', NULL, 99, 'x', now())`},
		{"5000 letters", accepted, `(1, 1, 11, 'GOAL', NULL, 1, repeat('ї', 5000), now())`},
		{"5001 letters", check, `(1, 1, 11, 'GOAL', NULL, 1, repeat('ї', 5001), now())`},
		{"no letters", check, `(1, 1, 11, 'GOAL', NULL, 1, '', now())`},
		{"no text", check, `(1, 1, 11, 'GOAL', NULL, 1, NULL, now())`},
	} {
		try(t, db, c.why, c.want, say+c.row)
	}
	for _, c := range []struct{ why, want, statement string }{
		{"an empty place", accepted, `UPDATE comments SET text = NULL, deleted_at = now() WHERE number = 1`},
		{"an empty place of an answer", check, `UPDATE comments SET text = NULL, deleted_at = now() WHERE number = 2`},
		{"a deleted comment that keeps its text", check, `UPDATE comments SET deleted_at = now() WHERE number = 1`},
		{"a resolved thread", accepted, `UPDATE comments SET resolved_at = now(), resolved_by = 1 WHERE number = 1`},
		{"a resolved answer", check, `UPDATE comments SET resolved_at = now(), resolved_by = 1 WHERE number = 2`},
		{"resolved by nobody", check, `UPDATE comments SET resolved_at = now() WHERE number = 1`},
		{"a thread from under its answer", foreign, `DELETE FROM comments WHERE number = 1`},
		{"an answer, with its mentions", accepted, `DELETE FROM comments WHERE number = 2`},
		{"a node from under its comments", foreign, `DELETE FROM tree_nodes WHERE number = 21`},
		{"an author", foreign, `DELETE FROM users`},
		{"an expert twice", unique, `INSERT INTO expert_assignments (community_id, user_id, since) VALUES (1, 1, now())`},
		{"an expert once more, later", accepted, `INSERT INTO expert_assignments (community_id, user_id, since, until) VALUES (1, 1, now(), now())`},
		{"an end before the beginning", check, `UPDATE expert_assignments SET until = since - interval '1 day'`},
	} {
		try(t, db, c.why, c.want, c.statement)
	}
}
