package resolvers_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hromada/domain"

	"pgregory.net/rapid"
)

// moving is a list of communities that others change while it is read.
type moving struct {
	*api
	count int // of rows ever added
	gone  map[string]bool
	added map[string]bool
}

// newMoving begins with some rows in an empty registry.
func newMoving(a *api, r *rapid.T) *moving {
	m := &moving{api: a.drawing(r), gone: map[string]bool{}, added: map[string]bool{}}
	m.exec(`DELETE FROM communities`)
	for range rapid.IntRange(0, 12).Draw(r, "rows") {
		m.add(r)
	}
	clear(m.added)
	return m
}

func (m *moving) add(r *rapid.T) {
	m.count++
	code := fmt.Sprintf("UA0101%03d0000000000", m.count)
	population := rapid.SampledFrom([]*int{nil, new(0), new(1), new(2)}).Draw(r, "population")
	area := rapid.SampledFrom([]*float64{nil, new(0.01), new(0.1), new(12.0), new(1234567.89)}).Draw(r, "area")
	name := rapid.SampledFrom([]string{"А", "а", "Ґа", "Га", `"'\%`, "\n", "👍", "\u202e", "<&>"}).Draw(r, "name")
	m.exec(`INSERT INTO communities (region_id, district_id, code, name_uk, type, population, population_on, area_km2)
		SELECT region_id, id, $1, $2, 'RURAL', $3, CASE WHEN CAST($3 AS integer) IS NULL THEN NULL ELSE date '2022-01-01' END, $4
		FROM districts`, code, name, population, area)
	m.added[code] = true
}

// change adds rows and takes others away, wherever they stand.
func (m *moving) change(r *rapid.T) {
	for range rapid.IntRange(0, 2).Draw(r, "added") {
		m.add(r)
	}
	for range rapid.IntRange(0, 2).Draw(r, "taken away") {
		var code string
		err := m.db.QueryRowContext(context.Background(), `DELETE FROM communities WHERE id = (SELECT id FROM communities
			ORDER BY id OFFSET $1 LIMIT 1) RETURNING code`, rapid.IntRange(0, 15).Draw(r, "place")).Scan(&code)
		if err == nil {
			m.gone[code] = true
		}
	}
}

// inOrder are the codes of all rows that stand, as one page gives them.
func (m *moving) inOrder(l list) []string {
	var all []string
	for _, c := range read[town](m.api, l, vars{"first": 100}).Nodes {
		all = append(all, c.Code)
	}
	return all
}

func TestPagesGoOnRightWhenRowsComeAndGo(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.exec(`INSERT INTO regions (code, name_uk) VALUES ('UA01000000000000000', 'Область')`)
	a.exec(`INSERT INTO districts (region_id, code, name_uk) SELECT id, 'UA01010000000000000', 'Район' FROM regions`)
	rapid.Check(t, func(r *rapid.T) {
		m := newMoving(a, r)
		l := list{
			field: "communities", nodes: "code", order: rapid.SampledFrom([]string{"NAME", "POPULATION", "AREA"}).Draw(r, "order"),
			direction: rapid.SampledFrom([]string{"ASC", "DESC"}).Draw(r, "direction"),
		}
		steady := m.inOrder(l)
		size := rapid.IntRange(1, 5).Draw(r, "size")
		ways := [2]string{"first", "after"}
		if rapid.Bool().Draw(r, "backward") {
			ways = [2]string{"last", "before"}
			slices.Reverse(steady)
		}
		seen := m.visit(r, l, ways, size)
		steady = slices.DeleteFunc(steady, func(code string) bool { return m.gone[code] })
		if distinct := slices.Compact(slices.Sorted(slices.Values(seen))); len(distinct) != len(seen) {
			r.Fatalf("a row was seen twice: %v", seen)
		}
		seen = slices.DeleteFunc(seen, func(code string) bool { return m.gone[code] || m.added[code] })
		if !slices.Equal(seen, steady) {
			r.Fatalf("seen %v, want %v", seen, steady)
		}
	})
}

// visit walks the list, with changes after every page, and gives the codes in the order of the walk.
func (m *moving) visit(r *rapid.T, l list, ways [2]string, size int) []string {
	var seen []string
	paging := vars{ways[0]: size}
	for pages := 0; pages < 30; pages++ { // an end even if rows are added for ever before it
		page := read[town](m.api, l, paging)
		found := codes(page.Nodes)
		cursor, more := page.PageInfo.EndCursor, page.PageInfo.HasNextPage
		if ways[0] == "last" {
			slices.Reverse(found)
			cursor, more = page.PageInfo.StartCursor, page.PageInfo.HasPreviousPage
		}
		seen = append(seen, found...)
		if !more {
			return seen
		}
		paging[ways[1]] = cursor
		if pages < 8 {
			m.change(r)
		}
	}
	r.Fatalf("the walk has no end: %v", seen)
	return nil
}

// The longest titles that are allowed, of letters that no index can press together and of the one that
// takes most room in a cursor.
func TestPagesOfTheLongestTitles(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	chance := rand.New(rand.NewPCG(1, 2))
	s := outline(yakushynetska, domain.Digital, nil)
	for range 3 {
		title := []rune(strings.Repeat("<", 2000))
		s.goal(string(title))
		for i := range title {
			title[i] = 'а' + rune(chance.IntN(32))
		}
		s.goal(string(title))
	}
	a.tree(s.Outline)
	for _, order := range []string{"TITLE", "DUE_DATE", "COMMUNITY"} {
		l := list{field: "goals", order: order, direction: "ASC", nodes: "id"}
		if got := walk[leaf](a, l, 1, false); len(got) != 6 {
			t.Errorf("%s: %d goals", order, len(got))
		}
	}
	if got := searchAll(a, "<<", 1); len(got) != 3 {
		t.Errorf("search gives %d goals", len(got))
	}
}
