package models

import (
	"context"

	"hromada/domain"
)

// GoalsOf gives a tree's goals in order.
func (s *Store) GoalsOf(ctx context.Context, row *GoalTree) ([]*Goal, error) {
	return share(ctx, row, "goals", nil, func(ctx context.Context, rows []*GoalTree) (map[*GoalTree][]*Goal, error) {
		d, err := s.readTrees(ctx, rows[0].View)
		if err != nil {
			return nil, err
		}
		args := named{"view": d.view}
		trees := treesIn(args, keysOf(rows, (*GoalTree).place))
		found, err := siblings(fetch[Goal](d, `SELECT `+placementColumns+d.placementsFrom(trees)+`
			WHERE p.level = 'GOAL'
			ORDER BY p.community_id, p.tree_number, p.position, p.node_number`, args))
		return toMany(rows, (*GoalTree).place, found, func(g *Goal) place { return g.treePlace() }), err
	})
}

// SubgoalsOf gives a goal's subgoals in order.
func (s *Store) SubgoalsOf(ctx context.Context, row *Goal) ([]*Subgoal, error) {
	return share(ctx, row, "subgoals", nil, func(ctx context.Context, rows []*Goal) (map[*Goal][]*Subgoal, error) {
		return placedBeneath[Goal, Subgoal](ctx, s, rows, domain.SubgoalLevel)
	})
}

// ComponentsOfGoal gives the components directly beneath a goal, in order.
func (s *Store) ComponentsOfGoal(ctx context.Context, row *Goal) ([]*Component, error) {
	return share(ctx, row, "components", nil, func(ctx context.Context, rows []*Goal) (map[*Goal][]*Component, error) {
		return placedBeneath[Goal, Component](ctx, s, rows, domain.ComponentLevel)
	})
}

// ComponentsOf gives a subgoal's components in order.
func (s *Store) ComponentsOf(ctx context.Context, row *Subgoal) ([]*Component, error) {
	return share(ctx, row, "components", nil, func(ctx context.Context, rows []*Subgoal) (map[*Subgoal][]*Component, error) {
		return placedBeneath[Subgoal, Component](ctx, s, rows, domain.ComponentLevel)
	})
}

// placedBeneath gives the nodes of a level directly beneath each of the rows.
func placedBeneath[P, C any, PP placedRow[P], CP placedRow[C]](
	ctx context.Context, s *Store, rows []*P, level domain.Level,
) (map[*P][]*C, error) {
	d, err := s.readTrees(ctx, PP(rows[0]).placement().View)
	if err != nil {
		return nil, err
	}
	key := func(r *P) place { return PP(r).placement().place() }
	trees, args := nodesAsked[P, PP](rows)
	args["view"], args["level"] = d.view, level
	found, err := siblings[C, CP](fetch[C](d, `SELECT `+placementColumns+d.placementsFrom(trees)+`
		WHERE p.level = @level AND `+among(`p.parent_number`)+`
		ORDER BY p.community_id, p.parent_number, p.position, p.node_number`, args))
	return toMany(rows, key, found, func(c *C) place {
		p := CP(c).placement()
		return place{p.CommunityID, *p.ParentNumber}
	}), err
}

// GoalOfSubgoal gives the goal above a subgoal.
func (s *Store) GoalOfSubgoal(ctx context.Context, row *Subgoal) (*Goal, error) {
	return share(ctx, row, "goal", nil, func(ctx context.Context, rows []*Subgoal) (map[*Subgoal]*Goal, error) {
		return ancestors[Subgoal, Goal](ctx, s, rows, domain.GoalLevel)
	})
}

// GoalOfComponent gives the goal above a component, directly or through a subgoal.
func (s *Store) GoalOfComponent(ctx context.Context, row *Component) (*Goal, error) {
	return share(ctx, row, "goal", nil, func(ctx context.Context, rows []*Component) (map[*Component]*Goal, error) {
		return ancestors[Component, Goal](ctx, s, rows, domain.GoalLevel)
	})
}

// SubgoalOf gives the subgoal above a component, nil for one directly beneath a goal.
func (s *Store) SubgoalOf(ctx context.Context, row *Component) (*Subgoal, error) {
	return share(ctx, row, "subgoal", nil, func(ctx context.Context, rows []*Component) (map[*Component]*Subgoal, error) {
		return ancestors[Component, Subgoal](ctx, s, rows, domain.SubgoalLevel)
	})
}

// ancestors gives each row the node of a higher level above it, in one statement. Ancestors are
// siblings of each other, and one that several rows share is one row.
func ancestors[C, A any, CP placedRow[C], AP placedRow[A]](
	ctx context.Context, s *Store, rows []*C, level domain.Level,
) (map[*C]*A, error) {
	d, err := s.readTrees(ctx, CP(rows[0]).placement().View)
	if err != nil {
		return nil, err
	}
	key := func(c *C) place { return CP(c).placement().place() }
	trees, args := nodesAsked[C, CP](rows)
	args["view"], args["level"] = d.view, level
	found, err := fetch[descent[A]](d, `SELECT `+placementColumns+`, b.node_number AS below`+d.placementsFrom(trees)+`
		JOIN placements b ON b.community_id = p.community_id AND b.revision_number = p.revision_number
		LEFT JOIN placements m ON m.community_id = b.community_id AND m.revision_number = b.revision_number
			AND m.node_number = b.parent_number
		WHERE p.node_number = `+above[level]+` AND p.level = @level AND `+among(`b.node_number`), args)
	return shareAncestors[C, A, AP](rows, key, found), err
}

