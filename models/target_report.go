package models

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// MaxActuals is how many reports of what was reached one request may bring.
const MaxActuals = 200

// NewActual is a report of what was reached of a target in a year.
type NewActual struct {
	Target domain.NodeID
	domain.TargetActual
}

// ReportTargets adds what was reached to the journals of targets: all of it, or nothing. Of a year the last report holds; one without a
// value takes back what was said before. What changes nothing writes nothing. The number of statements does not depend on that of the
// reports.
func (s *Store) ReportTargets(ctx context.Context, actuals []NewActual, dryRun bool) (*Changed, error) {
	return s.change(ctx, auth.ReportProgress, dryRun, func(tx *Tx) ([]domain.NodeID, error) {
		if len(actuals) == 0 || len(actuals) > MaxActuals {
			return nil, domain.Invalid("actuals", "Від 1 до %d.", "1 to %d.", MaxActuals)
		}
		return tx.reportTargets(actuals)
	})
}

func (tx *Tx) reportTargets(actuals []NewActual) ([]domain.NodeID, error) {
	ids := keysOf(pointers(actuals), func(a *NewActual) domain.NodeID { return a.Target })
	targets, err := tx.lockTargets(ids)
	if err != nil {
		return nil, err
	}
	said := map[reportedYear]bool{}
	var faults domain.Faults
	for i, a := range actuals {
		at, year := "actuals."+strconv.Itoa(i), reportedYear{a.Target, a.Year}
		if targets[a.Target] == nil {
			faults = append(faults, domain.NotFound(at+".targetId"))
		}
		for _, fault := range a.Check(tx.today) {
			faults = append(faults, fault.At(at))
		}
		if said[year] {
			faults = append(faults, domain.Invalid(at+".year", "Про цей рік уже сказано.", "Something is said of this year already."))
		}
		said[year] = true
	}
	if faults = append(faults, tooManyYears(targets, actuals)...); len(faults) > 0 {
		return nil, faults
	}
	return ids, tx.writeActuals(targets, actuals)
}

// reportedYear is one year of one target.
type reportedYear struct {
	target domain.NodeID
	year   int
}

// tooManyYears says which reports would make of too many years of a target known what was reached. What is taken back makes room.
func tooManyYears(targets map[domain.NodeID]*reportedTarget, actuals []NewActual) (faults domain.Faults) {
	for _, a := range actuals {
		if t := targets[a.Target]; t != nil && a.Value == nil {
			delete(t.left, a.Year)
		}
	}
	for i, a := range actuals {
		t := targets[a.Target]
		if t == nil || a.Value == nil {
			continue
		}
		t.left[a.Year] = true
		if len(t.left) > domain.MaxTargetYears {
			faults = append(faults, domain.Invalid("actuals."+strconv.Itoa(i)+".year", "Для одного показника не більше ніж %d років.",
				"At most %d years of a target.", domain.MaxTargetYears))
		}
	}
	return faults
}

// reportedTarget is what a report needs to know of a target.
type reportedTarget struct {
	CommunityID int64
	Number      int64
	NodeNumber  int64
	Level       domain.Level
	Name        string
	said        map[int]domain.TargetActual // by year, as it holds now
	left        map[int]bool                // the years with a value, then and with what is reported
}

func (t *reportedTarget) id() domain.NodeID { return targetID(t.CommunityID, t.Number) }

