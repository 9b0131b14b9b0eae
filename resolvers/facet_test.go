package resolvers_test

import (
	"maps"
	"slices"
	"testing"
)

// facets are the counts beside a list; Value null is "not known".
type facets struct {
	Status, OnTrack, Priority, Kind, FundSource []tally[string]
	Category                                    []tally[struct{ Code string }]
}

type tally[V any] struct {
	Value *V
	Count int
}

// unknown stands for null among the values of a facet.
const unknown = "?"

func counted[V any](tallies []tally[V], name func(V) string) (values []string, counts map[string]int) {
	counts = map[string]int{}
	for _, t := range tallies {
		value := unknown
		if t.Value != nil {
			value = name(*t.Value)
		}
		values = append(values, value)
		counts[value] += t.Count
	}
	return values, counts
}

func itself(s string) string { return s }

// each gives every facet's counts by its name; a value that is told twice, or is told of nothing, fails.
func (f facets) each(t fataler) map[string]map[string]int {
	all := map[string]map[string]int{}
	take := func(name string, values []string, counts map[string]int) {
		for value, n := range counts {
			if n < 1 {
				t.Fatalf("%s: %d of %s", name, n, value)
			}
		}
		if len(values) != len(counts) {
			t.Fatalf("%s tells a value twice: %v", name, values)
		}
		all[name] = counts
	}
	for name, tallies := range map[string][]tally[string]{
		"status": f.Status, "onTrack": f.OnTrack, "priority": f.Priority, "kind": f.Kind, "fundSource": f.FundSource,
	} {
		values, counts := counted(tallies, itself)
		take(name, values, counts)
	}
	values, counts := counted(f.Category, func(c struct{ Code string }) string { return c.Code })
	take("category", values, counts)
	return all
}

type fataler interface{ Fatalf(string, ...any) }

// check compares the facets with what the nodes say of themselves.
func (f facets) check(t fataler, level string, nodes []*leaf) {
	want := map[string]map[string]int{}
	for _, n := range nodes {
		for name, values := range n.values() {
			if want[name] == nil {
				want[name] = map[string]int{}
			}
			for _, v := range values {
				want[name][v]++
			}
		}
	}
	for name, got := range f.each(t) {
		if level != "components" && slices.Contains([]string{"kind", "category", "fundSource"}, name) {
			continue
		}
		if !maps.Equal(got, want[name]) {
			t.Fatalf("%s by %s: %v, want %v", level, name, got, want[name])
		}
	}
}

// values are what a node counts for in each facet.
func (n *leaf) values() map[string][]string {
	sources := []string{}
	for _, c := range n.PlannedCosts {
		if s := string(c.FundSource); !slices.Contains(sources, s) {
			sources = append(sources, s)
		}
	}
	if len(sources) == 0 {
		sources = []string{unknown}
	}
	return map[string][]string{
		"status": {orUnknown(n.Status)}, "onTrack": {orUnknown(n.OnTrack)}, "priority": {orUnknown(n.Priority)},
		"kind": {orUnknown(n.Kind)}, "category": {orUnknown(n.category())}, "fundSource": sources,
	}
}

func orUnknown[V ~string](v *V) string {
	if v == nil {
		return unknown
	}
	return string(*v)
}

func TestFacetsAreInReadingOrder(t *testing.T) {
	t.Parallel()
	f := get[pageOfNodes](shared(t), "components", `{ components(first: 0) { facets { status { value count } onTrack { value count }
		priority { value count } kind { value count } category { value { code } count } fundSource { value count } } } }`, nil).Facets
	// All of them, so that the filters tried elsewhere have something to find.
	for name, want := range map[string][]string{
		"status":     {"PLANNED", "IN_PROGRESS", "SUSPENDED", "DONE", "CANCELLED", unknown},
		"onTrack":    {"ON_TRACK", "AT_RISK", "LATE", "LATE_DONE", "NOT_STARTED", "UNDATED", unknown},
		"priority":   {"HIGH", "MEDIUM", "LOW", unknown},
		"kind":       {"SOFT", "HARD", unknown},
		"fundSource": {"STATE", "OBLAST", "LOCAL", "DONOR", "OTHER", unknown},
	} {
		tallies := map[string][]tally[string]{"status": f.Status, "onTrack": f.OnTrack, "priority": f.Priority, "kind": f.Kind, "fundSource": f.FundSource}[name]
		if got, _ := counted(tallies, itself); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestFacetsOfNothingAreEmpty(t *testing.T) {
	t.Parallel()
	got := get[pageOfNodes](shared(t), "goals", `{ goals(filter: {communityCodes: []}) { totalCount nodes { id }
		facets { status { count } onTrack { count } priority { count } } } }`, nil)
	if got.TotalCount != 0 || len(got.Nodes) != 0 || len(got.Facets.Status)+len(got.Facets.OnTrack)+len(got.Facets.Priority) != 0 {
		t.Errorf("%+v", got)
	}
}
