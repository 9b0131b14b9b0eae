package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// CommunityFilter says which communities; what is nil is not asked for.
type CommunityFilter struct {
	Text                     *TextFilter
	Codes                    []domain.KatottgCode
	RegionCode, DistrictCode *domain.KatottgCode
	Type                     []domain.CommunityType
	Population               *IntRange
	ParticipatesIn           *string
	HasGoalTree              *domain.TreeKind
	GoalStatus               []domain.Status
	NotReportedSince         *domain.Date

	among []int64 // of these alone; nil: of all
}

// CommunityOrder says in which order.
type CommunityOrder struct {
	Field     CommunityOrderField
	Direction domain.OrderDirection
}

// CommunityOrderField is what communities can be ordered by.
type CommunityOrderField string

// The orders.
const (
	ByName       CommunityOrderField = "NAME"
	ByPopulation CommunityOrderField = "POPULATION"
	ByArea       CommunityOrderField = "AREA"
	ByProgress   CommunityOrderField = "PROGRESS"
)

var communityOrders = map[CommunityOrderField]ordering{
	ByName:       {name: "COMMUNITY_NAME", key: `c.name_uk`, kind: textKey, always: true, ties: []string{`c.id`}},
	ByPopulation: {name: "COMMUNITY_POPULATION", key: `c.population`, kind: integerKey, ties: []string{`c.id`}},
	ByArea:       {name: "COMMUNITY_AREA", key: `c.area_km2`, kind: decimalKey, ties: []string{`c.id`}},
	ByProgress:   {name: "COMMUNITY_PROGRESS", key: `x.percent`, kind: floatKey, ties: []string{`c.id`}},
}

// CommunityQuery is a list of communities that can be paged and counted.
type CommunityQuery struct {
	Filter CommunityFilter
	Order  CommunityOrder
}

// Communities gives one page.
func (s *Store) Communities(ctx context.Context, q CommunityQuery, asked Page) (Slice[Community], error) {
	d, l, err := s.communityList(ctx, q)
	if err != nil {
		return Slice[Community]{}, err
	}
	if err := s.known(ctx, q.Filter.codes()); err != nil {
		return Slice[Community]{}, err
	}
	found, err := page[Community](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountCommunities counts the communities of all pages.
func (s *Store) CountCommunities(ctx context.Context, q CommunityQuery) (int, error) {
	q.Order = CommunityOrder{Field: ByName} // an order counts nothing and may cost a roll-up
	d, l, err := s.communityList(ctx, q)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) communityList(ctx context.Context, q CommunityQuery) (*door, list, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, list{}, err
	}
	l := list{columns: communityColumns, from: `FROM communities c`, where: newWhere(nil), order: communityOrders[q.Order.Field]}
	l.order.descending = q.Order.Direction == domain.Descending
	if err := q.Filter.conditions(l.where); err != nil {
		return nil, list{}, err
	}
	if q.Order.Field == ByProgress || q.Filter.GoalStatus != nil {
		trees, err := s.readTrees(ctx, domain.PublishedView)
		if err != nil {
			return nil, list{}, err
		}
		if err := q.rolledUp(trees, &l); err != nil {
			return nil, list{}, err
		}
	}
	return d, l, nil
}

// communityIDs are the numbers of all communities of a list.
func (d *door) communityIDs(l list) ([]int64, error) {
	found, err := fetch[Community](d, l.with+`SELECT c.id `+l.from+` WHERE `+l.where.sql(), l.where.args)
	return keysOf(found, (*Community).id), err
}

func (f CommunityFilter) codes() codesAsked {
	return codesAsked{
		region: f.RegionCode, district: f.DistrictCode, project: f.ParticipatesIn,
		communities: f.Codes, communitiesField: "filter.codes",
	}
}

func (f CommunityFilter) conditions(w *where) error {
	if err := f.Text.on(w, `c.search`, "filter.text"); err != nil {
		return err
	}
	if err := oneOf(w, `c.code`, "codes", "filter.codes", f.Codes); err != nil {
		return err
	}
	if err := oneOf(w, `c.type`, "types", "filter.type", f.Type); err != nil {
		return err
	}
	if f.among != nil {
		w.and(`c.id = ANY (CAST(@among AS bigint[]))`, "among", numbers(f.among))
	}
	withinArea(w, f.RegionCode, f.DistrictCode)
	f.Population.on(w, `c.population`, "population")
	if f.ParticipatesIn != nil {
		w.and(`EXISTS (SELECT FROM participations a JOIN projects j ON j.id = a.project_id
			WHERE a.community_id = c.id AND j.code = @project )`, "project", *f.ParticipatesIn)
	}
	if f.HasGoalTree != nil {
		w.and(`EXISTS (SELECT FROM goal_trees h WHERE h.community_id = c.id AND h.published_revision IS NOT NULL
			AND h.kind = @hasTree )`, "hasTree", *f.HasGoalTree)
	}
	if f.NotReportedSince != nil {
		w.must(`EXISTS (SELECT FROM goal_trees h WHERE h.community_id = c.id AND h.published_revision IS NOT NULL)`)
		w.and(`NOT EXISTS (SELECT FROM goal_trees h JOIN placements p ON p.community_id = h.community_id AND p.revision_number = h.published_revision
			JOIN tree_nodes n ON n.community_id = p.community_id AND n.number = p.node_number
			WHERE h.community_id = c.id AND n.reported_on >= CAST(@reportedSince AS date))`, "reportedSince", *f.NotReportedSince)
	}
	return nil
}

// withinArea adds that communities c lie in a region or district.
func withinArea(w *where, region, district *domain.KatottgCode) {
	if region != nil {
		w.and(`c.region_id = (SELECT r.id FROM regions r WHERE r.code = @region )`, "region", *region)
	}
	if district != nil {
		w.and(`c.district_id = (SELECT e.id FROM districts e WHERE e.code = @district )`, "district", *district)
	}
}

// rolledUp joins the progress of current trees, for ordering by it or asking for goals by status.
func (q CommunityQuery) rolledUp(d *door, l *list) error {
	l.where.args["year"] = d.today.Year()
	l.with = d.rollUp(stateNow, d.currentTrees(l.where.sql()), `TRUE`)
	l.from += ` LEFT JOIN tree_progress x ON x.community_id = c.id`
	if q.Filter.GoalStatus == nil {
		return nil
	}
	goals := newWhere(l.where.args)
	if err := oneOf(goals, `o.status`, "goalStatus", "filter.goalStatus", q.Filter.GoalStatus); err != nil {
		return err
	}
	l.where.must(`EXISTS (SELECT FROM goal_progress o WHERE o.community_id = c.id AND ` + goals.sql() + `)`)
	return nil
}
