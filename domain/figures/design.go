// Package figures makes the figures of a survey out of what people answered: shares and means, by groups, with their uncertainty where the
// way in which people were asked lets one be told, and without those that would tell of single people.
package figures

import "hromada/domain"

// Design is what must be known of a survey to compute its figures.
type Design struct {
	Questionnaire domain.Questionnaire
	// Sampling is how those were asked who did not answer online, and OnlineSampling how those who did.
	Sampling, OnlineSampling domain.Sampling
	Stratum                  domain.Variable // of a stratified sample
	Confidence               float64
	Breakdowns               []domain.Breakdown
	Places                   []Place
}

// Place is a community with the people that a survey is about there.
type Place struct {
	ID         int64
	Code       domain.KatottgCode
	Population int                                // 0: not known
	Margins    map[domain.Variable]map[string]int // by category, where known
}

// categories are the codes of a variable, in order.
func (d Design) categories(v domain.Variable) []string {
	codes := []string{}
	for _, c := range d.Questionnaire.Categories {
		if c.Variable == v {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// margin gives how many people there are of each category of a variable, in order; nil where it is not known of all.
func (d Design) margin(p Place, v domain.Variable) []float64 {
	codes := d.categories(v)
	if len(codes) == 0 {
		return nil
	}
	margin, sum := make([]float64, len(codes)), 0.0
	for i, code := range codes {
		people, known := p.Margins[v][code]
		if !known {
			return nil
		}
		margin[i] = float64(people)
		sum += margin[i]
	}
	if sum == 0 {
		return nil
	}
	return margin
}
