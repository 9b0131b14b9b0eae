package models

import (
	"slices"
	"strconv"
	"time"

	"hromada/domain"
)

// targetRow is a target's identity as it is written.
type targetRow struct {
	CommunityID int64
	Number      int64
	NodeNumber  int64
	CreatedAt   time.Time
}

// placedTargetRow is what a revision says of a target, as it is written.
type placedTargetRow struct {
	CommunityID    int64
	RevisionNumber int64
	TargetNumber   int64
	NodeNumber     int64
	Level          domain.Level
	Position       int
	Name           string
	Unit           string
	Direction      domain.Direction
	Baseline       *domain.Decimal
	BaselineYear   *int
}

// targetValueRow is what is to be reached in a year, as it is written.
type targetValueRow struct {
	CommunityID    int64
	RevisionNumber int64
	TargetNumber   int64
	Year           int
	Value          domain.Decimal
}

// copyTargets copies targets s, with their values, from the revision @from to the revision @revision, where a condition holds.
func (tx *Tx) copyTargets(condition string, args named) error {
	where := ` WHERE s.community_id = @community AND s.revision_number = @from AND ` + condition
	return inOrder(
		func() error {
			return tx.exec(`INSERT INTO placed_targets (community_id, revision_number, target_number, node_number, level, position, name, unit,
					direction, baseline, baseline_year)
				SELECT s.community_id, @revision, s.target_number, s.node_number, s.level, s.position, s.name, s.unit, s.direction, s.baseline,
					s.baseline_year FROM placed_targets s`+where, args)
		},
		func() error {
			return tx.exec(`INSERT INTO target_values (community_id, revision_number, target_number, year, value)
				SELECT v.community_id, @revision, v.target_number, v.year, v.value FROM target_values v JOIN placed_targets s
					ON s.community_id = v.community_id AND s.revision_number = v.revision_number AND s.target_number = v.target_number`+where, args)
		},
	)
}

// unknownTargets says which of the targets that somebody wrote down name none of the node's own: not in the revision before, and in no
// other that had them.
func (tx *Tx) unknownTargets(node place, before, said []domain.Target) (domain.Faults, error) {
	own := map[domain.NodeID]bool{{}: true}
	for _, t := range before {
		own[t.ID] = true
	}
	strange := func(t domain.Target) bool { return !own[t.ID] }
	if !slices.ContainsFunc(said, strange) {
		return nil, nil
	}
	rows, err := fetch[Target](&tx.door, `SELECT i.community_id, i.number FROM targets i WHERE i.community_id = @community AND i.node_number = @node `,
		named{"community": node.Community, "node": node.Number})
	if err != nil {
		return nil, err
	}
	for _, t := range rows {
		own[t.NodeID()] = true
	}
	var faults domain.Faults
	for i, t := range said {
		if strange(t) {
			faults = append(faults, domain.NotFound("targets."+strconv.Itoa(i)+".id"))
		}
	}
	return faults, nil
}

// identify gives new targets their numbers.
func (tx *Tx) identify(community int64, targets []domain.Target) error {
	fresh := 0
	for _, t := range targets {
		if t.ID.Number == 0 {
			fresh++
		}
	}
	if fresh == 0 {
		return nil
	}
	rows, err := tx.nextNumbers("targets", fresh)
	if err != nil {
		return err
	}
	for i := range targets {
		if targets[i].ID.Number == 0 {
			targets[i].ID, rows = targetID(community, rows[0]), rows[1:]
		}
	}
	return nil
}

// writeTargets puts targets in the place of those that a node has in the revision that is worked on.
func (tx *Tx) writeTargets(p *Placement, targets []domain.Target) error {
	if p.Level == domain.ComponentLevel {
		return nil
	}
	args := named{"community": p.CommunityID, "revision": p.RevisionNumber, "node": p.Number, "now": tx.now}
	args["targets"] = numbers(keysOf(pointers(targets), func(t *domain.Target) int64 { return t.ID.Number }))
	placed, values := []*placedTargetRow{}, []*targetValueRow{}
	for i, t := range targets {
		row, years := targetRows(p, p.RevisionNumber, i+1, t)
		placed, values = append(placed, row), append(values, years...)
	}
	return inOrder(
		func() error {
			return tx.exec(`DELETE FROM placed_targets WHERE community_id = @community AND revision_number = @revision AND node_number = @node `, args)
		},
		func() error {
			return tx.exec(`INSERT INTO targets (community_id, number, node_number, created_at)
				SELECT @community, x.number, @node, CAST(@now AS timestamptz) FROM unnest(CAST(@targets AS bigint[])) x (number)
				ON CONFLICT DO NOTHING`, args)
		},
		func() error { return tx.insertAll("placed_targets", placed) },
		func() error { return tx.insertAll("target_values", values) },
	)
}

// targetRows are the rows of a target of a node in a revision.
func targetRows(p *Placement, revision int64, position int, t domain.Target) (*placedTargetRow, []*targetValueRow) {
	row := &placedTargetRow{
		CommunityID: p.CommunityID, RevisionNumber: revision, TargetNumber: t.ID.Number, NodeNumber: p.Number, Level: p.Level, Position: position,
		Name: t.Name, Unit: t.Unit, Direction: t.Direction,
	}
	if t.Baseline != nil {
		row.Baseline, row.BaselineYear = &t.Baseline.Value, t.Baseline.Year
	}
	values := make([]*targetValueRow, len(t.Values))
	for i, v := range t.Values {
		values[i] = &targetValueRow{CommunityID: p.CommunityID, RevisionNumber: revision, TargetNumber: t.ID.Number, Year: v.Year, Value: v.Value}
	}
	return row, values
}

// stillPlaced is the condition that the revision @revision places the node of a target s.
const stillPlaced = `EXISTS (SELECT FROM placements h
	WHERE h.community_id = s.community_id AND h.revision_number = @revision AND h.node_number = s.node_number)`

// newTarget is a target that a new node begins with.
type newTarget struct {
	of *Placement
	domain.OutlineTarget
}

// addTargets writes new targets, and what was reached, into a revision.
func (tx *Tx) addTargets(revision int64, targets []newTarget) error {
	identities, placed, values, reports := []*targetRow{}, []*placedTargetRow{}, []*targetValueRow{}, []*targetReportRow{}
	free, err := tx.nextNumbers("targets", len(targets))
	if err != nil {
		return err
	}
	positions := map[int64]int{}
	for i, t := range targets {
		t.ID = targetID(t.of.CommunityID, free[i])
		positions[t.of.Number]++
		row, years := targetRows(t.of, revision, positions[t.of.Number], t.Target)
		identities = append(identities, &targetRow{row.CommunityID, row.TargetNumber, row.NodeNumber, tx.now})
		placed, values = append(placed, row), append(values, years...)
		for _, a := range t.Actuals {
			reports = append(reports, tx.targetReport(t.ID, a))
		}
	}
	return inOrder(
		func() error { return tx.insertAll("targets", identities) },
		func() error { return tx.insertAll("placed_targets", placed) },
		func() error { return tx.insertAll("target_values", values) },
		func() error { return tx.insertAll("target_reports", reports) },
	)
}
