package resolvers_test

import (
	"fmt"
	"strings"
	"testing"
)

// Abuse case 8: a figure of fewer than k people is `suppressed`, without a value and a number.
func TestAbuseOfSmallCells(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, true)
	p.step("publishSurvey", p.known())
	for name, f := range p.figures(a, fmt.Sprintf(`(communityCode: %q)`, ahronomichna)) {
		if strings.HasPrefix(name, "q_one") && (!f.Suppressed || f.Value != nil || f.N != nil || f.Low != nil || f.StandardError != nil) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// Abuse case 9: only declared breakdowns are told; there is no other filter by which two answers differ by one person.
func TestAbuseOfDifferences(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, true)
	p.step("publishSurvey", p.known())
	for _, args := range []string{"(by: [AGE])", "(by: [SEX, AGE])", "(by: [SETTLEMENT])"} { // the survey declares SEX alone
		if got := p.figures(a, args); len(got) != 0 {
			t.Errorf("%s tells %v", args, got)
		}
	}
}

// Abuse case 10: where one of two groups is few, the other is hidden with it.
func TestAbuseOfComplements(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.bring("women", "", "FEMALE", 60, 40)
	p.bring("men", "", "MALE", 2, 1)
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	bySex := p.figures(a, "(by: [SEX])")
	for _, name := range []string{"q_one.o1/FEMALE", "q_one.o1/MALE", "q_one/FEMALE", "q_one/MALE"} {
		if f := bySex[name]; !f.Suppressed || f.N != nil || f.Value != nil {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// A hidden number of responses is not 0 in the table of the overview either.
func TestTheTableOfTheOverviewHidesWhatIsHidden(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPoll(t, a, true)
	p.step("publishSurvey", p.known())
	told := map[string]string{}
	for _, row := range p.table("/export/overview.csv?lang=en&community=" + string(ahronomichna)) {
		told[row["section"]+" "+row["item"]] = row["value"]
	}
	if told["responses OFFLINE_PAPER"] != "SUPPRESSED" || told["responses OFFLINE_PAPER suppressed"] != "1" {
		t.Errorf("of three who answered is told %v", told)
	}
	a.exec(`UPDATE survey_counts SET hidden = FALSE`)
	for _, row := range p.table("/export/overview.csv?lang=en&community=" + string(ahronomichna)) {
		if row["section"] == "responses" && row["value"] != "3" {
			t.Errorf("were they shown, it would be %v", row)
		}
	}
}

// Where weighted shares of a question are hidden in whole, since a few stand for very many, figures are the raw ones unless weighted ones are asked for.
func TestRawSharesStandInForHiddenWeightedOnes(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	p := polling(t, a, yakushynetska, 7708, "")
	p.step("setSurveyPopulation", p.known()+fmt.Sprintf(`, communityCode: %q, population: 7708, margins: [{variable: SEX, category: "FEMALE", population: 4000}, {variable: SEX, category: "MALE", population: 3708}]`, yakushynetska))
	p.bring("women", yakushynetska, "FEMALE", 60, 40)
	p.bring("men", yakushynetska, "MALE", 2, 1)
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	if f := p.figures(a, "(weighted: true)")["q_one.o1"]; !f.Suppressed || f.Value != nil {
		t.Errorf("weighted is told %+v", f)
	}
	if f := p.figures(a, "")["q_one.o1"]; f.Weighted || !isNear(f.Value, 62.0/103) {
		t.Errorf("unless asked is told %+v", f)
	}
	told := get[struct {
		Weightings []struct{ EffectiveN *float64 }
	}](a, "node", `query($id: ID!) { node(id: $id) { ... on Survey { weightings { effectiveN } } } }`, vars{"id": p.id})
	if len(told.Weightings) != 1 || told.Weightings[0].EffectiveN != nil {
		t.Errorf("of the weights is told %+v", told)
	}
}
