package accounts

import (
	"fmt"
	"testing"
	"time"
)

// flood tries many made-up accounts, each from an address of its own, and demands that they are not all kept.
func (w *watch) flood(accounts, times int) {
	w.tb.Helper()
	for i := range accounts {
		stranger := w.stranger()
		for range times {
			w.try(stranger, fmt.Sprint("made up ", w.strangers))
		}
		if kept := len(w.tries) + len(w.addresses); kept > maxWatched+3 {
			w.tb.Fatalf("%d are kept after %d", kept, i)
		}
	}
}

func TestWhatIsWatchedIsBounded(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.flood(maxWatched, 1)
	for range maxWatched {
		w.right(w.stranger(), olena) // as many homes
	}
	w.flood(1, 1)
	for range maxWatched + 1 {
		w.visit(w.stranger())
	}
	if len(w.addresses) > maxWatched {
		t.Errorf("%d addresses", len(w.addresses))
	}
}

// Made-up names wash out neither who waits nor who is at home.
func TestAFloodForgetsNobodyWhoWaits(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.held(home, olena, 0, "the first time")
	w.right(home, olena)
	guesser := w.stranger()
	w.fail(guesser, "taras@hromada.example", 20)
	w.crowd(olena, freeOfAccount+4) // half a minute
	w.flood(maxWatched, 1)
	if wait := w.try(guesser, "taras@hromada.example"); wait < longestWait-time.Minute {
		t.Errorf("one address waits %s", wait)
	}
	w.held(w.stranger(), olena, 16*time.Second, "the account")
	w.held(home, olena, 0, "at home")
}

// Where even those who wait are too many, who is at home stays.
func TestAFloodOfThoseWhoWaitPutsNobodyOut(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.held(home, olena, 0, "the first time")
	w.right(home, olena)
	w.flood(maxWatched, freeOfPair)
	w.crowd(olena, freeOfAccount+4)
	w.held(w.stranger(), olena, 16*time.Second, "elsewhere")
	w.held(home, olena, 0, "at home")
}

func TestWaitsEndAndAreForgottenInTime(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.right(home, olena)
	guesser := w.stranger()
	w.fail(guesser, olena, 20)
	w.pass(forgetAfter - time.Minute)
	w.held(guesser, olena, 0, "before the hour is over")
	w.held(guesser, olena, longestWait, "the count went on")
	w.pass(forgetAfter + time.Minute)
	for range freeOfPair {
		w.held(guesser, olena, 0, "after the hour")
	}
	w.held(guesser, olena, time.Second, "counted anew")

	w.flood(1000, 1)
	w.pass(2 * forgetAfter)
	w.visit(home)
	if len(w.tries) != 1 || len(w.addresses) != 1 {
		t.Errorf("of %d tries and %d addresses one each is of use", len(w.tries), len(w.addresses))
	}
	w.crowd(olena, 2*freeOfAccount)
	w.held(home, olena, 0, "still at home")
}

// An address that is forgotten has had its rest: whoever goes on trying is not forgotten.
func TestAnAddressIsNotForgottenWhileItTries(t *testing.T) {
	t.Parallel()
	w, let := newWatch(t), 0
	for range 10_000 {
		if w.visit(home) == 0 {
			let++
		}
		w.pass(100 * time.Millisecond)
	}
	if let > 20+1000 {
		t.Errorf("%d visits in 1000 s", let)
	}
}
