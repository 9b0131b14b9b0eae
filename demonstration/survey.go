package demonstration

import (
	"fmt"
	"iter"
	"math"
	"strconv"
	"time"

	"hromada/domain"
)

// How many people of each community have answered in a wave: on paper or to an interviewer, chosen at random, and online, whoever wanted to.
const (
	answeredOffline = 110
	answeredOnline  = 60
)

// grownUp is the share of residents who are asked. Registers do not tell it by community: the share is that of Ukraine, roughly, and so are those of
// sexes and ages.
const grownUp = 0.8

var shares = map[domain.Variable][]struct {
	code  string
	share float64
}{
	domain.SexVariable: {{"FEMALE", 0.54}, {"MALE", 0.46}},
	domain.AgeVariable: {{"18-29", 0.16}, {"30-44", 0.29}, {"45-59", 0.26}, {"60+", 0.29}},
}

// surveyQuestion is a question with how people answer it: of options the share of those who choose one, in percent, which people of 60 and
// more, in villages, and in the later wave multiply.
type surveyQuestion struct {
	Code        string
	Kind        domain.QuestionKind
	Required    bool
	TextUK      string `json:"text_uk"`
	TextEN      string `json:"text_en"`
	Unit        string
	Minimum     *float64
	Maximum     *float64
	Least, Most int
	Texts       []string
	Options     []struct {
		Code, UK, EN, Problem    string
		Other                    bool
		Share, Old, Rural, Later float64
	}
}

// Survey gives an invented survey of the residents of the participants, in two waves that are over, by the registry of their oblast. It is the same on
// every day.
func Survey(registry domain.Registry) domain.MadeUpSurvey {
	var questions []surveyQuestion
	load("survey.json", &questions)
	made := domain.MadeUpSurvey{Region: oblastOfUsers}
	for _, q := range questions {
		made.Questions = append(made.Questions, q.asked())
	}
	places := surveyedPlaces(registry)
	for i, days := range [][3]domain.Date{
		{domain.NewDate(2025, time.March, 3), domain.NewDate(2025, time.March, 30), domain.NewDate(2025, time.April, 14)},
		{domain.NewDate(2025, time.October, 6), domain.NewDate(2025, time.November, 2), domain.NewDate(2025, time.November, 17)},
	} {
		made.Waves = append(made.Waves, waveOf(i, days, questions, places))
	}
	return made
}

func waveOf(number int, days [3]domain.Date, questions []surveyQuestion, places []surveyedPlace) domain.MadeUpWave {
	w := domain.MadeUpWave{
		SurveyFields: domain.UsualSurvey(), PublishedOn: days[2], Populations: map[domain.KatottgCode]domain.Population{},
		FileName: fmt.Sprintf("demonstration-%d.csv", number+1),
	}
	w.Title = domain.Text{UK: "Цифрові потреби мешканців", EN: "Digital needs of residents"}
	w.Description = domain.Text{
		UK: madeUp + "Відповіді вигадано. Населення — за реєстром, розподіл за статтю й віком — орієнтовний.",
		EN: "Demonstration. The responses are made up. Populations are by the registry; those by sex and age are rough.",
	}
	w.StartsOn, w.EndsOn, w.KeepUntil = &days[0], &days[1], new(days[2].AddDays(3*365))
	w.Breakdowns = []domain.Breakdown{{Variable: domain.SexVariable}, {Variable: domain.AgeVariable}, {Variable: domain.SettlementVariable}}
	for _, p := range places {
		w.Populations[p.code] = p.population
	}
	w.Responses = func(domain.Questionnaire) iter.Seq2[domain.SurveyResponse, error] {
		return func(yield func(domain.SurveyResponse, error) bool) {
			for _, p := range places {
				for n := range answeredOffline + answeredOnline {
					if !yield(respondent{p, number, n, days}.response(questions), nil) {
						return
					}
				}
			}
		}
	}
	return w
}

func (q surveyQuestion) asked() domain.MadeUpQuestion {
	made := domain.MadeUpQuestion{Required: q.Required, Problems: map[string]string{}, QuestionFields: domain.QuestionFields{
		Code: q.Code, Kind: q.Kind, Text: domain.Text{UK: q.TextUK, EN: q.TextEN}, Unit: q.Unit, Minimum: q.Minimum, Maximum: q.Maximum,
	}}
	for i, o := range q.Options {
		made.Options = append(made.Options, domain.QuestionOption{Number: i + 1, Code: o.Code, Text: domain.Text{UK: o.UK, EN: o.EN}, Other: o.Other})
		if o.Problem != "" {
			made.Problems[o.Code] = o.Problem
		}
	}
	return made
}

// surveyedPlace is a community whose residents are asked.
type surveyedPlace struct {
	code       domain.KatottgCode
	population domain.Population
	urban      float64 // share
}

