package resolvers_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"hromada/domain"
	"hromada/graph"
	"hromada/models"
)

const missingRegion = `{ region(code: "UA99000000000000000") { name } }`

func TestErrorsSpeakTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	a := shared(t)
	uk, en := "Не знайдено.", "Not found."
	for header, want := range map[string]string{
		"": uk, "uk": uk, "uk-UA,uk;q=0.9,en;q=0.8": uk, "en;q=0.1, uk;q=0.9": uk, "de": uk, "*": uk, "x": uk, "garbage!!;;q=,,": uk, "🌻": uk,
		"en;q=x": uk, strings.Repeat("-", 5000): uk, strings.Repeat("en-", 5000): uk,
		"en": en, "EN": en, "en-GB": en, "en-US,en;q=0.9,uk;q=0.8": en, "de, en;q=0.5, uk;q=0.4": en,
	} {
		got := a.ask(missingRegion, nil, "Accept-Language", header)
		if len(got.Errors) != 1 || got.Errors[0].Message != want {
			t.Errorf("%.40q gives %s, want %s", header, got.Body, want)
		}
	}
	if got := a.ask(missingRegion, nil); got.Errors[0].Message != uk {
		t.Errorf("without a language: %s", got.Body)
	}
}

func TestErrorsCarryTheRequestID(t *testing.T) {
	t.Parallel()
	a := shared(t)
	seen := map[string]bool{}
	for _, query := range []string{missingRegion, "{", "{ nothing }", `{ node(id: "x") { id } }`, ``} {
		got := a.ask(query, nil)
		id := got.Header.Get("X-Request-Id")
		if len(got.Errors) != 1 || got.Errors[0].Extensions.RequestID != id || len(id) < 8 || seen[id] {
			t.Errorf("%s: %q, %s", query, id, got.Body)
		}
		seen[id] = true
	}
	for _, id := range []string{"8letters", "A-b_c.9-0123456789", strings.Repeat("x", 64)} {
		if got := a.ask(missingRegion, nil, "X-Request-Id", id); got.Header.Get("X-Request-Id") != id || got.Errors[0].Extensions.RequestID != id {
			t.Errorf("%s became %s", id, got.Errors[0].Extensions.RequestID)
		}
	}
	for _, id := range []string{"", "short", strings.Repeat("x", 65), "with blank", "with\nline", "requestId=1 level=ERROR", "<script>", "запит-номер", "%00%00%00%00", `"quotes"`} {
		if got := a.ask(missingRegion, nil, "X-Request-Id", id); got.Header.Get("X-Request-Id") == id || got.Errors[0].Extensions.RequestID == id {
			t.Errorf("%q was taken over", id)
		}
	}
}

