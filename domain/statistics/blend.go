package statistics

import (
	"math"

	"hromada/domain"
)

// BlendedFigure is online and offline together, and both apart. Lambda is the weight of offline in it (0–1); nil where nobody answered.
type BlendedFigure struct {
	Figure
	Lambda          *float64
	Offline, Online Figure
}

// Blend joins a figure of the offline respondents with that of the online ones, each weighted to the same margins: λ·off + (1−λ)·on, where λ is
// offline's part of the effective n of both, and the variance λ²·SE_off² + (1−λ)²·SE_on². With an opt-in part the whole is indicative and has no
// margin. Both must be figures of this package made in this program, of one kind; else INVALID_INPUT.
func Blend(offline, online Figure, c Confidence) (BlendedFigure, error) {
	both, err := BlendAll([]Figure{offline}, []Figure{online}, c)
	if err != nil {
		return BlendedFigure{}, err
	}
	return both[0], nil
}

// BlendAll blends all options of one question with one λ, so that shares still add up: the effective n of a side is
// Σp(1−p)/ΣSE² over the options, which is p(1−p)/SE² for one. Where a side has no error, or one of 0, Kish's number stands in. Errors: as Blend.
func BlendAll(offline, online []Figure, c Confidence) ([]BlendedFigure, error) {
	if len(offline) != len(online) {
		return nil, domain.Invalid("online", "Кількість показників має збігатися.", "There are as many figures online as offline.")
	}
	var lambda *float64
	if off, on := effective(offline), effective(online); off+on > 0 {
		lambda = new(off / (off + on))
	}
	blended := make([]BlendedFigure, len(offline))
	for i, off := range offline {
		if off.Kind != online[i].Kind {
			return nil, domain.Invalid("online", "Показники мають бути одного виду.", "Figures are of one kind.")
		}
		blended[i] = blend(off, online[i], lambda, c)
	}
	return blended, nil
}

// effective is the effective n of one side of a question; 0 of nobody.
func effective(side []Figure) float64 {
	spread, variance, equal := 0.0, 0.0, 0.0
	for _, f := range side {
		if f.working != nil && f.working.se > 0 {
			spread += f.working.spread
			variance += f.working.se * f.working.se
		}
		if f.Kish != nil {
			equal = max(equal, *f.Kish)
		}
	}
	if variance > 0 {
		return spread / variance
	}
	return equal
}

// side is one mode within a blend, and its weight in it.
type side struct {
	Figure
	part float64
}

func blend(off, on Figure, lambda *float64, c Confidence) BlendedFigure {
	f := BlendedFigure{Lambda: lambda, Offline: off, Online: on}
	f.Kind, f.N = off.Kind, off.N+on.N
	f.Basis.Sampling, f.Reason = Blended, NoRespondents
	if lambda == nil {
		return f
	}
	var sides []side
	for _, s := range []side{{off, *lambda}, {on, 1 - *lambda}} {
		if s.N > 0 {
			sides = append(sides, s)
		}
	}
	f.join(sides, c)
	return f
}

// join makes the figure of one side or two.
func (f *Figure) join(sides []side, c Confidence) {
	first, last := sides[0], sides[len(sides)-1]
	f.Basis = joint(first.Basis, last.Basis)
	f.Reason = ""
	// Written so that two equal values give the same one, whatever rounding does to the parts.
	f.Value = new(*last.Value + first.part*(*first.Value-*last.Value))
	if len(sides) == 1 {
		*f.Value = *first.Value
	}
	cost, variance, spread := 0.0, 0.0, 0.0
	for _, s := range sides {
		cost += s.part * s.part / *s.Kish
		if s.working == nil {
			f.Reason = f.Basis.without()
			continue
		}
		off := *s.Value - *f.Value
		variance += s.part * s.part * s.working.se * s.working.se
		spread += s.part * (s.working.spread + off*off)
	}
	f.Kish = new(1 / cost)
	if f.Kind == Share {
		spread = *f.Value * (1 - *f.Value)
	}
	if f.Reason == "" {
		f.judge(math.Sqrt(variance), spread, c)
	}
}

// without says why a figure of both has no error where one has none. How few a side is of stays its own: nobody asked for those online within a group.
func (b Basis) without() Reason {
	switch {
	case b.Indicative:
		return NotSampled
	case b.Unsized:
		return UnknownSizes
	}
	return PartLacks
}

func joint(a, b Basis) Basis {
	both := Basis{
		Sampling: Blended, Weighting: a.Weighting, Indicative: a.Indicative || b.Indicative,
		FinitePopulation: a.FinitePopulation && b.FinitePopulation, Unsized: a.Unsized || b.Unsized,
	}
	if a.Weighting != b.Weighting {
		both.Weighting = Mixed
	}
	return both
}
