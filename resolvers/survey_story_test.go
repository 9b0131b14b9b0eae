package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// answeredRows is a table of responses on paper from a first number on: of ten people seven have internet, but for the last so many.
func answeredRows(from, count, others int) []byte {
	var out strings.Builder
	out.WriteString("id;q_one;q_many;q_scale;q_number;q_text;дата;стать;ПІБ\n")
	for n := range count {
		one := "o1"
		if n%10 >= 7 || n >= count-others {
			one = "o2"
		}
		fmt.Fprintf(&out, "%d;%s;o1, o3;o%d;%d,5;%s;03.11.2026 10:%02d;%s;Петренко Петро\n", from+n, one, 1+n%4, n%10, secretAnswer, n%60, []string{"Ж", "Ч"}[n%2])
	}
	return []byte(out.String())
}

// TestStoryOfASurvey: from its design by way of responses on paper and online to figures that everybody sees; a second wave, and what somebody has
// erased.
func TestStoryOfASurvey(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.step("setSurveyPopulation", p.known()+fmt.Sprintf(`, communityCode: %q, population: 7708, margins: [{variable: SEX, category: "FEMALE", population: 3854}, {variable: SEX, category: "MALE", population: 3854}]`, yakushynetska))
	first := p.head.send("RESPONSES", "папір.csv", answeredRows(1, 200, 0))
	if told := p.looks(p.head, first); told.Ready || len(told.Undecided) != 1 || *told.Basis != "FILE" {
		t.Fatalf("the file is looked at as %+v", told)
	}
	dry := p.brings(p.head, first, vars{"mode": "OFFLINE_PAPER", "dryRun": true})
	if dry.Result == nil || dry.Result.Added != 200 || fmt.Sprint(dry.Result.Personal) != "[ПІБ]" || a.rowsOf("responses.responses") != 0 {
		t.Fatalf("on a dry run %+v", dry)
	}
	if got := p.brings(p.head, first, vars{"mode": "OFFLINE_PAPER"}); got.Result == nil || got.Result.Added != 200 {
		t.Fatalf("brought in: %+v", got)
	}
	var receipts []string
	for n := range 40 {
		got := p.answer(n, fmt.Sprintf(`strata: [{variable: SEX, category: "FEMALE"}], answers: [{question: "q_one", options: ["o%d"]}, {question: "q_text", text: %q}]`, 1+n%2, secretAnswer))
		if got.Receipt == nil {
			t.Fatal(got.faults())
		}
		receipts = append(receipts, *got.Receipt)
	}
	p.erases(receipts[0])
	if rows := a.rowsOf("responses.responses"); rows != 239 {
		t.Errorf("after one is erased there are %d", rows)
	}
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	paper := p.figures(a, "(by: [MODE])")["q_one.o1/OFFLINE_PAPER"]
	if !isNear(paper.Value, .7) || *paper.N != 200 || paper.MarginOfError == nil {
		t.Errorf("everybody sees %+v", paper)
	}
	p.erases(receipts[1])
	if again := p.figures(a, "(by: [MODE])")["q_one.o1/OFFLINE_PAPER"]; !isNear(again.Value, .7) || a.rowsOf("responses.responses") != 238 {
		t.Errorf("what is published moved: %+v", again)
	}
	p.follow()
	second := p.head.send("RESPONSES", "папір.csv", answeredRows(1001, 200, 100))
	if told := p.looks(p.head, second); told.Ready || len(told.Undecided) != 1 || *told.Basis != "EARLIER_WAVE" {
		t.Errorf("the second file is looked at as %+v", told)
	}
	if got := p.brings(p.head, second, vars{"mode": "OFFLINE_PAPER"}); got.Result == nil || got.Result.Added != 200 {
		t.Fatalf("the second file: %+v", got)
	}
	// Ten more come, and the file has all: those that were there are known by their ids.
	third := p.head.send("RESPONSES", "папір-2.csv", answeredRows(1001, 210, 110))
	if got := p.brings(p.head, third, vars{"mode": "OFFLINE_PAPER"}); got.Result == nil || got.Result.Added != 10 || got.Result.Known != 200 {
		t.Errorf("the file that grew: %+v", got)
	}
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	if moved := p.figures(a, "")["q_one.o1"]; moved.Change == nil || moved.Change.Difference >= -0.2 || *moved.N != 210 {
		t.Errorf("the second wave: %+v", moved)
	}
	if table := a.exported("/export/surveys/" + p.id + "/figures.csv"); len(table) < 10 || strings.Contains(fmt.Sprint(table), secretAnswer) {
		t.Errorf("as a file: %d rows", len(table))
	}
	told := a.auditOf("IMPORT_RESPONSES") + a.auditOf("ERASE_RESPONSE")
	for _, secret := range []string{secretAnswer, "Петренко", receipts[0], receipts[1]} {
		if strings.Contains(told, secret) {
			t.Errorf("the log has %s", secret)
		}
	}
}

// erases has a response erased by its receipt, as anybody may. Abuse case 75.
func (p *poll) erases(receipt string) {
	p.tb.Helper()
	p.clock.pass(1e9)
	got := p.ask(fmt.Sprintf(`mutation { eraseResponse(input: {receipt: %q}) { erased } }`, receipt), nil)
	if !strings.Contains(got.Body, `"erased":true`) {
		p.tb.Fatal(got.Body)
	}
}