// above is the number of the node of a level above a node b whose parent is m.
var above = map[domain.Level]string{
	domain.GoalLevel: `coalesce(m.parent_number, b.parent_number)`, domain.SubgoalLevel: `b.parent_number`,
}

// descent is an ancestor with the number of one node beneath it.
type descent[A any] struct {
	Row   A `gorm:"embedded"`
	Below int64
}

func shareAncestors[C, A any, AP placedRow[A]](rows []*C, key func(*C) place, found []*descent[A]) map[*C]*A {
	byPlace, byBelow := map[place]*A{}, map[place]*A{}
	distinct := []*A{}
	for _, f := range found {
		p := AP(&f.Row).placement()
		if byPlace[p.place()] == nil {
			byPlace[p.place()] = &f.Row
			distinct = append(distinct, &f.Row)
		}
		byBelow[place{p.CommunityID, f.Below}] = byPlace[p.place()]
	}
	gather[A, AP](distinct)
	shares := make(map[*C]*A, len(rows))
	for _, row := range rows {
		shares[row] = byBelow[key(row)]
	}
	return shares
}

// placementsByPlace gives nodes of one level by their keys.
func placementsByPlace[R any, P placedRow[R]](d *door, level domain.Level, keys []place) ([]*R, error) {
	args := places(keys)
	args["view"], args["level"] = d.view, level
	return siblings[R, P](fetch[R](d, `SELECT `+placementColumns+d.placementsFrom(allTrees)+`
		JOIN `+unnestPlaces+` asked (community_id, number)
			ON asked.community_id = p.community_id AND asked.number = p.node_number
		WHERE p.level = @level `, args))
}

// nodesAsked gives the trees that rows stand in, with the rows' own numbers as the argument of among.
func nodesAsked[R any, P placedRow[R]](rows []*R) (trees string, args named) {
	args = named{"asked": numbers(keysOf(rows, func(r *R) int64 { return P(r).placement().Number }))}
	return treesIn(args, keysOf(rows, func(r *R) place { return P(r).placement().treePlace() })), args
}

// among demands that a column has one of the numbers of nodesAsked; within trees that are chosen by their
// keys this needs no community. IS TRUE keeps the numbers a hash table beside the plan: as a join or an
// array, each row might be compared with each of thousands.
func among(column string) string {
	return `(` + column + ` IN (SELECT unnest(CAST(@asked AS bigint[])))) IS TRUE`
}

// TreeOf gives the tree that a node stands in, in the view the node was read in.
func TreeOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) (*GoalTree, error) {
	return share[R, P](ctx, row, "tree", nil, func(ctx context.Context, rows []*R) (map[*R]*GoalTree, error) {
		d, err := s.readTrees(ctx, P(rows[0]).placement().View)
		if err != nil {
			return nil, err
		}
		key := func(r *R) place { return P(r).placement().treePlace() }
		found, err := d.treesByPlace(keysOf(rows, key))
		return toOne(rows, key, found, (*GoalTree).place), err
	})
}

// CommunityOf gives the community that a node belongs to.
func CommunityOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) (*Community, error) {
	return share[R, P](ctx, row, "community", nil, func(ctx context.Context, rows []*R) (map[*R]*Community, error) {
		return communitiesOf(ctx, s, rows, func(r *R) int64 { return P(r).placement().CommunityID })
	})
}

// ProgressOf gives a node's progress as of a day, today unless given.
func ProgressOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P, asOf *domain.Date) (*Progress, error) {
	day, err := s.day(asOf)
	if err != nil {
		return nil, err
	}
	if row.placement().Level == domain.ComponentLevel && !day.Before(s.Today()) {
		return row.placement().ownProgress(day), nil
	}
	return share[R, P](ctx, row, "progress", day.String(), func(ctx context.Context, rows []*R) (map[*R]*Progress, error) {
		return nodeProgress[R, P](ctx, s, rows, day)
	})
}

// ownProgress is the progress of a component today, which its own row tells.
func (p *Placement) ownProgress(day domain.Date) *Progress {
	state := domain.NodeState{Percent: p.LastPercent, FinishedOn: p.FinishedOn}
	if p.LastStatus != nil {
		state.Status = *p.LastStatus
	}
	return &Progress{domain.LeafProgress(state), day}
}

// StatusOf gives where the work on a node stands today; nil where nobody has reported.
func StatusOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P) (*domain.Status, error) {
	p, err := ProgressOf[R, P](ctx, s, row, nil)
	if err != nil || p.Status == "" {
		return nil, err
	}
	return &p.Status, nil
}

// TrackOf judges whether a node keeps up with its dates on a day, today unless given.
func TrackOf[R any, P placedRow[R]](ctx context.Context, s *Store, row P, asOf *domain.Date) (*domain.Track, error) {
	p, err := ProgressOf[R, P](ctx, s, row, asOf)
	if err != nil {
		return nil, err
	}
	placed := row.placement()
	track := domain.TrackOf(p.Progress, placed.StartDate, placed.DueDate, p.AsOf)
	if track == "" {
		return nil, nil //nolint:nilnil // no judgement is due, and that is no fault
	}
	return &track, nil
}
