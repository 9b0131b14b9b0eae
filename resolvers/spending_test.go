package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestReportsAreAllTakenOrNone: one of a hundred is of another community (abuse case 15).
func TestReportsAreAllTakenOrNone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, "DIGITAL", nil)
	goal := s.goal("Ціль")
	for i := range 210 {
		s.component(goal, fmt.Sprint("Захід ", i))
	}
	a.tree(s.Outline)
	a.tree(townPlan(vinnytska).Outline)
	editor := a.someone("editor", grantsOf("editor")...)
	many := func(n int) []vars {
		all := make([]vars, n)
		for i := range all {
			all[i] = vars{"id": a.id("Component", fmt.Sprint("Захід ", i)), "percent": 10}
		}
		return all
	}
	send := func(reports []vars) string {
		return editor.ask(`mutation($in: ReportProgressInput!) { reportProgress(input: $in) { nodes { status } userErrors { code path } } }`, vars{"in": vars{"reports": reports}}).Body
	}
	wrong := many(100)
	wrong[57]["id"], wrong[3]["percent"], wrong[99]["asOf"] = a.id("Component", "Карта"), nil, "2027-01-01"
	a.keeps("some are wrong", func() {
		want := `{"nodes":[],"userErrors":[{"code":"INVALID_INPUT","path":["reports","3","percent"]},{"code":"NOT_FOUND","path":["reports","57","id"]},` +
			`{"code":"INVALID_INPUT","path":["reports","99","asOf"]}]}`
		if got := send(wrong); !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
		for _, n := range []int{0, 201} {
			if got := send(many(n)); !strings.Contains(got, `{"code":"INVALID_INPUT","path":["reports"]}`) {
				t.Errorf("%d reports: %s", n, got)
			}
		}
	})
	counts := map[int]int{}
	for _, n := range []int{1, 200} {
		reports := many(n)
		a.count.take()
		if got := send(reports); strings.Count(got, "IN_PROGRESS") != n {
			t.Errorf("%d reports: %s", n, got)
		}
		counts[n] = len(a.count.take())
	}
	if counts[1] != counts[200] {
		t.Errorf("the numbers of statements are %v", counts)
	}
	if n := a.number(`SELECT count(*) FROM audit_events WHERE action = 'REPORT_PROGRESS'`); n != 201 {
		t.Errorf("%d reports are audited", n)
	}
}

// TestPaymentsAndEvidence: what may be told of them, and how much.
func TestPaymentsAndEvidence(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	send := func(spending, evidence []vars) string {
		return editor.ask(`mutation($in: ReportProgressInput!) { reportProgress(input: $in) { nodes { ... on Component { spentTotal { amount } evidence { title url } } } userErrors { code path } } }`,
			vars{"in": vars{"reports": []vars{{"id": id, "percent": 10, "spending": spending, "evidence": evidence}}}}).Body
	}
	payment := func(amount, day string) vars {
		return vars{"date": day, "fundSource": "LOCAL", "amount": amount, "note": "Оплата"}
	}
	link := func(title, url string) vars { return vars{"title": title, "url": url} }
	times := func(n int, one vars) []vars {
		all := make([]vars, n)
		for i := range all {
			all[i] = one
		}
		return all
	}
	for want, wrong := range map[string][2][]vars{
		`["reports","0","spending","1","amount"]`: {{payment("1", "2026-11-01"), payment("0.00", "2026-11-01")}},
		`["reports","0","spending","0","amount"]`: {{payment("-5", "2026-11-01")}},
		`["reports","0","spending","0","date"]`:   {{payment("5", "2026-11-21")}},
		`["reports","0","evidence","0","title"]`:  {nil, {link("", "https://example.org")}},
		`["reports","0","evidence","1","title"]`:  {nil, {link("Фото", "https://example.org"), link(strings.Repeat("я", 501), "https://example.org")}},
		`["reports","0","evidence","0","url"]`:    {nil, {link("Фото", "https://example.org/"+strings.Repeat("a", 2000))}},
		`["reports","0","spending"]`:              {times(1001, payment("1", "2026-11-01"))},
		`["reports","0","evidence"]`:              {nil, times(101, link("Фото", "https://example.org"))},
	} {
		d.keeps(want, func() {
			if got := send(wrong[0], wrong[1]); !strings.Contains(got, `"nodes":[],"userErrors":[{"code":"INVALID_INPUT","path":`+want+`}]`) {
				t.Errorf("want %s, got %s", want, got)
			}
		})
	}
	if got := send(times(1000, payment("2.50", "2026-11-20")), times(100, link("Фото", "https://example.org/1"))); !strings.Contains(got, `"spentTotal":{"amount":"2500.00"}`) || strings.Count(got, `"Фото"`) != 100 {
		t.Error(got)
	}
	d.keeps("one more", func() {
		if got := send(times(1, payment("1", "2026-11-01")), times(1, link("Фото", "https://example.org"))); !strings.Contains(got, `"path":["reports","0","spending"]`) || !strings.Contains(got, `"path":["reports","0","evidence"]`) {
			t.Error(got)
		}
	})
	// Two reports of one request share the room.
	other := d.id("Component", "Курси")
	body := editor.ask(`mutation($in: ReportProgressInput!) { reportProgress(input: $in) { userErrors { code path } } }`, vars{"in": vars{"reports": []vars{
		{"id": other, "percent": 10, "evidence": times(60, link("Фото", "https://example.org"))}, {"id": other, "percent": 10, "evidence": times(60, link("Фото", "https://example.org"))},
	}}}).Body
	if !strings.Contains(body, `"userErrors":[{"code":"INVALID_INPUT","path":["reports","1","evidence"]}]`) {
		t.Error(body)
	}
}

// TestReportsThatMeet are all taken, and the last of them holds.
func TestReportsThatMeet(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, a, b := d.as("editor"), d.id("Component", "Карта"), d.id("Component", "Курси")
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			first, second := a, b
			if i%2 == 1 {
				first, second = b, a // in the other order, and yet neither waits for the other for ever
			}
			if _, told := editor.tries("reportProgress", fmt.Sprintf(`reports: [{id: %q, percent: %d}, {id: %q, percent: %d}]`, first, 10+i, second, 10+i)); told != "" {
				t.Error(told)
			}
		})
	}
	all.Wait()
	if n := d.number(`SELECT count(*) FROM progress_reports`); n != 20 {
		t.Errorf("%d entries", n)
	}
	if n := d.number(`SELECT count(*) FROM tree_nodes n WHERE percent IS NOT NULL AND percent <> (SELECT percent FROM progress_reports j WHERE j.node_number = n.number ORDER BY j.number DESC LIMIT 1)`); n > 0 {
		t.Errorf("%d nodes are not what was last reported", n)
	}
}
