package disclosure

// try builds a move and keeps it where it is better than the best so far. What the cell leaves open, the categories of other variables
// and the answers to other options, is chosen one after the other, each for the best.
func (s *search) try(layers []signed, cols columns, rows choice) {
	s.next = move{on: s.cover, free: s.free, rows: rows.cells, layers: layers, cols: cols.cells}
	m := &s.next
	m.measure()
	if !s.hopeful(m.reach) || !s.chooseCategories(m, cols) || !s.chooseAnswers(m, rows) {
		return
	}
	if s.best == nil || m.better(s.best.reach, s.need) {
		better := *m
		s.best = &better
	}
}

// hopeful says whether a move that costs so much and reaches so far can still become the best: more cells never make it better.
func (s *search) hopeful(r reach) bool {
	if r.gain(s.need) == 0 || s.free && r.cost > 0 {
		return false
	}
	return s.best == nil || r.better(s.best.reach, s.need)
}

func (s *search) chooseCategories(m *move, cols columns) bool {
	at := s.columns[s.col]
	for v := range s.cats {
		s.cats[v] = -1
	}
	for i := range at.order {
		s.cats[at.vars[i]] = at.cats[i]
	}
	for v, known := range s.cats {
		if known < 0 && !s.chooseCategory(m, cols, v) {
			return false
		}
	}
	return true
}

func (s *search) chooseCategory(m *move, cols columns, v int) bool {
	var chosen []signed
	found := reach{}
	category := 0
	for c := range s.question.Variables[v].Categories {
		more := s.further(cols, v, c)
		if r := m.with(m.rows, more, m.layers, m.reach); s.hopeful(r) && (found.gain(s.need) == 0 || r.better(found, s.need)) {
			chosen, found, category = more, r, c
		}
	}
	if found.gain(s.need) == 0 {
		return false
	}
	s.cats[v] = category
	m.cols = append(m.cols[:len(m.cols):len(m.cols)], chosen...)
	m.reach = found
	return true
}

// chooseAnswers chooses what a respondent who comes or goes ticks of the other options of a MULTIPLE question.
func (s *search) chooseAnswers(m *move, rows choice) bool {
	if rows.differs || !s.multiple() {
		return true
	}
	ticks := 0
	for option := range s.options {
		yes, no := firstOption+option, s.noRow(option)
		choices := []int{no, yes}
		if len(rows.cells) > 1 {
			if set := rows.cells[1].at; set == yes || set == no {
				ticks += yesOrNo(set == yes)
				continue
			}
		}
		if missing := s.question.MinChoices - ticks; missing >= s.options-option {
			choices = []int{yes}
		} else if ticks >= s.question.MaxChoices {
			choices = []int{no}
		}
		row, ok := s.chooseRow(m, choices)
		if !ok {
			return false
		}
		ticks += yesOrNo(row == yes)
	}
	bounds := []signed{{s.spareRow(), ticks - s.question.MinChoices}, {s.roomRow(), s.question.MaxChoices - ticks}}
	m.reach = m.with(bounds, m.cols, m.layers, m.reach)
	m.rows = append(m.rows[:len(m.rows):len(m.rows)], bounds...)
	return s.hopeful(m.reach)
}

func (s *search) chooseRow(m *move, choices []int) (int, bool) {
	row, found := -1, reach{}
	for _, choice := range choices {
		r := m.with([]signed{{choice, 1}}, m.cols, m.layers, m.reach)
		if s.hopeful(r) && (row < 0 || r.better(found, s.need)) {
			row, found = choice, r
		}
	}
	if row < 0 {
		return 0, false
	}
	m.rows = append(m.rows[:len(m.rows):len(m.rows)], signed{row, 1})
	m.reach = found
	return row, true
}

func yesOrNo(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
