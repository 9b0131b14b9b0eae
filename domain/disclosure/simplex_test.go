package disclosure

import "math"

// simplex finds the least and greatest value of variables that are not below zero and obey equations: the attacker's exact reasoning,
// written apart from the rules that it attacks. It is the two-phase method on a dense tableau with Bland's rule, which never cycles.
type simplex struct {
	rows  [][]float64 // the last column is the right side
	basis []int
	n     int
}

const tiny = 1e-7

// newSimplex finds a first solution; the equations must have one.
func newSimplex(equations [][]float64, right []float64, n int) *simplex {
	s := &simplex{n: n}
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
func (s *simplex) dropHelpers() {
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

// greatest moves to where the goal is greatest and returns that; infinite where nothing bounds it.
func (s *simplex) greatest(goal []float64, n int) float64 {
	gains := s.gains(goal)
	for {
		enter := 0
		for enter < n && gains[enter] <= tiny {
			enter++
		}
		if enter == n {
			return -gains[len(gains)-1]
		}
		leave := s.leaving(enter)
		if leave < 0 {
			return math.Inf(1)
		}
		s.pivot(leave, enter)
		subtract(gains, s.rows[leave], gains[enter])
	}
}

// leaving is the variable that first falls to 0 as another one rises; −1: none does.
func (s *simplex) leaving(enter int) int {
	leave, best := -1, math.Inf(1)
	for i, row := range s.rows {
		if row[enter] <= tiny {
			continue
		}
		ratio := row[len(row)-1] / row[enter]
		if ratio < best-tiny || ratio < best+tiny && s.basis[i] < s.basis[leave] {
			leave, best = i, ratio
		}
	}
	return leave
}

// gains are what each variable outside the basis adds to the goal; the last is minus what is reached.
func (s *simplex) gains(goal []float64) []float64 {
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
		}
	}
}

func (s *simplex) pivot(at, enter int) {
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

// interval is what one variable can be.
func (s *simplex) interval(j int) (least, most float64) {
	goal := make([]float64, s.n)
	goal[j] = -1
	least = -s.greatest(goal, s.n)
	goal[j] = 1
	return least, s.greatest(goal, s.n)
}
