package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Overview is a group of communities summed up. Its fields are read by one statement each, whatever the number of communities.
type Overview struct {
	member[Overview]
	Filter CommunityFilter
}

// OverviewOf begins an overview of the communities that a filter finds.
func (s *Store) OverviewOf(ctx context.Context, filter CommunityFilter) (*Overview, error) {
	d, l, err := s.communityList(ctx, CommunityQuery{Filter: filter, Order: CommunityOrder{Field: ByName}})
	if err != nil {
		return nil, err
	}
	if err := s.known(ctx, filter.codes()); err != nil {
		return nil, err
	}
	if filter.GoalStatus != nil { // it needs a roll-up, so that it is asked for once
		ids, err := d.communityIDs(l)
		if err != nil {
			return nil, err
		}
		filter = CommunityFilter{among: ids}
	}
	return gather([]*Overview{{Filter: filter}})[0], nil
}

// within are the conditions on communities c, with their arguments.
func (o *Overview) within(args named) (*where, error) {
	w := newWhere(args)
	return w, o.Filter.conditions(w)
}

// ByOverview sums up the current trees of all communities of an overview.
var ByOverview = Grouping[Overview]{
	key:  func(*Overview) place { return place{Number: 1} },
	view: func(*Overview) domain.TreeView { return domain.PublishedView },
	sql:  `CAST(0 AS bigint), CAST(1 AS bigint)`,
	trees: func(d *door, rows []*Overview, args named) string {
		args["year"] = d.today.Year()
		w, err := rows[0].within(args)
		if err != nil { // it was looked at when the overview began
			return d.currentTrees(`FALSE`)
		}
		return d.currentTrees(w.sql())
	},
	wanted: `TRUE`,
}

// currentTreesOf are the trees of an overview, with their arguments.
func (d *door) currentTreesOf(o *Overview) (string, named) {
	args := named{}
	return ByOverview.trees(d, []*Overview{o}, args), args
}

// OverviewProgress gives the mean progress of the communities' current trees.
func (s *Store) OverviewProgress(ctx context.Context, o *Overview) (*AreaProgress, error) {
	d, err := s.readTrees(ctx, domain.PublishedView)
	if err != nil {
		return nil, err
	}
	trees, args := d.currentTreesOf(o)
	row, err := fetchOne[areaRow](d, d.rollUp(stateNow, trees, `TRUE`)+`SELECT CAST(1 AS bigint) AS id, `+meanProgress+` FROM tree_progress x`, args)
	if err != nil {
		return nil, err
	}
	return row.progress(d.today), nil
}

// OverviewFacets counts the goals or components of the communities' current trees.
func (s *Store) OverviewFacets(ctx context.Context, o *Overview, level domain.Level) (*Facets, error) {
	return s.FacetsOf(ctx, NodeQuery{Level: level, Filter: NodeFilter{current: &o.Filter}, Order: NodeOrder{Field: ByTitle}})
}

// Coverage is of how many communities what is known.
type Coverage struct {
	Communities      int
	Urban            int
	Settlement       int
	Rural            int
	Population       int
	WithPopulation   int
	Participating    int
	WithGoalTree     int
	ReportedLately   int
	WithPlannedCosts int
	WithSpending     int
}

// latelyDays is how far back a report makes a community one that has reported lately.
const latelyDays = 90

// CoverageOf tells of how many communities what is known.
func (s *Store) CoverageOf(ctx context.Context, o *Overview) (*Coverage, error) {
	d, err := s.readTrees(ctx, domain.PublishedView)
	if err != nil {
		return nil, err
	}
	trees, args := d.currentTreesOf(o)
	args["lately"] = d.today.AddDays(-latelyDays)
	w, err := o.within(args)
	if err != nil {
		return nil, err
	}
	return fetchOne[Coverage](d, `WITH shown AS (SELECT p.community_id, p.revision_number, p.node_number, n.reported_on `+d.placementsFrom(trees)+`)
		SELECT count(*) AS communities, count(*) FILTER (WHERE c.type = 'URBAN') AS urban, count(*) FILTER (WHERE c.type = 'SETTLEMENT') AS settlement,
			count(*) FILTER (WHERE c.type = 'RURAL') AS rural, coalesce(sum(c.population), 0) AS population, count(c.population) AS with_population,
			count(*) FILTER (WHERE EXISTS (SELECT FROM participations a WHERE a.community_id = c.id)) AS participating,
			count(*) FILTER (WHERE c.id IN (SELECT x.community_id FROM shown x)) AS with_goal_tree,
			count(*) FILTER (WHERE c.id IN (SELECT x.community_id FROM shown x WHERE x.reported_on >= CAST(@lately AS date))) AS reported_lately,
			count(*) FILTER (WHERE c.id IN (SELECT x.community_id FROM shown x JOIN planned_costs k ON k.community_id = x.community_id
				AND k.revision_number = x.revision_number AND k.node_number = x.node_number)) AS with_planned_costs,
			count(*) FILTER (WHERE c.id IN (SELECT x.community_id FROM shown x JOIN spending_entries e ON e.community_id = x.community_id
				AND e.node_number = x.node_number AND `+standing("e")+`)) AS with_spending
		FROM communities c WHERE `+w.sql(), args)
}

// BudgetLine is what is planned and what was paid in a year from a source, in hryvnias.
type BudgetLine struct {
	Year       int
	FundSource domain.FundSource
	PlannedSum domain.Decimal
	SpentSum   domain.Decimal
}

// Planned is what is planned.
func (b *BudgetLine) Planned() *domain.Money { return &domain.Money{Amount: b.PlannedSum} }

// Spent is what was paid.
func (b *BudgetLine) Spent() *domain.Money { return &domain.Money{Amount: b.SpentSum} }

// BudgetOf sums up costs and payments of the communities' current trees by year and source. What is cancelled, or stands beneath what is, costs nothing any more;
// what was paid for it was paid.
func (s *Store) BudgetOf(ctx context.Context, o *Overview) ([]*BudgetLine, error) {
	d, err := s.read(ctx, auth.ReadPublishedTree)
	if err != nil {
		return nil, err
	}
	d.view = domain.PublishedView
	trees, args := d.currentTreesOf(o)
	args["sources"] = texts(facetOrder["fundSource"])
	return fetch[BudgetLine](d, `WITH shown AS (
			SELECT p.community_id, p.revision_number, p.node_number, `+notCancelled+` AS stands `+d.placementsFrom(trees)+parentJoin+aboveJoins+`
		), money AS (
			SELECT k.year, k.fund_source, k.amount AS planned, CAST(0 AS numeric) AS spent FROM shown x JOIN planned_costs k
				ON k.community_id = x.community_id AND k.revision_number = x.revision_number AND k.node_number = x.node_number
				WHERE x.stands
			UNION ALL SELECT CAST(extract(year FROM e.spent_on) AS integer), e.fund_source, 0, e.amount FROM shown x
				JOIN spending_entries e ON e.community_id = x.community_id AND e.node_number = x.node_number AND `+standing("e")+`)
		SELECT b.year, b.fund_source, sum(b.planned) AS planned_sum, sum(b.spent) AS spent_sum FROM money b
		GROUP BY b.year, b.fund_source ORDER BY b.year, array_position(CAST(@sources AS text[]), b.fund_source)`,
		args)
}
