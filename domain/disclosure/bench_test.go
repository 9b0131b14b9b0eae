package disclosure

import (
	"fmt"
	"math/rand"
	"testing"
)

// survey is a question of the usual size: four variables of two to six categories, so many places, so many respondents of each.
func survey(kind Kind, options, places, respondents int, sums []string, seed int64) Question {
	random := rand.New(rand.NewSource(seed))
	q := Question{Kind: kind}
	for i := range options {
		q.Options = append(q.Options, fmt.Sprint("option ", i))
	}
	for i, size := range []int{6, 4, 3, 6} {
		v := Variable{Name: fmt.Sprint("variable ", i)}
		for i := range size {
			v.Categories = append(v.Categories, fmt.Sprint(i))
		}
		q.Variables = append(q.Variables, v)
	}
	for i := range places {
		q.Places = append(q.Places, Place{fmt.Sprint("place ", i), sums})
	}
	var people []person
	for _, place := range q.Places {
		for range respondents/2 + random.Intn(respondents) {
			people = append(people, anyRespondent(random, q, place.Name))
		}
	}
	return counted(q, people)
}

// anyRespondent answers the first options and belongs to the first categories more often than the last.
func anyRespondent(random *rand.Rand, q Question, place string) person {
	p := person{place: place, ticks: make([]bool, len(q.Options))}
	for _, v := range q.Variables {
		p.cats = append(p.cats, skewed(random, len(v.Categories)))
	}
	for i := range p.ticks {
		p.ticks[i] = q.Kind == Multiple && random.Intn(i+2) == 0
	}
	if q.Kind == Single {
		p.ticks[skewed(random, len(q.Options))] = true
	}
	return p
}

func skewed(random *rand.Rand, n int) int { return min(random.Intn(n), random.Intn(n)) }

func report(b *testing.B, outcomes ...Outcome) {
	b.Helper()
	cells, hidden, own := 0, 0, 0
	for _, o := range outcomes {
		for _, tally := range o.Tallies() {
			cells += tally.Cells
			hidden += tally.Hidden
		}
		for _, why := range o.cover.hidden {
			if why == primary {
				own++
			}
		}
	}
	b.ReportMetric(100*float64(hidden)/float64(cells), "%hidden")
	b.ReportMetric(100*float64(own)/float64(cells), "%primary")
}

func BenchmarkOneCommunity(b *testing.B) {
	for _, kind := range []Kind{Single, Multiple} {
		b.Run(string(kind), func(b *testing.B) {
			var questions []Question
			for i := range 20 {
				questions = append(questions, survey(kind, 6, 1, 200, nil, int64(i)))
			}
			b.ResetTimer()
			var outcomes []Outcome
			for range b.N {
				outcomes = outcomes[:0]
				for _, q := range questions {
					o, err := Protect(q)
					if err != nil {
						b.Fatal(err)
					}
					outcomes = append(outcomes, o)
				}
			}
			report(b, outcomes...)
		})
	}
}

func BenchmarkRegion(b *testing.B) {
	for _, kind := range []Kind{Single, Multiple} {
		b.Run(string(kind), func(b *testing.B) {
			q := survey(kind, 6, 63, 200, []string{"region"}, 1)
			b.ResetTimer()
			for range b.N {
				o, err := Protect(q)
				if err != nil {
					b.Fatal(err)
				}
				report(b, o)
			}
		})
	}
}
