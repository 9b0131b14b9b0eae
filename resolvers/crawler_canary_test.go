package resolvers_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hromada/domain"
)

// A canary is something private that can be told wherever it turns up: every text, number and key of what a part keeps to itself
// says whose it is.

// traits are what any canary of a part has at least one of.
func (p part) traits() []string {
	return []string{fmt.Sprintf("КАНАРКА-%d", p), fmt.Sprintf("77700%d", p), fmt.Sprintf("4321.000%d", p), fmt.Sprintf("219%d-", p)}
}

// marks are all that those who may see a part must find.
func (p part) marks() []string {
	marks := []string{}
	for _, kind := range p.kinds() {
		marks = append(marks, fmt.Sprintf("КАНАРКА-%d %s", p, kind))
	}
	if p == administration {
		return append(marks, "canary-1@people.example", "User:0:777000001", "Membership:0:777000011")
	}
	return append(append(append(marks, p.workMarks()...), p.surveyMarks()...),
		fmt.Sprintf("77700%d.45", p), fmt.Sprintf("77700%d.77", p), fmt.Sprintf("4321.000%d", p), fmt.Sprintf("219%d-05-05", p), fmt.Sprintf("219%d-01-01", p),
		fmt.Sprintf("Goal:%d:77700%d101", p, p), fmt.Sprintf("Subgoal:%d:77700%d102", p, p), fmt.Sprintf("Component:%d:77700%d103", p, p), fmt.Sprintf("Target:%d:77700%d501", p, p),
		fmt.Sprintf("GoalTree:%d:77700%d201", p, p), fmt.Sprintf(`"sequence":77700%d`, p))
}

func (p part) kinds() []string {
	if p == administration {
		return []string{"особа", "було", "стало", "адреса", "запит"}
	}
	return []string{
		"назва", "опис", "код", "результат", "замовник", "виконавець", "відповідальний", "підстава", "примітка", "доказ", "рішення", "джерело", "показник", "одиниця",
	}
}

// ids are the public ids of what is private to a part.
func (p part) ids() []string {
	c, base := int64(p), int64(777000+p)*1000
	if p == administration {
		return slices.Concat(numberedIDs("User", 0, base+1, base+2, base+401, base+402, 1, 2, 3, 4, 5),
			numberedIDs("Membership", 0, base+11, base+12, base+411, base+412, 1, 2, 3, 4, 5), numberedIDs("AuditEvent", 0, base+21, base+22, 1))
	}
	return slices.Concat(numberedIDs("GoalTree", c, base+201), numberedIDs("Goal", c, base+101, base+111), numberedIDs("Subgoal", c, base+102),
		numberedIDs("Component", c, base+103, base+113), p.surveyIDs())
}

// known are the ids of a community and of the tree that it drafts from, as they were numbered.
func (p part) known() []string {
	c := int64(p)
	region := int64(p.region())
	return slices.Concat(numberedIDs("Problem", 0, 4*region-3, 8+region), numberedIDs("CommunityProblem", c, c), p.knownSurveyIDs(),
		numberedIDs("Region", 0, c), numberedIDs("District", 0, c), numberedIDs("Community", 0, c), numberedIDs("GoalTree", c, c),
		numberedIDs("Goal", c, 5*c-4), numberedIDs("Subgoal", c, 5*c-3), numberedIDs("Component", c, 5*c-2, 5*c-1, 5*c))
}

// region is the number of the region that a community lies in.
func (p part) region() int {
	if p <= secondOfVinnytska {
		return 1
	}
	return 2
}

// of are the ids of one type of what a part has, what is published first.
func (p part) of(typeName string) []string {
	c, base := int64(p), int64(777000+p)*1000
	all := p.ids()
	if p != administration {
		all = append(p.known(), all...)
	}
	if typeName == "ProgressReport" && p != administration { // which node does not give
		return numberedIDs(typeName, c, 3*c-2, base+401, base+404)
	}
	if (typeName == "SpendingEntry" || typeName == "EvidenceLink") && p != administration {
		return numberedIDs(typeName, c, c, base+301, base+302, base+303)
	}
	if typeName == "RevisionStep" && p != administration {
		return numberedIDs(typeName, c, base+801, base+803)
	}
	if typeName == "Target" && p != administration { // nor this
		return numberedIDs(typeName, c, 2*c-1, 2*c, base+501, base+502)
	}
	return slices.DeleteFunc(all, func(id string) bool {
		parsed, err := domain.ParseNodeID(id)
		return err != nil || parsed.Type != typeName
	})
}

