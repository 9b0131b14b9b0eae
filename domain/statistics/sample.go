package statistics

import (
	"slices"

	"hromada/domain"
)

// Design says how respondents were drawn.
type Design struct {
	Respondents int
	// Strata is the stratum of each respondent, counted from 0; nil: drawn from all.
	Strata []int
	// Populations is how many people each stratum has; 0: not known. Without strata it holds one number, or nothing.
	Populations []int64
	// OptIn says that respondents chose to take part, so nobody knows how likely each was to be asked.
	OptIn bool
	// Unsized says that strata are places of which some have no known population, so that all of them together cannot be told.
	Unsized bool
}

// Sample is respondents with their weights. It never changes: calibration gives another one. It may be
// used by several goroutines at once.
type Sample struct {
	basis   Basis
	of      []int32 // the stratum of each respondent
	strata  []stratum
	weights []float64
	// calibrations take from linearised values, in turn, what known margins explain.
	calibrations []calibration
	notes        []Note
}

type stratum struct {
	respondents, population float64
	// scale is n/(n−1) times the share of the stratum that was not asked.
	scale float64
	lone  bool
}

// NoteKind is what is odd about a design.
type NoteKind string

// What can be odd.
const (
	MoreThanPopulation   NoteKind = "MORE_RESPONDENTS_THAN_PEOPLE" // no finite population correction there
	EmptyStratum         NoteKind = "STRATUM_WITHOUT_RESPONDENTS"  // its people are not represented
	SingleRespondent     NoteKind = "STRATUM_WITH_ONE_RESPONDENT"  // no standard error for its domains
	SomePopulationsKnown NoteKind = "SOME_POPULATIONS_UNKNOWN"     // so no weights by the size of strata
)

// Note tells of a stratum; Stratum is 0 where the design has none, or the note is about all.
type Note struct {
	Kind    NoteKind
	Stratum int
}

const most = 1e12 // of people, beyond any population on Earth

// NewSample checks a design. INVALID_INPUT where a stratum is not among the populations.
func NewSample(d Design) (*Sample, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	s := &Sample{of: make([]int32, d.Respondents), strata: make([]stratum, max(len(d.Populations), 1))}
	for i, h := range d.Strata {
		s.of[i] = int32(h) //nolint:gosec // checked to be below the number of strata
	}
	for h, people := range d.Populations {
		s.strata[h].population = float64(people)
	}
	for _, h := range s.of {
		s.strata[h].respondents++
	}
	s.basis = Basis{Sampling: SimpleRandom, Weighting: Unweighted, FinitePopulation: d.Respondents > 0, Indicative: d.OptIn, Unsized: d.Unsized}
	s.scale()
	s.weigh(d.Strata != nil)
	s.name(d)
	return s, nil
}

func (d Design) check() error {
	switch {
	case d.Respondents < 0 || d.Respondents > 1<<30:
		return domain.Invalid("respondents", "Неможлива кількість респондентів.", "Not a possible number of respondents.")
	case d.Strata != nil && len(d.Strata) != d.Respondents:
		return lengths("strata")
	case d.Strata == nil && len(d.Populations) > 1:
		return domain.Invalid("populations", "Населення кількох страт, а страт респондентів немає.", "Populations of strata, but no strata of respondents.")
	}
	for _, h := range d.Strata {
		if h < 0 || h >= len(d.Populations) {
			return domain.Invalid("strata", "Невідома страта %d.", "Unknown stratum %d.", h)
		}
	}
	for _, people := range d.Populations {
		if people < 0 || people > most {
			return domain.Invalid("populations", "Неможлива кількість населення.", "Not a possible population.")
		}
	}
	return nil
}

// scale settles what each stratum adds to a variance.
func (s *Sample) scale() {
	for h := range s.strata {
		in := &s.strata[h]
		rest := 1.0
		switch {
		case in.respondents == 0:
			if in.population > 0 {
				s.notes = append(s.notes, Note{EmptyStratum, h})
			}
			continue
		case in.population == 0:
			s.basis.FinitePopulation = false
		case in.respondents > in.population:
			s.basis.FinitePopulation = false
			s.notes = append(s.notes, Note{MoreThanPopulation, h})
		default:
			rest = 1 - in.respondents/in.population
		}
		switch {
		case rest < 1e-7: // as R does; nobody is left to be wrong about
		case in.respondents == 1:
			in.lone = true
			s.notes = append(s.notes, Note{SingleRespondent, h})
		default:
			in.scale = rest * in.respondents / (in.respondents - 1)
		}
	}
}

// weigh gives every respondent the people they stand for, or 1 where some population is not known.
func (s *Sample) weigh(stratified bool) {
	s.weights = make([]float64, len(s.of))
	known, unknown := false, false
	for _, in := range s.strata {
		if in.respondents > 0 {
			known, unknown = known || in.population > 0, unknown || in.population == 0
		}
	}
	for i, h := range s.of {
		s.weights[i] = 1
		if !unknown {
			s.weights[i] = s.strata[h].population / s.strata[h].respondents
		}
	}
	if known && unknown {
		s.notes = append(s.notes, Note{Kind: SomePopulationsKnown})
	}
	if known && !unknown && stratified {
		s.basis.Weighting = DesignWeights
	}
}

func (s *Sample) name(d Design) {
	if d.Strata != nil {
		s.basis.Sampling = Stratified
	}
	if d.OptIn {
		s.basis.Sampling = OptIn
	}
}

// Respondents is how many there are.
func (s *Sample) Respondents() int { return len(s.of) }

// Weights is a copy of the weight of each respondent: the people they stand for where populations are
// known, else about 1.
func (s *Sample) Weights() []float64 { return slices.Clone(s.weights) }

// Basis says how figures of this sample are made.
func (s *Sample) Basis() Basis { return s.basis }

// Notes lists what is odd about the design, by stratum.
func (s *Sample) Notes() []Note { return slices.Clone(s.notes) }

// Unweighted is the same respondents, each counted as one: raw figures, with errors under the same design.
func (s *Sample) Unweighted() *Sample {
	raw := *s
	raw.calibrations, raw.weights, raw.basis.Weighting = nil, slices.Repeat([]float64{1}, len(s.of)), Unweighted
	return &raw
}

// calibrated is the same respondents with other weights and one more calibration.
func (s *Sample) calibrated(weights []float64, by calibration, as Weighting) *Sample {
	next := *s
	next.weights, next.basis.Weighting = weights, as
	next.calibrations = append(slices.Clip(s.calibrations), by)
	return &next
}

func lengths(field string) error {
	return domain.Invalid(field, "Має бути по одному значенню на кожного респондента.", "There is one value per respondent.")
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// kish is (Σw)²/Σw², the number of respondents of equal weight that would be as much worth; 0 of none.
func kish(weights []float64) float64 {
	if len(weights) == 0 {
		return 0
	}
	total, squares := 0.0, 0.0
	for _, w := range weights {
		total += w
		squares += w * w
	}
	return total * total / squares
}
