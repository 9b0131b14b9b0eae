package resolvers_test

// generatedSurveys are two published waves of a survey in every community, one of every region, and a draft, which nothing may show to visitors. They ask
// the region's questions and one of the community's own.
var generatedSurveys = []string{
	`INSERT INTO problems (region_id, code, name_uk, position) SELECT r.id, 'ASKED', 'Вигадана проблема', 50 FROM regions r`,

	`INSERT INTO questions (region_id, community_id, code, kind, text_uk, text_en, hint_uk, hint_en, unit, minimum, maximum, problem_number, fixed, created_at, updated_at)
	SELECT o.region_id, o.community_id, x.code, x.kind, 'Вигадане запитання', 'Made up', 'Підказка', 'Hint', x.unit, x.minimum, x.maximum,
		CASE x.kind WHEN 'SINGLE' THEN (SELECT q.id FROM problems q WHERE q.region_id = o.region_id AND q.code = 'ASKED') END, TRUE, timestamptz '2025-01-10', timestamptz '2025-01-10'
	FROM (SELECT r.id AS region_id, CAST(NULL AS bigint) AS community_id FROM regions r UNION ALL SELECT c.region_id, c.id FROM communities c) o
	JOIN (VALUES ('q_choice', 'SINGLE', NULL, NULL, NULL, TRUE), ('q_number', 'NUMERIC', 'грн', 0, 1000, TRUE), ('q_own', 'TEXT', NULL, NULL, NULL, FALSE))
		x (code, kind, unit, minimum, maximum, whole) ON x.whole = (o.community_id IS NULL)
	ORDER BY o.community_id NULLS FIRST, x.code`,
	`INSERT INTO question_options (question_number, number, code, text_uk, text_en, other, problem_number)
	SELECT q.number, i, 'o' || i, 'Варіант ' || i, 'Option ' || i, i = 3, CASE i WHEN 1 THEN q.problem_number END
	FROM questions q, generate_series(1, 3) i WHERE q.kind = 'SINGLE'`,

	`INSERT INTO surveys (region_id, community_id, title_uk, title_en, description_uk, description_en, wave, state, starts_on, ends_on, sampling, stratum, breakdowns,
		keep_until, purged_at, created_at, updated_at, opened_at, closed_at, published_at, computed_at)
	SELECT o.region_id, o.community_id, CASE w WHEN 3 THEN 'Чернетка' ELSE 'Вигадане опитування' END, 'Made up', 'Опис', 'Description', w, s.state, date '2025-01-10', date '2025-02-10',
		'STRATIFIED', 'AGE', '{SEX,SEX*AGE}', date '2026-01-10', CASE w WHEN 1 THEN s.at END, timestamptz '2025-01-01', timestamptz '2025-01-01',
		s.at, s.at, s.at, s.at
	FROM (SELECT r.id AS region_id, CAST(NULL AS bigint) AS community_id FROM regions r UNION ALL SELECT c.region_id, c.id FROM communities c) o
	CROSS JOIN generate_series(1, 3) w
	CROSS JOIN LATERAL (SELECT CASE w WHEN 3 THEN 'DRAFT' ELSE 'PUBLISHED' END AS state, CASE WHEN w < 3 THEN timestamptz '2025-03-01' END AS at) s
	ORDER BY o.community_id NULLS FIRST, w`,
	`UPDATE surveys v SET previous_number = b.number FROM surveys b
	WHERE b.region_id = v.region_id AND b.community_id IS NOT DISTINCT FROM v.community_id AND b.wave = v.wave - 1`,

	`INSERT INTO survey_questions (survey_number, question_number, position, required)
	SELECT v.number, q.number, row_number() OVER (PARTITION BY v.number ORDER BY q.number), q.kind = 'SINGLE'
	FROM surveys v JOIN questions q ON q.region_id = v.region_id AND (q.community_id IS NULL OR q.community_id = v.community_id)`,
	`INSERT INTO survey_categories (survey_number, variable, code, position, label_uk, label_en)
	SELECT v.number, x.variable, x.code, x.position, x.code, x.code
	FROM surveys v, (VALUES ('SEX', 'FEMALE', 1), ('SEX', 'MALE', 2), ('AGE', '18-39', 1), ('AGE', '40+', 2)) x (variable, code, position)`,
	`INSERT INTO survey_populations (survey_number, community_id, population)
	SELECT v.number, c.id, 1000 FROM surveys v JOIN communities c ON c.region_id = v.region_id AND c.id = coalesce(v.community_id, c.id)`,
	`INSERT INTO survey_margins (survey_number, community_id, variable, category, population)
	SELECT p.survey_number, p.community_id, k.variable, k.code, 500 FROM survey_populations p JOIN survey_categories k ON k.survey_number = p.survey_number`,
	`INSERT INTO survey_figures (survey_number, community_id, question_number, option_number, variable, category, weighted, n, value, standard_error, effective_n,
		design_effect, margin, low, high, confidence, basis, hidden, lack, change, change_z, change_p, change_lack, up_to, computed_at)
	SELECT v.number, v.community_id, a.question_number, o.number, g.variable, g.category, w, CASE WHEN NOT g.hidden THEN 200 END,
		CASE WHEN g.shown THEN 0.4 END, CASE WHEN g.shown THEN 0.03 END, CASE WHEN g.shown THEN 180 END, CASE WHEN g.shown THEN 1.1 END, CASE WHEN g.shown THEN 0.06 END,
		CASE WHEN g.shown THEN 0.34 END, CASE WHEN g.shown THEN 0.46 END, 0.95, 'STRATIFIED RAKED FINITE ROUNDED:0.05', g.hidden, CASE WHEN g.shown THEN 'KNOWN' END,
		CASE WHEN g.shown THEN 0.1 END, CASE WHEN g.shown AND o.number IS NULL THEN 2 END, CASE WHEN g.shown AND o.number IS NULL THEN 0.04 END,
		CASE WHEN g.shown AND o.number IS NOT NULL THEN 'OPT_IN' END, 200, v.computed_at
	FROM surveys v JOIN survey_questions a ON a.survey_number = v.number JOIN questions q ON q.number = a.question_number
	CROSS JOIN LATERAL (SELECT CAST(NULL AS integer) AS number UNION ALL SELECT x.number FROM question_options x WHERE x.question_number = q.number) o
	CROSS JOIN LATERAL (SELECT y.*, NOT y.hidden AND (o.number IS NOT NULL OR q.kind = 'NUMERIC') AS shown FROM (VALUES ('', '', FALSE), ('SEX', 'FEMALE', FALSE), ('SEX', 'MALE', TRUE),
		('SEX*AGE', 'FEMALE*18-39', FALSE), ('SEX*AGE', 'MALE*40+', TRUE)) y (variable, category, hidden)) g
	CROSS JOIN (VALUES (TRUE), (FALSE)) z (w)
	WHERE v.state = 'PUBLISHED'`,
	`INSERT INTO survey_counts (survey_number, community_id, mode, responses, hidden, up_to, computed_at)
	SELECT v.number, v.community_id, x.mode, x.responses, x.hidden, 200, v.computed_at
	FROM surveys v, (VALUES ('OFFLINE_PAPER', 150, FALSE), ('ONLINE', 50, FALSE)) x (mode, responses, hidden) WHERE v.state = 'PUBLISHED'`,
	`INSERT INTO survey_weightings (survey_number, community_id, online, method, margins, converged, rounds, merged, trimmed, responses, effective_n, hidden)
	SELECT v.number, v.community_id, FALSE, 'RAKED', '{SEX,AGE}', TRUE, 7, '{AGE:18-39+40+}', 3, 150, 130.5, FALSE FROM surveys v WHERE v.state = 'PUBLISHED'`,
	`INSERT INTO audit_events (at, actor_role, action, subject_type, subject_community, subject_number, before, after)
	SELECT timestamptz '2025-01-01', 'ADMIN', x.action, x.type, 0, x.number, CAST('{"titleUk": "Було"}' AS jsonb), CAST('{"titleUk": "Є"}' AS jsonb)
	FROM (SELECT 'UPDATE_SURVEY' AS action, 'Survey' AS type, v.number FROM surveys v UNION ALL SELECT 'UPDATE_QUESTION', 'Question', q.number FROM questions q) x`,
}
