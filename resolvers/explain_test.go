package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// nation is the national registry, with trees in a part of the communities: enough of everything for
// the planner to have a choice.
var nation = shape{24, 126, 1469, 150, 4, 3, 4}

// growing are the tables that grow with the country; the others hold tens of rows for ever.
var growing = []string{
	"districts", "communities", "participations", "goal_trees", "goal_tree_revisions", "tree_nodes", "placements",
	"planned_costs", "progress_reports", "spending_entries", "evidence_links", "comments", "comment_mentions", "expert_assignments",
}

// serving are the indexes that orders, filters, searches and journals were given: some statement uses each.
var serving = []string{
	"regions_by_name", "regions_by_search", "districts_by_name", "districts_all_by_name", "districts_by_search",
	"communities_by_region", "communities_by_district", "communities_by_name", "communities_by_type",
	"communities_by_population", "communities_by_population_falling", "communities_by_area",
	"communities_by_area_falling", "communities_by_search", "placements_by_node", "placements_by_title",
	"placements_by_due", "placements_by_due_falling", "placements_by_search", "progress_reports_by_day",
}

// The plans of the whole country's database, which is dear to make.
func TestPlans(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("plans need a whole country of rows, which a short run does not make")
	}
	a := generated(t, nation)
	t.Run("every statement has an index", func(t *testing.T) { testIndexes(t, a) })
	t.Run("one community is read alone", func(t *testing.T) { testOneCommunity(t, a) })
}

// Every statement that the operations and lists send has a plan in which no growing table is read from
// end to end. Sequential scans are forbidden to the planner rather than waited for: on little data it
// rightly prefers them, and only where no index serves it still has none but them.
func testIndexes(t *testing.T, a *api) {
	t.Helper()
	variables, used := a.exampleVars(), map[string]bool{}
	for _, op := range operations(t) {
		a.ask(op.text, variables)
	}
	for _, l := range lists {
		l.askAll(a)
	}
	for _, statement := range distinct(a.count.take()) {
		best := a.explain(statement, `enable_seqscan`, `FORMAT JSON`)
		best.noteIndexes(used)
		if tables := best.wholly(); len(tables) > 0 {
			t.Errorf("no index serves %v in\n%s", tables, statement.sql)
		}
		if rows := a.explain(statement, ``, analyzed).handled(); rows > 400_000 {
			t.Errorf("a step of the plan handles %.0f rows in\n%s", rows, statement.sql)
		}
	}
	for _, index := range serving {
		if !used[index] {
			t.Errorf("no statement uses %s", index)
		}
	}
}

// What is asked of one community costs no more because there are others.
func testOneCommunity(t *testing.T, a *api) {
	t.Helper()
	variables := a.exampleVars()
	for _, op := range operations(t) {
		if op.name != "community_page" && op.name != "node" {
			continue
		}
		_, statements := a.run(op, variables)
		for _, statement := range statements {
			if rows := a.explain(statement, ``, analyzed).handled(); rows > 2_000 {
				t.Errorf("%s: a step of the plan handles %.0f rows in\n%s", op.name, rows, statement.sql)
			}
		}
	}
}

// distinct leaves one statement of each text.
func distinct(all []sent) []sent {
	seen := map[string]sent{}
	for _, s := range all {
		seen[s.sql] = s
	}
	return slices.Collect(maps.Values(seen))
}

// analyzed runs the statement and counts rows, without clocks.
const analyzed = `ANALYZE, TIMING OFF, FORMAT JSON`

// plan is a step of a plan as PostgreSQL tells it.
type plan struct {
	Step      string  `json:"Node Type"`
	Relation  string  `json:"Relation Name"`
	Index     string  `json:"Index Name"`
	Rows      float64 `json:"Actual Rows"` // of one loop on average, as what was removed
	Filtered  float64 `json:"Rows Removed by Filter"`
	Unmatched float64 `json:"Rows Removed by Join Filter"`
	Loops     float64 `json:"Actual Loops"`
	Plans     []plan  `json:"Plans"`
}

