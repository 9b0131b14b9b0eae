package models_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// TestFailingOutlineLeavesNothingBehind writes a tree whose last node breaks a rule of the database,
// once as the first tree and once as an edition of another.
func TestFailingOutlineLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		spoil func(*domain.OutlineNode)
		state string // of SQL
	}{
		"no title":                 {func(n *domain.OutlineNode) { n.Title = "" }, "23514"},
		"unknown level":            {func(n *domain.OutlineNode) { n.Level = "TASK" }, "23514"},
		"unknown category":         {func(n *domain.OutlineNode) { n.Kind, n.Category = domain.Soft, "MAGIC" }, "23503"},
		"category of another kind": {func(n *domain.OutlineNode) { n.Kind, n.Category = domain.Soft, "NETWORK" }, "23503"},
		"category without a kind":  {func(n *domain.OutlineNode) { n.Category = "NETWORK" }, "23514"},
		"unknown kind":             {func(n *domain.OutlineNode) { n.Kind = "MILD" }, "23514"},
		"unknown priority":         {func(n *domain.OutlineNode) { n.Priority = "URGENT" }, "23514"},
		"component above all":      {func(n *domain.OutlineNode) { n.Parent = -1 }, "23514"},
		"goal beneath a goal":      {func(n *domain.OutlineNode) { n.Level = domain.GoalLevel }, "23514"},
		"component of a component": {func(n *domain.OutlineNode) { n.Parent = 2 }, "23514"},
		"due before it starts": {func(n *domain.OutlineNode) {
			n.StartDate, n.DueDate = new(today), new(today.AddDays(-1))
		}, "23514"},
		"placeholder that is no goal": {func(n *domain.OutlineNode) { n.Placeholder = true }, "23514"},
		"negative cost": {func(n *domain.OutlineNode) {
			n.PlannedCosts = []domain.PlannedCost{{Year: 2026, Source: domain.LocalFunds, Expense: domain.Current, Amount: "-1"}}
		}, "23514"},
		"one cost twice": {func(n *domain.OutlineNode) {
			cost := domain.PlannedCost{Year: 2026, Source: domain.LocalFunds, Expense: domain.Current, Amount: "1"}
			n.PlannedCosts = []domain.PlannedCost{cost, cost}
		}, "23505"},
		"cost of a goal": {func(n *domain.OutlineNode) {
			n.Level, n.Parent = domain.GoalLevel, -1
			n.PlannedCosts = []domain.PlannedCost{{Year: 2026, Source: domain.LocalFunds, Expense: domain.Current, Amount: "1"}}
		}, "23503"},
		"100 that is not done": {func(n *domain.OutlineNode) {
			n.Reports = []domain.Report{{AsOf: today, Status: domain.InProgress, Percent: new(100.0)}}
		}, "23514"},
		"override of a component": {func(n *domain.OutlineNode) {
			n.Reports = []domain.Report{{AsOf: today, Status: domain.InProgress, Percent: new(10.0), Override: "Так краще"}}
		}, "23514"},
		"link to nowhere": {func(n *domain.OutlineNode) {
			n.Evidence = []domain.Evidence{{URL: "javascript:alert(1)", Title: "Фото"}}
		}, "23514"},
	}
	b := newBase(t)
	a := b.addArea(t, 1, 2)
	b.write(t, village(a.communities[1]))
	before := b.content(t)
	for why, c := range cases {
		for _, community := range a.communities {
			o := village(community)
			fresh := domain.OutlineNode{Level: domain.ComponentLevel, Parent: 4, Title: "Нове"}
			c.spoil(&fresh)
			o.Nodes = append(o.Nodes, fresh)
			_, err := b.tryWrite(o, false)
			var refused *pgconn.PgError
			if !errors.As(err, &refused) || refused.Code != c.state {
				t.Errorf("%s: the error is %v, want SQLSTATE %s", why, err, c.state)
			}
			if b.content(t) != before {
				t.Fatalf("%s: something was written", why)
			}
		}
	}
}

func TestTreeOfAnUnknownCommunityIsNotFound(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	b.addArea(t, 1, 1)
	_, err := b.tryWrite(village(code(9, 9, 9)), false)
	expectCode(t, err, domain.CodeNotFound)
	if told, _ := domain.AsError(err); told == nil || told.Field != "community" {
		t.Errorf("the error is about %+v", told)
	}
}

func expectCode(t failer, err error, want domain.Code) {
	t.Helper()
	if told, ok := domain.AsError(err); !ok || told.Code != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// TestReportOfADayToComeIsRefused: what is current was worked out when it was written, so it could
// never become current by itself.
func TestReportOfADayToComeIsRefused(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	o.Nodes[3].Reports = []domain.Report{{AsOf: today, Status: domain.Planned}, {AsOf: today.AddDays(1), Status: domain.InProgress}}
	_, err := b.tryWrite(o, false)
	expectCode(t, err, domain.CodeInvalidInput)
	b.expectGrowth(t, nil, nil)
}

func TestDryRunTellsEverythingAndKeepsNothing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	written, err := b.tryWrite(o, true)
	must(t, err)
	if !written.Changed || written.Sequence != 1 {
		t.Errorf("%+v", written)
	}
	b.expectGrowth(t, nil, nil)
	b.write(t, o)
	before := b.content(t)
	o.Nodes[3].Title = "Курси для дорослих"
	written, err = b.tryWrite(o, true)
	must(t, err)
	if !written.Changed || written.Sequence != 2 || b.content(t) != before {
		t.Errorf("%+v", written)
	}
	o.Nodes[3].Category = "MAGIC"
	if _, err := b.tryWrite(o, true); err == nil {
		t.Error("a dry run does not find what the database refuses")
	}
}

func TestOnlyAnOperatorWritesTrees(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	for _, ctx := range []context.Context{visitor(), context.Background()} {
		for _, action := range []auth.Action{auth.ImportGoals, auth.ImportRegistry, auth.LoadDemonstration} {
			err := b.InTx(ctx, action, false, func(*models.Tx) error {
				t.Errorf("%s runs for the wrong viewer", action)
				return nil
			})
			expectCode(t, err, domain.CodeUnauthenticated)
		}
	}
	if _, err := b.tryWrite(o, false); err != nil {
		t.Error(fmt.Errorf("the operator: %w", err))
	}
}
