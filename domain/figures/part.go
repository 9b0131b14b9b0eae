package figures

import (
	"slices"
	"strings"

	"hromada/domain"
	"hromada/domain/statistics"
)

// Weights are kept within these multiples of their mean where several margins are met at once: a few respondents must not speak for all.
const (
	leastWeight = 0.3
	mostWeight  = 3
)

// area is a community, or a whole region of them.
type area struct {
	id     int64   // 0: the region
	places []int16 // in the design
	raw    *part   // all responses together, each counted as one
	sides  []*part // of parts, where there are two, each response counted as one
	parts  []*part // those online, and all others, each weighted to the same margins
}

// part is some of the responses as one sample.
type part struct {
	members []int32 // in the responses
	online  bool
	sample  *statistics.Sample
	// stratified says that its errors depend on how answers differ between strata.
	stratified bool
	weights    []float64 // of the members, once they are brought to the margins
	told       Weighting
	domains    map[Group]statistics.Domain
}

// newArea makes the samples of one area; nil where nobody answered there.
func (c *computer) newArea(id int64, places []int16) (*area, error) {
	a := &area{id: id, places: places}
	var all, online, offline []int32
	for i, place := range c.responses.Place {
		if !slices.Contains(places, place) {
			continue
		}
		all = append(all, int32(i))
		if c.isOnline(i) {
			online = append(online, int32(i))
		} else {
			offline = append(offline, int32(i))
		}
	}
	if len(all) == 0 {
		return nil, nil //nolint:nilnil // nobody there is no fault
	}
	var err error
	if a.raw, err = c.newPart(a, all, false); err != nil {
		return nil, err
	}
	a.raw.sample = a.raw.sample.Unweighted()
	for _, members := range [][]int32{online, offline} {
		if len(members) == 0 {
			continue
		}
		isOnline := c.isOnline(int(members[0]))
		p, err := c.newPart(a, members, isOnline)
		if err == nil {
			err = c.weigh(a, p)
		}
		if err != nil {
			return nil, err
		}
		a.parts = append(a.parts, p)
		if len(members) == len(all) {
			continue
		}
		if p, err = c.newPart(a, members, isOnline); err != nil {
			return nil, err
		}
		p.sample = p.sample.Unweighted()
		a.sides = append(a.sides, p)
	}
	return a, nil
}

// rawOf is the sample that a group's raw figures are of: a mode is of one side alone, and how the other came to answer takes nothing from it.
func (a *area) rawOf(g Group) *part {
	if g.Variable != ModeVariable || len(a.sides) == 0 {
		return a.raw
	}
	return a.sides[map[bool]int{true: 0, false: 1}[g.Category == string(domain.OnlineMode)]]
}

func (c *computer) isOnline(i int) bool {
	return domain.SurveyModes[c.responses.Mode[i]] == domain.OnlineMode
}

// newPart makes responses a sample. Its strata are the places of a region, the categories of the survey's stratum where it was drawn by it, and
// of all responses together online and not.
func (c *computer) newPart(a *area, members []int32, online bool) (*part, error) {
	p := &part{members: members, online: online, domains: map[Group]statistics.Domain{}}
	design := statistics.Design{Respondents: len(members)}
	numbers, usual := map[[3]int]int{}, c.usualStrata(members)
	for _, i := range members {
		key, sampling := c.stratumOf(i)
		design.OptIn = design.OptIn || sampling == domain.OptIn
		design.Unsized = design.Unsized || len(a.places) > 1 && c.design.Places[key[0]].Population == 0
		if known, told := usual[key]; told {
			key = known
		}
		number, known := numbers[key]
		if !known {
			number = len(numbers)
			numbers[key] = number
			design.Populations = append(design.Populations, c.population(key))
		}
		design.Strata = append(design.Strata, number)
	}
	if len(a.places) == 1 && len(numbers) == 1 && !slices.ContainsFunc(mapKeys(numbers), func(k [3]int) bool { return k[2] > 0 }) {
		design.Strata = nil
	}
	var err error
	p.stratified = design.Strata != nil
	p.sample, err = statistics.NewSample(design)
	return p, err
}

// unknownStratum is the stratum of those who did not tell theirs.
const unknownStratum = 1

// stratumOf is what a respondent was drawn from: the place, online or not, and the category of the stratum where they were drawn by it; and how.
func (c *computer) stratumOf(i int32) (key [3]int, how domain.Sampling) {
	key, how = [3]int{int(c.responses.Place[i])}, c.design.Sampling
	if c.isOnline(int(i)) {
		key[1], how = 1, c.design.OnlineSampling
	}
	if how == domain.Stratified {
		key[2] = int(c.responses.Strata[c.design.Stratum][i]) + unknownStratum + 1
	}
	return key, how
}

