package resolvers_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// list is a list that can be paged.
type list struct {
	field, order, direction string // order empty: the list's own
	inputType               string // of the filter
	filter                  vars
	nodes                   string // what is asked of each
}

type slice[T any] struct {
	Nodes []*T
	Edges []struct {
		Cursor string
		Node   struct{ ID string }
	}
	PageInfo pageInfo
}

type pageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

// read gives one page; paging holds first, after, last and before.
func read[T any](a *api, l list, paging vars) slice[T] {
	a.tb.Helper()
	order, filter, declared := "", "", ""
	if l.order != "" {
		order = ", orderBy: {field: " + l.order + ", direction: " + l.direction + "}"
	}
	all := vars{}
	for k, v := range paging {
		all[k] = v
	}
	if l.filter != nil {
		filter, declared = ", filter: $filter", ", $filter: "+l.inputType
		all["filter"] = l.filter
	}
	return get[slice[T]](a, l.field, `query($first: Int, $after: String, $last: Int, $before: String`+declared+`) {
		`+l.field+`(first: $first, after: $after, last: $last, before: $before`+order+filter+`) {
		nodes { `+l.nodes+` } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, all)
}

// endless is more rows than any list of the tests has.
const endless = 2000

// walk reads a whole list page by page, and checks what each page says of itself.
func walk[T any](a *api, l list, size int, backward bool) []*T {
	a.tb.Helper()
	var all []*T
	paging := vars{"first": size}
	if backward {
		paging = vars{"last": size}
	}
	for first := true; ; first = false {
		page := read[T](a, l, paging)
		info := page.PageInfo
		further, earlier := info.HasNextPage, info.HasPreviousPage
		all = append(all, page.Nodes...)
		if backward {
			further, earlier = earlier, further
			all = append(page.Nodes, all[:len(all)-len(page.Nodes)]...)
		}
		page.check(a, size)
		switch {
		case earlier == first:
			a.tb.Fatalf("%+v: the first page, or a later one, says %+v", l, info)
		case !further:
			return all
		case len(all) > endless:
			a.tb.Fatalf("%+v has no end", l)
		case len(page.Nodes) != size:
			a.tb.Fatalf("%+v: %d of %d rows, and yet there are more", l, len(page.Nodes), size)
		case backward:
			paging["before"] = info.StartCursor
		default:
			paging["after"] = info.EndCursor
		}
	}
}

func (s slice[T]) check(a *api, size int) {
	a.tb.Helper()
	n := len(s.Edges)
	if n != len(s.Nodes) || n > size {
		a.tb.Fatalf("%d edges, %d nodes, asked for %d", n, len(s.Nodes), size)
	}
	if (n == 0) != (s.PageInfo.StartCursor == nil) || (n == 0) != (s.PageInfo.EndCursor == nil) {
		a.tb.Fatalf("%d rows and %+v", n, s.PageInfo)
	}
	if n > 0 && (*s.PageInfo.StartCursor != s.Edges[0].Cursor || *s.PageInfo.EndCursor != s.Edges[n-1].Cursor) {
		a.tb.Fatalf("%+v is not of %+v", s.PageInfo, s.Edges)
	}
}

// pageable are the lists of the shared world, each with its orders.
var pageable = map[string][]string{
	"communities": {"NAME", "POPULATION", "AREA", "PROGRESS"},
	"goals":       {"TITLE", "DUE_DATE", "COMMUNITY"},
	"subgoals":    {"TITLE", "DUE_DATE", "COMMUNITY"},
	"components":  {"TITLE", "DUE_DATE", "COMMUNITY"},
}

// whole reads lists once, in the largest pages.
type whole struct {
	mu   sync.Mutex
	rows map[string][]string
}

func (w *whole) ids(a *api, l list) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	name, err := json.Marshal([]any{l.field, l.order, l.direction, l.filter})
	if err != nil {
		a.tb.Fatal(err)
	}
	if w.rows[string(name)] == nil {
		w.rows[string(name)] = ids(walk[leaf](a, l, 100, false))
	}
	return w.rows[string(name)]
}

func TestPagesBothWaysVisitEachRowOnce(t *testing.T) {
	t.Parallel()
	a := shared(t)
	lists := whole{rows: map[string][]string{}}
	rapid.Check(t, func(r *rapid.T) {
		field := rapid.SampledFrom([]string{"communities", "goals", "subgoals", "components"}).Draw(r, "list")
		l := list{
			field: field, order: rapid.SampledFrom(pageable[field]).Draw(r, "order"),
			direction: rapid.SampledFrom([]string{"ASC", "DESC"}).Draw(r, "direction"), nodes: "id",
		}
		least := map[string]int{"communities": 5, "goals": 5, "subgoals": 12, "components": 60}[field]
		if field == "communities" {
			l.inputType, l.filter = "CommunityFilter", vars{"population": rapid.SampledFrom([]vars{nil, {"max": 9000}}).Draw(r, "population")}
		}
		a := a.drawing(r)
		want := lists.ids(a, l)
		size := rapid.IntRange(least, 100).Draw(r, "size")
		for _, backward := range []bool{false, true} {
			if got := ids(walk[leaf](a, l, size, backward)); !slices.Equal(got, want) {
				r.Fatalf("backward %t:\ngot  %v\nwant %v", backward, got, want)
			}
		}
	})
}

func TestPagesOfOneRow(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, direction := range []string{"ASC", "DESC"} {
		for _, order := range pageable["communities"] {
			l := list{
				field: "communities", order: order, direction: direction, nodes: "id",
				inputType: "CommunityFilter", filter: vars{"regionCode": khmelnytskaOblast},
			}
			want := ids(walk[leaf](a, l, 100, false))
			for _, backward := range []bool{false, true} {
				if got := ids(walk[leaf](a, l, 1, backward)); len(got) != len(hamlets) || !slices.Equal(got, want) {
					t.Errorf("%s %s, backward %t:\ngot  %v\nwant %v", order, direction, backward, got, want)
				}
			}
		}
	}
}

func TestPageBetweenTwoCursors(t *testing.T) {
	t.Parallel()
	a := shared(t)
	l := list{field: "communities", order: "AREA", direction: "DESC", nodes: "id"}
	all := read[leaf](a, l, vars{"first": 100})
	want := ids(all.Nodes)
	rapid.Check(t, func(r *rapid.T) {
		from := rapid.IntRange(0, len(want)-1).Draw(r, "from")
		to := rapid.IntRange(0, len(want)-1).Draw(r, "to")
		size := rapid.IntRange(0, 100).Draw(r, "size")
		between := want[min(from+1, to):to]
		for _, end := range []string{"first", "last"} {
			got := read[leaf](a.drawing(r), l, vars{end: size, "after": all.Edges[from].Cursor, "before": all.Edges[to].Cursor})
			expected := between[:min(size, len(between))]
			if end == "last" {
				expected = between[max(0, len(between)-size):]
			}
			if !slices.Equal(ids(got.Nodes), expected) || !got.PageInfo.HasNextPage || !got.PageInfo.HasPreviousPage {
				r.Fatalf("%s: %v and %+v, want %v", end, ids(got.Nodes), got.PageInfo, expected)
			}
		}
	})
}

func TestPageHas25RowsUnlessTold(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for _, l := range []list{
		{field: "communities", nodes: "id"}, {field: "goals", nodes: "id"}, {field: "subgoals", nodes: "id"}, {field: "components", nodes: "id"},
	} {
		for _, paging := range []vars{nil, {"first": nil}, {"last": nil}, {"first": nil, "last": nil, "after": nil, "before": nil}} {
			if got := read[leaf](a, l, paging); len(got.Nodes) != 25 || !got.PageInfo.HasNextPage || got.PageInfo.HasPreviousPage {
				t.Errorf("%s %v: %d rows, %+v", l.field, paging, len(got.Nodes), got.PageInfo)
			}
		}
		all := ids(walk[leaf](a, l, 100, false))
		middle := read[leaf](a, l, vars{"first": 30})
		got := read[leaf](a, l, vars{"before": middle.PageInfo.EndCursor})
		if !slices.Equal(ids(got.Nodes), all[4:29]) || !got.PageInfo.HasPreviousPage {
			t.Errorf("%s before a cursor: %v, %+v", l.field, ids(got.Nodes), got.PageInfo)
		}
	}
}

func TestPageOfNoRows(t *testing.T) {
	t.Parallel()
	a := shared(t)
	l := list{field: "communities", nodes: "id"}
	for _, e := range []struct {
		end            string
		next, previous bool
	}{{"first", true, false}, {"last", false, true}} {
		got := read[leaf](a, l, vars{e.end: 0})
		if len(got.Nodes) != 0 || got.PageInfo.HasNextPage != e.next || got.PageInfo.HasPreviousPage != e.previous || got.PageInfo.StartCursor != nil {
			t.Errorf("%s: 0 gives %+v", e.end, got)
		}
	}
	l.inputType, l.filter = "CommunityFilter", vars{"codes": []string{}}
	if got := read[leaf](a, l, vars{"first": 5}); len(got.Nodes) != 0 || got.PageInfo != (pageInfo{}) {
		t.Errorf("an empty list gives %+v", got)
	}
}
