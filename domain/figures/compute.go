package figures

import (
	"runtime"
	"slices"
	"sync"

	"hromada/domain"
	"hromada/domain/statistics"
)

// Earlier is what the wave before told, by the same keys. What was hidden there is not among it.
type Earlier map[Key]statistics.Figure

// Asked is what to compute.
type Asked struct {
	// Regional says that the survey is of a whole region: of each of its communities, and of all of them together.
	Regional bool
	// Before is what the wave before told.
	Before Earlier
	// Since is up to which response each question's figures are told already, by its number, and how many answered under 0: then only what may be told
	// to those who know these. Nil: all is told.
	Since map[int64]int64
}

// computer makes the figures of one survey.
type computer struct {
	Asked
	design     Design
	responses  *Responses
	confidence statistics.Confidence
	singles    []domain.Variable
	pairs      [][2]domain.Variable
	codes      map[domain.Variable][]string
	present    []string // modes in which anybody answered
	areas      []*area
	veils      []*veiled // of each question, and of how many answered; nil: to be held back
}

// Compute makes all figures of a survey out of its responses: of its community, or of each community of its region and of the region. The
// figures that would tell of few people are hidden; where the wave before told the same, they say what has changed.
func Compute(d Design, r *Responses, asked Asked) (Result, error) {
	c, err := newComputer(d, r, asked)
	if err != nil {
		return Result{}, err
	}
	result := Result{UpTo: r.upTo()}
	if counts := c.veils[len(c.veils)-1]; counts != nil {
		result.Counted = true
		for _, a := range c.areas {
			result.Counts = append(result.Counts, c.counts(a, counts)...)
			for _, p := range a.parts {
				told := p.told
				told.Hidden = !counts.showsMode(placeName(a.id), domain.OnlineMode) // the others are everybody less those online
				if counts.partly[placeName(a.id)] {
					told = told.keepBack()
				}
				result.Weightings = append(result.Weightings, told)
			}
		}
	}
	for i, q := range d.Questionnaire.Questions {
		if c.veils[i] != nil {
			result.Questions = append(result.Questions, q.Number)
		}
	}
	result.Figures, err = c.questions()
	return result, err
}

// newComputer makes the samples ready, and decides what is hidden.
func newComputer(d Design, r *Responses, asked Asked) (*computer, error) {
	c := &computer{Asked: asked, design: d, responses: r, singles: d.variables(), pairs: d.crossings(), codes: map[domain.Variable][]string{}}
	for _, v := range domain.Variables {
		c.codes[v] = d.categories(v)
	}
	c.present = c.modes()
	return c, inOrder(
		func() (err error) { c.confidence, err = statistics.NewConfidence(d.Confidence); return },
		func() (err error) { c.areas, err = c.findAreas(); return },
		func() (err error) { c.veils, err = c.protect(); return },
	)
}

func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// findAreas makes the communities in which anybody answered, and the region last.
func (c *computer) findAreas() ([]*area, error) {
	there := map[int16]bool{}
	for _, place := range c.responses.Place {
		there[place] = true
	}
	places := slices.Sorted(slices.Values(mapKeys(there)))
	var areas []*area
	add := func(id int64, places []int16) error {
		a, err := c.newArea(id, places)
		if a != nil {
			areas = append(areas, a)
		}
		return err
	}
	for _, place := range places {
		if err := add(c.design.Places[place].ID, []int16{place}); err != nil {
			return nil, err
		}
	}
	if !c.Regional {
		return areas, nil
	}
	return areas, add(0, places)
}

// questions works on all questions at once, as many as there are processors. Areas and their groups are made ready first, since all share them.
func (c *computer) questions() ([]Figure, error) {
	for _, a := range c.areas {
		for _, g := range c.groups(a) {
			for _, p := range append([]*part{a.raw, a.rawOf(g)}, a.parts...) {
				c.of(p, g)
			}
		}
	}
	asked := c.design.Questionnaire.Questions
	found, failed := make([][]Figure, len(asked)), make([]error, len(asked))
	next := make(chan int)
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for q := range next {
				found[q], failed[q] = c.question(q)
			}
		})
	}
	for q := range asked {
		next <- q
	}
	close(next)
	work.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(found...), nil
}

