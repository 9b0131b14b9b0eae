package disclosure

import (
	"testing"

	"pgregory.net/rapid"
)

// waves are two releases of one question, the second with more respondents.
func waves(t rapid.TB, q Question, first, more []person) (previous, next Outcome) {
	t.Helper()
	q = counted(q, first)
	previous, err := Protect(q)
	if err != nil {
		t.Fatal(err)
	}
	if next, err = ProtectAfter(previous, counted(q, more)); err != nil {
		t.Fatal(err)
	}
	return previous, next
}

// seen is all that one sees who knows both releases.
func seen(t rapid.TB, previous, next Outcome) Outcome {
	t.Helper()
	l, err := layOut(between(previous.cover, next.cover))
	if err != nil {
		t.Fatal(err)
	}
	o := newOutcome(newCover(l))
	for named := range next.cells {
		for name, shows := range map[string]bool{
			former(""): previous.Shows(named), current(""): next.Shows(named), came(""): previous.Shows(named) && next.Shows(named),
		} {
			if !shows {
				o.cover.hide(o.cells[named.of(func(place string) string { return name + place })], secondary)
			}
		}
	}
	return o
}

func TestTwoReleasesTellNoMoreThanOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyShape(t, 2)
		previous, next := waves(t, q, anyPeople(q, 40).Draw(t, "first"), anyPeople(q, 40).Draw(t, "more"))
		if !MayRelease(previous, next) {
			return
		}
		both := seen(t, previous, next)
		known := attack(both)
		for named := range next.cells {
			then, now, since := named.of(former), named.of(current), named.of(came)
			count, k := both.cover.counts[both.cells[since]], previous.k(named)
			if both.Shows(since) && 0 < count && count < k {
				t.Errorf("%d came in %v", count, named)
			}
			for _, cell := range []Cell{then, now, since} {
				mine := cell == since && (count == 0 || count >= k)
				if interval, hidden := known[cell]; hidden && !mine && interval.Width() < k {
					t.Errorf("%v is within %v", cell, interval)
				}
			}
		}
	})
}

func (o Outcome) k(named Cell) int {
	_, col, _ := o.cover.place(o.cells[named])
	return o.cover.k(col)
}

func TestARefreshWaitsUntilEnoughHaveCome(t *testing.T) {
	t.Parallel()
	q := Question{Kind: Single, Options: []string{"yes", "no"}, Places: []Place{{Name: "A"}}}
	people := func(yes, no int) []person {
		var all []person
		for i := range yes + no {
			all = append(all, person{"A", nil, []bool{i < yes, i >= yes}})
		}
		return all
	}
	for _, c := range []struct {
		yes, no int
		may     bool
	}{{0, 0, true}, {1, 0, false}, {4, 9, false}, {5, 5, true}, {7, 5, true}, {9, 1, false}} {
		previous, next := waves(t, q, people(20, 30), people(c.yes, c.no))
		if may := MayRelease(previous, next); may != c.may {
			t.Errorf("after %d and %d more: %v", c.yes, c.no, may)
		}
	}
	previous, next := waves(t, q, people(20, 30), people(9, 9))
	if MayRelease(next, previous) {
		t.Error("counts may go down")
	}
	if !MayRelease(Outcome{}, next) {
		t.Error("the first release waits")
	}
	other := q
	other.Options = []string{"yes", "no", "unsure"}
	changed, err := Protect(counted(other, []person{}))
	if err != nil {
		t.Fatal(err)
	}
	if MayRelease(changed, next) {
		t.Error("options changed")
	}
}

// TestHiddenIncrementsAreGuarded is a case that comparing shown cells alone would let pass: among three options of which two are
// hidden, one more has chosen one of those two.
func TestHiddenIncrementsAreGuarded(t *testing.T) {
	t.Parallel()
	q := Question{Kind: Single, Options: []string{"yes", "no", "unsure"}, Places: []Place{{Name: "A"}}}
	people := func(counts ...int) []person {
		var all []person
		for option, count := range counts {
			for range count {
				ticks := make([]bool, 3)
				ticks[option] = true
				all = append(all, person{"A", nil, ticks})
			}
		}
		return all
	}
	previous, next := waves(t, q, people(30, 4, 9), people(5, 1, 0))
	if previous.ShowsOption("A", Everybody, "no") || next.ShowsOption("A", Everybody, "unsure") {
		t.Fatal("the case needs two hidden options")
	}
	if MayRelease(previous, next) {
		t.Error("the one who came is told")
	}
	if previous, next = waves(t, q, people(30, 4, 9), people(5, 1, 6)); !MayRelease(previous, next) {
		t.Error("seven have come, and which of two options they chose nobody can tell")
	}
}
