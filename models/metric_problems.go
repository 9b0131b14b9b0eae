package models

import (
	"hromada/domain"
	"hromada/domain/comparison"
)

// problemMetric is the code of the metric of a problem p of a region's list. The same problem has it in every region.
const problemMetric = `'problems.' || lower(p.code) || '.severity'`

// problemMetrics are those of all problems that communities choose from.
func problemMetrics(d *door) ([]Metric, error) {
	type listed struct {
		Code   string
		NameUK string
		NameEN *string
	}
	found, err := fetch[listed](d, `SELECT DISTINCT ON (p.code) `+problemMetric+` AS code, p.name_uk, p.name_en
		FROM problems p WHERE NOT p.merged ORDER BY p.code, p.region_id`, nil)
	metrics := make([]Metric, len(found))
	for i, p := range found {
		en := domain.Pick(domain.English, p.NameUK, p.NameEN)
		metrics[i] = metricOf(p.Code, domain.ProblemMetrics, domain.SeverityUnit, comparison.LowerIsBetter, "Гострота проблеми: "+p.NameUK, "Severity of the problem: "+en,
			"Гострота від 1 до 5, яку назвали громада або експерт.", "The severity from 1 to 5 that the community or an expert has named.")
	}
	return metrics, err
}

// dropSeverities drops this month's figures of a problem that is merged; those of the months before tell what was.
func (tx *Tx) dropSeverities(problem *Problem) error {
	_, err := fetch[struct{ Period int }](&tx.door, `DELETE FROM metric_values v USING problems p, communities c
		WHERE p.id = @id AND v.metric = `+problemMetric+` AND v.period = @month AND c.id = v.community_id AND c.region_id = p.region_id
		RETURNING v.period`, named{"id": problem.ID, "month": domain.MonthOf(tx.today).Number})
	return err
}

// problemValues are the severities of communities that have named problems. One that a community has not named, or names no more, has none.
func (d *door) problemValues(day domain.Date, communities string, args named) ([]*metricValue, error) {
	args["month"] = domain.MonthOf(day).Number
	type said struct {
		Metric      string
		CommunityID int64
		Severity    *float64
	}
	found, err := fetch[said](d, `SELECT `+problemMetric+` AS metric, c.id AS community_id, CAST(max(s.severity) AS float8) AS severity
		FROM communities c JOIN problems p ON p.region_id = c.region_id AND NOT p.merged
		LEFT JOIN community_problems s ON s.community_id = c.id AND s.problem_id = p.id
		WHERE `+communities+` AND (EXISTS (SELECT FROM community_problems o WHERE o.community_id = c.id)
			OR EXISTS (SELECT FROM metric_values v WHERE v.community_id = c.id AND v.metric = `+problemMetric+` AND v.period = @month ))
		GROUP BY p.code, c.id`, args)
	values := make([]*metricValue, len(found))
	for i, f := range found {
		values[i] = &metricValue{Metric: f.Metric, Community: f.CommunityID, Period: domain.MonthOf(day).Number, Value: f.Severity, AsOf: day}
		if f.Severity == nil {
			values[i].Missing = new(comparison.NotCollected)
		}
	}
	return values, err
}
