package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// Reporting is how often the communities of a region report, and the last period that is over.
type Reporting struct {
	domain.ReportingRule
	domain.ClosedPeriod
}

type reportingRow struct {
	RegionID int64
	Period   domain.ReportingPeriod
	DueDays  int
}

// ReportingOf gives the rule of a region; nil where nobody has said.
func (s *Store) ReportingOf(ctx context.Context, row *Region) (*Reporting, error) {
	return share(ctx, row, "reporting", nil, func(ctx context.Context, rows []*Region) (map[*Region]*Reporting, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		found, err := fetch[reportingRow](d, `SELECT q.region_id, q.period, q.due_days FROM reporting_rules q
			WHERE q.region_id = ANY (CAST(@ids AS bigint[]))`, named{"ids": numbers(keysOf(rows, (*Region).id))})
		shares := make(map[*Region]*Reporting, len(rows))
		for region, rule := range toOne(rows, (*Region).id, found, func(r *reportingRow) int64 { return r.RegionID }) {
			if rule != nil {
				said := domain.ReportingRule{Period: rule.Period, DueDays: rule.DueDays}
				shares[region] = &Reporting{said, said.Closed(d.today)}
			}
		}
		return shares, err
	})
}

// SetReporting says how often the communities of a region report. What is so already is not written.
func (s *Store) SetReporting(ctx context.Context, region domain.KatottgCode, rule domain.ReportingRule) (done *Region, err error) {
	err = s.InTx(ctx, auth.SetReporting, false, func(tx *Tx) error {
		if rule.DueDays < 0 || rule.DueDays > domain.MaxDueDays {
			return domain.Invalid("dueDays", "Від 0 до %d.", "0 to %d.", domain.MaxDueDays)
		}
		done, err = only(siblings(fetch[Region](&tx.door, `SELECT `+regionColumns+` FROM regions r
			WHERE r.code = @code FOR NO KEY UPDATE`, named{"code": region})))("regionCode")
		if err != nil {
			return err
		}
		return tx.setReporting(done, rule)
	})
	return done, err
}

func (tx *Tx) setReporting(region *Region, rule domain.ReportingRule) error {
	was, err := fetch[reportingRow](&tx.door, `SELECT q.region_id, q.period, q.due_days FROM reporting_rules q WHERE q.region_id = @region `, named{"region": region.ID})
	if err != nil {
		return err
	}
	before := facts{}
	if len(was) == 1 {
		before = facts{"period": was[0].Period, "dueDays": was[0].DueDays}
	}
	changed, is := domain.Differences(before, facts{"period": rule.Period, "dueDays": rule.DueDays})
	if len(changed)+len(is) == 0 {
		return nil
	}
	return inOrder(
		func() error {
			return tx.exec(`INSERT INTO reporting_rules (region_id, period, due_days) VALUES (@region, @period, @days)
				ON CONFLICT (region_id) DO UPDATE SET period = excluded.period, due_days = excluded.due_days`,
				named{"region": region.ID, "period": rule.Period, "days": rule.DueDays})
		},
		func() error {
			return tx.audit(Deed{Action: domain.AuditSetReporting, Subject: region.NodeID(), Before: changed, After: is})
		},
	)
}

type lastReport struct {
	CommunityID int64
	NodeNumber  int64
	At          time.Time
}

// LastReportedAt tells when somebody last reported on a community's goals; nil where nobody has.
func (s *Store) LastReportedAt(ctx context.Context, row *Community) (*time.Time, error) {
	return share(ctx, row, "lastReportedAt", nil, func(ctx context.Context, rows []*Community) (map[*Community]*time.Time, error) {
		d, err := s.readTrees(ctx, domain.PublishedView)
		if err != nil {
			return nil, err
		}
		found, err := fetch[lastReport](d, `SELECT j.community_id, max(j.reported_at) AS at FROM progress_reports j
			WHERE (j.community_id, j.node_number) IN (SELECT p.community_id, p.node_number FROM placements p
				WHERE (p.community_id, p.revision_number) IN (`+d.shown(`goal_trees t WHERE t.community_id = ANY (CAST(@ids AS bigint[]))`)+`))
			GROUP BY j.community_id`, named{"ids": numbers(keysOf(rows, (*Community).id))})
		return timesOf(rows, (*Community).id, found, func(l *lastReport) int64 { return l.CommunityID }), err
	})
}

// NodeReportedAt tells when somebody last reported on a goal, subgoal or component; nil where nobody has.
func NodeReportedAt[R any, P placedRow[R]](ctx context.Context, s *Store, row P) (*time.Time, error) {
	return share[R, P](ctx, row, "lastReportedAt", nil, func(ctx context.Context, rows []*R) (map[*R]*time.Time, error) {
		d, err := s.readTrees(ctx, P(rows[0]).placement().View)
		if err != nil {
			return nil, err
		}
		key := func(r *R) place { return P(r).placement().place() }
		found, err := fetch[lastReport](d, `SELECT j.community_id, j.node_number, max(j.reported_at) AS at FROM `+unnestPlaces+` asked (community_id, number)
			JOIN progress_reports j ON j.community_id = asked.community_id AND j.node_number = asked.number
			GROUP BY j.community_id, j.node_number`, places(keysOf(rows, key)))
		return timesOf(rows, key, found, func(l *lastReport) place { return place{l.CommunityID, l.NodeNumber} }), err
	})
}

func timesOf[R any, K comparable](rows []*R, key func(*R) K, found []*lastReport, of func(*lastReport) K) map[*R]*time.Time {
	shares := make(map[*R]*time.Time, len(rows))
	for row, last := range toOne(rows, key, found, of) {
		if last != nil {
			shares[row] = &last.At
		}
	}
	return shares
}
