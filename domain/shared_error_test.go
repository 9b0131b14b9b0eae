package domain_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"hromada/domain"
)

func TestSharedErrorIsToldByOneOfMany(t *testing.T) {
	t.Parallel()
	cause := domain.NotFound("code")
	shared := domain.Shared(cause)
	var all sync.WaitGroup
	var told atomic.Int32
	for range 100 {
		all.Go(func() {
			var met *domain.SharedError
			if err := fmt.Errorf("in a row: %w", shared); errors.As(err, &met) && met.Tell() {
				told.Add(1)
			}
		})
	}
	all.Wait()
	if told.Load() != 1 {
		t.Errorf("told %d times", told.Load())
	}
	if found, ok := domain.AsError(shared); !ok || found != cause || shared.Error() != cause.Error() {
		t.Errorf("%v, %v", found, shared)
	}
	if other := domain.Shared(cause); !other.Tell() || other.Tell() {
		t.Error("another failure is not told, or told twice")
	}
}
