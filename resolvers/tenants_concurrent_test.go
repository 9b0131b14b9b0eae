package resolvers_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"
)

// perPerson is how many requests each of two people sends at once with the other.
func perPerson() int {
	if testing.Short() { // with the race detector
		return 500
	}
	return 5_000
}

// Two people who ask the same at the same time over the same connections are each answered as if alone.
func TestInterleavedRequestsShareNothing(t *testing.T) {
	t.Parallel()
	w := crawlerWorld(t, allParts)
	const question = `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`
	ids := []string{part(1).ids()[1], part(3).ids()[1]} // a goal of each, so that it is one statement
	w.people["of the other"] = w.someone("of.the.other", staffOf(spot(3), "EDITOR"))
	want := map[string]string{}
	for name, sees := range map[string]part{"editor": 1, "of the other": 3} {
		got := w.people[name].ask(question, vars{"ids": ids})
		want[name] = got.Body
		for i, p := range []part{1, 3} {
			if strings.Contains(got.Body, ids[i]) != (p == sees) {
				t.Fatalf("%s alone: %s", name, got.Body)
			}
		}
	}
	w.count.take()
	var everybody sync.WaitGroup
	const atOnce = 4
	for range atOnce {
		for name, alone := range want {
			everybody.Go(func() {
				for i := range perPerson() / atOnce {
					if got := w.people[name].ask(question, vars{"ids": ids}); got.Body != alone {
						t.Errorf("%s, the %d-th time: %s", name, i, got.Body)
						return
					}
				}
			})
		}
	}
	everybody.Wait()
	leavesNothing(t, w.count.take())
}

// setting is what would leave something of one request on a connection for the next.
var setting = regexp.MustCompile(`(?i)set_config|^\s*(set|reset|discard|prepare|listen|declare|create\s+(local\s+)?temp)\b|pg_advisory_lock\(`)

// leavesNothing fails where a statement would change the connection that it is sent over.
func leavesNothing(t *testing.T, all []sent) {
	t.Helper()
	if len(all) == 0 {
		t.Fatal("nothing was sent")
	}
	for _, s := range all {
		if setting.MatchString(s.sql) {
			t.Errorf("%s changes its connection", s.sql)
		}
	}
}

// No scope is kept on a connection: it stands in each statement. Every kind of viewer, all that is read, and what is refused.
func TestConnectionsAreLeftAsTheyWere(t *testing.T) {
	t.Parallel()
	w, s := crawlerWorld(t, allParts), newSurveyor()
	before := w.settings()
	w.count.take()
	for _, o := range onlookers {
		for _, document := range append(s.changes(), s.everywhere()[:5]...) {
			if o.name != "admin" || !strings.HasPrefix(document, "mutation") {
				w.ask(o, document, nil)
			}
		}
	}
	leavesNothing(t, w.count.take())
	if after := w.settings(); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
}

// settings are what the sessions of the pool have set for themselves.
func (w *crawled) settings() string {
	return w.text(`SELECT coalesce(string_agg(name || '=' || setting, ' ' ORDER BY name), '') FROM pg_settings WHERE source = 'session'`)
}
