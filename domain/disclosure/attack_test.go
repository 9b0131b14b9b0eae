package disclosure

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// unprotected hides only what is hidden for its own sake.
func unprotected(t rapid.TB, q Question) Outcome {
	t.Helper()
	l, err := layOut(q)
	if err != nil {
		t.Fatal(err)
	}
	o := newOutcome(newCover(l))
	o.cover.hideSensitive()
	return o
}

// oneSmallCell is a question of 60 in which only two women answered "no": from the totals anybody can tell that.
func oneSmallCell() Question {
	q := Question{
		Kind: Single, Options: []string{"yes", "no", "unsure"},
		Variables: []Variable{{"sex", []string{"F", "M"}}},
		Places:    []Place{{Name: "A"}},
		Counts:    map[Cell]int{},
	}
	for option, counts := range map[string][2]int{"yes": {20, 8}, "no": {2, 10}, "unsure": {11, 9}} {
		q.Counts[Cell{"A", Everybody, option}] = counts[0] + counts[1]
		q.Counts[Cell{"A", In("sex", "F"), option}] = counts[0]
		q.Counts[Cell{"A", In("sex", "M"), option}] = counts[1]
	}
	return q
}

func TestWithoutFurtherCellsTheTotalsTell(t *testing.T) {
	t.Parallel()
	o := unprotected(t, oneSmallCell())
	known := attack(o)
	two := Cell{"A", In("sex", "F"), "no"}
	if known[two] != (Interval{2, 2}) {
		t.Errorf("the attack finds %v", known)
	}
	if bounds := o.Bounds(); bounds[two] != (Interval{2, 2}) {
		t.Errorf("the audit finds %v", bounds)
	}
	if len(breaches(o, known)) == 0 {
		t.Error("no breach")
	}
}

func TestFurtherCellsProtect(t *testing.T) {
	t.Parallel()
	o, err := Protect(oneSmallCell())
	if err != nil {
		t.Fatal(err)
	}
	if b := breaches(o, attack(o)); len(b) > 0 {
		t.Errorf("known: %v", b)
	}
	// A rectangle: "no" and the option that costs fewer respondents, of both sexes.
	want := map[Cell]bool{}
	for _, option := range []string{"no", "unsure"} {
		want[Cell{"A", In("sex", "F"), option}], want[Cell{"A", In("sex", "M"), option}] = true, true
	}
	for _, cell := range o.Hidden() {
		if !want[cell] {
			t.Errorf("%v is hidden in vain", cell)
		}
	}
	if len(o.Hidden()) != len(want) {
		t.Errorf("hidden are %v", o.Hidden())
	}
}

// ticked is a choice of many in which every one of 20 women and 20 men ticked one thing.
func ticked() Question {
	q := Question{
		Kind: Multiple, Options: []string{"a", "b", "c"}, Places: []Place{{Name: "A"}},
		Variables: []Variable{{"sex", []string{"F", "M"}}},
		Counts:    map[Cell]int{{"A", Everybody, ""}: 40, {"A", In("sex", "F"), ""}: 20, {"A", In("sex", "M"), ""}: 20},
	}
	for option, counts := range map[string][2]int{"a": {10, 8}, "b": {3, 5}, "c": {7, 7}} {
		q.Counts[Cell{"A", Everybody, option}] = counts[0] + counts[1]
		q.Counts[Cell{"A", In("sex", "F"), option}] = counts[0]
		q.Counts[Cell{"A", In("sex", "M"), option}] = counts[1]
	}
	return q
}

// Hiding option b of both sexes is enough, unless everybody knows that each had to tick one thing.
func TestHowManyTicksThereMustBeIsKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ fewest, most, hidden int }{{0, 0, 2}, {1, 1, 4}, {2, 0, 2}} {
		q := ticked()
		q.MinChoices, q.MaxChoices = c.fewest, c.most
		o, err := Protect(q)
		if err != nil {
			t.Fatal(err)
		}
		if b := breaches(o, attack(o)); len(b) > 0 || len(o.Hidden()) != c.hidden {
			t.Errorf("%+v: known %v, hidden %v", c, b, o.Hidden())
		}
	}
	q := ticked()
	q.MinChoices = 1
	o := unprotected(t, q)
	o.cover.hide(o.cells[Cell{"A", In("sex", "M"), "b"}], secondary)
	if known := attack(o)[Cell{"A", In("sex", "F"), "b"}]; known != (Interval{3, 3}) {
		t.Errorf("the attack finds %v", known)
	}
}

// person is a respondent: a place, categories, ticks (one of them for a SINGLE question).
type person struct {
	place string
	cats  []int
	ticks []bool
}

