package domain

import "sync/atomic"

// SharedError is one failure met by many: a statement that was to serve every row of a set. All of
// them receive the same value, and the first to Tell it is the one whose caller hears of it.
type SharedError struct {
	cause error
	told  atomic.Bool
}

// Shared wraps a failure that several fields of one answer will return.
func Shared(cause error) *SharedError { return &SharedError{cause: cause} }

func (e *SharedError) Error() string { return e.cause.Error() }

// Unwrap gives the failure itself.
func (e *SharedError) Unwrap() error { return e.cause }

// Tell is true the first time only.
func (e *SharedError) Tell() bool { return !e.told.Swap(true) }
