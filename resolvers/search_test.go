package resolvers_test

import (
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

type found struct {
	TotalCount int
	Nodes      []hit
	Edges      []struct {
		Cursor string
		Node   hit
	}
	PageInfo pageInfo
}

type hit struct {
	Typename string `json:"__typename"`
	ID       string
	Name     string
	Title    string
}

func (h hit) String() string { return h.Typename + " " + h.Name + h.Title }

const searchQuery = `query($text: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
	search(text: $text, kinds: $kinds, first: $first, after: $after) { totalCount nodes { ...hit } edges { cursor node { ...hit } }
		pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
	fragment hit on SearchResult { __typename ... on Node { id } ... on Region { name } ... on District { name } ... on Community { name }
		... on Goal { title } ... on Subgoal { title } ... on Component { title } }`

func search(a *api, variables vars) found {
	a.tb.Helper()
	return get[found](a, "search", searchQuery, variables)
}

// searchAll walks all that is found, and checks each page.
func searchAll(a *api, text string, size int) []hit {
	a.tb.Helper()
	var all []hit
	paging := vars{"text": text, "first": size}
	for {
		page := search(a, paging)
		all = append(all, page.Nodes...)
		for i, e := range page.Edges {
			if e.Node != page.Nodes[i] {
				a.tb.Fatalf("edge %v, node %v", e.Node, page.Nodes[i])
			}
		}
		if page.PageInfo.HasPreviousPage != (paging["after"] != nil) {
			a.tb.Fatalf("after %v: %+v", paging["after"], page.PageInfo)
		}
		if !page.PageInfo.HasNextPage {
			if page.TotalCount != len(all) {
				a.tb.Fatalf("%d in all, and %d pages of rows", page.TotalCount, len(all))
			}
			return all
		}
		if len(all) > endless {
			a.tb.Fatalf("%s: no end", text)
		}
		paging["after"] = page.PageInfo.EndCursor
	}
}

func names(hits []hit) []string {
	var all []string
	for _, h := range hits {
		all = append(all, h.String())
	}
	return all
}

func TestSearchFindsPlacesHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	a := shared(t)
	mohyliv := []string{"District Могилів-Подільський", "Community Могилів-Подільська"}
	for text, want := range map[string][]string{
		"Могилів":              mohyliv,
		"могилів-подільськ":    mohyliv,
		"подільськ могилів":    mohyliv,
		"могилів-подільський":  mohyliv,
		"МОГИЛІВ – ПОДІЛЬСЬКА": mohyliv[1:],
		"Mohyliv":             mohyliv,
		"Vinnytska":           {"Region Вінницька", "Community Вінницька"},
		"vinnytsia":           {"Community Вінницька"},
		"UA05020030000031457": {"Community Вінницька"},
		"знам'янська":         {"Community Знамʼянська"},
		"знам’янська":         {"Community Знамʼянська"},
		"ЗНАМʼЯНСЬКА":         {"Community Знамʼянська"},
		"знам`янська":         {"Community Знамʼянська"},
		"«Кам’янець-Подільський»": {"District Кам’янець-Подільський"},
		"Ґанків": {"Community Ґанківська"},
		"100%":   {`Community 100%_а\б`},
		"%%":     nil,
		"__":     nil,
		`\\`:     nil,
	} {
		if got := names(search(a, vars{"text": text, "kinds": []string{"REGION", "DISTRICT", "COMMUNITY"}}).Nodes); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, not %v", text, got, want)
		}
	}
}

func TestSearchFindsNodesByAllWords(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for text, want := range map[string][]string{
		"міст річку":               {"Component Відремонтувати міст через річку", "Component Відремонтувати міст через річку"},
		"РІЧКУ  відремонтувати":    {"Component Відремонтувати міст через річку", "Component Відремонтувати міст через річку"},
		"міст річку вода":          nil,
		"п’ять переходів":          {"Component Позначити п'ять переходів", "Component Позначити п'ять переходів"},
		"дороги без ям":            {"Subgoal Дороги без ям", "Subgoal Дороги без ям"},
		"Комфортна":                {"Goal Комфортна громада", "Goal Комфортна громада"},
		"1.1.1 міст":               {"Component Відремонтувати міст через річку", "Component Відремонтувати міст через річку"},
		"один два три чотири '' -": nil,
	} {
		if got := names(search(a, vars{"text": text}).Nodes); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, not %v", text, got, want)
		}
	}
}

