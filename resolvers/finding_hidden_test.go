package resolvers_test

import (
	"fmt"
	"testing"

	"hromada/domain"
)

// TestHiddenFindingsAreLastAndCounted of a community of three respondents, and as left out where communities are summed up.
func TestHiddenFindingsAreLastAndCounted(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPollOf(t, a, 40, true)
	p.step("publishSurvey", p.known())
	hidden, mean, shown := 0, map[string]float64{}, 0.0
	for _, place := range []domain.KatottgCode{yakushynetska, vinnytska, ahronomichna} {
		of := fmt.Sprintf("(communityCode: %q)", place)
		figures, found := p.figures(a, of), p.mainProblems(a, of)
		if len(found) != 2 {
			t.Fatalf("%s: found are %+v", place, found)
		}
		for _, f := range found {
			switch want := figures["q_one."+f.Option.Code]; {
			case want.Suppressed != f.Suppressed:
				t.Errorf("%s: %+v, its figure is %+v", place, f, want)
			case f.Suppressed && (f.Share != nil || f.N != nil || f.Rank != nil || f.RankBest != nil || f.RankWorst != nil || f.ProposedSeverity != nil):
				t.Errorf("%s: of what is hidden is told %+v", place, f)
			case !f.Suppressed:
				mean[f.Problem.Code] += *f.Share
			}
		}
		if found[0].Suppressed {
			hidden++
		} else {
			shown++
		}
	}
	if hidden == 0 || shown == 0 {
		t.Fatalf("%d communities are hidden, %v shown", hidden, shown)
	}
	for _, f := range p.summedUp("") {
		if f.Suppressed != hidden || f.Communities != int(shown) || !isNear(f.MeanShare, mean[f.Problem.Code]/shown) {
			t.Errorf("summed up is %+v, of %d hidden and %v shown", f, hidden, shown)
		}
	}
	for _, f := range p.summedUp(fmt.Sprintf("(filter: {codes: [%q]})", ahronomichna)) {
		if f.MeanShare != nil || f.First != 0 || f.Suppressed != 1 || f.Communities != 0 {
			t.Errorf("of what is hidden alone is told %+v", f)
		}
	}
}

// TestEqualFindingsShareTheirRank in a community, and both are first in it.
func TestEqualFindingsShareTheirRank(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	p := regionPollOf(t, a, 50, false)
	p.step("publishSurvey", p.known())
	for _, f := range p.mainProblems(a, fmt.Sprintf("(communityCode: %q)", yakushynetska)) {
		if !isNear(f.Share, .5) || *f.Rank != 1 || *f.RankBest != 1 || *f.RankWorst != 2 {
			t.Errorf("one of two is %+v", f)
		}
	}
	first := 0
	for _, f := range p.summedUp(fmt.Sprintf("(filter: {codes: [%q]})", yakushynetska)) {
		first += f.First
	}
	if first != 2 {
		t.Errorf("%d are first", first)
	}
	a.exec(`UPDATE survey_figures SET standard_error = NULL, lack = 'OPT_IN'`)
	for _, f := range p.mainProblems(a, fmt.Sprintf("(communityCode: %q)", yakushynetska)) {
		if *f.Rank != 1 || f.RankBest != nil || f.RankWorst != nil {
			t.Errorf("without an error it is %+v", f)
		}
	}
}
