package disclosure

import "math"

// signed is a row, column or layer of a move, with how many times its cells change.
type signed struct{ at, times int }

// move is a change of some respondents that changes the cells where its rows, columns and layers meet, each by the product of its times.
// Since it is made of respondents, all sums stay true.
type move struct {
	on                 *cover
	free               bool // of use only where it hides nothing more
	rows, cols, layers []signed
	reach
}

// reach is how often a move can be made ahead and back before a count falls below zero, and what it costs.
type reach struct{ ahead, back, cost int }

const endless = math.MaxInt

func (m *move) each(do func(cell, times int)) {
	for _, layer := range m.layers {
		for _, col := range m.cols {
			for _, row := range m.rows {
				do(m.on.cell(layer.at, col.at, row.at), layer.times*col.times*row.times)
			}
		}
	}
}

// measure finds the reach anew.
func (m *move) measure() { m.reach = m.with(m.rows, m.cols, m.layers, reach{endless, endless, 0}) }

// with is the reach when more cells change.
func (m *move) with(rows, cols, layers []signed, r reach) reach {
	c := m.on
	for _, layer := range layers {
		for _, col := range cols {
			start, times := c.cell(layer.at, col.at, 0), layer.times*col.times
			for _, row := range rows {
				cell := start + row.at
				r.take(c.counts[cell], c.more[cell], c.less[cell], times*row.times)
				if c.hidden[cell] != shown {
					continue
				}
				if r.cost += c.price(cell); m.free {
					return r // it costs, so it is out of the question
				}
			}
		}
	}
	return r
}

func (r *reach) take(count, more, less, times int) {
	switch {
	case times < 0:
		r.ahead = min(r.ahead, (count+more)/-times)
	case times > 0:
		r.back = min(r.back, (count+less)/times)
	}
}

// gain is by how much the move widens what a cell can be, at most the need.
func (r reach) gain(need int) int {
	if r.ahead >= need {
		return need
	}
	return min(r.ahead+min(r.back, need), need)
}

// better compares what a unit of gain costs; among equals the greater gain. The first stays where nothing tells them apart.
func (r reach) better(than reach, need int) bool {
	mine, theirs := r.gain(need), than.gain(need)
	if mine == 0 || theirs == 0 {
		return mine > theirs
	}
	if here, there := r.cost*theirs, than.cost*mine; here != there {
		return here < there
	}
	return mine > theirs
}
