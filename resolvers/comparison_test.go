package resolvers_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

type comparedRows struct {
	Rows []struct {
		Community          struct{ Code, Name string }
		Value              *float64
		Missing            *string
		N                  *int
		MarginOfError      *float64
		Rank               *int
		RankBest           *int
		RankWorst          *int
		Tied               bool
		Percentile, ZScore *float64
		Quartile           *int
		Change             *float64
		ChangeSignificant  *bool
		Period             *string
	}
	Summary struct {
		Communities, N, Suppressed, NotCollected                                              int
		Min, LowerQuartile, Median, UpperQuartile, Max, Mean, WeightedMean, StandardDeviation *float64
		Notes                                                                                 []string
		Histogram                                                                             []struct {
			From, To float64
			Count    int
		}
	}
}

const comparedFields = `{ rows(first: 1500) { community { code name } value missing n marginOfError rank rankBest rankWorst tied percentile zScore quartile
	change changeSignificant period }
	summary { communities n suppressed notCollected min lowerQuartile median upperQuartile max mean weightedMean standardDeviation notes
		histogram { from to count } } }`

// compare asks for a comparison that must succeed.
func (a *api) compare(input vars) comparedRows {
	a.tb.Helper()
	return get[comparedRows](a, "comparison", `query($input: ComparisonInput!) { comparison(input: $input) `+comparedFields+` }`, vars{"input": input})
}

func TestStatementsOfComparisonsDoNotGrow(t *testing.T) {
	t.Parallel()
	counts := map[string]map[int]bool{}
	for _, size := range []int{12, 63} {
		a := compared(t, oblast(size, 2, 2, 2))
		for _, op := range comparisonOperations(t) {
			got, statements := a.run(op, a.comparisonVars())
			if empty := emptyFields(t, got); len(empty) > 0 {
				var unexpected []string
				for _, field := range empty {
					if !neverFilled[field] {
						unexpected = append(unexpected, field)
					}
				}
				if len(unexpected) > 0 {
					t.Errorf("%s finds nothing in %v", op.name, unexpected)
				}
			}
			if counts[op.name] == nil {
				counts[op.name] = map[int]bool{}
			}
			counts[op.name][len(statements)] = true
		}
	}
	for name, of := range counts {
		if len(of) != 1 {
			t.Errorf("%s takes %v statements", name, of)
		}
	}
}

// neverFilled are fields that the generated metrics leave empty: no period was asked for, and one community's latest value is there or not.
var neverFilled = map[string]bool{
	"comparison.period": true, "community.metric.missing": true, "community.metric.series.missing": true, "comparison.summary.notes": false,
}

// TestSummariesAgreeWithPostgreSQL holds figures and ranks against the database's own aggregates, where values tie, lack and are hidden.
func TestSummariesAgreeWithPostgreSQL(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(63, 1, 1, 1))
	told := a.compare(vars{"metric": madeUp})
	var want struct {
		N                                            int
		Min, Q1, Median, Q3, Max, Mean, Weighted, SD float64
	}
	if err := a.db.QueryRow(`SELECT count(value), min(value), percentile_cont(0.25) WITHIN GROUP (ORDER BY value), percentile_cont(0.5) WITHIN GROUP (ORDER BY value),
			percentile_cont(0.75) WITHIN GROUP (ORDER BY value), max(value), avg(value),
			sum(value * c.population) FILTER (WHERE c.population IS NOT NULL) / sum(c.population) FILTER (WHERE value IS NOT NULL), stddev_samp(value)
		FROM metric_values v JOIN communities c ON c.id = v.community_id WHERE metric = $1 AND wave = 2`, madeUp).Scan(
		&want.N, &want.Min, &want.Q1, &want.Median, &want.Q3, &want.Max, &want.Mean, &want.Weighted, &want.SD); err != nil {
		t.Fatal(err)
	}
	s := told.Summary
	for name, pair := range map[string][2]float64{
		"min": {*s.Min, want.Min}, "lower quartile": {*s.LowerQuartile, want.Q1}, "median": {*s.Median, want.Median}, "upper quartile": {*s.UpperQuartile, want.Q3},
		"max": {*s.Max, want.Max}, "mean": {*s.Mean, want.Mean}, "weighted mean": {*s.WeightedMean, want.Weighted}, "deviation": {*s.StandardDeviation, want.SD},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-9*math.Abs(pair[1]) {
			t.Errorf("%s is %v, PostgreSQL has %v", name, pair[0], pair[1])
		}
	}
	if s.N != want.N || s.Communities != 63 || s.N+s.Suppressed+s.NotCollected != 63 || s.Suppressed == 0 {
		t.Errorf("the summary counts %+v", s)
	}
	counted := 0
	for _, bin := range s.Histogram {
		counted += bin.Count
	}
	if counted != want.N {
		t.Errorf("the histogram holds %d of %d values", counted, want.N)
	}
	a.checkRanks(told)
}

