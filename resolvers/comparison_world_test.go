package resolvers_test

import (
	"context"
	"testing"

	"hromada/auth"
)

// refreshMetrics makes the figures anew, as a server does by the hour.
func (a *api) refreshMetrics() {
	a.tb.Helper()
	if err := a.store.RefreshMetrics(auth.WithViewer(context.Background(), auth.Viewer{Role: auth.Operator})); err != nil {
		a.tb.Fatal(err)
	}
}

// compared is a generated database with the figures of its goals, and a survey's metric with errors, gaps and hidden values, of two waves.
func compared(tb testing.TB, s shape) *api {
	tb.Helper()
	a := generated(tb, s)
	a.refreshMetrics()
	for _, statement := range generatedMetrics {
		a.exec(statement)
	}
	a.exec(`ANALYZE`)
	a.count.take()
	return a
}

var generatedMetrics = []string{
	`INSERT INTO metrics (code, source, unit, direction, name_uk, name_en, method_uk, method_en)
		VALUES ('survey.made_up.yes', 'SURVEYS', 'PERCENT', 'LOWER_IS_BETTER', 'Вигаданий показник', 'Made-up metric', 'Вигадано', 'Made up')`,
	// Communities in turn: a value that others share, a value with an error, one that is hidden, one that was not collected.
	`INSERT INTO metric_values (metric, community_id, period, survey_number, wave, value, standard_error, n, missing, as_of)
		SELECT 'survey.made_up.yes', c.id, 12 * 2026 + 8 + w, w, w, CASE WHEN c.id % 4 < 2 THEN 20 + w + c.id % 7 + CASE c.id % 4 WHEN 1 THEN c.id % 31 * 1.7 ELSE 0 END END,
			CASE WHEN c.id % 4 = 1 THEN 1 + c.id % 3 END, CASE WHEN c.id % 4 < 2 THEN 100 + c.id END,
			CASE c.id % 4 WHEN 2 THEN 'SUPPRESSED' WHEN 3 THEN 'NOT_COLLECTED' END, make_date(2026, 8 + w, 1)
		FROM communities c, generate_series(1, 2) w`,
}

const madeUp = "survey.made_up.yes"

// comparisonVars are the variables of comparisonOperations.
func (a *api) comparisonVars() vars {
	return vars{
		"metric": madeUp, "metrics": []string{"goals.progress", madeUp}, "area": vars{"regionCode": a.code("regions")}, "community": a.code("communities"),
		"peersOf": vars{"communityCode": a.code("communities"), "kind": "NEAREST", "count": 5},
	}
}
