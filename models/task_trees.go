package models

import (
	"hromada/auth"
	"hromada/domain"
)

// returnedTrees are the trees of communities that an expert asks to be changed.
func (s *Store) returnedTrees(d *door) (*door, finding) {
	return treesInState(d, auth.EditTree, domain.Returned)
}

// submittedTrees are the trees of regions that wait for an expert.
func (s *Store) submittedTrees(d *door) (*door, finding) {
	return treesInState(d, auth.EndorseTree, domain.Submitted)
}

func treesInState(d *door, action auth.Action, state domain.RevisionState) (*door, finding) {
	own, some := d.serving(action)
	if !some {
		return own, finding{}
	}
	return own, finding{`SELECT t.community_id, t.number AS tree_number, t.number AS item, t.kind AS tree_kind,
			coalesce(x.at, v.created_at) AS since, CAST(NULL AS date) AS since_day, x.reason AS text, x.actor_name
		FROM goal_trees t
		JOIN goal_tree_revisions v ON v.community_id = t.community_id AND v.number = t.working_revision AND v.state = @state
		LEFT JOIN LATERAL (SELECT p.at, p.reason, u.name AS actor_name FROM revision_steps p LEFT JOIN users u ON u.id = p.actor_id
			WHERE p.community_id = v.community_id AND p.revision_number = v.number ORDER BY p.number DESC LIMIT 1) x ON TRUE
		WHERE ` + own.reaches(`t.community_id`), named{"state": state}}
}
