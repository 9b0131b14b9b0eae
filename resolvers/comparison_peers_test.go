package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestPeersAreThoseOfTheRule holds groups of peers against the registry, in comparisons, tables and trends.
func TestPeersAreThoseOfTheRule(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(63, 1, 1, 1))
	of := a.text(`SELECT code FROM communities WHERE population > 0 AND urban_population > 0 AND area_km2 > 0 AND id > 3 ORDER BY id LIMIT 1`)
	const nearestBy = `(SELECT c.code FROM communities c JOIN communities o ON o.code = '{of}', LATERAL (SELECT stddev_samp({of c}) AS s FROM communities c) x
		WHERE {of c} IS NOT NULL ORDER BY abs({of c} - {of o}) / s, CAST(c.id AS text) LIMIT {n})`
	nearest := func(count int, feature string) string {
		return strings.NewReplacer("{of}", of, "{n}", fmt.Sprint(count+1), "{of c}", strings.ReplaceAll(feature, "$", "c"), "{of o}", strings.ReplaceAll(feature, "$", "o")).Replace(nearestBy)
	}
	where := func(condition string) string {
		return `(SELECT c.code FROM communities c JOIN communities o ON o.code = '` + of + `' WHERE ` + condition + `)`
	}
	for name, c := range map[string]struct {
		peers vars
		more  vars
		want  string
	}{
		"type":     {vars{"kind": "SAME_TYPE"}, nil, where(`c.type = o.type`)},
		"district": {vars{"kind": "SAME_DISTRICT"}, nil, where(`c.district_id = o.district_id`)},
		"band":     {vars{"kind": "POPULATION_BAND"}, nil, where(`width_bucket(c.population, ARRAY[5000, 10000, 20000, 50000]) = width_bucket(o.population, ARRAY[5000, 10000, 20000, 50000])`)},
		"type and filter": {
			vars{"kind": "SAME_TYPE"}, vars{"population": vars{"min": 5000}}, where(`c.type = o.type AND c.population >= 5000`),
		},
		"area":        {vars{"kind": "NEAREST", "count": 4, "features": []string{"AREA"}}, nil, nearest(4, `ln($.area_km2)`)},
		"density":     {vars{"kind": "NEAREST", "count": 5, "features": []string{"DENSITY"}}, nil, nearest(5, `ln($.population / $.area_km2)`)},
		"settlements": {vars{"kind": "NEAREST", "count": 3, "features": []string{"SETTLEMENTS"}}, nil, nearest(3, `CAST($.settlements AS float8)`)},
		"urban share": {vars{"kind": "NEAREST", "count": 3, "features": []string{"URBAN_SHARE"}}, nil, nearest(3, `$.urban_population / CAST($.population AS float8)`)},
	} {
		c.peers["communityCode"] = of
		input := vars{"metric": madeUp, "peersOf": c.peers, "filter": c.more}
		var codes []string
		for _, row := range a.compare(input).Rows {
			codes = append(codes, row.Community.Code)
		}
		slices.Sort(codes)
		told, want := strings.Join(codes, " "), a.text(`SELECT string_agg(code, ' ' ORDER BY code) FROM `+c.want+` x (code)`)
		if told != want {
			t.Errorf("%s: like %s are\n%s, not\n%s", name, of, told, want)
		}
		table := get[struct {
			Communities []struct{ Code string }
		}](a, "metricTable", `query($in: MetricTableInput!) { metricTable(input: $in) { communities { code } } }`,
			vars{"in": vars{"metrics": []string{madeUp}, "peersOf": c.peers, "filter": c.more}})
		trend := get[struct{ Points []struct{ Communities int } }](a, "trend", `query($in: TrendInput!) { trend(input: $in) { points { communities } } }`, vars{"in": input})
		if len(table.Communities) != len(codes) || trend.Points[0].Communities != len(codes) {
			t.Errorf("%s: the table has %d communities and the trend %d, not %d", name, len(table.Communities), trend.Points[0].Communities, len(codes))
		}
	}
}

// TestPeersOfOddCommunities asks for those of one that is alone in its kind, and of one of which nothing is known.
func TestPeersOfOddCommunities(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(12, 1, 1, 1))
	of := a.code("communities")
	a.exec(`UPDATE communities SET type = CASE code WHEN $1 THEN 'URBAN' ELSE 'RURAL' END`, of)
	alone := a.compare(vars{"metric": madeUp, "peersOf": vars{"communityCode": of, "kind": "SAME_TYPE"}})
	if len(alone.Rows) != 1 || alone.Rows[0].Community.Code != of || alone.Summary.Communities != 1 {
		t.Errorf("a group of one is %+v", alone)
	}
	if got := a.ask(`query($in: ComparisonInput!) { comparison(input: $in) { group(lang: EN) } }`,
		vars{"in": vars{"metric": madeUp, "peersOf": vars{"communityCode": of, "kind": "SAME_TYPE"}}}); !strings.Contains(got.Body, `"Hromada 1 and communities of its region, of the same type"`) {
		t.Errorf("the group in words is %s", got.Body)
	}
	a.exec(`UPDATE communities SET population = NULL, urban_population = NULL, population_on = NULL WHERE code = $1`, of)
	for _, c := range []struct {
		peers vars
		fault bool
	}{
		{vars{"kind": "POPULATION_BAND"}, true},
		{vars{"kind": "NEAREST"}, true},
		{vars{"kind": "NEAREST", "features": []string{"DENSITY", "AREA"}}, true},
		{vars{"kind": "NEAREST", "features": []string{"AREA", "SETTLEMENTS"}}, false},
	} {
		c.peers["communityCode"] = of
		got := a.ask(comparisonQuery, vars{"input": vars{"metric": madeUp, "peersOf": c.peers}})
		if refused := len(got.Errors) == 1 && got.Errors[0].Extensions.Field == "input.peersOf"; refused != c.fault {
			t.Errorf("%v: %s", c.peers, got.Body)
		}
	}
}