func TestSearchShowsPlacesFirst(t *testing.T) {
	t.Parallel()
	a := shared(t)
	ranks := []string{"Region", "District", "Community", "Goal", "Subgoal", "Component"}
	hits := searchAll(a, "ін", 100)
	if !slices.IsSortedFunc(hits, func(a, b hit) int { return slices.Index(ranks, a.Typename) - slices.Index(ranks, b.Typename) }) {
		t.Error(names(hits))
	}
	if hits[0].Typename == hits[len(hits)-1].Typename {
		t.Errorf("the example finds one kind only: %v", names(hits))
	}
	got := names(search(a, vars{"text": "вінницьк"}).Nodes)
	if want := []string{"Region Вінницька", "District Вінницький", "Community Вінницька"}; !slices.Equal(got, want) {
		t.Errorf("finds %v, not %v", got, want)
	}
}

func TestSearchPutsWhatBeginsWithTheTextFirst(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, nil)
	s.goal("Абетка: сервер")
	s.goal("Сервер", coded("1"))
	s.goal("Бібліотека й сервер")
	a.tree(s.Outline)
	want := []string{"Goal Сервер", "Goal Абетка: сервер", "Goal Бібліотека й сервер"}
	if got := names(search(a, vars{"text": "сервер"}).Nodes); !slices.Equal(got, want) {
		t.Errorf("finds %v, not %v", got, want)
	}
}

func TestSearchKeepsToTheKindsAskedFor(t *testing.T) {
	t.Parallel()
	a := shared(t)
	all := searchAll(a, "ва", 100)
	typeOf := map[string]string{
		"REGION": "Region", "DISTRICT": "District", "COMMUNITY": "Community", "GOAL": "Goal", "SUBGOAL": "Subgoal", "COMPONENT": "Component",
	}
	for kind, name := range typeOf {
		want := slices.DeleteFunc(slices.Clone(all), func(h hit) bool { return h.Typename != name })
		got := search(a, vars{"text": "ва", "kinds": []string{kind}, "first": 100})
		if got.TotalCount != len(want) || !slices.Equal(got.Nodes, want[:min(100, len(want))]) {
			t.Errorf("%s: %d, want %d", kind, got.TotalCount, len(want))
		}
	}
	if got := search(a, vars{"text": "ва", "kinds": []string{}}); got.TotalCount != 0 {
		t.Errorf("no kinds give %d", got.TotalCount)
	}
	if got := search(a, vars{"text": "вінницьк", "kinds": []string{"COMMUNITY", "REGION", "REGION"}}); got.TotalCount != 2 {
		t.Errorf("two kinds give %d", got.TotalCount)
	}
}

func TestSearchPagesVisitEachHitOnce(t *testing.T) {
	t.Parallel()
	a := shared(t)
	want := searchAll(a, "ів", 100)
	seen := map[string]bool{}
	for _, h := range want {
		seen[h.ID] = true
	}
	if len(want) < 100 || len(seen) != len(want) {
		t.Fatalf("%d hits, %d of them different", len(want), len(seen))
	}
	for _, size := range []int{35, 99} {
		if got := searchAll(a, "ів", size); !slices.Equal(got, want) {
			t.Errorf("pages of %d:\ngot  %v\nwant %v", size, names(got), names(want))
		}
	}
	if got, want := searchAll(a, "вінницьк", 1), searchAll(a, "вінницьк", 100); len(got) < 3 || !slices.Equal(got, want) {
		t.Errorf("pages of 1:\ngot  %v\nwant %v", names(got), names(want))
	}
	if got := search(a, vars{"text": "ів"}); len(got.Nodes) != 25 || got.TotalCount != len(want) {
		t.Errorf("unless told, a page has %d", len(got.Nodes))
	}
	if got := search(a, vars{"text": "ів", "first": 0}); len(got.Nodes) != 0 || !got.PageInfo.HasNextPage || got.TotalCount != len(want) {
		t.Errorf("first 0 gives %+v", got.PageInfo)
	}
}

func TestSearchRefusesWhatIsNoText(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, text := range []string{"", "а", " а ", "''", "- -", "«»", "а'", strings.Repeat("а", 201), "аб\x00", strings.Repeat("аб ", 50_000)} {
		refusedAt(a, "text", searchQuery, vars{"text": text})
	}
	for _, first := range []int{-1, 101, 1_000_000} {
		refusedAt(a, "first", searchQuery, vars{"text": "аб", "first": first})
	}
	other := read[leaf](a, list{field: "components", nodes: "id"}, nil).PageInfo.EndCursor
	for _, cursor := range []any{"", "x", other} {
		refusedAt(a, "after", searchQuery, vars{"text": "аб", "after": cursor})
	}
	want := search(a, vars{"text": "а а"}).TotalCount
	if got := search(a, vars{"text": strings.Repeat("а ", 100)}).TotalCount; got != want || got == 0 {
		t.Errorf("a hundred words find %d, two find %d", got, want)
	}
}
