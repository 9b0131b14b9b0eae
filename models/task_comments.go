package models

import "hromada/auth"

// subjectOf joins what a comment k is on: its tree t and, where it is on one, its node p, by its whole key. What was taken out is no task.
const subjectOf = ` JOIN goal_trees t ON t.community_id = k.community_id AND t.number = k.tree_number
	LEFT JOIN LATERAL (SELECT * FROM placements p WHERE p.community_id = k.community_id AND p.revision_number = ` + working + `
		AND p.node_number = k.node_number LIMIT 1) p ON TRUE `

const (
	subjectColumns = `k.community_id, k.number AS item, k.tree_number, t.kind AS tree_kind, k.node_number, k.level, p.code AS node_code,
		p.title AS node_title, k.number AS comment_number, coalesce(k.answers_to, k.number) AS thread_number, CAST(NULL AS date) AS since_day`
	subjectStands = `(k.node_number IS NULL OR p.node_number IS NOT NULL)`
)

// mentionsOfMe are the comments k that mention the viewer, with the first comment f of their threads, and notAnswered those in threads that are open
// and in which the viewer has not answered since. Found out once, mentioned are these threads.
const (
	mentionsOfMe = `comment_mentions x JOIN comments k ON k.community_id = x.community_id AND k.number = x.comment_number
		JOIN comments f ON f.community_id = k.community_id AND f.number = coalesce(k.answers_to, k.number)`
	notAnswered = `x.user_id = @me AND k.author_id <> @me AND f.resolved_at IS NULL AND NOT EXISTS (SELECT FROM comments w
			WHERE w.community_id = k.community_id AND w.answers_to = f.number AND w.author_id = @me AND w.number > k.number AND w.deleted_at IS NULL)`
	mentioned = `SELECT f.community_id, f.number FROM ` + mentionsOfMe + ` WHERE ` + notAnswered
)

// mentions are the comments that mention the viewer, in threads that are open and in which they have not answered since, where they may
// still see the draft.
func (s *Store) mentions(d *door) (*door, finding) {
	scope, err := auth.Allow(d.viewer, auth.ReadWorkingTree)
	if err != nil {
		return d, finding{}
	}
	seeing := *d
	seeing.scope = scope
	return &seeing, finding{
		`SELECT ` + subjectColumns + `, k.created_at AS since, k.text, u.name AS actor_name
		FROM ` + mentionsOfMe + ` JOIN users u ON u.id = k.author_id` + subjectOf + `
		WHERE ` + notAnswered + ` AND ` + subjectStands + ` AND ` + seeing.reaches(`k.community_id`),
		named{"me": d.viewer.User},
	}
}

// lastAnswer joins the last answer l to the first comment k of a thread, where there is one. It is looked for among the answers alone:
// asked for one row out of a thread and its answers, PostgreSQL would read all comments of the community for each.
const (
	lastAnswer = `LEFT JOIN LATERAL (SELECT w.author_id, w.created_at, w.text FROM comments w
		WHERE w.community_id = k.community_id AND w.answers_to = k.number ORDER BY w.number DESC LIMIT 1) l ON TRUE`
	lastAuthor = `coalesce(l.author_id, CASE WHEN k.deleted_at IS NULL THEN k.author_id END)`
)

// unansweredComments are the open threads in the trees of communities that were begun by others than their staff, and in which their
// staff have not the last word. Those that mention the viewer, who has not answered since, are left to mentions.
func (s *Store) unansweredComments(d *door) (*door, finding) {
	own, _ := d.serving(auth.Comment)
	if own.scope.Regions = nil; len(own.scope.Communities) == 0 {
		return own, finding{}
	}
	return own, finding{
		`SELECT ` + subjectColumns + `, coalesce(l.created_at, k.created_at) AS since, coalesce(l.text, k.text) AS text, u.name AS actor_name
		FROM comments k` + subjectOf + lastAnswer + `
		JOIN users u ON u.id = ` + lastAuthor + `
		WHERE k.first AND k.resolved_at IS NULL AND ` + own.reaches(`k.community_id`) + ` AND ` + subjectStands + `
			AND NOT ` + own.isStaff(`k.author_id`) + ` AND NOT ` + own.isStaff(lastAuthor) + ` AND (k.community_id, k.number) NOT IN (` + mentioned + `)`,
		named{"now": d.now, "me": d.viewer.User},
	}
}

// isStaff is the condition that an account works for the community of a comment k now, one that this door reaches. Who does is found out
// once, and not for each comment.
func (d *door) isStaff(user string) string {
	return `(` + user + `, k.community_id) IN (SELECT m.user_id, m.community_id FROM memberships m
		WHERE m.role = 'STAFF' AND ` + d.reaches(`m.community_id`) + ` AND ` + heldNow + `)`
}
