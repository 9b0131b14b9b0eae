package models

import (
	"slices"

	"hromada/domain"
	"hromada/domain/comparison"
)

// goalMetrics are what goal trees say of a community: of its current tree, as it is published.
var goalMetrics = []Metric{
	metricOf("goals.progress", domain.GoalMetrics, domain.PercentUnit, comparison.HigherIsBetter, "Поступ дерева цілей", "Progress of the goal tree",
		"Зважене середнє поступу цілей чинного оприлюдненого дерева; скасоване не рахується.",
		"The weighted mean of the progress of the goals of the current published tree; what is cancelled does not count."),
	metricOf("goals.count", domain.GoalMetrics, domain.CountUnit, comparison.Neutral, "Кількість цілей", "Number of goals",
		"Цілі чинного оприлюдненого дерева, крім скасованих.", "The goals of the current published tree but the cancelled ones."),
	metricOf("goals.done_share", domain.GoalMetrics, domain.PercentUnit, comparison.HigherIsBetter, "Частка виконаного", "Share of what is done",
		"Виконані найнижчі вузли дерева від усіх найнижчих; скасовані не рахуються.",
		"The lowest nodes of the tree that are done, of all the lowest; cancelled ones do not count."),
	metricOf("goals.reported_share", domain.GoalMetrics, domain.PercentUnit, comparison.HigherIsBetter, "Частка відзвітованого", "Share of what is reported on",
		"Найнижчі вузли дерева, про які є дані, від усіх найнижчих.", "The lowest nodes of the tree with a figure, of all the lowest."),
	metricOf("goals.late_share", domain.GoalMetrics, domain.PercentUnit, comparison.LowerIsBetter, "Частка цілей із запізненням", "Share of late goals",
		"Цілі, що відстають більш ніж на 25 пунктів або завершені пізніше за строк, від цілей зі строками, про які є дані.",
		"Goals that lag by more than 25 points or were finished after they were due, of the goals with dates and a figure."),
	metricOf("components.count", domain.GoalMetrics, domain.CountUnit, comparison.Neutral, "Кількість компонентів", "Number of components",
		"Компоненти чинного оприлюдненого дерева, крім скасованих.", "The components of the current published tree but the cancelled ones."),
	metricOf("components.hard_share", domain.GoalMetrics, domain.PercentUnit, comparison.Neutral, "Частка твердих компонентів", "Share of hard components",
		"За запланованою вартістю, а де вартість відома не всюди, за кількістю.", "By planned cost, and by number where not all costs are known."),
	metricOf("costs.planned_per_resident", domain.CostMetrics, domain.PerResidentUnit, comparison.Neutral, "Заплановано на мешканця", "Planned per resident",
		"Заплановані витрати на компоненти, крім скасованих, поділені на населення громади.",
		"The planned costs of components but the cancelled ones, over the community's population."),
	metricOf("costs.spent_per_resident", domain.CostMetrics, domain.PerResidentUnit, comparison.Neutral, "Витрачено на мешканця", "Spent per resident",
		"Усі платежі за компоненти чинного дерева, поділені на населення громади.",
		"All payments for components of the current tree, over the community's population."),
}

// structural are the metrics of a tree's structure. What it was on a day that is over nobody can say from reports of progress.
var structural = []string{"goals.count", "components.count", "components.hard_share", "costs.planned_per_resident"}

// journalled are the codes of the other ones of some metrics, which the journal of reports and payments tells of any day.
func journalled(metrics []Metric) []string {
	codes := []string{}
	for i := range metrics {
		if !slices.Contains(structural, metrics[i].Code) {
			codes = append(codes, metrics[i].Code)
		}
	}
	return codes
}

func metricOf(
	code string, source domain.MetricSource, unit domain.MetricUnit, direction comparison.Direction, nameUK, nameEN, methodUK, methodEN string,
) Metric {
	return Metric{
		Code: code, Source: source, Unit: unit, Direction: direction,
		NameUK: nameUK, NameEN: &nameEN, MethodUK: methodUK, MethodEN: methodEN,
	}
}

// goalFigures are what the figures of one community's goals are made of.
type goalFigures struct {
	CommunityID                    int64
	Population                     *int
	Percent                        *float64
	Done, Reported, Leaves         int
	Goals, Judged, Late, Spendings int
	Spent                          float64
	Hard, Classified, Components   int
	Costed                         int
	HardCost, Cost                 float64
}

