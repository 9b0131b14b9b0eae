package statistics

import (
	"math"

	"hromada/domain"
)

// Domain says of each respondent whether a figure is about them; nil: about all. Those outside still count in the error.
type Domain []bool

// Within is the domain of those who are in both, such as women who answered. Both have one value per respondent, or are nil.
func (d Domain) Within(other Domain) Domain {
	if d == nil {
		return other
	}
	if other == nil {
		return d
	}
	both := make(Domain, min(len(d), len(other)))
	for i := range both {
		both[i] = d[i] && other[i]
	}
	return both
}

// Share is the share of a domain to which something applies. INVALID_INPUT where a column has not one value per respondent.
func (s *Sample) Share(applies []bool, in Domain, c Confidence) (Figure, error) {
	figures, err := s.ChoiceShares([][]bool{applies}, in, c)
	if err != nil {
		return Figure{}, err
	}
	return figures[0], nil
}

// ChoiceShares is the shares of a domain that chose each option where several could be chosen. The base is the respondents of
// the domain, so leave out of it those who were not asked; shares together may exceed 1. Errors: as Share.
func (s *Sample) ChoiceShares(chosen [][]bool, in Domain, c Confidence) ([]Figure, error) {
	for _, column := range chosen {
		if len(column) != len(s.of) {
			return nil, lengths("chosen")
		}
	}
	b, err := s.base(in, func(int) bool { return true })
	if err != nil {
		return nil, err
	}
	figures := make([]Figure, len(chosen))
	for option, column := range chosen {
		for at, i := range b.members {
			b.values[at] = indicator(column[i])
		}
		figures[option] = b.figure(Share, c)
	}
	return figures, nil
}

// Shares is the share of each option, counted from 0, where one could be chosen. Those who did not answer (a negative number) are
// not in the base. Errors: as Share, and for an option that is not among the options.
func (s *Sample) Shares(answers []int, options int, in Domain, c Confidence) ([]Figure, error) {
	if len(answers) != len(s.of) {
		return nil, lengths("answers")
	}
	for _, a := range answers {
		if a >= options {
			return nil, domain.Invalid("answers", "Невідомий варіант %d.", "Unknown option %d.", a)
		}
	}
	b, err := s.base(in, func(i int) bool { return answers[i] >= 0 })
	if err != nil {
		return nil, err
	}
	figures := make([]Figure, max(options, 0))
	for option := range figures {
		for at, i := range b.members {
			b.values[at] = indicator(answers[i] == option)
		}
		figures[option] = b.figure(Share, c)
	}
	return figures, nil
}

// Mean is the mean of a number. Those who did not answer (not a number) are not in the base. Errors: as Share, and for
// numbers beyond ±10¹⁵.
func (s *Sample) Mean(values []float64, in Domain, c Confidence) (Figure, error) {
	if len(values) != len(s.of) {
		return Figure{}, lengths("values")
	}
	for _, v := range values {
		if math.Abs(v) > domain.LargestNumber {
			return Figure{}, domain.Invalid("values", "Завелике число.", "The number is too large.")
		}
	}
	b, err := s.base(in, func(i int) bool { return !math.IsNaN(values[i]) })
	if err != nil {
		return Figure{}, err
	}
	for at, i := range b.members {
		b.values[at] = values[i]
	}
	return b.figure(Mean, c), nil
}

// base is what the figures of a question over a domain share, and room to work.
type base struct {
	*Sample
	members      []int32
	weight, kish float64
	reason       Reason
	values       []float64 // of the members
	influences   []float64 // of all respondents
}

func (s *Sample) base(in Domain, answered func(int) bool) (*base, error) {
	if in != nil && len(in) != len(s.of) {
		return nil, lengths("domain")
	}
	b := &base{Sample: s, members: make([]int32, 0, len(s.of))}
	squares := 0.0
	for i, w := range s.weights {
		if (in == nil || in[i]) && answered(i) {
			b.members = append(b.members, int32(i))
			b.weight += w
			squares += w * w
		}
	}
	if len(b.members) > 0 {
		b.kish = b.weight * b.weight / squares
	}
	b.reason = s.without(b.members)
	b.values, b.influences = make([]float64, len(b.members)), make([]float64, len(s.of))
	return b, nil
}

// without says why a figure of these respondents has no error.
func (s *Sample) without(members []int32) Reason {
	switch len(members) {
	case 0:
		return NoRespondents
	case 1:
		return OneRespondent
	}
	if len(s.calibrations) == 0 {
		for _, i := range members {
			if s.strata[s.of[i]].lone {
				return LoneStratum
			}
		}
		return ""
	}
	for _, in := range s.strata {
		if in.lone {
			return LoneStratum
		}
	}
	return ""
}

// figure is the mean of the values.
func (b *base) figure(kind Kind, c Confidence) Figure {
	f := Figure{Kind: kind, Basis: b.basis, Reason: b.reason, N: len(b.members)}
	if f.N == 0 {
		return f
	}
	mean, alike := b.mean()
	f.Value, f.Kish = &mean, new(b.kish)
	if b.reason != "" {
		return f
	}
	spread := 0.0
	switch {
	case alike:
	case kind == Share:
		spread = mean * (1 - mean)
	default:
		spread = b.variance(mean)
	}
	f.judge(b.linearise(mean), spread, c)
	return f
}

func (b *base) mean() (mean float64, alike bool) {
	alike = true
	total := 0.0
	for at, i := range b.members {
		total += b.weights[i] * b.values[at]
		alike = alike && b.values[at] == b.values[0]
	}
	if alike {
		return b.values[0], true
	}
	return total / b.weight, false
}

// variance is the weighted variance of the values (R's svyvar).
func (b *base) variance(mean float64) float64 {
	squares := 0.0
	for at, i := range b.members {
		off := b.values[at] - mean
		squares += b.weights[i] * off * off
	}
	n := float64(len(b.members))
	return squares / b.weight * n / (n - 1)
}

// linearise is the standard error of the mean: that of the total of w(y − ȳ)/Σw, which is 0 outside of the domain.
func (b *base) linearise(mean float64) float64 {
	clear(b.influences)
	for at, i := range b.members {
		b.influences[i] = b.weights[i] * (b.values[at] - mean) / b.weight
	}
	return b.standardError(b.influences)
}

func indicator(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
