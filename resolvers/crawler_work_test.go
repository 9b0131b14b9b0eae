package resolvers_test

import (
	"fmt"
	"slices"
)

// How a community works on its trees is private to it, whatever it has published: who did what, what they said of it, and the reports
// that the published figures come from.

// workOn is a community's work on its trees, done by one of its people and by nobody known. That it is their work those who may see
// it are told, with their name; their account, and where they sat, is the administration's to know.
var workOn = []string{
	`INSERT INTO users (id, email, name, created_at) OVERRIDING SYSTEM VALUE
	VALUES (77700{p}700, 'canary-777000{p}@people.example', 'КАНАРКА-{p} автор', timestamptz '2190-01-01')`,
	`INSERT INTO memberships (id, user_id, role, grade, community_id, since) OVERRIDING SYSTEM VALUE
	VALUES (77700041{p}, 77700{p}700, 'STAFF', 'EDITOR', {p}, timestamptz '2190-01-01')`,

	`UPDATE progress_reports SET note = 'КАНАРКА-{p} звіт', reported_by = 77700{p}700 WHERE community_id = {p} AND number < 777000000`,
	`UPDATE progress_reports SET reported_at = timestamptz '219{p}-06-06', reported_by = 77700{p}700 WHERE community_id = {p} AND number >= 777000000`,
	`INSERT INTO progress_reports (community_id, node_number, number, as_of, status, note, reported_at, corrected_by) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}103, 77700{p}404, date '2026-05-01', 'PLANNED', 'КАНАРКА-{p} хибний звіт', timestamptz '219{p}-06-06', 77700{p}403)`,

	`UPDATE spending_entries SET entered_at = timestamptz '219{p}-06-06', entered_by = 77700{p}700 WHERE community_id = {p}`,
	`INSERT INTO spending_entries (community_id, node_number, number, spent_on, fund_source, amount, note, entered_by, ended_at, ended_by, ended_reason) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 5 * {p} - 2, 77700{p}303, date '2026-06-01', 'DONOR', 77700{p}.77, 'КАНАРКА-{p} хибний платіж', 77700{p}700, timestamptz '219{p}-06-06', 77700{p}700, 'КАНАРКА-{p} причина')`,

	// Who reported of what is published, and with which words, is work too.
	`UPDATE target_reports SET note = 'КАНАРКА-{p} пояснення', reported_by = 77700{p}700 WHERE community_id = {p} AND number < 777000000`,

	`INSERT INTO revision_steps (community_id, revision_number, number, state, at, actor_id, reason) OVERRIDING SYSTEM VALUE
	SELECT {p}, v.number, 77700{p}800 + x.i, x.state, timestamptz '219{p}-03-03', x.actor, x.reason FROM goal_tree_revisions v
	JOIN (VALUES (1, 1, 'SUBMITTED', 77700{p}700, 'КАНАРКА-{p} подання'), (2, 1, 'RETURNED', NULL, 'КАНАРКА-{p} крок'),
		(3, 77700{p}, 'DRAFT', 77700{p}700, 'КАНАРКА-{p} чернетка')) x (i, sequence, state, actor, reason) ON x.sequence = v.sequence
	WHERE v.community_id = {p} ORDER BY v.number`,

	`INSERT INTO comments (community_id, number, tree_number, node_number, level, answers_to, author_id, text, created_at, edited_at, resolved_at, resolved_by)
	OVERRIDING SYSTEM VALUE
	SELECT {p}, 77700{p}600 + x.i, {p}, x.node, x.level, x.answers, 77700{p}700, 'КАНАРКА-{p} коментар', timestamptz '219{p}-08-08', timestamptz '219{p}-08-09',
		x.resolved, CASE WHEN x.resolved IS NOT NULL THEN 77700{p}700 END
	FROM (VALUES (1, NULL, NULL, CAST(NULL AS bigint), timestamptz '219{p}-08-10'), (2, 5 * {p} - 4, 'GOAL', NULL, NULL), (3, 5 * {p} - 3, 'SUBGOAL', NULL, NULL),
		(4, 5 * {p} - 2, 'COMPONENT', NULL, NULL), (5, NULL, NULL, 77700{p}601, NULL)) x (i, node, level, answers, resolved)`,
	`INSERT INTO comment_mentions (community_id, comment_number, user_id) VALUES ({p}, 77700{p}601, 77700{p}700)`,
	`INSERT INTO expert_assignments (community_id, user_id, since) VALUES ({p}, 77700{p}700, timestamptz '2026-01-01')`,

	// Ids of events come from one sequence for all communities, and the cursors of activity hold them. An id alone is no secret, and
	// tells nothing but how much the whole product does; so that worlds with more in them and worlds with less may be held against
	// each other to the byte, what is the same in two of them has the same id.
	`INSERT INTO audit_events (id, at, actor_id, actor_role, action, refused, subject_type, subject_community, subject_number, before, after, address, request_id)
	OVERRIDING SYSTEM VALUE
	SELECT 77700{p}500 + x.i, CAST('219' || x.owner || '-07-07' AS timestamptz), x.actor, 'STAFF', x.action, x.refused, x.type, {p}, x.number,
		jsonb_build_object('title', 'КАНАРКА-' || x.owner || ' було'), jsonb_build_object('title', 'КАНАРКА-' || x.owner || ' стало'),
		'КАНАРКА-0 адреса', 'КАНАРКА-0 запит'
	FROM (VALUES (1, 77700{p}700, 'CREATE_TREE', FALSE, 'GoalTree', {p}, '{p}'), (2, 77700{p}700, 'UPDATE_NODE', FALSE, 'Goal', 5 * {p} - 4, '{p}'),
		(3, NULL, 'MOVE_NODE', FALSE, 'Subgoal', 5 * {p} - 3, '{p}'), (4, 77700{p}700, 'REPORT_PROGRESS', FALSE, 'Component', 5 * {p} - 2, '{p}'),
		(5, 77700{p}700, 'CREATE_NODE', FALSE, 'Goal', 77700{p}101, '{p}'), (6, 77700{p}700, 'CREATE_NODE', FALSE, 'Subgoal', 77700{p}102, '{p}'),
		(7, NULL, 'CREATE_NODE', FALSE, 'Component', 77700{p}103, '{p}'), (8, 77700{p}700, 'SUBMIT_TREE', FALSE, 'GoalTree', 77700{p}201, '{p}'),
		(9, 77700{p}700, 'EDIT_TREE', TRUE, 'GoalTree', {p}, '0')) x (i, actor, action, refused, type, number, owner)`,
}

