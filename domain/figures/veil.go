package figures

import (
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/domain/disclosure"
	"hromada/domain/statistics"
)

// veiled is what of one question may be shown.
type veiled struct {
	disclosure.Outcome
	question domain.Question
	options  []string // that anybody chose
	modes    bool
	partly   map[string]bool // places of which anything is hidden, and the region where it is so of any of them
	tells    map[int64]telling
	rooms    map[weightKey]float64
}

// telling is which shares a place tells of a question of which anything is hidden there. Raw and weighted ones together would be two sums over the same
// unknown counts.
type telling byte

const (
	both telling = iota
	rawOnes
	weightedOnes // rounded
	none
)

func (c *computer) newVeil(question domain.Question, outcome disclosure.Outcome, options []string) *veiled {
	v := &veiled{Outcome: outcome, question: question, options: options, modes: len(c.present) > 1, partly: map[string]bool{}}
	for _, cell := range outcome.Hidden() {
		v.partly[cell.Place] = true
		v.partly[regionName] = v.partly[regionName] || c.Regional // it is a sum over what is hidden
	}
	return v
}

// decide says what each area tells of a question. Weighted shares go before raw ones, unless so few people make them that rounding would hide too little or tell too little; then
// raw ones are told as the tables allow. Of a region they are not where a community beneath hides its own, which would be the region's less the others'.
func (c *computer) decide(q int) {
	v, beneath := c.veils[q], false
	v.tells, v.rooms = map[int64]telling{}, map[weightKey]float64{}
	for _, a := range c.areas { // the region is the last
		switch {
		case !v.partly[placeName(a.id)]:
		case a.weighted() && stepFor(c.room(a, q, Group{})) > 0:
			v.tells[a.id], beneath = weightedOnes, true
		case a.id == 0 && beneath:
			v.tells[a.id] = none
		default:
			v.tells[a.id] = rawOnes
		}
	}
}

// veil takes from a figure what may not be shown.
func (c *computer) veil(a *area, q int, f *Figure) {
	v := c.veils[q]
	f.hide(v.showsFigure(placeName(a.id), f))
	if f.Hidden || f.Value == nil {
		return
	}
	ofSide := !f.Weighted && a.rawOf(f.Group) != a.raw && c.hidesCounts(a) // its error would tell how many are of that side
	switch tells := v.tells[a.id]; {
	case tells == both:
		if ofSide {
			f.coarsen(0, c.confidence)
		}
	case tells == rawOnes && !f.Weighted:
		if ofSide || a.raw.stratified {
			f.coarsen(0, c.confidence)
		}
	case tells == weightedOnes && (f.Weighted || v.question.Kind == domain.Numeric):
		if step := stepFor(c.room(a, q, f.Group)); step > 0 {
			f.coarsen(step, c.confidence)
			return
		}
		fallthrough
	default:
		f.hide(false, true)
	}
}

// hidesCounts tells whether how many answered is not told of everybody in an area.
func (c *computer) hidesCounts(a *area) bool {
	counts := c.veils[len(c.veils)-1]
	return counts == nil || counts.partly[placeName(a.id)]
}

// showsFigure tells whether the value of a figure may be shown, and whether its number of respondents.
func (v *veiled) showsFigure(place string, f *Figure) (value, n bool) {
	if f.Group != (Group{ModeVariable, OfflineCategory}) {
		group := cellGroup(f.Group)
		return v.shows(place, group, f.Option), v.ShowsGroup(place, group)
	}
	value, n = true, true
	for _, g := range []disclosure.Group{disclosure.In(ModeVariable, string(domain.OnlineMode)), disclosure.Everybody} { // it is these less those
		value, n = value && v.shows(place, g, f.Option), n && v.ShowsGroup(place, g)
	}
	return value, n
}

func (v *veiled) shows(place string, g disclosure.Group, option int) bool {
	switch {
	case option != 0 && !slices.Contains(v.options, strconv.Itoa(option)):
		return v.ShowsGroup(place, g)
	case option != 0:
		return v.ShowsOption(place, g, strconv.Itoa(option))
	case v.question.Kind == domain.Likert || v.question.Kind == domain.Numeric:
		return v.ShowsMean(place, g)
	default:
		return v.ShowsGroup(place, g)
	}
}

// hide leaves of a figure what may be shown: all, the number of respondents, or nothing.
func (f *Figure) hide(value, n bool) {
	if !n {
		f.N = nil
	}
	if !value {
		f.Hidden = true
		f.Figure = statistics.Figure{Kind: f.Kind, Basis: f.Basis}
	}
}

// showsMode tells whether it may be told how many answered in a mode.
func (v *veiled) showsMode(place string, mode domain.SurveyMode) bool {
	return v.ShowsGroup(place, disclosure.Everybody) && (!v.modes || v.ShowsGroup(place, disclosure.In(ModeVariable, string(mode))))
}
