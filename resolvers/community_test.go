package resolvers_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

// town is what a community answers of itself.
type town struct {
	ID, Code, Name, EN string
	Type               domain.CommunityType
	District, Region   struct{ Code string }
	Centre             *struct{ Name, EN string }
	AreaKm2            *float64
	Population         *struct{ Total int }
	Participations     []struct{ Project struct{ Code string } }
	GoalTrees          []struct{ Kind domain.TreeKind }
	GoalTree           *struct {
		Goals []struct{ Status *domain.Status }
	}
	Progress figure
}

// figure is a progress.
type figure struct {
	Percent            *float64
	Basis              domain.Basis
	Done, Reported, Of int
	Communities        int
	Overridden         bool
	Reason             *string
	AsOf               string
}

const townFields = `id code name en: name(lang: EN) type district { code } region { code } areaKm2 population { total }
	centre: administrativeCentre { name en: name(lang: EN) } participations { project { code } } goalTrees { kind }
	goalTree { goals { status } } progress { percent basis done reported of }`

// towns are all communities of the shared world, by name.
func towns(a *api) []*town {
	allTowns.once.Do(func() {
		type page struct{ Nodes []*town }
		allTowns.found = get[page](a, "communities", `{ communities(first: 100) { nodes { `+townFields+` } } }`, nil).Nodes
	})
	if len(allTowns.found) != 63+len(hamlets) {
		a.tb.Fatalf("the shared world has %d communities", len(allTowns.found))
	}
	return allTowns.found
}

var allTowns struct {
	once  sync.Once
	found []*town
}

// keyOf is how text is compared: without case, apostrophes and quotes, and a hyphen is a blank.
func keyOf(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(
		"'", "", "’", "", "ʼ", "", "`", "", "«", "", "»", "", `"`, "", "-", " ", "–", " ", "—", " ",
	).Replace(strings.ToLower(text))), " ")
}

// anyHas tells whether a condition on keys holds for one of the texts.
func anyHas(holds func(key, part string) bool, part string, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return holds(keyOf(text), keyOf(part)) })
}

func (c *town) texts() []string {
	texts := []string{c.Name, c.EN, c.Code}
	if c.Centre != nil {
		texts = append(texts, c.Centre.Name, c.Centre.EN)
	}
	return texts
}

// condition is one field of a filter, with what it should find.
type condition[T any] struct {
	name  string
	draw  func(*rapid.T) any
	holds func(thing T, value any) bool
}

var townConditions = []condition[*town]{
	{"text", drawTownText, func(c *town, v any) bool { return textHolds(v, c.texts()...) }},
	{
		"codes", func(t *rapid.T) any { return rapid.SliceOfN(rapid.SampledFrom(someCodes), 0, 4).Draw(t, "codes") },
		func(c *town, v any) bool { return slices.Contains(v.([]string), c.Code) },
	},
	{
		"regionCode", func(t *rapid.T) any { return rapid.SampledFrom(regionCodes).Draw(t, "region") },
		func(c *town, v any) bool { return c.Region.Code == v },
	},
	{
		"districtCode", func(t *rapid.T) any { return rapid.SampledFrom(districtCodes).Draw(t, "district") },
		func(c *town, v any) bool { return c.District.Code == v },
	},
	{
		"type", func(t *rapid.T) any { return some(t, "types", domain.Urban, domain.Settlement, domain.Rural) },
		func(c *town, v any) bool { return slices.Contains(v.([]domain.CommunityType), c.Type) },
	},
	{"population", drawRange, func(c *town, v any) bool {
		return len(v.(vars)) == 0 || (c.Population != nil && within(c.Population.Total, v))
	}},
	{
		"participatesIn", func(t *rapid.T) any {
			return rapid.SampledFrom([]string{"digital-vinnychchyna"}).Draw(t, "project")
		},
		func(c *town, v any) bool {
			return slices.ContainsFunc(c.Participations, func(p struct{ Project struct{ Code string } }) bool { return p.Project.Code == v })
		},
	},
	{
		"hasGoalTree", func(t *rapid.T) any { return rapid.SampledFrom(treeKinds).Draw(t, "kind") },
		func(c *town, v any) bool {
			return slices.ContainsFunc(c.GoalTrees, func(g struct{ Kind domain.TreeKind }) bool { return g.Kind == v })
		},
	},
	{
		"goalStatus", func(t *rapid.T) any { return some(t, "statuses", statuses...) },
		func(c *town, v any) bool {
			return c.GoalTree != nil && slices.ContainsFunc(c.GoalTree.Goals, func(g struct{ Status *domain.Status }) bool {
				return g.Status != nil && slices.Contains(v.([]domain.Status), *g.Status)
			})
		},
	},
}

