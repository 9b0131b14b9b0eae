package domain

import (
	"regexp"
	"strconv"
	"unicode/utf8"
)

// How long what is written of problems may be, in characters, and how much of it there may be.
const (
	MaxProblemName        = 200
	MaxProblemDescription = 5000
	MaxProblemNote        = 5000
	MaxEvidenceText       = 2000

	// MaxProblemEvidence is how many entries a problem of a community may be given.
	MaxProblemEvidence = 50
	// MaxGoalProblems is how many problems one goal may answer.
	MaxGoalProblems = 20
)

// How severe a problem is: from hardly felt to critical.
const (
	LeastSeverity = 1
	MostSeverity  = 5
)

var problemCode = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// CheckProblemCode refuses what is no code of a problem.
func CheckProblemCode(code string) error {
	if len(code) > MaxCode || !problemCode.MatchString(code) {
		return Invalid("code", "Великі латинські літери й цифри, слова через підкреслення, не більше ніж %d символів.",
			"Latin capital letters and digits, words joined by underscores, at most %d characters.", MaxCode)
	}
	return nil
}

// ProblemFields is what people write of a problem of a region's list. Empty texts mean "not known".
type ProblemFields struct{ NameUK, NameEN, DescriptionUK, DescriptionEN string }

// Trimmed gives the fields without blanks around them.
func (f ProblemFields) Trimmed() ProblemFields {
	return ProblemFields{
		Trimmed(f.NameUK), Trimmed(f.NameEN), Trimmed(f.DescriptionUK), Trimmed(f.DescriptionEN),
	}
}

func (f ProblemFields) texts() []boundedText {
	return []boundedText{
		{"nameUk", f.NameUK, 1, MaxProblemName},
		{"nameEn", f.NameEN, 0, MaxProblemName},
		{"descriptionUk", f.DescriptionUK, 0, MaxProblemDescription},
		{"descriptionEn", f.DescriptionEN, 0, MaxProblemDescription},
	}
}

// Check finds everything that is wrong with the fields; faults name them as the schema does.
func (f ProblemFields) Check() Faults { return checkTexts(f.texts()) }

// Facts are the fields that are known, by the names that the schema has for them.
func (f ProblemFields) Facts() map[string]any { return knownTexts(f.texts()) }

// checkTexts finds the texts that are too short or too long.
func checkTexts(texts []boundedText) Faults {
	var faults Faults
	for _, text := range texts {
		if n := utf8.RuneCountInString(text.value); n < text.least || n > text.most || (text.least > 0 && isBlank(text.value)) {
			faults = append(faults, Invalid(text.field, "Від %d до %d символів.", "%d to %d characters.", text.least, text.most))
		}
	}
	return faults
}

func knownTexts(texts []boundedText) map[string]any {
	facts := map[string]any{}
	for _, text := range texts {
		say(facts, text.field, text.value)
	}
	return facts
}

// ProblemEvidenceKind is from where it is known that a community has a problem.
type ProblemEvidenceKind string

// The kinds of evidence.
const (
	SurveyFigure   ProblemEvidenceKind = "SURVEY_FIGURE"
	ExpertEvidence ProblemEvidenceKind = "EXPERT"
	StaffEvidence  ProblemEvidenceKind = "STAFF"
)

// ProblemEvidence is one thing from which it is known.
type ProblemEvidence struct {
	Kind ProblemEvidenceKind
	Text string
	URL  string // empty: nowhere to read on
}

// CommunityProblemFields is what people write of a problem that a community has.
type CommunityProblemFields struct {
	Severity int // 1 to 5
	Note     string
	Evidence []ProblemEvidence
}

// Trimmed gives the fields without blanks around texts.
func (f CommunityProblemFields) Trimmed() CommunityProblemFields {
	trimmed := CommunityProblemFields{Severity: f.Severity, Note: Trimmed(f.Note)}
	for _, e := range f.Evidence {
		trimmed.Evidence = append(trimmed.Evidence, ProblemEvidence{e.Kind, Trimmed(e.Text), e.URL})
	}
	return trimmed
}

// Check finds everything that is wrong with the fields; faults name them as the schema does.
func (f CommunityProblemFields) Check() Faults {
	var faults Faults
	if f.Severity < LeastSeverity || f.Severity > MostSeverity {
		faults = append(faults, Invalid("severity", "Від %d до %d.", "%d to %d.", LeastSeverity, MostSeverity))
	}
	faults = append(faults, checkTexts([]boundedText{{"note", f.Note, 0, MaxProblemNote}})...)
	if len(f.Evidence) > MaxProblemEvidence {
		return append(faults, Invalid("evidence", "Не більше ніж %d.", "At most %d.", MaxProblemEvidence))
	}
	said := map[ProblemEvidence]bool{}
	for i, e := range f.Evidence {
		at := "evidence." + strconv.Itoa(i)
		faults = append(faults, checkTexts([]boundedText{{at + ".text", e.Text, 1, MaxEvidenceText}, {at + ".url", e.URL, 0, MaxURL}})...)
		if said[e] {
			faults = append(faults, Invalid(at, "Таке підтвердження вже є.", "This evidence is there already."))
		}
		said[e] = true
	}
	return faults
}

// Facts are the fields that are known, by the names that the schema has for them.
func (f CommunityProblemFields) Facts() map[string]any {
	facts := map[string]any{"severity": f.Severity}
	say(facts, "note", f.Note)
	if len(f.Evidence) == 0 {
		return facts
	}
	told := make([]map[string]string, len(f.Evidence))
	for i, e := range f.Evidence {
		told[i] = map[string]string{"kind": string(e.Kind), "text": e.Text}
		if e.URL != "" {
			told[i]["url"] = e.URL
		}
	}
	facts["evidence"] = told
	return facts
}

// Problems are what a demonstration tells of problems: what the lists of regions have beyond the standard ones, and what communities have.
type Problems struct {
	Listed []ListedProblem
	Found  []FoundProblem
}

// ListedProblem is a problem of the list of a region.
type ListedProblem struct {
	Region KatottgCode
	Code   string
	ProblemFields
}

// FoundProblem is a problem of the region's list that a community has.
type FoundProblem struct {
	Community KatottgCode
	Code      string
	CommunityProblemFields
}
