package resolvers_test

import (
	"fmt"
	"testing"
	"time"

	"hromada/auth"
	"hromada/models"
)

// crowd makes accounts that hold roles of every kind, and leave events of every kind.
func (a *api) crowd(admin *person, from, to int) {
	a.tb.Helper()
	for i := from; i < to; i++ {
		id := a.account(models.NewUser{
			Email: fmt.Sprintf("crowd%d@people.example", i), Name: fmt.Sprintf("crowd %d", i),
			Memberships: []models.Grant{staffOf(hamlet(1+i%8), auth.Head), {Role: auth.Expert, RegionCode: new(khmelnytskaOblast), Until: new(noon.Add(day))}},
		})
		done(a.tb, admin, "disableUser", vars{"id": id.String()})
		done(a.tb, admin, "enableUser", vars{"id": id.String()})
	}
}

// TestStatementsAboutAccountsDoNotGrow: lists of accounts and events take as many statements for one as for sixty.
func TestStatementsAboutAccountsDoNotGrow(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(secondRegion(), "digital-vinnychchyna", "test")
		return err
	})
	admin := a.someone("admin", administrator())
	sizes := []int{1, 10, 60}
	counts := map[string][]int{}
	for i, size := range sizes {
		a.crowd(admin, append([]int{0}, sizes...)[i], size)
		for _, op := range accountOperations(t) {
			if op.name != "accounts" && op.name != "audit_log" {
				continue // they change something
			}
			for range runs {
				admin.ask(`{ viewer { role } }`, nil) // who asks is known for a minute
				a.count.take()
				got := admin.ask(op.text, vars{"filter": vars{}, "size": 100, "after": nil})
				counts[op.name] = append(counts[op.name], len(a.count.take()))
				if empty := emptyFields(t, got); len(got.Errors) > 0 || len(empty) > 0 {
					t.Errorf("%s finds nothing in %v: %.300s", op.name, empty, got.Body)
				}
			}
		}
	}
	if len(counts) != 2 {
		t.Errorf("counted were %v", counts)
	}
	for name, all := range counts {
		for _, n := range all {
			if n != all[0] || n == 0 {
				t.Errorf("%s took %v statements", name, all)
			}
		}
	}
}

// TestWhoAsksIsReadOnceAMinute: it costs a request nothing to know its viewer.
func TestWhoAsksIsReadOnceAMinute(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	took := func() int {
		a.count.take()
		olia.ask(`{ viewer { role } }`, nil)
		return len(a.count.take())
	}
	took()
	if again := took(); again != 0 {
		t.Errorf("%d statements for one who is known", again)
	}
	a.clock.pass(time.Minute)
	if later, again := took(), took(); later == 0 || again != 0 {
		t.Errorf("%d statements a minute later, and then %d", later, again)
	}
}
