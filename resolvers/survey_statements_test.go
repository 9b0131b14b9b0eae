package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hromada/auth"
	"hromada/domain"
)

// TestStatementsOfSurveysDoNotGrow: what the designers of surveys read and write takes as many statements of much as of little.
func TestStatementsOfSurveysDoNotGrow(t *testing.T) {
	t.Parallel()
	counts := make([][]string, 2)
	for i, s := range []shape{oblast(1, 1, 1, 1), oblast(30, 1, 1, 1)} {
		a := generated(t, s)
		code := domain.KatottgCode(a.code("communities"))
		head := a.someone("head", staffOf(code, auth.Head))
		head.ask(`{ viewer { role } }`, nil)
		op := staffOperations(t)[slices.IndexFunc(staffOperations(t), func(op operation) bool { return op.name == "survey_design" })]
		a.exec(`UPDATE surveys SET link = repeat('x', 20) || number WHERE state = 'DRAFT'`)
		a.count.take()
		got := head.ask(op.text, vars{"community": code, "size": 50})
		counts[i] = append(counts[i], fmt.Sprint(op.name, " ", len(a.count.take())))
		if empty := slices.DeleteFunc(emptyFields(t, got), func(path string) bool {
			return strings.HasSuffix(path, "actorName") || path == "questions.nodes.viewerCan"
		}); len(empty) > 0 || len(got.Errors) > 0 {
			t.Errorf("it finds nothing in %v: %v", empty, got.Errors)
		}
		v := surveyed{ID: idAtType("Survey", 0, int64(a.number(`SELECT max(number) FROM surveys WHERE state = 'DRAFT' AND community_id = (SELECT min(id) FROM communities)`))), Version: 1}
		questions := []string{}
		for n := range 1 + 20*i {
			questions = append(questions, fmt.Sprintf(`{questionId: %q}`, head.asks(code, fmt.Sprint("q_", n)).ID))
		}
		for _, c := range []struct{ mutation, input string }{
			{"updateSurvey", `titleUk: "Інше", endsOn: null, keepUntil: "2027-12-31"`},
			{"setSurveyQuestions", `questions: [` + strings.Join(questions, " ") + `]`},
			{"setSurveyCategories", `variable: SETTLEMENT, categories: [{code: "A", labelUk: "Так"}]`},
			{"setSurveyPopulation", fmt.Sprintf(`communityCode: %q, population: 1000, margins: [{variable: AGE, category: "18-39", population: 1}, {variable: AGE, category: "40+", population: 2}]`, code)},
			{"openSurvey", ``},
			{"closeSurvey", ``},
			{"publishSurvey", ``},
		} {
			a.count.take()
			does[surveyAnswer](head, c.mutation, v.on("%s", c.input), `survey { id version }`)
			counts[i] = append(counts[i], fmt.Sprint(c.mutation, " ", len(a.count.take())))
			v.Version++
		}
		a.count.take()
		does[surveyAnswer](head, "createNextWave", fmt.Sprintf(`id: %q`, v.ID), `survey { id version }`)
		counts[i] = append(counts[i], fmt.Sprint("createNextWave ", len(a.count.take())))
	}
	if !slices.Equal(counts[0], counts[1]) {
		t.Errorf("of little %v, and of much %v", counts[0], counts[1])
	}
}
