package resolvers_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hromada/domain"
)

// lastReport is the newest entry of all journals.
func (a *api) lastReport() string {
	a.tb.Helper()
	return a.report(a.number(`SELECT max(number) FROM progress_reports`))
}

func (a *api) report(number int) string {
	a.tb.Helper()
	return idAtType("ProgressReport", int64(a.number(`SELECT community_id FROM progress_reports WHERE number = $1`, number)), int64(number))
}

// reportedNodes are what reports answer.
type reportedNodes struct {
	Nodes []reportedAs
	Node  reportedAs
}

type reportedAs struct {
	ID, Status string
	Version    int
	Progress   struct {
		Percent       *float64
		Basis, Reason string
	}
}

func (r reportedAs) String() string {
	percent := percentOf(r.Progress.Percent)
	return strings.TrimSpace(fmt.Sprint(r.Status, " ", percent, " ", r.Progress.Basis, " ", r.Progress.Reason))
}

const reportedFields = `{ id status version progress { percent basis reason } }`

// reports sends reports, each as it stands in the document.
func (p *person) reports(reports string, faults ...string) reportedNodes {
	p.tb.Helper()
	return does[reportedNodes](p, "reportProgress", `reports: [`+reports+`]`, `nodes `+reportedFields, faults...)
}

func (p *person) corrects(id, said string, faults ...string) reportedAs {
	p.tb.Helper()
	return does[reportedNodes](p, "correctProgressReport", fmt.Sprintf(`id: %q, %s`, id, said), `node `+reportedFields, faults...).Node
}

// on is how far a node had come on some days, and how that keeps up with its dates, as a person sees it.
func (p *person) on(id string, days ...string) []string {
	p.tb.Helper()
	document := &strings.Builder{}
	for i, day := range days {
		_, _ = fmt.Fprintf(document, `d%d: node(id: %q) { ... on TreeNode { progress(asOf: %q) { percent basis } onTrack(asOf: %q) } } `, i, id, day, day)
	}
	got, all := p.ask(`{ `+document.String()+`}`, nil), make([]string, len(days))
	for i := range days {
		var node struct {
			Progress struct {
				Percent *float64
				Basis   string
			}
			OnTrack domain.Track
		}
		decode(p.tb, got, fmt.Sprint("d", i), &node)
		all[i] = fmt.Sprint(percentOf(node.Progress.Percent), " ", node.Progress.Basis, " ", node.OnTrack)
	}
	return all
}

func percentOf(f *float64) string {
	if f == nil {
		return "-"
	}
	return fmt.Sprint(*f)
}