// question makes the figures of one question in all areas, hides what must be, and says what has changed; none where they are held back.
func (c *computer) question(q int) ([]Figure, error) {
	if c.veils[q] == nil {
		return nil, nil
	}
	c.decide(q)
	var all []Figure
	for _, a := range c.areas {
		figures, err := c.inArea(a, q)
		if err != nil {
			return nil, err
		}
		for i := range figures {
			c.veil(a, q, &figures[i])
			c.compare(&figures[i])
		}
		all = append(all, figures...)
	}
	return all, nil
}

func (c *computer) compare(f *Figure) {
	earlier, known := c.Before[f.Key]
	if known && !f.Hidden && f.Value != nil {
		f.Change = statistics.Compare(earlier, f.Figure, c.confidence)
	}
}

// estimate is what one sample says of one question and group.
type estimate struct {
	n       int
	options []statistics.Figure
	mean    *statistics.Figure
}

func (c *computer) inArea(a *area, q int) ([]Figure, error) {
	raw := map[*part]columns{}
	for _, p := range append([]*part{a.raw}, a.sides...) {
		raw[p] = c.column(p, q)
	}
	parts := make([]columns, len(a.parts))
	for i, p := range a.parts {
		parts[i] = c.column(p, q)
	}
	var all []Figure
	for _, g := range c.groups(a) {
		of := a.rawOf(g)
		estimated, err := c.estimate(raw[of], g)
		if err != nil {
			return nil, err
		}
		if of == a.raw && len(a.parts) == 2 {
			estimated.blended()
		}
		all = append(all, c.figures(a, q, g, false, estimated)...)
		if !a.weighted() {
			continue
		}
		if estimated, err = c.weighted(parts, g); err != nil {
			return nil, err
		}
		all = append(all, c.figures(a, q, g, true, estimated)...)
	}
	return all, nil
}

// blended says that figures are of both parts, though counted as one sample.
func (e *estimate) blended() {
	for i := range e.options {
		e.options[i].Basis.Sampling = statistics.Blended
	}
	if e.mean != nil {
		e.mean.Basis.Sampling = statistics.Blended
	}
}

// weighted joins what the parts say.
func (c *computer) weighted(parts []columns, g Group) (estimate, error) {
	var sides []estimate
	for _, p := range parts { // online first
		side, err := c.estimate(p, g)
		if err != nil {
			return estimate{}, err
		}
		sides = append(sides, side)
	}
	sides = slices.DeleteFunc(sides, func(e estimate) bool { return e.n == 0 && len(sides) > 1 })
	switch len(sides) {
	case 0: // nobody in either
		return c.estimate(parts[0], g)
	case 1:
		return sides[0], nil
	}
	online, offline := sides[0], sides[1]
	joined := estimate{n: online.n + offline.n}
	options, err := statistics.BlendAll(offline.options, online.options, c.confidence)
	if err != nil {
		return joined, err
	}
	for _, option := range options {
		joined.options = append(joined.options, option.Figure)
	}
	if online.mean != nil {
		mean, err := statistics.Blend(*offline.mean, *online.mean, c.confidence)
		if err != nil {
			return joined, err
		}
		joined.mean = &mean.Figure
	}
	return joined, nil
}

// figures are what is told of one question and group: of the question as a whole first.
func (c *computer) figures(a *area, q int, g Group, weighted bool, e estimate) []Figure {
	question := c.design.Questionnaire.Questions[q]
	key := Key{Place: a.id, Question: question.Number, Group: g, Weighted: weighted}
	whole := Figure{Key: key, N: new(e.n)}
	if e.mean != nil {
		whole.Figure = *e.mean
	} else {
		whole.Figure = statistics.Figure{Reason: Only, N: e.n}
		if len(e.options) > 0 {
			whole.Basis = e.options[0].Basis
		} else {
			whole.Basis = a.rawOf(g).sample.Basis()
		}
	}
	all := []Figure{whole}
	for i, option := range e.options {
		key.Option = question.Options[i].Number
		all = append(all, Figure{Key: key, Figure: option, N: new(option.N)})
	}
	return all
}

// counts are how many answered in each mode.
func (c *computer) counts(a *area, shown *veiled) []Count {
	byMode := map[domain.SurveyMode]int{}
	for _, i := range a.raw.members {
		byMode[domain.SurveyModes[c.responses.Mode[i]]]++
	}
	var counts []Count
	for _, mode := range domain.SurveyModes {
		if n := byMode[mode]; n > 0 {
			counts = append(counts, Count{Place: a.id, Mode: mode, Responses: n, Hidden: !shown.showsMode(placeName(a.id), mode)})
		}
	}
	return counts
}
