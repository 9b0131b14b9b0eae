package models

import "strings"

// The roll-up of progress, as one statement over whichever trees are chosen. It is domain.LeafProgress,
// domain.RollUp and domain.TrackOf said in SQL, since only so can a list of thousands be filtered and
// ordered by progress; a property test holds the two against each other on random trees.
//
// own holds the placed nodes with what was last reported on each; component_progress, subgoal_progress
// and goal_progress stand on one another, and PostgreSQL runs only those that a statement reads.

// rollUp gives the common table expressions for trees, and of their placements p those that a condition
// chooses. State is stateNow or stateAt.
func (d *door) rollUp(state, trees, nodes string) string {
	return `WITH own AS (
		SELECT p.community_id, p.tree_number, p.revision_number, p.node_number, p.level, p.parent_number,
			CAST(p.weight AS float8) AS weight, p.start_date, p.due_date,
			s.status, CAST(s.percent AS float8) AS percent, s.override_reason, s.finished_on
		` + d.placementsFrom(trees) + `
		` + state + `
		WHERE ` + nodes + `
	), component_progress AS (
		SELECT ` + nodeKeys + `, o.status, ` + leafPercent + ` AS percent, ` + leafBasis + ` AS basis,
			CAST(NULL AS text) AS reason, o.finished_on,
			CAST(o.status IS NOT DISTINCT FROM 'DONE' AS int) AS done,
			CAST(` + leafPercent + ` IS NOT NULL AS int) AS reported, 1 AS leaves
		FROM own o WHERE o.level = 'COMPONENT'
	), subgoal_progress AS (` + parentProgress("SUBGOAL", `SELECT * FROM component_progress`) + `
	), goal_progress AS (` + parentProgress("GOAL",
		`SELECT * FROM subgoal_progress UNION ALL SELECT * FROM component_progress`) + `
	), tree_progress AS (
		SELECT k.community_id, k.tree_number, k.mean AS percent,
			CASE WHEN k.mean IS NULL THEN 'UNKNOWN' ELSE 'CHILDREN' END AS basis, k.done, k.reported, k.leaves
		FROM (SELECT g.community_id, g.tree_number, ` + childrenSummed + `
			FROM goal_progress g GROUP BY g.community_id, g.tree_number) k
	) `
}

// stateNow takes what is current; it needs no journal, since no report is dated after today.
const stateNow = `CROSS JOIN LATERAL (SELECT n.status, n.percent, n.override_reason, n.finished_on) s`

// stateAt takes what was current at the end of the day @asOf: the node's own columns where nothing
// newer was reported, else the journal.
const stateAt = `LEFT JOIN LATERAL (
	SELECT n.status, n.percent, n.override_reason, n.finished_on WHERE n.reported_on <= CAST(@asOf AS date)
	UNION ALL
	(SELECT j.status, j.percent, j.override_reason, ` + firstDone + `
	FROM progress_reports j
	WHERE n.reported_on > CAST(@asOf AS date) AND j.as_of <= CAST(@asOf AS date) AND j.corrected_by IS NULL
		AND j.community_id = n.community_id AND j.node_number = n.number
	ORDER BY j.as_of DESC, j.rank DESC LIMIT 1)
) s ON TRUE`

// firstDone is the day on which a node n was finished, as its report j says: that of the first DONE after which no report until j
// said otherwise, as domain.CurrentState has it. What was corrected does not count.
const firstDone = `CASE WHEN j.status = 'DONE' THEN (
			SELECT min(f.as_of) FROM progress_reports f
			WHERE f.community_id = n.community_id AND f.node_number = n.number AND f.status = 'DONE' AND f.corrected_by IS NULL
				AND (f.as_of, f.rank) <= (j.as_of, j.rank) AND NOT EXISTS (
					SELECT 1 FROM progress_reports u
					WHERE u.community_id = n.community_id AND u.node_number = n.number AND u.status <> 'DONE' AND u.corrected_by IS NULL
						AND (u.as_of, u.rank) > (f.as_of, f.rank)
						AND (u.as_of, u.rank) < (j.as_of, j.rank))) END`

