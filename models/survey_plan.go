package models

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"hromada/domain"
	"hromada/domain/figures"
)

// surveyPlan is all that taking responses to a survey, and computing its figures, asks of it.
type surveyPlan struct {
	Number          int64
	Version         int
	RegionID        int64
	CommunityID     *int64
	State           domain.SurveyState
	TitleUK         string
	TitleEN         *string
	DescriptionUK   *string
	DescriptionEN   *string
	KeepUntil       *domain.Date
	StartsOn        *domain.Date
	EndsOn          *domain.Date
	Sampling        domain.Sampling
	OnlineSampling  domain.Sampling
	Stratum         *domain.Variable
	Confidence      float64
	BreakdownsAsked string
	Link            *string
	PreviousNumber  *int64
	PurgedAt        *time.Time
	BegunAt         time.Time // opened, or before that written

	questionnaire domain.Questionnaire
	places        []figures.Place
	communities   []*FormCommunity // as places, by name
}

func (p *surveyPlan) id() domain.NodeID { return surveyID(p.Number) }

// open tells whether the survey takes responses of the public today.
func (p *surveyPlan) open(today domain.Date) bool {
	return p.State == domain.SurveyOpen && (p.StartsOn == nil || !today.Before(*p.StartsOn)) && (p.EndsOn == nil || !p.EndsOn.Before(today))
}

// design is the survey as figures are computed by it.
func (p *surveyPlan) design() figures.Design {
	d := figures.Design{
		Questionnaire: p.questionnaire, Sampling: p.Sampling, OnlineSampling: p.OnlineSampling, Confidence: p.Confidence,
		Places: p.places,
	}
	if p.Link != nil { // whoever follows it was not chosen by chance
		d.OnlineSampling = domain.OptIn
	}
	if p.Stratum != nil {
		d.Stratum = *p.Stratum
	}
	for _, text := range strings.Split(p.BreakdownsAsked, ",") {
		if text != "" {
			d.Breakdowns = append(d.Breakdowns, domain.BreakdownOf(text))
		}
	}
	return d
}

const planColumns = `v.number, v.version, v.region_id, v.community_id, v.state, v.title_uk, v.title_en, v.description_uk, v.description_en, v.starts_on, v.ends_on,
	v.keep_until, v.sampling, v.online_sampling, v.stratum, CAST(v.confidence AS double precision) AS confidence, array_to_string(v.breakdowns, ',') AS breakdowns_asked, v.link, v.previous_number, v.purged_at,
	coalesce(v.opened_at, v.created_at) AS begun_at`

// plans finds surveys s by a condition, with all that belongs to them.
func (d *door) plans(condition string, args named) ([]*surveyPlan, error) {
	plans, err := fetch[surveyPlan](d, `SELECT `+planColumns+` FROM surveys v WHERE `+condition, args)
	for _, p := range plans {
		if err == nil {
			err = d.fill(p)
		}
	}
	return plans, err
}

func (d *door) fill(p *surveyPlan) error {
	p.questionnaire.Number, p.questionnaire.Title, p.questionnaire.Version = p.Number, both(p.TitleUK, p.TitleEN), p.Version
	return inOrder(
		func() error { return d.fillQuestions(p) },
		func() error { return d.fillCategories(p) },
		func() error { return d.fillPlaces(p) },
	)
}

// both is a text in both languages, the one that is there where one is missing.
func both(uk string, en *string) domain.Text {
	return domain.Text{UK: uk, EN: domain.Pick(domain.English, uk, en)}
}

