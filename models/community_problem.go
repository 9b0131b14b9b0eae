package models

import (
	"context"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// CommunityProblem is a problem that a community has. That it has it, and how badly, is public; what its people and experts noted of it is
// read by statements of their own, for those who may see how it works.
type CommunityProblem struct {
	member[CommunityProblem]
	CommunityID int64
	Number      int64
	RegionID    int64
	ProblemID   int64
	Severity    int
	Version     int
	UpdatedAt   time.Time
}

// Problems k that communities c have.
const (
	communityProblemColumns = `k.community_id, k.number, c.region_id, k.problem_id, k.severity, k.version, k.updated_at`
	communityProblemsFrom   = ` FROM community_problems k JOIN communities c ON c.id = k.community_id `
)

// NodeID is the public id of the community's problem.
func (p *CommunityProblem) NodeID() domain.NodeID { return communityProblemID(p.CommunityID, p.Number) }

func communityProblemID(community, number int64) domain.NodeID {
	return domain.NodeID{Type: "CommunityProblem", Community: community, Number: number}
}

func (p *CommunityProblem) place() place { return place{p.CommunityID, p.Number} }

// ViewerCan lists what the viewer may do about it.
func (p *CommunityProblem) ViewerCan(ctx context.Context) []auth.Action {
	return openFor(ctx, p.CommunityID, p.RegionID, auth.EditCommunityProblems)
}

func communityProblemsByPlace(d *door, keys []place) ([]*CommunityProblem, error) {
	return siblings(fetch[CommunityProblem](d, `SELECT `+communityProblemColumns+communityProblemsFrom+`
		JOIN `+unnestPlaces+` asked (community_id, number) ON asked.community_id = k.community_id AND asked.number = k.number`, places(keys)))
}

// ProblemsOf gives a community's problems, the severest first. Uncovered true leaves those that no goal answers in a view of its trees, and
// false those that some goal does.
func (s *Store) ProblemsOf(ctx context.Context, row *Community, uncovered *bool, view domain.TreeView) ([]*CommunityProblem, error) {
	if _, err := s.readTrees(ctx, view); err != nil {
		return nil, err
	}
	all, err := share(ctx, row, "problems", nil, func(ctx context.Context, rows []*Community) (map[*Community][]*CommunityProblem, error) {
		d, err := s.read(ctx, auth.ReadRegistry)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[CommunityProblem](d, `SELECT `+communityProblemColumns+communityProblemsFrom+` JOIN problems q ON q.id = k.problem_id
			WHERE k.community_id = ANY (CAST(@ids AS bigint[])) ORDER BY k.severity DESC, q.position, q.id`, named{"ids": numbers(keysOf(rows, (*Community).id))}))
		return toMany(rows, (*Community).id, found, func(p *CommunityProblem) int64 { return p.CommunityID }), err
	})
	if err != nil || uncovered == nil {
		return all, err
	}
	left := []*CommunityProblem{}
	for _, p := range all {
		covered, err := s.Covered(ctx, p, view)
		if err != nil {
			return nil, err
		}
		if covered != *uncovered {
			left = append(left, p)
		}
	}
	return left, nil
}

// answeredBy is the common table expression answered, of the problems that goals answer in the trees of communities: those goals that were
// not cancelled, in all the trees that the door shows. It follows merges.
func (d *door) answeredBy(communities []int64, args named) string {
	args["answering"] = numbers(communities)
	return d.rollUp(stateNow, allTrees+` WHERE t.community_id = ANY (CAST(@answering AS bigint[]))`, `TRUE`) + `, answered AS (
		SELECT DISTINCT x.community_id, coalesce(a.merged_into, a.id) AS problem_id
		FROM goal_progress o
		JOIN goal_problems x ON x.community_id = o.community_id AND x.revision_number = o.revision_number AND x.node_number = o.node_number
		JOIN problems a ON a.id = x.problem_id
		WHERE o.status IS DISTINCT FROM 'CANCELLED') `
}

// Covered tells whether some goal that was not cancelled answers a community's problem, in a view of its trees.
func (s *Store) Covered(ctx context.Context, row *CommunityProblem, view domain.TreeView) (bool, error) {
	type answered struct{ CommunityID, ProblemID int64 }
	return share(ctx, row, "covered", view, func(ctx context.Context, rows []*CommunityProblem) (map[*CommunityProblem]bool, error) {
		d, err := s.readTrees(ctx, view)
		if err != nil {
			return nil, err
		}
		args := named{}
		found, err := fetch[answered](d, d.answeredBy(keysOf(rows, func(p *CommunityProblem) int64 { return p.CommunityID }), args)+`
			SELECT community_id, problem_id FROM answered`, args)
		known := make(map[answered]bool, len(found))
		for _, a := range found {
			known[*a] = true
		}
		shares := make(map[*CommunityProblem]bool, len(rows))
		for _, p := range rows {
			shares[p] = known[answered{p.CommunityID, p.ProblemID}]
		}
		return shares, err
	})
}

