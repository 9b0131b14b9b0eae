package resolvers_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

// few is how many people are few: nothing hidden may be known more narrowly.
const few = 5

// wholeRegion is what the attacker calls all communities together.
const wholeRegion = "*"

var (
	attackedPlaces  = []domain.KatottgCode{yakushynetska, vinnytska, ahronomichna}
	attackedGroups  = []string{"", "FEMALE", "MALE", "?", "ONLINE", "OFFLINE_PAPER"} // "?": those who did not tell their sex
	attackedOptions = []string{"", "o1", "o2", "o3"}                                 // empty: how many answered
)

// cellOf is a cell that figures are made of: how many in a place and group chose an option.
type cellOf struct{ place, group, option string }

// tallies is what there is to be found out.
type tallies map[cellOf]int

// respondent is one answer to the survey that is attacked.
type respondent struct {
	place       domain.KatottgCode
	sex, option string
	mode        domain.SurveyMode
}

// respondents are made up by a seed: some communities and groups have hardly any.
func respondents(seed uint64) []respondent {
	r := rand.New(rand.NewPCG(seed, 1))
	var all []respondent
	for _, place := range attackedPlaces {
		for range 4 + r.IntN(40) {
			one := respondent{place: place, sex: "FEMALE", option: "o1", mode: domain.PaperMode}
			if r.IntN(5) == 0 {
				one.sex = "MALE"
			}
			if r.IntN(12) == 0 {
				one.sex = ""
			}
			one.option = fmt.Sprint("o", 1+min(2, r.IntN(9)/4))
			if r.IntN(6) == 0 {
				one.mode = domain.OnlineMode
			}
			all = append(all, one)
		}
	}
	return all
}

func count(all []respondent) tallies {
	c := tallies{}
	for _, r := range all {
		sex := r.sex
		if sex == "" {
			sex = "?"
		}
		for _, place := range []string{wholeRegion, string(r.place)} {
			for _, group := range []string{"", sex, string(r.mode)} {
				c[cellOf{place, group, ""}]++
				c[cellOf{place, group, r.option}]++
			}
		}
	}
	return c
}

// survey has them answer, and publishes the survey.
func attackedSurvey(t *testing.T, a *api, all []respondent) *poll {
	t.Helper()
	p := &poll{api: a, head: a.someone("admin", administrator())}
	people := map[domain.KatottgCode]int{}
	for _, place := range attackedPlaces {
		people[place] = 5000
	}
	p.open(fmt.Sprintf("regionCode: %q", vinnytskaOblast), "", people)
	id, err := domain.ParseNodeID(p.id)
	if err != nil {
		t.Fatal(err)
	}
	rows := func(yield func(domain.SurveyResponse, error) bool) {
		for n, one := range all {
			r := domain.SurveyResponse{Community: one.place, Mode: one.mode, At: noon, ExternalID: fmt.Sprint(n), Answers: make([]domain.SurveyAnswer, len(asked))}
			if one.sex != "" {
				r.Strata = map[domain.Variable]string{domain.SexVariable: one.sex}
			}
			r.Answers[0].Options = []int{int(one.option[1] - '0')}
			if !yield(r, nil) {
				return
			}
		}
	}
	p.inTx(auth.ImportResponses, func(tx *models.Tx) error {
		_, err := tx.WriteResponses(models.ResponseBatch{Survey: id, Version: p.version, SHA256: sha256.Sum256([]byte("all")), FileName: "all", Layout: "plain"}, rows)
		return err
	})
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
	return p
}

// seen is what an attacker has: counts that are told, and cells of which it is told that they are hidden.
type seen struct {
	told   tallies
	hidden map[cellOf]bool
}

func (s *seen) tell(c cellOf, n float64) {
	if math.Abs(n-math.Round(n)) < 1e-4 {
		s.told[c] = int(math.Round(n))
	}
}

// readAll reads everything that a visitor is told of the survey.
func (p *poll) readAll() *seen {
	p.tb.Helper()
	s := &seen{told: tallies{}, hidden: map[cellOf]bool{}}
	for _, place := range append([]domain.KatottgCode{""}, attackedPlaces...) {
		for _, by := range []string{"", "by: [SEX]", "by: [MODE]"} {
			for _, weighted := range []string{"", "weighted: false", "weighted: true"} {
				s.figures(p, place, by, weighted)
			}
		}
		s.responses(p, place)
	}
	s.metrics(p)
	for c := range s.told {
		delete(s.hidden, c)
	}
	return s
}

