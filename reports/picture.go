package reports

import (
	"context"
	"slices"
	"strconv"

	"hromada/domain"
	"hromada/domain/comparison"
	"hromada/domain/statistics"
	"hromada/models"
	"hromada/reports/charts"
)

// PictureKind is what a picture of a comparison shows.
type PictureKind string

// The kinds.
const (
	RankingPicture      PictureKind = "ranking"
	DistributionPicture PictureKind = "distribution"
	TrendPicture        PictureKind = "trend"
)

// PictureQuery is what a picture shows, and how.
type PictureQuery struct {
	models.ComparisonQuery
	Chosen   domain.KatottgCode // a community that is told from others; empty: none
	Language domain.Language
	Theme    charts.Theme
}

// Picture makes a picture of a comparison that can be drawn.
func Picture(ctx context.Context, s *models.Store, kind PictureKind, q PictureQuery) (charts.Chart, error) {
	if kind == TrendPicture {
		return trendPicture(ctx, s, q)
	}
	c, err := s.Compare(ctx, q.ComparisonQuery)
	if err != nil {
		return nil, err
	}
	frame := q.frame(c.Metric)
	frame.Subtitle = in(q.Language, "Громад із даними: ", "Communities with data: ") + strconv.Itoa(c.Summary.N) +
		in(q.Language, " із ", " of ") + strconv.Itoa(c.Summary.Communities()) + q.when()
	if kind == DistributionPicture {
		return distribution(frame, c), nil
	}
	return ranking(frame, c, q)
}

func (q PictureQuery) when() string {
	if q.Period == nil {
		return in(q.Language, " · останні дані", " · latest data")
	}
	period, err := domain.ParseMetricPeriod(*q.Period)
	if err != nil {
		return " · " + *q.Period
	}
	return " · " + periodName(period, q.Language)
}

// periodName is short, so that many stand side by side: a month has its code.
func periodName(p domain.MetricPeriod, lang domain.Language) string {
	if p.Kind == domain.MonthPeriod {
		return p.Code()
	}
	return p.Label(lang)
}

var units = map[domain.MetricUnit]domain.Text{
	domain.PercentUnit: {UK: "%", EN: "%"}, domain.PerResidentUnit: {UK: "грн", EN: "UAH"},
}

func (q PictureQuery) frame(m *models.Metric) charts.Frame {
	return charts.Frame{
		Title: m.Name(q.Language), Unit: units[m.Unit].In(q.Language), Source: m.Method(q.Language), Language: q.Language, Theme: q.Theme,
	}
}

func ranking(frame charts.Frame, c *models.MetricComparison, q PictureQuery) (charts.Chart, error) {
	rows, err := c.Page(models.MaxRows, 0, models.RowsByRank, domain.Ascending)
	if err != nil {
		return nil, err
	}
	chart := &charts.Ranking{Frame: frame, Median: c.Summary.Median}
	withErrors := false
	for _, r := range rows {
		bar := charts.Bar{Label: r.Row.Name(q.Language), Rank: ranks(r), Value: r.Value, Chosen: r.Row.Code == q.Chosen}
		if margin := r.MarginOfError(); margin != nil {
			bar.Low, bar.High = interval(c.Metric, *r.Value, *margin)
			withErrors = true
		}
		if r.Missing != nil {
			bar.Why = whyMissing[*r.Missing].In(q.Language)
		}
		chart.Bars = append(chart.Bars, bar)
	}
	if withErrors {
		chart.Source += errorsSaid(q.Language, q.Confidence)
	}
	return chart, nil
}

// interval is a value give or take its margin. There are no shares below nothing and above all.
func interval(m *models.Metric, value, margin float64) (low, high *float64) {
	low, high = new(value-margin), new(value+margin)
	if m.Unit == domain.PercentUnit {
		low, high = new(max(*low, min(value, 0))), new(min(*high, max(value, 100)))
	}
	return low, high
}

