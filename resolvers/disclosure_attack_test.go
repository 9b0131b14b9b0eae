package resolvers_test

import (
	"fmt"
	"slices"
	"testing"
)

// sensitive are the cells of a question of which few are told, with what they are.
func sensitive(w pollWorld, question string, options int, all []respondent) (cells []cellOf, truth map[cellOf]int) {
	truth = map[cellOf]int{}
	for _, r := range all {
		k := kindOf(w, question, r)
		for _, group := range k.groups(w.crossed) {
			for option := 0; option <= options; option++ {
				if option == 0 || k.chose&(1<<option) != 0 {
					truth[cellOf{r.place, group, option}]++
					truth[cellOf{"", group, option}]++
				}
			}
		}
	}
	for c, n := range truth {
		if n < c.few() {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(x, y cellOf) int { return slices.Compare([]byte(fmt.Sprint(x)), []byte(fmt.Sprint(y))) })
	return cells, truth
}

// few is how many are few in a cell.
func (c cellOf) few() int {
	for _, letter := range c.group {
		if letter == '*' {
			return fewCrossed
		}
	}
	return few
}

// attack reads what is told of a question and gives what follows of few people, more narrowly than it may.
func (p *poll) attack(t *testing.T, w pollWorld, question string, options int, all []respondent) (found []string, cells int) {
	t.Helper()
	a := newAttacker(w, question, options, all)
	a.reads(p, w, question)
	for _, untrue := range a.untrue {
		t.Errorf("%s: %s", question, untrue)
	}
	for _, area := range a.both() {
		t.Errorf("%s: %q tells %+v", question, area, *a.of(area))
	}
	if t.Failed() {
		return nil, 1
	}
	of, truth := sensitive(w, question, options, all)
	for c, known := range a.derive(of) {
		switch n := truth[c]; {
		case n < known.low || n > known.high:
			t.Fatalf("%s: of %v follows %v, it is %d", question, c, known, n)
		case known.high-known.low < c.few():
			found = append(found, fmt.Sprintf("%s: %v is %d to %d (in truth %d)", question, c, known.low, known.high, n))
		}
	}
	if len(a.rows) < 10 || !w.online && a.slacks == 0 {
		t.Errorf("%s: %d facts are told, %d of them weighted", question, len(a.rows), a.slacks)
	}
	return found, len(of)
}

// Abuse cases 8, 9 and 10: small cells, differences and complements. Everything that anybody is told of a published survey is read and taken together, in all
// its breakdowns, raw and weighted, with numbers of responses, metrics, findings and tables, and the exact bounds of each small count are worked out.
func TestNobodyDerivesWhatFewAnswered(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]pollWorld{
		"some online":     {most: 150, online: true},
		"places":          {most: 300},
		"margins":         {most: 300, margins: true},
		"margins crossed": {most: 700, margins: true, crossed: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.registry()
			all := w.respondents(uint64(len(name)))
			p := w.open(t, a)
			a.exec(`UPDATE question_options o SET problem_number = (SELECT min(p.id) FROM problems p) FROM questions q
				WHERE q.number = o.question_number AND q.code = 'q_one' AND o.code = 'o2'`)
			p.publish(t, all)
			questions := map[string]int{"q_one": 3, "q_many": 3, "q_scale": 4}
			if w.crossed {
				questions = map[string]int{"q_one": 3} // the others take long to reckon
			}
			for question, options := range questions {
				found, cells := p.attack(t, w, question, options, all)
				for _, one := range found {
					t.Error(one)
				}
				if cells == 0 {
					t.Errorf("%s: nothing small is there to be found", question)
				}
			}
			p.weighs(t)
		})
	}
}

// weighs demands that weightings tell no effective number where any group of the community is hidden.
func (p *poll) weighs(t *testing.T) {
	t.Helper()
	type weighting struct {
		Trimmed, Rounds *int
		EffectiveN      *float64
		Merged          []string
	}
	for _, place := range attackedPlaces {
		hidden := false
		for _, by := range []string{"by: [SEX]", "by: [MODE]"} {
			for _, f := range p.figures(p.api, arguments(by, fmt.Sprintf("communityCode: %q", place))) {
				hidden = hidden || f.N == nil && f.Option == nil
			}
		}
		told := get[struct{ Weightings []weighting }](p.api, "node", fmt.Sprintf(`query($id: ID!) { node(id: $id) { ... on Survey {
			weightings(communityCode: %q) { trimmed rounds effectiveN merged } } } }`, place), vars{"id": p.id})
		for _, w := range told.Weightings {
			if hidden && (w.EffectiveN != nil || w.Trimmed != nil || w.Rounds != nil || len(w.Merged) > 0) {
				t.Errorf("of weights in %s is told %+v", place, w)
			}
		}
	}
}

// A change is the second wave's value less the first one's: it is told where both are.
func TestChangesDoNotTellWhatWasHidden(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	w := pollWorld{most: 200}
	p := w.open(t, a)
	p.publish(t, w.respondents(1))
	first := *p
	p.follow()
	p.publish(t, w.respondents(2))
	told, kept := 0, 0
	for _, place := range attackedPlaces {
		for _, by := range []string{"", "by: [SEX]", "by: [MODE]"} {
			for _, weighted := range []string{"weighted: false", "weighted: true"} {
				args := arguments(by, weighted, fmt.Sprintf("communityCode: %q", place))
				before := first.figures(a, args)
				for name, f := range p.figures(a, args) {
					was, there := before[name]
					switch shown := there && was.Value != nil && f.Value != nil; {
					case f.Change == nil:
						kept++
					case !shown:
						t.Errorf("%s of %s was %+v and is %+v", name, place, was, f)
					case !isNear(&f.Change.Difference, *f.Value-*was.Value):
						t.Errorf("%s of %s changed by %v, from %v to %v", name, place, f.Change.Difference, *was.Value, *f.Value)
					default:
						told++
					}
				}
			}
		}
	}
	if told == 0 || kept == 0 {
		t.Errorf("%d changes are told, %d are not", told, kept)
	}
}