// checkRanks compares ranks and percentiles with rank() and what it means.
func (a *api) checkRanks(told comparedRows) {
	a.tb.Helper()
	rows, err := a.db.Query(`SELECT c.code, rank() OVER (ORDER BY v.value),
			100 * (count(*) OVER (ORDER BY v.value DESC) - count(*) OVER (PARTITION BY v.value) / 2.0) / count(*) OVER (),
			(v.value - avg(v.value) OVER ()) / stddev_samp(v.value) OVER ()
		FROM metric_values v JOIN communities c ON c.id = v.community_id WHERE v.metric = $1 AND v.wave = 2 AND v.value IS NOT NULL`, madeUp)
	if err != nil {
		a.tb.Fatal(err)
	}
	defer rows.Close()
	want := map[string]string{}
	for rows.Next() {
		var code string
		var rank int
		var percentile, z float64
		if err := rows.Scan(&code, &rank, &percentile, &z); err != nil {
			a.tb.Fatal(err)
		}
		want[code] = fmt.Sprintf("%d %.8f %.8f", rank, percentile, z)
	}
	if err := rows.Err(); err != nil {
		a.tb.Fatal(err)
	}
	last := 0
	for _, row := range told.Rows {
		if row.Value == nil {
			if row.Rank != nil || row.Percentile != nil || row.ZScore != nil || row.Quartile != nil || row.Missing == nil {
				a.tb.Errorf("%s has no value and a place: %+v", row.Community.Name, row)
			}
			last = math.MaxInt
			continue
		}
		if got := fmt.Sprintf("%d %.8f %.8f", *row.Rank, *row.Percentile, *row.ZScore); got != want[row.Community.Code] {
			a.tb.Errorf("%s is at %s, PostgreSQL has %s", row.Community.Name, got, want[row.Community.Code])
		}
		if *row.Rank < last || row.RankBest != nil && (*row.RankBest > *row.Rank || *row.RankWorst < *row.Rank) || (row.RankBest != nil) != (row.MarginOfError != nil) {
			a.tb.Errorf("%s: rank %d of %s to %s, after %d", row.Community.Name, *row.Rank, show(row.RankBest), show(row.RankWorst), last)
		}
		last = *row.Rank
	}
}

// TestHiddenValuesTakePartInNothing changes hidden values' communities in every way that a filter offers.
func TestHiddenValuesTakePartInNothing(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(24, 1, 1, 1))
	hidden := a.text(`SELECT c.code FROM communities c JOIN metric_values v ON v.community_id = c.id WHERE v.missing = 'SUPPRESSED' ORDER BY c.id LIMIT 1`)
	alone := a.compare(vars{"metric": madeUp, "filter": vars{"codes": []string{hidden}}})
	if len(alone.Rows) != 1 || alone.Rows[0].Value != nil || *alone.Rows[0].Missing != "SUPPRESSED" || alone.Summary.N != 0 || alone.Summary.Mean != nil ||
		len(alone.Summary.Histogram) != 0 || alone.Rows[0].N != nil || alone.Rows[0].Change != nil || strings.Join(alone.Summary.Notes, " ") != "NO_DATA" {
		t.Errorf("alone, a hidden value shows %+v", alone)
	}
	all := a.compare(vars{"metric": madeUp})
	codes := []string{}
	for _, row := range all.Rows {
		if row.Value != nil {
			codes = append(codes, row.Community.Code)
		}
	}
	without := a.compare(vars{"metric": madeUp, "filter": vars{"codes": codes}})
	left, right := all.Summary, without.Summary
	left.Communities, left.Suppressed, left.NotCollected = right.Communities, right.Suppressed, right.NotCollected
	if told, want := asJSON(t, left), asJSON(t, right); told != want {
		t.Errorf("hidden values change the summary:\n%s\n%s", told, want)
	}
}

func TestOddComparisonsSayWhatIsSo(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	none := a.compare(vars{"metric": madeUp, "filter": vars{"population": vars{"min": 100000000}}})
	if len(none.Rows) != 0 || none.Summary.Communities != 0 || strings.Join(none.Summary.Notes, " ") != "NO_DATA" {
		t.Errorf("no community gives %+v", none)
	}
	a.exec(`UPDATE metric_values SET value = 7, standard_error = NULL WHERE metric = $1 AND value IS NOT NULL`, madeUp)
	equal := a.compare(vars{"metric": madeUp})
	if equal.Summary.Notes[0] != "ALL_EQUAL" || *equal.Rows[0].Rank != 1 || equal.Rows[0].RankBest != nil || equal.Rows[0].RankWorst != nil || !equal.Rows[0].Tied || equal.Rows[0].ZScore != nil || len(equal.Summary.Histogram) != 1 {
		t.Errorf("equal values give %+v", equal)
	}
	one := a.compare(vars{"metric": madeUp, "filter": vars{"codes": []string{equal.Rows[0].Community.Code}}})
	if one.Summary.Notes[0] != "ONE_VALUE" || *one.Rows[0].Percentile != 50 || one.Summary.StandardDeviation != nil {
		t.Errorf("one value gives %+v", one)
	}
	empty := a.compare(vars{"metric": madeUp, "period": "wave-9"})
	if empty.Summary.N != 0 || len(empty.Rows) != 12 || *empty.Rows[0].Missing != "NOT_COLLECTED" {
		t.Errorf("a period without data gives %+v", empty)
	}
}