// goalFigures reads them for communities c that a condition holds for, as of a day: in as many statements for one as for all.
func (d *door) goalFigures(day domain.Date, communities string, args named) ([]*goalFigures, error) {
	args["year"], args["day"] = day.Year(), day
	trees := d.currentTrees(communities)
	return fetch[goalFigures](d, d.rollUp(d.stateOn(day, args), trees, `TRUE`)+`, judged AS (
			SELECT r.community_id, count(*) FILTER (WHERE r.status IS DISTINCT FROM 'CANCELLED') AS goals,
				count(*) FILTER (WHERE r.track IN ('ON_TRACK', 'AT_RISK', 'LATE', 'LATE_DONE')) AS judged,
				count(*) FILTER (WHERE r.track IN ('LATE', 'LATE_DONE')) AS late
			FROM (SELECT r.*, `+trackOf+` AS track FROM goal_progress r) r GROUP BY r.community_id
		), hardness AS (
			SELECT p.community_id, `+hardSums+d.placementsFrom(trees)+parentJoin+hardJoins+` WHERE `+hardCondition+` GROUP BY p.community_id
		), paid AS (
			SELECT o.community_id, count(*) AS spendings, sum(e.amount) AS spent FROM own o
			JOIN spending_entries e ON e.community_id = o.community_id AND e.node_number = o.node_number AND e.spent_on <= CAST(@day AS date)
				AND `+standing("e")+`
			GROUP BY o.community_id
		)
		SELECT x.community_id, c.population, x.percent, x.done, x.reported, x.leaves,
			coalesce(j.goals, 0) AS goals, coalesce(j.judged, 0) AS judged, coalesce(j.late, 0) AS late,
			coalesce(b.spendings, 0) AS spendings, CAST(coalesce(b.spent, 0) AS float8) AS spent,
			coalesce(h.hard, 0) AS hard, coalesce(h.classified, 0) AS classified, coalesce(h.components, 0) AS components,
			coalesce(h.costed, 0) AS costed, CAST(coalesce(h.hard_cost, 0) AS float8) AS hard_cost, CAST(coalesce(h.cost, 0) AS float8) AS cost
		FROM tree_progress x JOIN communities c ON c.id = x.community_id
		LEFT JOIN judged j ON j.community_id = x.community_id
		LEFT JOIN hardness h ON h.community_id = x.community_id
		LEFT JOIN paid b ON b.community_id = x.community_id`, args)
}

func (d *door) goalValues(day domain.Date, communities string, args named) ([]*metricValue, error) {
	found, err := d.goalFigures(day, communities, args)
	values := []*metricValue{}
	for _, g := range found {
		values = append(values, g.values(day, d.today)...)
	}
	return values, err
}

// values are the figures of goal metrics as of a day, of those of the structure today's alone. What is not known is not collected; what is a share of nothing does not apply.
func (g *goalFigures) values(day, today domain.Date) []*metricValue {
	hardShare, _ := domain.HardShare(domain.HardSums{
		Hard: g.Hard, Classified: g.Classified, Components: g.Components, Costed: g.Costed, HardCost: g.HardCost, Cost: g.Cost,
	})
	of := map[string]*float64{
		"goals.progress":             g.Percent,
		"goals.count":                new(float64(g.Goals)),
		"goals.done_share":           sharePercent(g.Done, g.Leaves),
		"goals.reported_share":       sharePercent(g.Reported, g.Leaves),
		"goals.late_share":           sharePercent(g.Late, g.Judged),
		"components.count":           new(float64(g.Components)),
		"components.hard_share":      hardShare,
		"costs.planned_per_resident": g.perResident(g.Cost, g.Costed),
		"costs.spent_per_resident":   g.perResident(g.Spent, g.Spendings),
	}
	values := make([]*metricValue, 0, len(goalMetrics))
	for _, m := range goalMetrics {
		if day.Before(today) && slices.Contains(structural, m.Code) {
			continue
		}
		v := &metricValue{Metric: m.Code, Community: g.CommunityID, Period: domain.MonthOf(day).Number, Value: of[m.Code], AsOf: day}
		if v.Value == nil {
			v.Missing = new(g.lack(m.Code))
		}
		values = append(values, v)
	}
	return values
}

// lack is why there is no value of a metric: it would be of nothing, or nobody knows what it would be of.
func (g *goalFigures) lack(code string) comparison.Missing {
	nothing := false
	switch code {
	case "goals.progress", "goals.done_share", "goals.reported_share":
		nothing = g.Leaves == 0
	case "goals.late_share":
		nothing = g.Goals == 0 || g.Reported > 0 && g.Judged == 0
	case "components.hard_share":
		nothing = g.Components == 0
	case "costs.planned_per_resident", "costs.spent_per_resident":
		nothing = g.Population != nil && *g.Population == 0
	}
	if nothing {
		return comparison.NotApplicable
	}
	return comparison.NotCollected
}

func (g *goalFigures) perResident(sum float64, known int) *float64 {
	if known == 0 || g.Population == nil || *g.Population == 0 {
		return nil
	}
	return new(sum / float64(*g.Population))
}

func sharePercent(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	return new(100 * float64(part) / float64(whole))
}
