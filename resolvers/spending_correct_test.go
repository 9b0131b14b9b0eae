package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hromada/domain"
)

// paidFor is a component with what was spent on it.
type paidFor struct {
	Component struct {
		ID       string
		Spending []struct {
			ID, Date, FundSource, Note string
			Amount                     struct{ Amount string }
		}
		SpentTotal *struct{ Amount string }
		Evidence   []struct{ ID, Title string }
	}
}

const paidFields = `component { id spending { id date fundSource amount { amount } note } spentTotal { amount } evidence { id title } }`

// TestPaymentsArePutRight: what was mistyped counts no more, wherever payments are counted, and is kept for those who work on the tree.
func TestPaymentsArePutRight(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 10, asOf: "2026-09-10", spending: [
		{date: "2026-09-01", fundSource: LOCAL, amount: "15000000.00", note: "Договір"}, {date: "2026-11-02", fundSource: STATE, amount: "70"}]}]`, id))
	d.refreshMetrics()
	wrong, stray := d.payment("15000000.00"), d.payment("70.00")
	does[paidFor](editor, "correctSpending", fmt.Sprintf(`id: %q, amount: "1500.5", date: "2026-10-01", reason: "Зайві нулі"`, wrong), paidFields)
	does[paidFor](editor, "takeBackSpending", fmt.Sprintf(`id: %q, reason: "Не платили"`, stray), paidFields)
	right := d.payment("1500.50")

	public := d.ask(`query($id: ID!) { node(id: $id) { ... on Component { `+strings.TrimPrefix(paidFields, "component {")+` } }`, vars{"id": id}).Body
	want := fmt.Sprintf(`"spending":[{"id":%q,"date":"2026-10-01","fundSource":"LOCAL","amount":{"amount":"1500.50"},"note":"Договір"}],"spentTotal":{"amount":"1500.50"}`, right)
	if !strings.Contains(public, want) {
		t.Errorf("everybody sees %s, want %s", public, want)
	}
	budget := d.ask(`{ overview { budget { year fundSource spent { amount } } coverage { withSpending } } }`, nil).Body
	if !strings.Contains(budget, `"spent":{"amount":"1500.50"}`) || strings.Contains(budget, `"70.00"`) || !strings.Contains(budget, `"withSpending":1`) {
		t.Errorf("the overview sums up %s", budget)
	}
	if got := d.metric(yakushynetska, "costs.spent_per_resident"); got.Value == nil || *got.Value > 1 {
		t.Errorf("the metric is %+v", got)
	}
	if got := d.number(`SELECT count(*) FROM metric_values WHERE metric = 'costs.spent_per_resident' AND period = 12 * 2026 + 9 AND value > 1`); got != 0 {
		t.Error("the figure of a past month stays wrong")
	}

	journal := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { spendingHistory { id amount { amount } enteredByName endedByName endedReason correctedById } } } }`, vars{"id": id}).Body
	want = fmt.Sprintf(`"spendingHistory":[{"id":%q,"amount":{"amount":"1500.50"},"enteredByName":"editor","endedByName":null,"endedReason":null,"correctedById":null},`+
		`{"id":%q,"amount":{"amount":"70.00"},"enteredByName":"editor","endedByName":"editor","endedReason":"Не платили","correctedById":null},`+
		`{"id":%q,"amount":{"amount":"15000000.00"},"enteredByName":"editor","endedByName":"editor","endedReason":"Зайві нулі","correctedById":%q}]`, right, stray, wrong, right)
	if !strings.Contains(journal, want) {
		t.Errorf("the journal is %s, want %s", journal, want)
	}
	if got := d.ask(`query($id: ID!) { node(id: $id) { ... on Component { spendingHistory { id } } } }`, vars{"id": id}); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden {
		t.Errorf("visitors read the journal: %s", got.Body)
	}
	history := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { history { action changes { field before after } } } } }`, vars{"id": id}).Body
	for _, want := range []string{
		`{"action":"TAKE_BACK_SPENDING","changes":[{"field":"amount","before":"\"70.00\"","after":null}`,
		`{"action":"CORRECT_SPENDING","changes":[{"field":"amount","before":"\"15000000.00\"","after":"\"1500.50\""},{"field":"date","before":"\"2026-09-01\"","after":"\"2026-10-01\""},{"field":"reason","before":null,"after":"\"Зайві нулі\""}`,
		`{"field":"spending","before":null,"after":"[{\"date\": \"2026-09-01\", \"note\": \"Договір\", \"amount\": \"15000000.00\", \"fundSource\": \"LOCAL\"}, {\"date\": \"2026-11-02\", \"amount\": \"70.00\", \"fundSource\": \"STATE\"}]"}`,
	} {
		if !strings.Contains(history, want) {
			t.Errorf("the history is %s, without %s", history, want)
		}
	}
}

// payment is the newest payment of an amount.
func (a *api) payment(amount string) string {
	a.tb.Helper()
	number := a.number(`SELECT max(number) FROM spending_entries WHERE amount = CAST($1 AS numeric)`, amount)
	return idAtType("SpendingEntry", int64(a.number(`SELECT community_id FROM spending_entries WHERE number = $1`, number)), int64(number))
}

// TestWrongCorrectionsOfPayments change nothing.
func TestWrongCorrectionsOfPayments(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 10, spending: [{date: "2026-09-01", fundSource: LOCAL, amount: "5"}]}]`, id))
	payment := d.payment("5")
	for said, faults := range map[string][]string{
		`amount: "0", reason: "Так"`:                                                             {"INVALID_INPUT amount"},
		`amount: "-5.10", reason: "Так"`:                                                         {"INVALID_INPUT amount"},
		`date: "2026-11-21", amount: "0.0", reason: ""`:                                          {"INVALID_INPUT amount", "INVALID_INPUT date", "INVALID_INPUT reason"},
		`note: "` + strings.Repeat("я", 5001) + `", reason: "` + strings.Repeat("я", 5001) + `"`: {"INVALID_INPUT note", "INVALID_INPUT reason"},
		`amount: "5.00", note: null, date: null, fundSource: LOCAL, reason: "Нічого не змінено"`: nil,
	} {
		d.keeps(said, func() {
			does[paidFor](editor, "correctSpending", fmt.Sprintf(`id: %q, %s`, payment, said), paidFields, faults...)
		})
	}
	for _, other := range []string{id, d.tree, idAtType("SpendingEntry", 1, 99999), idAtType("ProgressReport", 1, 1)} {
		d.keeps(other, func() {
			does[paidFor](editor, "correctSpending", fmt.Sprintf(`id: %q, amount: "6", reason: "Так"`, other), paidFields, "NOT_FOUND id")
			does[paidFor](editor, "takeBackSpending", fmt.Sprintf(`id: %q, reason: "Так"`, other), paidFields, "NOT_FOUND id")
		})
	}
	d.keeps("no reason", func() {
		does[paidFor](editor, "takeBackSpending", fmt.Sprintf(`id: %q, reason: ""`, payment), paidFields, "INVALID_INPUT reason")
	})
	d.keeps("who may not", func() {
		for _, who := range []string{"reader", "observer", "expert", "neighbour"} { // the payment is published
			for _, change := range []string{`correctSpending(input: {id: %q, amount: "6", reason: "Так"})`, `takeBackSpending(input: {id: %q, reason: "Так"})`} {
				got := d.as(who).ask(fmt.Sprintf(`mutation { `+change+` { userErrors { code } } }`, payment), nil)
				if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden {
					t.Errorf("%s: %s", who, got.Body)
				}
			}
		}
	})
	taken := does[paidFor](editor, "takeBackSpending", fmt.Sprintf(`id: %q, reason: "Двічі"`, payment), paidFields)
	if taken.Component.SpentTotal != nil || len(taken.Component.Spending) > 0 {
		t.Errorf("taken back, and yet there is %+v", taken)
	}
	d.keeps("what stands no more", func() {
		late := does[paidFor](editor, "correctSpending", fmt.Sprintf(`id: %q, amount: "6", reason: "Так"`, payment), paidFields, "CONFLICT id")
		if late.Component.ID != id {
			t.Errorf("who was too late sees %+v", late)
		}
		does[paidFor](d.as("neighbour"), "takeBackSpending", fmt.Sprintf(`id: %q, reason: "Так"`, payment), paidFields, "NOT_FOUND id")
	})
}

// TestOneCorrectionOfAPaymentIsTaken, of those that come at once.
func TestOneCorrectionOfAPaymentIsTaken(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 10, spending: [{date: "2026-09-01", fundSource: LOCAL, amount: "5"}]}]`, d.id("Component", "Карта")))
	payment := d.payment("5")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			editor.ask(fmt.Sprintf(`mutation { correctSpending(input: {id: %q, amount: "1%d", reason: "Так"}) { userErrors { code } } }`, payment, i), nil)
		})
	}
	all.Wait()
	if standing, kept := d.number(`SELECT count(*) FROM spending_entries WHERE ended_at IS NULL`), d.number(`SELECT count(*) FROM spending_entries`); standing != 1 || kept != 2 {
		t.Errorf("%d payments stand of %d", standing, kept)
	}
}

// TestLinksAreRemoved by those who report, and only once.
func TestLinksAreRemoved(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.do("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: 10, evidence: [{title: "Не те", url: "https://example.org/x"}, {title: "Фото", url: "https://example.org/y"}]}]`, id))
	link := idAtType("EvidenceLink", int64(d.number(`SELECT community_id FROM evidence_links WHERE title = 'Не те'`)), int64(d.number(`SELECT number FROM evidence_links WHERE title = 'Не те'`)))
	remove := fmt.Sprintf(`id: %q`, link)
	d.keeps("who may not", func() {
		got := d.as("neighbour").ask(`mutation { removeEvidence(input: {`+remove+`}) { userErrors { code } } }`, nil)
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != domain.CodeForbidden {
			t.Error(got.Body)
		}
	})
	left := does[paidFor](editor, "removeEvidence", remove, paidFields).Component.Evidence
	if len(left) != 1 || left[0].Title != "Фото" || left[0].ID == "" {
		t.Errorf("left are %+v", left)
	}
	d.keeps("once more", func() { does[paidFor](editor, "removeEvidence", remove, paidFields, "NOT_FOUND id") })
	history := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { history { action changes { field before after } } } } }`, vars{"id": id}).Body
	if !strings.Contains(history, `{"action":"REMOVE_EVIDENCE","changes":[{"field":"title","before":"\"Не те\"","after":null},{"field":"url","before":"\"https://example.org/x\"","after":null}]}`) {
		t.Error(history)
	}
}
