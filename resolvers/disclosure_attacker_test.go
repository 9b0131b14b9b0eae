package resolvers_test

import (
	"fmt"
	"math"
	"slices"

	"hromada/domain"
	"hromada/domain/simplex"
	"hromada/domain/statistics"
)

// few is how many people are few, and fewCrossed where they are told of by two variables: nothing hidden may be known more narrowly.
const few, fewCrossed = 5, 10

// kind is respondents who are alike in all that is told of a question; the attacker's unknown is how many they are. chose has a bit for each option.
type kind struct {
	place    domain.KatottgCode
	sex, age string
	mode     domain.SurveyMode
	chose    int
}

// cellOf is a cell that figures are made of: how many in a place and group chose an option. Empty: the region, everybody, how many answered.
type cellOf struct {
	place  domain.KatottgCode
	group  string // MALE*18-29
	option int
}

func (k kind) in(c cellOf) bool {
	if c.place != "" && k.place != c.place || c.option != 0 && k.chose&(1<<c.option) == 0 {
		return false
	}
	switch c.group {
	case "":
		return true
	case "OFFLINE":
		return k.mode != domain.OnlineMode
	}
	sex := k.sex
	if sex == "" {
		sex = "?"
	}
	return slices.Contains([]string{sex, k.age, string(k.mode), sex + "*" + k.age}, c.group)
}

// groups are all that respondents of a kind are in; "?" are those who did not tell their sex.
func (k kind) groups(crossed bool) []string {
	sex := k.sex
	if sex == "" {
		sex = "?"
	}
	if crossed {
		return []string{"", sex, k.age, string(k.mode), sex + "*" + k.age}
	}
	return []string{"", sex, string(k.mode)}
}

// attacker has all that is told of one question, as equations of how many there are of each kind.
type attacker struct {
	kinds  []kind
	index  map[kind]int
	weight map[domain.KatottgCode][]float64 // of a respondent of each kind, by area; nil where they are not known
	rows   [][]float64
	right  []float64
	known  map[string]bool
	slacks int
	truth  []float64 // what there is to be found out: all that is told must be true
	untrue []string
	tells  map[domain.KatottgCode]*telling
}

// telling is what shares of options an area tells of a question.
type telling struct{ raw, rounded, exact, hidden bool }

// of is what an area tells.
func (a *attacker) of(area domain.KatottgCode) *telling {
	if a.tells[area] == nil {
		a.tells[area] = &telling{}
	}
	return a.tells[area]
}

// both are the areas that tell raw shares beside weighted ones, or weighted ones as they are, of what is hidden there or beneath.
func (a *attacker) both() (areas []domain.KatottgCode) {
	for area, t := range a.tells {
		hidden := t.hidden
		for _, beneath := range a.tells {
			hidden = hidden || area == "" && beneath.hidden
		}
		if hidden && (t.exact || t.raw && t.rounded) {
			areas = append(areas, area)
		}
	}
	return areas
}

// newAttacker knows who could have answered what. Whoever knows how many of each kind there are knows the weights, too; that is more than anybody has.
func newAttacker(w pollWorld, question string, options int, all []respondent) *attacker {
	a := &attacker{index: map[kind]int{}, weight: map[domain.KatottgCode][]float64{}, known: map[string]bool{}, tells: map[domain.KatottgCode]*telling{}}
	ages := []string{""}
	if w.crossed {
		ages = []string{"18-29", "60+"}
	}
	for _, place := range attackedPlaces {
		for _, sex := range []string{"FEMALE", "MALE", ""} {
			for _, age := range ages {
				for _, mode := range w.modes() {
					for _, chose := range answersOf(question, options) {
						k := kind{place, sex, age, mode, chose}
						a.index[k] = len(a.kinds)
						a.kinds = append(a.kinds, k)
					}
				}
			}
		}
	}
	a.truth = make([]float64, len(a.kinds))
	for _, r := range all {
		a.truth[a.index[kindOf(w, question, r)]]++
	}
	for _, area := range append([]domain.KatottgCode{""}, attackedPlaces...) {
		if w.online {
			break
		}
		weights := make([]float64, len(a.kinds))
		for i, one := range w.weights(area, all) {
			for at, k := range a.kinds {
				if k.place == all[i].place && k.sex == all[i].sex {
					weights[at] = one
				}
			}
		}
		a.weight[area] = weights
	}
	return a
}

