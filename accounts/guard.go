package accounts

import (
	"maps"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What somebody may try. An address may sign in so often, whoever it says to be; for one account it has a few tries
// before it must wait, each time twice as long. All addresses together have many more for one account, and those it was
// signed in from before are not held up by the others: nobody can shut somebody else out.
const (
	triesASecond  = 1
	triesAtOnce   = 20
	freeOfPair    = 5
	freeOfAccount = 100
	longestWait   = 15 * time.Minute
	forgetAfter   = time.Hour
	maxWatched    = 100_000
)

// guard slows down those who guess passwords.
type guard struct {
	now func() time.Time

	mu        sync.Mutex
	addresses map[string]*watchedAddress
	tries     map[tried]*tries
	swept     time.Time
}

type watchedAddress struct {
	limiter *rate.Limiter
	seen    time.Time
}

// tried is what tries are counted for: an account from one address, and from anywhere. What somebody types as an account
// never makes it another's.
type tried struct{ address, account string }

// anywhere stands for all addresses together; no caller has it.
const anywhere = "*"

// tries are those since the last that was right.
type tries struct {
	wrong int
	last  time.Time
	home  bool // somebody signed in so before
}

func newGuard(now func() time.Time) *guard {
	return &guard{now: now, addresses: map[string]*watchedAddress{}, tries: map[tried]*tries{}}
}

// try counts a try before it is made, so that many at once do not slip through. Where the caller must wait, it says
// how long, and counts nothing against the account.
func (g *guard) try(address, account string) (wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.sweep(now)
	if wait := g.address(address, now); wait > 0 {
		return wait
	}
	pair, all := g.of(address, account), g.of(anywhere, account)
	wait = pair.wait(freeOfPair, now)
	if !pair.home {
		wait = max(wait, all.wait(freeOfAccount, now))
	}
	if wait > 0 {
		return wait
	}
	pair.count(now)
	all.count(now)
	return 0
}

// visit counts something that an address asks for, of no account.
func (g *guard) visit(address string) (wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	g.sweep(now)
	return g.address(address, now)
}

// right says that the last try was.
func (g *guard) right(address, account string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	pair, all := g.of(address, account), g.of(anywhere, account)
	all.wrong = max(all.wrong-pair.wrong, 0)
	pair.wrong, pair.home = 0, true
}

// unmade takes a try back that came to nothing: nobody compared what was typed.
func (g *guard) unmade(address, account string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, t := range []*tries{g.of(address, account), g.of(anywhere, account)} {
		t.wrong = max(t.wrong-1, 0)
	}
}

// clear forgets all tries for an account, from wherever: its owner has come in by the mailbox, and must not wait for what others typed.
func (g *guard) clear(account string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for key, t := range g.tries {
		if key.account == account {
			t.wrong = 0
		}
	}
}

func (g *guard) address(address string, now time.Time) time.Duration {
	w := g.addresses[address]
	if w == nil {
		w = &watchedAddress{limiter: rate.NewLimiter(triesASecond, triesAtOnce)}
		g.addresses[address] = w
	}
	w.seen = now
	if w.limiter.AllowN(now, 1) {
		return 0
	}
	return time.Second / triesASecond
}

func (g *guard) of(address, account string) *tries {
	key := tried{address, account}
	if g.tries[key] == nil {
		g.tries[key] = &tries{}
	}
	return g.tries[key]
}

func (t *tries) count(now time.Time) { t.wrong, t.last = t.wrong+1, now }

// wait doubles with every try beyond the free ones.
func (t *tries) wait(free int, now time.Time) time.Duration {
	if t.wrong < free {
		return 0
	}
	pause := min(time.Second<<min(t.wrong-free, 20), longestWait)
	return max(t.last.Add(pause).Sub(now), 0)
}

// sweep forgets what is long ago. Where there is too much, it forgets also what holds nobody up, so that made-up names do
// not wash out what does; then all that is counted, and even who is at home. What remains is half of what there may be at
// the most: to sweep is dear, and must not be needed again at once.
func (g *guard) sweep(now time.Time) {
	full := len(g.tries)+len(g.addresses) > maxWatched
	if !full && now.Sub(g.swept) < time.Minute {
		return
	}
	g.swept = now
	maps.DeleteFunc(g.addresses, func(_ string, w *watchedAddress) bool { return full || now.Sub(w.seen) > time.Minute })
	g.forget(func(t *tries) bool { return now.Sub(t.last) > forgetAfter || full && t.wrong < freeOfPair })
	if full && len(g.tries) > maxWatched/2 {
		g.forget(func(*tries) bool { return true })
	}
	if full && len(g.tries) > maxWatched/2 {
		clear(g.tries)
	}
}

// forget drops tries, but for those of who is at home.
func (g *guard) forget(which func(*tries) bool) {
	maps.DeleteFunc(g.tries, func(_ tried, t *tries) bool { return !t.home && which(t) })
}
