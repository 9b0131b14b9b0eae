package resolvers_test

import (
	"encoding/json"
	"maps"
	"testing"
)

func BenchmarkComparisonOfTheCountry(b *testing.B) {
	benchmarkComparison(b, "comparison", vars{"area": vars{}})
}

func BenchmarkMetricTableOfTheCountry(b *testing.B) {
	benchmarkComparison(b, "metric_table", vars{"area": vars{}})
}

func BenchmarkOverviewOfTheCountry(b *testing.B) {
	benchmarkComparison(b, "overview", vars{"area": vars{}})
}

func BenchmarkCommunityMetric(b *testing.B) {
	benchmarkComparison(b, "community_metric", vars{"area": vars{}})
}

// benchmarkComparison asks an operation about all communities of the country, and tells how long PostgreSQL takes for the figures themselves.
func benchmarkComparison(b *testing.B, name string, variables vars) {
	b.Helper()
	a := compared(b, nation)
	asked := a.comparisonVars()
	maps.Copy(asked, variables)
	var body []byte
	for _, op := range comparisonOperations(b) {
		if op.name == name {
			var err error
			if body, err = json.Marshal(map[string]any{"query": op.text, "variables": asked}); err != nil {
				b.Fatal(err)
			}
		}
	}
	a.serve(b, body)
	a.count.take()
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		a.serve(b, body)
	}
	b.StopTimer()
	b.ReportMetric(float64(len(a.count.take()))/float64(b.N), "statements/op")
}
