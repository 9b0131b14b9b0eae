package disclosure

import "fmt"

// fill takes the counts over, adds up the respondents of a SINGLE question and the sums of places.
func (l *layout) fill() error {
	l.counts = make([]int, len(l.layers)*len(l.columns)*l.rows)
	numbers := l.numbers()
	for named, count := range l.question.Counts {
		cell, known := numbers[named]
		if !known || count < 0 {
			return fmt.Errorf("disclosure: %d in %v, which is no cell of a place or below zero", count, named)
		}
		l.counts[cell] = count
	}
	for leaf := range l.leaves {
		for col := range l.columns {
			if err := l.fillGroup(leaf, col); err != nil {
				return err
			}
		}
	}
	return nil
}

// numbers are those of the cells of places: sums are worked out.
func (l *layout) numbers() map[Cell]int {
	numbers := map[Cell]int{}
	for cell := range l.cell(l.leaves, 0, 0) {
		if named, shown := l.key(cell); shown {
			numbers[named] = cell
		}
	}
	return numbers
}

func (l *layout) fillGroup(leaf, col int) error {
	from := l.cell(leaf, col, 0)
	group := l.counts[from : from+l.rows]
	total := 0
	for row := firstOption; row < l.shownRows(); row++ {
		total += group[row]
		if l.multiple() {
			group[l.noRow(row-firstOption)] = group[base] - group[row]
		}
		if l.multiple() && group[row] > group[base] {
			return fmt.Errorf("disclosure: more answers than respondents in %v of %s", l.columns[col].group, l.layers[leaf])
		}
	}
	if l.question.Kind == Single {
		if group[base] != 0 && group[base] != total {
			return fmt.Errorf("disclosure: %d respondents, %d answers in %v of %s", group[base], total, l.columns[col].group, l.layers[leaf])
		}
		group[base] = total
	}
	for _, sum := range l.above[leaf][1:] {
		to := l.cell(sum, col, 0)
		for row, count := range group {
			l.counts[to+row] += count
		}
	}
	return nil
}

// fillBounds works out how many ticks there are beyond the fewest, and how many more there could be. What the counts do not obey is no
// rule: then nothing is known.
func (l *layout) fillBounds() {
	if !l.multiple() {
		return
	}
	if l.tooFew() {
		l.question.MinChoices = 0
	}
	if most := l.question.MaxChoices; most <= 0 || most > l.options || l.tooMany() {
		l.question.MaxChoices = l.options
	}
	for group := 0; group < len(l.counts); group += l.rows {
		ticks := l.ticks(group)
		l.counts[group+l.spareRow()] = ticks - l.question.MinChoices*l.counts[group]
		l.counts[group+l.roomRow()] = l.question.MaxChoices*l.counts[group] - ticks
	}
}

func (l *layout) ticks(group int) int {
	sum := 0
	for _, count := range l.counts[group+firstOption : group+l.shownRows()] {
		sum += count
	}
	return sum
}

func (l *layout) tooFew() bool {
	for group := 0; group < len(l.counts); group += l.rows {
		if l.ticks(group) < l.question.MinChoices*l.counts[group] {
			return true
		}
	}
	return false
}

func (l *layout) tooMany() bool {
	for group := 0; group < len(l.counts); group += l.rows {
		if l.ticks(group) > l.question.MaxChoices*l.counts[group] {
			return true
		}
	}
	return false
}

// check demands that the tables add up to each other.
func (l *layout) check() error {
	for _, e := range l.equations() {
		sum := 0
		for _, t := range e {
			sum += t.times * l.counts[t.cell]
		}
		if sum != 0 {
			named, _ := l.key(e[0].cell)
			return fmt.Errorf("disclosure: %v is not the sum of its parts: are those who did not tell a category?", named)
		}
	}
	return nil
}