// errorsSaid says what the whiskers of a picture are.
func errorsSaid(lang domain.Language, confidence float64) string {
	percent := charts.Number(100*confidence, lang)
	return in(lang, " Відрізки показують довірчий інтервал: "+percent+" %.", " Whiskers show the interval at "+percent+"% confidence.")
}

var whyMissing = map[comparison.Missing]domain.Text{
	comparison.NotCollected:  {UK: "не зібрано", EN: "not collected"},
	comparison.NotApplicable: {UK: "не застосовно", EN: "not applicable"},
	comparison.Suppressed:    {UK: "приховано, щоб захистити респондентів", EN: "suppressed to protect respondents"},
	comparison.Refused:       {UK: "відмовилися відповідати", EN: "refused"},
}

// ranks is a rank, or the range that errors leave of it.
func ranks(r *models.ComparedCommunity) string {
	best, worst := r.RankBest(), r.RankWorst()
	switch {
	case r.Rank == nil:
		return ""
	case best != nil && worst != nil && *best != *worst:
		return strconv.Itoa(*best) + "–" + strconv.Itoa(*worst)
	}
	return strconv.Itoa(*r.Rank)
}

func distribution(frame charts.Frame, c *models.MetricComparison) charts.Chart {
	chart := &charts.Distribution{Frame: frame, Median: c.Summary.Median, Absent: c.Summary.Communities() - c.Summary.N}
	for _, b := range c.Summary.Histogram {
		chart.Bins = append(chart.Bins, charts.Bin{From: b.From, To: b.To, Count: b.Count})
	}
	return chart
}

// trendPicture draws the median of the communities, and beside it the one that was chosen.
func trendPicture(ctx context.Context, s *models.Store, q PictureQuery) (charts.Chart, error) {
	trend, err := s.TrendOf(ctx, models.TrendQuery{Metric: q.Metric, Filter: q.Filter})
	if err != nil {
		return nil, err
	}
	chart := &charts.Trend{Frame: q.frame(trend.Metric)}
	chart.Subtitle = in(q.Language, "Медіана громад за періодами", "Median of communities by period")
	group := charts.Line{Name: in(q.Language, "Медіана громад", "Median of communities")}
	periods := []int{}
	for _, p := range trend.Points {
		periods = append(periods, p.Number)
		chart.Periods = append(chart.Periods, periodName(domain.Month(p.Number), q.Language))
		group.Values = append(group.Values, p.Median)
	}
	chart.Lines = append(chart.Lines, group)
	if q.Chosen == "" {
		return chart, nil
	}
	line, err := chosenLine(ctx, s, q, periods)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(line.Low, func(low *float64) bool { return low != nil }) {
		chart.Source += errorsSaid(q.Language, usual.Level())
	}
	chart.Lines = append(chart.Lines, line)
	return chart, nil
}

// usual is the confidence of the intervals of a trend: 95 %.
var usual statistics.Confidence

func chosenLine(ctx context.Context, s *models.Store, q PictureQuery, periods []int) (charts.Line, error) {
	community, err := s.CommunityByCode(ctx, q.Chosen)
	if err != nil {
		return charts.Line{}, err
	}
	of, err := s.MetricOf(ctx, community, q.Metric)
	if err != nil {
		return charts.Line{}, err
	}
	points, err := s.SeriesOf(ctx, of)
	byPeriod := map[int]*models.MetricPoint{}
	for _, p := range points {
		byPeriod[p.Number] = p
	}
	line := charts.Line{Name: community.Name(q.Language)}
	for _, period := range periods {
		var value, low, high *float64
		if p := byPeriod[period]; p != nil {
			value = p.Value
			if value != nil && p.StandardError != nil {
				low, high = interval(of.Metric, *value, usual.Z()**p.StandardError)
			}
		}
		line.Values, line.Low, line.High = append(line.Values, value), append(line.Low, low), append(line.High, high)
	}
	return line, err
}
