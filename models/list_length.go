package models

import "hromada/domain"

// How long lists may grow that are answered whole, without pages. The schema promises these lengths in its
// @listSize directives; writing refuses what would pass them.
const (
	MaxRegions             = 100
	MaxDistricts           = 200
	MaxRegionDistricts     = 50
	MaxRegionCommunities   = 200
	MaxDistrictCommunities = 100
	MaxTrees               = 50
	MaxGoals               = 100
	MaxSubgoals            = 100
	MaxComponents          = 500
	MaxPlannedCosts        = domain.MaxPlannedCosts
	MaxSpending            = 1000
	MaxEvidence            = 100
	MaxFiles               = 50
)

// How much is told at once of lists that nothing keeps from growing: which part of them, the schema says beside each.
const (
	MaxRevisions   = 1000
	MaxSteps       = 1000
	MaxMemberships = 1000
	MaxCompared    = 60_000
)

// MaxSubtree is how many nodes a node is at the most together with all beneath it.
const MaxSubtree = 1 + MaxSubgoals*(1+MaxComponents) + MaxComponents

var mostChildren = map[domain.Level]int{
	domain.GoalLevel: MaxGoals, domain.SubgoalLevel: MaxSubgoals, domain.ComponentLevel: MaxComponents,
}

// fits refuses a tree in which some list would be longer than the schema promises.
func (m *merged) fits() error {
	type list struct {
		parent int64
		what   any
	}
	lengths := map[list]int{}
	add := func(parent int64, what any, most int) error {
		of := list{parent, what}
		if lengths[of]++; lengths[of] > most {
			return tooMany(what, most)
		}
		return nil
	}
	for _, p := range m.placements {
		most, known := mostChildren[p.Level]
		if !known {
			continue // the table refuses it
		}
		if err := add(valueOr(p.ParentNumber, 0), p.Level, most); err != nil {
			return err
		}
	}
	for _, c := range m.costs {
		if err := add(c.NodeNumber, "PLANNED_COST", MaxPlannedCosts); err != nil {
			return err
		}
	}
	for _, s := range m.spending {
		if err := add(s.NodeNumber, "SPENDING", MaxSpending); err != nil {
			return err
		}
	}
	for _, e := range m.evidence {
		if err := add(e.NodeNumber, "EVIDENCE", MaxEvidence); err != nil {
			return err
		}
	}
	return nil
}

func tooMany(what any, most int) error {
	return domain.Invalid("", "Забагато елементів одного списку (%v): дозволено %d.", "Too many entries of one list (%v): %d are allowed.", what, most)
}

// registryFits refuses a registry with which some list would be longer than the schema promises.
func (tx *Tx) registryFits() error {
	type long struct {
		What string
		Most int
	}
	found, err := fetch[long](&tx.door, `
		SELECT 'REGION' AS what, CAST(@regions AS bigint) AS most FROM regions HAVING count(*) > CAST(@regions AS bigint)
		UNION ALL SELECT 'DISTRICT', CAST(@districts AS bigint) FROM districts HAVING count(*) > CAST(@districts AS bigint)
		UNION ALL SELECT 'DISTRICT', CAST(@region_districts AS bigint) FROM districts GROUP BY region_id HAVING count(*) > CAST(@region_districts AS bigint)
		UNION ALL SELECT 'COMMUNITY', CAST(@region_communities AS bigint) FROM communities GROUP BY region_id HAVING count(*) > CAST(@region_communities AS bigint)
		UNION ALL SELECT 'COMMUNITY', CAST(@district_communities AS bigint) FROM communities GROUP BY district_id HAVING count(*) > CAST(@district_communities AS bigint)
		LIMIT 1`, named{
		"regions": MaxRegions, "districts": MaxDistricts, "region_districts": MaxRegionDistricts,
		"region_communities": MaxRegionCommunities, "district_communities": MaxDistrictCommunities,
	})
	if err != nil || len(found) == 0 {
		return err
	}
	return tooMany(found[0].What, found[0].Most)
}
