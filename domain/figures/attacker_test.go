package figures_test

import (
	"fmt"
	"math"
	"strconv"

	"hromada/domain"
	"hromada/domain/disclosure"
	"hromada/domain/figures"
	"hromada/domain/simplex"
)

// class is respondents who are alike in all that is told of the first question: the attacker's unknown is how many they are.
type class struct {
	place  int64
	sex    string
	option int
}

func (x class) in(place int64, g figures.Group, option int) bool {
	return (place == 0 || x.place == place) && (g.Category == "" || x.sex == g.Category) && (option == 0 || x.option == option)
}

// attacker knows the weights, which follow from known populations and numbers of respondents, and what is rounded to what.
type attacker struct {
	classes []class
	weights map[int64][]float64 // by area and class
	insider figures.Insider
	rows    [][]float64
	right   []float64
	slacks  int
	known   map[string]bool // equations
}

// attacked writes all down that is told of the first question. Everybody answered on paper, and sex is the one variable.
func attacked(d figures.Design, people []person, all told, insider figures.Insider) *attacker {
	a := &attacker{weights: map[int64][]float64{}, insider: insider, known: map[string]bool{}}
	for _, p := range d.Places {
		for _, sex := range []string{"FEMALE", "MALE", ""} {
			for _, o := range d.Questionnaire.Questions[0].Options {
				a.classes = append(a.classes, class{p.ID, sex, o.Number})
			}
		}
	}
	for _, area := range append([]figures.Place{{}}, d.Places...) {
		a.weights[area.ID] = make([]float64, len(a.classes))
		for i, p := range people {
			for at, x := range a.classes {
				if x.place == max(p.place, 1) && x.sex == p.sex { // of one weight, whatever they answered
					a.weights[area.ID][at] = insider.Weight(area.ID, i)
				}
			}
		}
	}
	for key, f := range all {
		if key.Question == d.Questionnaire.Questions[0].Number && key.Group.Variable != figures.ModeVariable {
			a.learn(key, f)
		}
	}
	return a
}

func (a *attacker) learn(key figures.Key, f figures.Figure) {
	if f.N != nil {
		a.bind(func(x class, _ float64) float64 { return indicator(x.in(key.Place, key.Group, 0)) }, key.Place, float64(*f.N), 0)
	}
	switch {
	case f.Hidden || f.Value == nil || key.Option == 0:
	case !key.Weighted:
		a.bind(func(x class, _ float64) float64 { return indicator(x.in(key.Place, key.Group, key.Option)) }, key.Place, math.Round(*f.Value*float64(*f.N)), 0)
	default:
		if !a.insider.Rounds(key.Place, 0) {
			return // nothing is hidden there
		}
		off := 1e-6 + f.Basis.Rounded/2
		for _, sign := range []float64{1, -1} { // Σw(chose it) is between the share's bounds times Σw
			a.bind(func(x class, w float64) float64 {
				if !x.in(key.Place, key.Group, 0) {
					return 0
				}
				return sign * w * (indicator(x.option == key.Option) - *f.Value - sign*off)
			}, key.Place, 0, 1)
		}
	}
}

func indicator(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// bind adds an equation of all classes, or with slack says that they are that at most.
func (a *attacker) bind(times func(x class, weight float64) float64, area int64, right, slack float64) {
	row, largest := make([]float64, len(a.classes)), 1.0
	for at, x := range a.classes {
		row[at] = times(x, a.weights[area][at])
		largest = max(largest, math.Abs(row[at]))
	}
	for at := range row {
		row[at] /= largest
	}
	if slack != 0 {
		row = append(append(row, make([]float64, a.slacks)...), slack)
		a.slacks++
	}
	if key := fmt.Sprint(row, right); !a.known[key] || slack != 0 {
		a.rows, a.right, a.known[key] = append(a.rows, row), append(a.right, right/largest), true
	}
}

// derive works out between what each hidden cell must be.
func (a *attacker) derive(hidden []disclosure.Cell) map[disclosure.Cell]disclosure.Interval {
	unknowns := len(a.classes) + a.slacks
	for i, row := range a.rows {
		a.rows[i] = append(row, make([]float64, unknowns-len(row))...)
	}
	s := simplex.New(a.rows, a.right, unknowns)
	known := map[disclosure.Cell]disclosure.Interval{}
	for _, cell := range hidden {
		times := make([]float64, len(a.classes))
		for at, x := range a.classes {
			times[at] = indicator(holds(cell, x))
		}
		least, most := s.Range(times)
		known[cell] = disclosure.Interval{Least: int(math.Ceil(least - 1e-4)), Most: disclosure.Endless}
		if !math.IsInf(most, 1) {
			known[cell] = disclosure.Interval{Least: known[cell].Least, Most: int(math.Floor(most + 1e-4))}
		}
	}
	return known
}

func holds(cell disclosure.Cell, x class) bool {
	place, _ := strconv.ParseInt(cell.Place, 10, 64) // 0: the region
	option, _ := strconv.Atoi(cell.Option)
	group := cell.Group.First
	if group.Variable != "" && group != (disclosure.Level{Variable: string(domain.SexVariable), Category: orUntold(x.sex)}) {
		return false
	}
	return x.in(place, figures.Group{}, option)
}

func orUntold(sex string) string {
	if sex == "" {
		return "\x00"
	}
	return sex
}
