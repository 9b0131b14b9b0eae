package resolvers_test

import (
	"net/http"
	"syscall"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// BenchmarkAuthentication compares published operations, a typical one and the shortest, as anybody asks them with the same by
// those who show an access token, once the server remembers who they are: somebody without a role, whose statements are a
// visitor's, and somebody with one, whose statements also look at what is their own. What counts is the processor's time: cpu-ns/op.
func BenchmarkAuthentication(b *testing.B) {
	a := generated(b, wholeOblast)
	nobody := a.someone("nobody").asking()
	staff := a.someone("staff", staffOf(domain.KatottgCode(a.code("communities")), auth.Editor)).asking()
	for _, name := range []string{"community_page", "node"} {
		body := operationBody(b, name, a.exampleVars())
		b.Run(name+"/visitor", func(b *testing.B) { a.measure(b, body) })
		b.Run(name+"/account", func(b *testing.B) { nobody.measure(b, body) })
		b.Run(name+"/staff", func(b *testing.B) { staff.measure(b, body) })
	}
}

func (a *api) measure(b *testing.B, body []byte) {
	b.Helper()
	a.serve(b, body)
	a.count.take()
	b.ReportAllocs()
	start := processorTime(b)
	for b.Loop() {
		a.serve(b, body)
	}
	b.ReportMetric(float64(processorTime(b)-start)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(len(a.count.take()))/float64(b.N), "statements/op")
}

// asking gives the same API with the person's access token in every request.
func (p *person) asking() *api {
	twin, handler := *p.api, p.handler
	twin.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+p.token)
		handler.ServeHTTP(w, r)
	})
	return &twin
}

// processorTime is what this process has used so far; PostgreSQL's is not in it.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// TestKnowingWhoAsksTakesNoStatement: once the server remembers who somebody is.
func TestKnowingWhoAsksTakesNoStatement(t *testing.T) {
	t.Parallel()
	a := generated(t, oblast(10, 3, 2, 2))
	variables := a.exampleVars()
	p := a.someone("staff", staffOf(domain.KatottgCode(a.code("communities")), auth.Editor))
	somebody := p.asking()
	a.in.Forget(p.id.Number)
	a.count.take()
	if somebody.post(asksName); len(a.count.take()) == 0 {
		t.Error("nothing was read of an account that is not remembered")
	}
	for _, op := range operations(t) {
		_, visitor := a.run(op, variables)
		_, known := somebody.run(op, variables)
		if len(visitor) != len(known) {
			t.Errorf("%s: %d statements for a visitor, %d for somebody known", op.name, len(visitor), len(known))
		}
	}
}
