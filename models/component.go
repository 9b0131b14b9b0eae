package models

import (
	"context"
	"strings"

	"hromada/domain"
)

// PlannedCost is a planned cost of a component, in hryvnias.
type PlannedCost struct {
	CommunityID    int64
	RevisionNumber int64
	NodeNumber     int64
	Year           int
	FundSource     domain.FundSource
	ExpenseKind    domain.ExpenseKind
	Sum            domain.Decimal `gorm:"column:amount"`
}

// Amount gives the cost as money.
func (c *PlannedCost) Amount() *domain.Money { return &domain.Money{Amount: c.Sum} }

// EvidenceLink is a link to what shows the work.
type EvidenceLink struct {
	CommunityID int64
	NodeNumber  int64
	Number      int64 `gorm:"primaryKey;autoIncrement"`
	Title       string
	URL         string
}

// NodeID is the link's public id.
func (l *EvidenceLink) NodeID() domain.NodeID {
	return domain.NodeID{Type: "EvidenceLink", Community: l.CommunityID, Number: l.Number}
}

type total struct {
	CommunityID int64
	NodeNumber  int64
	Sum         domain.Decimal
}

// PlannedCosts gives a component's planned costs by year, source and kind of expense.
func (s *Store) PlannedCosts(ctx context.Context, row *Component) ([]*PlannedCost, error) {
	return eachOf(ctx, s, row, "plannedCosts", `
		SELECT k.community_id, k.node_number, k.year, k.fund_source, k.expense_kind, k.amount`+plannedFrom+`
		ORDER BY k.community_id, k.node_number, k.year, k.fund_source, k.expense_kind`,
		func(c *PlannedCost) place { return place{c.CommunityID, c.NodeNumber} })
}

// Evidence gives the links that show the work on a component, in the order they were added.
func (s *Store) Evidence(ctx context.Context, row *Component) ([]*EvidenceLink, error) {
	return eachOf(ctx, s, row, "evidence", `
		SELECT k.community_id, k.node_number, k.number, k.title, k.url`+livingFrom("evidence_links")+`
		ORDER BY k.community_id, k.node_number, k.number`,
		func(e *EvidenceLink) place { return place{e.CommunityID, e.NodeNumber} })
}

// PlannedTotal sums a component's planned costs; nil where none is known.
func (s *Store) PlannedTotal(ctx context.Context, row *Component) (*domain.Money, error) {
	return money(eachOf(ctx, s, row, "plannedTotal", `SELECT k.community_id, k.node_number, sum(k.amount) AS sum`+
		plannedFrom+` GROUP BY k.community_id, k.node_number`, (*total).place))
}

func (t *total) place() place { return place{t.CommunityID, t.NodeNumber} }

func money(sums []*total, err error) (*domain.Money, error) {
	if err != nil || len(sums) == 0 {
		return nil, err
	}
	return &domain.Money{Amount: sums[0].Sum}, nil
}

// plannedFrom reads costs k of the revisions that the door shows; {shown} is filled in by eachOf.
var plannedFrom = `
	FROM planned_costs k
	WHERE (k.community_id, k.revision_number) IN ({shown}) AND ` + among(`k.node_number`)

// livingFrom reads what hangs on identities, k, where a revision that the door shows places them.
func livingFrom(table string) string {
	return `
	FROM ` + table + ` k WHERE (k.community_id, k.node_number) IN (
		SELECT p.community_id, p.node_number FROM placements p
		WHERE (p.community_id, p.revision_number) IN ({shown}) AND ` + among(`p.node_number`) + `)`
}

// eachOf loads what hangs on components, for all siblings at once.
func eachOf[R any](
	ctx context.Context, s *Store, row *Component, field, statement string, owner func(*R) place,
) ([]*R, error) {
	return share(ctx, row, field, nil, func(ctx context.Context, rows []*Component) (map[*Component][]*R, error) {
		d, err := s.readTrees(ctx, rows[0].View)
		if err != nil {
			return nil, err
		}
		trees, args := nodesAsked(rows)
		found, err := fetch[R](d, strings.ReplaceAll(statement, "{shown}", d.shown(trees)), args)
		return toMany(rows, func(c *Component) place { return c.place() }, found, owner), err
	})
}
