package models

import (
	"context"

	"hromada/domain"
)

// Progress is a figure of progress as of a day.
type Progress struct {
	domain.Progress
	AsOf domain.Date
}

// Overridden tells whether the percent was set by hand.
func (p *Progress) Overridden() bool { return p.Basis == domain.BasisOverride }

// ReasonGiven is why it was set by hand; nil where it was not.
func (p *Progress) ReasonGiven() *string {
	if p.Reason == "" {
		return nil
	}
	return &p.Reason
}

// AreaProgress is the progress of a district's or region's communities.
type AreaProgress struct {
	Progress
	Communities int
}

// progressRow is what the roll-up gives for a node, tree or community.
type progressRow struct {
	CommunityID int64
	Number      int64
	Status      domain.Status
	Percent     *float64
	Basis       domain.Basis
	Reason      string
	FinishedOn  *domain.Date
	Done        int
	Reported    int
	Leaves      int
}

const progressColumns = `coalesce(x.status, '') AS status, x.percent, x.basis, coalesce(x.reason, '') AS reason,
	x.finished_on, x.done, x.reported, x.leaves`

func (r *progressRow) place() place { return place{r.CommunityID, r.Number} }

func (r *progressRow) progress(asOf domain.Date) *Progress {
	if r == nil {
		return &Progress{domain.Progress{Basis: domain.BasisUnknown}, asOf}
	}
	return &Progress{domain.Progress{
		Status: r.Status, Percent: r.Percent, Basis: r.Basis, Reason: r.Reason, FinishedOn: r.FinishedOn,
		Done: r.Done, Reported: r.Reported, Leaves: r.Leaves,
	}, asOf}
}

// day checks an asOf argument: today unless given, and never later.
func (s *Store) day(asOf *domain.Date) (domain.Date, error) {
	today := s.Today()
	switch {
	case asOf == nil:
		return today, nil
	case asOf.After(today):
		return today, domain.Invalid("asOf", "Дата ще не настала.", "The day has not come yet.")
	}
	return *asOf, nil
}

// stateOn picks the fragment that knows what was reported by a day, with its argument.
func (d *door) stateOn(day domain.Date, args named) string {
	if !day.Before(d.today) {
		return stateNow
	}
	args["asOf"] = day
	return stateAt
}

// byPlace gives every row the progress found for it, or the unknown one.
func byPlace[R any](rows []*R, key func(*R) place, found []*progressRow, day domain.Date) map[*R]*Progress {
	shares := make(map[*R]*Progress, len(rows))
	for row, one := range toOne(rows, key, found, (*progressRow).place) {
		shares[row] = one.progress(day)
	}
	return shares
}

// rolledLevels names the roll-up's table for each level.
var rolledLevels = map[domain.Level]string{
	domain.GoalLevel: "goal_progress", domain.SubgoalLevel: "subgoal_progress", domain.ComponentLevel: "component_progress",
}

// saying are the placements p of a tree that have a say in the progress of the nodes asked for.
var saying = map[domain.Level]string{
	domain.GoalLevel:      `TRUE`,
	domain.SubgoalLevel:   `(` + among(`p.node_number`) + ` OR ` + among(`p.parent_number`) + `)`,
	domain.ComponentLevel: among(`p.node_number`),
}

// nodeProgress gives the progress of nodes of one level in one statement.
func nodeProgress[R any, P placedRow[R]](
	ctx context.Context, s *Store, rows []*R, day domain.Date,
) (map[*R]*Progress, error) {
	first := P(rows[0]).placement()
	d, err := s.readTrees(ctx, first.View)
	if err != nil {
		return nil, err
	}
	key := func(r *R) place { return P(r).placement().place() }
	trees, args := nodesAsked[R, P](rows)
	found, err := fetch[progressRow](d, d.rollUp(d.stateOn(day, args), trees, saying[first.Level])+`
		SELECT x.community_id, x.node_number AS number, `+progressColumns+`
		FROM `+rolledLevels[first.Level]+` x WHERE `+among(`x.node_number`), args)
	return byPlace(rows, key, found, day), err
}

// TreeProgress gives the progress of a whole tree as of a day, today unless given.
func (s *Store) TreeProgress(ctx context.Context, row *GoalTree, asOf *domain.Date) (*Progress, error) {
	day, err := s.day(asOf)
	if err != nil {
		return nil, err
	}
	return share(ctx, row, "progress", day.String(), func(ctx context.Context, rows []*GoalTree) (map[*GoalTree]*Progress, error) {
		d, err := s.readTrees(ctx, rows[0].View)
		if err != nil {
			return nil, err
		}
		args := named{}
		trees := treesIn(args, keysOf(rows, (*GoalTree).place))
		found, err := fetch[progressRow](d, d.rollUp(d.stateOn(day, args), trees, `TRUE`)+`
			SELECT x.community_id, x.tree_number AS number, x.percent, x.basis, x.done, x.reported, x.leaves
			FROM tree_progress x`, args)
		return byPlace(rows, (*GoalTree).place, found, day), err
	})
}

// CommunityProgress gives the progress of a community's current tree as of a day, today unless given.
func (s *Store) CommunityProgress(ctx context.Context, row *Community, asOf *domain.Date) (*Progress, error) {
	day, err := s.day(asOf)
	if err != nil {
		return nil, err
	}
	return share(ctx, row, "progress", day.String(), func(ctx context.Context, rows []*Community) (map[*Community]*Progress, error) {
		d, err := s.readTrees(ctx, domain.PublishedView)
		if err != nil {
			return nil, err
		}
		args := d.currentArgs(keysOf(rows, (*Community).id))
		found, err := fetch[progressRow](d, d.rollUp(d.stateOn(day, args), d.currentTrees(`c.id = ANY (CAST(@ids AS bigint[]))`), `TRUE`)+`
			SELECT x.community_id, x.percent, x.basis, x.done, x.reported, x.leaves FROM tree_progress x`, args)
		return byPlace(rows, func(c *Community) place { return place{Community: c.ID} }, found, day), err
	})
}