func TestWrongComparisonsAreRefused(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	for _, c := range []struct {
		name, query string
		input       vars
		code, field string
	}{
		{"no such metric", comparisonQuery, vars{"metric": "goals.nothing"}, "NOT_FOUND", "input.metric"},
		{"no such period", comparisonQuery, vars{"metric": madeUp, "period": "2026-13"}, "INVALID_INPUT", "input.period"},
		{"a wave of months", comparisonQuery, vars{"metric": "goals.progress", "period": "wave-1"}, "INVALID_INPUT", "input.period"},
		{"features of a type", comparisonQuery, vars{"metric": madeUp, "peersOf": vars{"communityCode": a.code("communities"), "kind": "SAME_TYPE", "features": []string{"AREA"}}}, "INVALID_INPUT", "input.peersOf.features"},
		{"no features", comparisonQuery, vars{"metric": madeUp, "peersOf": vars{"communityCode": a.code("communities"), "kind": "NEAREST", "features": []string{}}}, "INVALID_INPUT", "input.peersOf.features"},
		{"a feature twice", comparisonQuery, vars{"metric": madeUp, "peersOf": vars{"communityCode": a.code("communities"), "kind": "NEAREST", "features": []string{"AREA", "AREA"}}}, "INVALID_INPUT", "input.peersOf.features"},
		{"trend of peers of nobody", `query($input: TrendInput!) { trend(input: $input) { points { n } } }`, vars{"metric": madeUp, "peersOf": vars{"communityCode": "UA99999999999999999", "kind": "SAME_TYPE"}}, "NOT_FOUND", "input.peersOf.communityCode"},
		{"too many in a table", tableQuery, vars{"metrics": []string{madeUp}, "peersOf": vars{"communityCode": a.code("communities"), "kind": "NEAREST", "count": 101}}, "INVALID_INPUT", "input.peersOf.count"},
		{"sure of nothing", comparisonQuery, vars{"metric": madeUp, "confidence": 0}, "INVALID_INPUT", "input.confidence"},
		{"sure of all", comparisonQuery, vars{"metric": madeUp, "confidence": 1}, "INVALID_INPUT", "input.confidence"},
		{"a target beyond measure", comparisonQuery, vars{"metric": madeUp, "target": 1e300}, "INVALID_INPUT", "input.target"},
		{"peers of nobody", comparisonQuery, vars{"metric": madeUp, "peersOf": vars{"communityCode": "UA99999999999999999", "kind": "SAME_TYPE"}}, "NOT_FOUND", "input.peersOf.communityCode"},
		{"no peers at all", comparisonQuery, vars{"metric": madeUp, "peersOf": vars{"communityCode": a.code("communities"), "kind": "NEAREST", "count": 0}}, "INVALID_INPUT", "input.peersOf.count"},
		{"a region that is none", comparisonQuery, vars{"metric": madeUp, "filter": vars{"regionCode": "UA99999999999999999"}}, "NOT_FOUND", "filter.regionCode"},
		{"drafts for a visitor", comparisonQuery, vars{"metric": madeUp, "view": "WORKING"}, "FORBIDDEN", ""},
		{"no columns", tableQuery, vars{"metrics": []string{}}, "INVALID_INPUT", "input.metrics"},
		{"200 columns", tableQuery, vars{"metrics": strings.Split(strings.Repeat(madeUp+" ", 199)+madeUp, " ")}, "INVALID_INPUT", "input.metrics"},
		{"a column of nothing", tableQuery, vars{"metrics": []string{madeUp, "x.y"}}, "NOT_FOUND", "input.metrics.1"},
	} {
		got := a.ask(c.query, vars{"input": c.input})
		if len(got.Errors) != 1 || string(got.Errors[0].Extensions.Code) != c.code || got.Errors[0].Extensions.Field != c.field {
			t.Errorf("%s: %s", c.name, got.Body)
		}
	}
}

const (
	comparisonQuery = `query($input: ComparisonInput!) { comparison(input: $input) { rows { value } } }`
	tableQuery      = `query($input: MetricTableInput!) { metricTable(input: $input) { columns { values } } }`
)
