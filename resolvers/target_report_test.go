package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hromada/domain"
)

// reachedIn is what one report of a year says, in short.
func reachedIn(target string, year int, more string) string {
	return fmt.Sprintf(`{targetId: %q, year: %d, %s}`, target, year, more)
}

// TestReportsOfTargets: the last holds, a wrong one is corrected or taken back, and all of it is kept.
func TestReportsOfTargets(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, goal, id := d.as("editor"), d.id("Goal", "Дороги"), d.targetID("Дороги без ям")
	d.keeps("a dry run", func() {
		told := editor.ask(fmt.Sprintf(`mutation { reportTargets(input: {dryRun: true, actuals: [%s]}) { targets { name latest { actual percent } history { value } } userErrors { code } } }`,
			reachedIn(id, 2026, `value: "45"`)), nil)
		if !strings.Contains(told.Body, `{"name":"Дороги без ям","latest":{"actual":"45.00","percent":50},"history":[]}`) {
			t.Error(told.Body)
		}
	})
	editor.actuals(reachedIn(id, 2025, `value: "40.10"`) + reachedIn(id, 2026, `value: "450", note: "За обліком", evidenceUrl: "https://example.org/a"`))
	d.keeps("the same again", func() {
		editor.actuals(reachedIn(id, 2026, `value: "450.0", note: "За обліком", evidenceUrl: "https://example.org/a"`))
	})
	d.as("head").actuals(reachedIn(id, 2026, `value: "45", evidenceUrl: "https://example.org/a"`) + reachedIn(id, 2025, `value: null, note: "Ще не рахували"`))
	d.keeps("nothing taken back", func() {
		editor.actuals(reachedIn(id, 2025, `value: null, note: "Справді"`) + reachedIn(id, 2024, `value: null`))
	})
	const query = `query($id: ID!) { node(id: $id) { ... on Goal { targets { latest { year } values { year actual evidenceUrl reportedAt } history { year value note evidenceUrl reporterName } } } } }`
	want := `{"targets":[{"latest":{"year":2026},"values":[{"year":2026,"actual":"45.00","evidenceUrl":"https://example.org/a","reportedAt":"2026-11-20T12:00:00+02:00"},` +
		`{"year":2027,"actual":null,"evidenceUrl":null,"reportedAt":null}],"history":[` +
		`{"year":2025,"value":null,"note":"Ще не рахували","evidenceUrl":null,"reporterName":"head"},` +
		`{"year":2026,"value":"45.00","note":null,"evidenceUrl":"https://example.org/a","reporterName":"head"},` +
		`{"year":2026,"value":"450.00","note":"За обліком","evidenceUrl":"https://example.org/a","reporterName":"editor"},` +
		`{"year":2025,"value":"40.10","note":null,"evidenceUrl":null,"reporterName":"editor"}]}]}`
	for _, who := range []string{"editor", "reader", "expert", "observer", "admin"} {
		if got := d.as(who).ask(query, vars{"id": goal}); !strings.Contains(strings.ReplaceAll(got.Body, `"2026-11-20T10:00:00Z"`, `"2026-11-20T12:00:00+02:00"`), want) {
			t.Errorf("%s: %s", who, got.Body)
		}
	}
	if got := d.ask(query, vars{"id": goal}); !strings.Contains(got.Body, `"code":"FORBIDDEN"`) || !strings.Contains(got.Body, `"history":null`) || !strings.Contains(got.Body, `"45.00"`) {
		t.Errorf("a visitor: %s", got.Body)
	}
	if got := d.as("neighbour").ask(query, vars{"id": goal}); strings.Contains(got.Body, "обліком") || strings.Contains(got.Body, "editor") || !strings.Contains(got.Body, `"45.00"`) {
		t.Errorf("a neighbour: %s", got.Body)
	}
	history := editor.ask(`query($id: ID!) { node(id: $id) { ... on Goal { history { action actorName changes { field before after } } } } }`, vars{"id": goal})
	if !strings.Contains(history.Body, `{"action":"REPORT_TARGETS","actorName":"head","changes":[{"field":"actual","before":"\"450.00\"","after":"\"45.00\""},`+
		`{"field":"note","before":"\"За обліком\"","after":null},{"field":"target","before":null,"after":"\"Дороги без ям\""},{"field":"year","before":null,"after":"2026"}]}`) {
		t.Error(history.Body)
	}
	editor.actuals(reachedIn(id, 2026, `value: null, evidenceUrl: "https://example.org/b"`))
	if got := d.ask(query, vars{"id": goal}); !strings.Contains(got.Body, `{"latest":null,"values":[{"year":2026,"actual":null,"evidenceUrl":null,"reportedAt":null},`) {
		t.Errorf("all taken back: %s", got.Body)
	}
	if n := d.number(`SELECT count(*) FROM audit_events WHERE action = 'REPORT_TARGETS'`); n != 5 {
		t.Errorf("%d events", n)
	}
}

