package models

import (
	"context"
	"strings"

	"hromada/auth"
	"hromada/domain"
)

// codeChecks are the kinds of codes that a filter may name, each with the condition that nobody has one.
var codeChecks = []struct{ kind, unknown string }{
	{"region", `CAST(@region AS text) IS NOT NULL
		AND NOT EXISTS (SELECT FROM regions r WHERE r.code = CAST(@region AS text))`},
	{"district", `CAST(@district AS text) IS NOT NULL
		AND NOT EXISTS (SELECT FROM districts e WHERE e.code = CAST(@district AS text))`},
	{"project", `CAST(@project AS text) IS NOT NULL
		AND NOT EXISTS (SELECT FROM projects j WHERE j.code = CAST(@project AS text))`},
	{"communities", `EXISTS (SELECT FROM unnest(CAST(@communities AS text[])) u (code)
		WHERE NOT EXISTS (SELECT FROM communities c WHERE c.code = u.code))`},
	{"categories", `EXISTS (SELECT FROM unnest(CAST(@categories AS text[])) u (code)
		WHERE NOT EXISTS (SELECT FROM categories g WHERE g.code = u.code))`},
	{"problems", `EXISTS (SELECT FROM unnest(CAST(@problems AS bigint[])) u (id)
		WHERE NOT EXISTS (SELECT FROM problems q WHERE q.id = u.id))`},
}

// codesAsked are the codes that a filter names.
type codesAsked struct {
	region, district *domain.KatottgCode
	project          *string
	communities      []domain.KatottgCode
	communitiesField string // lists of places and of nodes call it differently
	categories       []string
	problems         []domain.NodeID
}

// field is what the schema calls a kind of codes.
func (c codesAsked) field(kind string) string {
	return map[string]string{
		"region": "filter.regionCode", "district": "filter.districtCode", "project": "filter.participatesIn",
		"communities": c.communitiesField, "categories": "filter.category", "problems": "filter.problemIds",
	}[kind]
}

// known refuses codes that nobody has: an empty list would look like an answer to a mistyped code.
func (s *Store) known(ctx context.Context, c codesAsked) error {
	if c.region == nil && c.district == nil && c.project == nil && len(c.communities)+len(c.categories)+len(c.problems) == 0 {
		return nil
	}
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return err
	}
	parts := make([]string, len(codeChecks))
	for i, check := range codeChecks {
		parts[i] = `SELECT '` + check.kind + `' AS kind WHERE ` + check.unknown
	}
	type unknown struct{ Kind string }
	found, err := fetch[unknown](d, strings.Join(parts, ` UNION ALL `), named{
		"region": c.region, "district": c.district, "project": c.project,
		"communities": texts(c.communities), "categories": texts(c.categories), "problems": problemNumbers(c.problems),
	})
	if err != nil || len(found) == 0 {
		return err
	}
	return domain.NotFound(c.field(found[0].Kind))
}