// workMarks are what those who may see a community's work must find of it.
func (p part) workMarks() []string {
	marks := []string{
		fmt.Sprintf("ProgressReport:%d:77700%d401", p, p), fmt.Sprintf("219%d-03-03", p), fmt.Sprintf("219%d-06-06", p), fmt.Sprintf("219%d-07-07", p), fmt.Sprintf("219%d-08-08", p),
		fmt.Sprintf(`"k":"77700%d508"`, p), // a cursor of activity
	}
	for _, kind := range []string{"автор", "коментар", "нотатка", "підтвердження", "звіт", "пояснення", "хибний звіт", "хибний платіж", "причина", "подання", "крок", "чернетка", "було", "стало"} {
		marks = append(marks, fmt.Sprintf("КАНАРКА-%d %s", p, kind))
	}
	return marks
}

// forgetWork makes it as if nothing had ever been done in the trees of the communities that a copy keeps nothing private of, though
// they published what they did.
func (w *crawled) forgetWork(private []part) {
	w.exec(`ALTER TABLE audit_events DISABLE TRIGGER audit_events_stay`)
	for _, p := range allParts[1:] {
		if !slices.Contains(private, p) {
			w.exec(`DELETE FROM audit_events WHERE subject_community = $1`, int64(p))
		}
	}
	w.exec(`ALTER TABLE audit_events ENABLE TRIGGER audit_events_stay`)
}
