package models

import (
	"context"
	"maps"

	"hromada/domain"
)

// Grouping says what the nodes of goal trees are summed up by, for rows of one type: a node itself, a
// tree, a community's current tree, or the current trees of an area.
type Grouping[R any] struct {
	key    func(*R) place
	view   func(*R) domain.TreeView
	sql    string // two columns over p (placements), m (their parents) and c (communities): the key
	trees  func(d *door, rows []*R, args named) string
	wanted string // a condition on the key k, where the trees hold more than the rows
}

// The groupings.
var (
	ByGoal = nodeGrouping[Goal](`p.community_id, CASE p.level WHEN 'GOAL' THEN p.node_number
		WHEN 'SUBGOAL' THEN p.parent_number ELSE coalesce(m.parent_number, p.parent_number) END`)
	BySubgoal = nodeGrouping[Subgoal](`p.community_id, CASE p.level WHEN 'SUBGOAL' THEN p.node_number
		WHEN 'COMPONENT' THEN CASE p.parent_level WHEN 'SUBGOAL' THEN p.parent_number END END`)
	ByTree = Grouping[GoalTree]{
		key: (*GoalTree).place, view: func(t *GoalTree) domain.TreeView { return t.View },
		sql: `p.community_id, p.tree_number`,
		trees: func(_ *door, rows []*GoalTree, args named) string {
			return treesIn(args, keysOf(rows, (*GoalTree).place))
		},
		wanted: `TRUE`,
	}
	ByCommunity = areaGrouping(`c.id`, (*Community).id)
	ByDistrict  = areaGrouping(`c.district_id`, (*District).id)
	ByRegion    = areaGrouping(`c.region_id`, (*Region).id)
)

func nodeGrouping[R any, P placedRow[R]](columns string) Grouping[R] {
	return Grouping[R]{
		key:  func(r *R) place { return P(r).placement().place() },
		view: func(r *R) domain.TreeView { return P(r).placement().View },
		sql:  columns,
		trees: func(_ *door, rows []*R, args named) string {
			trees, asked := nodesAsked[R, P](rows)
			maps.Copy(args, asked)
			return trees
		},
		wanted: among(`k.key_number`),
	}
}

func areaGrouping[R any](column string, id func(*R) int64) Grouping[R] {
	return Grouping[R]{
		key:  func(r *R) place { return place{Number: id(r)} },
		view: func(*R) domain.TreeView { return domain.PublishedView },
		sql:  `CAST(0 AS bigint), ` + column,
		trees: func(d *door, rows []*R, args named) string {
			maps.Copy(args, d.currentArgs(keysOf(rows, id)))
			return d.currentTrees(column + ` = ANY (CAST(@ids AS bigint[]))`)
		},
		wanted: `TRUE`,
	}
}

// summed runs one statement that sums up nodes by a grouping, and gives each row its sum.
func summed[R any, P related[R], V any](
	ctx context.Context, s *Store, row P, by Grouping[R], field, columns, joins, condition string,
) (V, error) {
	type sum struct {
		KeyCommunity, KeyNumber int64
		Value                   V `gorm:"embedded"`
	}
	return share(ctx, row, field, nil, func(ctx context.Context, rows []*R) (map[*R]V, error) {
		d, err := s.readTrees(ctx, by.view(rows[0]))
		if err != nil {
			return nil, err
		}
		args := named{}
		found, err := fetch[sum](d, `SELECT k.key_community, k.key_number, `+columns+`
			`+d.placementsFrom(by.trees(d, rows, args))+`
			LEFT JOIN communities c ON c.id = p.community_id
			LEFT JOIN placements m ON m.community_id = p.community_id AND m.revision_number = p.revision_number
				AND m.node_number = p.parent_number
			`+joins+`
			CROSS JOIN LATERAL (SELECT `+by.sql+`) k (key_community, key_number)
			WHERE k.key_number IS NOT NULL AND `+by.wanted+` AND `+condition+`
			GROUP BY k.key_community, k.key_number`, args)
		shares := make(map[*R]V, len(rows))
		for r, one := range toOne(rows, by.key, found, func(x *sum) place { return place{x.KeyCommunity, x.KeyNumber} }) {
			if one != nil {
				shares[r] = one.Value
			}
		}
		return shares, err
	})
}
