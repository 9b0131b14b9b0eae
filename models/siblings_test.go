package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"hromada/domain"
)

// brood is a set of rows that came by one statement.
func brood(n int) []*Region {
	rows := make([]*Region, n)
	for i := range rows {
		rows[i] = &Region{ID: int64(i)}
	}
	return gather(rows)
}

// together runs work for each row at once.
func together[R any](rows []*R, work func(*R)) {
	var all sync.WaitGroup
	gate := make(chan struct{})
	for _, row := range rows {
		all.Go(func() {
			<-gate
			work(row)
		})
	}
	close(gate)
	all.Wait()
}

func TestSiblingsLoadOnce(t *testing.T) {
	t.Parallel()
	rows := brood(100)
	var loads atomic.Int32
	load := func(_ context.Context, asked []*Region) (map[*Region]int64, error) {
		loads.Add(1)
		shares := map[*Region]int64{}
		for _, r := range asked {
			shares[r] = r.ID * r.ID
		}
		return shares, nil
	}
	together(rows, func(r *Region) {
		for range 3 {
			if got, err := share(context.Background(), r, "square", nil, load); err != nil || got != r.ID*r.ID {
				t.Errorf("%d: %d, %v", r.ID, got, err)
			}
		}
	})
	if n := loads.Load(); n != 1 {
		t.Errorf("%d loads", n)
	}
}

func TestSiblingsLoadEachFieldAndArgument(t *testing.T) {
	t.Parallel()
	rows, others := brood(10), brood(10)
	var loads atomic.Int32
	load := func(context.Context, []*Region) (map[*Region]int32, error) {
		n := loads.Add(1)
		return map[*Region]int32{rows[0]: n, others[0]: n}, nil
	}
	asks := []struct {
		of    *Region
		field string
		args  any
	}{
		{rows[0], "a", nil},
		{rows[0], "b", nil},
		{rows[0], "a", "2026-01-01"},
		{rows[0], "a", "2026-01-02"},
		{rows[0], "a", treesOf{kind: domain.Digital}},
		{rows[0], "a", treesOf{view: domain.WorkingView}},
		{others[0], "a", nil},
	}
	for range 2 {
		for i, ask := range asks {
			if got, err := share(context.Background(), ask.of, ask.field, ask.args, load); err != nil || int(got) != i+1 {
				t.Errorf("%+v: load %d, %v", ask, got, err)
			}
		}
	}
}

func TestSiblingsFailTogether(t *testing.T) {
	t.Parallel()
	broken := errors.New("the statement failed")
	for why, fail := range map[string]func() error{
		"the statement failed": func() error { return broken },
		"index out of range":   func() error { return []error{}[len(why())] },
	} {
		rows := brood(100)
		var loads, told atomic.Int32
		together(rows, func(r *Region) {
			_, err := share(context.Background(), r, "field", nil, func(context.Context, []*Region) (map[*Region]int, error) {
				loads.Add(1)
				return map[*Region]int{r: 1}, fail()
			})
			var shared *domain.SharedError
			if !errors.As(err, &shared) || !strings.Contains(err.Error(), why) {
				t.Errorf("%d: %v", r.ID, err)
				return
			}
			if shared.Tell() {
				told.Add(1)
			}
		})
		if loads.Load() != 1 || told.Load() != 1 {
			t.Errorf("%s: %d loads, told %d times", why, loads.Load(), told.Load())
		}
	}
}

// why is of no length that a compiler knows.
func why() string { return strings.Repeat("x", 3) }

func TestSiblingsFailWithTheirCause(t *testing.T) {
	t.Parallel()
	row := brood(1)[0]
	_, err := share(context.Background(), row, "a", nil, func(context.Context, []*Region) (map[*Region]int, error) {
		return nil, domain.NotFound("code")
	})
	if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeNotFound {
		t.Errorf("%v", err)
	}
	_, err = share(context.Background(), row, "b", nil, func(context.Context, []*Region) (map[*Region]int, error) {
		panic("on purpose")
	})
	if err == nil || !strings.Contains(err.Error(), "on purpose") || !strings.Contains(err.Error(), "siblings_test.go") {
		t.Errorf("nobody learns where it was: %v", err)
	}
}

func TestKeysAndShares(t *testing.T) {
	t.Parallel()
	children := []*District{{ID: 1, RegionID: 7}, {ID: 2, RegionID: 8}, {ID: 3, RegionID: 7}, {ID: 4, RegionID: 9}}
	parents := []*Region{{ID: 7}, {ID: 8}, {ID: 10}}
	regionID := func(d *District) int64 { return d.RegionID }
	if keys := keysOf(children, regionID); !slices.Equal(keys, []int64{7, 8, 9}) {
		t.Errorf("%v", keys)
	}
	one := toOne(children, regionID, parents, (*Region).id)
	if one[children[0]] != parents[0] || one[children[1]] != parents[1] || one[children[2]] != parents[0] || one[children[3]] != nil {
		t.Errorf("%v", one)
	}
	many := toMany(parents, (*Region).id, children, regionID)
	if !slices.Equal(many[parents[0]], []*District{children[0], children[2]}) || len(many[parents[1]]) != 1 || many[parents[2]] == nil || len(many[parents[2]]) != 0 {
		t.Errorf("%v", many)
	}
}
