package commands

import (
	"context"
	"time"
)

// regularly does something at once and then every while, until ctx ends.
func regularly(ctx context.Context, every time.Duration, do func()) {
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}
