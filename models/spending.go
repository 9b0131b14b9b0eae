package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// SpendingEntry is a payment made for a component, in hryvnias.
type SpendingEntry struct {
	CommunityID int64
	NodeNumber  int64
	Number      int64 `gorm:"primaryKey;autoIncrement"`
	SpentOn     domain.Date
	FundSource  domain.FundSource
	Sum         domain.Decimal `gorm:"column:amount"`
	Note        *string
	EnteredAt   *time.Time
	EnteredBy   *int64
}

// NodeID is the payment's public id.
func (e *SpendingEntry) NodeID() domain.NodeID { return spendingID(e.CommunityID, e.Number) }

func spendingID(community, number int64) domain.NodeID {
	return domain.NodeID{Type: "SpendingEntry", Community: community, Number: number}
}

// Amount gives the payment as money.
func (e *SpendingEntry) Amount() *domain.Money { return &domain.Money{Amount: e.Sum} }

// SpendingRecord is a payment with who entered it, and how it ended where it does not stand any more.
type SpendingRecord struct {
	SpendingEntry `gorm:"embedded"`
	EnteredByName *string
	EndedAt       *time.Time
	EndedByName   *string
	EndedReason   *string
	CorrectedBy   *int64
}

// CorrectedByID is the payment that stands in its place; nil where none does.
func (r *SpendingRecord) CorrectedByID() *domain.NodeID {
	if r.CorrectedBy == nil {
		return nil
	}
	return new(spendingID(r.CommunityID, *r.CorrectedBy))
}

// standing is the condition that a payment was neither corrected nor taken back. Every sum asks for it.
func standing(entry string) string { return entry + `.ended_at IS NULL` }

// Spending gives what was spent on a component, the newest first.
func (s *Store) Spending(ctx context.Context, row *Component) ([]*SpendingEntry, error) {
	return eachOf(ctx, s, row, "spending", `
		SELECT k.community_id, k.node_number, k.number, k.spent_on, k.fund_source, k.amount, k.note`+livingFrom("spending_entries")+` AND `+standing("k")+`
		ORDER BY k.community_id, k.node_number, k.spent_on DESC, k.number DESC`,
		func(e *SpendingEntry) place { return place{e.CommunityID, e.NodeNumber} })
}

// SpentTotal sums what was spent on a component; nil where nothing was.
func (s *Store) SpentTotal(ctx context.Context, row *Component) (*domain.Money, error) {
	return money(eachOf(ctx, s, row, "spentTotal", `SELECT k.community_id, k.node_number, sum(k.amount) AS sum`+
		livingFrom("spending_entries")+` AND `+standing("k")+` GROUP BY k.community_id, k.node_number`, (*total).place))
}

// SpendingHistory gives the latest entries of what was spent on components, for those who may see how a community works.
func (s *Store) SpendingHistory(ctx context.Context, row *Component) ([]*SpendingRecord, error) {
	return share(ctx, row, "spendingHistory", nil, func(ctx context.Context, rows []*Component) (map[*Component][]*SpendingRecord, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		key := func(c *Component) place { return c.place() }
		args := places(keysOf(rows, key))
		args["most"] = MaxJournal
		found, err := fetch[SpendingRecord](d, `SELECT k.*, a.name AS entered_by_name, b.name AS ended_by_name
			FROM `+unnestPlaces+` asked (community_id, number) CROSS JOIN LATERAL (
				SELECT * FROM spending_entries e WHERE e.community_id = asked.community_id AND e.node_number = asked.number
				ORDER BY e.number DESC LIMIT @most ) k
			LEFT JOIN users a ON a.id = k.entered_by LEFT JOIN users b ON b.id = k.ended_by
			WHERE `+d.reaches(`k.community_id`)+` ORDER BY k.number DESC`, args)
		return toMany(rows, key, found, func(r *SpendingRecord) place { return place{r.CommunityID, r.NodeNumber} }), err
	})
}

// payment is what somebody enters as paid for a component.
func (tx *Tx) payment(component place, s domain.Spending) *SpendingEntry {
	s = s.Stored()
	return &SpendingEntry{
		CommunityID: component.Community, NodeNumber: component.Number, SpentOn: s.On, FundSource: s.Source, Sum: s.Amount, Note: optional(s.Note),
		EnteredAt: &tx.now, EnteredBy: number(tx.viewer.User),
	}
}

// said is the payment as it was entered.
func (e *SpendingEntry) said() domain.Spending {
	return domain.Spending{On: e.SpentOn, Source: e.FundSource, Amount: e.Sum, Note: valueOr(e.Note, "")}
}

// paymentFacts are what the audit log keeps of a payment.
func paymentFacts(s domain.Spending) facts {
	s = s.Stored()
	told := facts{"date": s.On.String(), "fundSource": s.Source, "amount": s.Amount}
	if s.Note != "" {
		told["note"] = s.Note
	}
	return told
}
