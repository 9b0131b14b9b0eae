package resolvers_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

// levels are the lists of nodes, by their fields.
var levels = []string{"goals", "subgoals", "components"}

// leaf is what a node of any level answers of itself; what only components have stands last.
type leaf struct {
	ID, Title, Name   string
	Code, Description *string
	Position          int
	Status            *domain.Status
	OnTrack           *domain.Track
	Priority          *domain.Priority
	DueDate           *string
	Progress          figure
	Tree              struct{ Kind domain.TreeKind }
	Community         struct {
		Code, Name       string
		District, Region struct{ Code string }
	}

	Kind         *domain.ComponentKind
	Category     *struct{ Code string }
	PlannedCosts []planned
}

type planned struct {
	FundSource domain.FundSource
	Amount     struct{ Amount domain.Decimal }
}

const leafFields = `id title code description position status onTrack priority dueDate progress { percent basis done reported of }
	tree { kind } community { code name district { code } region { code } }`

const componentFields = leafFields + ` kind category { code } plannedCosts { fundSource amount { amount } }`

// everyNode gives all nodes of a level in the shared world, by title.
func everyNode(a *api, level string) []*leaf {
	nodesOf[level].once.Do(func() {
		nodes := leafFields
		if level == "components" {
			nodes = componentFields
		}
		nodesOf[level].found = walk[leaf](a, list{field: level, nodes: nodes}, 100, false)
	})
	return nodesOf[level].found
}

type known struct {
	once  sync.Once
	found []*leaf
}

var nodesOf = map[string]*known{"goals": {}, "subgoals": {}, "components": {}}

func ids(nodes []*leaf) []string {
	all := make([]string, len(nodes))
	for i, n := range nodes {
		all[i] = n.ID
	}
	return all
}

// oneOf is a condition on a value that must be known and among those given.
func oneOf[V comparable](name string, value func(*leaf) *V, values ...V) condition[*leaf] {
	return condition[*leaf]{name, func(t *rapid.T) any { return some(t, name, values...) }, func(n *leaf, v any) bool {
		return value(n) != nil && slices.Contains(v.([]V), *value(n))
	}}
}

func sample[V any](name string, holds func(*leaf, V) bool, values ...V) condition[*leaf] {
	return condition[*leaf]{
		name, func(t *rapid.T) any { return rapid.SampledFrom(values).Draw(t, name) },
		func(n *leaf, v any) bool { return holds(n, v.(V)) },
	}
}

var (
	tracks     = []domain.Track{domain.Undated, domain.NotStarted, domain.OnTrack, domain.AtRisk, domain.Late, domain.LateDone}
	priorities = []domain.Priority{domain.Low, domain.Medium, domain.High}
	kinds      = []domain.ComponentKind{domain.Soft, domain.Hard}
	funds      = []domain.FundSource{domain.StateFunds, domain.OblastFunds, domain.LocalFunds, domain.DonorFunds, domain.OtherFunds}
)

var nodeConditions = []condition[*leaf]{
	{"text", func(t *rapid.T) any {
		return drawText(t, "1", "1.1", "А.1", "навчання", "ЦНАП", "створити", "п’ять переходів", "сервер", "громад", "%", "та", "wi-fi", "Wi Fi")
	}, func(n *leaf, v any) bool { return textHolds(v, n.texts()...) }},
	sample("regionCode", func(n *leaf, v string) bool { return n.Community.Region.Code == v }, regionCodes...),
	sample("districtCode", func(n *leaf, v string) bool { return n.Community.District.Code == v }, districtCodes...),
	{
		"communityCodes", func(t *rapid.T) any { return some(t, "communities", someCodes...) },
		func(n *leaf, v any) bool { return slices.Contains(v.([]string), n.Community.Code) },
	},
	sample("treeKind", func(n *leaf, v domain.TreeKind) bool { return n.Tree.Kind == v }, treeKinds...),
	oneOf("status", func(n *leaf) *domain.Status { return n.Status }, statuses...),
	oneOf("onTrack", func(n *leaf) *domain.Track { return n.OnTrack }, tracks...),
	oneOf("priority", func(n *leaf) *domain.Priority { return n.Priority }, priorities...),
	{"due", drawDays, func(n *leaf, v any) bool {
		return len(v.(vars)) == 0 || (n.DueDate != nil && withinDays(*n.DueDate, v))
	}},
}

