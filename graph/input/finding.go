package input

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// Finding is what is said of a finding of a survey that is confirmed.
type Finding struct {
	Survey    domain.NodeID
	Problem   domain.NodeID
	Community domain.KatottgCode
	Version   graphql.Omittable[*int]
	Severity  graphql.Omittable[*int]
	Note      graphql.Omittable[*string]
}

// Edit writes into the fields of a community's problem what was said.
func (f *Finding) Edit(fields *domain.CommunityProblemFields) { say(&fields.Note, f.Note) }