func TestErrorsNameTheFieldAtFault(t *testing.T) {
	t.Parallel()
	a := shared(t)
	many := strings.TrimSuffix(strings.Repeat(`"UA05020310000080026", `, 101), ", ")
	for query, field := range map[string]string{
		`{ x(first: 101) { totalCount } }`:                                                             "first",
		`{ x(filter: {text: {contains: ""}}) { totalCount } }`:                                         "filter.text.contains",
		`{ x(filter: {regionCode: "UA"}) { totalCount } }`:                                             "filter.regionCode",
		`{ x(filter: {districtCode: "05"}) { totalCount } }`:                                           "filter.districtCode",
		`query($f: FILTER) { x(filter: $f) { totalCount } }`:                                           "f.nothing",
		`{ communities(filter: {codes: ["UA05020310000080026", "UA"]}) { totalCount } }`:               "filter.codes[1]",
		`{ communities(filter: {codes: [` + many + `]}) { totalCount } }`:                              "filter.codes",
		`{ communities(filter: {population: {min: 2147483648}}) { totalCount } }`:                      "filter.population.min",
		`{ communities(filter: {participatesIn: "а\u0000"}) { totalCount } }`:                          "filter.participatesIn",
		`{ goals(filter: {communityCodes: [` + many + `]}) { totalCount } }`:                           "filter.communityCodes",
		`{ goals(filter: {due: {from: "2026-02-29"}}) { totalCount } }`:                                "filter.due.from",
		`{ goals(filter: {due: {to: "29.02.2028"}}) { totalCount } }`:                                  "filter.due.to",
		`{ components(filter: {category: [` + strings.Repeat(`"X",`, 101) + `]}) { totalCount } }`:     "filter.category",
		`{ goals(filter: {status: [` + strings.Repeat(`DONE,`, 101) + `]}) { totalCount } }`:           "filter.status",
		`{ communities(filter: {goalStatus: [` + strings.Repeat(`DONE,`, 101) + `]}) { totalCount } }`: "filter.goalStatus",
		`{ regions { progress(asOf: "2026-11-21") { percent } } }`:                                     "asOf",
		`{ regions { progress(asOf: "0000-00-00") { percent } } }`:                                     "asOf",
		`{ regions { progress(asOf: "9999-01-01") { percent } } }`:                                     "asOf",
		`{ components(first: 1) { nodes { onTrack(asOf: "2100-01-01") } } }`:                           "asOf",
	} {
		if !strings.Contains(query, " x(") {
			refusedAt(a, field, query, nil)
			continue
		}
		for list, input := range map[string]string{"communities": "CommunityFilter", "goals": "GoalFilter", "subgoals": "SubgoalFilter", "components": "ComponentFilter"} {
			one := strings.NewReplacer("x(", list+"(", "FILTER", input).Replace(query)
			refusedAt(a, field, one, vars{"f": vars{"nothing": 1}})
		}
	}
}

func TestFiltersByCodesThatNobodyHas(t *testing.T) {
	t.Parallel()
	a := shared(t)
	nodes := map[string]string{
		"regionCode": `"UA99000000000000000"`, "districtCode": `"UA99020000000000000"`,
		"communityCodes": `["UA05020310000080026", "UA99020010000000000"]`,
	}
	filters := map[string]map[string]string{
		"goals": nodes, "subgoals": nodes, "components": {"category": `["TRAINING", "NOTHING"]`, "communityCodes": `["UA05000000000010236"]`},
		"communities": {
			"regionCode": `"UA05020310000080026"`, "districtCode": `"UA05000000000010236"`, "participatesIn": `"nothing"`,
			"codes": `["UA99020010000000000"]`,
		},
	}
	for list, fields := range filters {
		for field, value := range fields {
			e := a.refused(`{ `+list+`(filter: {`+field+`: `+value+`}) { totalCount nodes { id } } }`, nil)
			if e.Extensions.Code != domain.CodeNotFound || e.Extensions.Field != "filter."+field {
				t.Errorf("%s of %s: %+v", field, list, e)
			}
		}
	}
}

func TestErrorsOfDocumentsNameNothingElse(t *testing.T) {
	t.Parallel()
	a := shared(t)
	for query, code := range map[string]domain.Code{
		"{":                    domain.CodeParseFailed,
		"query {} }":           domain.CodeParseFailed,
		"\u0000":               domain.CodeParseFailed,
		"{ regionz { name } }": domain.CodeValidationFailed,
		"{ regions { nam } }":  domain.CodeValidationFailed,
		"{ regions }":          domain.CodeValidationFailed,
		"mutation { a }":       domain.CodeValidationFailed,
		"subscription { a }":   domain.CodeValidationFailed,
		"query A { __typename } query B { __typename }":                      domain.CodeValidationFailed,
		"{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }": domain.CodeValidationFailed,
		"{ communities(orderBy: {field: SECRET}) { totalCount } }":           domain.CodeValidationFailed,
		"{ communities(filter: {secret: 1}) { totalCount } }":                domain.CodeValidationFailed,
		"{ goals(filter: {kind: [SOFT]}) { totalCount } }":                   domain.CodeValidationFailed,
	} {
		got := a.ask(query, nil)
		if len(got.Errors) == 0 || got.Errors[0].Extensions.Code != code || strings.Contains(got.Body, "Did you mean") || strings.Contains(got.Body, `"data"`) {
			t.Errorf("%q: %s", query, got.Body)
		}
	}
}

