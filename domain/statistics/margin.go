package statistics

import (
	"math"
	"slices"

	"hromada/domain"
)

// Margin is a known distribution of the population over the categories of one variable, such as age bands.
type Margin struct {
	// Name says in reports which margin is meant.
	Name string
	// Categories is the category of each respondent, counted from 0; negative: not known.
	Categories []int
	// Population is the people of each category, as counts or as shares: only their ratios matter. Neighbours are merged where one is empty,
	// so put like beside like.
	Population []float64
}

// Merge tells that categories of a margin were counted as one.
type Merge struct {
	Margin     string
	Categories []int
}

// Unknown tells how many respondents have no category in a margin; they keep the share they had.
type Unknown struct {
	Margin      string
	Respondents int
}

// Calibration reports what was done to the weights.
type Calibration struct {
	// Converged says that weights settled and all margins are met. Where not, the weights are those of the last round and meet only
	// the last margin: margins contradict each other, or ask for combinations that nobody in the sample has.
	Converged bool
	// Iterations is how many rounds over all margins it took, and LargestChange the largest relative change of a weight in the last.
	Iterations    int
	LargestChange float64
	// LargestDeviation is the largest difference, over all cells, of a weighted share (0–1) from the one aimed at.
	LargestDeviation float64
	Merged           []Merge
	Unknown          []Unknown
	// Ignored names the margins in which no respondent has a category.
	Ignored []string
	// Trimmed is how many weights were cut or raised, over all rounds of trimming.
	Trimmed int
	// Smallest and Largest weight, as multiples of the mean weight. Raking after trimming may leave them a little outside of the bounds.
	Smallest, Largest float64
	// EffectiveN is Kish's (Σw)²/Σw²: the number of respondents of equal weight that would be as much worth.
	EffectiveN float64
}

// grouping is a margin made ready: every respondent has a cell, and every cell has respondents and a target share.
type grouping struct {
	cells   []int32
	targets []float64 // sum to 1
}

type cell struct {
	categories  []int
	respondents int
	share       float64
}

// smallestShare is what counts as no people: less than one in a thousand million.
const smallestShare = 1e-9

// group makes a margin ready and reports what it did; nil where no respondent has a category.
func (s *Sample) group(m Margin, fewest int, report *Calibration) (*grouping, error) {
	total, err := s.check(m)
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(m.Population))
	missing, missed, known := 0, 0.0, 0.0 // people, and their weights
	for i, c := range m.Categories {
		if c < 0 {
			missing++
			missed += s.weights[i]
			continue
		}
		counts[c]++
		known += s.weights[i]
	}
	if missing == len(m.Categories) {
		report.Ignored = append(report.Ignored, m.Name)
		return nil, nil //nolint:nilnil // nothing to group by is an answer, told in the report
	}
	if missing > 0 {
		report.Unknown = append(report.Unknown, Unknown{m.Name, missing})
	}
	cells := merge(occupied(counts, m.Population, total), fewest)
	for _, c := range cells {
		if len(c.categories) > 1 {
			report.Merged = append(report.Merged, Merge{m.Name, c.categories})
		}
	}
	return place(m, cells, known/(known+missed), missed/(known+missed)), nil
}

func (s *Sample) check(m Margin) (total float64, err error) {
	if len(m.Categories) != len(s.of) {
		return 0, lengths("categories")
	}
	for _, c := range m.Categories {
		if c >= len(m.Population) {
			return 0, domain.Invalid("categories", "Невідома категорія %d.", "Unknown category %d.", c)
		}
	}
	for _, people := range m.Population {
		if !(people >= 0) {
			return 0, domain.Invalid("population", "Населення категорії не може бути від'ємним.", "The population of a category is 0 or more.")
		}
		total += people
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return 0, domain.Invalid("population", "Немає розподілу населення.", "There is no distribution of the population.")
	}
	return total, nil
}

// occupied is a cell per category that has either people or respondents.
func occupied(counts []int, population []float64, total float64) []cell {
	var cells []cell
	for category, n := range counts {
		share := population[category] / total
		if share < smallestShare {
			share = 0
		}
		if n > 0 || share > 0 {
			cells = append(cells, cell{[]int{category}, n, share})
		}
	}
	return cells
}

// merge joins each cell that has no people or too few respondents to the one before it, the first to the one after.
func merge(cells []cell, fewest int) []cell {
	for len(cells) > 1 {
		i := slices.IndexFunc(cells, func(c cell) bool { return c.share == 0 || c.respondents < fewest })
		if i < 0 {
			break
		}
		i = max(i, 1)
		into, from := &cells[i-1], cells[i]
		into.categories = append(into.categories, from.categories...)
		into.respondents += from.respondents
		into.share += from.share
		cells = slices.Delete(cells, i, i+1)
	}
	return cells
}

// place puts respondents into cells; those not known come last. Known and missed are the shares of the weights that both have.
func place(m Margin, cells []cell, known, missed float64) *grouping {
	in := make([]int32, len(m.Population))
	g := &grouping{cells: make([]int32, len(m.Categories))}
	whole := 0.0
	for _, c := range cells {
		whole += c.share
	}
	for at, c := range cells {
		g.targets = append(g.targets, c.share/whole*known)
		for _, category := range c.categories {
			in[category] = int32(at)
		}
	}
	if missed > 0 {
		g.targets = append(g.targets, missed)
	}
	for i, c := range m.Categories {
		if c < 0 {
			g.cells[i] = int32(len(cells)) //nolint:gosec // fewer cells than respondents
		} else {
			g.cells[i] = in[c]
		}
	}
	return g
}

// fit scales weights so that the cells have their shares of a total.
func (g *grouping) fit(weights []float64, total float64) {
	factors := g.totals(weights)
	for c, have := range factors {
		factors[c] = g.targets[c] * total / have
	}
	for i, c := range g.cells {
		weights[i] *= factors[c]
	}
}

func (g *grouping) totals(weights []float64) []float64 {
	totals := make([]float64, len(g.targets))
	for i, c := range g.cells {
		totals[c] += weights[i]
	}
	return totals
}
