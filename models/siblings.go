package models

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"hromada/domain"
)

// family is the set of rows that one statement returned. The first row asked for a nested field
// loads it for all of them in one statement; the others take their share. It lives as long as its
// rows do, which is one request: nothing is cached across requests, and no timer decides what is
// loaded together.
type family[R any] struct {
	rows  []*R
	mu    sync.Mutex
	loads map[loadKey]any // of func() (map[*R]V, error)
}

// loadKey names a field with its arguments, which must be comparable by value.
type loadKey struct {
	field string
	args  any
}

// member makes a row struct one of a family when it is embedded in it.
type member[R any] struct{ family *family[R] }

func (m *member[R]) join(f *family[R])     { m.family = f }
func (m *member[R]) relatives() *family[R] { return m.family }

// related is a pointer to a row struct that embeds member.
type related[R any] interface {
	*R
	join(*family[R])
	relatives() *family[R]
}

// gather makes the rows of one statement siblings.
func gather[R any, P related[R]](rows []*R) []*R {
	f := &family[R]{rows: rows, loads: map[loadKey]any{}}
	for _, row := range rows {
		P(row).join(f)
	}
	return rows
}

// share gives a row its part of what load finds for the whole family. Load runs once for a field and
// its arguments, whoever asks first; a failure, or a panic, is one SharedError for all who ask.
func share[R any, P related[R], V any](
	ctx context.Context, row P, field string, args any,
	load func(ctx context.Context, rows []*R) (map[*R]V, error),
) (V, error) {
	loaded, err := once(row.relatives(), loadKey{field, args}, func(rows []*R) (map[*R]V, error) {
		return load(ctx, rows)
	})()
	return loaded[(*R)(row)], err
}

func once[R, V any](f *family[R], key loadKey, load func([]*R) (map[*R]V, error)) func() (map[*R]V, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.loads[key].(func() (map[*R]V, error)); ok {
		return known
	}
	run := sync.OnceValues(func() (map[*R]V, error) { return guarded(f.rows, load) })
	f.loads[key] = run
	return run
}

// guarded turns an error or a panic into one error that all siblings share.
func guarded[R, V any](rows []*R, load func([]*R) (map[*R]V, error)) (shares map[*R]V, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic while loading siblings: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			shares, err = nil, domain.Shared(err)
		}
	}()
	return load(rows)
}

// toOne gives each child the row its key names.
func toOne[C, P any, K comparable](children []*C, key func(*C) K, found []*P, id func(*P) K) map[*C]*P {
	byID := make(map[K]*P, len(found))
	for _, row := range found {
		byID[id(row)] = row
	}
	shares := make(map[*C]*P, len(children))
	for _, child := range children {
		shares[child] = byID[key(child)]
	}
	return shares
}

// toMany gives each parent the rows that name it, in the order they came; never nil.
func toMany[P, C any, K comparable](parents []*P, id func(*P) K, found []*C, key func(*C) K) map[*P][]*C {
	byParent := make(map[K][]*C, len(parents))
	for _, row := range found {
		byParent[key(row)] = append(byParent[key(row)], row)
	}
	shares := make(map[*P][]*C, len(parents))
	for _, parent := range parents {
		if rows := byParent[id(parent)]; rows != nil {
			shares[parent] = rows
		} else {
			shares[parent] = []*C{}
		}
	}
	return shares
}

// keysOf lists the distinct keys of rows, in order of appearance.
func keysOf[R any, K comparable](rows []*R, key func(*R) K) []K {
	seen := make(map[K]bool, len(rows))
	keys := make([]K, 0, len(rows))
	for _, row := range rows {
		if k := key(row); !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

// siblings makes the rows of a statement siblings and passes its error on.
func siblings[R any, P related[R]](rows []*R, err error) ([]*R, error) {
	if err != nil {
		return nil, err
	}
	return gather[R, P](rows), nil
}

// only gives the single row found, or NOT_FOUND about the argument that named it.
func only[R any](rows []*R, err error) func(field string) (*R, error) {
	return func(field string) (*R, error) {
		switch {
		case err != nil:
			return nil, err
		case len(rows) == 0:
			return nil, domain.NotFound(field)
		}
		return rows[0], nil
	}
}
