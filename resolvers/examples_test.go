package resolvers_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"hromada/graph/playground"
)

// TestExamplesOfThePlayground runs what the page offers against the demonstration, as it shows itself there:
// every tab has an answer, and something in it.
func TestExamplesOfThePlayground(t *testing.T) {
	t.Parallel()
	a := demo(t)
	for _, e := range playground.Examples() {
		var variables vars
		if err := json.Unmarshal([]byte(e.Variables), &variables); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
		got := a.ask(e.Query, variables)
		if !strings.HasPrefix(e.Query, "# ") || len(got.Errors) > 0 || slices.Contains(emptyFields(t, got), "components.nodes") {
			t.Errorf("%s: %.500s", e.Name, got.Body)
		}
		for _, path := range emptyFields(t, got) {
			if !strings.HasSuffix(path, "status") && !strings.HasSuffix(path, "endCursor") {
				t.Errorf("%s shows nothing at %s", e.Name, path)
			}
		}
	}
}
