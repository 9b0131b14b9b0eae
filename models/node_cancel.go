package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CancelNode gives up the work on a goal, subgoal or component, from a day on: today unless told. It is a report like others, whose note
// is the reason, and a later report of another status takes it back. What is cancelled already stays so, and nothing is written.
func (s *Store) CancelNode(ctx context.Context, id domain.NodeID, reason string, asOf *domain.Date) (*Changed, error) {
	return s.change(ctx, auth.ReportProgress, false, func(tx *Tx) ([]domain.NodeID, error) {
		return []domain.NodeID{id}, tx.cancelNode(id, reason, valueOr(asOf, tx.today))
	})
}

func (tx *Tx) cancelNode(id domain.NodeID, reason string, day domain.Date) error {
	if levels[id.Type] == "" {
		return domain.NotFound("id")
	}
	nodes, err := tx.lockNodes([]domain.NodeID{id})
	if err != nil {
		return err
	}
	node := nodes[id]
	if node == nil {
		return tx.unwritable(id, "id")
	}
	var faults domain.Faults
	if faults.Collect(domain.CheckReason("reason", reason)) != nil || len(faults) > 0 {
		reason = "" // it is told once
	}
	cancelled := valueOr(node.Status, "") == domain.Cancelled
	if last := node.ReportedOn; last != nil && day.Before(*last) && !cancelled {
		faults = append(faults, domain.Invalid("asOf", "Є пізніший звіт, від %s: скасувати можна цим днем або пізнішим.",
			"There is a later report, of %s: cancel as of that day or a later one.", last.String()))
	}
	done := &written{}
	faults = append(faults, tx.enter(done, node, NewReport{ID: id, ProgressEntry: domain.ProgressEntry{AsOf: day, Status: domain.Cancelled, Note: reason}})...)
	switch {
	case len(faults) > 0:
		return faults
	case cancelled:
		return nil
	}
	return tx.writeReports(done, []domain.NodeID{id})
}