func (d *door) fillQuestions(p *surveyPlan) error {
	rows, err := fetch[struct {
		Number                 int64
		Code                   string
		Kind                   domain.QuestionKind
		TextUK                 string
		TextEN, HintUK, HintEN *string
		Required               bool
		Minimum, Maximum       *float64
		Unit                   *string
		Options                string
	}](d, `SELECT q.number, q.code, q.kind, q.text_uk, q.text_en, q.hint_uk, q.hint_en, a.required, q.minimum, q.maximum, q.unit, coalesce((
			SELECT json_agg(json_build_object('number', o.number, 'code', o.code, 'uk', o.text_uk, 'en', o.text_en, 'other', o.other) ORDER BY o.number)
			FROM question_options o WHERE o.question_number = q.number), '[]') AS options
		FROM survey_questions a JOIN questions q ON q.number = a.question_number
		WHERE a.survey_number = @survey ORDER BY a.position`, named{"survey": p.Number})
	if err != nil {
		return err
	}
	for _, row := range rows {
		q := domain.Question{
			Number: row.Number, Code: row.Code, Kind: row.Kind, Text: both(row.TextUK, row.TextEN), Required: row.Required,
			Minimum: row.Minimum, Maximum: row.Maximum, Unit: valueOr(row.Unit, ""),
		}
		if row.HintUK != nil {
			q.Hint = both(*row.HintUK, row.HintEN)
		}
		var options []struct {
			Number int
			Code   string
			UK     string
			EN     *string
			Other  bool
		}
		if err := json.Unmarshal([]byte(row.Options), &options); err != nil {
			return err
		}
		for _, o := range options {
			q.Options = append(q.Options, domain.QuestionOption{Number: o.Number, Code: o.Code, Text: both(o.UK, o.EN), Other: o.Other})
		}
		p.questionnaire.Questions = append(p.questionnaire.Questions, q)
	}
	return nil
}

func (d *door) fillCategories(p *surveyPlan) error {
	rows, err := fetch[struct {
		Variable domain.Variable
		Code     string
		LabelUK  string
		LabelEN  *string
	}](d, `SELECT c.variable, c.code, c.label_uk, c.label_en FROM survey_categories c
		WHERE c.survey_number = @survey ORDER BY c.variable, c.position`, named{"survey": p.Number})
	for _, row := range rows {
		p.questionnaire.Categories = append(p.questionnaire.Categories, domain.Category{Variable: row.Variable, Code: row.Code, Label: both(row.LabelUK, row.LabelEN)})
	}
	slices.SortStableFunc(p.questionnaire.Categories, func(a, b domain.Category) int {
		return cmp.Compare(slices.Index(domain.Variables, a.Variable), slices.Index(domain.Variables, b.Variable))
	})
	return err
}

// fillPlaces reads which communities a survey is about: its own, or all of its region.
func (d *door) fillPlaces(p *surveyPlan) error {
	rows, err := fetch[struct {
		ID         int64
		Code       domain.KatottgCode
		NameUK     string
		NameEN     *string
		Population int
		Margins    string
	}](d, `SELECT c.id, c.code, c.name_uk, c.name_en, coalesce(n.population, 0) AS population, coalesce((
			SELECT json_agg(json_build_object('variable', m.variable, 'category', m.category, 'population', m.population))
			FROM survey_margins m WHERE m.survey_number = s.number AND m.community_id = c.id), '[]') AS margins
		FROM surveys s JOIN communities c ON c.region_id = s.region_id AND (s.community_id IS NULL OR c.id = s.community_id)
			LEFT JOIN survey_populations n ON n.survey_number = s.number AND n.community_id = c.id
		WHERE s.number = @survey ORDER BY c.name_uk, c.id`, named{"survey": p.Number})
	if err != nil {
		return err
	}
	for _, row := range rows {
		place := figures.Place{ID: row.ID, Code: row.Code, Population: row.Population, Margins: map[domain.Variable]map[string]int{}}
		var margins []struct {
			Variable   domain.Variable
			Category   string
			Population int
		}
		if err := json.Unmarshal([]byte(row.Margins), &margins); err != nil {
			return err
		}
		for _, m := range margins {
			if place.Margins[m.Variable] == nil {
				place.Margins[m.Variable] = map[string]int{}
			}
			place.Margins[m.Variable][m.Category] = m.Population
		}
		p.places = append(p.places, place)
		p.communities = append(p.communities, &FormCommunity{row.Code, row.NameUK, row.NameEN})
	}
	return nil
}
