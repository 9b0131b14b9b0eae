package resolvers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

// TestCorrectionsStandInThePlaceOfWhatWasWrong, and go on to be corrected themselves.
func TestCorrectionsStandInThePlaceOfWhatWasWrong(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.reports(fmt.Sprintf(`{id: %q, asOf: "2026-10-01", percent: 40} {id: %q, asOf: "2026-10-10", status: DONE, note: "Готово"} {id: %q, asOf: "2026-10-20", status: DONE}`, id, id, id))
	newest := d.number(`SELECT max(number) FROM progress_reports`)
	first, second, third := d.report(newest-2), d.report(newest-1), d.report(newest)
	if got := editor.corrects(second, `percent: 60`).String(); got != "DONE 100 STATUS" {
		t.Errorf("the latest day holds: %s", got)
	}
	for day, want := range map[string]string{"2026-10-09": "40 REPORTED LATE", "2026-10-10": "60 REPORTED AT_RISK", "2026-10-20": "100 STATUS ON_TRACK"} {
		if got := editor.on(id, day)[0]; got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	d.keeps("what was corrected", func() { editor.corrects(second, `percent: 70`, "CONFLICT id") })
	again := d.lastReport()
	editor.corrects(again, `asOf: "2026-10-25", note: null`)
	for day, want := range map[string]string{"2026-10-10": "40 REPORTED LATE", "2026-10-20": "100 STATUS ON_TRACK", "2026-10-25": "60 REPORTED AT_RISK", "2026-11-20": "60 REPORTED LATE"} {
		if got := editor.on(id, day)[0]; got != want {
			t.Errorf("moved to a later day, on %s: %s, want %s", day, got, want)
		}
	}
	d.keeps("nothing to correct", func() { editor.corrects(third, `status: DONE, asOf: "2026-10-20"`) })
	d.keeps("wrong corrections", func() {
		editor.corrects(first, `status: null, percent: null`, "INVALID_INPUT percent")
		editor.corrects(first, `asOf: "2027-01-01", percent: 100, status: PLANNED`, "INVALID_INPUT asOf", "INVALID_INPUT percent")
		editor.corrects(first, `overrideReason: "Рада"`, "INVALID_INPUT overrideReason")
		editor.corrects(id, `percent: 5`, "NOT_FOUND id")
		editor.corrects(d.tree, `percent: 5`, "NOT_FOUND id")
		editor.corrects(domain.NodeID{Type: "ProgressReport", Community: 1, Number: 99999}.String(), `percent: 5`, "NOT_FOUND id")
	})
	journal := editor.ask(`query($id: ID!) { node(id: $id) { ... on Component { progressHistory { id asOf status percent note reporterName correctedById } } } }`, vars{"id": id})
	want := fmt.Sprintf(`[{"id":%[5]q,"asOf":"2026-10-25","status":"IN_PROGRESS","percent":60,"note":null,"reporterName":"editor","correctedById":null},`+
		`{"id":%[3]q,"asOf":"2026-10-20","status":"DONE","percent":null,"note":null,"reporterName":"editor","correctedById":null},`+
		`{"id":%[4]q,"asOf":"2026-10-10","status":"IN_PROGRESS","percent":60,"note":"Готово","reporterName":"editor","correctedById":%[5]q},`+
		`{"id":%[2]q,"asOf":"2026-10-10","status":"DONE","percent":null,"note":"Готово","reporterName":"editor","correctedById":%[4]q},`+
		`{"id":%[1]q,"asOf":"2026-10-01","status":"IN_PROGRESS","percent":40,"note":null,"reporterName":"editor","correctedById":null}]`, first, second, third, again, d.lastReport())
	if !strings.Contains(journal.Body, want) {
		t.Errorf("got  %s\nwant %s", journal.Body, want)
	}
}

// TestCorrectionDoesNotOvertakeItsDay: of two reports of one day the last holds, also after the other was corrected.
func TestCorrectionDoesNotOvertakeItsDay(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.reports(fmt.Sprintf(`{id: %q, percent: 20} {id: %q, percent: 40}`, id, id))
	newest := d.number(`SELECT max(number) FROM progress_reports`)
	if got := editor.corrects(d.report(newest-1), `note: "Уточнено"`).String(); got != "IN_PROGRESS 40 REPORTED" {
		t.Errorf("after a note on the earlier one: %s", got)
	}
	if got := editor.corrects(d.lastReport(), `percent: 25`).String(); got != "IN_PROGRESS 40 REPORTED" {
		t.Errorf("after a correction of a correction: %s", got)
	}
	if got := editor.corrects(d.report(newest), `percent: 45`).String(); got != "IN_PROGRESS 45 REPORTED" {
		t.Errorf("after a correction of what holds: %s", got)
	}
}

// TestOneCorrectionOfSeveralIsTaken.
func TestOneCorrectionOfSeveralIsTaken(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, id := d.as("editor"), d.id("Component", "Карта")
	editor.reports(fmt.Sprintf(`{id: %q, percent: 20}`, id))
	report := d.lastReport()
	told := [8]string{}
	var all sync.WaitGroup
	for i := range told {
		all.Go(func() {
			_, told[i] = editor.tries("correctProgressReport", fmt.Sprintf(`id: %q, percent: %d`, report, 30+i))
		})
	}
	all.Wait()
	slices.Sort(told[:])
	if told[0] != "" || told[1] != "CONFLICT id" || told[7] != "CONFLICT id" {
		t.Errorf("told %q", told)
	}
	if n := d.number(`SELECT count(*) FROM progress_reports WHERE corrected_by IS NULL AND node_number = $1`, ordinal(t, id)); n != 1 {
		t.Errorf("%d entries hold", n)
	}
}

// TestOverridesAreCorrected on a node with others beneath it.
func TestOverridesAreCorrected(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor, goal := d.as("editor"), d.id("Goal", "Освіта")
	editor.reports(fmt.Sprintf(`{id: %q, percent: 30} {id: %q, percent: 80, overrideReason: "Рада"}`, d.id("Component", "Портал"), goal))
	report := d.lastReport()
	editor.corrects(report, `overrideReason: null`, "INVALID_INPUT overrideReason")
	if got := editor.corrects(report, `percent: 90`).String(); got != "IN_PROGRESS 90 OVERRIDE Рада" {
		t.Error(got)
	}
	if got := editor.corrects(d.lastReport(), `percent: null, overrideReason: null, status: IN_PROGRESS`).String(); got != "IN_PROGRESS 10 CHILDREN" {
		t.Errorf("given back to what stands beneath: %s", got)
	}
}

// entry is one that holds, as the model of a journal has it: in the order in which the first of its chain came.
type entry struct {
	domain.Report
	id string
}

func anyReport(t *rapid.T) domain.Report {
	r := domain.Report{AsOf: domain.NewDate(2026, 11, rapid.IntRange(1, 8).Draw(t, "day"))}
	switch r.Status = rapid.SampledFrom([]domain.Status{domain.Done, domain.Done, domain.InProgress, domain.Planned, domain.Suspended, domain.Cancelled}).Draw(t, "status"); r.Status {
	case domain.InProgress, domain.Suspended:
		if rapid.Bool().Draw(t, "numbered") {
			r.Percent = new(float64(rapid.IntRange(1, 9999).Draw(t, "hundredths")) / 100)
		}
	case domain.Done, domain.Planned, domain.Cancelled:
	}
	return r
}

// asTold is a report as a document says it.
func asTold(r domain.Report) string {
	percent := "null"
	if r.Percent != nil {
		percent = fmt.Sprint(*r.Percent)
	}
	return fmt.Sprintf(`asOf: "%s", status: %s, percent: %s`, r.AsOf, r.Status, percent)
}

// TestNodeIsWhatItsJournalSays after any reports and corrections, today and on every day before.
func TestNodeIsWhatItsJournalSays(t *testing.T) {
	t.Parallel()
	d := working(t)
	editor := d.as("editor")
	beneath := d.id("Subgoal", "Ями")
	rapid.Check(t, func(rt *rapid.T) {
		p := *editor
		p.api = d.drawing(rt)
		id, kept := p.do("createComponent", fmt.Sprintf(`parentId: %q, title: "Захід", startDate: "2026-11-01", dueDate: "2026-11-04"`, beneath)).Component.ID, []entry{}
		for range rapid.IntRange(1, 9).Draw(rt, "steps") {
			r := anyReport(rt)
			if len(kept) == 0 || rapid.Bool().Draw(rt, "new") {
				p.reports(fmt.Sprintf(`{id: %q, %s}`, id, asTold(r)))
				kept = append(kept, entry{r, p.lastReport()})
				continue
			}
			i := rapid.IntRange(0, len(kept)-1).Draw(rt, "which")
			before := p.lastReport()
			p.corrects(kept[i].id, asTold(r))
			if after := p.lastReport(); after != before {
				kept[i] = entry{r, after}
			}
		}
		reports := make([]domain.Report, len(kept))
		for i, k := range kept {
			reports[i] = k.Report
		}
		if got, want := p.columns(id), shownState(domain.CurrentState(reports, domain.NewDate(2026, 11, 20))); got != want {
			rt.Fatalf("the node is %s, its journal says %s", got, want)
		}
		days, want := []string{}, []string{}
		for day := 1; day <= 8; day++ {
			asOf := domain.NewDate(2026, 11, day)
			state, _ := domain.CurrentState(reports, asOf)
			done := domain.LeafProgress(state)
			days = append(days, asOf.String())
			want = append(want, fmt.Sprint(percentOf(done.Percent), " ", done.Basis, " ", domain.TrackOf(done, new(domain.NewDate(2026, 11, 1)), new(domain.NewDate(2026, 11, 4)), asOf)))
		}
		if got := p.on(id, days...); !slices.Equal(got, want) {
			rt.Fatalf("on days 1 to 8 it was\n%s\nits journal says\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		p.do("deleteTreeNode", fmt.Sprintf(`id: %q, version: 1`, id))
	})
}

// columns are what a node's row says.
func (a *api) columns(id string) string {
	a.tb.Helper()
	var row string
	if err := a.db.QueryRowContext(context.Background(), `SELECT concat_ws(' ', coalesce(status, '-'), coalesce(CAST(CAST(percent AS float8) AS text), '-'), coalesce(CAST(reported_on AS text), '-'),
		coalesce(CAST(finished_on AS text), '-')) FROM tree_nodes WHERE number = $1`, ordinal(a.tb, id)).Scan(&row); err != nil {
		a.tb.Fatal(err)
	}
	return row
}

func shownState(s domain.NodeState, on *domain.Date) string {
	return fmt.Sprint(or(string(s.Status), "-"), " ", percentOf(s.Percent), " ", shownDay(on), " ", shownDay(s.FinishedOn))
}

func shownDay(d *domain.Date) string {
	if d == nil {
		return "-"
	}
	return d.String()
}
