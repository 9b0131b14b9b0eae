package models

import (
	"context"
	"strconv"

	"hromada/auth"
	"hromada/domain"
)

// MaxReports is how many reports one request may bring.
const MaxReports = 200

// NewReport is a report of progress on one node, with what was paid and what shows the work.
type NewReport struct {
	ID domain.NodeID
	domain.ProgressEntry
	Spending []domain.Spending
	Evidence []domain.Evidence
}

// ReportProgress adds reports to the journals of nodes: all of them, or none. The report with the latest day is what holds of a node;
// an earlier one changes what was known on past days only. The number of statements does not depend on that of the reports.
func (s *Store) ReportProgress(ctx context.Context, reports []NewReport, dryRun bool) (*Changed, error) {
	return s.change(ctx, auth.ReportProgress, dryRun, func(tx *Tx) ([]domain.NodeID, error) {
		if len(reports) == 0 || len(reports) > MaxReports {
			return nil, domain.Invalid("reports", "Від 1 до %d.", "1 to %d.", MaxReports)
		}
		return tx.reportProgress(reports)
	})
}

func (tx *Tx) reportProgress(reports []NewReport) ([]domain.NodeID, error) {
	ids := keysOf(pointers(reports), func(r *NewReport) domain.NodeID { return r.ID })
	nodes, err := tx.lockNodes(ids)
	if err != nil {
		return nil, err
	}
	written := &written{}
	var faults domain.Faults
	for i, r := range reports {
		at := "reports." + strconv.Itoa(i)
		node := nodes[r.ID]
		if node == nil {
			faults = append(faults, domain.NotFound(at+".id"))
			continue
		}
		for _, fault := range tx.enter(written, node, r) {
			faults = append(faults, fault.At(at))
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return ids, tx.writeReports(written, ids)
}

func pointers[T any](values []T) []*T {
	all := make([]*T, len(values))
	for i := range values {
		all[i] = &values[i]
	}
	return all
}

// reportedNode is what a report needs to know of a node.
type reportedNode struct {
	CommunityID    int64
	Number         int64
	Level          domain.Level
	Status         *domain.Status
	Percent        *float64
	OverrideReason *string
	ReportedOn     *domain.Date
	Parent         bool
	Spent          int
	Shown          int // links of evidence
}

func (n *reportedNode) nodeID() domain.NodeID {
	return domain.NodeID{Type: typeNames[n.Level], Community: n.CommunityID, Number: n.Number}
}

// lockNodes finds nodes that the viewer may report on, where some revision that is shown or worked on places them, and lets nobody else
// report on them until the transaction ends; in one order, so that two do not wait for each other.
func (tx *Tx) lockNodes(ids []domain.NodeID) (map[domain.NodeID]*reportedNode, error) {
	args := places(placesOf(ids))
	if _, err := fetch[struct{ Number int64 }](&tx.door, `SELECT n.number FROM tree_nodes n JOIN `+unnestPlaces+` asked (community_id, number)
		ON asked.community_id = n.community_id AND asked.number = n.number
		WHERE `+tx.reaches(`n.community_id`)+` ORDER BY n.community_id, n.number FOR NO KEY UPDATE OF n`, args); err != nil {
		return nil, err
	}
	rows, err := fetch[reportedNode](&tx.door, `SELECT n.community_id, n.number, n.level, n.status, n.percent, n.override_reason, n.reported_on,
			NOT `+lowest+` AS parent,
			(SELECT count(*) FROM spending_entries e WHERE e.community_id = n.community_id AND e.node_number = n.number AND `+standing("e")+`) AS spent,
			(SELECT count(*) FROM evidence_links e WHERE e.community_id = n.community_id AND e.node_number = n.number) AS shown
		FROM tree_nodes n JOIN `+unnestPlaces+` asked (community_id, number) ON asked.community_id = n.community_id AND asked.number = n.number
		JOIN goal_trees t ON t.community_id = n.community_id AND t.number = n.tree_number
		CROSS JOIN LATERAL (SELECT p.* FROM placements p WHERE p.community_id = n.community_id AND p.node_number = n.number
			AND p.revision_number IN (t.published_revision, t.working_revision)
			ORDER BY (p.revision_number = t.published_revision) DESC LIMIT 1) p
		WHERE `+tx.reaches(`n.community_id`), args)
	found := make(map[domain.NodeID]*reportedNode, len(rows))
	for _, row := range rows {
		found[row.nodeID()] = row
	}
	return found, err
}

// written is what reports add.
type written struct {
	reports  []*reportRow
	spending []*SpendingEntry
	evidence []*EvidenceLink
	deeds    []Deed
}

// enter adds one report to what is to be written, or says what is wrong with it.
func (tx *Tx) enter(w *written, n *reportedNode, r NewReport) domain.Faults {
	if r.AsOf.IsZero() {
		r.AsOf = tx.today
	}
	report, faults := r.Report(domain.ReportedNode{Parent: n.Parent, Status: valueOr(n.Status, "")}, tx.today)
	faults = append(faults, tx.checkPayments(n, r)...)
	if len(faults) > 0 {
		return faults
	}
	w.reports = append(w.reports, &reportRow{
		CommunityID: n.CommunityID, NodeNumber: n.Number, AsOf: report.AsOf, Status: report.Status, Percent: report.Percent,
		OverrideReason: optional(report.Override), Note: optional(report.Note), ReportedAt: tx.now, ReportedBy: number(tx.viewer.User),
	})
	for _, s := range r.Spending {
		w.spending = append(w.spending, tx.payment(n.place(), s))
	}
	for _, e := range r.Evidence {
		w.evidence = append(w.evidence, &EvidenceLink{CommunityID: n.CommunityID, NodeNumber: n.Number, Title: domain.Trimmed(e.Title), URL: e.URL})
	}
	n.Spent, n.Shown = n.Spent+len(r.Spending), n.Shown+len(r.Evidence)
	w.deeds = append(w.deeds, Deed{Action: domain.AuditReportProgress, Subject: n.nodeID(), Before: n.facts(), After: reportFacts(report, r)})
	n.become(report)
	return nil
}

// become makes the node what a report says, where that holds, for the next report of the same request.
func (n *reportedNode) become(r domain.Report) {
	if n.ReportedOn == nil || !r.AsOf.Before(*n.ReportedOn) {
		n.Status, n.Percent, n.OverrideReason, n.ReportedOn = &r.Status, r.Percent, optional(r.Override), &r.AsOf
	}
}

func (n *reportedNode) place() place { return place{n.CommunityID, n.Number} }

func (n *reportedNode) facts() facts {
	told := facts{}
	if n.Status != nil {
		told["status"], told["asOf"] = *n.Status, n.ReportedOn.String()
	}
	if n.Percent != nil {
		told["percent"] = *n.Percent
	}
	if n.OverrideReason != nil {
		told["overrideReason"] = *n.OverrideReason
	}
	return told
}

func reportFacts(report domain.Report, r NewReport) facts {
	told := facts{"status": report.Status, "asOf": report.AsOf.String()}
	if report.Percent != nil {
		told["percent"] = *report.Percent
	}
	for name, text := range map[string]string{"overrideReason": report.Override, "note": report.Note} {
		if text != "" {
			told[name] = text
		}
	}
	for _, s := range r.Spending {
		told.add("spending", paymentFacts(s))
	}
	for _, e := range r.Evidence {
		told.add("evidence", facts{"title": e.Title, "url": e.URL})
	}
	return told
}

// add tells one more of a list.
func (f facts) add(name string, one facts) {
	all, _ := f[name].([]facts)
	f[name] = append(all, one)
}
