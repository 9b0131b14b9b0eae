package resolvers_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shape is how much a generated database holds: places, and how many goals each tree has, subgoals each
// goal, and components each subgoal. Beside them each goal has one component of its own.
type shape struct {
	regions, districts, communities int
	trees                           int // communities with a tree, from the first
	goals, subgoals, components     int
}

// oblast is one region whose communities all have a tree.
func oblast(communities, goals, subgoals, components int) shape {
	return shape{1, min(communities, 6), communities, communities, goals, subgoals, components}
}

// example is a word that one thing of each kind has in its name, whatever the shape.
const example = "взірцев"

// generated serves a database of made-up places and trees. The trees of one shape differ in words and
// figures only: in each there are nodes of every status, costs, payments, evidence, and an earlier
// revision, which nothing may show.
func generated(tb testing.TB, s shape) *api {
	tb.Helper()
	a := newAPI(tb)
	values := strings.NewReplacer(
		"{regions}", strconv.Itoa(s.regions), "{districts}", strconv.Itoa(s.districts),
		"{communities}", strconv.Itoa(s.communities), "{trees}", strconv.Itoa(s.trees),
		"{goals}", strconv.Itoa(s.goals), "{components}", strconv.Itoa(s.components),
		"{ofGoal}", strconv.Itoa(2+s.subgoals*(1+s.components)), "{example}", example,
	)
	conn, err := a.db.Conn(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	for _, statement := range slices.Concat(generatedPlaces, generatedSurveys, generatedTrees) {
		if _, err := conn.ExecContext(context.Background(), values.Replace(statement)); err != nil {
			tb.Fatalf("%v\n%s", err, values.Replace(statement))
		}
	}
	a.count.take()
	return a
}

var generatedPlaces = []string{
	`INSERT INTO regions (id, code, name_uk, name_en) OVERRIDING SYSTEM VALUE
	SELECT i, 'UA' || lpad(CAST(i AS text), 2, '0') || repeat('0', 15),
		(ARRAY['Надрічна', 'Степова', 'Лісова', 'Гірська', 'Озерна'])[1 + i % 5]
			|| CASE i WHEN 1 THEN ' {example}а' ELSE '' END, 'Region ' || i
	FROM generate_series(1, {regions}) i`,

	`INSERT INTO districts (id, region_id, code, name_uk, name_en) OVERRIDING SYSTEM VALUE
	SELECT i, r.id, substr(r.code, 1, 4) || lpad(CAST(i % 100 AS text), 2, '0') || repeat('0', 13),
		(ARRAY['Верхній', 'Нижній', 'Середній', 'Новий', 'Старий', 'Дальній'])[1 + i % 6]
			|| CASE i WHEN 1 THEN ' {example}ий' ELSE '' END, 'District ' || i
	FROM generate_series(1, {districts}) i JOIN regions r ON r.id = 1 + (i - 1) % {regions}`,

	`INSERT INTO communities (id, region_id, district_id, code, name_uk, name_en, type, centre_code, centre_name_uk,
		latitude, longitude, area_km2, population, urban_population, population_on, settlements)
	OVERRIDING SYSTEM VALUE
	SELECT i, d.region_id, d.id, x.code, x.name || CASE i WHEN 1 THEN ' {example}а' ELSE '' END, 'Hromada ' || i,
		(ARRAY['URBAN', 'SETTLEMENT', 'RURAL'])[1 + i % 3], x.code, x.name, 48 + i / 1000.0, 28 + i / 1000.0,
		CASE WHEN i % 47 > 0 THEN 100 + i % 613 END, CASE WHEN i % 41 > 0 THEN 3000 + i * 131 % 90001 END,
		CASE WHEN i % 41 > 0 THEN i * 17 % 3000 END, CASE WHEN i % 41 > 0 THEN date '2022-01-01' END, 3 + i % 60
	FROM generate_series(1, {communities}) i JOIN districts d ON d.id = 1 + (i - 1) % {districts}
	CROSS JOIN LATERAL (SELECT substr(d.code, 1, 6) || lpad(CAST(i % 1000 AS text), 3, '0') || repeat('0', 10) AS code,
		(ARRAY['Верхо', 'Ново', 'Старо', 'Мало', 'Велико', 'Червоно', 'Біло', 'Чорно', 'Зелено', 'Сухо'])[1 + i % 10]
			|| (ARRAY['пільська', 'гірська', 'річанська', 'лісівська', 'мостівська', 'дубівська', 'ставська',
				'ярівська', 'бродівська', 'слобідська', 'хутірська', 'вільхівська', 'тернівська'])[1 + i % 13] AS name) x`,

	`INSERT INTO reporting_rules (region_id, period, due_days) SELECT r.id, 'QUARTERLY', 15 FROM regions r`,

	`INSERT INTO participations (community_id, project_id, since, source)
	SELECT c.id, j.id, date '2025-05-01', 'Вигадане джерело' FROM communities c CROSS JOIN projects j`,
}

var generatedTrees = []string{
	`INSERT INTO goal_trees (community_id, number, kind, period_start, period_end, source_title, source_url, created_at)
	OVERRIDING SYSTEM VALUE
	SELECT i, i + k.shift, k.kind, 2025, 2028, 'Вигаданий план', 'https://example.org/plan', timestamptz '2025-01-10'
	FROM generate_series(1, {trees}) i,
		(VALUES ('DIGITAL', 0), ('DEVELOPMENT_STRATEGY', {trees})) k (kind, shift)`,

	// The earlier revision of each tree, and the one shown. The strategies stay without nodes.
	`INSERT INTO goal_tree_revisions (community_id, number, tree_number, sequence, state, created_at, published_at,
		decision_number, decision_on, decision_url)
	OVERRIDING SYSTEM VALUE
	SELECT t.community_id, 2 * t.number + q - 2, t.number, q, 'ADOPTED', t.created_at, t.created_at,
		CAST(t.number AS text), date '2025-01-10', 'https://example.org/decision'
	FROM goal_trees t, generate_series(1, 2) q`,
	`UPDATE goal_trees SET published_revision = 2 * number`,

	// Numbers follow from places, so that a parent is known without a look-up: a goal, its own component,
	// then each subgoal followed by its components.
	`CREATE TEMPORARY TABLE plan AS
	SELECT t.community_id, t.number AS tree_number, x.goal + x.i AS number,
		CASE WHEN x.i = 0 THEN 'GOAL' WHEN x.i = 1 OR x.k > 0 THEN 'COMPONENT' ELSE 'SUBGOAL' END AS level,
		CASE WHEN x.i = 0 THEN NULL WHEN x.i = 1 OR x.k = 0 THEN x.goal ELSE x.goal + x.i - x.k END AS parent_number,
		CASE WHEN x.i = 0 THEN NULL WHEN x.i = 1 OR x.k = 0 THEN 'GOAL' ELSE 'SUBGOAL' END AS parent_level,
		CASE WHEN x.i = 0 THEN g WHEN x.i = 1 THEN 1 WHEN x.k = 0 THEN 1 + (x.i - 2) / (1 + {components}) ELSE x.k END AS position,
		CAST((x.goal + x.i) * 7919 % 10007 AS integer) AS salt,
		t.community_id = 1 AND g = 1 AND x.i <= 2 AS named
	FROM goal_trees t, generate_series(1, {goals}) g, generate_series(0, {ofGoal} - 1) i
	CROSS JOIN LATERAL (SELECT i, ((t.number - 1) * {goals} + g - 1) * {ofGoal} + 1 AS goal,
		CASE WHEN i > 1 THEN (i - 2) % (1 + {components}) ELSE 0 END AS k) x
	WHERE t.kind = 'DIGITAL'`,
	`ANALYZE plan`,

	`INSERT INTO tree_nodes (community_id, number, tree_number, level, responsible, status, percent, override_reason,
		reported_on, finished_on, created_at, updated_at)
	SELECT p.community_id, p.number, p.tree_number, p.level, 'Відділ цифрового розвитку', s.status,
		CASE WHEN s.status = 'IN_PROGRESS' THEN 5 + p.salt % 90 END,
		CASE WHEN s.status IS NOT NULL AND p.level <> 'COMPONENT' THEN 'Рішення робочої групи' END,
		CASE WHEN s.status IS NOT NULL THEN date '2026-09-01' END, CASE s.status WHEN 'DONE' THEN date '2026-09-01' END,
		timestamptz '2025-01-10', timestamptz '2026-09-01'
	FROM plan p CROSS JOIN LATERAL (SELECT CASE WHEN p.level <> 'COMPONENT'
		THEN CASE WHEN p.position % 5 = 1 THEN 'IN_PROGRESS' END ELSE (ARRAY['PLANNED', 'IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS', 'DONE', 'DONE', 'SUSPENDED',
			'CANCELLED'])[1 + p.number % 9] END AS status) s`,

	`INSERT INTO placements (community_id, revision_number, node_number, tree_number, level, parent_number, parent_level,
		position, code, title, description, priority, weight, start_date, due_date, kind, category_code,
		expected_result, customer, executor)
	SELECT p.community_id, 2 * p.tree_number + q - 2, p.number, p.tree_number, p.level, p.parent_number, p.parent_level,
		p.position, CAST(p.position AS text), x.title || CASE WHEN p.named THEN ' {example}ого села' ELSE '' END,
		'Вигаданий опис на кілька слів.',
		CASE WHEN p.named THEN 'HIGH' ELSE (ARRAY['LOW', 'MEDIUM', 'HIGH'])[1 + p.salt % 4] END, 1 + p.salt % 3, CASE WHEN p.salt % 11 > 0 THEN d.start END,
		CASE WHEN p.salt % 13 > 0 THEN d.start + 200 + p.salt % 500 END, g.kind, g.code,
		CASE WHEN p.level = 'COMPONENT' THEN 'Вигаданий результат' END,
		CASE WHEN p.level = 'COMPONENT' THEN 'Вигаданий замовник' END,
		CASE WHEN p.level = 'COMPONENT' THEN 'Вигаданий виконавець' END
	FROM plan p CROSS JOIN generate_series(1, 2) q
	LEFT JOIN categories g ON g.position = 1 + p.salt % 14 AND p.level = 'COMPONENT'
	CROSS JOIN LATERAL (SELECT
		(ARRAY['Створити', 'Оновити', 'Розвинути', 'Запровадити', 'Поширити', 'Відкрити', 'Захистити'])[1 + p.salt % 7] || ' '
		|| (ARRAY['центр надання послуг', 'мережу передавання даних', 'реєстр майна', 'навчання мешканців',
			'робочі місця посадовців', 'відкриті дані', 'сайт ради', 'електронні черги', 'резервне живлення',
			'правила роботи з даними', 'освітлення вулиць'])[1 + p.salt % 11] || ' '
		|| (ARRAY['старостинських округів', 'закладів освіти', 'лікарень', 'бібліотек', 'комунальних підприємств',
			'молодіжних просторів', 'водоканалу', 'транспорту', 'архіву', 'музеїв', 'садків', 'рятувальників',
			'виконавчого комітету'])[1 + p.salt % 13] || ' № ' || p.salt || CASE q WHEN 1 THEN ' (давніше)' ELSE '' END AS title) x
	CROSS JOIN LATERAL (SELECT date '2025-01-01' + p.salt % 700 AS start) d`,

	`INSERT INTO planned_costs (community_id, revision_number, node_number, year, fund_source, expense_kind, amount)
	SELECT p.community_id, 2 * p.tree_number + q - 2, p.number, 2025 + y, (ARRAY['STATE', 'OBLAST', 'LOCAL', 'DONOR',
		'OTHER'])[1 + (p.salt + y) % 5], (ARRAY['CAPITAL', 'CURRENT'])[1 + p.salt % 2], 1000 + p.salt
	FROM plan p, generate_series(1, 2) q, generate_series(1, 2) y WHERE p.level = 'COMPONENT' AND p.number % 6 > 0`,

	`INSERT INTO progress_reports (community_id, node_number, as_of, status, percent, override_reason, reported_at)
	SELECT n.community_id, n.number, date '2026-03-01', 'IN_PROGRESS', 3, n.override_reason, timestamptz '2026-03-02'
	FROM tree_nodes n WHERE n.status IS NOT NULL
	UNION ALL SELECT n.community_id, n.number, n.reported_on, n.status, n.percent, n.override_reason, n.updated_at
	FROM tree_nodes n WHERE n.status IS NOT NULL`,

	`INSERT INTO spending_entries (community_id, node_number, spent_on, fund_source, amount, note)
	SELECT p.community_id, p.number, date '2026-02-01' + 90 * y, 'LOCAL', 500 + p.salt, 'Вигаданий платіж'
	FROM plan p, generate_series(1, 2) y WHERE p.level = 'COMPONENT' AND p.number % 3 > 0`,

	`INSERT INTO evidence_links (community_id, node_number, url, title)
	SELECT p.community_id, p.number, 'https://example.org/' || p.number, 'Вигадане свідчення'
	FROM plan p WHERE p.level = 'COMPONENT' AND p.number % 3 > 0`,

	// Every community has the standard problems of its region, which goals answer by their place; one more was merged.
	`INSERT INTO problems (region_id, code, name_uk, name_en, description_uk, description_en, position)
	SELECT r.id, s.code, s.name_uk, s.name_en, s.description_uk, s.description_en, s.position FROM regions r CROSS JOIN standard_problems s
	UNION ALL SELECT r.id, 'MERGED', 'Об''єднана', 'Merged', NULL, 'Merged', 5 FROM regions r`,
	`UPDATE problems q SET merged_into = s.id FROM problems s WHERE q.code = 'MERGED' AND s.code = 'FAST_INTERNET' AND s.region_id = q.region_id`,
	`INSERT INTO community_problems (community_id, problem_id, severity, updated_at)
	SELECT c.id, q.id, 1 + (c.id + q.position) % 5, timestamptz '2026-09-01'
	FROM communities c JOIN problems q ON q.region_id = c.region_id AND NOT q.merged`,
	`INSERT INTO goal_problems (community_id, revision_number, node_number, problem_id)
	SELECT p.community_id, 2 * p.tree_number + r - 2, p.number, q.id
	FROM plan p JOIN communities c ON c.id = p.community_id CROSS JOIN generate_series(1, 2) r
	JOIN problems q ON q.region_id = c.region_id AND q.position % 5 IN (p.position % 5, (p.position - 1) % 5) AND q.code <> 'TRUST'
	WHERE p.level = 'GOAL'`,

	`DROP TABLE plan`,
	`VACUUM ANALYZE`,
}
