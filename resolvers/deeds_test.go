package resolvers_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hromada/domain"
)

// asker is a visitor or a person.
type asker interface {
	ask(query string, variables vars, headers ...string) answer
}

// deeds are the mutations about accounts, each with what its payload is asked for.
var deeds = map[string]string{
	"inviteUser": "user { id email name invited disabled }", "disableUser": "user { id disabled }", "enableUser": "user { id disabled }",
	"grantMembership": "membership { id role active until }", "revokeMembership": "membership { id role active until }",
	"changePassword": "user { id }", "requestPasswordReset": "", "resetPassword": "email", "acceptInvitation": "email",
}

// payload is what a deed answers.
type payload struct {
	User *struct {
		ID, Email, Name   string
		Invited, Disabled bool
	}
	Membership *struct {
		ID     string
		Active bool
		Until  *time.Time
	}
	Email      *string
	UserErrors []struct {
		Code    domain.Code
		Message string
		Path    []string
	}
}

// attempt asks for a deed, whatever comes of it.
func attempt(who asker, deed string, input vars, headers ...string) answer {
	name := strings.ToUpper(deed[:1]) + deed[1:]
	return who.ask(`mutation($input: `+name+`Input!) { `+deed+`(input: $input) { `+deeds[deed]+` userErrors { code message path } } }`,
		vars{"input": input}, headers...)
}

// do asks for a deed that must be answered, and gives its payload.
func do(tb testing.TB, who asker, deed string, input vars) payload {
	tb.Helper()
	return payloadOf(tb, deed, attempt(who, deed, input))
}

func payloadOf(tb testing.TB, deed string, got answer) (p payload) {
	tb.Helper()
	if len(got.Errors) > 0 {
		tb.Fatalf("%s: %s", deed, got.Body)
	}
	if err := json.Unmarshal(got.Data[deed], &p); err != nil {
		tb.Fatalf("%s: %v\n%s", deed, err, got.Body)
	}
	return p
}

// faults are the user errors as "path CODE", in the order of their paths; empty: it was done.
func (p payload) faults() string {
	all := make([]string, len(p.UserErrors))
	for i, e := range p.UserErrors {
		all[i] = strings.TrimSpace(strings.Join(e.Path, ".") + " " + string(e.Code))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// done asks for a deed that must succeed.
func done(tb testing.TB, who asker, deed string, input vars) payload {
	tb.Helper()
	p := do(tb, who, deed, input)
	if p.faults() != "" {
		tb.Fatalf("%s: %s", deed, p.faults())
	}
	return p
}

// outcome is how a deed ends: the code of its error, or its user errors; empty: it was done.
func outcome(tb testing.TB, who asker, deed string, input vars) string {
	tb.Helper()
	got := attempt(who, deed, input)
	if len(got.Errors) > 0 {
		return string(got.Errors[0].Extensions.Code)
	}
	return payloadOf(tb, deed, got).faults()
}

// showing asks what must succeed, and reads one top-level field into a value.
func showing[T any](tb testing.TB, who asker, field, query string, variables vars) (value T) {
	tb.Helper()
	got := who.ask(query, variables)
	if len(got.Errors) > 0 {
		tb.Fatalf("%s\n%s", query, got.Body)
	}
	if err := json.Unmarshal(got.Data[field], &value); err != nil {
		tb.Fatalf("%v\n%s", err, got.Body)
	}
	return value
}

// posted waits until every letter that was asked for is sent, or is not: they are sent one after the other, and an
// administrator's invitation is the last. It gives the tokens of links by address.
func (p *person) posted() map[string][]string {
	p.tb.Helper()
	last := fmt.Sprintf("last%d@people.example", newcomers.Add(1))
	done(p.tb, p, "inviteUser", vars{"email": last, "name": "last"})
	for {
		<-p.letters.came
		if links := p.letters.links(); len(links[last]) > 0 {
			delete(links, last)
			return links
		}
	}
}

// links are the tokens of all letters, by address.
func (l *letters) links() map[string][]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := map[string][]string{}
	for to, sent := range l.sent {
		for _, letter := range sent {
			all[to] = append(all[to], handedOut.keep(tokenOfLink.FindStringSubmatch(letter)[1]))
		}
	}
	return all
}

// stored is everything that deeds write, but the audit log.
func (a *api) stored() string {
	a.tb.Helper()
	return a.text(`SELECT coalesce(string_agg(x.row, chr(10) ORDER BY x.row), '') FROM (
		SELECT 'u ' || CAST(u AS text) AS row FROM users u UNION ALL SELECT 'm ' || CAST(m AS text) FROM memberships m
		UNION ALL SELECT 's ' || CAST(s AS text) FROM sessions s UNION ALL SELECT 'k ' || CAST(k AS text) FROM account_links k) x`)
}

// events are the lines of the audit log, oldest first: what, by whom in which role, about whom, and from where.
func (a *api) events() []string {
	a.tb.Helper()
	text := a.text(`SELECT coalesce(string_agg(concat_ws(' ', e.action, CASE WHEN e.refused THEN 'refused' END, 'by', coalesce(u.name, '-'), e.actor_role,
			'about', coalesce(s.name, e.subject_type, '-'), 'from', coalesce(e.address, '-')), chr(10) ORDER BY e.id), '')
		FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
		LEFT JOIN users s ON s.id = e.subject_number AND e.subject_type = 'User' AND e.subject_community = 0`)
	return strings.Split(text, "\n")
}
