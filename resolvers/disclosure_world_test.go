package resolvers_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"hromada/auth"
	"hromada/domain"
	"hromada/models"
)

var (
	attackedPlaces = []domain.KatottgCode{yakushynetska, vinnytska, ahronomichna}
	attackedPeople = map[domain.KatottgCode]int{yakushynetska: 5000, vinnytska: 9000, ahronomichna: 4000}
)

// respondent is one answer to the survey that is attacked.
type respondent struct {
	place    domain.KatottgCode
	sex, age string
	mode     domain.SurveyMode
	chose    map[string][]int // by question
}

// pollWorld is a survey to attack.
type pollWorld struct {
	most    int  // respondents of a community
	online  bool // some answer by the link: such are weighted apart, and joined by an error that nobody is told
	margins bool // how many men and women there are is known
	crossed bool // answers are broken down by sex and age at once
}

func (w pollWorld) modes() []domain.SurveyMode {
	if w.online {
		return []domain.SurveyMode{domain.PaperMode, domain.OnlineMode}
	}
	return []domain.SurveyMode{domain.PaperMode, domain.CAPIMode}
}

// respondents are made up by a seed: some communities and groups have hardly any.
func (w pollWorld) respondents(seed uint64) []respondent {
	r := rand.New(rand.NewPCG(seed, 1))
	var all []respondent
	for _, place := range attackedPlaces {
		for range 6 + w.most/4 + r.IntN(w.most) {
			one := respondent{place: place, sex: "FEMALE", age: "60+", mode: w.modes()[min(1, r.IntN(6)/5)], chose: map[string][]int{}}
			if r.IntN(3) == 0 {
				one.sex = "MALE"
			}
			if r.IntN(12) == 0 {
				one.sex = ""
			}
			if r.IntN(4) == 0 {
				one.age = "18-29"
			}
			one.chose["q_one"] = []int{1 + min(2, r.IntN(9)/4)}
			one.chose["q_scale"] = []int{1 + min(3, r.IntN(12)/3)}
			for o := 1; o <= 3; o++ {
				if r.IntN(2*o) == 0 {
					one.chose["q_many"] = append(one.chose["q_many"], o)
				}
			}
			if one.chose["q_many"] == nil {
				one.chose["q_many"] = []int{1}
			}
			all = append(all, one)
		}
	}
	return all
}

// women are how many of a community's people are.
func women(place domain.KatottgCode) int { return attackedPeople[place] * 11 / 20 }

// open makes the survey and opens it.
func (w pollWorld) open(t *testing.T, a *api) *poll {
	t.Helper()
	p := &poll{api: a, head: a.someone("admin", administrator())}
	breakdowns := `, breakdowns: [{variable: SEX}]`
	if w.crossed {
		breakdowns = `, breakdowns: [{variable: SEX, crossedWith: AGE}]`
	}
	p.open(fmt.Sprintf("regionCode: %q", vinnytskaOblast), breakdowns, attackedPeople)
	for _, place := range attackedPlaces {
		if w.margins {
			p.step("setSurveyPopulation", p.known()+fmt.Sprintf(`, communityCode: %q, population: %d, margins: [{variable: SEX, category: "FEMALE", population: %d}, {variable: SEX, category: "MALE", population: %d}]`,
				place, attackedPeople[place], women(place), attackedPeople[place]-women(place)))
		}
	}
	return p
}

// publish has them answer, and publishes the survey.
func (p *poll) publish(t *testing.T, all []respondent) {
	t.Helper()
	id, err := domain.ParseNodeID(p.id)
	if err != nil {
		t.Fatal(err)
	}
	rows := func(yield func(domain.SurveyResponse, error) bool) {
		for n, one := range all {
			r := domain.SurveyResponse{Community: one.place, Mode: one.mode, At: noon, ExternalID: fmt.Sprint(n), Answers: make([]domain.SurveyAnswer, len(asked))}
			r.Strata = map[domain.Variable]string{domain.AgeVariable: one.age}
			if one.sex != "" {
				r.Strata[domain.SexVariable] = one.sex
			}
			for code, options := range one.chose {
				r.Answers[slices.Index(p.codes, code)].Options = options
			}
			if !yield(r, nil) {
				return
			}
		}
	}
	p.inTx(auth.ImportResponses, func(tx *models.Tx) error {
		_, err := tx.WriteResponses(models.ResponseBatch{Survey: id, Version: p.version, SHA256: sha256.Sum256([]byte(p.id)), FileName: "all", Layout: "plain"}, rows)
		return err
	})
	p.step("closeSurvey", p.known())
	p.step("publishSurvey", p.known())
}

// weights are those of each respondent in an area, which follow from known populations and how many answered: of each community as many as there are people,
// and of men and women as many as are known, where those who did not say keep the part they have. Empty: the region.
func (w pollWorld) weights(area domain.KatottgCode, all []respondent) []float64 {
	n, weights := map[domain.KatottgCode]float64{}, make([]float64, len(all))
	for _, r := range all {
		n[r.place]++
	}
	total, told, people := map[string]float64{}, 0.0, map[string]float64{}
	for _, place := range attackedPlaces {
		if area == "" || area == place {
			people["FEMALE"] += float64(women(place))
			people["MALE"] += float64(attackedPeople[place] - women(place))
		}
	}
	for i, r := range all {
		if area == "" || area == r.place {
			weights[i] = float64(attackedPeople[r.place]) / n[r.place]
			total[r.sex] += weights[i]
			if r.sex != "" {
				told += weights[i]
			}
		}
	}
	for i, r := range all {
		if w.margins && r.sex != "" && total[r.sex] > 0 {
			weights[i] *= people[r.sex] / (people["FEMALE"] + people["MALE"]) * told / total[r.sex]
		}
	}
	return weights
}
