package models

import (
	"context"
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
)

// MetricTableQuery is what stands in a table.
type MetricTableQuery struct {
	Metrics []string
	Filter  CommunityFilter
	Period  *string
	Peers   *PeersOf
}

// MaxTableMetrics is how many columns a table has at the most.
const MaxTableMetrics = 50

// MetricTable is many metrics of many communities.
type MetricTable struct {
	Communities []*Community // by name
	Columns     []*MetricColumn
}

// MetricColumn is one metric of the communities of a table, in their order.
type MetricColumn struct {
	Metric           *Metric
	Values           []*float64
	Missing          []*comparison.Missing
	Ranks            []*int
	RankBest         []*int
	RankWorst        []*int
	Min, Median, Max *float64
}

// cellRow is one cell of a table.
type cellRow struct {
	Metric        string
	CommunityID   int64
	Value         *float64
	StandardError *float64
	Missing       *comparison.Missing
}

// MetricTable makes a table in three statements, whatever its size.
func (s *Store) MetricTable(ctx context.Context, q MetricTableQuery) (*MetricTable, error) {
	d, err := s.readPublished(ctx)
	if err != nil {
		return nil, err
	}
	if len(q.Metrics) < 1 || len(q.Metrics) > MaxTableMetrics {
		return nil, domain.Invalid("input.metrics", "Від 1 до %d.", "1 to %d.", MaxTableMetrics)
	}
	metrics, err := metricsByCode(d, q.Metrics, func(i int) string { return "input.metrics." + strconv.Itoa(i) })
	if err != nil {
		return nil, err
	}
	periods := make([]askedPeriod, len(metrics))
	for i, m := range metrics {
		if periods[i], err = m.period(q.Period); err != nil {
			return nil, err
		}
	}
	l, err := s.comparable(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	if _, err := d.onlyPeers(&l, q.Peers); err != nil {
		return nil, err
	}
	return d.table(l, metrics, q.Metrics, periods)
}

func (d *door) table(l list, metrics []*Metric, codes []string, periods []askedPeriod) (*MetricTable, error) {
	communities, err := siblings(fetch[Community](d, l.with+`SELECT `+communityColumns+` `+l.from+` WHERE `+l.where.sql()+` ORDER BY c.name_uk, c.id`, l.where.args))
	if err != nil {
		return nil, err
	}
	if len(communities) > MaxRows {
		return nil, domain.Invalid("input.filter", "Громад більше ніж %d.", "There are more than %d communities.", MaxRows)
	}
	months, waves := make([]int64, len(periods)), make([]int64, len(periods))
	for i, p := range periods {
		months[i], waves[i] = int64(p.Month), int64(p.Wave)
	}
	cells, err := fetch[cellRow](d, `SELECT a.metric, c.id AS community_id, v.value, v.standard_error, v.missing
		FROM unnest(CAST(@metrics AS text[]), CAST(@months AS bigint[]), CAST(@waves AS bigint[])) a (metric, month, wave)
		CROSS JOIN unnest(CAST(@ids AS bigint[])) c (id)
		CROSS JOIN LATERAL (SELECT x.value, x.standard_error, x.missing FROM metric_values x WHERE x.metric = a.metric AND x.community_id = c.id
			AND a.month IN (0, x.period) AND (a.wave = 0 OR x.wave = a.wave) ORDER BY `+latestFirst+` LIMIT 1) v`,
		named{"metrics": texts(codes), "months": numbers(months), "waves": numbers(waves), "ids": numbers(keysOf(communities, (*Community).id))})
	if err != nil {
		return nil, err
	}
	byMetric := map[string]map[int64]*cellRow{}
	for _, cell := range cells {
		if byMetric[cell.Metric] == nil {
			byMetric[cell.Metric] = map[int64]*cellRow{}
		}
		byMetric[cell.Metric][cell.CommunityID] = cell
	}
	table := &MetricTable{Communities: communities}
	for _, m := range metrics {
		column, err := columnOf(m, communities, byMetric[m.Code])
		if err != nil {
			return nil, err
		}
		table.Columns = append(table.Columns, column)
	}
	return table, nil
}

// columnOf puts the cells of a metric in the order of communities, and ranks them.
func columnOf(m *Metric, communities []*Community, cells map[int64]*cellRow) (*MetricColumn, error) {
	rows := make([]comparison.Row, len(communities))
	for i, c := range communities {
		said := measured{}
		if cell := cells[c.ID]; cell != nil {
			said.Value, said.StandardError, said.Missing = cell.Value, cell.StandardError, cell.Missing
		}
		rows[i] = comparison.Row{ID: strconv.Itoa(i), Figure: said.figure(), Missing: said.why()}
	}
	compared, err := comparison.Compare(rows, comparison.Terms{Direction: m.Direction})
	if err != nil {
		return nil, err
	}
	column := &MetricColumn{Metric: m, Min: compared.Summary.Min, Median: compared.Summary.Median, Max: compared.Summary.Max}
	for i, row := range rows {
		place := comparedPlace{compared.Rows[i]}
		var value *float64
		var missing *comparison.Missing
		if row.Figure != nil {
			value = &row.Figure.Value
		} else {
			missing = &row.Missing
		}
		column.Values, column.Missing, column.Ranks = append(column.Values, value), append(column.Missing, missing), append(column.Ranks, place.Rank)
		column.RankBest, column.RankWorst = append(column.RankBest, place.RankBest()), append(column.RankWorst, place.RankWorst())
	}
	return column, nil
}

// TrendQuery is which trend.
type TrendQuery struct {
	Metric string
	Filter CommunityFilter
	Peers  *PeersOf
}

// Trend is how a group of communities went, the oldest period first.
type Trend struct {
	Metric *Metric
	Points []*TrendPoint
}

// TrendPoint is one period of a trend.
type TrendPoint struct {
	Number                               int // of a month
	Communities                          int
	N                                    int
	Mean                                 *float64
	LowerQuartile, Median, UpperQuartile *float64
}

// Period is the period's code.
func (p *TrendPoint) Period() string { return domain.Month(p.Number).Code() }

// Label is the period in words.
func (p *TrendPoint) Label(lang domain.Language) string { return domain.Month(p.Number).Label(lang) }

// TrendOf sums up every period of a metric over a group of communities, each by its latest figure of the period: in one statement.
func (s *Store) TrendOf(ctx context.Context, q TrendQuery) (*Trend, error) {
	d, err := s.readPublished(ctx)
	if err != nil {
		return nil, err
	}
	metrics, err := metricsByCode(d, []string{q.Metric}, func(int) string { return "input.metric" })
	if err != nil {
		return nil, err
	}
	l, err := s.comparable(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	if _, err := d.onlyPeers(&l, q.Peers); err != nil {
		return nil, err
	}
	w := l.where.copy()
	w.args["metric"], w.args["most"] = q.Metric, MaxPeriods
	points, err := fetch[TrendPoint](d, l.withAlso()+`found AS (SELECT c.id `+l.from+` WHERE `+w.sql()+`)
		SELECT t.* FROM (
			SELECT x.period AS number, (SELECT count(*) FROM found) AS communities, count(x.value) AS n, avg(x.value ORDER BY x.community_id) AS mean,
				percentile_cont(0.25) WITHIN GROUP (ORDER BY x.value) AS lower_quartile,
				percentile_cont(0.5) WITHIN GROUP (ORDER BY x.value) AS median, percentile_cont(0.75) WITHIN GROUP (ORDER BY x.value) AS upper_quartile
			FROM (SELECT DISTINCT ON (x.community_id, x.period) x.community_id, x.period, x.value FROM metric_values x
				WHERE x.metric = @metric AND x.community_id IN (SELECT f.id FROM found f)
				ORDER BY x.community_id, x.period, x.as_of DESC, x.survey_number DESC) x
			GROUP BY x.period ORDER BY x.period DESC LIMIT @most) t ORDER BY t.number`, w.args)
	return &Trend{metrics[0], points}, err
}
