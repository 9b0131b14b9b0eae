package models

import (
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
)

// metricValue is a figure of one community, as it is stored.
type metricValue struct {
	Metric        string
	Community     int64
	Period        int   // the number of the month that AsOf lies in
	Survey        int64 // 0: of none
	Wave          int   // of the survey; 0: of none
	Value         *float64
	StandardError *float64
	N             *int
	Missing       *comparison.Missing
	AsOf          domain.Date
}

// storeMetrics adds metrics to the catalogue, and says anew what is there of them. The catalogue is made of what stands elsewhere and
// audited there, so that writing it is no deed of its own.
func (d *door) storeMetrics(metrics []Metric) error {
	args := named{}
	for name, of := range map[string]func(*Metric) string{
		"codes": (*Metric).code, "sources": func(m *Metric) string { return string(m.Source) }, "units": func(m *Metric) string { return string(m.Unit) },
		"directions": func(m *Metric) string { return string(m.Direction) },
		"namesUK":    func(m *Metric) string { return m.NameUK }, "namesEN": func(m *Metric) string { return textOr(m.NameEN) },
		"methodsUK": func(m *Metric) string { return m.MethodUK }, "methodsEN": func(m *Metric) string { return m.MethodEN },
	} {
		column := make([]string, len(metrics))
		for i := range metrics {
			column[i] = of(&metrics[i])
		}
		args[name] = texts(column)
	}
	_, err := fetch[struct{ Code string }](d, `INSERT INTO metrics (code, source, unit, direction, name_uk, name_en, method_uk, method_en)
		SELECT u.code, u.source, u.unit, u.direction, u.name_uk, nullif(u.name_en, ''), u.method_uk, u.method_en
		FROM unnest(CAST(@codes AS text[]), CAST(@sources AS text[]), CAST(@units AS text[]), CAST(@directions AS text[]),
			CAST(@namesUK AS text[]), CAST(@namesEN AS text[]), CAST(@methodsUK AS text[]), CAST(@methodsEN AS text[]))
			u (code, source, unit, direction, name_uk, name_en, method_uk, method_en)
		ORDER BY u.code
		ON CONFLICT (code) DO UPDATE SET source = excluded.source, unit = excluded.unit, direction = excluded.direction,
			name_uk = excluded.name_uk, name_en = excluded.name_en,
			method_uk = excluded.method_uk, method_en = excluded.method_en
		WHERE (metrics.source, metrics.unit, metrics.direction, metrics.name_uk, metrics.name_en, metrics.method_uk, metrics.method_en)
			IS DISTINCT FROM (excluded.source, excluded.unit, excluded.direction, excluded.name_uk, excluded.name_en,
				excluded.method_uk, excluded.method_en)
		RETURNING code`, args)
	return err
}

// storeValues writes figures in the place of those of the same metric, community, period and survey: one statement for a thousand of them.
func (d *door) storeValues(values []*metricValue) error {
	for ; len(values) > batch; values = values[batch:] {
		if err := d.storeSome(values[:batch]); err != nil {
			return err
		}
	}
	return d.storeSome(values)
}

func (d *door) storeSome(values []*metricValue) error {
	if len(values) == 0 {
		return nil
	}
	n := len(values)
	metrics, figures, errors, missing, days := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	communities, periods, sizes := make([]int64, n), make([]int64, n), make([]string, n)
	surveys, waves := make([]int64, n), make([]int64, n)
	for i, v := range values {
		metrics[i], communities[i], periods[i], days[i] = v.Metric, v.Community, int64(v.Period), v.AsOf.String()
		surveys[i], waves[i] = v.Survey, int64(v.Wave)
		figures[i], errors[i] = floatText(v.Value), floatText(v.StandardError)
		if v.N != nil {
			sizes[i] = strconv.Itoa(*v.N)
		}
		if v.Missing != nil {
			missing[i] = string(*v.Missing)
		}
	}
	_, err := fetch[struct{ Period int }](d, `INSERT INTO metric_values (metric, community_id, period, survey_number, wave, value, standard_error, n, missing, as_of)
		SELECT u.metric, u.community, u.period, u.survey, nullif(u.wave, 0), CAST(nullif(u.value, '') AS float8), CAST(nullif(u.error, '') AS float8), CAST(nullif(u.n, '') AS integer),
			nullif(u.missing, ''), CAST(u.as_of AS date)
		FROM unnest(CAST(@metrics AS text[]), CAST(@communities AS bigint[]), CAST(@periods AS bigint[]), CAST(@surveys AS bigint[]), CAST(@waves AS bigint[]),
			CAST(@values AS text[]), CAST(@errors AS text[]), CAST(@sizes AS text[]), CAST(@missing AS text[]), CAST(@days AS text[])) u (metric, community, period, survey, wave, value, error, n, missing, as_of)
		ORDER BY u.metric, u.community, u.period, u.survey
		ON CONFLICT (metric, community_id, period, survey_number) DO UPDATE SET value = excluded.value, standard_error = excluded.standard_error, n = excluded.n,
			missing = excluded.missing, as_of = excluded.as_of
		RETURNING period`, named{
		"metrics": texts(metrics), "communities": numbers(communities), "periods": numbers(periods), "surveys": numbers(surveys), "waves": numbers(waves),
		"values": texts(figures), "errors": texts(errors), "sizes": texts(sizes), "missing": texts(missing), "days": texts(days),
	})
	return err
}

// floatText is a number as PostgreSQL reads it; empty: none.
func floatText(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

func textOr(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
