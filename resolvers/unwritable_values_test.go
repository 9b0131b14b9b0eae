package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/domain"
)

// TestValuesThatNobodyWrites go into changes of every kind of field, as variables and as literals, and leave nothing behind (abuse cases 51 and 52).
func TestValuesThatNobodyWrites(t *testing.T) {
	t.Parallel()
	d := begun(t)
	component := d.id("Component", "Карта")
	texts := []string{
		`"\u0000"`, `"а\u0000б"`, `"\ud800"`, `"а\udfffб"`, `"\ud800\ud800"`, "\"а\xffб\"", "\"\xc0\x80\"", `"\u202e"`, `"\u2066а\u2069"`, `"\u200f"`, `"` + strings.Repeat("a", 1_000_000) + `"`, `5`, `["а"]`,
	}
	numbers := []string{`NaN`, `Infinity`, `-Infinity`, `1e309`, `-1e309`, `"NaN"`, `"Infinity"`, `"0x1p4"`, `101`, `-1`}
	dates := []string{
		`"0000-00-00"`, `"9999-12-31"`, `"2200-01-01"`, `"1899-12-31"`, `"2026-02-29"`, `"2026-13-01"`, `"2026-11-20T00:00:00Z"`, `"infinity"`, `"now"`, `"2026-1-1"`, `"+12026-01-01"`, `20261120`,
	}
	sums := []string{`"NaN"`, `"Infinity"`, `"1e3"`, `"0x10"`, `"1,5"`, `"1000000000000000"`, `"0.001"`, `NaN`, `1e309`, `5`}
	for _, c := range []struct {
		name, input string // VALUE is what is tried
		values      []string
	}{
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"title":VALUE}`, component), texts},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"description":VALUE}`, component), texts},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"responsible":VALUE}`, component), texts},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"category":VALUE}`, component), texts},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"weight":VALUE}`, component), slices.Concat(numbers[:8], []string{`0`, `-0`, `1000.1`, `1e-9`})},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":VALUE,"title":"Інше"}`, component), []string{`1e309`, `NaN`, `1.5`, `2147483648`, `"1"`, `null`}},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"dueDate":VALUE}`, component), dates},
		{"updateComponent", fmt.Sprintf(`{"id":%q,"version":1,"plannedCosts":[{"year":2026,"fundSource":"LOCAL","expenseKind":"CURRENT","amount":VALUE}]}`, component), sums},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":5,"note":VALUE}]}`, component), texts},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":VALUE}]}`, component), numbers},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":5,"asOf":VALUE}]}`, component), dates},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":5,"spending":[{"date":"2026-11-01","fundSource":"LOCAL","amount":VALUE}]}]}`, component), append(sums, `"0"`, `"-0.00"`)},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":5,"spending":[{"date":VALUE,"fundSource":"LOCAL","amount":"1"}]}]}`, component), dates},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":5,"evidence":[{"title":VALUE,"url":"https://example.org"}]}]}`, component), texts},
		{"reportProgress", fmt.Sprintf(`{"reports":[{"id":%q,"percent":5,"evidence":[{"title":"Фото","url":VALUE}]}]}`, component), append(texts, `"javascript:alert(1)"`)},
		{"addComment", fmt.Sprintf(`{"subjectId":%q,"text":VALUE}`, component), texts},
		{"addComment", `{"subjectId":VALUE,"text":"Так"}`, texts},
	} {
		before := d.written() + d.text(`SELECT CAST(count(*) AS text) FROM comments`)
		for _, value := range c.values {
			d.refusesValue(c.name, c.input, value)
		}
		if d.written()+d.text(`SELECT CAST(count(*) AS text) FROM comments`) != before {
			t.Errorf("%s(%s) has written something", c.name, c.input)
		}
	}
	// What is strange and yet means something is taken as it is.
	for field, value := range map[string]string{"dueDate": `"2028-02-29"`, "description": `"а\u200bб \ud83c\udf3b"`, "startDate": `"1900-01-01"`} {
		got := d.as("editor").raw("updateComponent", fmt.Sprintf(`{"id":%q,"version":%d,%q:%s}`, component, d.version(component), field, value))
		if !strings.Contains(got.Body, `"userErrors":[]`) {
			t.Errorf("%s %s: %s", field, value, got.Body)
		}
	}
}

// raw sends a change whose input is written out.
func (p *person) raw(name, input string) answer {
	p.tb.Helper()
	kind := strings.ToUpper(name[:1]) + name[1:] + "Input"
	return p.post(`{"query":"mutation($input: `+kind+`!) { `+name+`(input: $input) { userErrors { code path } } }","variables":{"input":`+input+`}}`, "Authorization", "Bearer "+p.token)
}

// refusesValue demands that a change with a value in it is refused for what it is.
func (d *desk) refusesValue(name, input, value string) {
	d.tb.Helper()
	got := d.as("editor").raw(name, strings.ReplaceAll(input, "VALUE", value))
	told := strings.Contains(got.Body, `"userErrors":[{"code":"INVALID_INPUT"`) || strings.Contains(got.Body, `"userErrors":[{"code":"NOT_FOUND"`)
	for _, e := range got.Errors {
		told = e.Extensions.Code == domain.CodeInvalidInput || e.Extensions.Code == domain.CodeValidationFailed || e.Extensions.Code == domain.CodeLimitExceeded
	}
	if !told || strings.Contains(got.Body, "�") {
		d.tb.Errorf("%s(%s) with %.40s: %.300s", name, input, value, got.Body)
	}
}