// TestFaultyReportsOfTargets are told together, and then none is taken.
func TestFaultyReportsOfTargets(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.targetID("Дороги без ям")
	d.tree2()
	foreign := idAtType("Target", int64(d.number(`SELECT community_id FROM targets ORDER BY number DESC LIMIT 1`)), int64(d.number(`SELECT max(number) FROM targets`)))
	d.keeps("faults", func() {
		editor.actuals(reachedIn(id, 2026, `value: "1"`)+reachedIn(foreign, 2026, `value: "1"`)+reachedIn(d.id("Goal", "Дороги"), 2026, `value: "1"`)+
			reachedIn(id, 2026, `value: "2"`)+reachedIn(id, 1990, `value: "1"`)+reachedIn(id, 2027, `value: "1"`)+reachedIn(id, 2024, ``)+
			reachedIn(id, 2023, fmt.Sprintf(`value: "1", note: %q`, strings.Repeat("я", 5001)))+
			reachedIn(id, 2022, fmt.Sprintf(`value: "1", evidenceUrl: "https://example.org/%s"`, strings.Repeat("a", 2000))),
			"NOT_FOUND actuals.1.targetId", "NOT_FOUND actuals.2.targetId", "INVALID_INPUT actuals.3.year", "INVALID_INPUT actuals.4.year",
			"INVALID_INPUT actuals.5.year", "INVALID_INPUT actuals.6.value", "INVALID_INPUT actuals.7.note", "INVALID_INPUT actuals.8.evidenceUrl")
		editor.actuals(``, "INVALID_INPUT actuals")
	})
	years := make([]string, 31)
	for i := range years {
		years[i] = reachedIn(id, 1995+i, `value: "1"`)
	}
	d.keeps("too many years", func() { editor.actuals(strings.Join(years, " "), "INVALID_INPUT actuals.30.year") })
	editor.actuals(strings.Join(years[:30], " "))
	d.keeps("one more year", func() { editor.actuals(reachedIn(id, 2026, `value: "1"`), "INVALID_INPUT actuals.0.year") })
	editor.actuals(reachedIn(id, 2026, `value: "1"`) + reachedIn(id, 1995, `value: null`)) // what is taken back makes room

	// What only a draft has may be reported of already; what no revision has any more may not.
	goal := d.first("Goal", "Освіта")
	editor.setsTargets(goal, `[{name: "Лише в чернетці", unit: "%", values: []}]`)
	fresh := d.targetID("Лише в чернетці")
	editor.actuals(reachedIn(fresh, 2026, `value: "7"`))
	if got := d.targetsOf(nil, goal); got != "" {
		t.Errorf("a visitor sees of the draft %s", got)
	}
	editor.setsTargets(goal, `[]`)
	d.keeps("what no revision has", func() { editor.actuals(reachedIn(fresh, 2026, `value: "8"`), "NOT_FOUND actuals.0.targetId") })
}