const (
	nodeKeys = `o.community_id, o.tree_number, o.revision_number, o.node_number, o.parent_number, o.weight,
		o.start_date, o.due_date`

	leafPercent = `CASE o.status WHEN 'DONE' THEN 100 WHEN 'PLANNED' THEN 0 ELSE o.percent END`

	leafBasis = `CASE WHEN o.status IN ('DONE', 'PLANNED') THEN 'STATUS'
		WHEN o.percent IS NOT NULL THEN 'REPORTED' ELSE 'UNKNOWN' END`

	// childrenSummed sums up a group of children; cancelled ones do not count, and one without a
	// figure is 0 once another has one. The mean is rounded as domain does it.
	childrenSummed = `count(*) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED') AS counting,
		count(*) FILTER (WHERE status = 'DONE') AS finished,
		count(*) FILTER (WHERE status = 'IN_PROGRESS') AS moving,
		count(*) FILTER (WHERE status = 'SUSPENDED') AS resting,
		count(*) FILTER (WHERE status = 'PLANNED') AS planned,
		CASE WHEN count(percent) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED') > 0
			THEN CAST(round(CAST(sum(weight * coalesce(percent, 0)) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED')
				/ sum(weight) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED') AS numeric), 10) AS float8) END AS mean,
		max(finished_on) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED') AS last_finish,
		coalesce(sum(done) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED'), 0) AS done,
		coalesce(sum(reported) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED'), 0) AS reported,
		coalesce(sum(leaves) FILTER (WHERE status IS DISTINCT FROM 'CANCELLED'), 0) AS leaves`
)

// parentProgress is the progress of one level's nodes: a leaf's where nothing stands beneath, else
// the number set by hand, else the children's. The join is FULL, and stays so by a condition that
// does not say so: PostgreSQL cannot tell how many rows there are, takes them for few, and a nested
// loop, which only a full join cannot be, would take the square of their number.
func parentProgress(level, children string) string {
	return strings.NewReplacer("{keys}", nodeKeys, "{level}", level, "{children}", children,
		"{summed}", childrenSummed, "{leafPercent}", leafPercent, "{leafBasis}", leafBasis).Replace(`
		SELECT {keys}, o.rolled AS status,
			CASE WHEN o.leaf THEN {leafPercent}
				WHEN o.override_reason IS NOT NULL THEN o.percent
				WHEN o.rolled = 'DONE' THEN 100
				ELSE o.mean END AS percent,
			CASE WHEN o.leaf THEN {leafBasis}
				WHEN o.override_reason IS NOT NULL THEN 'OVERRIDE'
				WHEN o.mean IS NOT NULL THEN 'CHILDREN'
				ELSE 'UNKNOWN' END AS basis,
			CASE WHEN NOT o.leaf THEN o.override_reason END AS reason,
			CASE WHEN o.leaf OR o.override_reason IS NOT NULL THEN o.finished_on
				WHEN o.rolled = 'DONE' THEN o.last_finish END AS finished_on,
			CASE WHEN o.leaf THEN CAST(o.status IS NOT DISTINCT FROM 'DONE' AS int) ELSE o.done END AS done,
			CASE WHEN o.leaf THEN CAST({leafPercent} IS NOT NULL AS int) ELSE o.reported END AS reported,
			CASE WHEN o.leaf THEN 1 ELSE o.leaves END AS leaves
		FROM (SELECT o.*, k.mean, k.last_finish, k.done, k.reported, k.leaves, k.counting IS NULL AS leaf,
				CASE WHEN k.counting IS NULL OR o.override_reason IS NOT NULL
						OR o.status IN ('CANCELLED', 'SUSPENDED') THEN o.status
					WHEN k.counting = 0 THEN 'CANCELLED'
					WHEN k.finished = k.counting THEN 'DONE'
					WHEN k.finished + k.moving > 0 THEN 'IN_PROGRESS'
					WHEN k.resting > 0 THEN 'SUSPENDED'
					WHEN k.planned > 0 THEN 'PLANNED' END AS rolled
			FROM (SELECT * FROM own WHERE level = '{level}') o FULL JOIN (
				SELECT c.community_id, c.revision_number, c.parent_number, {summed}
				FROM ({children}) c GROUP BY c.community_id, c.revision_number, c.parent_number
			) k ON k.community_id = o.community_id AND k.revision_number = o.revision_number
				AND k.parent_number = o.node_number
			WHERE coalesce(o.node_number, 0) > 0) o`)
}

// trackOf judges a row r of progress on the day @day, as domain.TrackOf does.
const trackOf = `CASE WHEN r.status = 'CANCELLED' THEN NULL
	WHEN r.start_date IS NULL OR r.due_date IS NULL THEN 'UNDATED'
	WHEN r.status = 'DONE' THEN CASE WHEN r.finished_on > r.due_date THEN 'LATE_DONE' ELSE 'ON_TRACK' END
	WHEN CAST(@day AS date) < r.start_date THEN 'NOT_STARTED'
	WHEN r.percent IS NULL THEN NULL
	ELSE (SELECT CASE WHEN lag.points <= 10 THEN 'ON_TRACK' WHEN lag.points <= 25 THEN 'AT_RISK' ELSE 'LATE' END
		FROM (SELECT round(CAST(100 * CASE WHEN CAST(@day AS date) >= r.due_date THEN 1
			WHEN CAST(@day AS date) <= r.start_date THEN 0
			ELSE CAST(CAST(@day AS date) - r.start_date AS float8) / (r.due_date - r.start_date) END
			- r.percent AS numeric), 10) AS points) lag) END`
