package resolvers_test

import "fmt"

// What is published of surveys anybody may know, with what they ask. What is not, and the bank of questions, is private to those who work there; what
// is of a whole region is seen by all who work in it, and stands among the private things of its first community.

// knownSurveys are the published surveys of each community that publishes anything, and of each region, with their questions.
func (a *api) knownSurveys() {
	a.tb.Helper()
	for _, statement := range []string{
		`INSERT INTO questions (region_id, community_id, number, code, kind, text_uk, text_en, hint_uk, unit, minimum, maximum, problem_number, fixed, created_at, updated_at)
		OVERRIDING SYSTEM VALUE
		SELECT r.id, NULL, 10 * r.id + x.i, 'q_known' || x.i, x.kind, 'Відоме запитання', 'Known', 'Підказка', x.unit, x.minimum, x.maximum,
			CASE x.i WHEN 1 THEN q.id END, TRUE, timestamptz '2026-01-01', timestamptz '2026-01-01'
		FROM regions r JOIN problems q ON q.region_id = r.id AND q.code = 'TRUST', (VALUES (1, 'SINGLE', NULL, NULL, NULL), (2, 'NUMERIC', 'грн', 0, 9)) x (i, kind, unit, minimum, maximum)`,
		`INSERT INTO questions (region_id, community_id, number, code, kind, text_uk, fixed, created_at, updated_at) OVERRIDING SYSTEM VALUE
		SELECT c.region_id, c.id, c.id, 'q_own', 'TEXT', 'Відоме запитання', TRUE, timestamptz '2026-01-01', timestamptz '2026-01-01' FROM communities c WHERE c.id < 5`,
		`INSERT INTO question_options (question_number, number, code, text_uk, text_en, other, problem_number)
		SELECT q.number, i, 'o' || i, 'Відомий варіант', 'Known', i = 2, q.problem_number FROM questions q, generate_series(1, 2) i WHERE q.kind = 'SINGLE'`,
		`INSERT INTO surveys (region_id, community_id, number, title_uk, title_en, description_uk, state, starts_on, ends_on, sampling, stratum, breakdowns, keep_until,
			purged_at, created_at, updated_at, opened_at, closed_at, published_at) OVERRIDING SYSTEM VALUE
		SELECT o.region_id, o.community_id, o.number, 'Відоме опитування', 'Known', 'Відомий опис', 'PUBLISHED', date '2026-01-01', date '2026-02-01', 'STRATIFIED', 'SEX', '{SEX,SEX*AGE}',
			date '2026-12-31', x.at, x.at, x.at, x.at, x.at, x.at
		FROM (SELECT c.region_id, c.id AS community_id, c.id AS number FROM communities c WHERE c.id < 5 UNION ALL SELECT r.id, NULL, 10 + r.id FROM regions r) o,
			(VALUES (timestamptz '2026-03-01')) x (at)`,
		`INSERT INTO survey_questions (survey_number, question_number, position, required)
		SELECT v.number, q.number, row_number() OVER (PARTITION BY v.number ORDER BY q.number), FALSE
		FROM surveys v JOIN questions q ON q.region_id = v.region_id AND (q.community_id IS NULL OR q.community_id = v.community_id)`,
		`INSERT INTO survey_categories (survey_number, variable, code, position, label_uk)
		SELECT v.number, 'SEX', x.code, x.position, x.code FROM surveys v, (VALUES ('FEMALE', 1), ('MALE', 2)) x (code, position)`,
		`INSERT INTO survey_populations (survey_number, community_id, population)
		SELECT v.number, c.id, 1000 FROM surveys v JOIN communities c ON c.region_id = v.region_id AND c.id = coalesce(v.community_id, c.id)`,
		`INSERT INTO survey_margins (survey_number, community_id, variable, category, population)
		SELECT p.survey_number, p.community_id, 'SEX', 'MALE', 500 FROM survey_populations p`,
		`INSERT INTO survey_figures (survey_number, community_id, question_number, option_number, weighted, n, value, standard_error, effective_n, design_effect, margin, low, high,
			confidence, basis, lack, change, change_z, change_p, change_lack, up_to, computed_at)
		SELECT v.number, p.community_id, q.number, o.number, FALSE, 100, 0.5, 0.1, 90, 1.1, 0.2, 0.3, 0.7, 0.95, 'SIMPLE_RANDOM UNWEIGHTED ROUNDED:0.1', 'KNOWN', 0.1, 2, 0.04, 'KNOWN', 100, v.published_at
		FROM surveys v JOIN survey_questions a ON a.survey_number = v.number JOIN questions q ON q.number = a.question_number
		LEFT JOIN question_options o ON o.question_number = q.number CROSS JOIN LATERAL (SELECT v.community_id UNION SELECT c.id FROM communities c WHERE c.region_id = v.region_id
			AND v.community_id IS NULL) p`,
		`INSERT INTO survey_figures (survey_number, community_id, question_number, variable, category, weighted, confidence, basis, hidden, up_to, computed_at)
		SELECT f.survey_number, f.community_id, f.question_number, x.variable, 'ONE', FALSE, 0.95, f.basis, TRUE, 100, f.computed_at
		FROM survey_figures f, (VALUES ('MODE'), ('SEX'), ('AGE'), ('SETTLEMENT')) x (variable) WHERE f.option_number IS NULL`,
		`UPDATE surveys SET computed_at = published_at`,
		`INSERT INTO survey_counts (survey_number, community_id, mode, responses, hidden, up_to, computed_at)
		SELECT v.number, v.community_id, 'PHONE', 100, FALSE, 100, v.published_at FROM surveys v`,
		`INSERT INTO survey_weightings (survey_number, community_id, online, method, margins, converged, rounds, merged, trimmed, responses, effective_n, hidden)
		SELECT v.number, v.community_id, FALSE, 'UNWEIGHTED', '{SEX}', TRUE, 0, '{AGE:18-39+40+}', 0, 100, 100, FALSE FROM surveys v`,
	} {
		a.exec(statement)
	}
}

