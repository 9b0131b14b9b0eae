package models

import "strconv"

// list is a list that is read by pages, counted and summed up under the same conditions.
type list struct {
	with    string // common table expressions, or nothing
	columns string
	from    string
	where   *where
	order   ordering
}

// placed is what every row of a page brings along: its place.
type placed struct {
	CursorKey  *string
	CursorTie0 int64
	CursorTie1 int64
}

// ranked is a row of a page.
type ranked[R any] struct {
	Row    R      `gorm:"embedded"`
	Placed placed `gorm:"embedded"`
}

// page reads one page and the cursors of its rows.
func page[R any](d *door, l list, asked Page) (Slice[R], error) {
	win, err := asked.window(l.order)
	if err != nil {
		return Slice[R]{}, err
	}
	return pageIn[R](d, l, win)
}

func pageIn[R any](d *door, l list, win window) (Slice[R], error) {
	bounds := l.bounded(win)
	found, err := fetch[ranked[R]](d, l.statement(win, bounds), bounds.args)
	if err != nil {
		return Slice[R]{}, err
	}
	rows, cursors := make([]*R, len(found)), make([]string, len(found))
	for i, f := range found {
		rows[i] = &f.Row
		if cursors[i], err = l.order.cursor(f.Placed.position(len(l.order.ties))); err != nil {
			return Slice[R]{}, err
		}
	}
	return slice(win, rows, cursors), nil
}

// count tells how many rows the list has over all pages.
func count(d *door, l list) (int, error) {
	row, err := fetchOne[struct{ Total int }](d, l.with+`SELECT count(*) AS total `+l.from+` WHERE `+l.where.sql(), l.where.args)
	if err != nil {
		return 0, err
	}
	return row.Total, nil
}

func (l list) statement(win window, bounds *where) string {
	return l.with + `SELECT ` + l.columns + `, CAST(` + l.order.key + ` AS text) AS cursor_key` + l.tieColumns() +
		` ` + l.from + ` WHERE ` + bounds.sql() +
		` ORDER BY ` + l.order.orderBy(win.backward) + ` LIMIT @limit `
}

// withAlso begins the statement with the list's common table expressions, for one more to follow.
func (l list) withAlso() string {
	if l.with == "" {
		return "WITH "
	}
	return l.with + ", "
}

func (l list) bounded(win window) *where {
	w := l.where.copy()
	l.order.restrict(w, win)
	w.args["limit"] = win.limit + 1
	return w
}

func (l list) tieColumns() string {
	columns := ""
	for i, tie := range l.order.ties {
		columns += ", " + tie + " AS cursor_tie" + strconv.Itoa(i)
	}
	return columns
}

func (p placed) position(ties int) position {
	return position{p.CursorKey, []int64{p.CursorTie0, p.CursorTie1}[:ties]}
}
