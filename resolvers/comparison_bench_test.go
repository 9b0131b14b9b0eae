package resolvers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"
	"time"
)

// BenchmarkCountry asks about all communities of the country at once.
func BenchmarkCountry(b *testing.B) {
	a := compared(b, nation)
	metrics := []string{}
	for i := range 50 {
		metrics = append(metrics, fmt.Sprintf("survey.made_up.copy%d", i))
	}
	a.exec(`INSERT INTO metrics (code, source, unit, direction, name_uk, name_en, method_uk, method_en)
		SELECT 'survey.made_up.copy' || i, source, unit, direction, name_uk, name_en, method_uk, method_en FROM metrics, generate_series(0, 49) i WHERE code = $1`, madeUp)
	a.exec(`INSERT INTO metric_values (metric, community_id, period, survey_number, wave, value, standard_error, n, missing, as_of)
		SELECT 'survey.made_up.copy' || i, community_id, period, survey_number, wave, value, standard_error, n, missing, as_of
		FROM metric_values, generate_series(0, 49) i WHERE metric = $1`, madeUp)
	a.exec(`ANALYZE`)
	everywhere := vars{"area": vars{}}
	for _, name := range []string{"comparison", "metric_table", "overview", "community_metric"} {
		b.Run(name, func(b *testing.B) { a.timed(b, a.comparisonBody(b, name, everywhere)) })
	}
	for name, q := range map[string]struct {
		query     string
		variables vars
	}{
		"table_of_50": {
			`query($in: MetricTableInput!) { metricTable(input: $in) { communities { code } columns { values missing ranks rankBest rankWorst } } }`,
			vars{"in": vars{"metrics": metrics}},
		},
		"survey_findings": {`{ surveyFindings(weighting: POPULATION) { problem { code } meanShare communities suppressed of first } }`, nil},
		"main_problems": {
			`query($ids: [ID!]!) { nodes(ids: $ids) { ... on Survey { mainProblems { problem { code } share rank rankBest rankWorst } } } }`,
			vars{"ids": []string{a.firstOf(`SELECT min(number) FROM surveys WHERE state = 'PUBLISHED'`, "Survey")}},
		},
	} {
		body, err := json.Marshal(map[string]any{"query": q.query, "variables": q.variables})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) { a.timed(b, body) })
	}
}

func (a *api) comparisonBody(b *testing.B, name string, variables vars) []byte {
	b.Helper()
	asked := a.comparisonVars()
	maps.Copy(asked, variables)
	for _, op := range comparisonOperations(b) {
		if op.name == name {
			body, err := json.Marshal(map[string]any{"query": op.text, "variables": asked})
			if err != nil {
				b.Fatal(err)
			}
			return body
		}
	}
	b.Fatalf("no operation %s", name)
	return nil
}

// timed asks over and over, and tells how long PostgreSQL takes for all statements of one answer: from when each is sent until its rows are read.
func (a *api) timed(b *testing.B, body []byte) {
	b.Helper()
	a.serve(b, body) // connections, prepared statements and parsed documents are there
	a.count.take()
	a.count.time()
	b.ReportAllocs()
	b.ResetTimer()
	length := 0
	for b.Loop() {
		length = a.serve(b, body)
	}
	b.StopTimer()
	b.ReportMetric(float64(a.count.time())/float64(time.Millisecond)/float64(b.N), "database-ms/op")
	b.ReportMetric(float64(len(a.count.take()))/float64(b.N), "statements/op")
	b.ReportMetric(float64(length), "answer-B/op")
}
