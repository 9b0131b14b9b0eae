package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
	"hromada/domain/comparison"
)

// Metric is something by which communities compare, in one catalogue whatever its source.
type Metric struct {
	member[Metric]
	Code      string
	Source    domain.MetricSource
	Unit      domain.MetricUnit
	Direction comparison.Direction
	NameUK    string
	NameEN    *string
	MethodUK  string
	MethodEN  string
}

const metricColumns = `m.code, m.source, m.unit, m.direction, m.name_uk, m.name_en, m.method_uk, m.method_en`

// Name gives the name in a language.
func (m *Metric) Name(lang domain.Language) string { return domain.Pick(lang, m.NameUK, m.NameEN) }

// Method says how the figures are made, in a language.
func (m *Metric) Method(lang domain.Language) string {
	return domain.Text{UK: m.MethodUK, EN: m.MethodEN}.In(lang)
}

func (m *Metric) code() string { return m.Code }

// MetricFilter says which metrics; what is nil is not asked for.
type MetricFilter struct {
	Text   *TextFilter
	Codes  []string
	Source []domain.MetricSource
}

var metricOrder = ordering{name: "METRIC", key: `m.code`, kind: textKey, always: true, ties: []string{`CAST(0 AS bigint)`}}

// Metrics gives one page of the catalogue, by code.
func (s *Store) Metrics(ctx context.Context, f MetricFilter, asked Page) (Slice[Metric], error) {
	d, l, err := s.metricList(ctx, f)
	if err != nil {
		return Slice[Metric]{}, err
	}
	found, err := page[Metric](d, l, asked)
	gather(found.Rows)
	return found, err
}

// CountMetrics counts the metrics of all pages.
func (s *Store) CountMetrics(ctx context.Context, f MetricFilter) (int, error) {
	d, l, err := s.metricList(ctx, f)
	if err != nil {
		return 0, err
	}
	return count(d, l)
}

func (s *Store) metricList(ctx context.Context, f MetricFilter) (*door, list, error) {
	d, err := s.read(ctx, auth.ReadPublishedTree)
	if err != nil {
		return nil, list{}, err
	}
	l := list{columns: metricColumns, from: `FROM metrics m`, where: newWhere(nil), order: metricOrder}
	if err := f.Text.on(l.where, `m.search`, "filter.text"); err != nil {
		return nil, list{}, err
	}
	if err := oneOf(l.where, `m.code`, "codes", "filter.codes", f.Codes); err != nil {
		return nil, list{}, err
	}
	return d, l, oneOf(l.where, `m.source`, "sources", "filter.source", f.Source)
}

// metricsByCode finds metrics, in the order in which they are asked for; one that there is not is NOT_FOUND about its place.
func metricsByCode(d *door, codes []string, field func(i int) string) ([]*Metric, error) {
	found, err := fetch[Metric](d, `SELECT `+metricColumns+` FROM metrics m WHERE m.code = ANY (CAST(@codes AS text[]))`, named{"codes": texts(codes)})
	if err != nil {
		return nil, err
	}
	byCode := make(map[string]*Metric, len(found))
	for _, m := range found {
		byCode[m.Code] = m
	}
	metrics := make([]*Metric, len(codes))
	for i, code := range codes {
		if metrics[i] = byCode[code]; metrics[i] == nil {
			return nil, domain.NotFound(field(i))
		}
	}
	return gather(metrics), nil
}

// PeriodWithData is a period of which a metric has figures. Of is how many communities there are in the regions where it has any.
type PeriodWithData struct {
	domain.MetricPeriod
	Communities int // with a value that is shown
	Of          int
}

// MaxPeriods is how many periods of a metric are told: the newest.
const MaxPeriods = 60

// PeriodsOf gives the months of which a metric has figures, the newest first.
func (s *Store) PeriodsOf(ctx context.Context, row *Metric) ([]*PeriodWithData, error) {
	return s.periodsBy(ctx, row, domain.MonthPeriod, `x.period`)
}

// WavesOf gives the waves of surveys of which a metric has figures, the latest number first.
func (s *Store) WavesOf(ctx context.Context, row *Metric) ([]*PeriodWithData, error) {
	return s.periodsBy(ctx, row, domain.WavePeriod, `x.wave`)
}

func (s *Store) periodsBy(ctx context.Context, row *Metric, kind domain.PeriodKind, number string) ([]*PeriodWithData, error) {
	return share(ctx, row, "periods", kind, func(ctx context.Context, rows []*Metric) (map[*Metric][]*PeriodWithData, error) {
		d, err := s.read(ctx, auth.ReadPublishedTree)
		if err != nil {
			return nil, err
		}
		type found struct {
			Metric                  string
			Number, Communities, Of int
		}
		periods, err := fetch[found](d, `SELECT m.code AS metric, v.number, v.communities, a.of
			FROM metrics m CROSS JOIN LATERAL (
				SELECT count(*) AS of FROM communities c WHERE c.region_id IN (
					SELECT o.region_id FROM metric_values x JOIN communities o ON o.id = x.community_id WHERE x.metric = m.code)
			) a CROSS JOIN LATERAL (
				SELECT `+number+` AS number, count(DISTINCT x.community_id) FILTER (WHERE x.value IS NOT NULL) AS communities
				FROM metric_values x WHERE x.metric = m.code AND `+number+` IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT @most ) v
			WHERE m.code = ANY (CAST(@codes AS text[])) ORDER BY m.code, v.number DESC`,
			named{"codes": texts(keysOf(rows, (*Metric).code)), "most": MaxPeriods})
		shares := make(map[*Metric][]*PeriodWithData, len(rows))
		for m, all := range toMany(rows, (*Metric).code, periods, func(f *found) string { return f.Metric }) {
			shares[m] = []*PeriodWithData{}
			for _, f := range all {
				shares[m] = append(shares[m], &PeriodWithData{domain.MetricPeriod{Kind: kind, Number: f.Number}, f.Communities, f.Of})
			}
		}
		return shares, err
	})
}
