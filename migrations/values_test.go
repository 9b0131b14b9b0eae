package migrations_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

// TestEnumsAreThoseOfDomain tries every constant of domain and one that is none.
func TestEnumsAreThoseOfDomain(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	enums := []struct {
		statement string
		values    []string
	}{
		{`UPDATE communities SET type = $1 WHERE id = 1`, texts(domain.Urban, domain.Settlement, domain.Rural)},
		{`UPDATE goal_trees SET kind = $1 WHERE number = 3`, texts(domain.Digital, domain.DevelopmentStrategy)},
		{
			`UPDATE goal_tree_revisions SET state = CAST($1 AS text), published_at = CASE WHEN $1 IN ('ENDORSED', 'ADOPTED') THEN now() END WHERE number = 4`,
			texts(domain.Draft, domain.Submitted, domain.Returned, domain.Endorsed, domain.Adopted),
		},
		{
			`INSERT INTO tree_nodes (community_id, number, tree_number, level, created_at, updated_at) VALUES (1, 99, 1, $1, now(), now())`,
			texts(domain.GoalLevel, domain.SubgoalLevel, domain.ComponentLevel),
		},
		{
			`UPDATE tree_nodes SET status = CAST($1 AS text), reported_on = '2026-01-01', finished_on = CASE $1 WHEN 'DONE' THEN date '2026-01-01' END WHERE number = 13`,
			texts(domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled),
		},
		{`UPDATE progress_reports SET status = $1`, texts(domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled)},
		{`UPDATE placements SET priority = $1`, texts(domain.Low, domain.Medium, domain.High)},
		{`UPDATE placements SET kind = $1 WHERE level = 'COMPONENT'`, texts(domain.Soft, domain.Hard)},
		{`INSERT INTO categories (code, kind, name_uk, position) VALUES ('NEW', $1, 'Нова', 99)`, texts(domain.Soft, domain.Hard)},
		{`UPDATE planned_costs SET fund_source = $1`, funds},
		{`UPDATE spending_entries SET fund_source = $1`, funds},
		{`UPDATE placed_targets SET direction = $1`, texts(domain.HigherIsBetter, domain.LowerIsBetter)},
		{`UPDATE planned_costs SET expense_kind = $1`, texts(domain.Capital, domain.Current)},
	}
	for _, e := range enums {
		for _, value := range e.values {
			try(t, db, value+" by "+e.statement, accepted, e.statement, value)
			try(t, db, strings.ToLower(value)+" by "+e.statement, check, e.statement, strings.ToLower(value))
		}
		try(t, db, "another value by "+e.statement, check, e.statement, "ANOTHER")
	}
}

var funds = texts(domain.StateFunds, domain.OblastFunds, domain.LocalFunds, domain.DonorFunds, domain.OtherFunds)

func texts[S ~string](values ...S) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// TestRanges tries values on both sides of each bound.
func TestRanges(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	long := func(n int) string { return "'" + strings.Repeat("ї", n) + "'" }
	cases := []struct{ table, accepted, refused string }{
		{"communities", "latitude = 90, longitude = -180", "latitude = 90.1, longitude = 0"},
		{"communities", "latitude = NULL, longitude = NULL", "latitude = 49, longitude = NULL"},
		{"communities", "latitude = 0, longitude = 180", "latitude = 0, longitude = 180.1"},
		{"communities", "area_km2 = 0.01", "area_km2 = 0"},
		{"communities", "area_km2 = NULL", "area_km2 = -1"},
		{"communities", "population = 0, population_on = '2022-01-01'", "population = 5, population_on = NULL"},
		{"communities", "population = NULL, population_on = NULL", "population = NULL, population_on = '2022-01-01'"},
		{"communities", "population = 7, urban_population = 7, population_on = '2022-01-01'", "population = 7, urban_population = 8, population_on = '2022-01-01'"},
		{"communities", "settlements = 0", "settlements = -1"},
		{"communities", "centre_code = 'UA05020010010000001'", "centre_code = 'UA0502001001000000'"},
		{"communities", "name_en = 'First'", "name_en = ''"},
		{"communities WHERE id = 1", "code = 'UA05020010000000009'", "code = 'UА05020010000000009'"}, // a Cyrillic А
		{"communities", "name_uk = 'Перша'", "name_uk = ''"},
		{"goal_trees", "period_start = 2025, period_end = 2025", "period_start = 2025, period_end = 2024"},
		{"goal_trees", "period_start = 1991, period_end = 2100", "period_start = 1990, period_end = 2100"},
		{"goal_trees WHERE number = 1", "period_start = NULL, period_end = NULL", "period_start = 2025, period_end = NULL"},
		{"goal_trees", "source_url = 'https://example.org'", "source_url = 'ftp://example.org'"},
		{"goal_tree_revisions WHERE number = 4", "sequence = 9", "sequence = 0"},
		{"tree_nodes", "version = 2", "version = 0"},
		{"placements", "position = 9", "position = 0"},
		{"placements", "weight = 0.0001", "weight = 0"},
		{"placements", "weight = 99999.9999", "weight = -1"},
		{"placements", "code = " + long(40), "code = " + long(41)},
		{"placements", "code = NULL", "code = ''"},
		{"placements", "title = " + long(2000), "title = " + long(2001)},
		{"placements", "title = 'x'", "title = ''"},
		{"placements", "description = " + long(20000), "description = " + long(20001)},
		{"placements", "start_date = '2026-01-01', due_date = '2026-01-01'", "start_date = '2026-01-02', due_date = '2026-01-01'"},
		{"placements WHERE level = 'COMPONENT'", "kind = 'HARD', category_code = 'NETWORK'", "kind = NULL, category_code = 'NETWORK'"},
		{"placements WHERE level = 'GOAL'", "placeholder = TRUE", "kind = 'HARD'"},
		{"placements WHERE level = 'SUBGOAL'", "placeholder = FALSE", "placeholder = TRUE"},
		{"placements WHERE level = 'COMPONENT'", "customer = 'x', executor = 'x', expected_result = 'x'", "customer = ''"},
		{"placements WHERE level = 'SUBGOAL'", "priority = 'LOW'", "executor = 'x'"},
		{"planned_costs", "year = 2100, amount = 0", "year = 2101"},
		{"planned_costs", "amount = 999999999999.99", "amount = -0.01"},
		{"spending_entries", "amount = 0.01", "amount = 0"},
		{"evidence_links", "url = 'http://example.org'", "url = 'javascript:alert(1)'"},
		{"evidence_links", "title = 'x'", "title = ''"},
		{"instance", "demonstration = TRUE", "only_row = FALSE"},
	}
	for _, c := range cases {
		table, rows, _ := strings.Cut(c.table, " WHERE")
		statement := `UPDATE ` + table + ` SET %s`
		if rows != "" {
			statement += ` WHERE` + rows
		}
		try(t, db, c.table+" "+shortened(c.accepted), accepted, fmt.Sprintf(statement, c.accepted))
		try(t, db, c.table+" "+shortened(c.refused), check, fmt.Sprintf(statement, c.refused))
	}
	try(t, db, "a second instance", unique, `INSERT INTO instance DEFAULT VALUES`)
	try(t, db, "a category of another kind", foreign, `UPDATE placements SET kind = 'SOFT', category_code = 'NETWORK' WHERE level = 'COMPONENT'`)
	try(t, db, "a district of another region", foreign, `UPDATE communities SET district_id = 2 WHERE id = 1`)
	try(t, db, "a region that is not the district's", foreign, `UPDATE communities SET region_id = 2 WHERE id = 1`)
	try(t, db, "no title", missing, `UPDATE placements SET title = NULL`)
}

