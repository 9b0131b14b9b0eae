package resolvers_test

import (
	"fmt"
	"testing"

	"hromada/domain"
)

// answersAlike has people answer by the link, so many for each option of the first question, all of one sex; it gives the receipts.
func (p *poll) answersAlike(from int, sex string, options ...int) (receipts []string) {
	p.tb.Helper()
	for option, count := range options {
		for range count {
			got := p.answer(from+len(receipts), fmt.Sprintf(`strata: [{variable: SEX, category: %q}], answers: [{question: "q_one", options: ["o%d"]}]`, sex, option+1))
			if got.Receipt == nil {
				p.tb.Fatal(got.faults())
			}
			receipts = append(receipts, *got.Receipt)
		}
	}
	return receipts
}

// TestOneErasureDoesNotFreezeWhatIsTold: it is hidden among those who come after it, and then figures go on.
func TestOneErasureDoesNotFreezeWhatIsTold(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	n := func() int { return *p.figures(p.head, "")["q_one.o1"].N }
	receipts := p.answersAlike(0, "FEMALE", 10, 10)
	if n() != 20 {
		t.Fatalf("of twenty are told %d", n())
	}
	p.erases(receipts[15]) // an o2
	p.answersAlike(100, "FEMALE", 20)
	if n() != 20 {
		t.Errorf("while nobody else chose the same, whoever compares knows what was erased: told of %d", n())
	}
	p.answersAlike(200, "FEMALE", 6, 14)
	if got := p.figures(p.head, "")["q_one.o2"]; *got.N < 50 {
		t.Errorf("once others have come it still is %v of %d", *got.Value, *got.N)
	}
}

// TestAFileOfOneTellsNothingOfThem to who saw what was told before.
func TestAFileOfOneTellsNothingOfThem(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("all", "", "FEMALE", 60, 40)
	before := fmt.Sprint(p.figures(p.head, ""), p.figures(p.head, "(by: [SEX])"))
	p.bring("one", "", "FEMALE", 1, 0)
	if after := fmt.Sprint(p.figures(p.head, ""), p.figures(p.head, "(by: [SEX])")); a.rowsOf("responses.responses") != 101 || *p.figures(p.head, "")["q_one.o1"].N != 100 {
		t.Errorf("before %s\nafter  %s", before, after)
	}
	p.bring("few", "", "FEMALE", 3, 2)
	if got := p.figures(p.head, "")["q_one.o1"]; *got.N != 106 || !isNear(got.Value, 64/106.) {
		t.Errorf("five more: %+v", got)
	}
}

// TestWhatIsHeldBackIsNotComputedWithEveryAnswer: only once there are enough more again.
func TestWhatIsHeldBackIsNotComputedWithEveryAnswer(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := &poll{api: a, head: a.someone("expert", expertOf(vinnytskaOblast))}
	p.open(fmt.Sprintf("regionCode: %q", vinnytskaOblast), "", map[domain.KatottgCode]int{yakushynetska: 1000, vinnytska: 9000})
	next := 0
	come := func(of domain.KatottgCode, count int) (receipts []string) {
		for range count {
			got := p.answer(next, fmt.Sprintf(`communityCode: %q, answers: [{question: "q_one", options: ["o1"]}]`, of))
			if got.Receipt == nil {
				t.Fatal(got.faults())
			}
			next++
			receipts = append(receipts, *got.Receipt)
		}
		return receipts
	}
	computed := func() string { return a.text(`SELECT CAST(computed_at AS text) FROM surveys`) }
	here := come(yakushynetska, 10)
	come(vinnytska, 10)
	p.erases(here[0]) // nobody else comes there, so that how many they are is held back
	come(vinnytska, 11)
	tried := computed()
	come(vinnytska, 9)
	if now := computed(); now != tried {
		t.Errorf("computed at %s, and at %s", tried, now)
	}
	come(vinnytska, 1)
	if computed() == tried {
		t.Error("ten more are not tried")
	}
	come(yakushynetska, 10)
	if counted := a.text(`SELECT CAST(sum(responses) AS text) FROM survey_counts WHERE community_id IS NOT NULL`); counted != "50" {
		t.Errorf("at last %s are counted", counted)
	}
}
