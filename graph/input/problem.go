package input

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// Problem is what is said of a problem of a region's list that is added or changed.
type Problem struct {
	ID      domain.NodeID
	Version int
	Region  domain.KatottgCode
	Code    string
	Called  string // the Ukrainian name of what is added

	NameUK        graphql.Omittable[*string]
	NameEN        graphql.Omittable[*string]
	DescriptionUK graphql.Omittable[*string]
	DescriptionEN graphql.Omittable[*string]
}

// Edit writes into the fields of a problem what was said: what is absent stays, what is null is cleared.
func (p *Problem) Edit(f *domain.ProblemFields) {
	if p.Called != "" {
		f.NameUK = p.Called
	}
	say(&f.NameUK, p.NameUK)
	say(&f.NameEN, p.NameEN)
	say(&f.DescriptionUK, p.DescriptionUK)
	say(&f.DescriptionEN, p.DescriptionEN)
}

// CommunityProblem is what is said of a problem that a community has.
type CommunityProblem struct {
	Community domain.KatottgCode
	Problem   domain.NodeID
	Version   graphql.Omittable[*int]
	Severity  int
	Note      graphql.Omittable[*string]
	Evidence  graphql.Omittable[[]*domain.ProblemEvidence]
}

// Edit writes into the fields of a community's problem what was said: what is absent stays, what is null is cleared.
func (p *CommunityProblem) Edit(f *domain.CommunityProblemFields) {
	f.Severity = p.Severity
	say(&f.Note, p.Note)
	if evidence, said := p.Evidence.ValueOK(); said {
		f.Evidence = nil
		for _, e := range evidence {
			f.Evidence = append(f.Evidence, *e)
		}
	}
}