// canarySurveys are a draft that follows what a community published, an open survey with all that it asks and of whom, and a draft of the region.
var canarySurveys = []string{
	`INSERT INTO questions (region_id, community_id, number, code, kind, text_uk, text_en, hint_uk, fixed, created_at, updated_at) OVERRIDING SYSTEM VALUE
	SELECT c.region_id, CASE x.i WHEN 3 THEN NULL ELSE c.id END, 77700{p}900 + x.i, 'q_77700{p}' || x.i, 'SINGLE', 'КАНАРКА-{p} запитання', 'КАНАРКА-{p} question', 'КАНАРКА-{p} підказка', x.i = 2,
		timestamptz '219{p}-10-10', timestamptz '219{p}-10-10'
	FROM communities c, generate_series(1, 3) x (i) WHERE c.id = {p} AND (x.i < 3 OR {p} IN (1, 3))`,
	`INSERT INTO question_options (question_number, number, code, text_uk) SELECT q.number, i, 'o' || i, 'КАНАРКА-{p} варіант'
	FROM questions q, generate_series(1, 2) i WHERE q.number BETWEEN 77700{p}901 AND 77700{p}903`,
	`INSERT INTO surveys (region_id, community_id, number, title_uk, title_en, description_uk, wave, previous_number, state, link, created_at, updated_at, opened_at)
	OVERRIDING SYSTEM VALUE
	SELECT c.region_id, CASE x.i WHEN 3 THEN NULL ELSE c.id END, 77700{p}950 + x.i, 'КАНАРКА-{p} опитування', 'КАНАРКА-{p} survey', 'КАНАРКА-{p} мета', CASE x.i WHEN 2 THEN 1 ELSE 2 END,
		CASE WHEN x.i = 1 AND {p} < 5 THEN {p} WHEN x.i = 3 THEN 10 + c.region_id END, CASE x.i WHEN 2 THEN 'OPEN' ELSE 'DRAFT' END,
		CASE x.i WHEN 2 THEN '77700{p}-canary-link-0000' END, timestamptz '219{p}-10-10', timestamptz '219{p}-10-10', CASE x.i WHEN 2 THEN timestamptz '219{p}-10-10' END
	FROM communities c, generate_series(1, 3) x (i) WHERE c.id = {p} AND (x.i < 3 OR {p} IN (1, 3))`,
	`INSERT INTO survey_questions (survey_number, question_number, position, required) SELECT 77700{p}952, 77700{p}902, 1, TRUE`,
	`INSERT INTO survey_categories (survey_number, variable, code, position, label_uk) VALUES (77700{p}952, 'AGE', '77700{p}', 1, 'КАНАРКА-{p} вік')`,
	`INSERT INTO survey_populations (survey_number, community_id, population) VALUES (77700{p}952, {p}, 77700{p})`,
	`INSERT INTO survey_margins (survey_number, community_id, variable, category, population) VALUES (77700{p}952, {p}, 'AGE', '77700{p}', 77700{p})`,
	`INSERT INTO survey_figures (survey_number, community_id, question_number, option_number, weighted, n, value, confidence, basis, up_to, computed_at)
	SELECT 77700{p}952, {p}, 77700{p}902, 1, FALSE, 77700{p}, 0.77700{p}, 0.95, 'SIMPLE_RANDOM UNWEIGHTED', 1, timestamptz '219{p}-10-10'`,
	`INSERT INTO survey_counts (survey_number, community_id, mode, responses, hidden, up_to, computed_at) VALUES (77700{p}952, {p}, 'CAPI', 77700{p}, FALSE, 1, timestamptz '219{p}-10-10')`,
	`INSERT INTO survey_weightings (survey_number, community_id, online, method, margins, converged, rounds, merged, trimmed, responses, effective_n, hidden)
	VALUES (77700{p}952, {p}, FALSE, 'UNWEIGHTED', '{}', TRUE, 0, '{}', 0, 77700{p}, 77700{p}, FALSE)`,
	`INSERT INTO responses.responses (survey_number, community_id, number, mode, answered_at, external, receipt, answers) OVERRIDING SYSTEM VALUE
	VALUES (77700{p}952, {p}, 77700{p}, 'ONLINE', timestamptz '219{p}-10-10', sha256('КАНАРКА-{p}'), sha256('{p}'), '{"77700{p}902": {"o": [1], "t": 1}}')`,
	`INSERT INTO responses.texts (community_id, survey_number, response_number, question_number, text) VALUES ({p}, 77700{p}952, 77700{p}, 77700{p}902, 'КАНАРКА-0 таємниця')`,
	`INSERT INTO audit_events (id, at, actor_id, actor_role, action, subject_type, subject_community, subject_number, before, after, address, request_id)
	OVERRIDING SYSTEM VALUE
	SELECT 77700{p}620 + x.i, timestamptz '219{p}-07-07', 77700{p}700, 'STAFF', x.action, x.type, 0, x.number,
		jsonb_build_object('titleUk', 'КАНАРКА-{p} було'), jsonb_build_object('titleUk', 'КАНАРКА-{p} стало'), 'КАНАРКА-0 адреса', 'КАНАРКА-0 запит'
	FROM (VALUES (1, 'UPDATE_SURVEY', 'Survey', {p}), (2, 'UPDATE_SURVEY', 'Survey', 77700{p}952), (3, 'UPDATE_QUESTION', 'Question', {p}), (4, 'CREATE_QUESTION', 'Question', 77700{p}902))
		x (i, action, type, number)`,
}