func numberedIDs(typeName string, community int64, numbers ...int64) []string {
	ids := make([]string, len(numbers))
	for i, n := range numbers {
		ids[i] = domain.NodeID{Type: typeName, Community: community, Number: n}.String()
	}
	return ids
}

var coded64 = regexp.MustCompile(`[A-Za-z0-9_-]{8,}`)

// shown is all that an answer says, with what its ids and cursors hold.
func (got answer) shown() string {
	var text strings.Builder
	text.WriteString(got.Body)
	for _, token := range coded64.FindAllString(got.Body, -1) {
		if plain, err := base64.RawURLEncoding.DecodeString(token); err == nil {
			text.WriteByte('\n')
			text.Write(plain)
		}
	}
	return text.String()
}

// canaries puts in what a part keeps to itself, as the commands of the product will once they can.
func (a *api) canaries(p part) {
	a.tb.Helper()
	statements := slices.Concat(draftOfKnownTree, unpublishedTree, workOn, workOnProblems, canarySurveys)
	switch p {
	case administration:
		statements = canaryAccounts
	case draftsOnly:
		a.tree(knownTree(p)) // there to be drafted from, and then withdrawn
		statements = append(statements, `UPDATE goal_trees SET published_revision = NULL WHERE community_id = {p}`,
			`UPDATE goal_tree_revisions SET state = 'RETURNED', published_at = NULL WHERE community_id = {p} AND sequence = 1`)
	}
	if p == lastOfPodillia {
		statements = append(statements, newestTree...)
	}
	for _, s := range statements {
		a.exec(strings.ReplaceAll(s, "{p}", fmt.Sprint(int(p))))
	}
}

