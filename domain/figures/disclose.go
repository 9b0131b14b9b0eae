package figures

import (
	"math"
	"strconv"

	"hromada/domain"
	"hromada/domain/disclosure"
	"hromada/domain/statistics"
)

// regionName is what tables call the sum of all places.
const regionName = "*"

// untold is what tables call the category of those who did not tell theirs; no code is that.
const untold = "\x00"

// veiled is what of one question may be shown.
type veiled struct {
	disclosure.Outcome
	question domain.Question
	partly   map[string]bool // places of which anything is hidden
}

// protect works out what of a question is hidden in all its tables together. A place that was never asked is none of them.
func (c *computer) protect(areas []*area, q int) (*veiled, error) {
	question := c.design.Questionnaire.Questions[q]
	asked := c.tables(areas)
	asked.Kind = disclosure.Numeric
	switch question.Kind {
	case domain.SingleChoice, domain.Likert:
		asked.Kind = disclosure.Single
	case domain.MultipleChoice:
		asked.Kind, asked.MinChoices = disclosure.Multiple, 1
	case domain.Numeric, domain.FreeText:
	}
	for _, o := range question.Options {
		asked.Options = append(asked.Options, strconv.Itoa(o.Number))
	}
	for _, a := range areas {
		if a.id != 0 {
			c.tally(asked, a, q)
		}
	}
	return newVeiled(question, asked)
}

func newVeiled(question domain.Question, asked disclosure.Question) (*veiled, error) {
	outcome, err := disclosure.Protect(asked)
	v := &veiled{outcome, question, map[string]bool{}}
	for _, cell := range outcome.Hidden() {
		v.partly[cell.Place] = true
	}
	return v, err
}

// tables are the breakdowns that a survey shows, and of what areas.
func (c *computer) tables(areas []*area) disclosure.Question {
	asked := disclosure.Question{Counts: map[disclosure.Cell]int{}}
	if modes := c.modes(); len(modes) > 1 { // as modeGroups
		asked.Variables = append(asked.Variables, disclosure.Variable{Name: ModeVariable, Categories: modes})
	}
	for _, v := range c.design.variables() {
		asked.Variables = append(asked.Variables, disclosure.Variable{Name: string(v), Categories: append(c.design.categories(v), untold)})
	}
	for _, pair := range c.design.crossings() {
		asked.Crossings = append(asked.Crossings, disclosure.Crossing{First: string(pair[0]), Second: string(pair[1])})
	}
	regional := false
	for _, a := range areas {
		regional = regional || a.id == 0
	}
	for _, a := range areas {
		place := disclosure.Place{Name: placeName(a.id)}
		if regional {
			place.Sums = []string{regionName}
		}
		if a.id != 0 {
			asked.Places = append(asked.Places, place)
		}
	}
	return asked
}

// modes are those in which anybody answered.
func (c *computer) modes() []string {
	there := [4]bool{}
	for _, mode := range c.responses.Mode {
		there[mode] = true
	}
	modes := []string{}
	for i, mode := range domain.SurveyModes {
		if there[i] {
			modes = append(modes, string(mode))
		}
	}
	return modes
}

func placeName(id int64) string {
	if id == 0 {
		return regionName
	}
	return strconv.FormatInt(id, 10)
}

// tally counts the respondents of an area in every cell; q below 0: whatever they answered.
func (c *computer) tally(to disclosure.Question, a *area, q int) {
	place, singles, pairs, modes := placeName(a.id), c.design.variables(), c.design.crossings(), len(c.modes()) > 1
	groups := make([]disclosure.Group, 0, 2+len(singles)+len(pairs))
	for _, i := range a.raw.members {
		if q >= 0 && !c.responses.Columns[q].Given[i] {
			continue
		}
		groups = append(groups[:0], disclosure.Everybody)
		if modes {
			groups = append(groups, disclosure.In(ModeVariable, string(domain.SurveyModes[c.responses.Mode[i]])))
		}
		for _, v := range singles {
			groups = append(groups, disclosure.In(string(v), c.categoryOf(v, i)))
		}
		for _, p := range pairs {
			groups = append(groups, disclosure.In(string(p[0]), c.categoryOf(p[0], i)).And(string(p[1]), c.categoryOf(p[1], i)))
		}
		for _, g := range groups {
			to.Counts[disclosure.Cell{Place: place, Group: g}]++
			if q < 0 || len(to.Options) == 0 {
				continue
			}
			for at, o := range c.design.Questionnaire.Questions[q].Options {
				if c.responses.Columns[q].chose(int(i), o.Number) {
					to.Counts[disclosure.Cell{Place: place, Group: g, Option: to.Options[at]}]++
				}
			}
		}
	}
}

