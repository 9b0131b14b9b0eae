package models

import (
	"context"
	"fmt"
	"math"

	"hromada/domain"
	"hromada/domain/comparison"
)

// ComparisonQuery is what is compared.
type ComparisonQuery struct {
	Metric     string
	Period     *string
	Filter     CommunityFilter
	Peers      *PeersOf
	View       domain.TreeView
	Target     *float64
	Confidence float64
}

// PeersOf are communities like one community.
type PeersOf struct {
	Community domain.KatottgCode
	Kind      comparison.PeerKind
	Count     int // of the nearest
}

// MetricComparison is communities compared by one metric.
type MetricComparison struct {
	Metric  *Metric
	Period  *string
	Rows    []*ComparedCommunity // by rank, those without a value last, each by name
	Summary *ComparisonSummary
	query   ComparisonQuery
}

// ComparedCommunity is one community's place among the others.
type ComparedCommunity struct {
	comparison.Place
	measured
	Row    *Community
	margin *float64
}

// measured is what a metric says of a community, now and in the period before. The figure is null where there is none.
type measured struct {
	PeriodKind     domain.PeriodKind
	Period         *int
	Value          *float64
	StandardError  *float64
	N              *int
	Missing        *comparison.Missing
	AsOf           *domain.Date
	PreviousPeriod *int
	PreviousValue  *float64
	PreviousError  *float64
}

