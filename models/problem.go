package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Problem is one of the problems that the communities of a region choose from.
type Problem struct {
	member[Problem]
	ID            int64
	RegionID      int64
	Code          string
	NameUK        string
	NameEN        *string
	DescriptionUK *string
	DescriptionEN *string
	Position      int
	Version       int
	MergedInto    *int64
}

const problemColumns = `q.id, q.region_id, q.code, q.name_uk, q.name_en, q.description_uk, q.description_en, q.position, q.version, q.merged_into`

// MaxProblems is how many problems the list of a region has at the most, with those that were merged.
const MaxProblems = 200

// NodeID is the problem's public id.
func (p *Problem) NodeID() domain.NodeID { return problemID(p.ID) }

func problemID(number int64) domain.NodeID { return domain.NodeID{Type: "Problem", Number: number} }

// problemNumber is the number that an id names; 0, which no problem has, where it names something else.
func problemNumber(id domain.NodeID) int64 {
	if id.Type != "Problem" || id.Community != 0 {
		return 0
	}
	return id.Number
}

func problemNumbers(ids []domain.NodeID) array {
	all := make([]int64, len(ids))
	for i, id := range ids {
		all[i] = problemNumber(id)
	}
	return numbers(all)
}

func (p *Problem) id() int64 { return p.ID }

// Name gives the name in a language.
func (p *Problem) Name(lang domain.Language) string { return domain.Pick(lang, p.NameUK, p.NameEN) }

// Description gives the description in a language, else in the other one; nil where there is none.
func (p *Problem) Description(lang domain.Language) *string {
	if p.DescriptionUK == nil || (lang == domain.English && p.DescriptionEN != nil) {
		return p.DescriptionEN
	}
	return p.DescriptionUK
}

// ViewerCan lists what the viewer may do about the problem. What was merged is not changed any more.
func (p *Problem) ViewerCan(ctx context.Context) []auth.Action {
	if p.MergedInto != nil {
		return []auth.Action{}
	}
	return openFor(ctx, 0, p.RegionID, auth.EditProblems)
}

// openFor lists which of some actions are open to the viewer about what belongs to a community in a region, or to the region itself.
func openFor(ctx context.Context, community, region int64, actions ...auth.Action) []auth.Action {
	can := []auth.Action{}
	for _, action := range actions {
		if scope, err := allowed(ctx, action); err == nil && scope.Holds(community, region) {
			can = append(can, action)
		}
	}
	return can
}

func problemsByID(d *door, ids []int64) ([]*Problem, error) {
	return siblings(fetch[Problem](d, `SELECT `+problemColumns+` FROM problems q WHERE q.id = ANY (CAST(@ids AS bigint[]))`, named{"ids": numbers(ids)}))
}

// ProblemsOfRegion gives the list of a region in its order; with merged, also what was merged into others.
func (s *Store) ProblemsOfRegion(ctx context.Context, row *Region, merged bool) ([]*Problem, error) {
	return share(ctx, row, "problems", merged, func(ctx context.Context, rows []*Region) (map[*Region][]*Problem, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[Problem](d, `SELECT `+problemColumns+` FROM problems q
			WHERE q.region_id = ANY (CAST(@ids AS bigint[])) AND (NOT q.merged OR CAST(@merged AS boolean)) ORDER BY q.position, q.id`,
			named{"ids": numbers(keysOf(rows, (*Region).id)), "merged": merged}))
		return toMany(rows, (*Region).id, found, func(p *Problem) int64 { return p.RegionID }), err
	})
}

// RegionOfProblem gives the region whose list it is in.
func (s *Store) RegionOfProblem(ctx context.Context, row *Problem) (*Region, error) {
	return share(ctx, row, "region", nil, func(ctx context.Context, rows []*Problem) (map[*Problem]*Region, error) {
		return regionsOf(ctx, s, rows, func(p *Problem) int64 { return p.RegionID })
	})
}

// MergedInto gives the problem that one counts for since it was merged; nil for what stands for itself.
func (s *Store) MergedInto(ctx context.Context, row *Problem) (*Problem, error) {
	return share(ctx, row, "mergedInto", nil, func(ctx context.Context, rows []*Problem) (map[*Problem]*Problem, error) {
		return problemsOf(ctx, s, rows, func(p *Problem) int64 { return valueOr(p.MergedInto, 0) })
	})
}

// problemsOf gives every row the problem that its key names.
func problemsOf[C any](ctx context.Context, s *Store, rows []*C, key func(*C) int64) (map[*C]*Problem, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	found, err := problemsByID(d, keysOf(rows, key))
	return toOne(rows, key, found, (*Problem).id), err
}

// ProblemHistory gives the latest events about problems, the newest first, for those who may see how a region or one of its communities works.
func (s *Store) ProblemHistory(ctx context.Context, row *Problem) ([]*AuditEvent, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*Problem) (map[*Problem][]*AuditEvent, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[AuditEvent](d, `SELECT `+d.workColumns()+` FROM problems q CROSS JOIN LATERAL (
				SELECT * FROM audit_events x WHERE x.subject_type = 'Problem' AND x.subject_community = 0 AND x.subject_number = q.id AND NOT x.refused
				ORDER BY x.id DESC LIMIT @length ) e
			LEFT JOIN users u ON u.id = e.actor_id
			WHERE q.id = ANY (CAST(@ids AS bigint[])) AND `+d.reachesRegion(`q.region_id`)+` ORDER BY e.id DESC`,
			named{"ids": numbers(keysOf(rows, (*Problem).id)), "length": historyLength}))
		return toMany(rows, (*Problem).id, found, func(e *AuditEvent) int64 { return *e.SubjectNumber }), err
	})
}

// reachesRegion is the condition that the scope holds a region, or a community of it.
func (d *door) reachesRegion(region string) string {
	switch d.scope.Reach {
	case auth.All:
		return `TRUE`
	case auth.Own:
		return `(` + region + ` = ANY (CAST(@viewerRegions AS bigint[])) OR ` + region + ` IN (
			SELECT mine.region_id FROM communities mine WHERE mine.id = ANY (CAST(@viewerCommunities AS bigint[]))))`
	default:
		return `FALSE`
	}
}
