package demonstration_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"hromada/demonstration"
	"hromada/domain"
	"hromada/imports"
)

func madeUpSurvey(t *testing.T) domain.MadeUpSurvey {
	t.Helper()
	registry, err := imports.ReadRegistry(demonstration.Registry(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return demonstration.Survey(registry.Registry)
}

// questionnaire is what the survey asks, with the usual categories.
func questionnaire(s domain.MadeUpSurvey) domain.Questionnaire {
	q := domain.Questionnaire{Categories: domain.UsualCategories()}
	for _, one := range s.Questions {
		f := one.Stored()
		q.Questions = append(q.Questions, domain.Question{
			Code: f.Code, Kind: f.Kind, Text: f.Text, Required: one.Required, Options: f.Options, Minimum: f.Minimum, Maximum: f.Maximum,
		})
	}
	return q
}

// The made-up responses fit their questionnaire, come from all participants in both ways, and are the same each time.
func TestSurveyIsWhole(t *testing.T) {
	t.Parallel()
	s := madeUpSurvey(t)
	q := questionnaire(s)
	if len(s.Questions) < 12 || len(s.Questions) > 16 || len(s.Waves) != 2 {
		t.Fatalf("%d questions, %d waves", len(s.Questions), len(s.Waves))
	}
	for _, one := range s.Questions {
		if faults := one.Stored().Check(); len(faults) > 0 {
			t.Errorf("%s: %v", one.Code, faults)
		}
	}
	for i, w := range s.Waves {
		if faults := w.Check(); len(faults) > 0 || len(w.Populations) != len(participants) {
			t.Errorf("wave %d: %v, %d populations", i+1, faults, len(w.Populations))
		}
		for code, p := range w.Populations {
			if faults := p.Check(q.Categories); len(faults) > 0 {
				t.Errorf("%s: %v", code, faults)
			}
		}
		var sums [2][32]byte
		modes, places := map[domain.SurveyMode]int{}, map[domain.KatottgCode]int{}
		for again := range sums {
			sum := sha256.New()
			for r, err := range w.Responses(q) {
				if faults := q.Check(r); err != nil || len(faults) > 0 {
					t.Fatal(faults, err)
				}
				if day := domain.NewDate(r.At.Year(), r.At.Month(), r.At.Day()); day.Before(*w.StartsOn) || day.After(*w.EndsOn) {
					t.Fatalf("answered on %s", day)
				}
				modes[r.Mode]++
				places[r.Community]++
				fmt.Fprintf(sum, "%v %v %v", r.ExternalID, r.Strata, r.Answers[1].Options)
			}
			copy(sums[again][:], sum.Sum(nil))
		}
		if sums[0] != sums[1] || len(places) != len(participants) || modes[domain.OnlineMode] == 0 || modes[domain.PaperMode] == 0 || modes[domain.CAPIMode] == 0 {
			t.Errorf("wave %d: %v %v", i+1, modes, places)
		}
	}
}

// The four problems of the project lead in the main question, each tied to its option.
func TestTheFourProblemsLead(t *testing.T) {
	t.Parallel()
	s := madeUpSurvey(t)
	at := slices.IndexFunc(s.Questions, func(q domain.MadeUpQuestion) bool { return q.Code == "q_obstacles" })
	main := s.Questions[at]
	for i, w := range s.Waves {
		counts := make([]int, len(main.Options))
		for r, err := range w.Responses(questionnaire(s)) {
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range r.Answers[at].Options {
				counts[n-1]++
			}
		}
		least, most := 1<<30, 0
		for n, o := range main.Options {
			if main.Problems[o.Code] != "" {
				least = min(least, counts[n])
			} else {
				most = max(most, counts[n])
			}
		}
		if len(main.Problems) != 4 || least <= most {
			t.Errorf("wave %d: %v of %v", i+1, counts, main.Problems)
		}
	}
}
