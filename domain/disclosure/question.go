package disclosure

// Kind is how a question is answered.
type Kind string

// The kinds of questions. A Likert scale is a choice of one.
const (
	Single   Kind = "SINGLE"   // one of the options: they add up to the respondents
	Multiple Kind = "MULTIPLE" // any of the options: each is ticked or not
	Numeric  Kind = "NUMERIC"  // a number, or a mere headcount: there are respondents and no options
)

// Question is everything that is shown of one question, in tables of counts that add up to each other.
type Question struct {
	Kind    Kind
	Options []string // none for NUMERIC
	// MinChoices and MaxChoices are how many options a respondent of a MULTIPLE question ticks, as everybody knows; 0: no rule. A
	// minimum that the counts do not obey is not taken for known.
	MinChoices, MaxChoices int
	// Variables are those whose one-way breakdowns are shown. Their categories hold every respondent, so those who did not tell are one.
	Variables []Variable
	Crossings []Crossing
	Places    []Place
	// Counts are raw numbers of respondents of each place: of everybody, of each category and of each crossed pair, by option and
	// without one (the respondents, which a SINGLE question may leave out). What is not there is 0.
	Counts map[Cell]int
	Rule   Rule // the zero rule is DefaultRule
}

// Variable is what respondents are broken down by: mode, sex, age band, type of settlement.
type Variable struct {
	Name       string
	Categories []string
}

// Crossing is a breakdown by two of the variables at once.
type Crossing struct{ First, Second string }

// Place is a community, with the names of the sums it is shown in: its district, its region.
type Place struct {
	Name string
	Sums []string
}

// Rule is how few are few.
type Rule struct {
	K       int // in totals and breakdowns by one variable
	Crossed int // in crossings
}

// DefaultRule is the project's.
var DefaultRule = Rule{K: 5, Crossed: 10}

// Cell is one number of a table. Place is a place or a sum of places; without an option it is the number of respondents.
type Cell struct {
	Place  string
	Group  Group
	Option string
}

// Group is whom a number is about: everybody, one category, or a category of each of two variables in the crossing's order.
type Group struct{ First, Second Level }

// Level is a category of a variable.
type Level struct{ Variable, Category string }

// Everybody is the group of all respondents.
var Everybody = Group{}

// In is the group of one category.
func In(variable, category string) Group { return Group{First: Level{variable, category}} }

// And crosses a group of one category with another category.
func (g Group) And(variable, category string) Group {
	g.Second = Level{variable, category}
	return g
}
