package disclosure

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestWhatGoesWithAHiddenCell(t *testing.T) {
	t.Parallel()
	o, err := Protect(oneSmallCell())
	if err != nil {
		t.Fatal(err)
	}
	women := In("sex", "F")
	if o.ShowsOption("A", women, "no") || !o.ShowsOption("A", women, "yes") || o.ShowsOption("A", women, "") || o.ShowsOption("B", women, "yes") {
		t.Error("options")
	}
	if !o.ShowsGroup("A", women) || o.ShowsMean("A", women) || !o.ShowsMean("A", Everybody) {
		t.Error("the mean of the women gives the hidden count, that of all does not")
	}
	if count, ok := o.Count(Cell{"A", women, "yes"}); count != 20 || !ok {
		t.Errorf("%d", count)
	}
	if _, ok := o.Count(Cell{"A", women, "no"}); ok {
		t.Error("a hidden count is told")
	}
	want := []Tally{{Table{"A", "", ""}, 4, 0}, {Table{"A", "sex", ""}, 8, 4}}
	if got := o.Tallies(); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// group counts a question of one place and one group.
func group(kind Kind, n int, counts ...int) Question {
	q := Question{Kind: kind, Places: []Place{{Name: "A"}}, Counts: map[Cell]int{{Place: "A"}: n}}
	for i, count := range counts {
		option := string(rune('a' + i))
		q.Options = append(q.Options, option)
		q.Counts[Cell{Place: "A", Option: option}] = count
	}
	return q
}

func TestWhatIsHiddenForItsOwnSake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		q    Question
		hide []string // "" is the number of respondents
	}{
		{"a small group is hidden whole", group(Single, 4, 4, 0), []string{"", "a", "b"}},
		{"and its headcount", group(Numeric, 4), []string{""}},
		{"k respondents are shown", group(Numeric, 5), nil},
		{"nobody is shown as nobody", group(Single, 0, 0, 0), nil},
		{"a small count", group(Single, 24, 4, 10, 10), []string{"a"}},
		{"zero among several options is shown", group(Single, 20, 0, 10, 10), nil},
		{"what everybody answered", group(Single, 400, 400, 0, 0), []string{"a"}},
		{"everybody ticked", group(Multiple, 400, 400, 20), []string{"a"}},
		{"few did not tick", group(Multiple, 400, 396, 20), []string{"a"}},
		{"nobody of a small group ticked", group(Multiple, 9, 0, 5), []string{"a", "b"}},
		{"nobody of a larger group ticked", group(Multiple, 10, 0, 5), nil},
		{"the only option there is", group(Single, 400, 400), nil},
	} {
		var hidden []string
		for _, cell := range unprotected(t, c.q).Hidden() {
			hidden = append(hidden, cell.Option)
		}
		if !slices.Equal(hidden, c.hide) {
			t.Errorf("%s: hidden are %q", c.name, hidden)
		}
	}
}

// Of a place with a handful of respondents not even the categories that have none are shown: they would tell who the others are not.
func TestASmallPlaceIsHiddenWhole(t *testing.T) {
	t.Parallel()
	q := oneSmallCell()
	q.Counts = map[Cell]int{{"A", Everybody, "yes"}: 3, {"A", In("sex", "F"), "yes"}: 3}
	o, err := Protect(q)
	if err != nil {
		t.Fatal(err)
	}
	if tallies := o.Tallies(); tallies[0].Hidden != tallies[0].Cells || tallies[1].Hidden != tallies[1].Cells {
		t.Errorf("%v", tallies)
	}
}

func TestTheSameQuestionIsAlwaysShownAlike(t *testing.T) {
	t.Parallel()
	q := survey(Single, 5, 3, 60, []string{"region"}, 7)
	first, err := Protect(q)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Protect(q)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(first.Hidden(), again.Hidden()) {
			t.Fatal("another outcome")
		}
	}
}

func TestQuestionsThatDoNotAddUpAreRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Question){
		"a total":          func(q *Question) { q.Counts[Cell{"A", Everybody, "yes"}]++ },
		"a category":       func(q *Question) { q.Counts[Cell{"A", In("sex", "F"), "no"}]++ },
		"the respondents":  func(q *Question) { q.Counts[Cell{"A", Everybody, ""}] = 1 },
		"below zero":       func(q *Question) { q.Counts[Cell{"A", Everybody, "yes"}] = -1 },
		"no such category": func(q *Question) { q.Counts[Cell{"A", In("sex", "X"), "no"}] = 1 },
		"no such place":    func(q *Question) { q.Counts[Cell{"B", Everybody, "no"}] = 1 },
		"no such kind":     func(q *Question) { q.Kind = "TEXT" },
		"no options":       func(q *Question) { q.Options = nil },
		"an option twice":  func(q *Question) { q.Options = append(q.Options, "yes") },
		"a sum twice":      func(q *Question) { q.Places[0].Sums = []string{"R", "R"} },
		"a place as a sum": func(q *Question) { q.Places[0].Sums = []string{"A"} },
		"a crossing":       func(q *Question) { q.Crossings = []Crossing{{"sex", "sex"}} },
		"ticks":            func(q *Question) { q.Kind = Multiple },
		"a rule":           func(q *Question) { q.Rule.K = -1 },
	} {
		q := oneSmallCell()
		spoil(&q)
		if _, err := Protect(q); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Two questions of one survey, nearly the same respondents: one hides two categories, the other would show how many they are.
func TestOneQuestionDoesNotTellAnothersGroups(t *testing.T) {
	t.Parallel()
	ages := Variable{"age", []string{"18", "35", "60"}}
	q := Question{Kind: Numeric, Variables: []Variable{ages}, Places: []Place{{Name: "A"}}}
	headcount := func(counts ...int) Question {
		sum := 0
		q.Counts = map[Cell]int{}
		for i, count := range counts {
			q.Counts[Cell{"A", In("age", ages.Categories[i]), ""}] = count
			sum += count
		}
		q.Counts[Cell{Place: "A"}] = sum
		return q
	}
	outcomes, err := ProtectTogether([]Question{headcount(4, 40, 41), headcount(5, 42, 41), headcount(90, 90, 90)})
	if err != nil {
		t.Fatal(err)
	}
	for i, hidden := range []bool{true, true, false} {
		if outcomes[i].ShowsGroup("A", In("age", "18")) == hidden || outcomes[i].ShowsGroup("A", In("age", "35")) == hidden {
			t.Errorf("question %d shows otherwise: hidden are %v", i, outcomes[i].Hidden())
		}
	}
}

func TestTogetherNoNumberOfRespondentsTellsAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyShape(t, 2)
		people := anyPeople(q, 40).Draw(t, "people")
		other := q
		other.Kind, other.Options = Numeric, nil
		answered := rapid.IntRange(0, len(people)).Draw(t, "answered")
		heads := slices.Clone(people[:answered])
		for i := range heads {
			heads[i].ticks = nil
		}
		outcomes, err := ProtectTogether([]Question{counted(q, people), counted(other, heads)})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			if b := breaches(o, attack(o)); len(b) > 0 {
				t.Errorf("known: %v", b)
			}
		}
		a, b := outcomes[0], outcomes[1]
		for cell := range b.cells {
			difference := a.cover.counts[a.cells[cell]] - b.cover.counts[b.cells[cell]]
			if max(difference, -difference) < a.k(cell) && a.Shows(cell) != b.Shows(cell) {
				t.Errorf("%v is shown in one and hidden in the other", cell)
			}
		}
	})
}
