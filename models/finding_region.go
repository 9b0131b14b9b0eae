package models

import (
	"context"

	"hromada/domain"
)

// FindingWeighting is how communities count in a mean.
type FindingWeighting string

// The ways: each alike, or by how many people live there.
const (
	EqualWeighting      FindingWeighting = "EQUAL"
	PopulationWeighting FindingWeighting = "POPULATION"
)

// ProblemFinding is a problem as residents of many communities name it. First is in how many no problem is named by more.
type ProblemFinding struct {
	member[ProblemFinding]
	ProblemID   int64
	MeanShare   *float64
	Communities int
	Suppressed  int
	Of          int
	First       int
}

// Coverage is of how many communities there is a share, in percent; nil of none.
func (f *ProblemFinding) Coverage() *float64 { return sharePercent(f.Communities, f.Of) }

// findingsOf is what the communities with some ids found of each problem: by questions of the bank of the region, in the survey held last that asked for it, or in
// the last of one wave. Where several options stand for a problem, by the one that most chose; hidden where all are.
const findingsOf = `asked AS (
		SELECT c.id, c.region_id, c.population FROM communities c WHERE c.id = ANY (CAST(@ids AS bigint[]))
	), told AS (
		SELECT f.community_id, p.id AS problem_id, f.value, f.hidden,
			dense_rank() OVER (PARTITION BY f.community_id, p.id ORDER BY ` + heldOn + ` DESC, v.number DESC) AS age
		FROM surveys v JOIN survey_figures f ON f.survey_number = v.number JOIN questions q ON q.number = f.question_number AND q.community_id IS NULL
		JOIN question_options o ON o.question_number = f.question_number AND o.number = f.option_number
		JOIN problems p ON p.id = ` + countsFor + `o.problem_number)
		WHERE ` + ofGroup + ` AND v.state = 'PUBLISHED' AND f.community_id IN (SELECT id FROM asked)
			AND (CAST(@wave AS integer) = 0 OR v.wave = CAST(@wave AS integer))
	), latest AS (
		SELECT t.community_id, t.problem_id, max(t.value) AS value, bool_and(t.hidden) AS hidden FROM told t WHERE t.age = 1 GROUP BY t.community_id, t.problem_id
	), ranked AS (
		SELECT l.*, l.value IS NOT NULL AND rank() OVER (PARTITION BY l.community_id ORDER BY l.value DESC NULLS LAST) = 1 AS first FROM latest l
	)`

// SurveyFindings sums up over communities which problems their residents name.
func (s *Store) SurveyFindings(ctx context.Context, f CommunityFilter, wave *int, weighting FindingWeighting) ([]*ProblemFinding, error) {
	d, l, err := s.communityList(ctx, CommunityQuery{Filter: f, Order: CommunityOrder{Field: ByName}})
	if err != nil {
		return nil, err
	}
	if err := s.known(ctx, f.codes()); err != nil {
		return nil, err
	}
	if wave != nil && (*wave < 1 || *wave > domain.MaxWave) {
		return nil, domain.Invalid("wave", "Від 1 до %d.", "1 to %d.", domain.MaxWave)
	}
	ids, err := d.communityIDs(l)
	if err != nil {
		return nil, err
	}
	args := FiguresAsked{}.args(named{"ids": numbers(ids), "wave": valueOr(wave, 0), "mean": string(weighting)})
	return siblings(fetch[ProblemFinding](d, `WITH `+findingsOf+`
		SELECT p.id AS problem_id, CASE CAST(@mean AS text) WHEN 'POPULATION' THEN
				sum(r.value * c.population ORDER BY c.id) / nullif(sum(c.population) FILTER (WHERE r.value IS NOT NULL), 0) ELSE avg(r.value ORDER BY c.id) END AS mean_share,
			count(r.value) AS communities, count(*) FILTER (WHERE r.hidden) AS suppressed, count(*) FILTER (WHERE r.first) AS first,
			(SELECT count(*) FROM asked a WHERE a.region_id = p.region_id) AS of
		FROM ranked r JOIN asked c ON c.id = r.community_id JOIN problems p ON p.id = r.problem_id
		GROUP BY p.id ORDER BY mean_share DESC NULLS LAST, communities DESC, p.position, p.id`, args))
}

// ProblemOfFinding gives the problem that communities were summed up for.
func (s *Store) ProblemOfFinding(ctx context.Context, row *ProblemFinding) (*Problem, error) {
	return share(ctx, row, "problem", nil, func(ctx context.Context, rows []*ProblemFinding) (map[*ProblemFinding]*Problem, error) {
		return problemsOf(ctx, s, rows, func(f *ProblemFinding) int64 { return f.ProblemID })
	})
}
