package models

import (
	"slices"

	"hromada/domain"
)

// Page is what a caller asks of a list: so many from the start or after a cursor, or so many from
// the end or before a cursor.
type Page struct {
	First, Last   *int
	After, Before *string
}

// Sizes of a page.
const (
	DefaultPageSize = 25
	MaxPageSize     = 100
)

// Slice is one page of rows with their places in the list.
type Slice[R any] struct {
	Rows        []*R
	Cursors     []string
	HasNext     bool
	HasPrevious bool
}

// window is a checked Page.
type window struct {
	limit    int
	backward bool
	after    *position
	before   *position
}

func (p Page) window(o ordering) (window, error) {
	w := window{limit: DefaultPageSize, backward: p.Last != nil || (p.First == nil && p.Before != nil)}
	if p.First != nil && p.Last != nil {
		return w, domain.Invalid("last", "Вкажіть first або last, не обидва.", "Give first or last, not both.")
	}
	for field, size := range map[string]*int{"first": p.First, "last": p.Last} {
		if err := w.size(field, size); err != nil {
			return w, err
		}
	}
	var err error
	if w.after, err = o.parse("after", p.After); err != nil {
		return w, err
	}
	w.before, err = o.parse("before", p.Before)
	return w, err
}

func (w *window) size(field string, asked *int) error {
	if asked == nil {
		return nil
	}
	if *asked < 0 || *asked > MaxPageSize {
		return domain.Invalid(field, "Від 0 до %d.", "0 to %d.", MaxPageSize)
	}
	w.limit = *asked
	return nil
}

// slice makes a page of the rows of a statement that asked for one more than the limit: the extra row
// tells whether the list goes on.
func slice[R any](w window, rows []*R, cursors []string) Slice[R] {
	more := len(rows) > w.limit
	if more {
		rows, cursors = rows[:w.limit], cursors[:w.limit]
	}
	if w.backward {
		slices.Reverse(rows)
		slices.Reverse(cursors)
		return Slice[R]{Rows: rows, Cursors: cursors, HasPrevious: more || w.after != nil, HasNext: w.before != nil}
	}
	return Slice[R]{Rows: rows, Cursors: cursors, HasNext: more || w.before != nil, HasPrevious: w.after != nil}
}
