package disclosure

// columns of a move are those that a change of categories changes.
type columns struct {
	cells []signed
	from  []int // the variables that change, −1 for none
}

// columnsOf are the changes of categories that change a column: none, from one category to another, and of both variables at once.
func (s *search) columnsOf(col int) []columns {
	at := s.columns[col]
	all := []columns{s.staying(at)}
	for i := range at.order {
		for other := range s.question.Variables[at.vars[i]].Categories {
			if other != at.cats[i] {
				all = append(all, s.changing(at, i, other))
			}
		}
	}
	if at.order == 2 {
		all = append(all, s.changingBoth(at)...)
	}
	return all
}

// staying are the columns of a respondent of given categories; those of further variables are chosen later.
func (s *search) staying(at column) columns {
	cells := []signed{{0, 1}}
	for i := range at.order {
		cells = append(cells, signed{s.oneWay[at.vars[i]] + at.cats[i], 1})
	}
	if at.order == 2 {
		cells = append(cells, signed{s.pair(at.vars, at.cats), 1})
	}
	return columns{cells: cells}
}

func (s *search) changing(at column, i, other int) columns {
	v := at.vars[i]
	c := columns{[]signed{{s.oneWay[v] + at.cats[i], 1}, {s.oneWay[v] + other, -1}}, []int{v}}
	if at.order == 2 {
		changed := at.cats
		changed[i] = other
		c.cells = append(c.cells, signed{s.pair(at.vars, at.cats), 1}, signed{s.pair(at.vars, changed), -1})
	}
	return c
}

func (s *search) changingBoth(at column) []columns {
	var all []columns
	for a := range s.question.Variables[at.vars[0]].Categories {
		for b := range s.question.Variables[at.vars[1]].Categories {
			if a == at.cats[0] || b == at.cats[1] {
				continue
			}
			all = append(all, columns{[]signed{
				{s.pair(at.vars, at.cats), 1},
				{s.pair(at.vars, [2]int{a, at.cats[1]}), -1},
				{s.pair(at.vars, [2]int{at.cats[0], b}), -1},
				{s.pair(at.vars, [2]int{a, b}), 1},
			}, []int{at.vars[0], at.vars[1]}})
		}
	}
	return all
}

func (s *search) pair(vars, cats [2]int) int {
	for _, c := range s.crossed {
		if c.a == vars[0] && c.b == vars[1] {
			return s.crossedColumn(c, cats[0], cats[1])
		}
	}
	panic("disclosure: no such crossing")
}

// further are the columns that change as well once the category of one more variable is known: its own breakdown where no variable
// changes, and its crossings with variables whose categories are known. A variable that changes counts as known by the columns it
// changes in.
func (s *search) further(cols columns, v, category int) []signed {
	var more []signed
	if len(cols.from) == 0 {
		more = append(more, signed{s.oneWay[v] + category, 1})
	}
	for _, c := range s.crossed {
		switch {
		case c.a == v && s.takesPart(cols, c.b):
			more = s.joined(more, cols, c.b, func(other int) int { return s.crossedColumn(c, category, other) })
		case c.b == v && s.takesPart(cols, c.a):
			more = s.joined(more, cols, c.a, func(other int) int { return s.crossedColumn(c, other, category) })
		}
	}
	return more
}

// takesPart says whether a crossing with this variable changes: where one changes, only crossings with it do.
func (s *search) takesPart(cols columns, other int) bool {
	switch len(cols.from) {
	case 0:
		return s.cats[other] >= 0
	case 1:
		return cols.from[0] == other
	}
	return false
}

// joined adds the crossing's columns for the categories of the other variable: the one it has, or those it changes from and to.
func (s *search) joined(more []signed, cols columns, other int, at func(int) int) []signed {
	if len(cols.from) == 0 {
		return append(more, signed{at(s.cats[other]), 1})
	}
	for _, c := range cols.cells {
		if s.columns[c.at].order == 1 {
			more = append(more, signed{at(s.columns[c.at].cats[0]), c.times})
		}
	}
	return more
}
