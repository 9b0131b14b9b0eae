package models

import (
	"context"

	"hromada/domain"
)

// MaxSurveyQuestions is how many questions a survey asks at the most.
const MaxSurveyQuestions = 200

// SurveyQuestion is a question in its place in a survey.
type SurveyQuestion struct {
	member[SurveyQuestion]
	SurveyNumber   int64
	QuestionNumber int64
	Position       int
	Required       bool
}

func (a *SurveyQuestion) survey() int64   { return a.SurveyNumber }
func (a *SurveyQuestion) question() int64 { return a.QuestionNumber }

// SurveyCategory is one value of a variable in a survey, such as an age band.
type SurveyCategory struct {
	SurveyNumber int64
	Variable     domain.Variable
	Code         string
	Position     int
	LabelUK      string
	LabelEN      *string
}

func (c *SurveyCategory) survey() int64 { return c.SurveyNumber }

// Label names the category in a language.
func (c *SurveyCategory) Label(lang domain.Language) string {
	return domain.Pick(lang, c.LabelUK, c.LabelEN)
}

// SurveyPopulation is how many people a survey is about in a community.
type SurveyPopulation struct {
	member[SurveyPopulation]
	SurveyNumber int64
	CommunityID  int64
	Population   int
}

func (p *SurveyPopulation) survey() int64    { return p.SurveyNumber }
func (p *SurveyPopulation) community() int64 { return p.CommunityID }
func (p *SurveyPopulation) place() place     { return place{p.CommunityID, p.SurveyNumber} }

// SurveyMargin is how many of them are of a category.
type SurveyMargin struct {
	SurveyNumber int64
	CommunityID  int64
	Variable     domain.Variable
	Category     string
	Population   int
}

func (m *SurveyMargin) place() place { return place{m.CommunityID, m.SurveyNumber} }

// designOf reads what hangs on the surveys v that this door shows.
func designOf[R any](ctx context.Context, s *Store, rows []*Survey, statement, order string, owner func(*R) int64) (map[*Survey][]*R, error) {
	d, err := s.readOwnView(ctx)
	if err != nil {
		return nil, err
	}
	found, err := fetch[R](d, statement+` WHERE v.number = ANY (CAST(@numbers AS bigint[])) AND `+d.seesSurvey()+` ORDER BY `+order,
		named{"numbers": numbers(keysOf(rows, (*Survey).number))})
	return toMany(rows, (*Survey).number, found, owner), err
}

// QuestionsOf gives the questions of surveys in the order in which they are asked.
func (s *Store) QuestionsOf(ctx context.Context, row *Survey) ([]*SurveyQuestion, error) {
	return share(ctx, row, "questions", nil, func(ctx context.Context, rows []*Survey) (map[*Survey][]*SurveyQuestion, error) {
		shares, err := designOf(ctx, s, rows, `SELECT a.survey_number, a.question_number, a.position, a.required
			FROM surveys v JOIN survey_questions a ON a.survey_number = v.number`, `a.survey_number, a.position`, (*SurveyQuestion).survey)
		return gathered(rows, shares), err
	})
}

// gathered makes the rows that hang on others siblings across all of them.
func gathered[P, R any, RP related[R]](parents []*P, shares map[*P][]*R) map[*P][]*R {
	all := []*R{}
	for _, parent := range parents {
		all = append(all, shares[parent]...)
	}
	gather[R, RP](all)
	return shares
}

// QuestionAsked gives the question itself.
func (s *Store) QuestionAsked(ctx context.Context, row *SurveyQuestion) (*Question, error) {
	return share(ctx, row, "question", nil, func(ctx context.Context, rows []*SurveyQuestion) (map[*SurveyQuestion]*Question, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := questionsByNumber(d, keysOf(rows, (*SurveyQuestion).question))
		return toOne(rows, (*SurveyQuestion).question, found, (*Question).number), err
	})
}

// CategoriesOf gives the categories of surveys, variable by variable, in their order.
func (s *Store) CategoriesOf(ctx context.Context, row *Survey) ([]*SurveyCategory, error) {
	return share(ctx, row, "categories", nil, func(ctx context.Context, rows []*Survey) (map[*Survey][]*SurveyCategory, error) {
		return designOf(ctx, s, rows, `SELECT k.survey_number, k.variable, k.code, k.position, k.label_uk, k.label_en
			FROM surveys v JOIN survey_categories k ON k.survey_number = v.number`, `k.survey_number, `+inVariables(`k.variable`)+`, k.position`,
			(*SurveyCategory).survey)
	})
}

// inVariables sorts variables as they are listed.
func inVariables(column string) string {
	return `array_position(ARRAY['SEX', 'AGE', 'SETTLEMENT'], ` + column + `)`
}

// PopulationsOf gives how many people surveys are about, community by community, by name.
func (s *Store) PopulationsOf(ctx context.Context, row *Survey) ([]*SurveyPopulation, error) {
	return share(ctx, row, "populations", nil, func(ctx context.Context, rows []*Survey) (map[*Survey][]*SurveyPopulation, error) {
		shares, err := designOf(ctx, s, rows, `SELECT p.survey_number, p.community_id, p.population
			FROM surveys v JOIN survey_populations p ON p.survey_number = v.number JOIN communities c ON c.id = p.community_id`,
			`p.survey_number, c.name_uk, c.id`, (*SurveyPopulation).survey)
		return gathered(rows, shares), err
	})
}

// CommunityOfPopulation gives the community that people live in.
func (s *Store) CommunityOfPopulation(ctx context.Context, row *SurveyPopulation) (*Community, error) {
	return share(ctx, row, "community", nil, func(ctx context.Context, rows []*SurveyPopulation) (map[*SurveyPopulation]*Community, error) {
		return communitiesOf(ctx, s, rows, (*SurveyPopulation).community)
	})
}

// MarginsOf gives how many people are of each category, in the order of the survey's categories.
func (s *Store) MarginsOf(ctx context.Context, row *SurveyPopulation) ([]*SurveyMargin, error) {
	return share(ctx, row, "margins", nil, func(ctx context.Context, rows []*SurveyPopulation) (map[*SurveyPopulation][]*SurveyMargin, error) {
		d, err := s.readOwnView(ctx)
		if err != nil {
			return nil, err
		}
		found, err := fetch[SurveyMargin](d, `SELECT m.survey_number, m.community_id, m.variable, m.category, m.population
			FROM `+unnestPlaces+` asked (community_id, number) JOIN surveys v ON v.number = asked.number
			JOIN survey_margins m ON m.survey_number = v.number AND m.community_id = asked.community_id
			JOIN survey_categories k ON k.survey_number = m.survey_number AND k.variable = m.variable AND k.code = m.category
			WHERE `+d.seesSurvey()+` ORDER BY m.survey_number, m.community_id, `+inVariables(`m.variable`)+`, k.position`,
			places(keysOf(rows, (*SurveyPopulation).place)))
		return toMany(rows, (*SurveyPopulation).place, found, (*SurveyMargin).place), err
	})
}
