package domain

import "slices"

// SurveyDesign is everything that a survey must have before it is opened.
type SurveyDesign struct {
	SurveyFields
	Questions   int
	Categories  []Category
	Populations map[KatottgCode]Population
	Link        bool // it takes answers at a public address, too
}

// Missing lists what a survey lacks to be opened on a day. Each fault names the part of the survey that is to be mended.
func (d SurveyDesign) Missing(today Date) Faults {
	var faults Faults
	if d.Questions == 0 {
		faults = append(faults, Invalid("questions", "Немає жодного запитання.", "There is no question."))
	}
	if d.EndsOn != nil && d.EndsOn.Before(today) {
		faults = append(faults, Invalid("endsOn", "Останній день уже минув.", "The last day is over."))
	}
	switch {
	case d.KeepUntil == nil:
		faults = append(faults, Invalid("keepUntil", "Скажіть, до якого дня зберігати відповіді: далі їх видаляють.", "Say until which day responses are kept: after it they are deleted."))
	case d.KeepUntil.Before(today):
		faults = append(faults, Invalid("keepUntil", "Цей день уже минув.", "This day is over."))
	}
	if d.Link && d.OnlineSampling != OptIn {
		faults = append(faults, Invalid("onlineSampling", "Хто прийшов за відкритим посиланням, той не вибраний випадково: вкажіть OPT_IN або відкрийте без посилання.",
			"Whoever follows a public link was not chosen by chance: say OPT_IN, or open it without the link."))
	}
	for _, v := range d.needed() {
		if !slices.ContainsFunc(d.Categories, func(c Category) bool { return c.Variable == v }) {
			faults = append(faults, Invalid("categories."+string(v), "Змінна потрібна для страт або розрізів, а категорій у неї немає.",
				"The variable is needed for strata or breakdowns, and has no categories."))
		}
	}
	if d.random() && len(d.Populations) == 0 {
		faults = append(faults, Invalid("populations", "Для випадкової вибірки потрібно знати, скільки всього людей.",
			"Of a random sample it must be known how many people there are in all."))
	}
	faults = append(faults, checkBreakdowns(d.Breakdowns)...)
	return append(faults, d.missingOfPopulations()...)
}

// random tells whether anybody is asked by chance.
func (d SurveyDesign) random() bool { return d.Sampling != OptIn || d.OnlineSampling != OptIn }

// needed are the variables without whose categories the survey cannot be worked out.
func (d SurveyDesign) needed() []Variable {
	needed := []Variable{}
	for _, v := range Variables {
		broken := slices.ContainsFunc(d.Breakdowns, func(b Breakdown) bool {
			return b.Variable == v || (b.CrossedWith != nil && *b.CrossedWith == v)
		})
		if broken || d.Stratum == v {
			needed = append(needed, v)
		}
	}
	return needed
}

func (d SurveyDesign) missingOfPopulations() Faults {
	var faults Faults
	codes := make([]KatottgCode, 0, len(d.Populations))
	for code := range d.Populations {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		p, at := d.Populations[code], "populations."+string(code)
		for _, fault := range p.Check(d.Categories) {
			faults = append(faults, fault.At(at))
		}
		if err := p.CheckStratum(d.Stratum); err != nil {
			faults = append(faults, err.At(at))
		}
	}
	return faults
}

// CheckStratum demands that it is known how many people are in each stratum; an empty stratum is none.
func (p Population) CheckStratum(stratum Variable) *Error {
	if _, known := p.sum(stratum); stratum != "" && !known {
		return Invalid("margins", "Для страт потрібно знати, скільки людей у кожній.", "Of strata it must be known how many people are in each.")
	}
	return nil
}