func arguments(parts ...string) string {
	given := strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
	if given == "" {
		return ""
	}
	return "(" + given + ")"
}

func (s *seen) figures(p *poll, place domain.KatottgCode, by, weighted string) {
	at, of := wholeRegion, ""
	if place != "" {
		at, of = string(place), fmt.Sprintf("communityCode: %q", place)
	}
	for name, f := range p.figures(p.api, arguments(by, of, weighted)) {
		name, group, _ := strings.Cut(name, "/")
		code, option, _ := strings.Cut(name, ".")
		if code != "q_one" {
			continue
		}
		if group == "OFFLINE" {
			group = "OFFLINE_PAPER" // the only other mode that anybody answered in
		}
		c := cellOf{at, group, option}
		if f.N != nil {
			s.tell(cellOf{at, group, ""}, float64(*f.N))
		}
		switch {
		case f.Suppressed:
			s.hidden[c] = true
			if f.N == nil {
				s.hidden[cellOf{at, group, ""}] = true
			}
		case option != "" && f.Value != nil && f.N != nil && !f.Weighted:
			s.tell(c, *f.Value*float64(*f.N))
		}
	}
}

func (s *seen) responses(p *poll, place domain.KatottgCode) {
	at, of := wholeRegion, ""
	if place != "" {
		at, of = string(place), fmt.Sprintf("(communityCode: %q)", place)
	}
	counts := get[struct {
		ResponseCounts []struct {
			Mode  string
			Count *int
		}
	}](p.api, "node", `query($id: ID!) { node(id: $id) { ... on Survey { responseCounts`+of+` { mode count } } } }`, vars{"id": p.id})
	for _, c := range counts.ResponseCounts {
		if c.Count != nil {
			s.tell(cellOf{at, c.Mode, ""}, float64(*c.Count))
		}
	}
}

// metrics reads the comparison, the table and the trend of each community alone.
func (s *seen) metrics(p *poll) {
	for _, option := range attackedOptions[1:] {
		metric := "survey.q_one." + option
		for _, row := range p.compare(vars{"metric": metric}).Rows {
			c := cellOf{row.Community.Code, "", option}
			if row.N != nil {
				s.tell(cellOf{row.Community.Code, "", ""}, float64(*row.N))
				s.tell(c, *row.Value/100*float64(*row.N))
			}
		}
		for _, place := range attackedPlaces {
			only := vars{"codes": []domain.KatottgCode{place}}
			table := get[struct{ Columns []struct{ Values []*float64 } }](p.api, "metricTable", `query($in: MetricTableInput!) { metricTable(input: $in) { columns { values } } }`,
				vars{"in": vars{"metrics": []string{metric}, "filter": only}})
			trend := get[struct {
				Points []struct{ Mean, Median *float64 }
			}](p.api, "trend", `query($in: TrendInput!) { trend(input: $in) { points { mean median } } }`,
				vars{"in": vars{"metric": metric, "filter": only}})
			values := table.Columns[0].Values
			for _, point := range trend.Points {
				values = append(values, point.Mean, point.Median)
			}
			n, known := s.told[cellOf{string(place), "", ""}]
			for _, v := range values {
				if v != nil && known {
					s.tell(cellOf{string(place), "", option}, *v/100*float64(n))
				}
			}
		}
	}
}

// span is between what a count must be.
type span struct{ low, high int }

const noBound = 1 << 30

// sum is a count with those that add up to it.
type sum struct {
	whole cellOf
	parts []cellOf
}

