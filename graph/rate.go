package graph

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"hromada/domain"
)

// burstSeconds is how many seconds' worth of requests may come at once: opening a dashboard asks a lot,
// reading it nothing.
const burstSeconds = 10

// throttle lets each caller ask so often, and no more. Callers are known by a key; one who asked nothing for
// burstSeconds is as good as new, and forgotten.
type throttle struct {
	perSecond int
	keyOf     func(*http.Request) string

	mu      sync.Mutex
	callers map[string]*caller
	swept   time.Time
}

type caller struct {
	*rate.Limiter
	seen time.Time
}

func newThrottle(perSecond int, keyOf func(*http.Request) string) *throttle {
	return &throttle{perSecond: perSecond, keyOf: keyOf, callers: map[string]*caller{}}
}

func (t *throttle) handler(next http.Handler) http.Handler {
	if t.perSecond == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		let, left := t.take(t.keyOf(r), time.Now())
		t.tell(w.Header(), left)
		if let {
			next.ServeHTTP(w, r)
			return
		}
		wait := math.Ceil((1 - left) / float64(t.perSecond))
		w.Header().Set("Retry-After", strconv.Itoa(int(wait)))
		failed(w, r, http.StatusTooManyRequests, domain.RateLimited())
	})
}

// tell says how many requests may come at once, how many of them are left, and in how many seconds all
// will be there again.
func (t *throttle) tell(header http.Header, left float64) {
	burst := t.perSecond * burstSeconds
	header.Set("RateLimit-Limit", strconv.Itoa(burst))
	header.Set("RateLimit-Remaining", strconv.Itoa(int(left)))
	header.Set("RateLimit-Reset", strconv.Itoa(int(math.Ceil((float64(burst)-left)/float64(t.perSecond)))))
}

// take asks for one request at a moment, and tells how many are left.
func (t *throttle) take(key string, now time.Time) (let bool, left float64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep(now)
	c := t.callers[key]
	if c == nil {
		c = &caller{Limiter: rate.NewLimiter(rate.Limit(t.perSecond), t.perSecond*burstSeconds)}
		t.callers[key] = c
	}
	c.seen = now
	let = c.AllowN(now, 1)
	return let, max(c.TokensAt(now), 0)
}

func (t *throttle) sweep(now time.Time) {
	const full = burstSeconds * time.Second
	if now.Sub(t.swept) < full {
		return
	}
	t.swept = now
	for key, c := range t.callers {
		if now.Sub(c.seen) >= full {
			delete(t.callers, key)
		}
	}
}