var (
	treeKinds     = []domain.TreeKind{domain.Digital, domain.DevelopmentStrategy}
	statuses      = []domain.Status{domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled}
	regionCodes   = []string{string(vinnytskaOblast), string(khmelnytskaOblast)}
	districtCodes = []string{"UA05020000000026686", "UA05080000000040234", "UA68020000000034485"}
	someCodes     = []string{
		string(yakushynetska), string(vinnytska), string(ahronomichna), "UA05040030000050131", string(hamlet(0)), string(hamlet(9)),
	}
)

// some draws a list of values, at times an empty one, which nothing is one of.
func some[V any](t *rapid.T, label string, of ...V) []V {
	return rapid.SliceOfN(rapid.SampledFrom(of), 0, 3).Draw(t, label)
}

func drawRange(t *rapid.T) any {
	r := vars{}
	for _, end := range []string{"min", "max"} {
		if rapid.Bool().Draw(t, end+" given") {
			r[end] = rapid.SampledFrom([]int{-5, 0, 2000, 2100, 11272, 18446, 387439, 2147483647}).Draw(t, end)
		}
	}
	return r
}

func within(n int, r any) bool {
	least, low := r.(vars)["min"].(int)
	most, high := r.(vars)["max"].(int)
	return (!low || n >= least) && (!high || n <= most)
}

