package imports_test

import (
	"strings"
	"testing"

	"hromada/auth"
	"hromada/demonstration"
	"hromada/domain"
	"hromada/imports"
)

// tally is the four tallies in the order of the report: regions, districts, communities, participations.
func tally(r imports.RegistryResult) [4]domain.Tally {
	return [4]domain.Tally{r.Tally.Regions, r.Tally.Districts, r.Tally.Communities, r.Tally.Participations}
}

func expectTally(t *testing.T, r imports.RegistryResult, want [4]domain.Tally) {
	t.Helper()
	if tally(r) != want {
		t.Errorf("added, changed, unchanged: %v, want %v", tally(r), want)
	}
}

func TestImportOfTheOblastTwice(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	expectTally(t, b.registry(t, demonstration.Registry(), imports.Run{}),
		[4]domain.Tally{{Added: 1}, {Added: 6}, {Added: 63}, {Added: 10}})
	before := b.content(t)
	expectTally(t, b.registry(t, demonstration.Registry(), imports.Run{}),
		[4]domain.Tally{{Unchanged: 1}, {Unchanged: 6}, {Unchanged: 63}, {Unchanged: 10}})
	if b.content(t) != before {
		t.Error("the same file again changed something")
	}
}

// TestImportOfAChangedRegistry changes one cell after another and imports each file after the last.
func TestImportOfAChangedRegistry(t *testing.T) {
	t.Parallel()
	b := registered(t)
	body := testdata(t, "registry.csv")
	of := func(column string) string {
		return `SELECT ` + column + ` FROM communities WHERE code = '` + oneCommunity + `'`
	}
	cases := []struct {
		why, from, to string
		tally         [4]domain.Tally
		query, want   string
	}{
		{
			"a name", "Агрономічна,Агрономічна сільська", "Садова,Садова сільська",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Changed: 1, Unchanged: 1}, {Unchanged: 1}},
			of("name_uk"), "Садова",
		},
		{
			"an area", "9361,0,86.1,0", "9361,0,86.25,0",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Changed: 1, Unchanged: 1}, {Unchanged: 1}},
			of("area_km2"), "86.25",
		},
		{
			"an area no longer known", "9361,0,86.25,0", "9361,0,,0",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Changed: 1, Unchanged: 1}, {Unchanged: 1}},
			of("area_km2"), "",
		},
		{
			"a type", "сільська,rural", "міська,urban",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Changed: 1, Unchanged: 1}, {Unchanged: 1}},
			of("type"), "URBAN",
		},
		{
			"the day of the population", "population_2022,urban_population_2022", "population_2024,urban_population_2024",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Changed: 2}, {Unchanged: 1}},
			of("population_on"), "2024-01-01T00:00:00Z",
		},
		{
			"the district's name", "Vinnytskyi", "Vinnytskyy",
			[4]domain.Tally{{Unchanged: 1}, {Changed: 1}, {Unchanged: 2}, {Unchanged: 1}},
			`SELECT name_en FROM districts`, "Vinnytskyy",
		},
		{
			"the region's name", "Вінницька,Vinnytska", "Подільська,Podilska",
			[4]domain.Tally{{Changed: 1}, {Unchanged: 1}, {Unchanged: 2}, {Unchanged: 1}},
			`SELECT name_uk FROM regions`, "Подільська",
		},
		{
			"another participant", "9361,0,,0", "9361,0,,1",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Unchanged: 2}, {Added: 1, Unchanged: 1}},
			`SELECT count(*) FROM participations`, "2",
		},
		{
			"a participant no longer marked: not known is not no", "9361,0,,1", "9361,0,,0",
			[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Unchanged: 2}, {Unchanged: 1}},
			`SELECT count(*) FROM participations`, "2",
		},
	}
	for _, c := range cases {
		changed := strings.ReplaceAll(body, c.from, c.to)
		if changed == body {
			t.Fatalf("%s: the file has no %q", c.why, c.from)
		}
		body = changed
		result := b.registry(t, strings.NewReader(body), imports.Run{})
		if tally(result) != c.tally {
			t.Errorf("%s: added, changed, unchanged: %v, want %v", c.why, tally(result), c.tally)
		}
		if got := b.text(t, c.query); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// TestImportOfARegistryLeavesOthersAlone: what a file does not name stays.
func TestImportOfARegistryLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	b := registered(t)
	before := b.content(t)
	lines := strings.SplitAfter(testdata(t, "registry.csv"), "\n")
	expectTally(t, b.registry(t, strings.NewReader(lines[0]+lines[2]), imports.Run{}),
		[4]domain.Tally{{Unchanged: 1}, {Unchanged: 1}, {Unchanged: 1}, {Unchanged: 1}})
	if b.content(t) != before {
		t.Error("something else was changed")
	}
}

func TestDryRunOfARegistry(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	before := b.content(t)
	expectTally(t, b.registry(t, demonstration.Registry(), imports.Run{DryRun: true}),
		[4]domain.Tally{{Added: 1}, {Added: 6}, {Added: 63}, {Added: 10}})
	if b.content(t) != before {
		t.Error("a dry run wrote something")
	}
}

// TestRegistryWithOneFaultyRowChangesNothing: the other rows would change a name and add a community.
func TestRegistryWithOneFaultyRowChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	first, last, _ := strings.Cut(testdata(t, "registry.csv"), otherCommunity)
	b.registry(t, strings.NewReader(first), imports.Run{})
	before := b.content(t)
	faulty := strings.ReplaceAll(first, "Агрономічна", "Садова") + otherCommunity + strings.Replace(last, "49.09337", "149.09337", 1)
	for _, dryRun := range []bool{false, true} {
		_, err := imports.ImportRegistry(as(auth.Operator), b.Store, strings.NewReader(faulty), "перевірка", imports.Run{DryRun: dryRun})
		if got := faultsOf(t, err); len(got) != 1 || !strings.HasPrefix(got[0], "line 3, column 16 (center_lat): “149.09337”") {
			t.Errorf("%q", got)
		}
		if b.content(t) != before {
			t.Fatal("something was written")
		}
	}
	b.registry(t, strings.NewReader(strings.Replace(faulty, "149.09337", "49.09337", 1)), imports.Run{})
	if b.content(t) == before {
		t.Error("the mended file changed nothing")
	}
}
