package disclosure

// ProtectTogether protects the questions of one survey, and headcounts of its respondents (NUMERIC questions without answers), so that
// none tells the size of a group that another one hides: nearly everybody answers every question, so a number of respondents shown
// beside one question is that of another. A group that one hides, all hide in which its number is within k of that. Outcomes are in the
// order of the questions.
func ProtectTogether(questions []Question) ([]Outcome, error) {
	outcomes := make([]Outcome, len(questions))
	keep := make([][]Cell, len(questions))
	changed := make([]bool, len(questions))
	for again := true; again; {
		again = false
		for i, q := range questions {
			if outcomes[i].cover != nil && !changed[i] {
				continue
			}
			o, err := protect(q, keep[i])
			if err != nil {
				return nil, err
			}
			outcomes[i], changed[i] = o, false
		}
		for i := range outcomes {
			for _, cell := range outcomes[i].leakedBy(outcomes) {
				keep[i], changed[i], again = append(keep[i], cell), true, true
			}
		}
	}
	return outcomes, nil
}

// leakedBy are the numbers of respondents that an outcome shows and that tell one hidden in another.
func (o Outcome) leakedBy(others []Outcome) []Cell {
	var leaked []Cell
	for number := base; number < len(o.cover.counts); number += o.cover.rows {
		named, _ := o.cover.key(number)
		if !o.Shows(named) {
			continue
		}
		for _, other := range others {
			if other.hidesNear(named, o.cover.counts[number]) {
				leaked = append(leaked, named)
				break
			}
		}
	}
	return leaked
}

func (o Outcome) hidesNear(named Cell, count int) bool {
	number, known := o.cells[named]
	if !known || o.cover.hidden[number] == shown {
		return false
	}
	_, col, _ := o.cover.place(number)
	difference := o.cover.counts[number] - count
	return max(difference, -difference) < o.cover.k(col)
}
