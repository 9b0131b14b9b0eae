package resolvers_test

import (
	"database/sql"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// TestAPasswordThatIsTakenAwayLetsNobodyIn: whoever is having the old one compared when all sessions end is not let in behind
// that, and does not set another.
func TestAPasswordThatIsTakenAwayLetsNobodyIn(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]func(*person) bool{
		"signing in": func(p *person) bool { return p.mayEnter(p.email, testPassword) },
		"changing it": func(p *person) bool {
			return attempt(p, "changePassword", vars{"currentPassword": testPassword, "newPassword": newPassword + "?"}).Data != nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			olia := a.someone("olia")
			hash, err := auth.NewHasher().Hash(t.Context(), newPassword)
			if err != nil {
				t.Fatal(err)
			}
			lock := a.holdUpTheLog(t)
			set, got := make(chan error, 1), make(chan bool, 1)
			go func() { set <- a.store.SetPassword(operator(), olia.email, hash) }()
			a.awaitLocks(1)
			go func() { got <- late(olia) }()
			a.awaitLocks(2)
			if err := lock.Rollback(); err != nil {
				t.Fatal(err)
			}
			if err := <-set; err != nil {
				t.Fatal(err)
			}
			if <-got {
				t.Error("the old password was good for it")
			}
			if !a.mayEnter(olia.email, newPassword) || a.audited(domain.AuditSetPassword) != 1 || a.audited(domain.AuditChangePassword) != 0 {
				t.Error("the new one is not what it was set to")
			}
		})
	}
}

// holdUpTheLog has whatever is audited wait, with all else that it wrote done and not yet committed.
func (a *api) holdUpTheLog(t *testing.T) *sql.Tx {
	t.Helper()
	lock, err := a.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.ExecContext(t.Context(), `LOCK TABLE audit_events IN SHARE MODE`); err != nil {
		t.Fatal(err)
	}
	return lock
}

// awaitLocks waits until so many wait for a lock.
func (a *api) awaitLocks(wanted int) {
	a.tb.Helper()
	for waiting := 0; waiting < wanted; {
		if err := a.db.QueryRow(waitingHere).Scan(&waiting); err != nil {
			a.tb.Fatal(err)
		}
	}
}