// Compare compares communities by a metric.
func (s *Store) Compare(ctx context.Context, q ComparisonQuery) (*MetricComparison, error) {
	d, err := s.readTrees(ctx, q.View)
	if err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	metrics, err := metricsByCode(d, []string{q.Metric}, func(int) string { return "input.metric" })
	if err != nil {
		return nil, err
	}
	c := &MetricComparison{Metric: metrics[0], Period: q.Period, query: q}
	period, err := c.Metric.period(q.Period)
	if err != nil {
		return nil, err
	}
	l, err := s.comparable(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	if err := d.onlyPeers(&l, q.Peers); err != nil {
		return nil, err
	}
	found, err := d.measuredBy(l, c.Metric, period)
	if err != nil {
		return nil, err
	}
	if q.View == domain.WorkingView && period == 0 {
		if err := d.layOwn(c.Metric, found); err != nil {
			return nil, err
		}
	}
	return c, c.place(found)
}

// farTarget is how far from 0 a target may be.
const farTarget = 1e15

func (q ComparisonQuery) check() error {
	switch {
	case !(q.Confidence >= 0.8 && q.Confidence <= 0.999):
		return domain.Invalid("input.confidence", "Від 0,8 до 0,999.", "0.8 to 0.999.")
	case q.Target != nil && !(math.Abs(*q.Target) <= farTarget):
		return domain.Invalid("input.target", "Завелике число.", "The number is too large.")
	}
	return nil
}

// comparable is the list of the communities that a filter finds.
func (s *Store) comparable(ctx context.Context, f CommunityFilter) (list, error) {
	_, l, err := s.communityList(ctx, CommunityQuery{Filter: f, Order: CommunityOrder{Field: ByName}})
	if err != nil {
		return list{}, err
	}
	return l, s.known(ctx, f.codes())
}

// period reads the code of a period of the metric's kind; 0: the latest of each community.
func (m *Metric) period(code *string) (int, error) {
	if code == nil {
		return 0, nil
	}
	p, err := domain.ParseMetricPeriod(*code)
	switch told, ok := domain.AsError(err); {
	case ok:
		return 0, told.At("input.period")
	case p.Kind != m.PeriodKind:
		return 0, domain.Invalid("input.period", "Цей показник має інші періоди.", "This metric has other periods.")
	}
	return p.Number, nil
}

// found is a community with what a metric says of it.
type comparedRow struct {
	Community Community `gorm:"embedded"`
	Measured  measured  `gorm:"embedded;embeddedPrefix:m_"`
}

// measuredBy reads what a metric says of the communities of a list, in a period or lately, by name.
func (d *door) measuredBy(l list, m *Metric, period int) ([]*comparedRow, error) {
	w := l.where.copy()
	w.args["metric"], w.args["kind"], w.args["period"] = m.Code, m.PeriodKind, period
	rows, err := fetch[comparedRow](d, l.with+`SELECT `+communityColumns+`, `+measuredColumns+l.from+measuredFrom+`
		WHERE `+w.sql()+` ORDER BY c.name_uk, c.id`, w.args)
	communities := make([]*Community, len(rows))
	for i, row := range rows {
		communities[i] = &row.Community
	}
	gather(communities)
	return rows, err
}

const (
	measuredColumns = `CAST(@kind AS text) AS m_period_kind, v.period AS m_period, v.value AS m_value, v.standard_error AS m_standard_error, v.n AS m_n, v.missing AS m_missing,
		v.as_of AS m_as_of, w.period AS m_previous_period, w.value AS m_previous_value, w.standard_error AS m_previous_error `

	measuredFrom = `
		LEFT JOIN LATERAL (SELECT x.* FROM metric_values x WHERE x.metric = @metric AND x.community_id = c.id
			AND (CAST(@period AS integer) = 0 OR x.period = CAST(@period AS integer)) ORDER BY x.period DESC LIMIT 1) v ON TRUE
		LEFT JOIN LATERAL (SELECT x.period, x.value, x.standard_error FROM metric_values x WHERE x.metric = @metric AND x.community_id = c.id
			AND x.period < v.period ORDER BY x.period DESC LIMIT 1) w ON TRUE`
)

// layOwn puts the figures of what is worked on over those that are published, for the viewer's own communities.
func (d *door) layOwn(m *Metric, rows []*comparedRow) error {
	for _, source := range metricSources {
		if source.working == nil {
			continue
		}
		values, err := source.working(d)
		if err != nil {
			return err
		}
		own := map[int64]*metricValue{}
		for _, v := range values {
			if v.Metric == m.Code {
				own[v.Community] = v
			}
		}
		for _, row := range rows {
			if v := own[row.Community.ID]; v != nil && v.Period >= valueOr(row.Measured.Period, 0) {
				if v.Period > valueOr(row.Measured.Period, v.Period) { // what was the latest is what was before
					row.Measured.PreviousPeriod, row.Measured.PreviousValue, row.Measured.PreviousError = row.Measured.Period, row.Measured.Value, row.Measured.StandardError
				}
				row.Measured.Period, row.Measured.Value, row.Measured.StandardError = &v.Period, v.Value, v.StandardError
				row.Measured.N, row.Measured.Missing, row.Measured.AsOf = v.N, v.Missing, &v.AsOf
			}
		}
	}
	return nil
}

var peersInWords = map[comparison.PeerKind]domain.Text{
	comparison.Nearest: {
		UK: "найближчі за населенням, площею, кількістю населених пунктів і часткою міських мешканців (%d)",
		EN: "the nearest by population, area, number of settlements and share of city dwellers (%d)",
	},
	comparison.SameType:       {UK: "того самого типу", EN: "of the same type"},
	comparison.PopulationBand: {UK: "з такою самою чисельністю населення", EN: "of the same population band"},
	comparison.SameDistrict:   {UK: "того самого району", EN: "of the same district"},
}

// Group says which communities are compared.
func (c *MetricComparison) Group(lang domain.Language) string {
	p := c.query.Peers
	if p == nil {
		return domain.Text{UK: "Громади, що відповідають умовам", EN: "The communities that fit the filter"}.In(lang)
	}
	like := peersInWords[p.Kind].In(lang)
	if p.Kind == comparison.Nearest {
		like = fmt.Sprintf(like, p.Count)
	}
	return domain.Text{UK: "Громада " + string(p.Community) + " і громади її області, ", EN: "The community " + string(p.Community) + " and communities of its region "}.In(lang) + like
}
