package domain

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Population is how many people a survey is about in a community, and how many of them are of each category, where that is known.
type Population struct {
	Total   int
	Margins []Margin
}

// Margin is how many people are of a category.
type Margin struct {
	Variable   Variable
	Category   string
	Population int
}

// MaxPopulation is how many people may live in one community: more than in any city of the world.
const MaxPopulation = 100_000_000

// Check finds everything that is wrong with a population of a survey with these categories: a variable that is known is known of all its
// categories, none counts more people than there are, and all variables count the same people.
func (p Population) Check(categories []Category) Faults {
	faults := p.checkFigures(categories)
	if len(faults) > 0 {
		return faults
	}
	first := -1
	for _, v := range Variables {
		sum, known := p.sum(v)
		missing := p.missing(v, categories)
		switch {
		case !known:
		case len(missing) > 0:
			faults = append(faults, Invalid("margins", "%s: бракує категорій %s.", "%s: the categories %s are missing.", v, strings.Join(missing, ", ")))
		case sum > p.Total:
			faults = append(faults, Invalid("margins", "%s: разом %d, а всього %d.", "%s: %d together, and %d in all.", v, sum, p.Total))
		case first >= 0 && sum != first:
			faults = append(faults, Invalid("margins", "%s: разом %d, а за іншою змінною %d.", "%s: %d together, and %d by another variable.", v, sum, first))
		default:
			first = sum
		}
	}
	return faults
}

func (p Population) checkFigures(categories []Category) Faults {
	var faults Faults
	if p.Total < 1 || p.Total > MaxPopulation {
		faults = append(faults, Invalid("population", "Від 1 до %d.", "1 to %d.", MaxPopulation))
	}
	known := map[Margin]bool{}
	for i, m := range p.Margins {
		at := "margins." + strconv.Itoa(i)
		key := Margin{Variable: m.Variable, Category: m.Category}
		switch {
		case !has(categories, m.Variable, m.Category):
			faults = append(faults, NotFound(at+".category"))
		case known[key]:
			faults = append(faults, Invalid(at, "Така категорія вже є.", "This category is there already."))
		case m.Population < 0 || m.Population > MaxPopulation:
			faults = append(faults, Invalid(at+".population", "Від 0 до %d.", "0 to %d.", MaxPopulation))
		}
		known[key] = true
	}
	return faults
}

func has(categories []Category, v Variable, code string) bool {
	return slices.ContainsFunc(categories, func(c Category) bool { return c.Variable == v && c.Code == code })
}

// sum is how many people a variable counts, if it is known.
func (p Population) sum(v Variable) (sum int, known bool) {
	for _, m := range p.Margins {
		if m.Variable == v {
			sum, known = sum+m.Population, true
		}
	}
	return sum, known
}

// missing are the categories of a variable of which it is not known how many people are of them.
func (p Population) missing(v Variable, categories []Category) []string {
	codes := []string{}
	for _, c := range categories {
		if c.Variable == v && !slices.ContainsFunc(p.Margins, func(m Margin) bool { return m.Variable == v && m.Category == c.Code }) {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// Facts are the figures by the names that the audit log has for them.
func (p Population) Facts() map[string]any {
	facts := map[string]any{"population": p.Total}
	for _, m := range p.Margins {
		facts[string(m.Variable)+" "+m.Category] = m.Population
	}
	return facts
}

// How many categories a variable may have, and how long their names may be, in letters.
const (
	MaxCategories    = 50
	MaxCategoryLabel = 200
)

var categoryCode = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_+-]{0,39}$`)

// TrimmedCategories gives categories without blanks around their names.
func TrimmedCategories(all []Category) []Category {
	trimmed := slices.Clone(all)
	for i := range trimmed {
		trimmed[i].Label = trimmed[i].Label.trimmed()
	}
	return trimmed
}

// CheckCategories finds everything that is wrong with the categories of one variable. None at all say that it is not asked for.
func CheckCategories(all []Category) Faults {
	if len(all) > MaxCategories {
		return Faults{Invalid("categories", "Не більше ніж %d.", "At most %d.", MaxCategories)}
	}
	var faults Faults
	known := map[string]bool{}
	for i, c := range all {
		at := "categories." + strconv.Itoa(i)
		if !categoryCode.MatchString(c.Code) {
			faults = append(faults, Invalid(at+".code", "До 40 латинських літер, цифр, знаків - _ +, перша — літера або цифра.",
				"Up to 40 Latin letters, digits and - _ +, a letter or digit first."))
		}
		if known[c.Code] {
			faults = append(faults, Invalid(at+".code", "Такий код уже є.", "This code is there already."))
		}
		known[c.Code] = true
		faults = append(faults, checkTexts(inBoth(at+".label", c.Label, 1, MaxCategoryLabel))...)
	}
	return faults
}

// inBoth is a text in both languages, of which English may be missing.
func inBoth(field string, text Text, least, most int) []boundedText {
	return []boundedText{{field + "Uk", text.UK, least, most}, {field + "En", text.EN, 0, most}}
}

// trimmed gives a text without the blanks around it.
func (t Text) trimmed() Text { return Text{strings.TrimSpace(t.UK), strings.TrimSpace(t.EN)} }

// UsualCategories are those that a survey begins with.
func UsualCategories() []Category {
	return []Category{
		{SexVariable, "FEMALE", Text{"Жінки", "Women"}},
		{SexVariable, "MALE", Text{"Чоловіки", "Men"}},
		{AgeVariable, "18-29", Text{"18–29 років", "18–29 years"}},
		{AgeVariable, "30-44", Text{"30–44 роки", "30–44 years"}},
		{AgeVariable, "45-59", Text{"45–59 років", "45–59 years"}},
		{AgeVariable, "60+", Text{"60 років і старші", "60 years and older"}},
		{SettlementVariable, "URBAN", Text{"Місто або селище", "Town"}},
		{SettlementVariable, "RURAL", Text{"Село", "Village"}},
	}
}