// ProblemOf gives the problem of the region's list that it is.
func (s *Store) ProblemOf(ctx context.Context, row *CommunityProblem) (*Problem, error) {
	return share(ctx, row, "problem", nil, func(ctx context.Context, rows []*CommunityProblem) (map[*CommunityProblem]*Problem, error) {
		return problemsOf(ctx, s, rows, func(p *CommunityProblem) int64 { return p.ProblemID })
	})
}

// CommunityOfProblem gives the community that has it.
func (s *Store) CommunityOfProblem(ctx context.Context, row *CommunityProblem) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*CommunityProblem) (map[*CommunityProblem]*Community, error) {
		return communitiesOf(ctx, s, rows, func(p *CommunityProblem) int64 { return p.CommunityID })
	})
}

// CommunityProblemHistory gives the latest events about problems of communities, the newest first, for those who may see how they work.
func (s *Store) CommunityProblemHistory(ctx context.Context, row *CommunityProblem) ([]*AuditEvent, error) {
	return share(ctx, row, "history", nil, func(ctx context.Context, rows []*CommunityProblem) (map[*CommunityProblem][]*AuditEvent, error) {
		found, err := s.historyOf(ctx, "CommunityProblem", keysOf(rows, (*CommunityProblem).place))
		return toMany(rows, (*CommunityProblem).place, found, subjectPlace), err
	})
}

// ProblemWork is what a community and its experts noted of a problem, and who was the last to do so.
type ProblemWork struct {
	CommunityID   int64
	Number        int64
	Note          *string
	UpdatedByName *string
}

// WorkOnProblem gives what was noted of a community's problem; nothing to those who may not see how the community works.
func (s *Store) WorkOnProblem(ctx context.Context, row *CommunityProblem) (*ProblemWork, error) {
	work, err := share(ctx, row, "work", nil, func(ctx context.Context, rows []*CommunityProblem) (map[*CommunityProblem]*ProblemWork, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := fetch[ProblemWork](d, `SELECT k.community_id, k.number, k.note, u.name AS updated_by_name FROM `+unnestPlaces+` asked (community_id, number)
			JOIN community_problems k ON k.community_id = asked.community_id AND k.number = asked.number LEFT JOIN users u ON u.id = k.updated_by
			WHERE `+d.seesWork(`k.community_id`), places(keysOf(rows, (*CommunityProblem).place)))
		return toOne(rows, (*CommunityProblem).place, found, func(w *ProblemWork) place { return place{w.CommunityID, w.Number} }), err
	})
	if err != nil || work == nil {
		return &ProblemWork{}, err
	}
	return work, nil
}

// ProblemEvidence is something from which it is known that a community has a problem.
type ProblemEvidence struct {
	member[ProblemEvidence]
	CommunityID    int64
	ProblemNumber  int64
	Number         int64
	Kind           domain.ProblemEvidenceKind
	Text           string
	URL            *string
	SurveyNumber   *int64
	QuestionNumber *int64
	AddedAt        time.Time
	AddedByName    *string
}

// EvidenceOfProblem gives from where a community's problem is known, in the order in which it was added, for those who may see how it works.
func (s *Store) EvidenceOfProblem(ctx context.Context, row *CommunityProblem) ([]*ProblemEvidence, error) {
	return share(ctx, row, "evidence", nil, func(ctx context.Context, rows []*CommunityProblem) (map[*CommunityProblem][]*ProblemEvidence, error) {
		d, err := s.read(ctx, auth.ReadWorkingTree)
		if err != nil {
			return nil, err
		}
		found, err := siblings(fetch[ProblemEvidence](d, `SELECT e.community_id, e.problem_number, e.number, e.kind, e.text, e.url, e.survey_number, e.question_number,
				e.added_at, u.name AS added_by_name
			FROM `+unnestPlaces+` asked (community_id, number)
			JOIN community_problem_evidence e ON e.community_id = asked.community_id AND e.problem_number = asked.number
			LEFT JOIN users u ON u.id = e.added_by WHERE `+d.reaches(`e.community_id`)+` ORDER BY e.number`, places(keysOf(rows, (*CommunityProblem).place))))
		return toMany(rows, (*CommunityProblem).place, found, func(e *ProblemEvidence) place { return place{e.CommunityID, e.ProblemNumber} }), err
	})
}