// TestRowsComeInEveryOrder and by pages that leave nothing out; rows without what they are ordered by come last in both directions.
func TestRowsComeInEveryOrder(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(24, 1, 1, 1))
	a.exec(`UPDATE metric_values SET value = value + community_id % 5 WHERE metric = $1 AND wave = 2 AND value IS NOT NULL`, madeUp) // so that changes differ
	const from = ` FROM communities c LEFT JOIN metric_values v ON v.community_id = c.id AND v.metric = '` + madeUp + `' AND v.wave = 2
		LEFT JOIN metric_values w ON w.community_id = c.id AND w.metric = v.metric AND w.wave = 1`
	for field, by := range map[string]string{
		"VALUE": `v.value`, "RANK": `v.value`, "CHANGE": `round(CAST(v.value - w.value AS numeric), 9)`, "POPULATION": `c.population`, "NAME": `c.name_uk`,
	} {
		for direction, sql := range map[string]string{"ASC": "ASC", "DESC": "DESC"} {
			order := by + ` ` + sql + ` NULLS LAST, c.name_uk, c.id`
			if field == "NAME" {
				order = `c.name_uk ` + sql + `, c.id ` + sql
			}
			want := a.text(`SELECT string_agg(c.code, ' ' ORDER BY ` + order + `)` + from)
			var told []string
			for skip := 0; skip < 30; skip += 10 {
				rows := get[struct {
					Rows []struct{ Community struct{ Code string } }
				}](a, "comparison", fmt.Sprintf(`query($in: ComparisonInput!) { comparison(input: $in) {
					rows(first: 10, skip: %d, orderBy: {field: %s, direction: %s}) { community { code } } } }`, skip, field, direction), vars{"in": vars{"metric": madeUp}}).Rows
				for _, row := range rows {
					told = append(told, row.Community.Code)
				}
			}
			if got := strings.Join(told, " "); got != want {
				t.Errorf("by %s %s:\n%s, not\n%s", field, direction, got, want)
			}
		}
	}
	for _, wrong := range []string{"first: 0", "first: 1501", "skip: -1"} {
		if got := a.ask(`query($in: ComparisonInput!) { comparison(input: $in) { rows(`+wrong+`) { rank } } }`, vars{"in": vars{"metric": madeUp}}); !strings.Contains(got.Body, "INVALID_INPUT") && !strings.Contains(got.Body, "LIMIT_EXCEEDED") {
			t.Errorf("%s: %s", wrong, got.Body)
		}
	}
	if got := get[struct{ Rows []struct{ Rank *int } }](a, "comparison", `query($in: ComparisonInput!) { comparison(input: $in) { rows(skip: 24) { rank } } }`, vars{"in": vars{"metric": madeUp}}); len(got.Rows) != 0 {
		t.Errorf("after all rows there are %d more", len(got.Rows))
	}
}

// TestRangesAreTheSameEverywhere compares those of a comparison with the table's and with a community's own.
func TestRangesAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	a := compared(t, oblast(24, 1, 1, 1))
	table := get[struct {
		Communities []struct{ Code string }
		Columns     []struct{ Ranks, RankBest, RankWorst []*int }
	}](a, "metricTable", `query($in: MetricTableInput!) { metricTable(input: $in) { communities { code } columns { ranks rankBest rankWorst } } }`, vars{"in": vars{"metrics": []string{madeUp}}})
	wide := 0
	for _, row := range a.compare(vars{"metric": madeUp}).Rows {
		want := show(row.RankBest) + " " + show(row.Rank) + " " + show(row.RankWorst)
		i := slices.IndexFunc(table.Communities, func(c struct{ Code string }) bool { return c.Code == row.Community.Code })
		column := table.Columns[0]
		if got := show(column.RankBest[i]) + " " + show(column.Ranks[i]) + " " + show(column.RankWorst[i]); got != want {
			t.Errorf("in the table %s is at %s, not %s", row.Community.Code, got, want)
		}
		one := get[struct {
			Metric struct{ Rank, RankBest, RankWorst *int }
		}](a, "community",
			`query($c: KatottgCode!, $m: String!) { community(code: $c) { metric(code: $m) { rank rankBest rankWorst } } }`, vars{"c": row.Community.Code, "m": madeUp}).Metric
		if got := show(one.RankBest) + " " + show(one.Rank) + " " + show(one.RankWorst); got != want {
			t.Errorf("by itself %s is at %s, not %s", row.Community.Code, got, want)
		}
		if row.RankBest != nil && *row.RankBest < *row.RankWorst {
			wide++
		}
	}
	if wide == 0 {
		t.Error("no range is wider than a rank")
	}
}
