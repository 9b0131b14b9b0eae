package resolvers_test

import (
	"fmt"
	"strings"
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

// TestWhatReportsMean, told by a dry run, which keeps nothing.
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
		{leaf, `percent: 101`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: -0.01, status: SUSPENDED`, "INVALID_INPUT reports.0.percent"},
		{leaf, `percent: 100.001`, "DONE 100 STATUS"}, // as it is stored
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
		d.keeps(c.said, func() {
			got := does[reportedNodes](editor, "reportProgress", fmt.Sprintf(`dryRun: true, reports: [{id: %q, %s}]`, c.id, c.said), `nodes `+reportedFields, faults...)
			if len(faults) == 0 && (len(got.Nodes) != 1 || got.Nodes[0].String() != c.want) {
				t.Errorf("%s: %v, want %s", c.said, got.Nodes, c.want)
			}
		})
	}
}

// TestDryRunsForeseeWhatReportsDo: of the nodes and of all above them, to the byte.
func TestDryRunsForeseeWhatReportsDo(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	const figures = `status onTrack progress { percent basis reason done reported of } tree { progress { percent basis } } `
	const all = `nodes { id ` + figures + ` ... on Subgoal { goal { ` + figures + ` } }
		... on Component { goal { ` + figures + ` } subgoal { ` + figures + ` goal { ` + figures + ` } } } } userErrors { code }`
	for _, reports := range []string{
		fmt.Sprintf(`{id: %q, percent: 30}`, d.id("Component", "Карта")),
		fmt.Sprintf(`{id: %q, percent: 30} {id: %q, percent: 100} {id: %q, percent: 70}`, d.id("Component", "Карта"), d.id("Component", "Курси"), d.id("Component", "Портал")),
		fmt.Sprintf(`{id: %q, percent: 45, overrideReason: "Рада"}`, d.id("Subgoal", "Вчителі")),
		fmt.Sprintf(`{id: %q, percent: 60, overrideReason: "Рада"} {id: %q, percent: 15}`, d.id("Goal", "Освіта"), d.id("Component", "Курси")),
		fmt.Sprintf(`{id: %q, status: CANCELLED}`, d.id("Goal", "Дороги")),
	} {
		ask := func(dry string) string {
			return editor.ask(`mutation { reportProgress(input: {`+dry+`reports: [`+reports+`]}) { `+all+` } }`, nil).Body
		}
		before := ""
		d.keeps(reports, func() { before = ask(`dryRun: true, `) })
		if got := ask(""); got != before || strings.Contains(got, "errors") || !strings.Contains(got, `"nodes":[{`) {
			t.Errorf("%s\nwould be %s\nand is   %s", reports, before, got)
		}
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
