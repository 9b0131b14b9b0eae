package database

import (
	"context"
	"time"
)

// poll calls step at once and then at every interval, until it is done, fails, or ctx ends; then the error is ctx's
// cause. None of what is waited for here (locks, foreign processes, a socket) can be waited for with ctx otherwise.
func poll(ctx context.Context, every time.Duration, step func() (done bool, err error)) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		done, err := step()
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
	}
}
