package statistics

import (
	"math"
	"strconv"
	"strings"

	"hromada/domain"
)

// Sampling is how respondents came to be asked.
type Sampling string

// The ways of sampling.
const (
	SimpleRandom Sampling = "SIMPLE_RANDOM"
	Stratified   Sampling = "STRATIFIED"
	OptIn        Sampling = "OPT_IN"
	Blended      Sampling = "BLENDED" // online and offline together
)

// Weighting is what the weights of respondents came from.
type Weighting string

// The ways of weighting, from the least.
const (
	Unweighted     Weighting = "UNWEIGHTED" // everybody counts alike
	DesignWeights  Weighting = "DESIGN"     // people of a stratum per respondent in it
	PostStratified Weighting = "POSTSTRATIFIED"
	Raked          Weighting = "RAKED"
	RakedTrimmed   Weighting = "RAKED_TRIMMED"
	Mixed          Weighting = "MIXED" // two modes weighted differently
)

// Basis says how a figure was made.
type Basis struct {
	Sampling  Sampling
	Weighting Weighting
	// FinitePopulation says that the population of every stratum is known and makes the error smaller.
	FinitePopulation bool
	// Indicative says that some respondents chose to take part: no margin of error is claimed (AAPOR 2013).
	Indicative bool
	// Unsized says that it is not known of all places how many people they stand for: together they are not all of them, and no margin of error is claimed.
	Unsized bool
	// Rounded is what the value was rounded to, in what the value is in, to protect people; 0: it is as it was computed.
	Rounded float64
}

// RoundingSE is the standard error of rounding to a step alone, taken for even over the step.
func RoundingSE(step float64) float64 { return step / math.Sqrt(12) }

// Reason says why a figure, or its error, is not there or is not what it seems. Empty: all is there.
type Reason string

// The reasons.
const (
	NoRespondents Reason = "NO_RESPONDENTS" // nobody in the base: no value
	OneRespondent Reason = "ONE_RESPONDENT" // one in the base: no error
	LoneStratum   Reason = "LONE_STRATUM"   // a stratum of one respondent: no error
	NotSampled    Reason = "OPT_IN"         // respondents chose to take part: no error is claimed
	UnknownSizes  Reason = "UNKNOWN_SIZES"  // of places that it is of: no error is claimed
	PartLacks     Reason = "PART_LACKS"     // online or all others have no error of their own: nor have both together
	NoVariation   Reason = "NO_VARIATION"   // all answered alike: the standard error is 0 and says nothing
	Known         Reason = "KNOWN"          // everybody was asked, or the weighting fixes the figure: no error
)

var samplings = map[Sampling]domain.Text{
	SimpleRandom: {UK: "проста випадкова вибірка", EN: "simple random sample"},
	Stratified:   {UK: "стратифікована випадкова вибірка", EN: "stratified random sample"},
	OptIn:        {UK: "учасники долучилися за власним бажанням", EN: "respondents chose to take part"},
	Blended:      {UK: "онлайн і офлайн разом", EN: "online and offline together"},
}

// Text says it in words.
func (s Sampling) Text() domain.Text { return samplings[s] }

var weightings = map[Weighting]domain.Text{
	Unweighted:     {UK: "без зважування", EN: "not weighted"},
	DesignWeights:  {UK: "зважено за розміром страт", EN: "weighted by the size of strata"},
	PostStratified: {UK: "постстратифікація", EN: "post-stratified"},
	Raked:          {UK: "зважено за кількома розподілами (рейкінг)", EN: "raked to several margins"},
	RakedTrimmed: {
		UK: "зважено за кількома розподілами (рейкінг) з обмеженням ваг",
		EN: "raked to several margins with trimmed weights",
	},
	Mixed: {UK: "кожну частину зважено по-своєму", EN: "each part weighted in its own way"},
}

// Text says it in words.
func (w Weighting) Text() domain.Text { return weightings[w] }

// Text is the whole basis in one line.
func (b Basis) Text() domain.Text {
	how, weights := b.Sampling.Text(), b.Weighting.Text()
	text := domain.Text{UK: how.UK + "; " + weights.UK, EN: how.EN + "; " + weights.EN}
	if b.FinitePopulation {
		text.UK, text.EN = text.UK+"; з поправкою на скінченну сукупність", text.EN+"; with finite population correction"
	}
	if b.Indicative {
		text.UK, text.EN = text.UK+"; показник орієнтовний", text.EN+"; indicative only"
	}
	if b.Rounded > 0 {
		step := strconv.FormatFloat(b.Rounded, 'f', -1, 64)
		text.UK += "; значення заокруглено до " + strings.Replace(step, ".", ",", 1) + ", щоб захистити людей"
		text.EN += "; the value is rounded to " + step + " to protect people"
	}
	return text
}

var reasons = map[Reason]domain.Text{
	NoRespondents: {UK: "Ніхто не відповів.", EN: "Nobody answered."},
	OneRespondent: {UK: "Відповіла лише одна особа: похибки не визначити.", EN: "Only one person answered: no error can be given."},
	LoneStratum:   {UK: "Є страта з одним респондентом: похибки не визначити.", EN: "A stratum has one respondent: no error can be given."},
	NotSampled: {
		UK: "Учасники долучилися за власним бажанням: показник орієнтовний, похибки вибірки не наводимо.",
		EN: "Respondents chose to take part: the figure is indicative and no margin of error is claimed.",
	},
	UnknownSizes: {
		UK: "Не про всі громади відомо, скільки там людей: разом це не показник усіх, похибки вибірки не наводимо.",
		EN: "It is not known of all communities how many people they have: together this is no figure of all, and no margin of error is claimed.",
	},
	PartLacks: {
		UK: "Частина відповідей, онлайн або решта, не має власної похибки: спільної не визначити.",
		EN: "One part of the answers, online or all others, has no error of its own: none can be given of both.",
	},
	NoVariation: {
		UK: "Усі відповіли однаково: нульова стандартна похибка не означає точності.",
		EN: "All answered alike: a standard error of 0 does not mean precision.",
	},
	Known: {
		UK: "Значення відоме точно: опитано всіх або його задано зважуванням.",
		EN: "Known exactly: everybody was asked, or the weighting sets it.",
	},
}

// Text says it in words; nothing where all is there.
func (r Reason) Text() domain.Text { return reasons[r] }
