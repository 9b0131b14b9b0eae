package resolvers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// regionPoll is a survey of a whole region with answers of two communities, and where few of three people in a third. It is closed.
func regionPoll(t *testing.T, a *api, few bool) *poll {
	t.Helper()
	return regionPollOf(t, a, 40, few)
}

// regionPollOf is one in which so many of a hundred have internet in the first community.
func regionPollOf(t *testing.T, a *api, yes int, few bool) *poll {
	t.Helper()
	a.registry()
	p := &poll{api: a, head: a.someone("admin", administrator())}
	p.open(fmt.Sprintf("regionCode: %q", vinnytskaOblast), "", map[domain.KatottgCode]int{yakushynetska: 1000, vinnytska: 9000, ahronomichna: 500})
	a.exec(`UPDATE question_options o SET problem_number = (SELECT min(p.id) FROM problems p) FROM questions q
		WHERE q.number = o.question_number AND q.code = 'q_one' AND o.code = 'o2'`)
	a.exec(`UPDATE question_options o SET problem_number = (SELECT max(p.id) FROM problems p WHERE p.region_id = (SELECT region_id FROM problems ORDER BY id LIMIT 1)) FROM questions q
		WHERE q.number = o.question_number AND q.code = 'q_one' AND o.code = 'o1'`)
	p.bring("here", yakushynetska, "FEMALE", yes, 100-yes)
	p.bring("there", vinnytska, "FEMALE", 80, 20)
	if few {
		p.bring("few", ahronomichna, "FEMALE", 2, 1)
	}
	p.step("closeSurvey", p.known())
	return p
}

// TestPublishedFiguresCompare shows a survey's figures among the metrics from the moment on that it is published, with what they lack.
func TestPublishedFiguresCompare(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, true)
	const no = "survey.q_one.o2"
	if n := a.rowsOf(`metrics WHERE source = 'SURVEYS'`); n != 0 {
		t.Errorf("%d metrics are told of before anything is published", n)
	}
	p.step("publishSurvey", p.known())
	if n := a.rowsOf(`metrics WHERE source = 'SURVEYS'`); n != 3+3+4+1+1 {
		t.Errorf("there are %d metrics", n)
	}
	a.fitsFigures(t, p, no)
	a.refreshMetrics() // changes nothing
	a.fitsFigures(t, p, no)
	if got := a.rowsOf(`metric_values v JOIN metrics m ON m.code = v.metric WHERE m.unit = 'PERCENT' AND m.code LIKE 'survey.%' AND v.value > 100`); got != 0 {
		t.Errorf("%d shares are over 100 %%", got)
	}
	if got := a.rowsOf(`metrics WHERE code = '` + no + `' AND direction = 'LOWER_IS_BETTER' AND unit = 'PERCENT'`); got != 1 {
		t.Error("an option that names a problem is not the better, the fewer choose it")
	}
	if got := a.rowsOf(`metrics WHERE (code, unit) IN (('survey.q_scale.mean', 'SCORE'), ('survey.q_number.mean', 'NUMBER'))`); got != 2 {
		t.Error("means have the wrong units")
	}
}

// fitsFigures holds the comparison against the figures that the survey tells.
func (a *api) fitsFigures(t *testing.T, p *poll, metric string) {
	t.Helper()
	told := a.compare(vars{"metric": metric})
	suppressed := 0
	for _, row := range told.Rows {
		want, ok := p.figures(a, fmt.Sprintf(`(communityCode: %q)`, row.Community.Code))["q_one.o2"]
		switch {
		case !ok:
			if row.Missing == nil || *row.Missing != "NOT_COLLECTED" {
				t.Errorf("%s was not asked: %+v", row.Community.Name, row)
			}
		case want.Suppressed:
			suppressed++
			if row.Missing == nil || *row.Missing != "SUPPRESSED" || row.Value != nil || row.N != nil || row.MarginOfError != nil || row.Rank != nil {
				t.Errorf("of %s is told what is hidden: %+v", row.Community.Name, row)
			}
		default:
			if !isNear(row.Value, 100**want.Value) || *row.N != *want.N || row.MarginOfError == nil || !isNear(row.MarginOfError, 100**want.MarginOfError) || row.RankBest == nil {
				t.Errorf("of %s is told %+v, its figure is %+v", row.Community.Name, row, want)
			}
		}
	}
	if suppressed == 0 || told.Summary.Suppressed != suppressed {
		t.Errorf("%d figures are hidden, the summary has %d", suppressed, told.Summary.Suppressed)
	}
}

