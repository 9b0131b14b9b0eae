package graph_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"hromada/graph"
)

// throttled answers 204 to as many requests a second as one caller may send.
func throttled(perSecond int, proxies ...string) http.Handler {
	o := graph.Options{
		Log: slog.New(slog.DiscardHandler), RateLimit: perSecond, Origins: []string{"https://dashboard.example"},
		Graph: func() http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		},
	}
	for _, p := range proxies {
		o.TrustedProxies = append(o.TrustedProxies, netip.MustParsePrefix(p))
	}
	return graph.Routes(o)
}

// from sends one request from an address; headers come in pairs.
func from(h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader("{}"))
	r.RemoteAddr = address
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// letIn counts how many of many requests at once are let in.
func letIn(h http.Handler, many int, address func(int) string, headers ...string) int {
	let := 0
	for i := range many {
		if from(h, address(i), headers...).Code == http.StatusNoContent {
			let++
		}
	}
	return let
}

func always(address string) func(int) string { return func(int) string { return address } }

func TestBurstIsTenTimesTheRate(t *testing.T) {
	t.Parallel()
	h := throttled(1) // so slow that no request comes back during the test
	first := from(h, "192.0.2.1:1000")
	if first.Header().Get("RateLimit-Limit") != "10" || first.Header().Get("RateLimit-Remaining") != "9" || first.Header().Get("RateLimit-Reset") != "1" {
		t.Errorf("%v", first.Header())
	}
	if let := letIn(h, 30, always("192.0.2.1:1001")); let < 9 || let > 12 {
		t.Errorf("%d after the first", let)
	}
	got := from(h, "192.0.2.1:1002", "Origin", "https://dashboard.example", "Accept-Language", "en")
	e := read(t, got).Errors[0]
	if got.Code != http.StatusTooManyRequests || e.Extensions.Code != "RATE_LIMITED" || !strings.Contains(e.Message, "Too many") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got.Header().Get("Retry-After") != "1" || got.Header().Get("RateLimit-Remaining") != "0" || got.Header().Get("Access-Control-Allow-Origin") == "" {
		t.Errorf("%v", got.Header())
	}
	exposed := strings.ToLower(got.Header().Get("Access-Control-Expose-Headers"))
	for _, name := range []string{"retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} {
		if !strings.Contains(exposed, name) {
			t.Errorf("a dashboard cannot read %s: %s", name, exposed)
		}
	}
	if from(h, "192.0.2.2:1000").Code != http.StatusNoContent {
		t.Error("another address has to wait too")
	}
}

func TestCallersAreToldApartByTheirNetwork(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]struct {
		address func(int) string
		many    bool // whether all 30 requests are let in
	}{
		"ports":                {func(i int) string { return "192.0.2.1:" + strconv.Itoa(1000+i) }, false},
		"addresses":            {func(i int) string { return "192.0.2." + strconv.Itoa(i) + ":1000" }, true},
		"one network of IPv6":  {func(i int) string { return "[2001:db8:1:1::" + strconv.Itoa(i+1) + "]:1000" }, false},
		"networks of IPv6":     {func(i int) string { return "[2001:db8:1:" + strconv.Itoa(i+1) + "::1]:1000" }, true},
		"IPv4 written as IPv6": {func(i int) string { return []string{"192.0.2.1:1", "[::ffff:192.0.2.1]:1"}[i%2] }, false},
		"no address":           {always("@"), false},
	} {
		if let := letIn(throttled(1), 30, e.address); (let == 30) != e.many || let < 10 {
			t.Errorf("%s: %d of 30", name, let)
		}
	}
}

func TestProxiesAreBelievedOnlyWhereTrusted(t *testing.T) {
	t.Parallel()
	const name, proxy, stranger = "X-Forwarded-For", "10.0.0.1:1", "192.0.2.1:1"
	for _, e := range []struct {
		peer, first, second string
		apart               bool // whether the two are different callers
	}{
		{stranger, "198.51.100.1", "198.51.100.2", false},
		{proxy, "198.51.100.1", "198.51.100.2", true},
		{proxy, "198.51.100.1", "198.51.100.1", false},
		{proxy, "203.0.113.1, 198.51.100.1", "203.0.113.2, 198.51.100.1", false},                // the left may be made up
		{proxy, "198.51.100.1, 10.0.0.7", "198.51.100.2, 10.0.0.7", true},                       // a chain of proxies
		{proxy, "198.51.100.1, 172.16.0.1, 10.9.9.9", "198.51.100.2,172.16.0.1,10.9.9.9", true}, // of two networks
		{proxy, "rubbish", "nonsense", false},
		{proxy, "198.51.100.1, rubbish", "198.51.100.2, rubbish", false},
		{proxy, "", "", false},
		{proxy, "2001:db8::1", "2001:db8::2", false},
		{proxy, "2001:db8:0:1::1", "2001:db8:0:2::1", true},
	} {
		h := throttled(1, "10.0.0.0/8", "172.16.0.0/12")
		letIn(h, 20, always(e.peer), name, e.first)
		if apart := from(h, e.peer, name, e.second).Code == http.StatusNoContent; apart != e.apart {
			t.Errorf("%s: %q and %q: apart %t", e.peer, e.first, e.second, apart)
		}
	}
	h := throttled(1, "10.0.0.0/8")
	letIn(h, 20, always(proxy), name, "203.0.113.9", name, "198.51.100.1")
	if from(h, proxy, name, "203.0.113.8", name, "198.51.100.1").Code != http.StatusTooManyRequests {
		t.Error("of two headers the first was believed")
	}
}

func TestOnlyTheGraphIsLimited(t *testing.T) {
	t.Parallel()
	if let := letIn(throttled(0), 2000, always("192.0.2.1:1")); let != 2000 {
		t.Errorf("without a limit %d of 2000", let)
	}
	h := throttled(1)
	for range 50 {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusOK || w.Header().Get("RateLimit-Limit") != "" {
			t.Fatalf("a probe: %d", w.Code)
		}
	}
}

func TestLimitHoldsUnderConcurrency(t *testing.T) {
	t.Parallel()
	h, let := throttled(1), atomic.Int32{}
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if from(h, "192.0.2.1:1").Code == http.StatusNoContent {
				let.Add(1)
			}
		})
	}
	all.Wait()
	if n := let.Load(); n < 10 || n > 13 {
		t.Errorf("%d of 100", n)
	}
}
