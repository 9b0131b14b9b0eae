package resolvers_test

import (
	"net/http"
	"strings"
	"testing"

	"hromada/domain"
)

// TestDocumentsThatCannotBeAnswered: valid by the library's rules, and refused before anything runs.
func TestDocumentsThatCannotBeAnswered(t *testing.T) {
	t.Parallel()
	a := world(t)
	for query, want := range map[string]struct {
		code  domain.Code
		field string
	}{
		`{ community(code: 99999999999999999999) { id } }`:                                           {domain.CodeInvalidInput, "code"},
		`{ region(code: [[99999999999999999999]]) { id } }`:                                          {domain.CodeInvalidInput, "code"},
		`{ districts(regionCode: {a: 1e999}) { id } }`:                                               {domain.CodeInvalidInput, "regionCode"},
		`{ regions { communities { goalTree { goals { progress(asOf: 1e999) { percent } } } } } }`:   {domain.CodeInvalidInput, "asOf"},
		`query($b: Boolean = true) { regions @skip(if: $b) { id } }`:                                 {domain.CodeInvalidInput, "b"},
		`query($b: Boolean = true) { ... @include(if: $b) { regions { id } } }`:                      {domain.CodeInvalidInput, "b"},
		`query($b: Boolean = true) { ...R @include(if: $b) } fragment R on Query { regions { id } }`: {domain.CodeInvalidInput, "b"},
		`{ regions { id ... @defer { communities { id } } } }`:                                       {domain.CodeValidationFailed, ""},
	} {
		variables := vars{}
		if strings.Contains(query, "$b") {
			variables["b"] = nil
		}
		got := a.ask(query, variables)
		if got.Status != http.StatusOK || got.Data != nil || len(got.Errors) != 1 {
			t.Errorf("%s\n%d %s", query, got.Status, got.Body)
			continue
		}
		if told := got.Errors[0].Extensions; told.Code != want.code || told.Field != want.field {
			t.Errorf("%s: %s about %q", query, told.Code, told.Field)
		}
	}
	if got := a.ask(`query($d: Date = 1e999) { regions { progress(asOf: $d) { percent } } }`, nil); got.Status >= 500 ||
		strings.Contains(got.Body, string(domain.CodeInternal)) {
		t.Errorf("a default out of range: %d %s", got.Status, got.Body)
	}
}
