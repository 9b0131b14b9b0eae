// Package simplex finds how great and how small something can be that obeys equations. Tests attack with it what is published.
package simplex

import "math"

// Simplex finds the least and greatest value of variables that are not below zero and obey equations: the attacker's exact reasoning,
// written apart from the rules that it attacks. It is the two-phase method on a dense tableau.
type Simplex struct {
	rows  [][]float64 // the last column is the right side
	basis []int
	n     int
}

const tiny = 1e-7

// New finds a first solution; the equations must have one.
func New(equations [][]float64, right []float64, n int) *Simplex {
	s := &Simplex{n: n}
	m := len(equations)
	for i, e := range equations {
		sign := 1.0
		if right[i] < 0 {
			sign = -1
		}
		row := make([]float64, n+m+1)
		for j, a := range e {
			row[j] = sign * a
		}
		row[n+i], row[n+m] = 1, sign*right[i]
		s.rows, s.basis = append(s.rows, row), append(s.basis, n+i)
	}
	goal := make([]float64, n+m)
	for i := range m {
		goal[n+i] = -1
	}
	if left := s.greatest(goal, n+m); left < -1e-5 {
		panic("the equations contradict each other")
	}
	s.dropHelpers()
	return s
}

// dropHelpers takes the helping variables out of the basis and then out of the tableau.
func (s *Simplex) dropHelpers() {
	var rows [][]float64
	var basis []int
	for i := range s.rows {
		for j := 0; j < s.n && s.basis[i] >= s.n; j++ {
			if math.Abs(s.rows[i][j]) > tiny {
				s.pivot(i, j)
			}
		}
		if s.basis[i] < s.n {
			basis = append(basis, s.basis[i])
			rows = append(rows, s.rows[i])
		}
	}
	for i, row := range rows {
		rows[i] = append(row[:s.n:s.n], row[len(row)-1])
	}
	s.rows, s.basis = rows, basis
}

// patience is after how many steps Bland's rule takes over, which never goes round in circles; before that the steepest way is shorter and loses fewer digits.
const patience = 400

// greatest moves to where the goal is greatest and returns that; infinite where nothing bounds it.
func (s *Simplex) greatest(goal []float64, n int) float64 {
	gains := s.gains(goal)
	for steps := 0; ; steps++ {
		enter := entering(gains[:n], steps > patience)
		if enter < 0 {
			return -gains[len(gains)-1]
		}
		leave := s.leaving(enter, steps > patience)
		if leave < 0 {
			return math.Inf(1)
		}
		s.pivot(leave, enter)
		subtract(gains, s.rows[leave], gains[enter])
	}
}

// entering is the variable to raise; −1: none adds to the goal.
func entering(gains []float64, first bool) int {
	enter, most := -1, tiny
	for j, gain := range gains {
		if gain > most {
			enter, most = j, gain
			if first {
				break
			}
		}
	}
	return enter
}

// leaving is the variable that first falls to 0 as another one rises; −1: none does. Of several that do so the one with the largest number is divided by.
func (s *Simplex) leaving(enter int, first bool) int {
	leave, best := -1, math.Inf(1)
	for i, row := range s.rows {
		if row[enter] <= tiny {
			continue
		}
		ratio := max(row[len(row)-1], 0) / row[enter]
		alike := leave >= 0 && math.Abs(ratio-best) <= tiny
		switch {
		case alike && first && s.basis[i] < s.basis[leave], alike && !first && row[enter] > s.rows[leave][enter]:
			leave, best = i, min(best, ratio)
		case !alike && ratio < best:
			leave, best = i, ratio
		}
	}
	return leave
}

// gains are what each variable outside the basis adds to the goal; the last is minus what is reached.
func (s *Simplex) gains(goal []float64) []float64 {
	gains := append(append([]float64{}, goal...), 0)
	for i, row := range s.rows {
		subtract(gains, row, goal[s.basis[i]])
	}
	return gains
}

func subtract(from, row []float64, times float64) {
	if times == 0 {
		return
	}
	for j, a := range row {
		if a != 0 {
			from[j] -= times * a
			if math.Abs(from[j]) < 1e-12 {
				from[j] = 0
			}
		}
	}
}

func (s *Simplex) pivot(at, enter int) {
	by := s.rows[at][enter]
	for j := range s.rows[at] {
		s.rows[at][j] /= by
	}
	for i, row := range s.rows {
		if i != at {
			subtract(row, s.rows[at], row[enter])
		}
	}
	s.basis[at] = enter
}

// Interval is what one variable can be.
func (s *Simplex) Interval(j int) (least, most float64) {
	goal := make([]float64, s.n)
	goal[j] = 1
	return s.Range(goal)
}

// Range is what a sum of variables can be, each so many times.
func (s *Simplex) Range(times []float64) (least, most float64) {
	goal := make([]float64, s.n)
	for j, t := range times {
		goal[j] = -t
	}
	least = -s.greatest(goal, s.n)
	copy(goal, times)
	return least, s.greatest(goal, s.n)
}
