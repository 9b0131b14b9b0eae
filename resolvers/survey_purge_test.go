package resolvers_test

import (
	"fmt"
	"testing"
	"time"

	"hromada/auth"
	"hromada/domain"
)

// TestPurgingMakesFiguresFirst where nobody has published them: afterwards there is nothing to make them of.
func TestPurgingMakesFiguresFirst(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, `, keepUntil: "2026-12-31"`)
	draft := p.head.begins(yakushynetska, "Чернетка", `keepUntil: "2026-12-31"`)
	p.bring("all", "", "FEMALE", 60, 40)
	for n := range 6 { // too few to make figures of them
		if got := p.answer(n, `strata: [{variable: SEX, category: "FEMALE"}], answers: [{question: "q_one", options: ["o1"]}]`); got.faults() != "" {
			t.Fatal(got.faults())
		}
	}
	a.clock.pass(50 * 24 * time.Hour)
	if purged, err := a.store.PurgeResponses(operator(), false); err != nil || len(purged) != 1 || purged[0].Responses != 106 {
		t.Fatalf("%v, %v", purged, err)
	}
	p.head.signIn()
	if yes := p.figures(p.head, "(weighted: false)")["q_one.o1"]; yes.N == nil || *yes.N != 106 || !isNear(yes.Value, 66/106.) {
		t.Errorf("of all that was deleted is told %+v", yes)
	}
	p.step("closeSurvey", p.known())
	if yes := p.figures(p.head, "(weighted: false)")["q_one.o1"]; yes.N == nil || *yes.N != 106 {
		t.Errorf("closed it tells %+v", yes)
	}
	if a.rowsOf(fmt.Sprintf(`(SELECT FROM surveys WHERE purged_at IS NOT NULL AND title_uk = '%s') v`, draft.Title)) != 0 {
		t.Error("a draft, which nobody answered, is purged")
	}
}

// TestNothingOfWhatPeopleWroteOutlivesItsTime: neither in how a file was read, here and in the next wave, nor in the file that was sent.
func TestNothingOfWhatPeopleWroteOutlivesItsTime(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	head := a.someone("head", staffOf(yakushynetska, auth.Head))
	p := sampling(t, a, head, fmt.Sprintf("communityCode: %q", yakushynetska), yakushynetska)
	const neighbour, none = "Вайфай сусіда Петра", "Не скажу, бо боюся Петра"
	file := fmt.Sprintf("id;дата;q_internet;q_trust\n1;2026-11-03 10:00;%s;t1\n2;2026-11-03 10:01;fibre;%s\n3;2026-11-03 10:02;fibre;t2\n", neighbour, none)
	upload := head.send("RESPONSES", "таблиця.csv", []byte(file))
	mapping := p.looks(head, upload).Mapping
	for i := range mapping.Columns {
		for j := range mapping.Columns[i].Values {
			v := &mapping.Columns[i].Values[j]
			v.Meaning = new(map[string]string{neighbour: "mobile", none: "-"}[v.Value])
		}
	}
	if got := p.brings(head, upload, vars{"mode": "CAPI", "mapping": mapping}); got.Result == nil || got.Result.Added != 3 {
		t.Fatalf("%+v", got)
	}
	kept := func(words string) int {
		return a.rowsOf(`(SELECT FROM survey_mappings m WHERE strpos(CAST(m.mapping AS text), '` + words + `') > 0) m`)
	}
	if kept(none) != 0 || kept(neighbour) != 1 {
		t.Errorf("kept are %d that mean nothing, %d that mean something", kept(none), kept(neighbour))
	}
	p.step("updateSurvey", p.known()+`, keepUntil: "2026-12-31"`)
	p.step("closeSurvey", p.known())
	p.step("createNextWave", fmt.Sprintf("id: %q", p.id))
	a.clock.pass(61 * time.Minute)
	if dropped, err := a.store.DropExpiredUploads(operator()); err != nil || dropped != 1 || a.rowsOf("uploads") != 0 {
		t.Errorf("%d files are dropped, %v", dropped, err)
	}
	a.clock.pass(50 * 24 * time.Hour)
	if _, err := a.store.PurgeResponses(operator(), false); err != nil || kept(neighbour) != 0 || a.audited(domain.AuditPurgeResponses) != 1 {
		t.Errorf("%d are kept when their time is over, %v", kept(neighbour), err)
	}
	head.signIn()
	p.step("updateSurvey", p.known()+`, keepUntil: "2027-12-31"`)
	p.step("openSurvey", p.known())
	again := p.looks(head, head.send("RESPONSES", "таблиця.csv", []byte(file)))
	if again.Basis == nil || *again.Basis != "EARLIER_WAVE" || again.Mapping.Columns[2].Question == nil || *again.Mapping.Columns[2].Question != "q_internet" {
		t.Errorf("what columns hold is forgotten too: %+v", again)
	}
}
