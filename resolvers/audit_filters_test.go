package resolvers_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hromada/domain"
)

// eventPage is a page of events.
type eventPage struct {
	TotalCount int
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	Nodes []struct {
		At     time.Time
		Action string
		Actor  *struct{ Name string }
	}
}

func eventsFor(tb testing.TB, who asker, variables vars) eventPage {
	tb.Helper()
	return showing[eventPage](tb, who, "auditLog", `query($f: AuditFilter, $first: Int, $after: String, $last: Int, $before: String) {
		auditLog(filter: $f, first: $first, after: $after, last: $last, before: $before) {
			totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { at action actor { name } } } }`, variables)
}

func (p eventPage) actions() []string {
	all := make([]string, len(p.Nodes))
	for i, n := range p.Nodes {
		all[i] = n.Action
	}
	return all
}

// eventful has two people come in, and then a role given, a role taken and a deed refused, a minute apart.
func eventful(t *testing.T) (admin, olia *person) {
	t.Helper()
	a := newAPI(t)
	admin, olia = a.someone("admin", administrator()), a.someone("olia")
	a.clock.pass(time.Minute)
	given := done(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{"role": "ADMIN"}}).Membership
	a.clock.pass(time.Minute)
	done(t, olia, "revokeMembership", vars{"id": given.ID})
	a.clock.pass(time.Minute)
	attempt(olia, "disableUser", vars{"id": admin.id.String()})
	return admin, olia
}

func TestAuditLogIsFiltered(t *testing.T) {
	t.Parallel()
	admin, olia := eventful(t)
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	for _, c := range []struct {
		filter vars
		want   []string // newest first
	}{
		{nil, []string{"DISABLE_USER", "REVOKE_MEMBERSHIP", "GRANT_MEMBERSHIP", "SIGN_IN", "ADD_USER", "SIGN_IN", "GRANT_MEMBERSHIP", "ADD_USER"}},
		{vars{"actions": []string{"SIGN_IN", "REVOKE_MEMBERSHIP"}}, []string{"REVOKE_MEMBERSHIP", "SIGN_IN", "SIGN_IN"}},
		{vars{"actions": []string{}}, nil},
		{vars{"refused": true}, []string{"DISABLE_USER"}},
		{vars{"refused": false, "actions": []string{"DISABLE_USER"}}, nil},
		{vars{"actorId": olia.id.String()}, []string{"DISABLE_USER", "REVOKE_MEMBERSHIP", "SIGN_IN"}},
		{vars{"actorId": domain.NodeID{Type: "Membership", Number: olia.id.Number}.String()}, nil},
		{vars{"actorId": domain.NodeID{Type: "User", Community: 1, Number: olia.id.Number}.String()}, nil},
		{vars{"actorId": domain.NodeID{Type: "User"}.String()}, nil},
		{vars{"subjectId": olia.id.String()}, []string{"REVOKE_MEMBERSHIP", "GRANT_MEMBERSHIP", "SIGN_IN", "ADD_USER"}},
		{vars{"subjectId": olia.id.String(), "actorId": admin.id.String()}, []string{"GRANT_MEMBERSHIP"}},
		{vars{"subjectId": domain.NodeID{Type: "Community", Number: olia.id.Number}.String()}, nil},
		{vars{"from": at(2)}, []string{"DISABLE_USER", "REVOKE_MEMBERSHIP"}},
		{vars{"from": at(1), "until": at(2)}, []string{"GRANT_MEMBERSHIP"}},
		{vars{"from": at(2), "until": at(1)}, nil},
		{vars{"until": noon}, nil},
		{vars{"from": "2026-11-20T12:03:00+02:00"}, []string{"DISABLE_USER"}},
	} {
		got := eventsFor(t, admin, vars{"f": c.filter})
		if !slices.Equal(got.actions(), c.want) && len(got.Nodes)+len(c.want) > 0 || got.TotalCount != len(c.want) {
			t.Errorf("%v: %d %v, want %v", c.filter, got.TotalCount, got.actions(), c.want)
		}
	}
	for want, filter := range map[string]vars{
		"filter.actions": {"actions": slices.Repeat([]string{"SIGN_IN"}, 101)}, "filter.actorId": {"actorId": "User:0:1"}, "filter.from": {"from": "2026-11-20"},
	} {
		got := admin.ask(`query($f: AuditFilter) { auditLog(filter: $f) { totalCount } }`, vars{"f": filter})
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInvalidInput || got.Errors[0].Extensions.Field != want {
			t.Errorf("%s: %s", want, got.Body)
		}
	}
}

func TestAuditLogComesByPages(t *testing.T) {
	t.Parallel()
	admin, _ := eventful(t)
	all := eventsFor(t, admin, nil).actions()
	for size := 1; size <= 9; size++ {
		forward, backward := []string{}, []string{}
		var after, before *string
		for range len(all) {
			if len(forward) < len(all) {
				page := eventsFor(t, admin, vars{"first": size, "after": after})
				forward, after = append(forward, page.actions()...), page.PageInfo.EndCursor
				if page.PageInfo.HasNextPage != (len(forward) < len(all)) || page.TotalCount != len(all) {
					t.Errorf("%+v", page.PageInfo)
				}
			}
			if len(backward) < len(all) {
				page := eventsFor(t, admin, vars{"last": size, "before": before})
				backward, before = append(page.actions(), backward...), page.PageInfo.StartCursor
				if page.PageInfo.HasPreviousPage != (len(backward) < len(all)) {
					t.Errorf("%+v", page.PageInfo)
				}
			}
		}
		if !slices.Equal(forward, all) || !slices.Equal(backward, all) {
			t.Errorf("by %d: %v and %v, want %v", size, forward, backward, all)
		}
	}
	if got := admin.ask(fmt.Sprintf(`{ auditLog(after: %q) { totalCount } }`, *usersFor(t, admin, nil).PageInfo.EndCursor), nil); len(got.Errors) != 1 || got.Errors[0].Extensions.Field != "after" {
		t.Errorf("a cursor of another list: %s", got.Body)
	}
}
