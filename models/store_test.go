package models_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// breakTimes makes the database refuse so many new trees with an SQLSTATE. The count is a sequence's,
// which a rollback does not take back.
func (b *base) breakTimes(t failer, times int, state string) {
	t.Helper()
	_, err := b.db.ExecContext(context.Background(), fmt.Sprintf(`
		CREATE SEQUENCE tries;
		CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('tries') <= %d THEN
				RAISE EXCEPTION 'on purpose' USING ERRCODE = '%s';
			END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER refuse BEFORE INSERT ON goal_trees FOR EACH ROW EXECUTE FUNCTION refuse()`, times, state))
	must(t, err)
}

func TestTransactionsThatLoseAreRunAgain(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why       string
		times     int
		state     string
		runs      int
		succeeded bool
	}{
		{"lost twice to a concurrent one", 2, "40001", 3, true},
		{"a deadlock", 1, "40P01", 2, true},
		{"as often as it is tried", 4, "40001", 4, false},
		{"wrong, which another run would not mend", 1, "23514", 1, false},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			b := newBase(t)
			o := village(b.addArea(t, 1, 1).communities[0])
			b.breakTimes(t, c.times, c.state)
			runs := 0
			err := b.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
				runs++
				_, err := tx.WriteTree(o)
				return err
			})
			var refused *pgconn.PgError
			if runs != c.runs || (err == nil) != c.succeeded || (err != nil && (!errors.As(err, &refused) || refused.Code != c.state)) {
				t.Errorf("%d runs, %v", runs, err)
			}
			if sizes := b.sizes(t); (sizes["tree_nodes"] == len(o.Nodes)) != c.succeeded || (sizes["goal_trees"] == 1) != c.succeeded {
				t.Errorf("%v", sizes)
			}
		})
	}
}

func TestTransactionsFailWhole(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	a := b.addArea(t, 1, 2)
	reason := errors.New("changed my mind")
	err := b.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
		if _, err := tx.WriteTree(village(a.communities[0])); err != nil {
			return err
		}
		if _, err := tx.WriteTree(village(a.communities[1])); err != nil {
			return err
		}
		return reason
	})
	if !errors.Is(err, reason) {
		t.Errorf("the error is %v", err)
	}
	b.expectGrowth(t, nil, nil)
}

func TestPanicRollsBackAndGivesTheConnectionBack(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is swallowed")
			}
		}()
		_ = b.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
			_, err := tx.WriteTree(o)
			must(t, err)
			panic("on purpose")
		})
	}()
	b.expectGrowth(t, nil, nil)
	if inUse := b.db.Stats().InUse; inUse != 0 {
		t.Errorf("%d connections are not given back", inUse)
	}
}

func TestCancelledWriteLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	ctx, cancel := context.WithCancel(operator())
	err := b.InTx(ctx, auth.ImportGoals, false, func(tx *models.Tx) error {
		_, err := tx.WriteTree(o)
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	b.expectGrowth(t, nil, nil)
}

// TestServerThatGoesAwayIsUnavailable ends the session of a transaction between two statements, as a
// server does that is stopped.
func TestServerThatGoesAwayIsUnavailable(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	a := b.addArea(t, 1, 2)
	err := b.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
		if _, err := tx.WriteTree(village(a.communities[0])); err != nil {
			return err
		}
		var ended int
		b.scan(t, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND state = 'idle in transaction'`, &ended)
		if ended != 1 {
			t.Errorf("%d sessions were ended", ended)
		}
		_, err := tx.WriteTree(village(a.communities[1]))
		return err
	})
	expectCode(t, err, domain.CodeUnavailable)
	b.expectGrowth(t, nil, nil)
}

func TestTodayIsKyivs(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	cases := []struct {
		now  time.Time
		want domain.Date
	}{
		{time.Date(2026, 11, 20, 21, 59, 59, 0, time.UTC), domain.NewDate(2026, 11, 20)},
		{time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC), domain.NewDate(2026, 11, 21)}, // winter: UTC+2
		{time.Date(2026, 7, 1, 20, 59, 59, 0, time.UTC), domain.NewDate(2026, 7, 1)},
		{time.Date(2026, 7, 1, 21, 0, 0, 0, time.UTC), domain.NewDate(2026, 7, 2)}, // summer: UTC+3
		{time.Date(2026, 12, 31, 23, 0, 0, 0, time.FixedZone("", -10*60*60)), domain.NewDate(2027, 1, 1)},
	}
	for _, c := range cases {
		if got := b.clocked(t, c.now).Today(); got != c.want {
			t.Errorf("%s: %s, want %s", c.now, got, c.want)
		}
	}
}

func TestProgressOfADayToComeIsRefused(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	b.write(t, o)
	tree := b.current(t, o.Community)
	tomorrow := today.AddDays(1)
	_, ofTree := b.TreeProgress(visitor(), tree, &tomorrow)
	_, ofNode := models.ProgressOf(visitor(), b.Store, componentLevel.only(t, b, "Кабель"), &tomorrow)
	_, track := models.TrackOf(visitor(), b.Store, subgoalLevel.only(t, b), &tomorrow)
	for _, err := range []error{ofTree, ofNode, track} {
		expectCode(t, err, domain.CodeInvalidInput)
	}
	if _, err := b.TreeProgress(visitor(), tree, &today); err != nil {
		t.Error(err)
	}
}
