package figures

import (
	"strconv"
	"strings"

	"hromada/domain"
	"hromada/domain/statistics"
)

// ModeVariable is a variable of figures too: how somebody answered. Beside the modes it has OfflineCategory.
const ModeVariable = "MODE"

// OfflineCategory is all modes but online together.
const OfflineCategory = "OFFLINE"

// Group is whom a figure is about: everybody where it is empty, a category of a variable, or of two crossed: SEX*AGE, FEMALE*18-29.
type Group struct{ Variable, Category string }

// Key names a figure within a survey. Place is a community, 0 the whole region; Option 0 is the question as a whole: its mean where it has
// one, and how many answered it.
type Key struct {
	Place    int64
	Question int64
	Option   int
	Group    Group
	Weighted bool
}

// Figure is one figure of a survey. What is hidden has no value, and where the group is too small no N either: nil.
type Figure struct {
	Key
	statistics.Figure
	Hidden bool
	N      *int
	Change statistics.Change
}

// Only says that a figure is the number of those who answered, and has no value.
const Only statistics.Reason = "COUNT_ONLY"

// Count is how many responses came in one mode.
type Count struct {
	Place     int64 // 0: the whole region
	Mode      domain.SurveyMode
	Responses int
	Hidden    bool
}

// Weighting is how the responses of one part, online or not, were weighted in one place. Where the number of any group's members is hidden there, what would
// tell of it is not told: Rounds, Merged, Trimmed and Effective are 0.
type Weighting struct {
	Place     int64
	Online    bool
	Method    statistics.Weighting
	Margins   []domain.Variable
	Converged bool
	Rounds    int
	Merged    []string // AGE:18-29+30-44
	Trimmed   int
	Responses int
	Effective float64
	Hidden    bool
}

// keepBack leaves of a weighting what does not follow from how many are in each group.
func (w Weighting) keepBack() Weighting {
	w.Rounds, w.Merged, w.Trimmed, w.Effective = 0, nil, 0, 0
	return w
}

// Result is all that is told of a survey.
type Result struct {
	Figures    []Figure
	Questions  []int64 // whose figures these are: all but those that are held back
	Counted    bool    // whether counts and weightings are told, and not held back
	Counts     []Count
	Weightings []Weighting
	UpTo       int64 // the number of the last response
}

// roundedTo begins the part of a code that says what the value was rounded to.
const roundedTo = "ROUNDED:"

// BasisCode writes a basis as it is stored: BLENDED RAKED FINITE INDICATIVE ROUNDED:0.05.
func BasisCode(b statistics.Basis) string {
	parts := []string{string(b.Sampling), string(b.Weighting)}
	if b.FinitePopulation {
		parts = append(parts, "FINITE")
	}
	if b.Indicative {
		parts = append(parts, "INDICATIVE")
	}
	if b.Unsized {
		parts = append(parts, "UNSIZED")
	}
	if b.Rounded > 0 {
		parts = append(parts, roundedTo+strconv.FormatFloat(b.Rounded, 'g', -1, 64))
	}
	return strings.Join(parts, " ")
}

// BasisOf reads what BasisCode wrote.
func BasisOf(code string) statistics.Basis {
	parts := strings.Fields(code + " ? ?")
	b := statistics.Basis{Sampling: statistics.Sampling(parts[0]), Weighting: statistics.Weighting(parts[1])}
	for _, part := range parts[2:] {
		b.FinitePopulation = b.FinitePopulation || part == "FINITE"
		b.Indicative = b.Indicative || part == "INDICATIVE"
		b.Unsized = b.Unsized || part == "UNSIZED"
		if step, found := strings.CutPrefix(part, roundedTo); found {
			b.Rounded, _ = strconv.ParseFloat(step, 64) // 0 where it is none
		}
	}
	return b
}
