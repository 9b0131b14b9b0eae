package models

import (
	"context"

	"hromada/domain"
)

// ProblemFigures sum up a problem over communities.
type ProblemFigures struct {
	member[ProblemFigures]
	ProblemID    int64
	Communities  int // that have it
	Of           int // communities of its region among those asked for
	MeanSeverity *float64
	Covered      int // of those that have it, where some goal answers it
	Severity1    int
	Severity2    int
	Severity3    int
	Severity4    int
	Severity5    int
}

// SeverityCount is how many communities have a problem with one severity.
type SeverityCount struct{ Severity, Communities int }

// Severities tell how many communities have the problem with each severity, from 1 to 5.
func (f *ProblemFigures) Severities() []*SeverityCount {
	counts := []*SeverityCount{}
	for i, n := range []int{f.Severity1, f.Severity2, f.Severity3, f.Severity4, f.Severity5} {
		counts = append(counts, &SeverityCount{domain.LeastSeverity + i, n})
	}
	return counts
}

// ProblemOrder says in which order.
type ProblemOrder struct {
	Field     ProblemOrderField
	Direction domain.OrderDirection
}

// ProblemOrderField is what problems can be ordered by.
type ProblemOrderField string

// The orders.
const (
	ByFrequency ProblemOrderField = "FREQUENCY"
	BySeverity  ProblemOrderField = "SEVERITY"
)

// problemOrders end with what tells all problems apart, so that the order is always the same.
var problemOrders = map[ProblemOrder]string{
	{ByFrequency, domain.Ascending}:  `communities, mean_severity NULLS LAST, position, problem_id`,
	{ByFrequency, domain.Descending}: `communities DESC, mean_severity DESC NULLS LAST, position, problem_id`,
	{BySeverity, domain.Ascending}:   `mean_severity NULLS LAST, communities, position, problem_id`,
	{BySeverity, domain.Descending}:  `mean_severity DESC NULLS LAST, communities DESC, position, problem_id`,
}

// Problems sums up the problems of the regions that the communities of a filter lie in. A problem that none of them has is among them; one
// that was merged counts for the other, and is not.
func (s *Store) Problems(ctx context.Context, f CommunityFilter, order ProblemOrder) ([]*ProblemFigures, error) {
	d, l, err := s.communityList(ctx, CommunityQuery{Filter: f, Order: CommunityOrder{Field: ByName}})
	if err != nil {
		return nil, err
	}
	if err := s.known(ctx, f.codes()); err != nil {
		return nil, err
	}
	ids, err := d.communityIDs(l)
	if err != nil {
		return nil, err
	}
	trees, err := s.readPublished(ctx)
	if err != nil {
		return nil, err
	}
	args := named{"ids": numbers(ids)}
	return siblings(fetch[ProblemFigures](trees, trees.answeredBy(ids, args)+`, asked AS (
			SELECT c.id, c.region_id FROM communities c WHERE c.id = ANY (CAST(@ids AS bigint[]))), summed AS (
			SELECT k.problem_id, count(*) AS communities, CAST(avg(k.severity) AS float8) AS mean_severity, count(w.problem_id) AS covered,
				count(*) FILTER (WHERE k.severity = 1) AS severity1, count(*) FILTER (WHERE k.severity = 2) AS severity2,
				count(*) FILTER (WHERE k.severity = 3) AS severity3, count(*) FILTER (WHERE k.severity = 4) AS severity4,
				count(*) FILTER (WHERE k.severity = 5) AS severity5
			FROM community_problems k LEFT JOIN answered w ON w.community_id = k.community_id AND w.problem_id = k.problem_id
			WHERE k.community_id IN (SELECT id FROM asked) GROUP BY k.problem_id)
		SELECT q.id AS problem_id, q.position, r.of, coalesce(x.communities, 0) AS communities, x.mean_severity, coalesce(x.covered, 0) AS covered,
			coalesce(x.severity1, 0) AS severity1, coalesce(x.severity2, 0) AS severity2, coalesce(x.severity3, 0) AS severity3,
			coalesce(x.severity4, 0) AS severity4, coalesce(x.severity5, 0) AS severity5
		FROM problems q JOIN (SELECT region_id, count(*) AS of FROM asked GROUP BY region_id) r ON r.region_id = q.region_id
		LEFT JOIN summed x ON x.problem_id = q.id
		WHERE NOT q.merged ORDER BY `+problemOrders[order], args))
}

// ProblemCounted gives the problem that figures sum up.
func (s *Store) ProblemCounted(ctx context.Context, row *ProblemFigures) (*Problem, error) {
	return share(ctx, row, "problem", nil, func(ctx context.Context, rows []*ProblemFigures) (map[*ProblemFigures]*Problem, error) {
		return problemsOf(ctx, s, rows, func(f *ProblemFigures) int64 { return f.ProblemID })
	})
}