// draftOfKnownTree is a working revision in which every text, number and date of the tree is another, with a new node of each level, and
// without one component. Communities have their part's number as their id.
var draftOfKnownTree = []string{
	`INSERT INTO goal_tree_revisions (community_id, number, tree_number, sequence, state, created_at, decision_number, decision_on, decision_url)
	OVERRIDING SYSTEM VALUE
	SELECT {p}, 77700{p}001, t.number, 77700{p}, 'DRAFT', timestamptz '219{p}-01-01', 'КАНАРКА-{p} рішення', date '219{p}-01-02',
		'https://example.org/77700{p}'
	FROM goal_trees t WHERE t.community_id = {p} AND t.kind = 'DIGITAL'`,

	`INSERT INTO placements (community_id, revision_number, node_number, tree_number, level, parent_number, parent_level, position, code, title,
		description, priority, weight, start_date, due_date, kind, category_code, expected_result, customer, executor)
	SELECT {p}, 77700{p}001, o.node_number, o.tree_number, o.level, o.parent_number, o.parent_level, 2 * o.position, 'КАНАРКА-{p} код',
		'КАНАРКА-{p} назва ' || o.title, 'КАНАРКА-{p} опис', 'LOW', 4321.000{p}, date '219{p}-02-02', date '219{p}-05-05', x.kind, x.category,
		x.expected, x.customer, x.executor
	FROM placements o JOIN goal_trees t ON t.community_id = {p} AND t.kind = 'DIGITAL' AND t.published_revision = o.revision_number
	LEFT JOIN (VALUES ('COMPONENT', 'SOFT', 'TRAINING', 'КАНАРКА-{p} результат', 'КАНАРКА-{p} замовник', 'КАНАРКА-{p} виконавець'))
		x (level, kind, category, expected, customer, executor) ON x.level = o.level
	WHERE o.community_id = {p} AND o.title <> 'Відомий зайвий захід'`,
	`UPDATE placements SET parent_number = 5 * {p} - 3, parent_level = 'SUBGOAL', position = 5 WHERE community_id = {p} AND revision_number = 77700{p}001 AND node_number = 5 * {p}`,

	`INSERT INTO tree_nodes (community_id, number, tree_number, level, responsible, status, percent, override_reason, reported_on, finished_on,
		created_at, updated_at)
	SELECT {p}, x.number, t.number, x.level, 'КАНАРКА-{p} відповідальний', x.status, x.percent, x.reason, date '2026-06-01', x.finished,
		timestamptz '2026-06-01', timestamptz '2026-06-01'
	FROM goal_trees t, (VALUES (77700{p}101, 'GOAL', 'SUSPENDED', NULL, NULL, NULL), (77700{p}102, 'SUBGOAL', 'IN_PROGRESS', 12.5, 'КАНАРКА-{p} підстава', NULL),
		(77700{p}103, 'COMPONENT', 'DONE', NULL, NULL, date '2026-06-01')) x (number, level, status, percent, reason, finished)
	WHERE t.community_id = {p} AND t.kind = 'DIGITAL'`,

	`INSERT INTO placements (community_id, revision_number, node_number, tree_number, level, parent_number, parent_level, position, code, title,
		description, priority, weight, start_date, due_date, kind, expected_result, customer, executor)
	SELECT {p}, 77700{p}001, n.number, n.tree_number, n.level, x.parent, x.above, 9, 'КАНАРКА-{p} код', 'КАНАРКА-{p} назва нова',
		'КАНАРКА-{p} опис', 'MEDIUM', 4321.000{p}, date '219{p}-02-02', date '219{p}-05-05', x.kind, x.expected, x.customer, x.executor
	FROM tree_nodes n JOIN (VALUES (1, 'GOAL', NULL, NULL, NULL, NULL, NULL, NULL), (2, 'SUBGOAL', 77700{p}101, 'GOAL', NULL, NULL, NULL, NULL),
		(3, 'COMPONENT', 77700{p}102, 'SUBGOAL', 'HARD', 'КАНАРКА-{p} результат', 'КАНАРКА-{p} замовник', 'КАНАРКА-{p} виконавець'))
		x (rank, level, parent, above, kind, expected, customer, executor) ON x.level = n.level
	WHERE n.community_id = {p} AND n.number BETWEEN 77700{p}101 AND 77700{p}103 ORDER BY x.rank`,

	`INSERT INTO planned_costs (community_id, revision_number, node_number, year, fund_source, expense_kind, amount)
	SELECT {p}, 77700{p}001, l.node_number, 2030, 'DONOR', 'CURRENT', 77700{p}.45
	FROM placements l WHERE l.community_id = {p} AND l.revision_number = 77700{p}001 AND l.level = 'COMPONENT'`,

	`INSERT INTO targets (community_id, number, node_number, created_at)
	VALUES ({p}, 77700{p}501, 77700{p}101, timestamptz '2026-06-01'), ({p}, 77700{p}502, 77700{p}102, timestamptz '2026-06-01')`,
	`INSERT INTO placed_targets (community_id, revision_number, target_number, node_number, level, position, name, unit, direction, baseline, baseline_year)
	SELECT {p}, 77700{p}001, i.number, i.node_number, l.level, 1, 'КАНАРКА-{p} показник', 'КАНАРКА-{p} одиниця', 'LOWER_IS_BETTER', 77700{p}.45, 2020
	FROM targets i JOIN placements l ON l.community_id = i.community_id AND l.revision_number = 77700{p}001 AND l.node_number = i.node_number
	WHERE i.community_id = {p}`,
	`INSERT INTO target_values (community_id, revision_number, target_number, year, value)
	SELECT {p}, 77700{p}001, k.target_number, 2030, 77700{p}.77 FROM placed_targets k WHERE k.community_id = {p} AND k.revision_number = 77700{p}001`,
	`INSERT INTO target_reports (community_id, target_number, number, year, value, note, evidence_url, reported_at) OVERRIDING SYSTEM VALUE
	SELECT {p}, i.number, i.number + 300, 2026, 77700{p}.77, 'КАНАРКА-{p} пояснення', 'https://example.org/77700{p}', timestamptz '2026-06-01'
	FROM targets i WHERE i.community_id = {p} AND i.number BETWEEN 77700{p}501 AND 77700{p}502`,

	`INSERT INTO progress_reports (community_id, node_number, number, as_of, status, percent, override_reason, reported_at) OVERRIDING SYSTEM VALUE
	SELECT {p}, n.number, n.number + 300, date '2026-06-01', n.status, n.percent, n.override_reason, n.updated_at
	FROM tree_nodes n WHERE n.community_id = {p} AND n.number BETWEEN 77700{p}101 AND 77700{p}103`,

	`INSERT INTO spending_entries (community_id, node_number, number, spent_on, fund_source, amount, note) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}103, 77700{p}301, date '2026-06-01', 'DONOR', 77700{p}.77, 'КАНАРКА-{p} примітка')`,
	`INSERT INTO evidence_links (community_id, node_number, number, url, title) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}103, 77700{p}302, 'https://example.org/77700{p}', 'КАНАРКА-{p} доказ')`,

	`UPDATE goal_trees SET working_revision = 77700{p}001 WHERE community_id = {p} AND kind = 'DIGITAL'`,
}

