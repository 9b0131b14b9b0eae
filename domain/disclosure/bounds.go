package disclosure

import "math"

// Interval is what a count must be between, as far as reasoning goes; Most is Endless where nothing bounds it from above.
type Interval struct{ Least, Most int }

// Endless is no bound from above.
const Endless = math.MaxInt

// Width is how many counts more than one are possible.
func (i Interval) Width() int {
	if i.Most == Endless {
		return Endless
	}
	return i.Most - i.Least
}

// Bounds are those of the hidden cells that anyone can work out by adding and subtracting what is shown, one sum after the other until
// nothing follows any more. It audits an outcome by another way than the one that found it: an outcome of Protect has no hidden cell
// narrower than k.
func (o Outcome) Bounds() map[Cell]Interval {
	if o.cover == nil {
		return nil
	}
	known := o.cover.known()
	equations := o.cover.equations()
	for narrowed := true; narrowed; {
		narrowed = false
		for _, e := range equations {
			for e.narrow(known) {
				narrowed = true
			}
		}
	}
	bounds := map[Cell]Interval{}
	for _, cell := range o.Hidden() {
		bounds[cell] = known[o.cells[cell]]
	}
	return bounds
}

// known is what is known of each cell at first: all of what is shown, of the rest only that nothing is below zero.
func (c *cover) known() []Interval {
	known := make([]Interval, len(c.counts))
	for cell, count := range c.counts {
		known[cell] = Interval{0, Endless}
		if c.hidden[cell] == shown {
			known[cell] = Interval{count, count}
		}
	}
	return known
}

// narrow uses one equation, in which each term is minus the sum of the others, and says whether something followed.
func (e equation) narrow(known []Interval) bool {
	least, most, endless := e.span(known)
	for _, t := range e {
		if t.times == 0 {
			continue
		}
		low, high := t.span(known)
		own := known[t.cell]
		// The others add up to between least−low and most−high, unless one of them is endless.
		if endless.up == isEndless(high) {
			own = t.atLeast(own, finite(high)-most)
		}
		if endless.down == isEndless(low) {
			own = t.atMost(own, finite(low)-least)
		}
		if own != known[t.cell] {
			known[t.cell] = own
			return true
		}
	}
	return false
}

type unbounded struct{ down, up int }

// span is between what the terms can add up to, with how many of them are endless either way.
func (e equation) span(known []Interval) (least, most int, endless unbounded) {
	for _, t := range e {
		low, high := t.span(known)
		least += finite(low)
		most += finite(high)
		endless.down += isEndless(low)
		endless.up += isEndless(high)
	}
	return least, most, endless
}

// span is between what a term can be; −Endless and Endless where nothing bounds it.
func (t term) span(known []Interval) (low, high int) {
	own := known[t.cell]
	low, high = own.Least*t.times, Endless
	if own.Most != Endless {
		high = own.Most * t.times
	}
	switch {
	case t.times == 0:
		return 0, 0
	case t.times > 0:
		return low, high
	case high == Endless:
		return -Endless, low
	}
	return high, low
}

// atLeast narrows a cell by the least that the term is.
func (t term) atLeast(own Interval, bound int) Interval {
	if t.times > 0 {
		own.Least = max(own.Least, ceilDiv(bound, t.times))
	} else {
		own.Most = min(own.Most, floorDiv(-bound, -t.times))
	}
	return own
}

// atMost narrows a cell by the most that the term is.
func (t term) atMost(own Interval, bound int) Interval {
	if t.times > 0 {
		own.Most = min(own.Most, floorDiv(bound, t.times))
	} else {
		own.Least = max(own.Least, ceilDiv(-bound, -t.times))
	}
	return own
}

func isEndless(i int) int {
	if i == Endless || i == -Endless {
		return 1
	}
	return 0
}

func finite(i int) int {
	if isEndless(i) == 1 {
		return 0
	}
	return i
}

// floorDiv and ceilDiv round down and up; what they divide by is above zero.
func floorDiv(a, b int) int {
	quotient := a / b
	if a%b < 0 {
		quotient--
	}
	return quotient
}

func ceilDiv(a, b int) int { return -floorDiv(-a, b) }
