package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hromada/domain"
)

// another makes a survey of the region with the same questions, of the same people, as a poll; it belongs to no series of it.
func (p *poll) another(head *person) *poll {
	p.tb.Helper()
	next := &poll{api: p.api, head: head, codes: p.codes}
	var questions []string
	for i, code := range p.codes {
		questions = append(questions, fmt.Sprintf(`{questionId: %q, required: %t}`, p.firstOf(`SELECT number FROM questions WHERE code = '`+code+`'`, "Question"), i == 0))
	}
	next.step("createSurvey", fmt.Sprintf(`regionCode: %q, titleUk: "Зовсім інше", breakdowns: [{variable: SEX}], keepUntil: "2027-12-31"`, vinnytskaOblast))
	next.step("setSurveyQuestions", next.known()+`, questions: [`+strings.Join(questions, ", ")+`]`)
	for code, n := range map[domain.KatottgCode]int{yakushynetska: 1000, vinnytska: 9000} {
		next.step("setSurveyPopulation", next.known()+fmt.Sprintf(`, communityCode: %q, population: %d`, code, n))
	}
	next.step("openSurvey", next.known()+`, onlineLink: true`)
	return next
}

// TestFiguresAreOfWhenSurveysWereHeld holds two waves of a survey and a month with another survey in it, which counts its waves from 1 again: the latest, what was before
// it and the trend are by when each was held, none takes the place of another, and a wave can still be asked for.
func TestFiguresAreOfWhenSurveysWereHeld(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, false) // 60 % here and 20 % there, in November
	p.step("publishSurvey", p.known())
	a.clock.pass(30 * 24 * time.Hour) // the 20th of December
	p.head = a.someone("head-in-december", administrator())
	p.follow()
	p.bring("second", yakushynetska, "FEMALE", 70, 30)
	p.bring("second there", vinnytska, "FEMALE", 60, 40)
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	a.clock.pass(5 * 24 * time.Hour)
	other := p.another(a.someone("head-of-another", administrator()))
	other.bring("another", yakushynetska, "FEMALE", 50, 50)
	other.step("closeSurvey", other.known())
	other.step("publishSurvey", other.known())
	a.refreshMetrics() // changes nothing
	const no = "survey.q_one.o2"
	type row struct {
		Community      struct{ Code domain.KatottgCode }
		Value, Change  *float64
		Period         *string
		PreviousPeriod *string
		Wave           *int
		AsOf           *string
		MeanShare      *float64
		N, Communities int
		Mean           *float64
		Code           string
		Of             int
	}
	told := func(r row) string {
		return fmt.Sprint(show(r.Value), " ", show(r.Change), " ", show(r.Period), " ", show(r.PreviousPeriod), " ", show(r.Wave), " ", show(r.AsOf))
	}
	for period, want := range map[string]map[domain.KatottgCode]string{
		"":        {yakushynetska: "50 20 2026-12 2026-12 1 2026-12-25", vinnytska: "40 20 2026-12 2026-11 2 2026-12-20"},
		"wave-2":  {yakushynetska: "30 -30 2026-12 2026-11 2 2026-12-20", vinnytska: "40 20 2026-12 2026-11 2 2026-12-20"},
		"wave-1":  {yakushynetska: "50 20 2026-12 2026-12 1 2026-12-25", vinnytska: "20 – 2026-11 – 1 2026-11-20"},
		"2026-11": {yakushynetska: "60 – 2026-11 – 1 2026-11-20", vinnytska: "20 – 2026-11 – 1 2026-11-20"},
		"2026-12": {yakushynetska: "50 20 2026-12 2026-12 1 2026-12-25", vinnytska: "40 20 2026-12 2026-11 2 2026-12-20"},
	} {
		asked := vars{"metric": no, "filter": vars{"codes": []domain.KatottgCode{yakushynetska, vinnytska}}}
		if period != "" {
			asked["period"] = period
		}
		got := get[struct {
			Rows    []row
			Summary struct{ Notes []string }
		}](a, "comparison", `query($in: ComparisonInput!) { comparison(input: $in) {
			rows { community { code } value change period previousPeriod wave asOf } summary { notes } } }`, vars{"in": asked})
		for _, r := range got.Rows {
			if told(r) != want[r.Community.Code] {
				t.Errorf("of %q %s has %s, not %s", period, r.Community.Code, told(r), want[r.Community.Code])
			}
		}
		if differ := strings.Contains(fmt.Sprint(got.Summary.Notes), "PERIODS_DIFFER"); differ != (period == "wave-1") {
			t.Errorf("of %q is noted %v", period, got.Summary.Notes)
		}
		table := get[struct {
			Columns []struct{ Values []*float64 }
		}](a, "metricTable", `query($in: MetricTableInput!) { metricTable(input: $in) { columns { values } } }`, vars{"in": vars{
			"metrics": []string{no}, "filter": vars{"codes": []domain.KatottgCode{yakushynetska}}, "period": asked["period"],
		}})
		if value := show(table.Columns[0].Values[0]); !strings.HasPrefix(want[yakushynetska], value+" ") {
			t.Errorf("of %q the table has %s", period, value)
		}
	}
	trend := get[struct{ Points []row }](a, "trend", `query($in: TrendInput!) { trend(input: $in) { points { period n communities mean } } }`, vars{"in": vars{"metric": no}})
	if p := trend.Points; len(p) != 2 || *p[0].Period != "2026-11" || !isNear(p[0].Mean, 40) || p[0].N != 2 || *p[1].Period != "2026-12" || !isNear(p[1].Mean, 45) || p[1].N != 2 {
		t.Errorf("the trend is %+v", p)
	}
	series := get[struct{ Metric struct{ Series []row } }](a, "community", `query($c: KatottgCode!, $m: String!) { community(code: $c) {
		metric(code: $m) { series { period wave asOf value } } } }`, vars{"c": yakushynetska, "m": no}).Metric.Series
	if len(series) != 3 || told(series[0]) != "60 – 2026-11 – 1 2026-11-20" || told(series[1]) != "30 – 2026-12 – 2 2026-12-20" || told(series[2]) != "50 – 2026-12 – 1 2026-12-25" {
		t.Errorf("the series is %v", series)
	}
	findings := get[[]row](a, "surveyFindings", `query($c: [KatottgCode!]) { surveyFindings(filter: {codes: $c}) { meanShare communities } }`, vars{"c": []domain.KatottgCode{yakushynetska}})
	if len(findings) != 2 || !isNear(findings[0].MeanShare, .5) {
		t.Errorf("the findings are %+v", findings)
	}
	of := a.number(`SELECT count(*) FROM communities`)
	metric := get[struct {
		Nodes []struct{ Periods, Waves []row }
	}](a, "metrics", `query($m: [String!]) { metrics(filter: {codes: $m}) { nodes { periods { code communities of } waves { code communities of } } } }`, vars{"m": []string{no}}).Nodes[0]
	periods := ""
	for _, p := range append(metric.Periods, metric.Waves...) {
		periods += fmt.Sprint(p.Code, " ", p.Communities, "/", p.Of, ", ")
	}
	if want := fmt.Sprintf("2026-12 2/%[1]d, 2026-11 2/%[1]d, wave-2 2/%[1]d, wave-1 2/%[1]d, ", of); periods != want {
		t.Errorf("there are figures of %s, not of %s", periods, want)
	}
}

func show[V any](value *V) string {
	if value == nil {
		return "–"
	}
	if number, ok := any(*value).(float64); ok {
		return fmt.Sprintf("%.6g", number)
	}
	return fmt.Sprint(*value)
}
