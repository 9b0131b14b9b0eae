package statistics_test

import (
	"math/rand/v2"
	"testing"

	"hromada/domain/statistics"
)

// A large survey as a dashboard shows it: 20 questions of 6 options over everybody, 4 modes and 10 groups, raw and raked.
func BenchmarkWholeSurvey(b *testing.B) {
	const n, questions, choices = 5000, 20, 6
	draw := rand.New(rand.NewPCG(1, 2))
	column := func(values int) []int {
		c := make([]int, n)
		for i := range c {
			c[i] = draw.IntN(values)
		}
		return c
	}
	domains := []statistics.Domain{nil}
	for _, groups := range []int{4, 10} {
		in := column(groups)
		for g := range groups {
			d := make(statistics.Domain, n)
			for i := range d {
				d[i] = in[i] == g
			}
			domains = append(domains, d)
		}
	}
	answers := make([][]int, questions)
	for q := range answers {
		answers[q] = column(choices)
	}
	margins := []statistics.Margin{
		{Categories: column(2), Population: []float64{46, 54}},
		{Categories: column(6), Population: []float64{10, 14, 16, 20, 25, 15}},
		{Categories: column(3), Population: []float64{55, 15, 30}},
	}
	design := statistics.Design{Respondents: n, Strata: column(12), Populations: make([]int64, 12)}
	for h := range design.Populations {
		design.Populations[h] = int64(2000 + 500*h)
	}
	for b.Loop() {
		s := drawn(b, design)
		raked, _, err := s.Rake(margins, statistics.Raking{Trim: &statistics.Trim{Lower: .3, Upper: 1.8}})
		if err != nil {
			b.Fatal(err)
		}
		for _, sample := range []*statistics.Sample{s.Unweighted(), raked} {
			for _, in := range domains {
				for _, question := range answers {
					if _, err := sample.Shares(question, choices, in, usual); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	}
}

func BenchmarkRake(b *testing.B) {
	c := readColumns(b, "strata")
	margins := c.margins([]referenceMargin{{"sex", []float64{46, 54}}, {"age", []float64{1, 2, 3, 4}}, {"settlement", []float64{5, 2, 3}}})
	s := drawn(b, statistics.Design{Respondents: len(c["sex"])})
	for b.Loop() {
		if _, _, err := s.Rake(margins, statistics.Raking{}); err != nil {
			b.Fatal(err)
		}
	}
}
