package disclosure

import (
	"math"

	"hromada/domain/simplex"
)

// attacker writes down all that binds the numbers of the published tables, by their names and from the question as it was put: what a
// reader knows, without the numbering, sums and equations of the code that is attacked.
type attacker struct {
	o         Outcome
	unknown   map[Cell]int
	equations []map[int]float64
	right     []float64
	slacks    int
}

// attack is what an attacker knows of each hidden cell from everything that is shown: whole numbers within the exact bounds.
func attack(o Outcome) map[Cell]Interval {
	a := &attacker{o: o, unknown: map[Cell]int{}}
	for _, cell := range o.Hidden() {
		a.unknown[cell] = len(a.unknown)
	}
	for _, place := range a.places() {
		a.bindAnswers(place)
		a.bindBreakdowns(place)
	}
	a.bindSums()
	n := len(a.unknown) + a.slacks
	rows := make([][]float64, len(a.equations))
	for i, e := range a.equations {
		rows[i] = make([]float64, n)
		for j, times := range e {
			rows[i][j] = times
		}
	}
	s := simplex.New(rows, a.right, n)
	known := map[Cell]Interval{}
	for cell, j := range a.unknown {
		least, most := s.Interval(j)
		known[cell] = whole(least, most)
	}
	return known
}

// add says that parts are times the total, and something more where there is slack: slack 1 is at most, −1 at least.
func (a *attacker) add(total Cell, times int, parts []Cell, slack float64) {
	e, right, binds := map[int]float64{}, 0, false
	term := func(cell Cell, times int) {
		if j, hidden := a.unknown[cell]; hidden {
			e[j] += float64(times)
			binds = true
		} else {
			right -= times * a.o.cover.counts[a.o.cells[cell]]
		}
	}
	term(total, -times)
	for _, part := range parts {
		term(part, 1)
	}
	if !binds {
		return
	}
	if slack != 0 {
		e[len(a.unknown)+a.slacks] = slack
		a.slacks++
	}
	a.equations, a.right = append(a.equations, e), append(a.right, float64(right))
}

func (a *attacker) question() Question { return a.o.cover.question }

func (a *attacker) places() []string {
	names, seen := []string{}, map[string]bool{}
	for _, place := range a.question().Places {
		for _, name := range append([]string{place.Name}, place.Sums...) {
			if !seen[name] {
				names, seen[name] = append(names, name), true
			}
		}
	}
	return names
}

func (a *attacker) groups() []Group {
	groups, levels := []Group{Everybody}, map[string][]Level{}
	for _, v := range a.question().Variables {
		for _, category := range v.Categories {
			levels[v.Name] = append(levels[v.Name], Level{v.Name, category})
			groups = append(groups, In(v.Name, category))
		}
	}
	for _, c := range a.question().Crossings {
		for _, first := range levels[c.First] {
			for _, second := range levels[c.Second] {
				groups = append(groups, Group{first, second})
			}
		}
	}
	return groups
}

func (a *attacker) bindAnswers(place string) {
	q := a.question()
	for _, group := range a.groups() {
		var options []Cell
		for _, option := range q.Options {
			options = append(options, Cell{place, group, option})
		}
		respondents := Cell{place, group, ""}
		switch q.Kind {
		case Single:
			a.add(respondents, 1, options, 0)
		case Multiple:
			for _, option := range options {
				a.add(respondents, 1, []Cell{option}, 1)
			}
			a.add(respondents, q.MinChoices, options, -1)
			a.add(respondents, q.MaxChoices, options, 1)
		case Numeric:
		}
	}
}

func (a *attacker) bindBreakdowns(place string) {
	q := a.question()
	categories := map[string][]string{}
	for _, v := range q.Variables {
		categories[v.Name] = v.Categories
	}
	for _, option := range append([]string{""}, q.Options...) {
		sum := func(total Group, parts []string, part func(string) Group) {
			var cells []Cell
			for _, category := range parts {
				cells = append(cells, Cell{place, part(category), option})
			}
			a.add(Cell{place, total, option}, 1, cells, 0)
		}
		for _, v := range q.Variables {
			sum(Everybody, v.Categories, func(c string) Group { return In(v.Name, c) })
		}
		for _, x := range q.Crossings {
			for _, c := range categories[x.First] {
				sum(In(x.First, c), categories[x.Second], func(d string) Group { return In(x.First, c).And(x.Second, d) })
			}
			for _, d := range categories[x.Second] {
				sum(In(x.Second, d), categories[x.First], func(c string) Group { return In(x.First, c).And(x.Second, d) })
			}
		}
	}
}

func (a *attacker) bindSums() {
	q := a.question()
	parts := map[string][]string{}
	for _, place := range q.Places {
		for _, sum := range place.Sums {
			parts[sum] = append(parts[sum], place.Name)
		}
	}
	for sum, places := range parts {
		for _, group := range a.groups() {
			for _, option := range append([]string{""}, q.Options...) {
				var cells []Cell
				for _, place := range places {
					cells = append(cells, Cell{place, group, option})
				}
				a.add(Cell{sum, group, option}, 1, cells, 0)
			}
		}
	}
}

func whole(least, most float64) Interval {
	i := Interval{Least: int(math.Ceil(least - 1e-5)), Most: Endless}
	if !math.IsInf(most, 1) {
		i.Most = int(math.Floor(most + 1e-5))
	}
	return i
}

// breaches are the hidden cells that the attacker knows within k, or wrongly, which would be a fault of the attack.
func breaches(o Outcome, known map[Cell]Interval) []Cell {
	var cells []Cell
	for named, interval := range known {
		number := o.cells[named]
		_, col, _ := o.cover.place(number)
		count := o.cover.counts[number]
		if interval.Width() < o.cover.k(col) || count < interval.Least || count > interval.Most {
			cells = append(cells, named)
		}
	}
	return cells
}
