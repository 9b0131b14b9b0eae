package models

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hromada/domain"
)

// counted is how many nodes have one value; Value nil is "not known".
type counted[V ~string] struct {
	Value *V
	Count int
}

// StatusCount is how many nodes have a status.
type StatusCount counted[domain.Status]

// TrackCount is how many nodes keep up with their dates in one way.
type TrackCount counted[domain.Track]

// PriorityCount is how many nodes are of a priority.
type PriorityCount counted[domain.Priority]

// ComponentKindCount is how many components are of a kind.
type ComponentKindCount counted[domain.ComponentKind]

// FundSourceCount is how many components have a planned cost from a source.
type FundSourceCount counted[domain.FundSource]

// CategoryCount is how many components are of one category; Code nil is "none".
type CategoryCount struct {
	member[CategoryCount]
	Code  *string
	Count int
}

// Facets tell how many of the nodes that a filter finds have which value. Each list is in the order
// in which a person reads the values, "not known" last.
type Facets struct {
	Status     []*StatusCount
	OnTrack    []*TrackCount
	Priority   []*PriorityCount
	Kind       []*ComponentKindCount
	Category   []*CategoryCount
	FundSource []*FundSourceCount
}

// facetRow is one value of one facet.
type facetRow struct {
	Facet string
	Value *string
	Count int
}

// FacetsOf sums up the nodes of all pages in one statement.
func (s *Store) FacetsOf(ctx context.Context, q NodeQuery) (*Facets, error) {
	d, l, err := s.nodeList(ctx, q, true)
	if err != nil {
		return nil, err
	}
	rows, err := fetch[facetRow](d, l.withAlso()+`found AS MATERIALIZED (
			SELECT p.community_id, p.revision_number, p.node_number, r.status, `+trackOf+` AS track,
				p.priority, p.kind, p.category_code
			`+l.from+` WHERE `+l.where.sql()+`
		)
		SELECT 'status' AS facet, status AS value, count(*) AS count FROM found GROUP BY status
		UNION ALL SELECT 'onTrack', track, count(*) FROM found GROUP BY track
		UNION ALL SELECT 'priority', priority, count(*) FROM found GROUP BY priority
		UNION ALL SELECT 'kind', kind, count(*) FROM found GROUP BY kind
		UNION ALL SELECT 'category', category_code, count(*) FROM found GROUP BY category_code
		UNION ALL SELECT 'fundSource', k.fund_source, count(*)
			FROM (SELECT DISTINCT f.community_id, f.node_number, k.fund_source
				FROM found f LEFT JOIN planned_costs k ON k.community_id = f.community_id
					AND k.revision_number = f.revision_number AND k.node_number = f.node_number) k
			GROUP BY k.fund_source`, l.where.args)
	if err != nil {
		return nil, err
	}
	return sortedFacets(rows), nil
}

// facetOrder lists the values of facets in the order in which a person reads them.
var facetOrder = map[string][]string{
	"status":     names(domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled),
	"onTrack":    names(domain.OnTrack, domain.AtRisk, domain.Late, domain.LateDone, domain.NotStarted, domain.Undated),
	"priority":   names(domain.High, domain.Medium, domain.Low),
	"kind":       names(domain.Soft, domain.Hard),
	"fundSource": names(domain.StateFunds, domain.OblastFunds, domain.LocalFunds, domain.DonorFunds, domain.OtherFunds),
}

func names[S ~string](values ...S) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func sortedFacets(rows []*facetRow) *Facets {
	slices.SortStableFunc(rows, func(a, b *facetRow) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), strings.Compare(a.text(), b.text()))
	})
	return &Facets{
		Status:     facet(rows, "status", func(c counted[domain.Status]) *StatusCount { return (*StatusCount)(&c) }),
		OnTrack:    facet(rows, "onTrack", func(c counted[domain.Track]) *TrackCount { return (*TrackCount)(&c) }),
		Priority:   facet(rows, "priority", func(c counted[domain.Priority]) *PriorityCount { return (*PriorityCount)(&c) }),
		Kind:       facet(rows, "kind", func(c counted[domain.ComponentKind]) *ComponentKindCount { return (*ComponentKindCount)(&c) }),
		FundSource: facet(rows, "fundSource", func(c counted[domain.FundSource]) *FundSourceCount { return (*FundSourceCount)(&c) }),
		Category: gather(facet(rows, "category", func(c counted[string]) *CategoryCount {
			return &CategoryCount{Code: c.Value, Count: c.Count}
		})),
	}
}

// facet takes the rows of one facet and gives them their type.
func facet[V ~string, T any](rows []*facetRow, name string, shape func(counted[V]) *T) []*T {
	values := []*T{}
	for _, r := range rows {
		if r.Facet == name {
			values = append(values, shape(counted[V]{typed[V](r.Value), r.Count}))
		}
	}
	return values
}

func typed[V ~string](value *string) *V {
	if value == nil {
		return nil
	}
	v := V(*value)
	return &v
}

// rank is the place of a value in its facet's order; values outside any order keep the alphabet's,
// and what is not known comes last.
func (r *facetRow) rank() int {
	if r.Value == nil {
		return len(facetOrder[r.Facet]) + 1
	}
	if i := slices.Index(facetOrder[r.Facet], *r.Value); i >= 0 {
		return i
	}
	return len(facetOrder[r.Facet])
}

func (r *facetRow) text() string {
	if r.Value == nil {
		return ""
	}
	return *r.Value
}
