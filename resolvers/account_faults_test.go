package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

// TestInputsHaveNoOtherFields: nobody gives themselves a role, or an account a number, beside what an input has.
func TestInputsHaveNoOtherFields(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	admin := a.someone("admin", administrator())
	olia := a.someone("olia", staffOf(yakushynetska, "HEAD"))
	about := aboutOlia(olia)
	before, events := a.stored(), len(a.events())
	for deed := range deeds {
		for _, who := range []asker{a, olia, admin} {
			for _, field := range []string{`role: ADMIN`, `isAdmin: true`, `id: "VXNlcjowOjE"`, `version: 1`, `communityId: "Q29tbXVuaXR5OjA6MQ"`, `passwordHash: "x"`, `disabledAt: null`} {
				name, _, _ := strings.Cut(field, ":")
				if about[deed][name] != nil {
					continue // it is the input's own
				}
				got := who.ask(fmt.Sprintf(`mutation { %s(input: {%s}) { userErrors { code } } }`, deed, field), nil)
				if len(got.Errors) == 0 || got.Errors[0].Extensions.Code != domain.CodeValidationFailed || got.Data != nil {
					t.Errorf("%s with %s: %s", deed, field, got.Body)
				}
				input := vars{name: "x"}
				for own, value := range about[deed] {
					input[own] = value
				}
				if got := attempt(who, deed, input); len(got.Errors) == 0 || got.Errors[0].Extensions.Code != domain.CodeInvalidInput || got.Data != nil {
					t.Errorf("%s with a variable that has %s: %s", deed, name, got.Body)
				}
			}
		}
	}
	nested := admin.ask(`mutation { inviteUser(input: {email: "x@people.example", name: "x", memberships: [{role: ADMIN, userId: "VXNlcjowOjE"}]}) { userErrors { code } } }`, nil)
	if len(nested.Errors) == 0 || nested.Errors[0].Extensions.Code != domain.CodeValidationFailed {
		t.Error(nested.Body)
	}
	if a.stored() != before || len(a.events()) != events {
		t.Error("something was written")
	}
}

func TestChangingThePasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	other := *olia
	other.signIn()
	change := func(current, next string) string {
		return outcome(t, olia, "changePassword", vars{"currentPassword": current, "newPassword": next})
	}
	before := a.stored()
	for _, c := range []struct{ current, next, want string }{
		{"не той пароль", newPassword, "currentPassword INVALID_INPUT"},
		{"не той пароль", "коротко", "currentPassword INVALID_INPUT, newPassword INVALID_INPUT"},
		{testPassword, "olia@people.example", "newPassword INVALID_INPUT"},
		{testPassword, "1qaz2wsx3edc", "newPassword INVALID_INPUT"},
		{strings.Repeat("а", 2000), newPassword, "currentPassword INVALID_INPUT"},
		{"", newPassword, "currentPassword INVALID_INPUT"},
	} {
		if got := change(c.current, c.next); got != c.want || a.stored() != before {
			t.Errorf("%.20q to %.20q: %q, want %q", c.current, c.next, got, c.want)
		}
	}
	if got := change(testPassword, newPassword); got != "" {
		t.Fatal(got)
	}
	if mine, others := olia.ask(`{ viewer { role } }`, nil), other.ask(`{ viewer { role } }`, nil); mine.Status != 200 || others.Status != 401 {
		t.Errorf("this session %d, the other %d", mine.Status, others.Status)
	}
	if a.mayEnter(olia.email, testPassword) || !a.mayEnter(olia.email, newPassword) {
		t.Error("the old password is good, or the new one is not")
	}
}

// TestPasswordIsNotGuessedFromInside: who finds a session open cannot try passwords without end.
func TestPasswordIsNotGuessedFromInside(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	olia := a.someone("olia")
	before := a.stored()
	tries := map[string]int{}
	for range 12 {
		tries[outcome(t, olia, "changePassword", vars{"currentPassword": "не той пароль", "newPassword": newPassword})]++
	}
	if tries["currentPassword INVALID_INPUT"] != 5 || tries["RATE_LIMITED"] != 7 || a.stored() != before {
		t.Errorf("%v", tries)
	}
}

// TestWhatMayBeDoneIsTold: frontends show the buttons that viewerCan names.
func TestWhatMayBeDoneIsTold(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	admin, olia := a.someone("admin", administrator()), a.someone("olia")
	given := done(t, admin, "grantMembership", vars{"userId": olia.id.String(), "membership": vars{"role": "ADMIN"}}).Membership
	done(t, admin, "revokeMembership", vars{"id": given.ID})
	const one = `query($id: ID!) { node(id: $id) { ... on User { viewerCan memberships { viewerCan } } } }`
	for _, c := range []struct {
		who, whom *person
		want      string
	}{
		{admin, olia, `{"viewerCan":["DISABLE_USER","GRANT_MEMBERSHIP"],"memberships":[{"viewerCan":[]}]}`},
		{admin, admin, `{"viewerCan":["GRANT_MEMBERSHIP","CHANGE_PASSWORD"],"memberships":[{"viewerCan":["REVOKE_MEMBERSHIP"]}]}`},
		{olia, olia, `{"viewerCan":["CHANGE_PASSWORD"],"memberships":[{"viewerCan":[]}]}`},
	} {
		if got := c.who.ask(one, vars{"id": c.whom.id.String()}); string(got.Data["node"]) != c.want {
			t.Errorf("%s about %s: %s", c.who.email, c.whom.email, got.Body)
		}
	}
}
