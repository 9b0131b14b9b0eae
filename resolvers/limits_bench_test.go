package resolvers_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"hromada/graph/limits"
	"hromada/resolvers"
)

// BenchmarkLimits tells what part of a typical request's time goes into its limits: of a community's page
// whose document is known, as it is after the first time.
func BenchmarkLimits(b *testing.B) {
	a := demo(b)
	body := operationBody(b, "community_page", a.exampleVars())
	var asked struct {
		Query     string
		Variables vars
	}
	if err := json.Unmarshal(body, &asked); err != nil {
		b.Fatal(err)
	}
	document, err := parser.ParseQuery(&ast.Source{Input: asked.Query})
	if err != nil {
		b.Fatal(err)
	}
	prices, l := limits.PricesOf(resolvers.Schema(nil, nil, "").Schema()), limits.Default()
	a.serve(b, body)
	start := time.Now()
	for range 20 {
		a.serve(b, body)
	}
	request := time.Since(start) / 20
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := l.Check(prices, document, "", asked.Variables); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(b.Elapsed())/float64(b.N)/float64(request), "%-of-request")
}

// dearest are documents that ask for as much as they may, each of another kind of work.
func dearest() map[string]string {
	aliased := func(count int, field string) string {
		text := strings.Builder{}
		for i := range count {
			fmt.Fprintf(&text, " a%d: %s", i, field)
		}
		return "{" + text.String() + " }"
	}
	return map[string]string{
		"objects": aliased(9, `region(code: "`+string(vinnytskaOblast)+`") { communities { region { communities { code name type } } } }`),
		"trees":   wholeTrees,
		"pages":   aliased(32, `communities(first: 100, orderBy: {field: PROGRESS}) { nodes { code progress { percent } } }`),
		"counts":  aliased(50, `components(first: 1) { totalCount }`),
		"facets":  aliased(13, `components(first: 1) { facets { status { count } onTrack { count } priority { count } kind { count } category { count } fundSource { count } } }`),
		"search":  aliased(40, `search(text: "мережа", first: 25) { totalCount nodes { ... on Community { code } } }`),
	}
}

// BenchmarkDearest measures what the dearest requests take of the processor, each asked with as many
// copies of itself as the cost limit lets pass. What PostgreSQL takes stands in the time alone.
func BenchmarkDearest(b *testing.B) {
	a := demo(b)
	texts := dearest()
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			body, err := json.Marshal(vars{"query": texts[name]})
			if err != nil {
				b.Fatal(err)
			}
			cost := a.costOf(texts[name], nil)
			a.serve(b, body)
			least := time.Hour
			for b.Loop() {
				before := processor()
				a.serve(b, body)
				least = min(least, processor()-before)
			}
			b.ReportMetric(float64(cost), "cost")
			b.ReportMetric(float64(least.Microseconds())/1000, "least-cpu-ms")
		})
	}
}

// processor is the time that this process has taken so far.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