// TestHiddenFiguresStayHiddenEverywhere asks for one by every way that there is.
func TestHiddenFiguresStayHiddenEverywhere(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, true)
	p.step("publishSurvey", p.known())
	const no = "survey.q_one.o2"
	only := vars{"codes": []domain.KatottgCode{ahronomichna}}
	if got := a.ask(`query($in: MetricTableInput!) { metricTable(input: $in) { columns { values missing } } }`, vars{"in": vars{"metrics": []string{no}, "filter": only}}); !strings.Contains(got.Body, `{"values":[null],"missing":["SUPPRESSED"]}`) {
		t.Errorf("the table tells %s", got.Body)
	}
	if got := a.ask(`query($in: TrendInput!) { trend(input: $in) { points { period mean median n } } }`, vars{"in": vars{"metric": no, "filter": only}}); len(got.Errors) > 0 || strings.Contains(got.Body, `"mean":3`) || strings.Contains(got.Body, `"mean":6`) {
		t.Errorf("the trend tells %s", got.Body)
	}
	if got := a.metric(ahronomichna, no); got.Value != nil || got.Rank != nil {
		t.Errorf("of the community is told %+v", got)
	}
	for _, path := range []string{"/export/comparison.csv?lang=en&metric=" + no, "/export/metrics.csv?lang=en&metric=" + no, "/charts/ranking.svg?lang=en&metric=" + no} {
		got := a.fetch(http.MethodGet, path+"&community="+string(ahronomichna), nil)
		if body := got.Body.String(); got.Code != http.StatusOK || strings.Contains(body, "33.3") || strings.Contains(body, "33,3") {
			t.Errorf("%s: %d %s", path, got.Code, body)
		}
	}
}

// TestStaffCompareWhatIsNotPublishedYet lays the closed wave of one's own over the published one of all.
func TestStaffCompareWhatIsNotPublishedYet(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, false)
	p.step("publishSurvey", p.known())
	p.follow()
	p.bring("here again", yakushynetska, "FEMALE", 70, 30)
	p.bring("there again", vinnytska, "FEMALE", 50, 50)
	p.step("closeSurvey", p.known())
	here := a.someone("here", staffOf(yakushynetska, auth.Reader))
	ask := func(who asker, view string, period any) map[string]float64 {
		got := who.ask(`query($in: ComparisonInput!) { comparison(input: $in) { rows { community { code } value change changeSignificant } } }`,
			vars{"in": vars{"metric": "survey.q_one.o2", "view": view, "period": period}})
		var told comparedRows
		decode(t, got, "comparison", &told)
		values := map[string]float64{}
		for _, row := range told.Rows {
			if row.Value != nil {
				values[row.Community.Code] = *row.Value
			}
			if row.Community.Code == string(yakushynetska) && view == "WORKING" && row.Value != nil && *row.Value == 30 && (row.Change == nil || !isNear(row.Change, -30) || !*row.ChangeSignificant) {
				t.Errorf("the change is %+v", row)
			}
		}
		return values
	}
	for _, c := range []struct {
		who         asker
		view        string
		period      any
		here, there float64
	}{
		{a, "PUBLISHED", nil, 60, 20},
		{here, "PUBLISHED", nil, 60, 20},
		{here, "WORKING", nil, 30, 20},
		{p.head, "WORKING", nil, 30, 50},
		{p.head, "PUBLISHED", "wave-2", 0, 0},
		{here, "WORKING", "wave-2", 30, 0},
		{p.head, "WORKING", "wave-2", 30, 50},
		{p.head, "WORKING", "wave-1", 60, 20},
		{p.head, "WORKING", "2026-11", 30, 50},
		{p.head, "WORKING", "2026-10", 0, 0},
	} {
		got := ask(c.who, c.view, c.period)
		if h, th := got[string(yakushynetska)], got[string(vinnytska)]; !isNear(&h, c.here) || !isNear(&th, c.there) {
			t.Errorf("%s of %v: %v", c.view, c.period, got)
		}
	}
}

// TestRegionsDoNotShareTheirQuestions though they call them alike: whoever publishes second names itself in the codes of its metrics.
func TestRegionsDoNotShareTheirQuestions(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, false)
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(secondRegion(), "second", "test")
		return err
	})
	other := &poll{api: a, head: p.head}
	other.open(fmt.Sprintf("regionCode: %q", khmelnytskaOblast), "", map[domain.KatottgCode]int{hamlet(1): 1000})
	other.bring("other", hamlet(1), "FEMALE", 30, 10)
	other.step("closeSurvey", other.known())
	p.step("publishSurvey", p.known())
	other.step("publishSurvey", other.known())
	a.refreshMetrics()
	const own = "survey.ua68000000000099709.q_one.o1"
	if got := a.metric(hamlet(1), own); !isNear(got.Value, 75) || *got.Period != "2026-11" {
		t.Errorf("the second region has %+v", got)
	}
	if got := a.metric(hamlet(1), "survey.q_one.o1"); got.Value != nil {
		t.Errorf("by the first one's metric it has %+v", got)
	}
	if got := a.metric(yakushynetska, "survey.q_one.o1"); !isNear(got.Value, 40) {
		t.Errorf("the first region has %+v", got)
	}
	if n := a.rowsOf(`metrics WHERE source = 'SURVEYS'`); n != 2*(3+3+4+1+1) {
		t.Errorf("there are %d metrics", n)
	}
}
