package disclosure

// term is a cell in an equation, so many times.
type term struct{ cell, times int }

// equation says that its terms add up to 0.
type equation []term

// equations are all that binds the cells of the shown tables: what everybody can work out of them follows from these, and from counts
// being whole and not below zero.
func (l *layout) equations() []equation {
	var all []equation
	for layer := range l.layers {
		for col := range l.columns {
			all = append(all, l.answers(layer, col)...)
		}
		for row := range l.rows {
			all = append(all, l.breakdowns(layer, row)...)
		}
	}
	return append(all, l.placeSums()...)
}

// answers bind the rows of one group.
func (l *layout) answers(layer, col int) []equation {
	at := func(row int) int { return l.cell(layer, col, row) }
	if !l.multiple() {
		whole := equation{{at(base), -1}}
		for option := range l.options {
			whole = append(whole, term{at(firstOption + option), 1})
		}
		if l.options == 0 {
			return nil
		}
		return []equation{whole}
	}
	spare := equation{{at(l.spareRow()), 1}, {at(base), l.question.MinChoices}}
	room := equation{{at(l.roomRow()), 1}, {at(base), -l.question.MaxChoices}}
	var all []equation
	for option := range l.options {
		all = append(all, equation{{at(base), -1}, {at(firstOption + option), 1}, {at(l.noRow(option)), 1}})
		spare = append(spare, term{at(firstOption + option), -1})
		room = append(room, term{at(firstOption + option), 1})
	}
	return append(all, spare, room)
}

// breakdowns bind one row of the tables of one layer.
func (l *layout) breakdowns(layer, row int) []equation {
	var all []equation
	sum := func(total int, parts int, part func(int) int) {
		e := equation{{l.cell(layer, total, row), -1}}
		for i := range parts {
			e = append(e, term{l.cell(layer, part(i), row), 1})
		}
		all = append(all, e)
	}
	sizes := func(v int) int { return len(l.question.Variables[v].Categories) }
	for v, start := range l.oneWay {
		sum(0, sizes(v), func(i int) int { return start + i })
	}
	for _, c := range l.crossed {
		for a := range sizes(c.a) {
			sum(l.oneWay[c.a]+a, sizes(c.b), func(i int) int { return l.crossedColumn(c, a, i) })
		}
		for b := range sizes(c.b) {
			sum(l.oneWay[c.b]+b, sizes(c.a), func(i int) int { return l.crossedColumn(c, i, b) })
		}
	}
	return all
}

// placeSums bind the sums to their places.
func (l *layout) placeSums() []equation {
	var all []equation
	for layer := l.leaves; layer < len(l.layers); layer++ {
		for col := range l.columns {
			for row := range l.rows {
				e := equation{{l.cell(layer, col, row), -1}}
				for leaf, above := range l.above {
					for _, sum := range above {
						if sum == layer {
							e = append(e, term{l.cell(leaf, col, row), 1})
						}
					}
				}
				all = append(all, e)
			}
		}
	}
	return all
}
