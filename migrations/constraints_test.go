package migrations_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"hromada/database"
	"hromada/database/databasetest"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

// fixture is two communities. The first has tree 1 with revisions 1 (goal 11, subgoal 12, component 13,
// goal 14) and 2 (goal 11 alone), and tree 2 with revision 3 (goal 15); the second has tree 3 with
// revision 4 (goal 21, subgoal 22).
const fixture = `
	INSERT INTO regions (code, name_uk) VALUES ('UA05000000000000001', 'Область'), ('UA07000000000000001', 'Інша область');
	INSERT INTO districts (region_id, code, name_uk) VALUES
		(1, 'UA05020000000000001', 'Район'), (2, 'UA07020000000000001', 'Інший район');
	INSERT INTO communities (region_id, district_id, code, name_uk, type) VALUES
		(1, 1, 'UA05020010000000001', 'Перша', 'RURAL'), (1, 1, 'UA05020020000000001', 'Друга', 'URBAN');
	INSERT INTO goal_trees (community_id, kind, period_start, period_end, created_at) VALUES
		(1, 'DIGITAL', 2025, 2027, now()), (1, 'DEVELOPMENT_STRATEGY', NULL, NULL, now()), (2, 'DIGITAL', 2025, 2027, now());
	INSERT INTO goal_tree_revisions (community_id, tree_number, sequence, state, created_at, published_at) VALUES
		(1, 1, 1, 'DRAFT', now(), NULL), (1, 1, 2, 'DRAFT', now(), NULL), (1, 2, 1, 'DRAFT', now(), NULL), (2, 3, 1, 'DRAFT', now(), NULL);
	UPDATE goal_trees SET published_revision = CASE number WHEN 1 THEN 1 WHEN 2 THEN 3 ELSE 4 END;
	INSERT INTO tree_nodes (community_id, number, tree_number, level, created_at, updated_at) VALUES
		(1, 11, 1, 'GOAL', now(), now()), (1, 12, 1, 'SUBGOAL', now(), now()), (1, 13, 1, 'COMPONENT', now(), now()),
		(1, 14, 1, 'GOAL', now(), now()), (1, 15, 2, 'GOAL', now(), now()),
		(2, 21, 3, 'GOAL', now(), now()), (2, 22, 3, 'SUBGOAL', now(), now());
	INSERT INTO placements (community_id, revision_number, node_number, tree_number, level, parent_number, parent_level, position, title) VALUES
		(1, 1, 11, 1, 'GOAL', NULL, NULL, 1, 'Ціль'), (1, 1, 12, 1, 'SUBGOAL', 11, 'GOAL', 1, 'Підціль'),
		(1, 1, 13, 1, 'COMPONENT', 12, 'SUBGOAL', 1, 'Компонент'), (1, 1, 14, 1, 'GOAL', NULL, NULL, 2, 'Інша ціль'),
		(1, 2, 11, 1, 'GOAL', NULL, NULL, 1, 'Ціль'), (1, 3, 15, 2, 'GOAL', NULL, NULL, 1, 'Ціль'),
		(2, 4, 21, 3, 'GOAL', NULL, NULL, 1, 'Ціль'), (2, 4, 22, 3, 'SUBGOAL', 21, 'GOAL', 1, 'Підціль');
	INSERT INTO planned_costs (community_id, revision_number, node_number, year, fund_source, expense_kind, amount) VALUES
		(1, 1, 13, 2026, 'LOCAL', 'CURRENT', 1);
	INSERT INTO targets (community_id, number, node_number, created_at) VALUES (1, 31, 11, now()), (1, 32, 12, now()), (2, 33, 21, now());
	INSERT INTO placed_targets (community_id, revision_number, target_number, node_number, level, position, name, unit, direction, baseline, baseline_year) VALUES
		(1, 1, 31, 11, 'GOAL', 1, 'Показник', '%', 'HIGHER_IS_BETTER', 1, 2025);
	INSERT INTO target_values (community_id, revision_number, target_number, year, value) VALUES (1, 1, 31, 2026, 1);
	INSERT INTO target_reports (community_id, target_number, year, value, reported_at) VALUES (1, 31, 2026, 1, now());
	INSERT INTO progress_reports (community_id, node_number, as_of, status, reported_at) VALUES (1, 13, '2026-01-01', 'PLANNED', now());
	INSERT INTO spending_entries (community_id, node_number, spent_on, fund_source, amount) VALUES (1, 13, '2026-01-01', 'LOCAL', 1);
	INSERT INTO evidence_links (community_id, node_number, url, title) VALUES (1, 13, 'https://example.org', 'Фото')`

