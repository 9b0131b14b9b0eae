package resolvers_test

import (
	"fmt"
	"strings"
	"testing"

	"hromada/domain"
)

type figures struct {
	Problem struct {
		Code   string
		Region struct{ Code domain.KatottgCode }
	}
	Communities, Of int
	MeanSeverity    *float64
	Severities      []struct{ Severity, Communities int }
	Covered         int
}

const figuresQuery = `query($f: CommunityFilter, $o: ProblemOrder) { problems(filter: $f, orderBy: $o) {
	problem { code region { code } } communities of meanSeverity severities { severity communities } covered } }`

// TestProblemsAreSummedUp over whatever communities a filter finds, and hold against what the communities say one by one.
func TestProblemsAreSummedUp(t *testing.T) {
	t.Parallel()
	a := world(t)
	ask := func(filter vars, order any) []figures {
		t.Helper()
		return get[[]figures](a, "problems", figuresQuery, vars{"f": filter, "o": order})
	}
	codes := func(all []figures) (told []string) {
		for _, f := range all {
			told = append(told, fmt.Sprint(f.Problem.Code, f.Communities))
		}
		return told
	}
	const four = "[DIGITAL_LITERACY10 FAST_INTERNET10 TECHNICAL_MEANS9 TRUST8 SPECIALISTS5 CYBER_THREATS3]"
	all := ask(vars{"regionCode": vinnytskaOblast}, nil)
	first, second := all[0].MeanSeverity, all[1].MeanSeverity
	if all[0].Problem.Code == "FAST_INTERNET" {
		all[0], all[1] = all[1], all[0]
	}
	if told := fmt.Sprint(codes(all)); told != four || *first < *second {
		t.Errorf("the four lead: %s", told)
	}

	// Each figure is that of the communities' own lists.
	for name, filter := range map[string]vars{
		"all": {}, "region": {"regionCode": vinnytskaOblast}, "district": {"districtCode": "UA05020000000026686"}, "type": {"type": []string{"URBAN", "SETTLEMENT"}},
		"some": {"codes": []any{yakushynetska, ahronomichna}}, "participants": {"participatesIn": "digital-vinnychchyna"}, "status": {"goalStatus": []string{"DONE", "IN_PROGRESS"}},
		"nobody": {"population": vars{"min": 100_000_000}}, "text": {"text": vars{"contains": "як"}}, "trees": {"hasGoalTree": "DIGITAL"}, "the other region": {"regionCode": khmelnytskaOblast},
	} {
		type own struct {
			Region   struct{ Code domain.KatottgCode }
			Problems []struct {
				Severity int
				Covered  bool
				Problem  struct{ Code string }
			}
		}
		communities := get[struct{ Nodes []own }](a, "communities", `query($f: CommunityFilter) { communities(filter: $f, first: 100) { nodes { region { code } problems { severity covered problem { code } } } } }`, vars{"f": filter})
		found := ask(filter, nil)
		regions := map[domain.KatottgCode]int{}
		for _, c := range communities.Nodes {
			regions[c.Region.Code]++
		}
		if want := map[bool]int{true: 6}[regions[vinnytskaOblast] > 0] + map[bool]int{true: 4}[regions[khmelnytskaOblast] > 0]; len(found) != want {
			t.Errorf("%s: %d problems, want %d", name, len(found), want)
		}
		for _, f := range found {
			sum, n, covered, by := 0, 0, 0, [6]int{}
			for _, c := range communities.Nodes {
				for _, p := range c.Problems {
					if p.Problem.Code == f.Problem.Code && c.Region.Code == f.Problem.Region.Code {
						sum, n = sum+p.Severity, n+1
						by[p.Severity]++
						if p.Covered {
							covered++
						}
					}
				}
			}
			var mean *float64
			if n > 0 {
				mean = new(float64(sum) / float64(n))
			}
			if f.Communities != n || f.Of != regions[f.Problem.Region.Code] || f.Covered != covered || !near(f.MeanSeverity, mean) {
				t.Errorf("%s: %+v, want %d of %d, %d covered", name, f, n, regions[f.Problem.Region.Code], covered)
			}
			for i, s := range f.Severities {
				if s.Severity != i+1 || s.Communities != by[i+1] {
					t.Errorf("%s: %+v, want %v", name, f.Severities, by)
				}
			}
		}
	}

	// Orders, each the other way round, and ties the same every time.
	by := func(field, direction string) []figures {
		return ask(vars{}, vars{"field": field, "direction": direction})
	}
	for i, f := range by("SEVERITY", "DESC") {
		if i > 0 && i < 6 && *by("SEVERITY", "DESC")[i-1].MeanSeverity < *f.MeanSeverity || (i >= 6) != (f.MeanSeverity == nil) {
			t.Errorf("%d: %+v", i, f)
		}
	}
	for i, f := range by("FREQUENCY", "ASC") {
		if i > 0 && by("FREQUENCY", "ASC")[i-1].Communities > f.Communities {
			t.Errorf("%d: %+v", i, f)
		}
	}
	if up := codes(by("SEVERITY", "ASC")); fmt.Sprint(up[6:]) != "[FAST_INTERNET0 TECHNICAL_MEANS0 DIGITAL_LITERACY0 TRUST0]" {
		t.Errorf("what none has comes last: %v", up)
	}
	for filter, field := range map[string]string{"regionCode": "filter.regionCode", "districtCode": "filter.districtCode"} {
		if e := a.refused(figuresQuery, vars{"f": vars{filter: "UA99000000000099999"}}); e.Extensions.Code != domain.CodeNotFound || e.Extensions.Field != field {
			t.Errorf("%+v", e)
		}
	}
}

// TestUncoveredProblemsOfTheDemonstration: two communities have no goal about equipment.
func TestUncoveredProblemsOfTheDemonstration(t *testing.T) {
	t.Parallel()
	a := demo(t)
	for code, lacks := range map[domain.KatottgCode]bool{yakushynetska: true, "UA05100150000050790": false} {
		told := a.problemsOf(code, `(uncovered: true)`)
		has := a.number(`SELECT count(*) FROM community_problems k JOIN communities c ON c.id = k.community_id JOIN problems q ON q.id = k.problem_id
			WHERE c.code = $1 AND q.code = 'TECHNICAL_MEANS'`, code) == 1
		if got := strings.Contains(told, "TECHNICAL_MEANS"); got != (lacks && has) || strings.Contains(told, "FAST_INTERNET") {
			t.Errorf("%s: %s", code, told)
		}
	}
}
