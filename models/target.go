package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Target is a target of a goal or subgoal as one revision places it, with what was reached, which lives on its identity.
type Target struct {
	member[Target]
	CommunityID   int64
	NodeNumber    int64
	Number        int64
	Name          string
	Unit          string
	Direction     domain.Direction
	BaselineValue *domain.Decimal
	BaselineYear  *int
	Years         []*TargetYear `gorm:"serializer:json"`
}

// TargetYear is what was to be reached in a year, and what was. One of the two is there.
type TargetYear struct {
	Year        int             `json:"year"`
	Target      *domain.Decimal `json:"target"`
	Actual      *domain.Decimal `json:"actual"`
	EvidenceURL *string         `json:"evidence_url"`
	ReportedAt  *time.Time      `json:"reported_at"`
	of          *Target
}

// NodeID is the target's public id, the same in every revision.
func (t *Target) NodeID() domain.NodeID { return targetID(t.CommunityID, t.Number) }

func targetID(community, number int64) domain.NodeID {
	return domain.NodeID{Type: "Target", Community: community, Number: number}
}

func (t *Target) place() place { return place{t.CommunityID, t.Number} }

func (t *Target) nodePlace() place { return place{t.CommunityID, t.NodeNumber} }

// Baseline is where the target starts from; nil where that is not known.
func (t *Target) Baseline() *domain.TargetBaseline {
	if t.BaselineValue == nil {
		return nil
	}
	return &domain.TargetBaseline{Value: *t.BaselineValue, Year: t.BaselineYear}
}

// Latest is the last year of which it is known what was reached; nil where none is.
func (t *Target) Latest() *TargetYear {
	for i := len(t.Years) - 1; i >= 0; i-- {
		if t.Years[i].Actual != nil {
			return t.Years[i]
		}
	}
	return nil
}

// Reached tells whether the target of the year was reached; nil where there is none, or nothing was reported.
func (y *TargetYear) Reached() *bool {
	if y.Target == nil || y.Actual == nil {
		return nil
	}
	return new(y.of.Direction.Reached(*y.Target, *y.Actual))
}

// Percent is how much of the way from the baseline to the target is gone; nil where that cannot be told.
func (y *TargetYear) Percent() *float64 {
	if y.Target == nil || y.Actual == nil {
		return nil
	}
	return y.of.Direction.PercentOfWay(y.of.BaselineValue, *y.Target, *y.Actual)
}

// said is what the revision says of the target.
func (t *Target) said() domain.Target {
	said := domain.Target{ID: t.NodeID(), Name: t.Name, Unit: t.Unit, Direction: t.Direction, Baseline: t.Baseline()}
	for _, y := range t.Years {
		if y.Target != nil {
			said.Values = append(said.Values, domain.TargetValue{Year: y.Year, Value: *y.Target})
		}
	}
	return said
}

// placedTargets reads targets k with the years of which something is known; a condition and an order follow.
const placedTargets = `SELECT k.community_id, k.node_number, k.target_number AS number, k.name, k.unit, k.direction, k.baseline AS baseline_value,
		k.baseline_year, y.years
	FROM placed_targets k CROSS JOIN LATERAL (
		SELECT coalesce(jsonb_agg(jsonb_build_object('year', year, 'target', CAST(v.value AS text), 'actual', CAST(a.value AS text),
			'evidence_url', a.evidence_url, 'reported_at', a.reported_at) ORDER BY year), '[]') AS years
		FROM (SELECT v.year, v.value FROM target_values v WHERE v.community_id = k.community_id
				AND v.revision_number = k.revision_number AND v.target_number = k.target_number) v
			FULL JOIN (SELECT * FROM (SELECT DISTINCT ON (j.year) j.year, j.value, j.evidence_url, j.reported_at FROM target_reports j
				WHERE j.community_id = k.community_id AND j.target_number = k.target_number ORDER BY j.year, j.number DESC) j
				WHERE j.value IS NOT NULL) a USING (year)) y `

const targetOrder = ` ORDER BY k.community_id, k.node_number, k.position`

// fetchTargets runs a statement that gives targets, and makes them siblings.
func fetchTargets(d *door, statement string, args named) ([]*Target, error) {
	rows, err := siblings(fetch[Target](d, statement, args))
	for _, t := range rows {
		for _, y := range t.Years {
			y.of = t
		}
	}
	return rows, err
}

// TargetsOf gives a goal's or subgoal's targets in order, each with its years.
func TargetsOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) ([]*Target, error) {
	return share[R, P](ctx, row, "targets", nil, func(ctx context.Context, rows []*R) (map[*R][]*Target, error) {
		d, err := s.readTrees(ctx, P(rows[0]).placement().View)
		if err != nil {
			return nil, err
		}
		trees, args := nodesAsked[R, P](rows)
		found, err := fetchTargets(d, placedTargets+`WHERE (k.community_id, k.revision_number) IN (`+d.shown(trees)+`)
			AND `+among(`k.node_number`)+targetOrder, args)
		return toMany(rows, func(r *R) place { return P(r).placement().place() }, found, (*Target).nodePlace), err
	})
}

// targetsByPlace gives targets by their keys, as the revisions that the door shows have them.
func targetsByPlace(d *door, keys []place) ([]*Target, error) {
	return fetchTargets(d, placedTargets+`JOIN `+unnestPlaces+` asked (community_id, number)
			ON asked.community_id = k.community_id AND asked.number = k.target_number
		WHERE (k.community_id, k.revision_number) IN (`+d.shown(allTrees)+`)`, places(keys))
}

// targetsIn are the targets of a revision by node: of all nodes, or of one.
func (d *door) targetsIn(community, revision int64, node *int64) (map[int64][]domain.Target, error) {
	rows, err := fetchTargets(d, placedTargets+`WHERE k.community_id = @community AND k.revision_number = @revision
		AND k.node_number = coalesce(CAST(@node AS bigint), k.node_number)`+targetOrder,
		named{"community": community, "revision": revision, "node": node})
	of := map[int64][]domain.Target{}
	for _, t := range rows {
		of[t.NodeNumber] = append(of[t.NodeNumber], t.said())
	}
	return of, err
}

// TargetReport is an entry of a target's journal: what was reported to have been reached in a year.
type TargetReport struct {
	CommunityID  int64
	TargetNumber int64
	Year         int
	Value        *domain.Decimal // nil: what was said before was taken back
	Note         *string
	EvidenceURL  *string
	ReportedAt   time.Time
	ReporterName *string
}

// TargetHistory gives the latest entries of a target's journal, the newest first, for those who may see how a community works.
func (s *Store) TargetHistory(ctx context.Context, row *Target) ([]*TargetReport, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*Target) (map[*Target][]*TargetReport, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		args := places(keysOf(rows, (*Target).place))
		args["most"] = MaxJournal
		found, err := fetch[TargetReport](d, `SELECT j.*, u.name AS reporter_name
			FROM `+unnestPlaces+` asked (community_id, number) CROSS JOIN LATERAL (
				SELECT * FROM target_reports r WHERE r.community_id = asked.community_id AND r.target_number = asked.number
				ORDER BY r.number DESC LIMIT @most ) j
			LEFT JOIN users u ON u.id = j.reported_by
			WHERE `+d.reaches(`j.community_id`)+` ORDER BY j.number DESC`, args)
		return toMany(rows, (*Target).place, found, func(r *TargetReport) place { return place{r.CommunityID, r.TargetNumber} }), err
	})
}