// broken serves the demonstration over a database in which something is missing.
func broken(t *testing.T, statement string) *api {
	t.Helper()
	a := demo(t)
	a.exec(statement)
	a.log.Reset()
	return a
}

// secrets are words that no answer may show: of SQL, and the names of tables and columns.
var secrets = []string{"SELECT", "FROM", "relation", "SQLSTATE", "42P01", "planned_costs", "pgconn", "ERROR:", "goroutine", ".go:"}

func (got answer) hides(t *testing.T) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(got.Body, secret) {
			t.Errorf("the answer shows %s: %s", secret, got.Body)
		}
	}
}

func TestFailureOfALoadIsToldOnce(t *testing.T) {
	t.Parallel()
	a := broken(t, `DROP TABLE planned_costs`)
	got := a.ask(`{ components(first: 100) { nodes { title plannedTotal { amount } } } }`, nil)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInternal || len(got.Errors[0].Path) != 4 || got.Status != http.StatusOK {
		t.Errorf("%d, %d errors: %.500s", got.Status, len(got.Errors), got.Body)
	}
	if strings.Count(got.Body, `"plannedTotal":null`) != 100 || strings.Count(got.Body, `"title":"`) != 100 {
		t.Errorf("the rest of the answer is gone: %.500s", got.Body)
	}
	got.hides(t)
	log := a.log.String()
	if strings.Count(log, "request failed") != 1 || strings.Count(log, "planned_costs") != 1 || !strings.Contains(log, got.Header.Get("X-Request-Id")) {
		t.Errorf("the log: %s", log)
	}
}

func TestFailuresOfTwoFieldsAreTwo(t *testing.T) {
	t.Parallel()
	a := broken(t, `DROP TABLE planned_costs, spending_entries`)
	got := a.ask(`{ components(first: 50) { nodes { plannedTotal { amount } again: plannedTotal { amount } spentTotal { amount } } } }`, nil)
	if len(got.Errors) != 2 || strings.Count(a.log.String(), "request failed") != 2 {
		t.Errorf("%d errors: %.500s\nthe log: %s", len(got.Errors), got.Body, a.log)
	}
	got.hides(t)
	got = a.ask(`{ components(first: 100) { nodes { plannedCosts { year } } } }`, nil)
	if len(got.Errors) != 1 || !strings.Contains(got.Body, `"data":null`) || got.Status != http.StatusOK {
		t.Errorf("a list that must be there: %d %.500s", got.Status, got.Body)
	}
	got.hides(t)
	if got = a.ask(`{ components { totalCount facets { status { count } } } region(code: "UA05000000000010236") { hardShare { of } } }`, nil); len(got.Errors) != 2 {
		t.Errorf("%.500s", got.Body)
	}
	got.hides(t)
}

func TestPanicIsAnInternalError(t *testing.T) {
	t.Parallel()
	logged := &journal{}
	log := slog.New(slog.NewTextHandler(logged, nil))
	a := &api{tb: t, log: logged, store: &models.Store{}} // without a clock
	a.handler = a.face(graph.Options{Log: log})
	got := a.ask(`{ instance { version } enumLabels { enum } }`, nil)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInternal || got.Status != http.StatusOK {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	got.hides(t)
	if !strings.Contains(logged.String(), "panic") || !strings.Contains(logged.String(), got.Header.Get("X-Request-Id")) {
		t.Errorf("the log: %s", logged)
	}
	if got := a.ask(`{ enumLabels { enum } }`, nil); len(got.Errors) > 0 {
		t.Errorf("the next request: %s", got.Body)
	}
}

func TestMissingParentIsAnInternalError(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	a.exec(`ALTER TABLE communities DROP CONSTRAINT communities_region_id_district_id_fkey`)
	a.exec(`DELETE FROM districts`)
	got := a.ask(`query($c: KatottgCode!) { community(code: $c) { name district { name } } }`, vars{"c": yakushynetska})
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeInternal || fmt.Sprint(got.Errors[0].Path) != "[community district]" {
		t.Error(got.Body)
	}
}