// What a statement is answered with, by SQLSTATE.
const (
	accepted = ""
	foreign  = "23503"
	unique   = "23505"
	check    = "23514"
	missing  = "23502"
)

func newBase(t *testing.T) *sql.DB {
	t.Helper()
	db, err := database.Connect(context.Background(), databasetest.New(t), database.ConnectOptions{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := db.ExecContext(t.Context(), fixture); err != nil {
		t.Fatal(err)
	}
	return db
}

// try runs a statement, takes it back, and holds the answer against the one expected. A statement
// that touches no row proves nothing.
func try(t *testing.T, db *sql.DB, why, want, statement string, args ...any) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}()
	done, err := tx.ExecContext(t.Context(), statement, args...)
	got := accepted
	if refused := (*pgconn.PgError)(nil); errors.As(err, &refused) {
		got = refused.Code
	} else if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("%s: SQLSTATE %q (%v), want %q", why, got, err, want)
	}
	if err != nil {
		return
	}
	if rows, err := done.RowsAffected(); err != nil || rows == 0 {
		t.Errorf("%s: the statement touches no row, %v", why, err)
	}
}

// place is the statement that places a node in a revision.
const place = `INSERT INTO placements
	(community_id, revision_number, node_number, tree_number, level, parent_number, parent_level, position, title) VALUES `

func TestPlacementsStayWithinTheirTreeAndRevision(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	cases := []struct{ why, want, row string }{
		{"a goal of the tree", accepted, `(1, 2, 14, 1, 'GOAL', NULL, NULL, 2, 'x')`},
		{"a subgoal under a goal of the revision", accepted, `(1, 2, 12, 1, 'SUBGOAL', 11, 'GOAL', 1, 'x')`},
		{"a component under a goal", accepted, `(1, 2, 13, 1, 'COMPONENT', 11, 'GOAL', 1, 'x')`},
		{"a parent that only another revision places", foreign, `(1, 2, 12, 1, 'SUBGOAL', 14, 'GOAL', 1, 'x')`},
		{"a parent of another tree", foreign, `(1, 2, 12, 1, 'SUBGOAL', 15, 'GOAL', 1, 'x')`},
		{"a parent of another community", foreign, `(1, 2, 12, 1, 'SUBGOAL', 21, 'GOAL', 1, 'x')`},
		{"a parent that is nothing", foreign, `(1, 2, 12, 1, 'SUBGOAL', 99, 'GOAL', 1, 'x')`},
		{"a node of another tree", foreign, `(1, 2, 15, 1, 'GOAL', NULL, NULL, 2, 'x')`},
		{"a node of another tree, as of that tree", foreign, `(1, 2, 15, 2, 'GOAL', NULL, NULL, 2, 'x')`},
		{"a node of another community", foreign, `(1, 2, 21, 1, 'GOAL', NULL, NULL, 2, 'x')`},
		{"a revision of another community", foreign, `(1, 4, 11, 1, 'GOAL', NULL, NULL, 2, 'x')`},
		{"a node at another level than it is of", foreign, `(1, 2, 12, 1, 'GOAL', NULL, NULL, 2, 'x')`},
		{"a parent at another level than it is of", foreign, `(1, 2, 13, 1, 'COMPONENT', 11, 'SUBGOAL', 1, 'x')`},
		{"a node twice in one revision", unique, `(1, 2, 11, 1, 'GOAL', NULL, NULL, 2, 'x')`},
	}
	for _, c := range cases {
		try(t, db, c.why, c.want, place+c.row)
	}
}

