package resolvers_test

import (
	"testing"

	"hromada/domain"
)

// TestUnknownCodesInFilters: an empty list would look like an answer to a mistyped code.
func TestUnknownCodesInFilters(t *testing.T) {
	t.Parallel()
	a := world(t)
	for field, query := range map[string]string{
		"filter.regionCode":     `{ communities(filter: {regionCode: "UA99000000000000000"}) { nodes { id } } }`,
		"filter.districtCode":   `{ communities(filter: {districtCode: "UA99020000000000000"}) { nodes { id } } }`,
		"filter.codes":          `{ communities(filter: {codes: ["UA05020030000031457", "UA99020010000000000"]}) { nodes { id } } }`,
		"filter.participatesIn": `{ communities(filter: {participatesIn: "no-such-project"}) { nodes { id } } }`,
		"filter.communityCodes": `{ goals(filter: {communityCodes: ["UA99020010000000000"]}) { nodes { id } } }`,
		"filter.category":       `{ components(filter: {category: ["TRAINING", "NO_SUCH"]}) { nodes { id } } }`,
	} {
		if got := a.refused(query, nil).Extensions; got.Code != domain.CodeNotFound || got.Field != field {
			t.Errorf("%s: got %s about %q", query, got.Code, got.Field)
		}
	}
}