func sums() []sum {
	var all []sum
	places := []string{wholeRegion}
	for _, place := range attackedPlaces {
		places = append(places, string(place))
	}
	for _, place := range places {
		for _, group := range attackedGroups {
			all = append(all, sum{cellOf{place, group, ""}, []cellOf{{place, group, "o1"}, {place, group, "o2"}, {place, group, "o3"}}})
		}
		for _, option := range attackedOptions {
			all = append(all, sum{cellOf{place, "", option}, []cellOf{{place, "FEMALE", option}, {place, "MALE", option}, {place, "?", option}}},
				sum{cellOf{place, "", option}, []cellOf{{place, "ONLINE", option}, {place, "OFFLINE_PAPER", option}}})
		}
	}
	for _, group := range attackedGroups {
		for _, option := range attackedOptions {
			s := sum{whole: cellOf{wholeRegion, group, option}}
			for _, place := range attackedPlaces {
				s.parts = append(s.parts, cellOf{string(place), group, option})
			}
			all = append(all, s)
		}
	}
	return all
}

// bounds works out what follows from what is told, sum after sum, until nothing more does.
func bounds(told tallies) map[cellOf]span {
	known, all := map[cellOf]span{}, sums()
	for _, s := range all {
		for _, c := range append([]cellOf{s.whole}, s.parts...) {
			known[c] = span{0, noBound}
			if n, ok := told[c]; ok {
				known[c] = span{n, n}
			}
		}
	}
	for narrowed := true; narrowed; {
		narrowed = false
		narrow := func(c cellOf, low, high int) {
			was := known[c]
			is := span{max(was.low, low), min(was.high, high)}
			if is != was {
				known[c], narrowed = is, true
			}
		}
		for _, s := range all {
			low, high := 0, 0
			for _, c := range s.parts {
				low, high = low+known[c].low, high+known[c].high
			}
			narrow(s.whole, low, high)
			for _, c := range s.parts {
				narrow(c, known[s.whole].low-(high-known[c].high), known[s.whole].high-(low-known[c].low))
			}
		}
	}
	return known
}

// narrowest are the hidden cells that are known more narrowly than few. Where figures are weighted raw ones are hidden of everybody's
// counts too, so that of the region only what is few in truth is looked at.
func narrowest(s *seen, truth tallies) (found []string) {
	known := bounds(s.told)
	for c := range s.hidden {
		n := truth[c]
		if c.place == wholeRegion && (n == 0 || n >= few) {
			continue
		}
		if b := known[c]; b.high-b.low < few {
			found = append(found, fmt.Sprintf("%v is %d to %d (in truth %d)", c, b.low, b.high, n))
		}
	}
	return found
}

// unprotected is what an attacker would have if nothing but the few themselves were hidden.
func unprotected(truth tallies) *seen {
	s := &seen{told: tallies{}, hidden: map[cellOf]bool{}}
	for _, e := range sums() {
		for _, c := range append([]cellOf{e.whole}, e.parts...) {
			if n := truth[c]; n > 0 && n < few {
				s.hidden[c] = true
			} else if c.group != "?" {
				s.told[c] = n
			}
		}
	}
	return s
}

// Abuse cases 8, 9 and 10: small cells, differences and complements. Everything that anybody is told of a published survey is read and taken together, in all
// its breakdowns, raw and weighted, with numbers of responses and the metrics made of it. No hidden count follows more narrowly than k; with the
// few alone hidden the same reasoning finds them.
func TestNobodyDerivesWhatFewAnswered(t *testing.T) {
	t.Parallel()
	solved, hidden := 0, 0
	for seed := range uint64(3) {
		a := newAPI(t)
		a.registry()
		all := respondents(seed)
		truth := count(all)
		s := attackedSurvey(t, a, all).readAll()
		for c, n := range s.told {
			if truth[c] != n {
				t.Fatalf("seed %d: of %v is told %d, it is %d", seed, c, n, truth[c])
			}
			if n > 0 && n < few && c.group != "?" {
				t.Errorf("seed %d: of %v is told %d", seed, c, n)
			}
		}
		if len(s.told) == 0 {
			t.Errorf("seed %d: nothing is told at all", seed)
		}
		hidden += len(s.hidden)
		for _, found := range narrowest(s, truth) {
			t.Errorf("seed %d: %s", seed, found)
		}
		solved += len(narrowest(unprotected(truth), truth))
	}
	if hidden == 0 || solved == 0 {
		t.Errorf("%d cells are hidden, and %d are found out where nothing is protected: the test cannot fail", hidden, solved)
	}
}

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
