package disclosure

// search looks for the best move that changes a cell.
type search struct {
	*cover
	need int
	free bool // only moves that hide nothing more
	best *move
	next move  // the one that is being tried
	cats []int // by variable: the category that the respondents are in; −1: not chosen yet

	col  int
	cols []columns
	rows []choice
}

// best is the best move that changes a cell, with its gain, which is 0 where there is none.
func (c *cover) best(cell, need int, free bool) (*move, int) {
	s := &search{cover: c, need: need, free: free, cats: make([]int, len(c.question.Variables))}
	layer, col, row := c.place(cell)
	s.col, s.cols, s.rows = col, s.columnsOf(col), s.rowsOf(row)
	for leaf, above := range c.above {
		if !contains(above, layer) {
			continue
		}
		s.from(leaf, -1)
		for other := range c.above {
			if !contains(c.above[other], layer) && !s.done() {
				s.from(leaf, other)
			}
		}
	}
	if s.best == nil {
		return nil, 0
	}
	return s.best, s.best.gain(need)
}

func contains(layers []int, layer int) bool {
	for _, one := range layers {
		if one == layer {
			return true
		}
	}
	return false
}

// done says that nothing better can be found.
func (s *search) done() bool {
	return s.best != nil && s.best.cost == 0 && s.best.gain(s.need) == s.need
}

// from tries the moves of respondents of one place, or between it and another one.
func (s *search) from(leaf, other int) {
	layers := s.layersOf(leaf, other)
	for _, cols := range s.cols {
		for _, rows := range s.rows {
			if s.done() {
				return
			}
			s.try(layers, cols, rows)
		}
	}
}

// layersOf are the layers that change where respondents come to a place, from another one or from nowhere.
func (s *search) layersOf(leaf, other int) []signed {
	var layers []signed
	for _, layer := range s.above[leaf] {
		if other < 0 || !contains(s.above[other], layer) {
			layers = append(layers, signed{layer, 1})
		}
	}
	if other >= 0 {
		for _, layer := range s.above[other] {
			if !contains(s.above[leaf], layer) {
				layers = append(layers, signed{layer, -1})
			}
		}
	}
	return layers
}

// choice is what changes in a respondent along one dimension of the tables.
type choice struct {
	cells   []signed
	differs bool // from one to another, so that wherever the dimension is summed up nothing changes
}

// rowsOf are the choices of answers that change a row: from one answer to another, or an answer that comes or goes.
func (s *search) rowsOf(row int) []choice {
	var all []choice
	l := s.layout
	switch {
	case s.options == 0:
		return []choice{{cells: []signed{{base, 1}}}}
	case row == base && l.multiple():
		return []choice{{cells: []signed{{base, 1}}}}
	case row == base:
		for option := range s.options {
			all = append(all, choice{cells: []signed{{base, 1}, {firstOption + option, 1}}})
		}
	case l.multiple():
		return append(s.flips(row), choice{cells: []signed{{base, 1}, {row, 1}}})
	default:
		for option := range s.options {
			if other := firstOption + option; other != row {
				all = append(all, choice{[]signed{{row, 1}, {other, -1}}, true})
			}
		}
		all = append(all, choice{cells: []signed{{base, 1}, {row, 1}}})
	}
	return all
}

// flips are the changes of what is ticked: one option more or fewer, and where there is a rule how many, one instead of another.
func (s *search) flips(row int) []choice {
	option, times := row-firstOption, 1
	if s.isNo(row) {
		option, times = option-s.options, -1
	}
	tick := []signed{{firstOption + option, times}, {s.noRow(option), -times}}
	all := []choice{{append(tick[:2:2], signed{s.spareRow(), times}, signed{s.roomRow(), -times}), true}}
	if s.question.MinChoices == 0 && s.question.MaxChoices == s.options {
		return all
	}
	for other := range s.options {
		if other != option {
			all = append(all, choice{append(tick[:2:2], signed{firstOption + other, -times}, signed{s.noRow(other), times}), true})
		}
	}
	return all
}
