package resolvers_test

import (
	"fmt"
	"testing"

	"hromada/domain"
)

// TestBudgetLeavesOutWhatIsCancelled also above a component, as shares of hard components do; what was paid stays paid.
func TestBudgetLeavesOutWhatIsCancelled(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, &domain.Period{Start: 2025, End: 2027})
	costs := costing("10", domain.LocalFunds)
	for i, goal := range []string{"Перша", "Друга"} {
		at := s.goal(goal, coded(fmt.Sprint(i+1)))
		s.component(s.subgoal(at, goal+" підціль"), goal+" глибоко", costs)
		s.component(at, goal+" одразу", costs)
	}
	a.tree(s.Outline)
	a.exec(`INSERT INTO spending_entries (community_id, node_number, spent_on, fund_source, amount)
		SELECT community_id, node_number, '2026-05-05', 'LOCAL', 3 FROM placements WHERE title = 'Перша глибоко'`)
	budget := func() string {
		type line struct{ Planned, Spent struct{ Amount string } }
		all := get[struct{ Budget []line }](a, "overview", `{ overview { budget { planned { amount } spent { amount } } } }`, nil).Budget
		if len(all) != 1 {
			t.Fatalf("the budget has %d lines", len(all))
		}
		return all[0].Planned.Amount + " " + all[0].Spent.Amount
	}
	if got := budget(); got != "40.00 3.00" {
		t.Errorf("the budget is %s", got)
	}
	for _, c := range []struct{ cancelled, want string }{{"Друга одразу", "30.00 3.00"}, {"Друга підціль", "20.00 3.00"}, {"Перша", "0 3.00"}} {
		a.exec(`UPDATE tree_nodes SET status = 'CANCELLED', reported_on = '2026-11-01' WHERE (community_id, number) IN (SELECT community_id, node_number FROM placements WHERE title = $1)`, c.cancelled)
		if got := budget(); got != c.want {
			t.Errorf("after «%s» is cancelled the budget is %s, not %s", c.cancelled, got, c.want)
		}
	}
}
