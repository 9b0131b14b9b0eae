package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

// named finds communities by a text condition and gives their names.
func named(a *api, filter vars) []string {
	a.tb.Helper()
	type page struct{ Nodes []struct{ Name string } }
	var names []string
	for _, n := range get[page](a, "communities", `query($f: TextFilter) {
		communities(first: 100, filter: {text: $f}) { nodes { name } } }`, vars{"f": filter}).Nodes {
		names = append(names, n.Name)
	}
	return names
}

func TestTextFilterKnowsNoCaseApostropheOrHyphen(t *testing.T) {
	t.Parallel()
	a := shared(t)
	examples := []struct{ text, found string }{
		{"могилів-подільська", "Могилів-Подільська"},
		{"МОГИЛІВ ПОДІЛЬСЬКА", "Могилів-Подільська"},
		{"Могилів – Подільська", "Могилів-Подільська"},
		{"могилів\u00a0подільська", "Могилів-Подільська"},
		{"mohyliv-podilska", "Могилів-Подільська"},
		{"«Лука-Мелешківська»", "Лука-Мелешківська"},
		{"знам'ян", "Знамʼянська"},
		{"знам’ян", "Знамʼянська"},
		{"знамʼян", "Знамʼянська"},
		{"знам`ян", "Знамʼянська"},
		{"знам＇ян", "Знамʼянська"},
		{"знамян", "Знамʼянська"},
		{"Кам’янська", "Кам'янська"},
		{"пятихат", "П’ятихатська"},
		{"ҐАНКІВСЬКА", "Ґанківська"},
		{"їжак", "Їжаківська"},
		{"Yakushynetska", "Якушинецька"},
		{"yakushyntsi", "Якушинецька"},
		{"UA05020310000080026", "Якушинецька"},
	}
	for _, e := range examples {
		for _, way := range []string{"contains", "startsWith"} {
			if got := named(a, vars{way: e.text}); !slices.Equal(got, []string{e.found}) {
				t.Errorf("%s %q finds %v, not %s", way, e.text, got, e.found)
			}
		}
	}
}

func TestTextFilterTellsWhatBeginsFromWhatHolds(t *testing.T) {
	t.Parallel()
	a := shared(t)
	examples := []struct {
		filter vars
		found  []string
	}{
		{vars{"contains": "подільська"}, []string{"Могилів-Подільська"}},
		{vars{"startsWith": "подільська"}, nil},
		{vars{"startsWith": "якуш", "contains": "yntsi"}, []string{"Якушинецька"}},
		{vars{"startsWith": "якуш", "contains": "нічого"}, nil},
		{vars{"contains": "Якушинецька Yakushynetska"}, nil}, // two names are not one text
		{vars{"startsWith": "гайс"}, []string{"Гайсинська"}},
		{vars{}, named(a, nil)},
	}
	for _, e := range examples {
		if got := named(a, e.filter); !slices.Equal(got, e.found) {
			t.Errorf("%v finds %v, not %v", e.filter, got, e.found)
		}
	}
}

func TestTextFilterTakesWildcardsForLetters(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, text := range []string{"%", "_", `\`, "100%", "0%_а", `а\б`, `100%_а\б`} {
		if got := named(a, vars{"contains": text}); !slices.Equal(got, []string{`100%_а\б`}) {
			t.Errorf("%q finds %v", text, got)
		}
	}
	for _, text := range []string{"%%", "__", `\\`, "1%", `%'; DROP TABLE communities; --`, "100_", "@contains", "$1", "?"} {
		if got := named(a, vars{"contains": text}); len(got) > 0 {
			t.Errorf("%q finds %v", text, got)
		}
	}
}

func TestTextFilterOfNodesReadsCodeTitleAndDescription(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, e := range []struct {
		filter vars
		found  int
	}{
		{vars{"startsWith": "відремонтувати міст"}, 2},
		{vars{"startsWith": "А.1"}, 2},
		{vars{"startsWith": "міст через"}, 0},
		{vars{"contains": "міст через"}, 2},
		{vars{"contains": "п’ять ПЕРЕХОДІВ"}, 2},
	} {
		type page struct{ TotalCount int }
		if got := get[page](a, "components", `query($f: TextFilter) { components(filter: {text: $f, treeKind: DEVELOPMENT_STRATEGY}) {
			totalCount } }`, vars{"f": e.filter}).TotalCount; got != e.found {
			t.Errorf("%v finds %d, not %d", e.filter, got, e.found)
		}
	}
}

func TestTextFilterRefusesWhatIsNoText(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, list := range []string{"communities", "goals", "subgoals", "components"} {
		for _, way := range []string{"contains", "startsWith"} {
			for _, text := range []string{
				"", " ", "\t\n", "'", "-", "«’»", strings.Repeat("я", 201), "а\x00б", "\x00", strings.Repeat("a", 500_000), "а\ufffdб",
			} {
				refusedAt(a, "filter.text."+way, `query($f: TextFilter) { `+list+`(filter: {text: $f}) { totalCount } }`,
					vars{"f": vars{way: text}})
			}
		}
	}
	if got := named(a, vars{"contains": strings.Repeat("я", 200)}); len(got) > 0 {
		t.Errorf("200 letters find %v", got)
	}
}

// refusedAt demands that an input is refused by its name.
func refusedAt(a *api, field, query string, variables vars) {
	a.tb.Helper()
	e := a.refused(query, variables)
	if e.Extensions.Code != domain.CodeInvalidInput || e.Extensions.Field != field {
		a.tb.Errorf("%s %.200v\ngives %+v, want INVALID_INPUT at %s", query, variables, e, field)
	}
}
