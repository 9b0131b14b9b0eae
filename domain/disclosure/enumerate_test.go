package disclosure

import (
	"testing"

	"pgregory.net/rapid"
)

// TestAllTablesThatCouldBeTrue lists every set of whole tables that agrees with what is shown of a small question, the exact knowledge of
// whoever can count, and demands that hidden cells differ enough among them.
func TestAllTablesThatCouldBeTrue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := Question{
			Kind: Single, Options: []string{"a", "b"}, Rule: Rule{rapid.IntRange(2, 3).Draw(t, "k"), 9},
			Variables: []Variable{{"v", []string{"1", "2", "3"}}}, Places: []Place{{Name: "A"}},
		}
		counts := make([]int, 6)
		sum := 0
		for i := range counts {
			counts[i] = rapid.IntRange(0, 3).Draw(t, "count")
			sum += counts[i]
		}
		q.Counts = twoByThree(counts)
		o, err := Protect(q)
		if err != nil {
			t.Fatal(err)
		}
		possible := map[Cell]Interval{}
		for i := range counts {
			if !o.Shows(Cell{"A", In("v", []string{"1", "2", "3"}[i%3]), q.Options[i/3]}) {
				counts[i] = -1
			}
		}
		if !o.ShowsGroup("A", Everybody) {
			return // nothing is shown
		}
		tables(counts, make([]int, 0, 6), sum, func(other []int) { widen(possible, o, twoByThree(other)) })
		for cell, interval := range possible {
			if interval.Width() < q.Rule.K {
				t.Errorf("%v is within %v", cell, interval)
			}
		}
		if len(possible) != len(o.Hidden()) {
			t.Errorf("%d hidden cells, %d found", len(o.Hidden()), len(possible))
		}
	})
}

// twoByThree are all cells of a table of two options and three categories.
func twoByThree(counts []int) map[Cell]int {
	all := map[Cell]int{}
	for i, count := range counts {
		option, group := []string{"a", "b"}[i/3], In("v", []string{"1", "2", "3"}[i%3])
		for _, cell := range []Cell{{"A", group, option}, {"A", group, ""}, {"A", Everybody, option}, {"A", Everybody, ""}} {
			all[cell] += count
		}
	}
	return all
}

// tables lists the tables with these counts, any where one is −1, and that many respondents in all.
func tables(known, begun []int, left int, found func([]int)) {
	if len(begun) == len(known) {
		if left == 0 {
			found(begun)
		}
		return
	}
	from, to := known[len(begun)], known[len(begun)]
	if from < 0 {
		from, to = 0, min(left, 6)
	}
	for count := from; count <= to; count++ {
		tables(known, append(begun, count), left-count, found)
	}
}

func widen(possible map[Cell]Interval, o Outcome, counts map[Cell]int) {
	for cell, number := range o.cells {
		if o.Shows(cell) && counts[cell] != o.cover.counts[number] {
			return
		}
	}
	for _, cell := range o.Hidden() {
		interval, known := possible[cell]
		if count := counts[cell]; !known {
			possible[cell] = Interval{count, count}
		} else {
			possible[cell] = Interval{min(interval.Least, count), max(interval.Most, count)}
		}
	}
}