// categoryOf is the category that a respondent told.
func (c *computer) categoryOf(v domain.Variable, i int32) string {
	code := c.responses.Strata[v][i]
	if code < 0 {
		return untold
	}
	return c.design.categories(v)[code]
}

// cellGroup is a group as tables name it.
func cellGroup(g Group) disclosure.Group {
	if g == (Group{}) {
		return disclosure.Everybody
	}
	variables, categories := crossed(g)
	group := disclosure.In(variables[0], categories[0])
	if len(variables) > 1 {
		group = group.And(variables[1], categories[1])
	}
	return group
}

// veil takes from a figure what may not be shown. Where anything of the question is hidden in the place, weighted shares are shown in whole
// percents and raw ones not at all: both together would be two sums over the same unknown counts.
func (v *veiled) veil(a *area, f *Figure) {
	place, group := placeName(a.id), f.Group
	if group == (Group{ModeVariable, OfflineCategory}) { // everybody less those online: shown where both are
		online := *f
		online.Group = Group{ModeVariable, string(domain.OnlineMode)}
		everybody := *f
		everybody.Group = Group{}
		v.veil(a, &online)
		v.veil(a, &everybody)
		f.hide(!online.Hidden && !everybody.Hidden, online.N != nil && everybody.N != nil)
	} else {
		f.hide(v.shows(place, cellGroup(group), f.Option), v.ShowsGroup(place, cellGroup(group)))
	}
	if f.Hidden || !a.weighted() || !v.partly[place] || f.Value == nil {
		return
	}
	if !f.Weighted && (f.Option != 0 || v.question.Kind == domain.Likert) {
		f.hide(false, true)
		return
	}
	f.coarsen()
}

func (v *veiled) shows(place string, g disclosure.Group, option int) bool {
	switch {
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
	if value {
		return
	}
	f.Hidden = true
	f.Figure = statistics.Figure{Kind: f.Kind, Basis: f.Basis}
}

// coarsen rounds a weighted figure so that the counts behind it do not follow: shares to whole percents, and their errors to a tenth of one.
func (f *Figure) coarsen() {
	step := 0.01
	if f.Kind == statistics.Mean {
		step = math.Pow(10, math.Floor(math.Log10(max(math.Abs(*f.Value), 1e-9)))-1) // two digits
	}
	for _, part := range []*float64{f.Value} {
		*part = math.Round(*part/step) * step
	}
	for _, part := range []*float64{f.SE, f.Margin} {
		if part != nil {
			*part = math.Round(*part/step*10) * step / 10
		}
	}
	if f.Interval != nil {
		f.Interval = &statistics.Interval{
			Low: math.Floor(f.Interval.Low/step+1e-9) * step, High: math.Ceil(f.Interval.High/step-1e-9) * step,
		}
	}
	if f.EffectiveN != nil {
		*f.EffectiveN = math.Round(*f.EffectiveN)
		f.DesignEffect = new(math.Round(float64(f.Figure.N)/max(*f.EffectiveN, 1)*10) / 10)
	}
}

// hideCounts hides how many answered in a mode where that is few, or would tell it.
func (c *computer) hideCounts(areas []*area, r *Result) error {
	asked := c.tables(areas)
	asked.Kind = disclosure.Numeric
	modes := len(c.modes()) > 1
	if asked.Crossings, asked.Variables = nil, nil; modes {
		asked.Variables = []disclosure.Variable{{Name: ModeVariable, Categories: c.modes()}}
	}
	counted := &computer{design: Design{Questionnaire: c.design.Questionnaire, Places: c.design.Places}, responses: c.responses}
	for _, a := range areas {
		if a.id != 0 {
			counted.tally(asked, a, -1)
		}
	}
	shown, err := newVeiled(domain.Question{Kind: domain.FreeText}, asked)
	if err != nil {
		return err
	}
	shows := func(place int64, mode domain.SurveyMode) bool {
		return shown.ShowsGroup(placeName(place), disclosure.Everybody) && (!modes || shown.ShowsGroup(placeName(place), disclosure.In(ModeVariable, string(mode))))
	}
	for i := range r.Counts {
		r.Counts[i].Hidden = !shows(r.Counts[i].Place, r.Counts[i].Mode)
	}
	for i := range r.Weightings { // those not online are everybody less those online
		r.Weightings[i].Hidden = !shows(r.Weightings[i].Place, domain.OnlineMode)
	}
	return nil
}