// surveyIDs are the ids of what is private to a part of surveys and the bank, and knownSurveyIDs of what it published.
func (p part) surveyIDs() []string {
	base := int64(777000+p) * 1000
	ids := append(numberedIDs("Survey", 0, base+951, base+952), numberedIDs("Question", 0, base+901, base+902)...)
	if p == firstOfVinnytska || p == firstOfPodillia {
		ids = append(append(ids, numberedIDs("Survey", 0, base+953)...), numberedIDs("Question", 0, base+903)...)
	}
	return ids
}

func (p part) knownSurveyIDs() []string {
	region := int64(p.region())
	return append(numberedIDs("Survey", 0, int64(p), 10+region), numberedIDs("Question", 0, int64(p), 10*region+1, 10*region+2)...)
}

// surveyMarks are what those who may see a part must find of its surveys.
func (p part) surveyMarks() []string {
	marks := []string{
		fmt.Sprintf("Survey:0:77700%d951", p), fmt.Sprintf("Question:0:77700%d901", p), fmt.Sprintf("77700%d-canary-link", p), fmt.Sprintf("219%d-10-10", p), fmt.Sprintf(`"population":77700%d`, p), fmt.Sprintf(`"value":0.77700%d`, p),
		fmt.Sprintf(`"count":77700%d`, p), fmt.Sprintf(`"responses":77700%d`, p),
	}
	for _, kind := range []string{"запитання", "підказка", "варіант", "опитування", "мета", "вік"} {
		marks = append(marks, fmt.Sprintf("КАНАРКА-%d %s", p, kind))
	}
	return marks
}
