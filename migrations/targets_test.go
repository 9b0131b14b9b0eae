package migrations_test

import "testing"

// TestTargetsStayWithTheirNode, in every revision, and what is said of a year with its target. Beside those of the fixture there are
// target 32 of subgoal 12, which no revision has, and 33 of goal 21 of the second community.
func TestTargetsStayWithTheirNode(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	const place = `INSERT INTO placed_targets (community_id, revision_number, target_number, node_number, level, position, name, unit, direction) VALUES `
	for _, c := range []struct{ why, want, statement string }{
		{"a target of a subgoal", accepted, place + `(1, 1, 32, 12, 'SUBGOAL', 1, 'x', '%', 'LOWER_IS_BETTER')`},
		{"a target in another revision", accepted, place + `(1, 2, 31, 11, 'GOAL', 1, 'x', '%', 'LOWER_IS_BETTER')`},
		{"another node's target", foreign, place + `(1, 2, 32, 11, 'GOAL', 1, 'x', '%', 'LOWER_IS_BETTER')`},
		{"another community's target", foreign, place + `(1, 1, 33, 11, 'GOAL', 2, 'x', '%', 'LOWER_IS_BETTER')`},
		{"a node that the revision does not place", foreign, place + `(1, 2, 32, 12, 'SUBGOAL', 1, 'x', '%', 'LOWER_IS_BETTER')`},
		{"a node at another level", foreign, place + `(1, 1, 32, 12, 'GOAL', 1, 'x', '%', 'LOWER_IS_BETTER')`},
		{"a component's target", check, place + `(1, 1, 32, 12, 'COMPONENT', 1, 'x', '%', 'LOWER_IS_BETTER')`},
		{"a target twice in a revision", unique, place + `(1, 1, 31, 11, 'GOAL', 2, 'x', '%', 'LOWER_IS_BETTER')`},
		{"a year twice", unique, `INSERT INTO target_values VALUES (1, 1, 31, 2026, 2)`},
		{"a value without a target", foreign, `INSERT INTO target_values VALUES (1, 2, 32, 2026, 2)`},
		{"a year too early", check, `INSERT INTO target_values VALUES (1, 1, 31, 1990, 2)`},
		{"a year too late", check, `INSERT INTO target_values VALUES (1, 1, 31, 2101, 2)`},
		{"a baseline's year alone", check, `UPDATE placed_targets SET baseline = NULL WHERE target_number = 31 AND revision_number = 1`},
		{"another report of a year", accepted, `INSERT INTO target_reports (community_id, target_number, year, value, reported_at) VALUES (1, 31, 2026, NULL, now())`},
		{"another community's report", foreign, `INSERT INTO target_reports (community_id, target_number, year, reported_at) VALUES (2, 31, 2026, now())`},
		{"an address that is none", check, `UPDATE target_reports SET evidence_url = 'ftp://example.org'`},
		{"an identity from under its revisions", foreign, `DELETE FROM targets WHERE number = 31`},
		{"a placement, with its targets and their values", accepted, `DELETE FROM placements WHERE revision_number = 1 AND node_number IN (12, 13)`},
	} {
		try(t, db, c.why, c.want, c.statement)
	}
}
