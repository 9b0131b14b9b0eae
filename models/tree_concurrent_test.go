package models_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// meet writes one outline and, before that is committed, begins to write another, which must wait for
// the first one's community.
func meet(t *testing.T, b *base, first, second domain.Outline) (one, two models.TreeWritten) {
	t.Helper()
	ctx, cancel := context.WithTimeout(operator(), time.Minute)
	defer cancel()
	written := make(chan struct{})
	var other error
	var wait sync.WaitGroup
	wait.Go(func() {
		<-written
		two, other = b.tryWrite(second, false)
	})
	err := b.InTx(ctx, auth.ImportGoals, false, func(tx *models.Tx) (err error) {
		one, err = tx.WriteTree(first)
		close(written)
		if err != nil {
			return err
		}
		return b.awaitBlocked(ctx)
	})
	wait.Wait()
	must(t, err)
	must(t, other)
	return one, two
}

// awaitBlocked returns when somebody waits for a lock in this database.
func (b *base) awaitBlocked(ctx context.Context) error {
	for {
		var blocked bool
		err := b.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&blocked)
		if err != nil || blocked {
			return err
		}
	}
}

func TestTwoWritesOfOneNewTreeAtOnce(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	o := village(b.addArea(t, 1, 1).communities[0])
	other := village(o.Community)
	other.Nodes[5].Title = "Портал громади"
	one, two := meet(t, b, o, other)
	if one.Sequence != 1 || two.Sequence != 2 || len(two.Standing) != len(o.Nodes) {
		t.Errorf("%+v, %+v", one, two)
	}
	if sizes := b.sizes(t); sizes["goal_trees"] != 1 || sizes["goal_tree_revisions"] != 2 || sizes["tree_nodes"] != 7 {
		t.Errorf("%v", sizes)
	}
}

func TestTwoEqualWritesAtOnceAreOneRevision(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	community := b.addArea(t, 1, 1).communities[0]
	one, two := meet(t, b, village(community), village(community))
	if one.Sequence != 1 || two.Changed {
		t.Errorf("%+v, %+v", one, two)
	}
	sizes := b.sizes(t)
	edited := village(community)
	edited.Nodes[0].Title = "Швидкий інтернет"
	if one, two = meet(t, b, edited, edited); one.Sequence != 2 || two.Changed {
		t.Errorf("of an edition: %+v, %+v", one, two)
	}
	b.expectGrowth(t, sizes, map[string]int{"goal_tree_revisions": 1, "placements": 6, "planned_costs": 2})
}

// TestWritesThatDeadlockBothSucceed: two files name two communities in opposite orders, and each has
// its first when it asks for its second. PostgreSQL ends one, which is run again from its beginning.
func TestWritesThatDeadlockBothSucceed(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	a := b.addArea(t, 1, 2)
	var wait, bothHaveOne sync.WaitGroup
	bothHaveOne.Add(2)
	var runs [2]int
	var errs [2]error
	for i := range 2 {
		wait.Go(func() {
			errs[i] = b.InTx(operator(), auth.ImportGoals, false, func(tx *models.Tx) error {
				runs[i]++
				_, err := tx.WriteTree(village(a.communities[i]))
				if runs[i] == 1 {
					bothHaveOne.Done()
					bothHaveOne.Wait()
				}
				if err != nil {
					return err
				}
				_, err = tx.WriteTree(village(a.communities[1-i]))
				return err
			})
		})
	}
	wait.Wait()
	must(t, errs[0])
	must(t, errs[1])
	if runs[0]+runs[1] < 3 {
		t.Errorf("the two ran %v times, so nothing was run again", runs)
	}
	if sizes := b.sizes(t); sizes["goal_trees"] != 2 || sizes["goal_tree_revisions"] != 2 || sizes["tree_nodes"] != 12 {
		t.Errorf("%v", sizes)
	}
}
