package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// codeChecks are the codes that a filter may name, each with the statement part that finds those that nobody has.
var codeChecks = []struct{ field, unknown string }{
	{"filter.regionCode", `CAST(@region AS text) IS NOT NULL
		AND NOT EXISTS (SELECT FROM regions r WHERE r.code = CAST(@region AS text))`},
	{"filter.districtCode", `CAST(@district AS text) IS NOT NULL
		AND NOT EXISTS (SELECT FROM districts e WHERE e.code = CAST(@district AS text))`},
	{"filter.participatesIn", `CAST(@project AS text) IS NOT NULL
		AND NOT EXISTS (SELECT FROM projects j WHERE j.code = CAST(@project AS text))`},
	{"{communities}", `EXISTS (SELECT FROM unnest(CAST(@communities AS text[])) u (code)
		WHERE NOT EXISTS (SELECT FROM communities c WHERE c.code = u.code))`},
	{"filter.category", `EXISTS (SELECT FROM unnest(CAST(@categories AS text[])) u (code)
		WHERE NOT EXISTS (SELECT FROM categories g WHERE g.code = u.code))`},
}

// codesAsked are the codes that a filter names.
type codesAsked struct {
	region, district *domain.KatottgCode
	project          *string
	communities      []domain.KatottgCode
	communitiesField string
	categories       []string
}

// known refuses codes that nobody has: an empty list would look like an answer to a mistyped code.
func (s *Store) known(ctx context.Context, c codesAsked) error {
	if c.region == nil && c.district == nil && c.project == nil && len(c.communities)+len(c.categories) == 0 {
		return nil
	}
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return err
	}
	statement := `SELECT CAST(NULL AS text) AS field WHERE FALSE`
	for _, check := range codeChecks {
		statement += ` UNION ALL SELECT '` + check.field + `' WHERE ` + check.unknown
	}
	type unknown struct{ Field string }
	found, err := fetch[unknown](d, statement, named{
		"region": c.region, "district": c.district, "project": c.project,
		"communities": texts(c.communities), "categories": texts(c.categories),
	})
	if err != nil || len(found) == 0 {
		return err
	}
	if found[0].Field == "{communities}" {
		return domain.NotFound(c.communitiesField)
	}
	return domain.NotFound(found[0].Field)
}