// drawTownText takes words that something has, written as somebody else would.
func drawTownText(t *rapid.T) any {
	return drawText(t, "вінниц", "Вінницька", "ВІННИЦЬКА", "могилів-подільськ", "могилів подільськ", "Лука", "vinnytsia", "Vinnytska",
		"знам'янська", "знам’янська", "знамянська", "кам`янська", "П'ЯТИхатська", "UA0502", "центр", "ська", "%", "_", `\`, `100%_`, "0%", `а\б`, "йоси")
}

func drawText(t *rapid.T, words ...string) any {
	filter := vars{}
	for _, way := range []string{"contains", "startsWith"} {
		if rapid.Bool().Draw(t, way+" given") {
			filter[way] = rapid.SampledFrom(words).Draw(t, way)
		}
	}
	return filter
}

func textHolds(filter any, texts ...string) bool {
	contains, inside := filter.(vars)["contains"].(string)
	begins, atStart := filter.(vars)["startsWith"].(string)
	return (!inside || anyHas(strings.Contains, contains, texts...)) && (!atStart || anyHas(strings.HasPrefix, begins, texts...))
}

// drawFilter draws some of the conditions, and gives the filter and what should be found of all.
func drawFilter[T any](t *rapid.T, conditions []condition[T], all []T) (vars, []T) {
	filter, found := vars{}, slices.Clone(all)
	chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(conditions), 0, 3, func(c condition[T]) string { return c.name }).Draw(t, "conditions")
	for _, c := range chosen {
		value := c.draw(t)
		filter[c.name] = value
		found = slices.DeleteFunc(found, func(thing T) bool { return !c.holds(thing, value) })
	}
	return filter, found
}

// examples gives some values for one condition.
func (c condition[T]) examples() []any {
	values := make([]any, 12)
	for i := range values {
		values[i] = rapid.Custom(c.draw).Example(i)
	}
	return values
}

func TestCommunitiesByEachConditionAlone(t *testing.T) {
	t.Parallel()
	a := shared(t)
	all := towns(a)
	for _, c := range townConditions {
		telling := false
		for _, value := range c.examples() {
			want := slices.DeleteFunc(slices.Clone(all), func(town *town) bool { return !c.holds(town, value) })
			telling = telling || (len(want) > 0 && len(want) < len(all))
			findsTowns(a, vars{c.name: value}, want)
		}
		if !telling {
			t.Errorf("no example of %s finds some and leaves out others", c.name)
		}
	}
}

func TestCommunitiesByConditionsTogether(t *testing.T) {
	t.Parallel()
	a := shared(t)
	all := towns(a)
	rapid.Check(t, func(r *rapid.T) {
		filter, want := drawFilter(r, townConditions, all)
		findsTowns(a.drawing(r), filter, want)
	})
}

func findsTowns(a *api, filter vars, want []*town) {
	a.tb.Helper()
	type page struct {
		TotalCount int
		Nodes      []*town
	}
	got := get[page](a, "communities", `query($f: CommunityFilter) {
		communities(first: 100, filter: $f) { totalCount nodes { code } } }`, vars{"f": filter})
	if got.TotalCount != len(want) || !slices.Equal(codes(got.Nodes), codes(want)) {
		a.tb.Fatalf("%v\nfinds %d: %v\nwant %v", filter, got.TotalCount, codes(got.Nodes), codes(want))
	}
}

func codes(all []*town) []string {
	found := make([]string, len(all))
	for i, c := range all {
		found[i] = c.Code
	}
	return found
}

func TestCommunityAnswersWhatTheRegistryTells(t *testing.T) {
	t.Parallel()
	a := shared(t)
	got := a.ask(`query($code: KatottgCode!) { community(code: $code) {
		code name fullName en: fullName(lang: EN) type areaKm2 settlementCount district { code name } region { name(lang: EN) }
		population { total urban asOf } administrativeCentre { code name en: name(lang: EN) latitude longitude }
		participations { project { code } since source } } }`, vars{"code": "UA05020070000010139"})
	want := `{"data":{"community":{"code":"UA05020070000010139","name":"Гніванська",` +
		`"fullName":"Гніванська міська територіальна громада","en":"Hnivanska urban territorial hromada","type":"URBAN","areaKm2":244.5,` +
		`"settlementCount":11,"district":{"code":"UA05020000000026686","name":"Вінницький"},"region":{"name":"Vinnytska"},` +
		`"population":{"total":18446,"urban":12191,"asOf":"2022-01-01"},"administrativeCentre":{"code":"UA05020070010053570",` +
		`"name":"Гнівань","en":"Hnivan","latitude":49.09337,"longitude":28.33834},` +
		`"participations":[{"project":{"code":"digital-vinnychchyna"},"since":null,"source":"test"}]}}}`
	if strings.TrimSpace(got.Body) != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
}

func TestCommunityOfWhichLittleIsKnown(t *testing.T) {
	t.Parallel()
	got := shared(t).ask(`query($code: KatottgCode!) { community(code: $code) { name(lang: EN) fullName(lang: EN) areaKm2 population { total }
		settlementCount administrativeCentre { name } participations { source } goalTree { kind } goalTrees { kind }
		counts { goals subgoals components softComponents hardComponents unclassifiedComponents } hardShare { percent basis hard of }
		progress { percent basis overridden reason asOf done reported of } } }`, vars{"code": hamlet(5)})
	want := `{"data":{"community":{"name":"Їжаківська","fullName":"Їжаківська сільська територіальна громада","areaKm2":122.5,` +
		`"population":null,"settlementCount":null,"administrativeCentre":null,"participations":[],"goalTree":null,"goalTrees":[],` +
		`"counts":{"goals":0,"subgoals":0,"components":0,"softComponents":0,"hardComponents":0,"unclassifiedComponents":0},` +
		`"hardShare":{"percent":null,"basis":null,"hard":0,"of":0},"progress":{"percent":null,"basis":"UNKNOWN","overridden":false,` +
		`"reason":null,"asOf":"2026-11-20","done":0,"reported":0,"of":0}}}}`
	if strings.TrimSpace(got.Body) != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
}
