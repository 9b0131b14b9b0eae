package demonstration

import (
	"hromada/domain"
)

// madeUp stands before every invented note and piece of evidence: unlike trees, they have no other place to say so.
const madeUp = "Демонстраційні дані. "

// problem says what the communities that have a problem may write of it. One with a name is added to the list of the oblast; others are
// there with its registry.
type problem struct {
	Code        string
	NameUK      string `json:"name_uk"`
	NameEN      string `json:"name_en"`
	Communities int    // that have it
	Least, Most int    // severity
	Kinds       []domain.ProblemEvidenceKind
	Notes       []string
	Evidence    []string // one for each kind
}

// Problems gives the invented problems of the participants of the project, and what the oblast's list has beyond the standard ones. They are
// the same on every day.
func Problems() domain.Problems {
	var all []problem
	load("problems.json", &all)
	communities, made := loadCommunities(), domain.Problems{}
	for _, p := range all {
		if p.NameUK != "" {
			made.Listed = append(made.Listed, domain.ListedProblem{
				Region: oblastOfUsers, Code: p.Code, ProblemFields: domain.ProblemFields{NameUK: p.NameUK, NameEN: p.NameEN},
			})
		}
		first := draw(len(communities), p.Code)
		for i := range p.Communities {
			made.Found = append(made.Found, p.of(communities[(first+i)%len(communities)]))
		}
	}
	return made
}

// of is the problem as one community has it: all have a note, and half of them two pieces of evidence.
func (p problem) of(c community) domain.FoundProblem {
	fields := domain.CommunityProblemFields{
		Severity: p.Least + draw(p.Most-p.Least+1, c.Slug, p.Code, "severity"),
		Note:     madeUp + drawFrom(p.Notes, c.Slug, p.Code, "note"),
	}
	for i := range 1 + draw(len(p.Kinds), c.Slug, p.Code, "evidence") {
		fields.Evidence = append(fields.Evidence, domain.ProblemEvidence{Kind: p.Kinds[i], Text: madeUp + p.Evidence[i]})
	}
	return domain.FoundProblem{Community: c.Code, Code: p.Code, CommunityProblemFields: fields}
}
