package accounts

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// noon is when the tests take place.
var noon = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// clock is the time of a test: noon, until the test moves it.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time       { return noon.Add(time.Duration(c.ahead.Load())) }
func (c *clock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

// watch is a guard with a clock of its own, and strangers as many as are needed.
type watch struct {
	*guard
	*clock
	tb        testing.TB
	strangers int
}

func newWatch(tb testing.TB) *watch {
	c := &clock{}
	return &watch{guard: newGuard(c.now), clock: c, tb: tb}
}

const (
	home  = "192.0.2.1"
	olena = "olena@hromada.example"
)

// stranger is an address that nobody had before.
func (w *watch) stranger() string {
	w.strangers++
	return fmt.Sprintf("2001:db8:%x::/64", w.strangers)
}

// fail makes wrong tries, each as soon as it may be made.
func (w *watch) fail(address, account string, times int) {
	w.tb.Helper()
	for range times {
		for wait := w.try(address, account); wait > 0; wait = w.try(address, account) {
			w.pass(wait)
		}
	}
}

// crowd has strangers make wrong tries, a few each.
func (w *watch) crowd(account string, times int) {
	w.tb.Helper()
	for ; times > 0; times -= freeOfPair {
		w.fail(w.stranger(), account, min(times, freeOfPair))
	}
}

// held demands that a try must wait, or need not.
func (w *watch) held(address, account string, want time.Duration, when string) {
	w.tb.Helper()
	if wait := w.try(address, account); wait != want {
		w.tb.Errorf("%s: %s waits %s, not %s", when, address, wait, want)
	}
}

// doubles demands that each try from here on waits twice as long as the one before, up to a bound.
func (w *watch) doubles(address func() string, account string) {
	w.tb.Helper()
	for _, seconds := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900} {
		w.held(address(), account, seconds*time.Second, "at once")
		w.pass(seconds*time.Second - time.Nanosecond)
		w.held(address(), account, time.Nanosecond, "a little early")
		w.pass(time.Nanosecond)
		w.held(address(), account, 0, fmt.Sprintf("after %d s", seconds))
	}
}

func TestWrongTriesFromOneAddressWaitTwiceAsLongEachTime(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	for range 5 {
		w.held(home, olena, 0, "a free try")
	}
	w.doubles(func() string { return home }, olena)
	w.held(home, "taras@hromada.example", 0, "another account")
	w.held(w.stranger(), olena, 0, "another address")
}

func TestWrongTriesFromManyAddressesWaitTogether(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	for range 20 {
		stranger := w.stranger()
		for range 5 {
			w.held(stranger, olena, 0, "a free try")
		}
	}
	w.doubles(w.stranger, olena)
	w.held(w.stranger(), "taras@hromada.example", 0, "another account")
}

// Nobody can shut somebody else out of where they are at home.
func TestStrangersDoNotHoldUpWhoIsAtHome(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.held(home, olena, 0, "the first time")
	w.right(home, olena)
	for range 5 {
		w.crowd(olena, 30)
		for range 3 {
			w.held(home, olena, 0, "at home")
			w.right(home, olena)
			w.pass(time.Second)
		}
	}
	if w.try(w.stranger(), olena) == 0 {
		t.Error("strangers do not wait any more")
	}
	w.fail(home, olena, 5)
	w.held(home, olena, time.Second, "after wrong tries at home")
}

// The name that somebody types must not be taken for an address and a name.
func TestMadeUpNamesHoldNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.right(home, olena)
	for _, name := range []string{home + " " + olena, anywhere + " " + olena, anywhere, home, "", " ", olena + " ", home + "\x00" + olena, " " + olena} {
		w.crowd(name, 110)
	}
	w.held(home, olena, 0, "at home")
	w.held(w.stranger(), olena, 0, "elsewhere")
	w.fail("", olena, 8)
	w.held(home, olena, 0, "after tries of no address")
	w.held(w.stranger(), olena, 0, "elsewhere, after tries of no address")
}

func TestManyTriesAtOnceDoNotSlipThrough(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	var let atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if w.try(home, olena) == 0 {
				let.Add(1)
			}
		})
	}
	all.Wait()
	if let.Load() != freeOfPair {
		t.Errorf("%d of 100", let.Load())
	}
}

// One address may not go through many accounts, or ask for many letters.
func TestAnAddressMayTryOnlySoMuch(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	for i := range 10 {
		w.held(home, fmt.Sprint("somebody ", i), 0, "the first")
		if w.visit(home) != 0 {
			t.Error("a visit waits")
		}
	}
	for i := range 100 {
		w.held(home, fmt.Sprint("somebody else ", i), time.Second, "too many")
	}
	if w.visit(home) != time.Second {
		t.Error("a visit need not wait")
	}
	if other := w.stranger(); w.visit(other) != 0 || w.try(other, olena) != 0 {
		t.Error("another address waits")
	}
	w.pass(time.Second)
	w.held(home, olena, 0, "a second later")
	w.held(home, "taras@hromada.example", time.Second, "only one a second")
	if w.tries[tried{anywhere, "taras@hromada.example"}] != nil {
		t.Error("a try that was not made counts against the account")
	}
}

func TestTheRightPasswordForgivesItsOwnAddress(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.fail(home, olena, 12)
	w.crowd(olena, freeOfAccount-12)
	w.pass(longestWait)
	w.held(home, olena, 0, "after a while")
	w.right(home, olena)
	for range 5 {
		w.held(home, olena, 0, "after the right one")
	}
	w.held(home, olena, time.Second, "after wrong ones again")
	w.crowd(olena, 7) // 88 and 5 were counted
	if w.try(w.stranger(), olena) == 0 {
		t.Error("what others tried is forgiven, too")
	}
	w.right(w.stranger(), "stranger@hromada.example")
	if w.try(w.stranger(), olena) == 0 {
		t.Error("a stranger's own password forgives")
	}
}

func TestOnesOwnSlipsDoNotAddUp(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	for range freeOfAccount {
		address := w.stranger()
		w.fail(address, olena, 3)
		w.right(address, olena)
	}
	w.held(w.stranger(), olena, 0, "somewhere new")
}

func TestATryThatCameToNothingIsTakenBack(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.unmade(home, olena)
	for range 2 * freeOfAccount {
		w.fail(home, olena, 1)
		w.unmade(home, olena)
	}
	for range freeOfPair {
		w.pass(time.Second / triesASecond)
		w.held(home, olena, 0, "a free try")
	}
	if w.try(home, olena) == 0 {
		t.Error("no more tries are counted")
	}
}

// Who has come in by the mailbox can sign in at once, with the password that was just chosen.
func TestAResetForgivesEverybody(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.right(home, olena)
	stranger := w.stranger()
	w.fail(stranger, "taras@hromada.example", 14)
	w.crowd(olena, freeOfAccount)
	w.fail(home, olena, 7)
	if w.try(home, olena) == 0 || w.try(w.stranger(), olena) == 0 {
		t.Error("nobody waits")
	}
	w.clear(olena)
	w.held(home, olena, 0, "at home")
	w.held(w.stranger(), olena, 0, "elsewhere")
	if w.try(stranger, "taras@hromada.example") == 0 {
		t.Error("another account is forgiven")
	}
	w.crowd(olena, 2*freeOfAccount)
	w.held(home, olena, 0, "still at home")
}
