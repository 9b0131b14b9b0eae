package disclosure

// kind is why a cell is hidden. It is for tests and for counting: whoever knew it of a cell would know its count within k.
type kind byte

const (
	shown kind = iota
	primary
	secondary
	kept // was hidden before, or is hidden elsewhere
)

// cover is what is hidden, with what of it is known to be safe.
type cover struct {
	*layout
	hidden []kind
	safe   []bool
	queue  []int

	// Two other sets of tables that agree with all that is shown, as differences from the true one, and the cells that differ.
	more, less []int
	touched    []int

	proofs   []proof
	uses     [][]int // by cell: the proofs that need it hidden
	provedBy []int
}

func newCover(l *layout) *cover {
	n := len(l.counts)
	c := &cover{layout: l, hidden: make([]kind, n), safe: make([]bool, n), more: make([]int, n), less: make([]int, n)}
	c.uses, c.provedBy = make([][]int, n), make([]int, n)
	for cell := range n {
		if _, _, row := l.place(cell); l.isBound(row) {
			c.hidden[cell], c.safe[cell] = secondary, true
		}
	}
	return c
}

// hide hides a cell and what goes with it: the other half of a yes and no, and the whole of a group whose number is hidden.
func (c *cover) hide(cell int, why kind) {
	if c.hidden[cell] != shown {
		return
	}
	c.hidden[cell] = why
	c.queue = append(c.queue, cell)
	_, _, row := c.place(cell)
	switch {
	case row == base:
		for other := firstOption; other < c.rows; other++ {
			c.hide(cell+other, secondary)
		}
	case c.isNo(row):
		c.hide(cell-c.options, secondary)
	case c.multiple() && !c.isBound(row):
		c.hide(cell+c.options, secondary)
	}
}

// price is how many respondents' answers are lost by hiding a cell; one more, so that even zeros have a price.
func (c *cover) price(cell int) int {
	_, _, row := c.place(cell)
	switch {
	case c.hidden[cell] != shown:
		return 0
	case row == base:
		return c.counts[cell] + c.rows
	case c.isNo(row):
		return c.price(cell - c.options)
	}
	return c.counts[cell] + 1
}

// protect hides what it takes until each hidden cell is safe, and no more.
func (c *cover) protect() {
	for len(c.queue) > 0 {
		cell := c.queue[0]
		c.queue = c.queue[1:]
		if !c.safe[cell] && !c.secure(cell, true) {
			c.hideAll()
			return
		}
	}
	c.reveal()
}

// secure makes a cell safe by moves, each from where the last one led to; free ones first, which hide nothing more, and only those where
// nothing may be hidden.
func (c *cover) secure(cell int, mayHide bool) bool {
	_, col, _ := c.place(cell)
	for need := c.k(col); need > 0; {
		m, gain := c.best(cell, need, true)
		if gain == 0 && mayHide {
			m, gain = c.best(cell, need, false)
		}
		if gain == 0 {
			c.forget()
			return false
		}
		c.make(m, need)
		need -= gain
	}
	c.settle()
	return true
}

// make applies a move: what must be hidden for it is, and the two other sets of tables move apart.
func (c *cover) make(m *move, need int) {
	ahead := min(m.ahead, need)
	back := min(m.back, need-ahead)
	m.each(func(cell, times int) {
		c.hide(cell, secondary)
		if c.more[cell] == 0 && c.less[cell] == 0 {
			c.touched = append(c.touched, cell)
		}
		c.more[cell] += ahead * times
		c.less[cell] -= back * times
	})
}

// settle marks all cells as safe in which the two sets of tables are far enough apart.
func (c *cover) settle() {
	var proves []int
	for _, cell := range c.touched {
		_, col, _ := c.place(cell)
		if apart := c.more[cell] - c.less[cell]; !c.safe[cell] && max(apart, -apart) >= c.k(col) {
			proves = append(proves, cell)
		}
	}
	c.prove(proves)
	c.forget()
}

func (c *cover) forget() {
	for _, cell := range c.touched {
		c.more[cell], c.less[cell] = 0, 0
	}
	c.touched = c.touched[:0]
}

// hideAll leaves nothing to reckon from.
func (c *cover) hideAll() {
	for cell := range c.hidden {
		c.hide(cell, secondary)
		c.safe[cell] = true
	}
	c.queue = nil
}