// anyShape is a question without its counts, with up to so many places, variables, and categories of each.
func anyShape(t *rapid.T, most int) Question {
	q := Question{Rule: Rule{K: rapid.IntRange(2, 5).Draw(t, "k")}}
	q.Rule.Crossed = q.Rule.K * rapid.IntRange(1, 2).Draw(t, "crossed")
	q.Kind = rapid.SampledFrom([]Kind{Single, Multiple, Numeric}).Draw(t, "kind")
	if q.Kind != Numeric {
		for i := range rapid.IntRange(1, 3).Draw(t, "options") {
			q.Options = append(q.Options, fmt.Sprint("option ", i))
		}
	}
	if q.Kind == Multiple {
		q.MinChoices = rapid.IntRange(0, 1).Draw(t, "fewest")
		q.MaxChoices = rapid.IntRange(0, 2).Draw(t, "most")
	}
	for i := range rapid.IntRange(0, most).Draw(t, "variables") {
		v := Variable{Name: fmt.Sprint("variable ", i)}
		for j := range rapid.IntRange(1, most).Draw(t, "categories") {
			v.Categories = append(v.Categories, fmt.Sprint("category ", j))
		}
		q.Variables = append(q.Variables, v)
	}
	for i := 1; i < len(q.Variables); i++ {
		if rapid.Bool().Draw(t, "crossing") {
			q.Crossings = append(q.Crossings, Crossing{q.Variables[i-1].Name, q.Variables[i].Name})
		}
	}
	sums := rapid.SampledFrom([][]string{nil, {"region"}, {"district", "region"}}).Draw(t, "sums")
	for i := range rapid.IntRange(1, most).Draw(t, "places") {
		place := Place{fmt.Sprint("place ", i), sums}
		if i == 0 && len(sums) > 1 {
			place.Sums = sums[1:]
		}
		q.Places = append(q.Places, place)
	}
	return q
}

func anyPerson(q Question) *rapid.Generator[person] {
	return rapid.Custom(func(t *rapid.T) person {
		p := person{place: rapid.SampledFrom(q.Places).Draw(t, "place").Name, ticks: make([]bool, len(q.Options))}
		for _, v := range q.Variables {
			p.cats = append(p.cats, rapid.IntRange(0, len(v.Categories)-1).Draw(t, "category"))
		}
		for i := range q.Options {
			p.ticks[i] = q.Kind == Multiple && rapid.Bool().Draw(t, "tick")
		}
		if q.Kind == Single {
			p.ticks[rapid.IntRange(0, len(q.Options)-1).Draw(t, "answer")] = true
		}
		return p
	})
}

// counted adds respondents to the counts of a question.
func counted(q Question, people []person) Question {
	counts := map[Cell]int{}
	for cell, count := range q.Counts {
		counts[cell] = count
	}
	for _, p := range people {
		groups := []Group{Everybody}
		level := map[string]Level{}
		for v, cat := range p.cats {
			level[q.Variables[v].Name] = Level{q.Variables[v].Name, q.Variables[v].Categories[cat]}
			groups = append(groups, Group{First: level[q.Variables[v].Name]})
		}
		for _, c := range q.Crossings {
			groups = append(groups, Group{level[c.First], level[c.Second]})
		}
		for _, group := range groups {
			counts[Cell{p.place, group, ""}]++
			for i, tick := range p.ticks {
				if tick {
					counts[Cell{p.place, group, q.Options[i]}]++
				}
			}
		}
	}
	q.Counts = counts
	return q
}

func anyPeople(q Question, most int) *rapid.Generator[[]person] {
	return rapid.SliceOfN(anyPerson(q), 0, most)
}

func TestNoAttackNarrowsAHiddenCell(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyShape(t, 3)
		q = counted(q, anyPeople(q, 60).Draw(t, "people"))
		o, err := Protect(q)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range unprotected(t, q).Hidden() {
			if o.Shows(cell) {
				t.Errorf("%v is shown", cell)
			}
		}
		known := attack(o)
		if b := breaches(o, known); len(b) > 0 {
			t.Errorf("%v: %v within %v", o.cover.counts[o.cells[b[0]]], b[0], known[b[0]])
		}
		for _, cell := range o.Hidden() {
			for _, option := range q.Options {
				if cell.Option == "" && o.ShowsOption(cell.Place, cell.Group, option) {
					t.Errorf("%v is hidden and %s shown", cell, option)
				}
			}
		}
		for cell, bounds := range o.Bounds() {
			if exact := known[cell]; bounds.Least > exact.Least || bounds.Most < exact.Most {
				t.Errorf("%v: the audit says %v, possible is %v", cell, bounds, exact)
			}
		}
	})
}
