package resolvers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
	"hromada/models"
	"hromada/resolvers"
)

// everybody are the columns of the table below.
var everybody = []string{"visitor", "outsider", "nobody", "reader", "editor", "head", "expert", "observer", "admin"}

// short names of what somebody gets.
var gets = map[string]string{"ok": "", "401": "UNAUTHENTICATED", "403": "FORBIDDEN", "404": "NOT_FOUND", "link": "token INVALID_INPUT"}

// opened says what everybody gets of everything about accounts, when they ask it of olia's.
var opened = map[string]string{
	//                      visitor outsider nobody reader editor head expert observer admin
	"inviteUser":           "401 401 403 403 403 403 403 403 ok",
	"disableUser":          "401 401 403 403 403 403 403 403 ok",
	"enableUser":           "401 401 403 403 403 403 403 403 ok",
	"grantMembership":      "401 401 403 403 403 403 403 403 ok",
	"revokeMembership":     "401 401 403 403 403 403 403 403 ok",
	"changePassword":       "401 401 ok  ok  ok  ok  ok  ok  ok",
	"requestPasswordReset": "ok  ok  ok  ok  ok  ok  ok  ok  ok",
	"resetPassword":        "link link link link link link link link link",
	"acceptInvitation":     "link link link link link link link link link",
	"viewer":               "ok  ok  ok  ok  ok  ok  ok  ok  ok",
	"users":                "401 401 ok  ok  ok  ok  ok  ok  ok",
	"auditLog":             "401 401 403 403 403 403 403 403 ok",
	"node User":            "404 401 404 404 404 404 404 404 ok",
	"node Membership":      "404 401 404 404 404 404 404 404 ok",
	"nodes":                "ok  401 ok  ok  ok  ok  ok  ok  ok",
}

// cast is one of everybody.
func cast(a *api) map[string]asker {
	closed := *a
	closed.handler = a.face(graph.Options{Closed: true})
	closedPerson := a.someone("nobody")
	closedPerson.api = &closed // whoever has an account is somebody, where nothing is public too
	return map[string]asker{
		"visitor": a, "outsider": &closed, "nobody": closedPerson, "reader": a.someone("reader", staffOf(yakushynetska, auth.Reader)),
		"editor": a.someone("editor", staffOf(yakushynetska, auth.Editor)), "head": a.someone("head", staffOf(yakushynetska, auth.Head)),
		"expert": a.someone("expert", expertOf(vinnytskaOblast)), "observer": a.someone("observer", observerOf(vinnytskaOblast)),
		"admin": a.someone("admin", administrator()),
	}
}

// aboutOlia are the inputs and ids of what is asked.
func aboutOlia(olia *person) map[string]vars {
	id := vars{"id": olia.id.String()}
	return map[string]vars{
		"inviteUser":  {"email": "evil@people.example", "name": "evil", "memberships": []vars{{"role": "ADMIN"}}},
		"disableUser": id, "enableUser": id, "grantMembership": {"userId": olia.id.String(), "membership": vars{"role": "ADMIN"}},
		"revokeMembership": {"id": olia.membership()}, "changePassword": {"currentPassword": testPassword, "newPassword": newPassword},
		"requestPasswordReset": {"email": olia.email}, "resetPassword": {"token": wrongLink, "password": newPassword},
		"acceptInvitation": {"token": wrongLink, "password": newPassword}, "node User": id, "node Membership": {"id": olia.membership()},
		"nodes": {"ids": []string{olia.id.String(), olia.membership()}},
	}
}

var readings = map[string]string{
	"viewer": `{ viewer { role can user { id email } } }`, "users": `{ users { totalCount nodes { email name } } }`, "auditLog": `{ auditLog { totalCount } }`,
	"node User": nodeQuery, "node Membership": nodeQuery, "nodes": `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`,
}

func TestEveryRoleGetsWhatIsMeant(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	olia, people := a.someone("olia", staffOf(vinnytska, auth.Head), observerOf(vinnytskaOblast)), cast(a)
	inputs := aboutOlia(olia)
	const last = "requestPasswordReset" // its letter is written behind the answer, when others would be looked at
	things := slices.DeleteFunc(slices.Sorted(maps.Keys(opened)), func(thing string) bool { return thing == last })
	for _, thing := range append(things, last) {
		want := strings.Fields(opened[thing])
		for i, who := range everybody {
			before := a.stored()
			got := ""
			if readings[thing] == "" {
				got = outcome(t, people[who], thing, inputs[thing])
			} else if answer := people[who].ask(readings[thing], inputs[thing]); len(answer.Errors) > 0 {
				got = string(answer.Errors[0].Extensions.Code)
			} else if olias(answer) && who != "admin" {
				t.Errorf("%s sees of olia %s", who, answer.Body)
			}
			if got != gets[want[i]] {
				t.Errorf("%s asks for %s: %q, want %q", who, thing, got, gets[want[i]])
			}
			if want[i] != "ok" && a.stored() != before {
				t.Errorf("%s was refused %s, and something was written", who, thing)
			}
			a.clock.pass(time.Second)
		}
	}
}

// olias tells whether an answer has anything of olia.
func olias(got answer) bool {
	return strings.Contains(got.Body, "olia") || strings.Contains(got.Body, `"__typename"`)
}

func TestEverythingAboutAccountsIsInTheTable(t *testing.T) {
	t.Parallel()
	schema := resolvers.Schema(nil, nil, "").Schema()
	for _, field := range schema.Mutation.Fields {
		if !strings.HasSuffix(field.Position.Src.Name, "account.graphqls") {
			continue // goal trees have a table of their own
		}
		if opened[field.Name] == "" || deeds[field.Name] == "" && field.Name != "requestPasswordReset" {
			t.Errorf("%s is not in the table", field.Name)
		}
	}
	for thing, row := range opened {
		if len(strings.Fields(row)) != len(everybody) {
			t.Errorf("%s is not for everybody", thing)
		}
	}
}

// TestOthersAreAsIfTheyWereNot: what another's id gives is to the byte what an id of nobody gives.
func TestOthersAreAsIfTheyWereNot(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	olia, people := a.someone("olia", staffOf(vinnytska, auth.Head)), cast(a)
	membership, err := domain.ParseNodeID(olia.membership())
	if err != nil {
		t.Fatal(err)
	}
	others := []domain.NodeID{
		olia.id, membership,
		{Type: "Membership", Number: olia.id.Number},
		{Type: "User", Number: membership.Number + 1<<20},
		{Type: "User", Community: 1, Number: olia.id.Number},
		{Type: "Viewer", Number: olia.id.Number},
		{Type: "AuditEvent", Number: 1},
		{Type: "user", Number: olia.id.Number},
	}
	missing := vars{"id": domain.NodeID{Type: "User", Number: 1 << 40}.String()}
	for who, person := range people {
		if who == "admin" {
			others = slices.DeleteFunc(others, func(id domain.NodeID) bool { return id == olia.id || id.Type == "Membership" })
		}
		want := person.ask(nodeQuery, missing, "X-Request-Id", "same-request").Body
		if !strings.Contains(want, "NOT_FOUND") && who != "outsider" {
			t.Errorf("%s gets for nobody %s", who, want)
		}
		for _, id := range others {
			if who == "outsider" && models.Lookups[id.Type] == nil {
				continue // which types there are is no secret
			}
			if got := person.ask(nodeQuery, vars{"id": id.String()}, "X-Request-Id", "same-request").Body; got != want {
				t.Errorf("%s asks for %+v\n%sfor nobody %s", who, id, got, want)
			}
		}
	}
}
