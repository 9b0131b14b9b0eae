package disclosure

import (
	"slices"
	"sort"
)

// proof is a pair of other tables, by the cells in which they differ; the cells that it makes safe are among them.
type proof struct{ differs, proves []int }

// prove keeps the pair that was found, with the cells in which it differs enough and that were not safe before.
func (c *cover) prove(proves []int) {
	if len(proves) == 0 {
		return
	}
	number := len(c.proofs)
	c.proofs = append(c.proofs, proof{append([]int{}, c.touched...), proves})
	for _, cell := range c.touched {
		c.uses[cell] = append(c.uses[cell], number)
	}
	for _, cell := range proves {
		c.safe[cell], c.provedBy[cell] = true, number
	}
}

// reveal shows again what was hidden for others' sake and has turned out not to be needed: the search takes one cell at a time and
// cannot know what later ones will hide. The dearest go first.
func (c *cover) reveal() {
	var cells []int
	for cell, why := range c.hidden {
		if _, _, row := c.place(cell); why == secondary && !c.isBound(row) && !c.isNo(row) {
			cells = append(cells, cell)
		}
	}
	sort.SliceStable(cells, func(i, j int) bool { return c.dear(cells[i]) > c.dear(cells[j]) })
	sums := c.sumsOf()
	for _, cell := range cells {
		c.tryWithout(cell, sums[cell])
	}
}

// sumsOf are, by cell, the equations that it stands in, without those of ticks.
func (c *cover) sumsOf() [][]equation {
	sums := make([][]equation, len(c.counts))
	for _, e := range c.equations() {
		if _, _, row := c.place(e[0].cell); c.isBound(row) {
			continue
		}
		for _, t := range e {
			sums[t.cell] = append(sums[t.cell], e)
		}
	}
	return sums
}

// tellsTooMuch says at a glance that an equation tells too much: one hidden cell, or several that are fewer than k together. The first term of
// an equation is the sum of the others.
func (c *cover) tellsTooMuch(e equation) bool {
	hidden, sum, k := 0, 0, c.rule.Crossed
	for _, t := range e {
		if c.hidden[t.cell] != shown {
			_, col, _ := c.place(t.cell)
			hidden, sum, k = hidden+1, sum+c.counts[t.cell], min(k, c.k(col))
		}
	}
	return hidden == 1 || hidden > 0 && c.hidden[e[0].cell] == shown && sum < k
}

// dear is how many respondents a hidden cell tells of; groups' numbers come first, for their options can only follow.
func (c *cover) dear(cell int) int {
	if _, _, row := c.place(cell); row == base {
		return c.counts[cell] + endless/2
	}
	return c.counts[cell]
}

func (c *cover) tryWithout(cell int, sums []equation) {
	_, _, row := c.place(cell)
	cells := []int{cell}
	if row != base && c.hidden[cell-row] != shown {
		return
	}
	if row != base && c.multiple() {
		cells = append(cells, cell+c.options)
		if c.hidden[cell+c.options] != secondary {
			return
		}
	}
	for _, one := range cells {
		c.hidden[one] = shown
	}
	if slices.ContainsFunc(sums, c.tellsTooMuch) {
		c.restore(cells, nil)
		return
	}
	doubted := c.doubt(cells)
	for _, one := range doubted {
		if !c.safe[one.cell] && !c.secure(one.cell, false) {
			c.restore(cells, doubted)
			return
		}
	}
}

// doubtful is a cell whose proof no longer holds.
type doubtful struct{ cell, proof int }

func (c *cover) restore(cells []int, doubted []doubtful) {
	for _, cell := range cells {
		c.hidden[cell] = secondary
	}
	for _, one := range doubted {
		c.safe[one.cell], c.provedBy[one.cell] = true, one.proof
	}
}

// doubt takes the proofs away that need the cells, and lists what is no longer safe.
func (c *cover) doubt(cells []int) []doubtful {
	var doubted []doubtful
	for _, cell := range cells {
		for _, number := range c.uses[cell] {
			for _, proved := range c.proofs[number].proves {
				if c.hidden[proved] != shown && c.safe[proved] && c.provedBy[proved] == number {
					doubted = append(doubted, doubtful{proved, number})
					c.safe[proved] = false
				}
			}
		}
	}
	return doubted
}
