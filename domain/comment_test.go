package domain_test

import (
	"fmt"
	"testing"
	"time"

	"hromada/domain"
)

func TestStepsOfAComment(t *testing.T) {
	t.Parallel()
	said := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		state domain.CommentState
		after time.Duration
		want  string
	}{
		{domain.CommentState{First: true, Own: true}, 0, "[ANSWER UPDATE DELETE RESOLVE]"},
		{domain.CommentState{First: true, Own: true}, domain.CommentTime, "[ANSWER UPDATE DELETE RESOLVE]"},
		{domain.CommentState{First: true, Own: true}, domain.CommentTime + 1, "[ANSWER RESOLVE]"},
		{domain.CommentState{First: true}, 0, "[ANSWER RESOLVE]"},
		{domain.CommentState{First: true, Resolved: true}, 0, "[REOPEN]"},
		{domain.CommentState{First: true, Own: true, Deleted: true}, 0, "[ANSWER RESOLVE]"},
		{domain.CommentState{Own: true}, 0, "[UPDATE DELETE]"},
		{domain.CommentState{}, 0, "[]"},
	} {
		c.state.CreatedAt = said
		if got := fmt.Sprint(c.state.Steps(said.Add(c.after))); got != c.want {
			t.Errorf("%+v after %v: %s, want %s", c.state, c.after, got, c.want)
		}
		changes := c.state.CheckOwn(said.Add(c.after)) == nil
		if offered := c.state.Own && !c.state.Deleted && c.after <= domain.CommentTime; changes != offered {
			t.Errorf("%+v after %v: may be changed %t", c.state, c.after, changes)
		}
		if answered := c.state.CheckAnswer() == nil; answered != (c.state.First && !c.state.Resolved) {
			t.Errorf("%+v: may be answered %t", c.state, answered)
		}
		if thread := c.state.CheckThread() == nil; thread != c.state.First {
			t.Errorf("%+v: may be resolved %t", c.state, thread)
		}
	}
}
