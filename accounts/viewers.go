package accounts

import (
	"context"
	"slices"
	"sync"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// rememberFor is how long it may take until a server notices what another has changed, should the message be lost.
const rememberFor = time.Minute

// maxRemembered bounds the accounts that are remembered at once.
const maxRemembered = 10_000

// viewers remembers who accounts are, so that a request costs no statement to know it.
type viewers struct {
	load func(context.Context, int64) (*models.Account, error)
	now  func() time.Time

	mu      sync.Mutex
	known   map[int64]remembered
	changes uint64 // so that what was read before a change is not remembered after it
}

type remembered struct {
	account *models.Account
	until   time.Time
}

func newViewers(load func(context.Context, int64) (*models.Account, error), now func() time.Time) *viewers {
	return &viewers{load: load, now: now, known: map[int64]remembered{}}
}

// of gives who an access token speaks for now. Rows decide: what the token says beyond its account and session is not
// looked at.
func (v *viewers) of(ctx context.Context, token auth.AccessToken) (*models.Account, error) {
	account, err := v.account(ctx, token.User)
	switch {
	case err != nil:
		return nil, err
	case account == nil || account.Disabled || slices.Contains(account.Ended, token.Session):
		return nil, domain.Unauthenticated()
	}
	return account, nil
}

func (v *viewers) account(ctx context.Context, id int64) (*models.Account, error) {
	v.mu.Lock()
	found, ok := v.known[id]
	changes := v.changes
	v.mu.Unlock()
	if ok && v.now().Before(found.until) {
		return found.account, nil
	}
	account, err := v.load(ctx, id)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.changes == changes {
		v.makeRoom()
		v.known[id] = remembered{account, v.now().Add(rememberFor)}
	}
	return account, nil
}

func (v *viewers) makeRoom() {
	if len(v.known) < maxRemembered {
		return
	}
	clear(v.known)
}

// forget makes the next request of an account read it again.
func (v *viewers) forget(id int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.changes++
	delete(v.known, id)
}

// forgetAll is for when messages may have been missed.
func (v *viewers) forgetAll() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.changes++
	clear(v.known)
}