// lockTargets finds targets that the viewer may report on, where some revision that is shown or worked on has them, and lets nobody else
// report on their nodes until the transaction ends; in one order, so that two do not wait for each other.
func (tx *Tx) lockTargets(ids []domain.NodeID) (map[domain.NodeID]*reportedTarget, error) {
	asked := []domain.NodeID{}
	for _, id := range ids {
		if id.Type == "Target" {
			asked = append(asked, id)
		}
	}
	args := places(placesOf(asked))
	const those = ` JOIN ` + unnestPlaces + ` asked (community_id, number) ON asked.community_id = i.community_id AND asked.number = i.number `
	if _, err := fetch[struct{ Number int64 }](&tx.door, `SELECT n.number FROM tree_nodes n
		WHERE (n.community_id, n.number) IN (SELECT i.community_id, i.node_number FROM targets i`+those+`)
			AND `+tx.reaches(`n.community_id`)+` ORDER BY n.community_id, n.number FOR NO KEY UPDATE OF n`, args); err != nil {
		return nil, err
	}
	rows, err := fetch[reportedTarget](&tx.door, `SELECT i.community_id, i.number, i.node_number, k.level, k.name
		FROM targets i`+those+`JOIN tree_nodes n ON n.community_id = i.community_id AND n.number = i.node_number
		JOIN goal_trees t ON t.community_id = n.community_id AND t.number = n.tree_number
		CROSS JOIN LATERAL (SELECT k.level, k.name FROM placed_targets k WHERE k.community_id = i.community_id AND k.target_number = i.number
			AND k.revision_number IN (t.published_revision, t.working_revision)
			ORDER BY (k.revision_number = t.published_revision) DESC LIMIT 1) k
		WHERE `+tx.reaches(`i.community_id`), args)
	if err != nil {
		return nil, err
	}
	found := make(map[domain.NodeID]*reportedTarget, len(rows))
	for _, t := range rows {
		t.said, t.left, found[t.id()] = map[int]domain.TargetActual{}, map[int]bool{}, t
	}
	return found, tx.recallActuals(found, args)
}

// recallActuals reads what holds of targets that are locked.
func (tx *Tx) recallActuals(targets map[domain.NodeID]*reportedTarget, args named) error {
	rows, err := fetch[TargetReport](&tx.door, `SELECT DISTINCT ON (j.community_id, j.target_number, j.year) j.*
		FROM target_reports j JOIN `+unnestPlaces+` asked (community_id, number) ON asked.community_id = j.community_id
			AND asked.number = j.target_number
		ORDER BY j.community_id, j.target_number, j.year, j.number DESC`, args)
	for _, r := range rows {
		t := targets[targetID(r.CommunityID, r.TargetNumber)]
		if t == nil || r.Value == nil {
			continue
		}
		t.left[r.Year] = true
		t.said[r.Year] = domain.TargetActual{
			Year: r.Year, Value: r.Value, Said: true, Note: valueOr(r.Note, ""), Evidence: valueOr(r.EvidenceURL, ""),
		}
	}
	return err
}

// targetReportRow is an entry of the journal as it is written; the database numbers it.
type targetReportRow struct {
	CommunityID  int64
	TargetNumber int64
	Number       int64 `gorm:"primaryKey;autoIncrement"`
	Year         int
	Value        *domain.Decimal
	Note         *string
	EvidenceURL  *string
	ReportedAt   time.Time
	ReportedBy   *int64
}

func (tx *Tx) targetReport(target domain.NodeID, a domain.TargetActual) *targetReportRow {
	return &targetReportRow{
		CommunityID: target.Community, TargetNumber: target.Number, Year: a.Year, Value: a.Value, Note: optional(a.Note),
		EvidenceURL: optional(a.Evidence), ReportedAt: tx.now, ReportedBy: number(tx.viewer.User),
	}
}

// writeActuals writes what says something else than what holds.
func (tx *Tx) writeActuals(targets map[domain.NodeID]*reportedTarget, actuals []NewActual) error {
	var rows []*targetReportRow
	var deeds []Deed
	for _, a := range actuals {
		t := targets[a.Target]
		stood := t.said[a.Year]
		before, after := actualFacts(stood), actualFacts(a.Stored())
		if (stood.Value == nil && a.Value == nil) || reflect.DeepEqual(before, after) {
			continue
		}
		after["target"], after["year"] = t.Name, a.Year // the event tells what it is about
		rows = append(rows, tx.targetReport(a.Target, a.Stored()))
		deeds = append(deeds, Deed{Action: domain.AuditReportTargets, Subject: IDOf(t.CommunityID, t.Level, t.NodeNumber), Before: before, After: after})
	}
	if len(rows) == 0 {
		return nil
	}
	return inOrder(
		func() error { return tx.insertAll("target_reports", rows) },
		func() error { return tx.auditAll(deeds) },
	)
}

// actualFacts are what was said of a year; none where nothing was.
func actualFacts(a domain.TargetActual) facts {
	told := facts{}
	if a.Value != nil {
		told["actual"] = *a.Value
	}
	for name, text := range map[string]string{"note": a.Note, "evidenceUrl": a.Evidence} {
		if text != "" {
			told[name] = text
		}
	}
	return told
}
