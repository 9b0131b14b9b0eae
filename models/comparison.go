package models

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

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
	Count     int           // of the nearest
	Features  []PeerFeature // of the nearest; nil: those of usualFeatures
}

// MetricComparison is communities compared by one metric.
type MetricComparison struct {
	Metric  *Metric
	Period  *string
	Rows    []*ComparedCommunity // by rank, those without a value last, each by name
	Summary *ComparisonSummary
	query   ComparisonQuery
	peersOf *peerRow // nil where all are compared that fit the filter
}

// ComparedCommunity is one community's place among the others.
type ComparedCommunity struct {
	comparedPlace
	measured
	Row    *Community
	margin *float64
}

// measured is what a metric says of a community, now and before. The figure is null where there is none.
type measured struct {
	Period        *int // the number of a month
	Survey        *int64
	Wave          *int // of the survey, where it is of one
	Value         *float64
	StandardError *float64
	N             *int
	Missing       *comparison.Missing
	AsOf          *domain.Date
	Before        earlierFigure `gorm:"embedded;embeddedPrefix:previous_"`
}

// earlierFigure is what a metric said of a community before.
type earlierFigure struct {
	Period *int
	AsOf   *domain.Date
	Survey *int64
	Value  *float64
	Error  *float64
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
	if c.peersOf, err = d.onlyPeers(&l, q.Peers); err != nil {
		return nil, err
	}
	found, err := d.measuredBy(l, c.Metric, period)
	if err != nil {
		return nil, err
	}
	if q.View == domain.WorkingView {
		if err := d.layOwn(c.Metric, period, found); err != nil {
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

// askedPeriod is a month or a wave whose figures are asked for; where both are 0, the latest of each community.
type askedPeriod struct{ Month, Wave int }

// period reads the code of a period; only surveys have waves.
func (m *Metric) period(code *string) (askedPeriod, error) {
	if code == nil {
		return askedPeriod{}, nil
	}
	p, err := domain.ParseMetricPeriod(*code)
	switch told, ok := domain.AsError(err); {
	case ok:
		return askedPeriod{}, told.At("input.period")
	case p.Kind == domain.MonthPeriod:
		return askedPeriod{Month: p.Number}, nil
	case m.Source != domain.SurveyMetrics:
		return askedPeriod{}, domain.Invalid("input.period", "Хвилі мають лише показники опитувань.", "Only metrics of surveys have waves.")
	}
	return askedPeriod{Wave: p.Number}, nil
}

// found is a community with what a metric says of it.
type comparedRow struct {
	Community Community `gorm:"embedded"`
	Measured  measured  `gorm:"embedded;embeddedPrefix:m_"`
}

// measuredBy reads what a metric says of the communities of a list, in a period or lately, by name.
func (d *door) measuredBy(l list, m *Metric, period askedPeriod) ([]*comparedRow, error) {
	w := l.where.copy()
	w.args["metric"], w.args["month"], w.args["wave"] = m.Code, period.Month, period.Wave
	rows, err := fetch[comparedRow](d, l.with+`SELECT `+communityColumns+`, `+measuredColumns+l.from+measuredFrom+`
		WHERE `+w.sql()+` ORDER BY c.name_uk, c.id`, w.args)
	communities := make([]*Community, len(rows))
	for i, row := range rows {
		communities[i] = &row.Community
	}
	gather(communities)
	return rows, err
}

// latestFirst orders the figures x of a community by when they are of.
const latestFirst = `x.period DESC, x.as_of DESC, x.survey_number DESC`

const (
	measuredColumns = `v.period AS m_period, v.survey_number AS m_survey, v.wave AS m_wave, v.value AS m_value, v.standard_error AS m_standard_error, v.n AS m_n, v.missing AS m_missing,
		v.as_of AS m_as_of, w.period AS m_previous_period, w.as_of AS m_previous_as_of, w.survey_number AS m_previous_survey, w.value AS m_previous_value, w.standard_error AS m_previous_error `

	// The figure before is the one before what is told; where nothing is told, the latest, which own figures may follow.
	measuredFrom = `
		LEFT JOIN LATERAL (SELECT x.* FROM metric_values x WHERE x.metric = @metric AND x.community_id = c.id
			AND CAST(@month AS integer) IN (0, x.period) AND (CAST(@wave AS integer) = 0 OR x.wave = CAST(@wave AS integer))
			ORDER BY ` + latestFirst + ` LIMIT 1) v ON TRUE
		LEFT JOIN LATERAL (SELECT x.period, x.as_of, x.survey_number, x.value, x.standard_error FROM metric_values x WHERE x.metric = @metric AND x.community_id = c.id
			AND (x.period, x.as_of, x.survey_number) < (coalesce(v.period, 2147483647), coalesce(v.as_of, 'infinity'), coalesce(v.survey_number, 0)) ORDER BY ` + latestFirst + ` LIMIT 1) w ON TRUE`
)

// layOwn puts the figures of what is worked on over those that are published, for the viewer's own communities, where they are of the period asked for.
func (d *door) layOwn(m *Metric, period askedPeriod, rows []*comparedRow) error {
	of := map[int64]*comparedRow{}
	for _, row := range rows {
		of[row.Community.ID] = row
	}
	for _, source := range metricSources {
		if source.working == nil || !slices.Contains(source.of, m.Source) {
			continue
		}
		values, err := source.working(d)
		if err != nil {
			return err
		}
		for _, v := range values { // the earliest first
			if row := of[v.Community]; row != nil && v.Metric == m.Code && period.holds(v) {
				row.Measured.lay(v)
			}
		}
	}
	return nil
}

func (p askedPeriod) holds(v *metricValue) bool {
	return (p.Month == 0 || p.Month == v.Period) && (p.Wave == 0 || p.Wave == v.Wave)
}

// lay puts a figure over what is told: in the place of another state of the same one, and else where its day puts it.
func (m *measured) lay(v *metricValue) {
	switch {
	case m.Period != nil && v.Survey == 0 && *m.Period == v.Period: // the same, as it is published
	case m.Period == nil:
		if v.before(m.Before.AsOf, m.Before.Survey) { // the latest of all, which is not what was before this
			m.Before = earlierFigure{}
		}
	case v.before(m.AsOf, m.Survey):
		if m.Before.AsOf == nil || !v.before(m.Before.AsOf, m.Before.Survey) {
			m.Before = earlierFigure{&v.Period, &v.AsOf, &v.Survey, v.Value, v.StandardError}
		}
		return
	default:
		m.Before = earlierFigure{m.Period, m.AsOf, m.Survey, m.Value, m.StandardError}
	}
	m.Period, m.Survey, m.Wave, m.AsOf = &v.Period, &v.Survey, nil, &v.AsOf
	m.Value, m.StandardError, m.N, m.Missing = v.Value, v.StandardError, v.N, v.Missing
	if v.Wave > 0 {
		m.Wave = &v.Wave
	}
}

// before tells whether a figure is of a day before another one's, where there is one; of two surveys of a day the one that was made later is the later.
func (v *metricValue) before(day *domain.Date, survey *int64) bool {
	return day != nil && (v.AsOf.Before(*day) || !day.Before(v.AsOf) && v.Survey < *survey)
}

var peersInWords = map[comparison.PeerKind]domain.Text{
	comparison.Nearest:        {UK: "найближчі за ознаками: %s (%d)", EN: "the nearest by %s (%d)"},
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
		var by []string
		for _, f := range p.features() {
			by = append(by, peerFeatures[f].words.In(lang))
		}
		like = fmt.Sprintf(like, strings.Join(by, ", "), p.Count)
	}
	name := domain.Pick(lang, c.peersOf.NameUK, c.peersOf.NameEN)
	return name + domain.Text{UK: " і громади її області, ", EN: " and communities of its region, "}.In(lang) + like
}