// TestWhoReportsTargets and with which key.
func TestWhoReportsTargets(t *testing.T) {
	t.Parallel()
	d := working(t)
	d.secondRegion()
	id := d.targetID("Дороги без ям")
	for who, due := range map[string]string{
		"reader": "FORBIDDEN ", "expert": "FORBIDDEN ", "observer": "FORBIDDEN ", "stranger": "FORBIDDEN ",
		"neighbour": "NOT_FOUND actuals.0.targetId", "two": "NOT_FOUND actuals.0.targetId",
	} {
		d.keeps(who, func() {
			if _, told := d.as(who).tries("reportTargets", `actuals: [`+reachedIn(id, 2026, `value: "1"`)+`]`); told != due {
				t.Errorf("%s is told %q, want %q", who, told, due)
			}
		})
	}
	for i, who := range []string{"editor", "head", "admin"} {
		d.as(who).actuals(reachedIn(id, 2026, fmt.Sprintf(`value: "%d"`, i)))
	}
	for range 2 {
		got := d.as("editor").ask(mutation("reportTargets", `actuals: [`+reachedIn(id, 2026, `value: "9"`)+`]`), nil, "Idempotency-Key", "once-and-once")
		if !strings.Contains(got.Body, `"actual":"9.00"`) {
			t.Error(got.Body)
		}
	}
	if n := d.number(`SELECT count(*) FROM target_reports`); n != 4 {
		t.Errorf("%d reports", n)
	}
}

// TestReportsOfTargetsThatMeet are all taken, and take equally many statements however many they are.
func TestReportsOfTargetsThatMeet(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, nil)
	for i := range 12 {
		goal := s.goal(fmt.Sprint("Ціль ", i))
		for j := range 17 {
			measured(fmt.Sprintf("Показник %d.%d", i, j), domain.LowerIsBetter, "90", "2026 10")(&s.Nodes[goal])
		}
	}
	a.tree(s.Outline)
	editor := a.someone("editor", grantsOf("editor")...)
	many := func(n int) []vars {
		all := make([]vars, n)
		for i := range all {
			all[i] = vars{"targetId": a.targetID(fmt.Sprintf("Показник %d.%d", i%12, i/12)), "year": 2026, "value": "50"}
		}
		return all
	}
	send := func(reports []vars) string {
		return editor.ask(`mutation($in: ReportTargetsInput!) { reportTargets(input: $in) { targets { latest { percent } history { value } } userErrors { code path } } }`, vars{"in": vars{"actuals": reports}}).Body
	}
	counts := map[int]int{}
	for _, n := range []int{1, 200} {
		reports := many(n)
		a.count.take()
		if got := send(reports); strings.Count(got, `"latest":{"percent":50},"history":[{"value":"50.00"}]`) != n {
			t.Errorf("%d reports: %.300s", n, got)
		}
		counts[n] = len(a.count.take())
	}
	if counts[1] != counts[200] || counts[1] > 30 {
		t.Errorf("the numbers of statements are %v", counts)
	}
	if got := send(many(201)); !strings.Contains(got, `{"code":"INVALID_INPUT","path":["actuals"]}`) {
		t.Errorf("201 reports: %.300s", got)
	}
	first, second := a.targetID("Показник 0.0"), a.targetID("Показник 1.0")
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			pair := []string{reachedIn(first, 2026, fmt.Sprintf(`value: "%d"`, i)), reachedIn(second, 2026, fmt.Sprintf(`value: "%d"`, i))}
			if i%2 == 1 {
				pair[0], pair[1] = pair[1], pair[0] // in the other order, and yet neither waits for the other for ever
			}
			if _, told := editor.tries("reportTargets", `actuals: [`+strings.Join(pair, " ")+`]`); told != "" {
				t.Error(told)
			}
		})
	}
	all.Wait()
	if n := a.number(`SELECT count(*) FROM target_reports`); n != 200+20 {
		t.Errorf("%d reports", n)
	}
	if n := a.number(`SELECT count(DISTINCT value) FROM (SELECT DISTINCT ON (target_number) value FROM target_reports WHERE value < 10 ORDER BY target_number, number DESC) x`); n != 1 {
		t.Errorf("the two, reported together each time, stand at %d values", n)
	}
}