// explain asks for a statement's plan, with one setting switched off.
func (a *api) explain(s sent, off, options string) plan {
	a.tb.Helper()
	args := slices.DeleteFunc(slices.Clone(s.args), func(arg any) bool {
		_, format := arg.(pgx.QueryResultFormats) // the driver's own, before the arguments
		return format
	})
	tx, err := a.db.Begin()
	if err != nil {
		a.tb.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	if off != "" {
		if _, err := tx.Exec(`SET LOCAL ` + off + ` = off`); err != nil {
			a.tb.Fatal(err)
		}
	}
	var text string
	if err := tx.QueryRow(`EXPLAIN (`+options+`) `+s.sql, args...).Scan(&text); err != nil {
		a.tb.Fatalf("%v\n%s", err, s.sql)
	}
	var explained []struct{ Plan plan }
	if err := json.Unmarshal([]byte(text), &explained); err != nil {
		a.tb.Fatal(err)
	}
	return explained[0].Plan
}

func (p plan) noteIndexes(used map[string]bool) {
	used[p.Index] = true
	for _, child := range p.Plans {
		child.noteIndexes(used)
	}
}

// wholly names the growing tables that a plan reads from end to end.
func (p plan) wholly() []string {
	tables := []string{}
	if p.Step == "Seq Scan" && slices.Contains(growing, p.Relation) {
		tables = append(tables, p.Relation)
	}
	for _, child := range p.Plans {
		tables = append(tables, child.wholly()...)
	}
	return tables
}

// handled is the number of rows that the busiest step of a plan made or looked at in vain. Rows compared
// each with each show in it, however quick the machine.
func (p plan) handled() float64 {
	busiest := (p.Rows + p.Filtered + p.Unmatched) * p.Loops
	for _, child := range p.Plans {
		busiest = max(busiest, child.handled())
	}
	return busiest
}

// listField is a list of the schema with everything it can be asked for.
type listField struct {
	name, filterType, orderType, totals string
	orders                              []string
	filters                             []vars
}

var nodeOrders = []string{"TITLE", "DUE_DATE", "COMMUNITY"}

// nodeFilters are the conditions that every level has.
func nodeFilters(more ...vars) []vars {
	return append([]vars{
		{},
		{"text": vars{"contains": "мереж"}},
		{"text": vars{"startsWith": "створити"}},
		{"regionCode": "UA01" + strings.Repeat("0", 15)},
		{"districtCode": "UA0101" + strings.Repeat("0", 13)},
		{"communityCodes": []string{"UA0101001" + strings.Repeat("0", 10)}},
		{"treeKind": "DIGITAL"},
		{"status": []string{"IN_PROGRESS"}},
		{"onTrack": []string{"LATE", "AT_RISK"}},
		{"priority": []string{"HIGH"}},
		{"due": vars{"from": "2026-01-01", "to": "2026-06-30"}},
		{"treeKind": "DIGITAL", "regionCode": "UA01" + strings.Repeat("0", 15), "status": []string{"DONE"}, "text": vars{"contains": "дані"}},
	}, more...)
}

const nodeTotals = `totalCount facets { status { count } onTrack { count } priority { count } }`

var lists = []listField{
	{"communities", "CommunityFilter", "CommunityOrder", `totalCount`, []string{"NAME", "POPULATION", "AREA", "PROGRESS"}, []vars{
		{},
		{"text": vars{"contains": "річан"}},
		{"text": vars{"startsWith": "ново"}},
		{"codes": []string{"UA0101001" + strings.Repeat("0", 10)}},
		{"regionCode": "UA01" + strings.Repeat("0", 15)},
		{"districtCode": "UA0101" + strings.Repeat("0", 13)},
		{"type": []string{"URBAN"}},
		{"population": vars{"min": 5000, "max": 9000}},
		{"participatesIn": "digital-vinnychchyna"},
		{"hasGoalTree": "DIGITAL"},
		{"goalStatus": []string{"IN_PROGRESS"}},
	}},
	{"goals", "GoalFilter", "GoalOrder", nodeTotals, nodeOrders, nodeFilters()},
	{"subgoals", "SubgoalFilter", "SubgoalOrder", nodeTotals, nodeOrders, nodeFilters()},
	{"components", "ComponentFilter", "ComponentOrder", nodeTotals, nodeOrders, nodeFilters(
		vars{"kind": []string{"HARD"}},
		vars{"unclassified": true},
		vars{"category": []string{"NETWORK"}},
		vars{"fundSource": []string{"STATE"}},
	)},
}

// askAll asks for every filter with its totals, and for pages both ways in every order and direction.
func (l listField) askAll(a *api) {
	a.tb.Helper()
	for _, filter := range l.filters {
		l.ask(a, l.totals, vars{"filter": filter, "first": 10})
	}
	for _, field := range l.orders {
		for _, direction := range []string{"ASC", "DESC"} {
			order := vars{"field": field, "direction": direction}
			start := l.ask(a, "", vars{"order": order, "first": 10})
			l.ask(a, "", vars{"order": order, "first": 10, "after": start.EndCursor})
			end := l.ask(a, "", vars{"order": order, "last": 10})
			l.ask(a, "", vars{"order": order, "last": 10, "before": end.StartCursor})
			l.ask(a, "", vars{"order": order, "last": 10, "before": start.EndCursor})
		}
	}
}

type cursors struct{ StartCursor, EndCursor string }

func (l listField) ask(a *api, totals string, variables vars) cursors {
	a.tb.Helper()
	type found struct{ PageInfo cursors }
	return get[found](a, l.name, fmt.Sprintf(`query ($filter: %s, $order: %s, $first: Int, $after: String, $last: Int, $before: String) {
		%s(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
			%s pageInfo { startCursor endCursor } nodes { id } } }`, l.filterType, l.orderType, l.name, totals), variables).PageInfo
}
