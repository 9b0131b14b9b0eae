package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CorrectSpending puts another payment in the place of one that was entered wrong, and says why. The wrong one is kept and counts no more.
// A correction that changes nothing writes nothing.
func (s *Store) CorrectSpending(ctx context.Context, id domain.NodeID, reason string, edit func(*domain.Spending)) (*Changed, error) {
	return s.endSpending(ctx, id, func(tx *Tx, wrong *SpendingEntry) error {
		right := wrong.said()
		edit(&right)
		faults := checkPayment(right, tx.today)
		if err := faults.Collect(domain.CheckReason("reason", reason)); err != nil {
			return err
		}
		if len(faults) > 0 {
			return faults
		}
		fresh := tx.payment(place{wrong.CommunityID, wrong.NodeNumber}, right)
		if was, is := domain.Differences(paymentFacts(wrong.said()), paymentFacts(right)); len(was)+len(is) == 0 {
			return nil
		}
		return inOrder(
			func() error { return tx.insertAll("spending_entries", []*SpendingEntry{fresh}) },
			func() error { return tx.endPayment(wrong, fresh, reason) },
		)
	})
}

// TakeBackSpending takes back a payment that was not made, and says why. It is kept and counts no more.
func (s *Store) TakeBackSpending(ctx context.Context, id domain.NodeID, reason string) (*Changed, error) {
	return s.endSpending(ctx, id, func(tx *Tx, wrong *SpendingEntry) error {
		if err := domain.CheckReason("reason", reason); err != nil {
			return err
		}
		return tx.endPayment(wrong, nil, reason)
	})
}

// endSpending runs work on a payment that stands, which nobody else may change meanwhile. Of one that does not stand any more the component
// is given as it is now.
func (s *Store) endSpending(ctx context.Context, id domain.NodeID, work func(*Tx, *SpendingEntry) error) (*Changed, error) {
	component := domain.NodeID{}
	done, err := s.change(ctx, auth.ReportProgress, false, func(tx *Tx) ([]domain.NodeID, error) {
		wrong, err := tx.lockSpending(id, &component)
		if err != nil {
			return nil, err
		}
		return []domain.NodeID{component}, work(tx, wrong)
	})
	return s.withCurrent(ctx, component, done, err)
}

// lockSpending finds a payment that stands, with its component, and keeps others from reporting on that. One that was corrected or taken back
// already is a CONFLICT.
func (tx *Tx) lockSpending(id domain.NodeID, component *domain.NodeID) (*SpendingEntry, error) {
	if id.Type != "SpendingEntry" {
		return nil, domain.NotFound("id")
	}
	args := named{"community": id.Community, "number": id.Number}
	find := func() (*SpendingRecord, error) {
		return only(fetch[SpendingRecord](&tx.door, `SELECT k.* FROM spending_entries k WHERE k.community_id = @community AND k.number = @number
			AND (`+standing("k")+` OR `+tx.reaches(`k.community_id`)+`)`, args))("id")
	}
	found, err := find()
	if err != nil {
		return nil, err
	}
	*component = IDOf(found.CommunityID, domain.ComponentLevel, found.NodeNumber)
	nodes, err := tx.lockNodes([]domain.NodeID{*component})
	if err != nil {
		return nil, err
	}
	if nodes[*component] == nil {
		return nil, tx.unwritable(*component, "id")
	}
	if found, err = find(); err != nil { // as it stands now that nobody else may change it
		return nil, err
	}
	if found.EndedAt != nil {
		return nil, domain.Conflict("id", "Цей платіж уже виправлено або відкликано.", "This payment was corrected or taken back already.")
	}
	return &found.SpendingEntry, nil
}

// endPayment makes a payment stand no more, in favour of another or of none, with what is counted of it.
func (tx *Tx) endPayment(wrong, fresh *SpendingEntry, reason string) error {
	args := named{
		"community": wrong.CommunityID, "node": wrong.NodeNumber, "number": wrong.Number, "now": tx.now, "actor": number(tx.viewer.User), "reason": domain.Trimmed(reason), "fresh": nil,
	}
	component := IDOf(wrong.CommunityID, domain.ComponentLevel, wrong.NodeNumber)
	deed := Deed{Action: domain.AuditTakeBackSpending, Subject: component, Before: paymentFacts(wrong.said()), After: facts{}}
	since := wrong.SpentOn
	if fresh != nil {
		args["fresh"] = fresh.Number
		since = earlier(since, fresh.SpentOn)
		deed.Action, deed.After = domain.AuditCorrectSpending, paymentFacts(fresh.said())
	}
	deed.After["reason"], deed.After["spendingId"] = args["reason"], wrong.NodeID().String()
	tx.figuresChange(wrong.CommunityID)
	return inOrder(
		func() error {
			return tx.exec(`UPDATE spending_entries SET ended_at = CAST(@now AS timestamptz), ended_by = CAST(@actor AS bigint), ended_reason = @reason,
				corrected_by = CAST(@fresh AS bigint) WHERE community_id = @community AND node_number = @node AND number = @number `, args)
		},
		func() error { return tx.pastChanges([]domain.NodeID{component}, since) },
		func() error { return tx.audit(deed) },
	)
}
