package models

import (
	"time"

	"hromada/auth"
	"hromada/domain"
)

// closedPeriods joins, to communities c, the last period v that is over and their report's due day: by the rule q of their region, or by
// domain.DefaultReporting where it has none.
const (
	closedPeriods = ` LEFT JOIN reporting_rules q ON q.region_id = c.region_id
		JOIN unnest(CAST(@periods AS text[]), CAST(@starts AS date[]), CAST(@ends AS date[]), CAST(@overs AS timestamptz[])) v (period, starts, ends, over)
			ON v.period = coalesce(q.period, @usual ) `
	periodColumns = `v.starts AS period_start, v.ends AS period_end, v.ends + coalesce(q.due_days, @usualDays ) AS due_date,
		v.ends + coalesce(q.due_days, @usualDays ) < CAST(@today AS date) AS overdue`
)

// periods are the arguments of closedPeriods.
func (s *Store) periods(d *door) named {
	var starts, ends, overs []string
	for _, period := range domain.ReportingPeriods {
		closed := domain.ReportingRule{Period: period}.Closed(d.today)
		starts, ends = append(starts, closed.Start.String()), append(ends, closed.End.String())
		overs = append(overs, closed.End.AddDays(1).In(s.kyiv).Format(time.RFC3339))
	}
	return named{
		"periods": texts(domain.ReportingPeriods), "starts": texts(starts), "ends": texts(ends), "overs": texts(overs), "today": d.today,
		"usual": domain.DefaultReporting.Period, "usualDays": domain.DefaultReporting.DueDays,
	}
}

const (
	// lowest is the condition that nothing stands beneath a placement p: the progress of others comes from beneath.
	lowest = `NOT EXISTS (SELECT FROM placements b WHERE b.community_id = p.community_id AND b.revision_number = p.revision_number
		AND b.parent_number = p.node_number)`
	// kept is the condition that nothing above a placement p is cancelled: what is beneath such a thing is left in peace. The level above and
	// the one above that are asked for apart, each by a key: together they would be compared with all that is cancelled in the community.
	kept = `NOT EXISTS (SELECT FROM tree_nodes a WHERE a.community_id = p.community_id AND a.number = p.parent_number AND a.status = 'CANCELLED')
		AND NOT EXISTS (SELECT FROM placements m JOIN tree_nodes a ON a.community_id = m.community_id AND a.number = m.parent_number AND a.status = 'CANCELLED'
			WHERE m.community_id = p.community_id AND m.revision_number = p.revision_number AND m.node_number = p.parent_number)`
	// open is the condition that the work on a node n is not over.
	open = `(n.status IS NULL OR n.status NOT IN ('DONE', 'CANCELLED'))`
	// begun is the condition that the work on a placed node n has begun by the end of a period: that was reported, or its dates have it, in a
	// tree t that was published.
	begun = `(n.status = 'IN_PROGRESS' OR (t.published_revision IS NOT NULL AND p.start_date <= t.period_end))`
)

// dueReports are the nodes that communities are to report on: those that have begun and are not over, with nothing beneath them, of which
// nothing was reported for the last period that is over, be it that nothing ever was. OFFSET 0 has the period of each tree found before its
// nodes: PostgreSQL takes these for few, and would look for the period of each.
func (s *Store) dueReports(d *door) (*door, finding) {
	own, some := d.serving(auth.ReportProgress)
	if !some {
		return own, finding{}
	}
	return own, finding{`SELECT p.community_id, p.node_number AS item, p.tree_number, t.kind AS tree_kind, p.node_number, p.level,
			p.code AS node_code, p.title AS node_title, n.status, n.reported_on AS last_reported_on,
			CAST(NULL AS timestamptz) AS since, t.period_end + 1 AS since_day, t.period_start, t.period_end, t.due_date, t.overdue
		FROM (SELECT t.community_id, t.kind, t.published_revision, ` + working + ` AS revision, ` + periodColumns + `
			FROM goal_trees t JOIN communities c ON c.id = t.community_id` + closedPeriods + `
			WHERE ` + own.reaches(`t.community_id`) + ` OFFSET 0) t
		JOIN placements p ON p.community_id = t.community_id AND p.revision_number = t.revision
		JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
		WHERE (n.reported_on < t.period_start OR n.reported_on IS NULL)
			AND ` + open + ` AND ` + begun + ` AND ` + lowest + ` AND ` + kept, s.periods(d)}
}

// silentCommunities are those that the viewer looks after and that reported nothing for the last period that is over, though something of
// what they have published is open.
func (s *Store) silentCommunities(d *door) (*door, finding) {
	own, some := d.serving(auth.EndorseTree)
	if !some {
		return own, finding{}
	}
	args := s.periods(d)
	args["me"] = d.viewer.User
	return own, finding{`SELECT x.community_id, x.community_id AS item, r.at AS last_reported_at, CAST(NULL AS date) AS since_day,
			greatest(x.since, v.over) AS since, ` + periodColumns + `
		FROM expert_assignments x JOIN communities c ON c.id = x.community_id` + closedPeriods + `
		CROSS JOIN LATERAL (SELECT max(j.reported_at) AS at FROM progress_reports j WHERE j.community_id = x.community_id) r
		WHERE x.user_id = @me AND x.until IS NULL AND ` + own.reaches(`x.community_id`) + `
			AND NOT EXISTS (SELECT FROM tree_nodes n WHERE n.community_id = x.community_id AND n.reported_on >= v.starts)
			AND EXISTS (SELECT FROM goal_trees t JOIN placements p ON p.community_id = t.community_id AND p.revision_number = t.published_revision
				JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
				WHERE t.community_id = x.community_id AND ` + open + ` AND ` + lowest + ` AND ` + kept + `)`, args}
}