func shortened(s string) string { return s[:min(len(s), 60)] }

// TestStatusAndPercentAgree: methods of the project, section Progress: DONE is 100 and 100 asks for
// DONE; PLANNED is 0; an override only with a reason, and only of what has children.
func TestStatusAndPercentAgree(t *testing.T) {
	t.Parallel()
	db := newBase(t)
	const reported = `reported_on = '2026-01-01', `
	cases := []struct{ why, want, node, set string }{
		{"never reported", accepted, "13", "status = NULL"},
		{"never reported, but a percent", check, "13", "percent = 10"},
		{"never reported, but a day", check, "13", "reported_on = '2026-01-01'"},
		{"reported without a day", check, "13", "status = 'PLANNED'"},
		{"done at 100", accepted, "13", reported + "status = 'DONE', percent = 100, finished_on = '2026-01-01'"},
		{"done without a number", accepted, "13", reported + "status = 'DONE', finished_on = '2026-01-01'"},
		{"done at 99.99", check, "13", reported + "status = 'DONE', percent = 99.99, finished_on = '2026-01-01'"},
		{"done on no day", check, "13", reported + "status = 'DONE', percent = 100"},
		{"finished, but not done", check, "13", reported + "status = 'SUSPENDED', finished_on = '2026-01-01'"},
		{"100, but not done", check, "13", reported + "status = 'IN_PROGRESS', percent = 100"},
		{"so near 100 that it is stored as 100", check, "13", reported + "status = 'IN_PROGRESS', percent = 99.999"},
		{"more than 100", check, "13", reported + "status = 'IN_PROGRESS', percent = 100.01"},
		{"less than 0", check, "13", reported + "status = 'IN_PROGRESS', percent = -0.01"},
		{"planned at 0", accepted, "13", reported + "status = 'PLANNED', percent = 0"},
		{"planned at 1", check, "13", reported + "status = 'PLANNED', percent = 1"},
		{"cancelled at 40", accepted, "13", reported + "status = 'CANCELLED', percent = 40"},
		{"an override of a goal", accepted, "11", reported + "status = 'IN_PROGRESS', percent = 40, override_reason = 'x'"},
		{"an override with an empty reason", check, "11", reported + "status = 'IN_PROGRESS', percent = 40, override_reason = ''"},
		{"an override without a number", check, "11", reported + "status = 'IN_PROGRESS', override_reason = 'x'"},
		{"an override of a component", check, "13", reported + "status = 'IN_PROGRESS', percent = 40, override_reason = 'x'"},
	}
	for _, c := range cases {
		try(t, db, c.why, c.want, `UPDATE tree_nodes SET `+c.set+` WHERE number = `+c.node)
	}
	for set, want := range map[string]string{
		"status = 'IN_PROGRESS', percent = 99.99":                       accepted,
		"status = 'IN_PROGRESS', percent = 100":                         check,
		"status = 'DONE', percent = 50":                                 check,
		"status = 'PLANNED', percent = 50":                              check,
		"status = 'IN_PROGRESS', percent = 5, override_reason = 'x'":    accepted,
		"status = 'IN_PROGRESS', percent = NULL, override_reason = 'x'": check,
		"status = NULL": missing,
	} {
		try(t, db, "a report: "+set, want, `UPDATE progress_reports SET `+set)
	}
}