// TestWhatReportsMean, told of what has nothing beneath it by a dry run, which keeps nothing.
func TestWhatReportsMean(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	leaf, parent := d.id("Component", "Карта"), d.id("Goal", "Освіта")
	for _, c := range []struct {
		id, said, want string
	}{
		{leaf, `percent: 0`, "PLANNED 0 STATUS"},
		{leaf, `percent: 0.01`, "IN_PROGRESS 0.01 REPORTED"},
		{leaf, `percent: 99.99`, "IN_PROGRESS 99.99 REPORTED"},
		{leaf, `percent: 99.999`, "DONE 100 STATUS"}, // as it is stored
		{leaf, `percent: 100`, "DONE 100 STATUS"},
		{leaf, `status: DONE`, "DONE 100 STATUS"},
		{leaf, `status: DONE, percent: 100`, "DONE 100 STATUS"},
		{leaf, `status: PLANNED, percent: 0`, "PLANNED 0 STATUS"},
		{leaf, `status: SUSPENDED, percent: 33.3`, "SUSPENDED 33.3 REPORTED"},
		{leaf, `status: CANCELLED`, "CANCELLED - UNKNOWN"},
		{leaf, `status: IN_PROGRESS`, "IN_PROGRESS - UNKNOWN"},
		{parent, `percent: 45, overrideReason: "Рада"`, "IN_PROGRESS 45 OVERRIDE Рада"},
		{parent, `percent: 100, overrideReason: "Рада"`, "DONE 100 OVERRIDE Рада"},
		{parent, `status: DONE, overrideReason: "Рада"`, "DONE 100 OVERRIDE Рада"},
		{parent, `status: PLANNED, overrideReason: "Рада"`, "PLANNED 0 OVERRIDE Рада"},
		{parent, `status: CANCELLED`, "CANCELLED - UNKNOWN"},
		{leaf, ``, "INVALID_INPUT reports.0.percent"},
		{leaf, `note: "Лише слова"`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: 100, status: IN_PROGRESS`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: 99, status: DONE`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: 1, status: PLANNED`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: 100, status: CANCELLED`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: 10, overrideReason: "Рада"`, "INVALID_INPUT reports.0.overrideReason"},
		{leaf, `percent: 10, asOf: "2026-11-21"`, "INVALID_INPUT reports.0.asOf"},
		{leaf, `percent: 10, note: "` + strings.Repeat("я", 5001) + `"`, "INVALID_INPUT reports.0.note"},
		{parent, `percent: 45`, "INVALID_INPUT reports.0.overrideReason"},
		{parent, `percent: 45, overrideReason: "` + strings.Repeat("я", 5001) + `"`, "INVALID_INPUT reports.0.overrideReason"},
		{parent, `status: DONE`, "INVALID_INPUT reports.0.status"},
		{parent, `status: PLANNED`, "INVALID_INPUT reports.0.status"},
		{parent, `status: IN_PROGRESS, overrideReason: "Рада"`, "INVALID_INPUT reports.0.percent"},
		{parent, `percent: 10, overrideReason: "Рада", spending: [{date: "2026-11-01", fundSource: LOCAL, amount: "1"}]`, "INVALID_INPUT reports.0.spending"},
		{parent, `percent: 10, overrideReason: "Рада", evidence: [{title: "Фото", url: "https://example.org"}]`, "INVALID_INPUT reports.0.evidence"},
	} {
		faults := []string{}
		if strings.HasPrefix(c.want, "INVALID") {
			faults = append(faults, c.want)
		}
		if c.id == parent && len(faults) == 0 { // what stands beneath decides, and a dry run does not reach so far
			if got := editor.reports(fmt.Sprintf(`{id: %q, %s}`, c.id, c.said)).Nodes[0].String(); got != c.want {
				t.Errorf("%s: %v, want %s", c.said, got, c.want)
			}
			continue
		}
		d.keeps(c.said, func() {
			got := does[reportedNodes](editor, "reportProgress", fmt.Sprintf(`dryRun: true, reports: [{id: %q, %s}]`, c.id, c.said), `nodes `+reportedFields, faults...)
			if len(faults) == 0 && (len(got.Nodes) != 1 || got.Nodes[0].String() != c.want) {
				t.Errorf("%s: %v, want %s", c.said, got.Nodes, c.want)
			}
		})
	}
}

// TestZeroAfterABeginningIsStillProgress, also where the beginning came in the same request.
func TestZeroAfterABeginningIsStillProgress(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	got := editor.reports(fmt.Sprintf(`{id: %q, percent: 30} {id: %q, percent: 0}`, id, id))
	if len(got.Nodes) != 1 || got.Nodes[0].String() != "IN_PROGRESS 0 REPORTED" || got.Nodes[0].Version != 1 {
		t.Errorf("%+v", got.Nodes)
	}
	history := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { history { action changes { field before after } } } } }`, vars{"id": id})
	want := `[{"action":"REPORT_PROGRESS","changes":[{"field":"percent","before":"30","after":"0"}]},{"action":"REPORT_PROGRESS","changes":[{"field":"asOf","before":null,` +
		`"after":"\"2026-11-20\""},{"field":"percent","before":null,"after":"30"},{"field":"status","before":null,"after":"\"IN_PROGRESS\""}]}]`
	if !strings.Contains(history.Body, want) {
		t.Errorf("got %s, want %s", history.Body, want)
	}
	if n := d.number(`SELECT count(*) FROM goal_tree_revisions`); n != 1 {
		t.Error("a report begins a draft")
	}
}

// TestLatestDayHolds: an earlier one changes past days only, and of one day the last holds.
func TestLatestDayHolds(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	say := func(day, said, now string) {
		t.Helper()
		if got := editor.reports(fmt.Sprintf(`{id: %q, asOf: %q, %s}`, id, day, said)).Nodes[0].String(); got != now {
			t.Errorf("%s of %s: %s, want %s", said, day, got, now)
		}
	}
	say("2026-10-10", `percent: 40`, "IN_PROGRESS 40 REPORTED")
	say("2026-09-10", `percent: 80`, "IN_PROGRESS 40 REPORTED")
	say("2026-10-10", `percent: 45`, "IN_PROGRESS 45 REPORTED")
	say("2026-09-01", `status: DONE`, "IN_PROGRESS 45 REPORTED")
	say("2026-11-01", `status: DONE`, "DONE 100 STATUS")
	say("2026-11-20", `percent: 100`, "DONE 100 STATUS")
	for day, want := range map[string]string{
		"2026-08-31": "- UNKNOWN ", "2026-09-01": "100 STATUS ON_TRACK", "2026-09-09": "100 STATUS ON_TRACK", "2026-09-10": "80 REPORTED ON_TRACK",
		"2026-10-10": "45 REPORTED LATE", "2026-11-01": "100 STATUS ON_TRACK", "2026-11-20": "100 STATUS ON_TRACK",
	} {
		if got := editor.on(id, day)[0]; got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	if d.version(id) != 1 {
		t.Error("reports are no changes")
	}
}

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
