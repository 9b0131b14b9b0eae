package disclosure

import "sort"

// Outcome is what may be shown of a question.
type Outcome struct {
	cover *cover
	cells map[Cell]int
}

// Protect decides what may be shown of a question's tables. The decision depends on nothing but the question. The error is of a question
// whose tables do not add up, or name what they do not declare.
func Protect(q Question) (Outcome, error) { return protect(q, nil) }

// ProtectAfter also keeps hidden what was hidden when the question was last shown, so that the two outcomes together tell less; see
// MayRelease.
func ProtectAfter(previous Outcome, q Question) (Outcome, error) {
	return protect(q, previous.Hidden())
}

func protect(q Question, keep []Cell) (Outcome, error) {
	l, err := layOut(q)
	if err != nil {
		return Outcome{}, err
	}
	o := newOutcome(newCover(l))
	o.cover.hideSensitive()
	for _, cell := range keep {
		if number, known := o.cells[cell]; known {
			o.cover.hide(number, kept)
		}
	}
	o.cover.protect()
	return o, nil
}

func newOutcome(c *cover) Outcome {
	o := Outcome{c, map[Cell]int{}}
	for cell := range c.counts {
		if named, ok := c.key(cell); ok {
			o.cells[named] = cell
		}
	}
	return o
}

// hideSensitive begins with the sums and ends with the places, since what is hidden in a sum must be hidden beneath it too.
func (c *cover) hideSensitive() {
	cells := c.sensitive()
	sort.SliceStable(cells, func(i, j int) bool { return c.turn(cells[i]) < c.turn(cells[j]) })
	for _, cell := range cells {
		c.hide(cell, primary)
	}
	sort.SliceStable(c.queue, func(i, j int) bool { return c.turn(c.queue[i]) < c.turn(c.queue[j]) })
}

// turn orders cells by how much depends on them.
func (c *cover) turn(cell int) int {
	layer, col, _ := c.place(cell)
	turn := c.columns[col].order
	if layer < c.leaves {
		turn += 3
	}
	return turn
}

// Shows says whether a cell may be shown. What is no cell of the question may not.
func (o Outcome) Shows(cell Cell) bool {
	number, known := o.cells[cell]
	return known && o.cover.hidden[number] == shown
}

// Count is a cell's count where it may be shown.
func (o Outcome) Count(cell Cell) (int, bool) {
	if !o.Shows(cell) {
		return 0, false
	}
	return o.cover.counts[o.cells[cell]], true
}

// Hidden are the cells that are hidden, in the order of places, groups and options.
func (o Outcome) Hidden() []Cell {
	var cells []Cell
	if o.cover == nil {
		return nil
	}
	for number, why := range o.cover.hidden {
		if named, ok := o.cover.key(number); ok && why != shown {
			cells = append(cells, named)
		}
	}
	return cells
}

// ShowsOption says whether the figures of one option in one group may be shown: count, share, weighted share, standard error, margin,
// interval, effective number, change since another wave, rank. They are hidden with the cell, for from each of them and the number of
// respondents the count follows, nearly or wholly (a standard error gives p(1−p)). A change is hidden where either wave's cell is.
func (o Outcome) ShowsOption(place string, group Group, option string) bool {
	return option != "" && o.Shows(Cell{place, group, option})
}

// ShowsGroup says whether the number of respondents of a group may be shown, and what follows from it (response rate, margin before the
// survey). Where it is hidden, so is everything about the group.
func (o Outcome) ShowsGroup(place string, group Group) bool { return o.Shows(Cell{place, group, ""}) }

// ShowsMean says whether the mean of a group, its error and its distribution's figures (median, deviation) may be shown. The mean of a
// scale is hidden where any of its options is, for with the other counts it gives the hidden one; that of a NUMERIC question where the
// group is. Smallest and greatest answers are one respondent's each and are never shown.
func (o Outcome) ShowsMean(place string, group Group) bool {
	if !o.ShowsGroup(place, group) {
		return false
	}
	for _, option := range o.cover.question.Options {
		if !o.Shows(Cell{place, group, option}) {
			return false
		}
	}
	return true
}

// Table is one table of one place or sum; without variables it is the total, with two a crossing.
type Table struct{ Place, First, Second string }

// Tally counts the cells of a table, the numbers of respondents among them.
type Tally struct {
	Table         Table
	Cells, Hidden int
}

// Tallies counts the cells of each table and those that are hidden, in order.
func (o Outcome) Tallies() []Tally {
	var tallies []Tally
	if o.cover == nil {
		return nil
	}
	at := map[Table]int{}
	for number, why := range o.cover.hidden {
		named, ok := o.cover.key(number)
		if !ok {
			continue
		}
		table := Table{named.Place, named.Group.First.Variable, named.Group.Second.Variable}
		if _, known := at[table]; !known {
			at[table] = len(tallies)
			tallies = append(tallies, Tally{Table: table})
		}
		tallies[at[table]].Cells++
		if why != shown {
			tallies[at[table]].Hidden++
		}
	}
	return tallies
}
