package resolvers_test

import (
	"net/http"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/graph"
)

func TestClosedReading(t *testing.T) {
	t.Parallel()
	a := generated(t, oblast(2, 1, 1, 1))
	community := domain.KatottgCode(a.code("communities"))
	member, stranger := a.someone("staff", staffOf(community, auth.Reader)), a.someone("nobody")
	a.handler = a.face(graph.Options{Closed: true})
	variables := a.exampleVars()
	for _, op := range operations(t) {
		closed := a.ask(op.text, variables)
		for _, fault := range closed.Errors {
			if fault.Extensions.Code != domain.CodeUnauthenticated {
				t.Errorf("%s: %s", op.name, closed.Body)
			}
		}
		if len(closed.Errors) == 0 || closed.Status != http.StatusOK || len(shownFields(closed)) > 0 {
			t.Errorf("%s shows a visitor %s", op.name, closed.Body)
		}
		if got := member.ask(op.text, variables); len(got.Errors) > 0 {
			t.Errorf("%s: a person with a role gets %s", op.name, got.Body)
		}
		refused := stranger.ask(op.text, variables)
		if len(refused.Errors) == 0 || refused.Errors[0].Extensions.Code != domain.CodeForbidden || len(shownFields(refused)) > 0 {
			t.Errorf("%s: a person without a role gets %s", op.name, refused.Body)
		}
	}
	if got := a.ask(`{ viewer { role can user { id } } }`, nil); got.Body != `{"data":{"viewer":{"role":null,"can":[],"user":null}}}`+"\n" {
		t.Errorf("a visitor is told %s", got.Body)
	}
	if got := a.signsIn(member.email); !a.isKnown(got.AccessToken) {
		t.Error("nobody can come in")
	}
}

// shownFields are the top-level fields that an answer fills, but for the names that the schema itself has.
func shownFields(got answer) []string {
	shown := []string{}
	for field, value := range got.Data {
		if string(value) != "null" && field != "enumLabels" {
			shown = append(shown, field)
		}
	}
	return shown
}
