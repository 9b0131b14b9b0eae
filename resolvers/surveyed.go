package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
	"hromada/domain/figures"
	"hromada/domain/statistics"
	"hromada/graph/model"
	"hromada/models"
)

// owner is whose a survey or question is to be.
func owner(region, community graphql.Omittable[*domain.KatottgCode]) models.Owner {
	return models.Owner{Region: region.Value(), Community: community.Value()}
}

func askedQuestions(in []*model.SurveyQuestionInput) []models.AskedQuestion {
	asked := make([]models.AskedQuestion, len(in))
	for i, q := range in {
		asked[i] = models.AskedQuestion{Question: q.QuestionID, Required: q.Required}
	}
	return asked
}

func categories(in model.SetSurveyCategoriesInput) []domain.Category {
	all := make([]domain.Category, len(in.Categories))
	for i, c := range in.Categories {
		all[i] = domain.Category{Variable: in.Variable, Code: c.Code, Label: domain.Text{UK: c.LabelUk}}
		if en := c.LabelEn.Value(); en != nil {
			all[i].Label.EN = *en
		}
	}
	return all
}

// population is how many people live somewhere; nil where that is not known any more.
func population(in model.SetSurveyPopulationInput) *domain.Population {
	total := in.Population.Value()
	if total == nil {
		return nil
	}
	return &domain.Population{Total: *total, Margins: values(in.Margins)}
}

// begun is the wave that follows another one.
func begun(done *models.Changed, previous domain.NodeID) *models.Survey {
	return waveWhere(done, func(id domain.NodeID) bool { return id != previous })
}

// followed is the wave that another one follows.
func followed(done *models.Changed, previous domain.NodeID) *models.Survey {
	return waveWhere(done, func(id domain.NodeID) bool { return id == previous })
}

func waveWhere(done *models.Changed, holds func(domain.NodeID) bool) *models.Survey {
	for _, node := range done.All() {
		if v, ok := node.(*models.Survey); ok && holds(v.NodeID()) {
			return v
		}
	}
	return nil
}

// groupLabel names a part of the respondents: modes as the schema names them, and categories as the survey does.
func groupLabel(g *models.FigureGroup, lang domain.Language) string {
	switch mode := g.Mode(); mode {
	case "":
		return g.Label(lang)
	case figures.OfflineCategory:
		return domain.Text{UK: "Усі, крім онлайн", EN: "All but online"}.In(lang)
	default:
		return labelOf("SurveyMode", mode, lang)
	}
}

// sampleSize is how many people to ask so that the share of which least is known, a half, has at most a margin of so many points.
func sampleSize(population int, points, level float64) (*int, error) {
	confidence, err := statistics.NewConfidence(level)
	if err != nil {
		return nil, err
	}
	size, err := statistics.SampleSize(int64(population), points/100, confidence, 0.5)
	if told, ok := domain.AsError(err); ok && told.Field == "margin" {
		return nil, domain.Invalid("marginPoints", "Більше ніж 0 і менше ніж 100.", "More than 0 and less than 100.")
	}
	return new(int(size)), err
}
