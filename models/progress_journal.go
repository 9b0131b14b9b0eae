package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// ProgressReport is one entry of a node's journal.
type ProgressReport struct {
	member[ProgressReport]
	CommunityID    int64
	NodeNumber     int64
	Number         int64
	AsOf           domain.Date
	Status         domain.Status
	Percent        *float64
	OverrideReason *string
	Note           *string
	ReportedAt     time.Time
	ReporterName   *string
	CorrectedBy    *int64
	Rank           int64 // among the entries of its day; that of the entry in whose place it stands
}

// NodeID is the entry's public id.
func (r *ProgressReport) NodeID() domain.NodeID { return reportID(r.CommunityID, r.Number) }

func reportID(community, number int64) domain.NodeID {
	return domain.NodeID{Type: "ProgressReport", Community: community, Number: number}
}

// CorrectedByID is the entry that stands in its place; nil where it holds.
func (r *ProgressReport) CorrectedByID() *domain.NodeID {
	if r.CorrectedBy == nil {
		return nil
	}
	return new(reportID(r.CommunityID, *r.CorrectedBy))
}

// MaxJournal is how many entries of its journal a node tells, the latest of them.
const MaxJournal = 200

// JournalOf gives the latest entries of a node's journal, by the day they are of, for those who may see how a community works.
func JournalOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) ([]*ProgressReport, error) {
	return share[R, P](ctx, row, "progressHistory", nil, func(ctx context.Context, rows []*R) (map[*R][]*ProgressReport, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		key := func(r *R) place { return P(r).placement().place() }
		args := places(keysOf(rows, key))
		args["most"] = MaxJournal
		found, err := siblings(fetch[ProgressReport](d, `SELECT j.*, u.name AS reporter_name
			FROM `+unnestPlaces+` asked (community_id, number) CROSS JOIN LATERAL (
				SELECT * FROM progress_reports p WHERE p.community_id = asked.community_id AND p.node_number = asked.number
				ORDER BY p.as_of DESC, p.rank DESC, p.number DESC LIMIT @most ) j
			LEFT JOIN users u ON u.id = j.reported_by
			WHERE `+d.reaches(`j.community_id`)+` ORDER BY j.as_of DESC, j.rank DESC, j.number DESC`, args))
		return toMany(rows, key, found, func(r *ProgressReport) place { return place{r.CommunityID, r.NodeNumber} }), err
	})
}

// CorrectReport puts another entry in the place of one that was wrong. The wrong one stays in the journal and counts no more. The node
// comes first among what was touched.
func (s *Store) CorrectReport(ctx context.Context, id domain.NodeID, edit func(*domain.ProgressEntry)) (*Changed, error) {
	return s.change(ctx, auth.ReportProgress, false, func(tx *Tx) ([]domain.NodeID, error) {
		return tx.correctReport(id, edit)
	})
}

func (tx *Tx) correctReport(id domain.NodeID, edit func(*domain.ProgressEntry)) ([]domain.NodeID, error) {
	wrong, node, err := tx.lockReport(id)
	if err != nil {
		return nil, err
	}
	entry := domain.ProgressEntry{
		AsOf: wrong.AsOf, Status: wrong.Status, Percent: wrong.Percent, Override: valueOr(wrong.OverrideReason, ""), Note: valueOr(wrong.Note, ""),
	}
	edit(&entry)
	report, faults := entry.Report(domain.ReportedNode{Parent: node.Parent, Status: valueOr(node.Status, "")}, tx.today)
	if len(faults) > 0 {
		return nil, faults
	}
	fresh := &reportRow{
		CommunityID: node.CommunityID, NodeNumber: node.Number, AsOf: report.AsOf, Status: report.Status, Percent: report.Percent,
		OverrideReason: optional(report.Override), Note: optional(report.Note), ReportedAt: tx.now, ReportedBy: number(tx.viewer.User),
		FirstNumber: &wrong.Rank,
	}
	was, is := domain.Differences(wrong.facts(), reportFacts(report, NewReport{}))
	if len(was)+len(is) == 0 {
		return []domain.NodeID{node.nodeID()}, nil
	}
	return []domain.NodeID{node.nodeID()}, inOrder(
		func() error { return tx.insertAll("progress_reports", []*reportRow{fresh}) },
		func() error {
			return tx.exec(`UPDATE progress_reports SET corrected_by = @fresh WHERE community_id = @community AND node_number = @node AND number = @wrong `,
				named{"fresh": fresh.Number, "community": wrong.CommunityID, "node": wrong.NodeNumber, "wrong": wrong.Number})
		},
		func() error {
			return tx.becomeCurrent([]domain.NodeID{node.nodeID()}, earlier(wrong.AsOf, fresh.AsOf))
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditCorrectReport, Subject: node.nodeID(), Before: was, After: is})
		},
	)
}

func (r *ProgressReport) facts() facts {
	report := domain.Report{AsOf: r.AsOf, Status: r.Status, Percent: r.Percent, Override: valueOr(r.OverrideReason, ""), Note: valueOr(r.Note, "")}
	return reportFacts(report, NewReport{})
}

// lockReport finds an entry that holds, with its node, and keeps others from reporting on that. One that was corrected already is a
// CONFLICT: its successor is the one to correct.
func (tx *Tx) lockReport(id domain.NodeID) (*ProgressReport, *reportedNode, error) {
	if id.Type != "ProgressReport" {
		return nil, nil, domain.NotFound("id")
	}
	args := named{"community": id.Community, "number": id.Number}
	find := `SELECT j.*, n.level FROM progress_reports j JOIN tree_nodes n ON n.community_id = j.community_id AND n.number = j.node_number
		WHERE j.community_id = @community AND j.number = @number AND ` + tx.reaches(`j.community_id`)
	type entry struct {
		ProgressReport `gorm:"embedded"`
		Level          domain.Level
	}
	found, err := only(fetch[entry](&tx.door, find, args))("id")
	if err != nil {
		return nil, nil, err
	}
	node := domain.NodeID{Type: typeNames[found.Level], Community: found.CommunityID, Number: found.NodeNumber}
	nodes, err := tx.lockNodes([]domain.NodeID{node})
	if err != nil {
		return nil, nil, err
	}
	if nodes[node] == nil {
		return nil, nil, domain.NotFound("id")
	}
	again, err := only(fetch[entry](&tx.door, find, args))("id") // as it stands now that nobody else may correct it
	if err != nil {
		return nil, nil, err
	}
	if again.CorrectedBy != nil {
		return nil, nil, domain.Conflict("id", "Цей звіт уже виправлено.", "This report was corrected already.")
	}
	return &again.ProgressReport, nodes[node], nil
}

func earlier(a, b domain.Date) domain.Date {
	if a.Before(b) {
		return a
	}
	return b
}
