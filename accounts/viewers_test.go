package accounts

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// rows stand for the table of accounts: a test changes them, and counts how often they are read.
type rows struct {
	mu       sync.Mutex
	accounts map[int64]*models.Account
	reads    int
	fault    error
	reading  func() // called while an account is being read
}

func (r *rows) load(_ context.Context, id int64) (*models.Account, error) {
	r.mu.Lock()
	found, err, reading := r.accounts[id], r.fault, r.reading
	r.reads, r.reading = r.reads+1, nil
	r.mu.Unlock()
	if reading != nil {
		reading()
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

func newRows() (*rows, *viewers, *clock) {
	r, c := &rows{accounts: map[int64]*models.Account{7: {ID: 7, Ended: []string{"ended"}}, 8: {ID: 8}, 9: {ID: 9, Disabled: true}}}, &clock{}
	return r, newViewers(r.load, c.now), c
}

// read demands that somebody is known, and that the table has been read so often.
func (r *rows) read(t *testing.T, v *viewers, id int64, times int, when string) *models.Account {
	t.Helper()
	account, err := v.of(context.Background(), auth.AccessToken{User: id, Session: "live"})
	if err != nil || account.ID != id || r.reads != times {
		t.Fatalf("%s: %+v after %d reads, not %d: %v", when, account, r.reads, times, err)
	}
	return account
}

func TestAccountsAreRememberedForAMinute(t *testing.T) {
	t.Parallel()
	r, v, c := newRows()
	r.read(t, v, 7, 1, "the first time")
	r.read(t, v, 8, 2, "another")
	c.pass(time.Minute - time.Nanosecond)
	r.read(t, v, 7, 2, "within the minute")
	r.accounts[7] = &models.Account{ID: 7, Memberships: []auth.Membership{{Role: auth.Admin}}}
	c.pass(time.Nanosecond)
	if account := r.read(t, v, 7, 3, "after it"); len(account.Memberships) != 1 {
		t.Errorf("%+v", account)
	}
}

func TestAChangeIsSeenAtOnce(t *testing.T) {
	t.Parallel()
	r, v, _ := newRows()
	r.read(t, v, 7, 1, "before")
	r.read(t, v, 8, 2, "before")
	v.forget(7)
	r.read(t, v, 7, 3, "after a change")
	r.read(t, v, 8, 3, "the other is still known")
	v.forgetAll()
	r.read(t, v, 7, 4, "after all were forgotten")
	r.read(t, v, 8, 5, "after all were forgotten")
}

// What was read before a change must not be remembered after it.
func TestAReadThatAChangeOvertakesIsNotRemembered(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*viewers){
		"the account": func(v *viewers) { v.forget(7) }, "all": func(v *viewers) { v.forgetAll() },
	} {
		r, v, _ := newRows()
		r.reading = func() {
			r.accounts[7] = &models.Account{ID: 7, Disabled: true}
			change(v)
		}
		r.read(t, v, 7, 1, name)
		if _, err := v.of(context.Background(), auth.AccessToken{User: 7, Session: "live"}); err == nil || r.reads != 2 {
			t.Errorf("%s: who was disabled is still known", name)
		}
	}
}

func TestFaultsAreNotRemembered(t *testing.T) {
	t.Parallel()
	r, v, _ := newRows()
	r.fault = errors.New("the database is away")
	for range 2 {
		if account, err := v.of(context.Background(), auth.AccessToken{User: 7, Session: "live"}); account != nil || !errors.Is(err, r.fault) {
			t.Errorf("%+v, %v", account, err)
		}
	}
	r.fault = nil
	r.read(t, v, 7, 3, "when it is back")
}

// Rows decide: a good token of who is gone, disabled or signed out opens nothing.
func TestWhoIsGoneIsRefused(t *testing.T) {
	t.Parallel()
	r, v, _ := newRows()
	for name, token := range map[string]auth.AccessToken{
		"no such account": {User: 6, Session: "live"}, "disabled": {User: 9, Session: "live"}, "signed out": {User: 7, Session: "ended"},
	} {
		for range 2 { // read, and remembered
			account, err := v.of(context.Background(), token)
			if told, ok := domain.AsError(err); !ok || told.Code != domain.CodeUnauthenticated || account != nil {
				t.Errorf("%s: %+v, %v", name, account, err)
			}
		}
	}
	if r.reads != 3 {
		t.Errorf("%d reads", r.reads)
	}
	r.read(t, v, 7, 3, "another session")
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	t.Parallel()
	_, v, _ := newRows()
	for id := range int64(3 * maxRemembered) {
		_, _ = v.account(context.Background(), id)
		if len(v.known) > maxRemembered {
			t.Fatalf("%d are remembered", len(v.known))
		}
	}
}

// Changes and requests come at once: whoever asks after a change has what it made.
func TestChangesAreSeenUnderLoad(t *testing.T) {
	t.Parallel()
	r, v, _ := newRows()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 2000 {
				_, _ = v.account(context.Background(), 7)
			}
		})
	}
	for i := range 2000 {
		r.mu.Lock()
		r.accounts[7] = &models.Account{ID: 7, Ended: make([]string, i)}
		r.mu.Unlock()
		v.forget(7)
		if account, _ := v.account(context.Background(), 7); len(account.Ended) != i {
			t.Fatalf("change %d is not seen, but %d", i, len(account.Ended))
		}
	}
	all.Wait()
}
