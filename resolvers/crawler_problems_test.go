package resolvers_test

// That a community has a problem, and how badly, anybody may know, and which published goals answer it; what was noted of it is private, and
// so are the answers of drafts.

// knownProblems are what anybody may know of problems: two of each community, and one in each region that was merged.
func (a *api) knownProblems() {
	a.tb.Helper()
	for _, statement := range []string{
		`INSERT INTO problems (region_id, code, name_uk, name_en, description_uk, position, merged_into)
		SELECT q.region_id, 'MERGED', 'Відома об''єднана', 'Merged', 'Відомий опис', 5, q.id FROM problems q WHERE q.code = 'TRUST' ORDER BY q.region_id`,
		`INSERT INTO community_problems (community_id, number, problem_id, severity, updated_at) OVERRIDING SYSTEM VALUE
		SELECT c.id, c.id + x.more, q.id, x.severity, timestamptz '2026-06-06' FROM communities c
		JOIN (VALUES ('TRUST', 0, 3), ('FAST_INTERNET', 100, 5)) x (code, more, severity) ON TRUE JOIN problems q ON q.region_id = c.region_id AND q.code = x.code`,
	} {
		a.exec(statement)
	}
}

// workOnProblems is what a community noted of its problems, and what its draft answers. Events about the list of a region stand among those
// of its first community.
var workOnProblems = []string{
	`UPDATE community_problems SET note = 'КАНАРКА-{p} нотатка', updated_by = 77700{p}700 WHERE community_id = {p}`,
	`INSERT INTO community_problem_evidence (community_id, problem_number, number, kind, text, url, added_at, added_by) OVERRIDING SYSTEM VALUE
	SELECT k.community_id, k.number, 77700{p}800 + k.severity, 'EXPERT', 'КАНАРКА-{p} підтвердження', 'https://example.org/77700{p}', timestamptz '219{p}-09-09', 77700{p}700
	FROM community_problems k WHERE k.community_id = {p}`,
	`INSERT INTO goal_problems (community_id, revision_number, node_number, problem_id)
	SELECT l.community_id, l.revision_number, l.node_number, q.id FROM placements l JOIN communities c ON c.id = l.community_id
	JOIN problems q ON q.region_id = c.region_id AND q.code = 'FAST_INTERNET'
	WHERE l.community_id = {p} AND l.revision_number = 77700{p}001 AND l.level = 'GOAL'`,
	`INSERT INTO audit_events (id, at, actor_id, actor_role, action, subject_type, subject_community, subject_number, before, after, address, request_id)
	OVERRIDING SYSTEM VALUE
	SELECT 77700{p}600 + k.severity, timestamptz '219{p}-07-07', 77700{p}700, 'STAFF', 'SET_COMMUNITY_PROBLEM', 'CommunityProblem', {p}, k.number,
		jsonb_build_object('note', 'КАНАРКА-{p} була нотатка'), jsonb_build_object('note', 'КАНАРКА-{p} нотатка'), 'КАНАРКА-0 адреса', 'КАНАРКА-0 запит'
	FROM community_problems k WHERE k.community_id = {p}`,
	`INSERT INTO audit_events (id, at, actor_id, actor_role, action, subject_type, subject_community, subject_number, before, after, address, request_id)
	OVERRIDING SYSTEM VALUE
	SELECT 77700{p}610 + q.position, timestamptz '219{p}-07-07', 77700{p}700, 'EXPERT', 'UPDATE_PROBLEM', 'Problem', 0, q.id,
		jsonb_build_object('nameUk', 'КАНАРКА-{p} було'), jsonb_build_object('nameUk', 'КАНАРКА-{p} стало'), 'КАНАРКА-0 адреса', 'КАНАРКА-0 запит'
	FROM problems q JOIN communities c ON c.region_id = q.region_id WHERE c.id = {p} AND {p} IN (1, 3)`,
}