func surveyedPlaces(registry domain.Registry) []surveyedPlace {
	known := map[domain.KatottgCode]domain.RegistryCommunity{}
	for _, c := range registry.Communities {
		known[c.Code] = c
	}
	var places []surveyedPlace
	for _, code := range registry.Participants {
		c := known[code]
		p := surveyedPlace{code: code, urban: float64(*c.UrbanPopulation) / float64(*c.Population)}
		p.population.Total = int(math.Round(float64(*c.Population) * grownUp))
		urban := int(math.Round(float64(p.population.Total) * p.urban))
		for _, v := range []domain.Variable{domain.SexVariable, domain.AgeVariable} {
			p.spread(v)
		}
		p.population.Margins = append(p.population.Margins,
			domain.Margin{Variable: domain.SettlementVariable, Category: "URBAN", Population: urban},
			domain.Margin{Variable: domain.SettlementVariable, Category: "RURAL", Population: p.population.Total - urban})
		places = append(places, p)
	}
	return places
}

// spread tells the population by a variable; the last category takes what rounding leaves.
func (p *surveyedPlace) spread(v domain.Variable) {
	left := p.population.Total
	for i, c := range shares[v] {
		count := int(math.Round(float64(p.population.Total) * c.share))
		if i == len(shares[v])-1 {
			count = left
		}
		left -= count
		p.population.Margins = append(p.population.Margins, domain.Margin{Variable: v, Category: c.code, Population: count})
	}
}

// respondent is one made-up person.
type respondent struct {
	surveyedPlace
	wave, number int
	days         [3]domain.Date
}

func (r respondent) draw(below int, what ...string) int {
	return draw(below, append([]string{string(r.code), strconv.Itoa(r.wave), strconv.Itoa(r.number)}, what...)...)
}

func (r respondent) online() bool { return r.number >= answeredOffline }

func (r respondent) response(questions []surveyQuestion) domain.SurveyResponse {
	started := r.days[0].In(time.UTC)
	response := domain.SurveyResponse{
		Community: r.code, Mode: domain.OnlineMode, At: started.Add(time.Duration(r.draw(27*24*60, "time")) * time.Minute),
		ExternalID: fmt.Sprintf("demonstration:%s:%d:%d", r.code, r.wave, r.number),
		Strata:     map[domain.Variable]string{domain.SexVariable: r.category(domain.SexVariable), domain.AgeVariable: r.category(domain.AgeVariable), domain.SettlementVariable: "RURAL"},
	}
	if !r.online() {
		response.Mode = []domain.SurveyMode{domain.PaperMode, domain.CAPIMode}[r.draw(2, "mode")]
	}
	if float64(r.draw(1000, "urban")) < 1000*r.urban {
		response.Strata[domain.SettlementVariable] = "URBAN"
	}
	for _, q := range questions {
		response.Answers = append(response.Answers, r.answer(q, response.Strata))
	}
	return response
}

// category is where somebody belongs. Online the young answer more often.
func (r respondent) category(v domain.Variable) string {
	at := r.draw(1000, string(v))
	if r.online() && v == domain.AgeVariable {
		at = at * 7 / 10
	}
	for _, c := range shares[v] {
		if at -= int(1000 * c.share); at < 0 {
			return c.code
		}
	}
	return shares[v][len(shares[v])-1].code
}

func (r respondent) answer(q surveyQuestion, strata map[domain.Variable]string) (a domain.SurveyAnswer) {
	if !q.Required && r.draw(25, q.Code, "skipped") == 0 {
		return a
	}
	switch q.Kind {
	case domain.Numeric:
		a.Number = new(float64(q.Least + (r.draw(q.Most-q.Least+1, q.Code, "a")+r.draw(q.Most-q.Least+1, q.Code, "b"))/2))
	case domain.FreeText:
		if r.draw(4, q.Code, "written") == 0 {
			a.Text = q.Texts[r.draw(len(q.Texts), q.Code)]
		}
	case domain.MultipleChoice:
		for i, o := range q.Options {
			if float64(r.draw(1000, q.Code, o.Code)) < 10*r.share(q, i, strata) {
				a.Options = append(a.Options, i+1)
			}
		}
		if len(a.Options) == 0 {
			a.Options = []int{1}
		}
	default:
		a.Options = []int{r.choice(q, strata)}
	}
	return a
}

// share is how many percent of those like somebody choose an option.
func (r respondent) share(q surveyQuestion, i int, strata map[domain.Variable]string) float64 {
	o := q.Options[i]
	share := o.Share * (0.85 + float64(draw(31, string(r.code), q.Code, o.Code))/100) // communities differ
	for _, f := range []struct {
		factor float64
		counts bool
	}{{o.Old, strata[domain.AgeVariable] == "60+"}, {o.Rural, strata[domain.SettlementVariable] == "RURAL"}, {o.Later, r.wave > 0}} {
		if f.counts && f.factor != 0 {
			share *= f.factor
		}
	}
	return math.Min(share, 97)
}

// choice is the number of the one option that somebody chooses.
func (r respondent) choice(q surveyQuestion, strata map[domain.Variable]string) int {
	all := 0.0
	for i := range q.Options {
		all += r.share(q, i, strata)
	}
	at := all * float64(r.draw(10_000, q.Code)) / 10_000
	for i := range q.Options {
		if at -= r.share(q, i, strata); at < 0 {
			return i + 1
		}
	}
	return len(q.Options)
}