// usualStrata gives, for those of a place who did not tell their stratum, the one that most of the others there are in: one person who tells nothing must not
// take weights and errors from everybody.
func (c *computer) usualStrata(members []int32) map[[3]int][3]int {
	counts, usual := map[[3]int]int{}, map[[3]int][3]int{}
	for _, i := range members {
		key, _ := c.stratumOf(i)
		counts[key]++
	}
	for key, n := range counts {
		if key[2] <= unknownStratum {
			continue
		}
		untold := [3]int{key[0], key[1], unknownStratum}
		if best, found := usual[untold]; !found || n > counts[best] || n == counts[best] && key[2] < best[2] {
			usual[untold] = key
		}
	}
	return usual
}

func mapKeys[K comparable, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// population is how many people a stratum has; 0: not known.
func (c *computer) population(stratum [3]int) int64 {
	place := c.design.Places[stratum[0]]
	if stratum[2] <= unknownStratum {
		return int64(place.Population)
	}
	codes := c.design.categories(c.design.Stratum)
	if at := stratum[2] - unknownStratum - 1; at >= 0 && at < len(codes) {
		return int64(place.Margins[c.design.Stratum][codes[at]])
	}
	return 0
}

// weigh brings a part to the known margins of its area: to one by post-stratification, to several by raking. Weights that did not settle are
// not used.
func (c *computer) weigh(a *area, p *part) error {
	p.told = Weighting{Place: a.id, Online: p.online, Responses: len(p.members), Converged: true}
	var margins []statistics.Margin
	for _, v := range domain.Variables {
		if people := c.margin(a, v); people != nil {
			m := statistics.Margin{Name: string(v), Population: people, Categories: make([]int, len(p.members))}
			for at, i := range p.members {
				m.Categories[at] = int(c.responses.Strata[v][i])
			}
			margins = append(margins, m)
		}
	}
	sample, report, err := p.sample, statistics.Calibration{Converged: true}, error(nil)
	switch len(margins) {
	case 0:
	case 1:
		sample, report, err = p.sample.PostStratify(margins[0], 1)
	default:
		sample, report, err = p.sample.Rake(margins, statistics.Raking{Trim: &statistics.Trim{Lower: leastWeight, Upper: mostWeight, Rounds: 5}})
	}
	if err != nil {
		return err
	}
	p.told.Converged, p.told.Rounds, p.told.Trimmed = report.Converged, report.Iterations, report.Trimmed
	if report.Converged {
		p.sample = sample
		for _, m := range margins {
			if !slices.Contains(report.Ignored, m.Name) {
				p.told.Margins = append(p.told.Margins, domain.Variable(m.Name))
			}
		}
		for _, merge := range report.Merged {
			p.told.Merged = append(p.told.Merged, c.merged(merge))
		}
	}
	p.told.Method = p.sample.Basis().Weighting
	p.weights = p.sample.Weights()
	p.told.Effective = effective(p.weights)
	return nil
}

// margin gives how many people of an area there are of each category of a variable; nil where it is not known of each place.
func (c *computer) margin(a *area, v domain.Variable) []float64 {
	var sum []float64
	for _, at := range a.places {
		people := c.design.margin(c.design.Places[at], v)
		if people == nil {
			return nil
		}
		if sum == nil {
			sum = make([]float64, len(people))
		}
		for i, n := range people {
			sum[i] += n
		}
	}
	return sum
}

func (c *computer) merged(m statistics.Merge) string {
	codes := c.design.categories(domain.Variable(m.Margin))
	names := make([]string, len(m.Categories))
	for i, category := range m.Categories {
		names[i] = codes[category]
	}
	return m.Margin + ":" + strings.Join(names, "+")
}

// effective is Kish's (Σw)²/Σw².
func effective(weights []float64) float64 {
	total, squares := 0.0, 0.0
	for _, w := range weights {
		total += w
		squares += w * w
	}
	return total * total / squares
}

// weighted tells whether any response counts for more than another.
func (a *area) weighted() bool {
	return slices.ContainsFunc(a.parts, func(p *part) bool { return p.told.Method != statistics.Unweighted })
}

// of gives the members of a part that a group holds; nil: all.
func (c *computer) of(p *part, g Group) statistics.Domain {
	if g == (Group{}) {
		return nil
	}
	if known, ok := p.domains[g]; ok {
		return known
	}
	in := make(statistics.Domain, len(p.members))
	for at, i := range p.members {
		in[at] = c.holds(g, int(i))
	}
	p.domains[g] = in
	return in
}