// answersOf are all answers that a question lets somebody give.
func answersOf(question string, options int) []int {
	var all []int
	for o := 1; o <= options && question != "q_many"; o++ {
		all = append(all, 1<<o)
	}
	for some := 2; some < 2<<options && question == "q_many"; some += 2 {
		all = append(all, some)
	}
	return all
}

// kindOf is the kind of a respondent.
func kindOf(w pollWorld, question string, r respondent) kind {
	k := kind{place: r.place, sex: r.sex, mode: r.mode}
	if w.crossed {
		k.age = r.age
	}
	for _, o := range r.chose[question] {
		k.chose |= 1 << o
	}
	return k
}

// number learns how many there are in a cell.
func (a *attacker) number(c cellOf, n float64) {
	if math.Abs(n-math.Round(n)) < 1e-4 {
		a.learn(c, func(k kind, _ int) float64 { return oneIf(k.in(c)) }, math.Round(n), 0)
	}
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// share learns from a weighted share, which is as exact as its interval says: that of what is rounded is wider by the rounding.
func (a *attacker) share(c cellOf, f shownFigure) {
	weights := a.weight[c.place]
	if weights == nil || f.Low == nil || f.EffectiveN == nil {
		return
	}
	level, err := statistics.NewConfidence(.95)
	if err != nil {
		panic(err)
	}
	exact := statistics.Wilson(*f.Value, min(*f.EffectiveN, float64(*f.N)), level)
	off := max(exact.Low-*f.Low, *f.High-exact.High)
	if off < 1e-9 {
		off = 0
	}
	t := a.of(c.place)
	t.rounded, t.exact = t.rounded || off > 0, t.exact || off == 0 && *f.Value > 0 && *f.Value < 1
	group := cellOf{c.place, c.group, 0}
	for _, sign := range []float64{1, -1} {
		a.learn(c, func(k kind, at int) float64 {
			if !k.in(group) {
				return 0
			}
			return sign * weights[at] * (oneIf(k.in(c)) - *f.Value - sign*(off+1e-6))
		}, 0, 1)
	}
}

// mean learns from the mean of a scale.
func (a *attacker) mean(c cellOf, sum float64) {
	a.learn(c, func(k kind, _ int) float64 {
		for o := 1; k.in(c); o++ {
			if k.chose == 1<<o {
				return float64(o)
			}
		}
		return 0
	}, math.Round(sum), 0)
}

// learn adds what kinds add up to, each so many times; with slack, what they add up to at most.
func (a *attacker) learn(of cellOf, times func(k kind, at int) float64, right, slack float64) {
	row, largest, sum := make([]float64, len(a.kinds)), 0.0, 0.0
	for at, k := range a.kinds {
		row[at] = times(k, at)
		largest, sum = max(largest, math.Abs(row[at])), sum+row[at]*a.truth[at]
	}
	if off := sum - right; off > 1e-6 || slack == 0 && off < -1e-6 {
		a.untrue = append(a.untrue, fmt.Sprintf("of %v is told what would be %v, and is %v", of, right, sum))
	}
	key := fmt.Sprint(row, right)
	if largest == 0 || a.known[key] {
		return
	}
	a.known[key] = true
	for at := range row {
		row[at] /= largest
	}
	if slack != 0 {
		row = append(append(row, make([]float64, a.slacks)...), slack)
		a.slacks++
	}
	a.rows, a.right = append(a.rows, row), append(a.right, right/largest)
}

// span is between what a count must be.
type span struct{ low, high int }

// derive works out between what the number in each cell must be.
func (a *attacker) derive(cells []cellOf) map[cellOf]span {
	unknowns := len(a.kinds) + a.slacks
	for i, row := range a.rows {
		a.rows[i] = append(row, make([]float64, unknowns-len(row))...)
	}
	s, known := simplex.New(a.rows, a.right, unknowns), map[cellOf]span{}
	for _, c := range cells {
		times := make([]float64, len(a.kinds))
		for at, k := range a.kinds {
			times[at] = oneIf(k.in(c))
		}
		low, high := s.Range(times)
		known[c] = span{int(math.Ceil(low - 1e-3)), int(math.Floor(min(high, 1e9) + 1e-3))}
	}
	return known
}
