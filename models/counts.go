package models

import (
	"context"

	"hromada/domain"
)

// TreeCounts tells how many nodes of goal trees there are.
type TreeCounts struct {
	Goals, Subgoals, Components int
	SoftComponents              int
	HardComponents              int
	UnclassifiedComponents      int
}

// CountsOf counts the nodes that belong to a row by a grouping.
func CountsOf[R any, P related[R]](ctx context.Context, s *Store, row P, by Grouping[R]) (*TreeCounts, error) {
	counts, err := summed[R, P, TreeCounts](ctx, s, row, by, "counts", `
		count(*) FILTER (WHERE p.level = 'GOAL' AND NOT p.placeholder) AS goals,
		count(*) FILTER (WHERE p.level = 'SUBGOAL') AS subgoals,
		count(*) FILTER (WHERE p.level = 'COMPONENT') AS components,
		count(*) FILTER (WHERE p.kind = 'SOFT') AS soft_components,
		count(*) FILTER (WHERE p.kind = 'HARD') AS hard_components,
		count(*) FILTER (WHERE p.level = 'COMPONENT' AND p.kind IS NULL) AS unclassified_components`, ``, `TRUE`)
	return &counts, err
}

// HardShare is the share of hard components.
type HardShare struct {
	Percent *float64
	Basis   *domain.ShareBasis
	Hard    int
	// Classified is how many of the components that count are of a known kind.
	Classified int
	Of         int
}

// HardShareOf gives the share of hard components that belong to a row by a grouping. Cancelled
// components, and components beneath what is cancelled, do not count.
func HardShareOf[R any, P related[R]](ctx context.Context, s *Store, row P, by Grouping[R]) (*HardShare, error) {
	sums, err := summed[R, P, domain.HardSums](ctx, s, row, by, "hardShare", hardSums, hardJoins, hardCondition)
	if err != nil {
		return nil, err
	}
	share := &HardShare{Hard: sums.Hard, Classified: sums.Classified, Of: sums.Components}
	share.Percent, share.Basis = domain.HardShare(sums)
	return share, nil
}

// hardSums are sums over placements p of components that count, with their parents m.
const (
	hardSums = `
		count(*) FILTER (WHERE p.kind = 'HARD') AS hard, count(p.kind) AS classified, count(*) AS components,
		count(cost.planned) AS costed, coalesce(sum(cost.planned) FILTER (WHERE p.kind = 'HARD'), 0) AS hard_cost,
		coalesce(sum(cost.planned), 0) AS cost`

	hardJoins = aboveJoins + `
		LEFT JOIN LATERAL (SELECT sum(k.amount) AS planned FROM planned_costs k
			WHERE k.community_id = p.community_id AND k.revision_number = p.revision_number
				AND k.node_number = p.node_number) cost ON TRUE`

	hardCondition = `p.level = 'COMPONENT' AND ` + notCancelled
)

// aboveJoins are the nodes above a placement p, whose parent's placement is m; notCancelled is the condition that neither they nor its own node n is cancelled.
const (
	aboveJoins = `
		LEFT JOIN tree_nodes pn ON pn.community_id = p.community_id AND pn.number = p.parent_number
		LEFT JOIN tree_nodes gn ON gn.community_id = p.community_id AND gn.number = m.parent_number`

	notCancelled = `'CANCELLED' NOT IN (coalesce(n.status, ''), coalesce(pn.status, ''), coalesce(gn.status, ''))`

	parentJoin = `
		LEFT JOIN placements m ON m.community_id = p.community_id AND m.revision_number = p.revision_number AND m.node_number = p.parent_number`
)
