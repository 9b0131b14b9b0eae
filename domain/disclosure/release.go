package disclosure

import "slices"

// MayRelease says whether what may be shown of a question now may be shown to those who know what was shown of it before. Who compares
// two releases sees the answers of those who came between, so these are protected like a release of their own:
//   - what can be seen of their counts, wherever a cell is shown in both releases, is nothing that is hidden for its own sake: 0, or k
//     and more;
//   - what is hidden, of either release, and of the increments where they are few, stays k wide to those who add and subtract all three.
//
// Where it is false the former figures stay until more have answered. It is false as well where a count went down or the question's
// tables have changed: then people decide. Protect the newer release with ProtectAfter, or it will hardly ever be true.
func MayRelease(previous, next Outcome) bool {
	before, after := previous.cover, next.cover
	if before == nil {
		return true
	}
	if !before.sameTables(after.layout) {
		return false
	}
	l, err := layOut(between(before, after)) // which refuses counts that went down
	if err != nil {
		return false
	}
	return newCover(l).compared(previous, next)
}

func (l *layout) sameTables(other *layout) bool {
	return l.rule == other.rule && l.question.Kind == other.question.Kind && slices.Equal(l.question.Options, other.question.Options) &&
		slices.Equal(l.question.Crossings, other.question.Crossings) && slices.Equal(l.layers, other.layers) &&
		slices.EqualFunc(l.columns, other.columns, func(a, b column) bool { return a.group == b.group }) &&
		slices.EqualFunc(l.above, other.above, slices.Equal)
}

// The three names of a place or sum in a question of two releases: the new release is the sum of the former and what came between.
func former(name string) string  { return "former " + name }
func came(name string) string    { return "came " + name }
func current(name string) string { return "current " + name }

// between is one question whose places are those of the former release and the answers that came since.
func between(before, after *cover) Question {
	q := after.question
	q.Rule = after.rule
	q.MinChoices, q.MaxChoices = max(before.question.MinChoices, q.MinChoices), min(before.question.MaxChoices, q.MaxChoices)
	q.Places, q.Counts = nil, map[Cell]int{}
	for _, place := range after.question.Places {
		then, since := Place{former(place.Name), []string{current(place.Name)}}, Place{came(place.Name), []string{current(place.Name)}}
		for _, sum := range place.Sums {
			then.Sums = append(then.Sums, former(sum), current(sum))
			since.Sums = append(since.Sums, came(sum), current(sum))
		}
		q.Places = append(q.Places, then, since)
	}
	for cell := range after.cell(after.leaves, 0, 0) {
		named, ok := after.key(cell)
		if !ok {
			continue
		}
		q.Counts[named.of(former)] = before.counts[cell]
		q.Counts[named.of(came)] = after.counts[cell] - before.counts[cell]
	}
	return q
}

// of is the same cell of another place.
func (c Cell) of(name func(string) string) Cell {
	c.Place = name(c.Place)
	return c
}

// compared judges the cover of two releases and what is between.
func (c *cover) compared(previous, next Outcome) bool {
	both := newOutcome(c)
	var secret []int
	for named := range next.cells {
		then, now := previous.Shows(named), next.Shows(named)
		for _, hides := range []struct {
			name  func(string) string
			shown bool
			keeps bool
		}{{former, then, true}, {current, now, true}, {came, then && now, false}} {
			cell := both.cells[named.of(hides.name)]
			if !hides.shown {
				c.hide(cell, secondary)
				if hides.keeps {
					secret = append(secret, cell)
				}
			}
		}
	}
	secret = append(secret, c.sensitive()...) // of which one that is shown cannot be made safe
	slices.Sort(secret)
	for _, cell := range secret {
		if !c.safe[cell] && !c.secure(cell, false) {
			return false
		}
	}
	return true
}
