package graph

import (
	"strconv"
	"testing"
	"time"
)

// TestThrottleOverTime moves the clock by hand.
func TestThrottleOverTime(t *testing.T) {
	t.Parallel()
	throttle, now := newThrottle(2, nil), time.Unix(1_800_000_000, 0)
	take := func(count int) (let int) {
		for range count {
			if ok, _ := throttle.take("a", now); ok {
				let++
			}
		}
		return let
	}
	for _, step := range []struct {
		after time.Duration
		let   int
	}{{0, 20}, {0, 0}, {400 * time.Millisecond, 0}, {100 * time.Millisecond, 1}, {3 * time.Second, 6}, {time.Hour, 20}} {
		now = now.Add(step.after)
		if let := take(50); let != step.let {
			t.Errorf("after %s: %d, want %d", step.after, let, step.let)
		}
	}
}

func TestThrottleForgetsWhoIsGone(t *testing.T) {
	t.Parallel()
	throttle, now := newThrottle(5, nil), time.Unix(1_800_000_000, 0)
	for i := range 10_000 {
		throttle.take(strconv.Itoa(i), now)
	}
	for range 50 {
		throttle.take("greedy", now)
	}
	now = now.Add(burstSeconds*time.Second - time.Millisecond)
	throttle.take("greedy", now)
	now = now.Add(2 * time.Millisecond)
	throttle.take("late", now)
	if known := len(throttle.callers); known != 2 {
		t.Errorf("%d callers are remembered", known)
	}
}
