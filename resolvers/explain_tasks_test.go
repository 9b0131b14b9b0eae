package resolvers_test

import (
	"slices"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// The start page where there are tens of thousands of comments and mentions: every statement has an index for each table that grows, and no
// step of its plan compares comments with each other. What is told to the staff of one community costs no more because there are others.
func TestPlansOfTasks(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("plans need tens of thousands of rows, which a short run does not make")
	}
	everywhere := talked(t, oblast(63, 15, 2, 3))
	here := everywhere.someone("here", staffOf(domain.KatottgCode(everywhere.code("communities")), auth.Head))
	everywhere.exec(`VACUUM ANALYZE`)
	page := staffOperations(t)[slices.IndexFunc(staffOperations(t), func(o operation) bool { return o.name == "start_page" })]
	for who, most := range map[*person]float64{everywhere: 120_000, here: 3_000} {
		who.ask(`{ viewer { role } }`, nil)
		who.count.take()
		got := who.ask(page.text, vars{})
		if len(got.Errors) > 0 {
			t.Fatal(got.Body)
		}
		for _, statement := range distinct(who.count.take()) {
			if tables := who.explain(statement, `enable_seqscan`, `FORMAT JSON`).wholly(); len(tables) > 0 {
				t.Errorf("no index serves %v in\n%s", tables, statement.sql)
			}
			if rows := who.explain(statement, ``, analyzed).handled(); rows > most {
				t.Errorf("a step of the plan handles %.0f rows in\n%s", rows, statement.sql)
			}
		}
	}
}
