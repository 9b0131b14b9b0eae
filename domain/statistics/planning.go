package statistics

import (
	"math"

	"hromada/domain"
)

// SampleSize is how many of a population to ask so that a share of about p has at most this margin of error (both 0–1):
// n₀/(1 + (n₀−1)/N) rounded up, where n₀ = z²p(1−p)/e². It is 1 to N. A share of 0.5 asks for the
// most, and is what to take when nothing is known. INVALID_INPUT for a population under 1, or a margin or share not in (0, 1).
func SampleSize(population int64, margin float64, c Confidence, p float64) (int64, error) {
	switch {
	case population < 1:
		return 0, emptyPopulation()
	case !(margin > 0 && margin < 1):
		return 0, domain.Invalid("margin", "Похибка має бути між 0 і 1.", "The margin of error lies between 0 and 1.")
	case !(p > 0 && p < 1):
		return 0, domain.Invalid("share", "Частка має бути між 0 і 1.", "The share lies between 0 and 1.")
	}
	z := c.Z()
	unlimited := z * z * p * (1 - p) / margin / margin
	// The same fraction turned over, which stays finite for a margin however small.
	n := float64(population) / (1 + float64(population-1)/unlimited)
	const rounding = 1e-9 // a whole number that arithmetic left a hair above itself is not one more person
	return min(max(int64(math.Ceil(n*(1-rounding))), 1), population), nil
}

// PlanningMargin is the margin of error (0–1) that n of a population will give for a share of p, before anybody was asked:
// z·√(p(1−p)/n · (N−n)/(N−1)). INVALID_INPUT for an n that is not 1 to N, or a share not in [0, 1].
func PlanningMargin(population, n int64, c Confidence, p float64) (float64, error) {
	switch {
	case population < 1:
		return 0, emptyPopulation()
	case n < 1 || n > population:
		return 0, domain.Invalid("n", "Обсяг вибірки має бути від 1 до %d.", "The sample has 1 to %d people.", population)
	case !(p >= 0 && p <= 1):
		return 0, domain.Invalid("share", "Частка має бути від 0 до 1.", "The share is 0 to 1.")
	case n == population:
		return 0, nil
	}
	left := float64(population-n) / float64(population-1)
	return c.Z() * math.Sqrt(p*(1-p)/float64(n)*left), nil
}

func emptyPopulation() error {
	return domain.Invalid("population", "Населення має бути щонайменше 1.", "The population is at least 1.")
}