// unpublishedTree is a tree that has nothing but a working revision.
var unpublishedTree = []string{
	`INSERT INTO goal_trees (community_id, number, kind, period_start, period_end, source_title, source_url, created_at) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}201, 'DEVELOPMENT_STRATEGY', 2021, 2027, 'КАНАРКА-{p} джерело', 'https://example.org/77700{p}', timestamptz '2026-01-01')`,
	`INSERT INTO goal_tree_revisions (community_id, number, tree_number, sequence, state, created_at) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}002, 77700{p}201, 77700{p}, 'SUBMITTED', timestamptz '219{p}-01-01')`,
	`INSERT INTO tree_nodes (community_id, number, tree_number, level, status, reported_on, created_at, updated_at)
	VALUES ({p}, 77700{p}111, 77700{p}201, 'GOAL', NULL, NULL, timestamptz '2026-01-01', timestamptz '2026-01-01'),
		({p}, 77700{p}113, 77700{p}201, 'COMPONENT', 'CANCELLED', date '2026-06-01', timestamptz '2026-01-01', timestamptz '2026-01-01')`,
	`INSERT INTO placements (community_id, revision_number, node_number, tree_number, level, parent_number, parent_level, position, title)
	VALUES ({p}, 77700{p}002, 77700{p}111, 77700{p}201, 'GOAL', NULL, NULL, 1, 'КАНАРКА-{p} назва стратегії'),
		({p}, 77700{p}002, 77700{p}113, 77700{p}201, 'COMPONENT', 77700{p}111, 'GOAL', 1, 'КАНАРКА-{p} назва завдання')`,
	`UPDATE goal_trees SET working_revision = 77700{p}002 WHERE community_id = {p} AND number = 77700{p}201`,
}

// newestTree would be its community's current one, before the tree that is published, were it published.
var newestTree = []string{
	`INSERT INTO goal_trees (community_id, number, kind, period_start, period_end, created_at) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}202, 'DIGITAL', 2026, 2030, timestamptz '2026-01-01')`,
	`INSERT INTO goal_tree_revisions (community_id, number, tree_number, sequence, state, created_at) OVERRIDING SYSTEM VALUE
	VALUES ({p}, 77700{p}003, 77700{p}202, 1, 'DRAFT', timestamptz '219{p}-01-01')`,
	`UPDATE goal_trees SET working_revision = 77700{p}003 WHERE community_id = {p} AND number = 77700{p}202`,
}

// canaryAccounts are people of two communities, and what the audit log keeps of their work.
var canaryAccounts = []string{
	`INSERT INTO users (id, email, name, created_at, disabled_at) OVERRIDING SYSTEM VALUE
	VALUES (777000001, 'canary-1@people.example', 'КАНАРКА-0 особа', timestamptz '2190-01-01', NULL),
		(777000002, 'canary-2@people.example', 'КАНАРКА-0 особа', timestamptz '2190-01-01', timestamptz '2190-02-01')`,
	`INSERT INTO memberships (id, user_id, role, grade, community_id, region_id, since) OVERRIDING SYSTEM VALUE
	VALUES (777000011, 777000001, 'ADMIN', NULL, NULL, NULL, timestamptz '2190-01-01'), (777000012, 777000002, 'EXPERT', NULL, NULL, 1, timestamptz '2020-01-01')`,
	`INSERT INTO audit_events (id, at, actor_id, actor_role, action, subject_type, subject_community, subject_number, before, after, address, request_id)
	OVERRIDING SYSTEM VALUE
	SELECT 777000020 + i, timestamptz '2026-11-01', 777000001, 'STAFF', 'GRANT_MEMBERSHIP', x.type, 0, x.number,
		'{"title": "КАНАРКА-0 було"}', '{"title": "КАНАРКА-0 стало"}', 'КАНАРКА-0 адреса', 'КАНАРКА-0 запит'
	FROM (VALUES (1, 'Membership', 777000012), (2, 'User', 777000002)) x (i, type, number)`,
}