// TestLevelsCannotCloseACycle tries every level under every other: each is allowed only under a higher
// one, so no chain of parents comes back to its beginning.
func TestLevelsCannotCloseACycle(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	allowed := map[string]bool{"GOAL/": true, "SUBGOAL/GOAL": true, "COMPONENT/GOAL": true, "COMPONENT/SUBGOAL": true}
	nodes := map[string]int{"GOAL": 14, "SUBGOAL": 12, "COMPONENT": 13}
	parents := map[string]any{"": nil, "GOAL": 11, "SUBGOAL": 12, "COMPONENT": 13}
	for level, node := range nodes {
		for parentLevel, parent := range parents {
			want := check
			if allowed[level+"/"+parentLevel] {
				want = accepted
			}
			try(t, db, level+" under "+parentLevel, want, `UPDATE placements SET parent_number = $1, parent_level = nullif($2, '')
				WHERE revision_number = 1 AND node_number = $3`, parent, parentLevel, node)
		}
	}
	for _, half := range []string{`parent_number = NULL`, `parent_level = NULL`} {
		try(t, db, "half a parent: "+half, check, `UPDATE placements SET `+half+` WHERE revision_number = 1 AND node_number = 12`)
	}
	try(t, db, "another level in place", foreign, `UPDATE tree_nodes SET level = 'GOAL' WHERE number = 12`)
}

func TestTreesPublishTheirOwnRevisions(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	for _, column := range []string{"published_revision", "working_revision"} {
		for revision, want := range map[int]string{2: accepted, 3: foreign, 4: foreign, 99: foreign} {
			try(t, db, column, want, `UPDATE goal_trees SET `+column+` = $1 WHERE number = 1`, revision)
		}
	}
	revise := `INSERT INTO goal_tree_revisions (community_id, tree_number, sequence, state, created_at, published_at) VALUES `
	try(t, db, "a revision of another community's tree", foreign, revise+`(2, 1, 9, 'DRAFT', now(), NULL)`)
	try(t, db, "a sequence twice", unique, revise+`(1, 1, 2, 'DRAFT', now(), NULL)`)
	try(t, db, "adopted, but never published", check, revise+`(1, 1, 3, 'ADOPTED', now(), NULL)`)
	try(t, db, "published, but a draft", check, revise+`(1, 1, 3, 'DRAFT', now(), now())`)
	grow := `INSERT INTO goal_trees (community_id, kind, period_start, period_end, created_at) VALUES `
	try(t, db, "a second tree of the period", unique, grow+`(1, 'DIGITAL', 2025, 2027, now())`)
	try(t, db, "a second tree without a period", unique, grow+`(1, 'DEVELOPMENT_STRATEGY', NULL, NULL, now())`)
	try(t, db, "a tree of another kind", accepted, grow+`(1, 'DIGITAL', NULL, NULL, now())`)
}

func TestNothingIsDeletedFromUnderSomethingElse(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	for what, want := range map[string]string{
		`regions WHERE id = 1`:                                      foreign,
		`districts WHERE id = 1`:                                    foreign,
		`districts WHERE id = 2`:                                    accepted,
		`communities WHERE id = 1`:                                  foreign,
		`goal_trees WHERE number = 1`:                               foreign,
		`goal_tree_revisions WHERE number = 1`:                      foreign,
		`tree_nodes WHERE number = 13`:                              foreign,
		`placements WHERE revision_number = 1 AND node_number = 12`: foreign,
		`placements WHERE revision_number = 1 AND node_number = 13`: accepted, // with its costs
		`placements WHERE revision_number = 1`:                      accepted,
		`categories WHERE code = 'TRAINING'`:                        accepted,
	} {
		try(t, db, what, want, `DELETE FROM `+what)
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE placements SET kind = 'SOFT', category_code = 'TRAINING' WHERE level = 'COMPONENT'`); err != nil {
		t.Fatal(err)
	}
	try(t, db, "a category in use", foreign, `DELETE FROM categories WHERE code = 'TRAINING'`)
}
