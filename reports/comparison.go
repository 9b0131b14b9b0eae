package reports

import (
	"context"
	"io"

	"hromada/domain"
	"hromada/models"
)

var comparisonColumns = []column{
	{"community_code", 21},
	{"community", 26},
	{"value", 12},
	{"missing", 16},
	{"n", 8},
	{"margin_of_error", 15},
	{"period", 10},
	{"as_of", 11},
	{"rank", 7},
	{"rank_best", 10},
	{"rank_worst", 10},
	{"percentile", 10},
	{"z_score", 10},
	{"quartile", 9},
	{"gap_to_median", 13},
	{"gap_to_best", 12},
	{"gap_to_target", 13},
	{"previous_period", 15},
	{"change", 10},
	{"change_significant", 18},
}

// Comparison writes a comparison, the best first, with a sheet of what must be known to read it.
func Comparison(ctx context.Context, w io.Writer, s *models.Store, q models.ComparisonQuery, format Format, lang domain.Language) error {
	c, err := s.Compare(ctx, q)
	if err != nil {
		return err
	}
	rows, err := c.Page(models.MaxRows, 0, models.RowsByRank, domain.Ascending)
	if err != nil {
		return err
	}
	return whole(w, format, in(lang, "Порівняння", "Comparison"), comparisonColumns, func(t table) error {
		for _, r := range rows {
			if err := t.row(comparedCells(r)); err != nil {
				return err
			}
		}
		return t.notes(in(lang, "Примітки", "Notes"), comparisonNotes(c, lang))
	})
}

func comparedCells(r *models.ComparedCommunity) []any {
	return []any{
		string(r.Row.Code), r.Row.NameUK, value(r.Value), text(r.Missing), count(r.N), value(r.MarginOfError()), text(r.PeriodCode()), value(r.AsOf),
		count(r.Rank), count(r.RankBest()), count(r.RankWorst()), value(r.Percentile), value(r.ZScore), count(r.Quartile),
		value(r.GapToMedian), value(r.GapToBest), value(r.GapToTarget), text(r.PreviousPeriodCode()), value(r.ChangeBy()), truth(r.ChangeSignificant()),
	}
}

func comparisonNotes(c *models.MetricComparison, lang domain.Language) [][2]any {
	notes := metricNotes(c.Metric, lang)
	return append(notes,
		[2]any{in(lang, "Громади", "Communities"), c.Group(lang)},
		[2]any{in(lang, "Місця", "Ranks"), c.RankNote(lang)},
		[2]any{in(lang, "Приховані значення", "Suppressed values"), in(lang,
			"SUPPRESSED: значення є, але не показується, щоб захистити тих, хто відповідав. Воно не бере участі ні в чому.",
			"SUPPRESSED: there is a value, and it is not shown, to protect those who answered. It takes part in nothing.")},
	)
}

func metricNotes(m *models.Metric, lang domain.Language) [][2]any {
	return [][2]any{
		{in(lang, "Показник", "Metric"), m.Name(lang) + " (" + m.Code + ")"},
		{in(lang, "Одиниця", "Unit"), string(m.Unit)},
		{in(lang, "Напрям", "Direction"), string(m.Direction)},
		{in(lang, "Джерело", "Source"), string(m.Source)},
		{in(lang, "Метод", "Method"), m.Method(lang)},
	}
}

// MetricTable writes a table of metrics, a row for each community.
func MetricTable(ctx context.Context, w io.Writer, s *models.Store, q models.MetricTableQuery, format Format, lang domain.Language) error {
	made, err := s.MetricTable(ctx, q)
	if err != nil {
		return err
	}
	columns := []column{{"community_code", 21}, {"community", 26}}
	notes := [][2]any{}
	for _, c := range made.Columns {
		columns = append(columns, column{c.Metric.Code, 16}, column{c.Metric.Code + ".missing", 16})
		notes = append(notes, metricNotes(c.Metric, lang)...)
	}
	return whole(w, format, in(lang, "Показники", "Metrics"), columns, func(t table) error {
		for i, community := range made.Communities {
			cells := []any{string(community.Code), community.NameUK}
			for _, c := range made.Columns {
				cells = append(cells, value(c.Values[i]), text(c.Missing[i]))
			}
			if err := t.row(cells); err != nil {
				return err
			}
		}
		return t.notes(in(lang, "Примітки", "Notes"), notes)
	})
}

// whole writes a table from its head to its end.
func whole(w io.Writer, format Format, title string, columns []column, rows func(table) error) error {
	t, err := newTable(w, format, title)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.head(columns); err != nil {
		return err
	}
	if err := rows(t); err != nil {
		return err
	}
	return t.end()
}

func in(lang domain.Language, uk, en string) string { return domain.Text{UK: uk, EN: en}.In(lang) }

func count(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

func truth(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}
