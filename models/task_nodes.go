package models

import (
	"hromada/auth"
	"hromada/domain"
)

// bothRevisions are the trees t of the viewer's communities, each with what is published and again with what is worked on: as if it
// were published, too.
func bothRevisions(d *door) string {
	return `(SELECT g.community_id, g.number, r.revision AS published_revision, CAST(NULL AS bigint) AS working_revision
		FROM goal_trees g CROSS JOIN LATERAL (VALUES (g.published_revision), (g.working_revision)) r (revision)
		WHERE ` + d.reaches(`g.community_id`) + `) t`
}

// overdueNodes are the goals, subgoals and components of communities whose day has passed, in what is published or worked on, and that are
// neither done nor cancelled, nor beneath something cancelled. Where both say so, what is published is told.
func (s *Store) overdueNodes(d *door) (*door, finding) {
	own, some := d.serving(auth.ReportProgress)
	if !some {
		return own, finding{}
	}
	own.view = domain.PublishedView
	return own, finding{own.rollUp(stateNow, bothRevisions(own), `TRUE`) + `, given_up AS (
			SELECT c.community_id, c.revision_number, c.node_number FROM own a JOIN own c ON c.community_id = a.community_id
				AND c.revision_number = a.revision_number AND c.parent_number = a.node_number
			WHERE a.status = 'CANCELLED'
		), late AS (
			SELECT r.* FROM (
				SELECT community_id, revision_number, node_number, parent_number, due_date, status FROM goal_progress
				UNION ALL SELECT community_id, revision_number, node_number, parent_number, due_date, status FROM subgoal_progress
				UNION ALL SELECT community_id, revision_number, node_number, parent_number, due_date, status FROM component_progress) r
			WHERE r.due_date < CAST(@today AS date) AND coalesce(r.status, '') NOT IN ('DONE', 'CANCELLED')
				AND (r.community_id, r.revision_number, r.node_number) NOT IN (TABLE given_up)
				AND (r.community_id, r.revision_number, coalesce(r.parent_number, 0)) NOT IN (TABLE given_up)
		)
		SELECT DISTINCT ON (p.community_id, p.node_number) p.community_id, p.node_number AS item, p.tree_number, t.kind AS tree_kind,
			p.node_number, p.level, p.code AS node_code, p.title AS node_title, p.due_date, l.status,
			CAST(NULL AS timestamptz) AS since, p.due_date + 1 AS since_day
		FROM late l JOIN placements p ON p.community_id = l.community_id AND p.revision_number = l.revision_number AND p.node_number = l.node_number
		JOIN goal_trees t ON t.community_id = p.community_id AND t.number = p.tree_number
		WHERE NOT p.placeholder
		ORDER BY p.community_id, p.node_number, (p.revision_number = t.published_revision) DESC NULLS LAST`, named{"today": d.today, "view": own.view}}
}