var componentConditions = append(slices.Clone(nodeConditions),
	oneOf("kind", func(n *leaf) *domain.ComponentKind { return n.Kind }, kinds...),
	sample("unclassified", func(n *leaf, v bool) bool { return (n.Kind == nil) == v }, true, false),
	oneOf("category", func(n *leaf) *string { return n.category() }, "TRAINING", "EQUIPMENT", "NETWORK", "SERVICE"),
	condition[*leaf]{"fundSource", func(t *rapid.T) any { return some(t, "funds", funds...) }, func(n *leaf, v any) bool {
		return slices.ContainsFunc(n.PlannedCosts, func(c planned) bool { return slices.Contains(v.([]domain.FundSource), c.FundSource) })
	}},
)

func (n *leaf) category() *string {
	if n.Category == nil {
		return nil
	}
	return &n.Category.Code
}

func (n *leaf) texts() []string {
	texts := []string{n.Title}
	for _, more := range []*string{n.Code, n.Description} {
		if more != nil {
			texts = append(texts, *more)
		}
	}
	return texts
}

func drawDays(t *rapid.T) any {
	r := vars{}
	for _, end := range []string{"from", "to"} {
		if rapid.Bool().Draw(t, end+" given") {
			r[end] = rapid.SampledFrom([]string{"1900-01-01", "2026-06-01", "2026-06-30", "2026-11-20", "2027-01-31", "2199-12-31"}).Draw(t, end)
		}
	}
	return r
}

func withinDays(day string, r any) bool {
	from, low := r.(vars)["from"].(string)
	to, high := r.(vars)["to"].(string)
	return (!low || strings.Compare(day, from) >= 0) && (!high || strings.Compare(day, to) <= 0)
}

// pageOfNodes is a list's page with its totals.
type pageOfNodes struct {
	TotalCount int
	Nodes      []*leaf
	Facets     facets
}

// kindOfList is what the lists of one level differ in.
type kindOfList struct {
	inputType, facets string
	conditions        []condition[*leaf]
}

const commonFacets = `status { value count } onTrack { value count } priority { value count }`

var kindsOfLists = map[string]kindOfList{
	"goals":    {"GoalFilter", commonFacets, nodeConditions},
	"subgoals": {"SubgoalFilter", commonFacets, nodeConditions},
	"components": {
		"ComponentFilter", commonFacets + ` kind { value count } category { value { code } count } fundSource { value count }`,
		componentConditions,
	},
}

func TestNodesByEachConditionAlone(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, level := range levels {
		all := everyNode(a, level)
		for _, c := range kindsOfLists[level].conditions {
			telling := false
			for _, value := range c.examples() {
				want := slices.DeleteFunc(slices.Clone(all), func(n *leaf) bool { return !c.holds(n, value) })
				telling = telling || (len(want) > 0 && len(want) < len(all))
				findsNodes(a, level, vars{c.name: value}, want)
			}
			if !telling {
				t.Errorf("%s: no example of %s finds some and leaves out others", level, c.name)
			}
		}
	}
}

func TestNodesByConditionsTogether(t *testing.T) {
	t.Parallel()
	a := shared(t)
	all := map[string][]*leaf{}
	for _, level := range levels {
		all[level] = everyNode(a, level)
	}
	rapid.Check(t, func(r *rapid.T) {
		level := rapid.SampledFrom(levels).Draw(r, "level")
		filter, want := drawFilter(r, kindsOfLists[level].conditions, all[level])
		findsNodes(a.drawing(r), level, filter, want)
	})
}

func findsNodes(a *api, level string, filter vars, want []*leaf) {
	a.tb.Helper()
	l := kindsOfLists[level]
	got := get[pageOfNodes](a, level, `query($f: `+l.inputType+`) { `+level+`(first: 100, filter: $f) { totalCount nodes { id }
		facets { `+l.facets+` } } }`, vars{"f": filter})
	if got.TotalCount != len(want) || !slices.Equal(ids(got.Nodes), ids(want[:min(len(want), 100)])) {
		a.tb.Fatalf("%s %v\nfinds %d: %v\nwant %d: %v", level, filter, got.TotalCount, ids(got.Nodes), len(want), ids(want))
	}
	got.Facets.check(a.tb, level, want)
}
