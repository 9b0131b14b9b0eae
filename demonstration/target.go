package demonstration

import (
	"math"
	"strconv"
	"time"

	"hromada/domain"
)

// target is what tells of a goal or subgoal whether it is achieved, for a community of average size.
type target struct {
	Name      string
	Unit      string
	Direction domain.Direction // empty: higher is better
	Grows     bool             // its values grow with the community
	From      int              // of the year before the period
	Years     [3]int           // what is to be reached by the years of the period
}

// targets fits targets to the community, with what was reached in the years that were over a month before: more or less what was to be.
func (b *builder) targets(of []target, path string) []domain.OutlineTarget {
	var all []domain.OutlineTarget
	for _, t := range of {
		baseline := t.sized(t.From, b.Size)
		fitted := domain.OutlineTarget{Target: domain.Target{
			Name: t.Name, Unit: t.Unit, Direction: either(t.Direction, domain.HigherIsBetter),
			Baseline: &domain.TargetBaseline{Value: whole(baseline), Year: new(period.Start - 1)},
		}}
		last := baseline
		for i, planned := range t.Years {
			year, due := period.Start+i, t.sized(planned, b.Size)
			fitted.Values = append(fitted.Values, domain.TargetValue{Year: year, Value: whole(due)})
			if b.today.Before(domain.NewDate(year+1, time.February, 1)) {
				continue
			}
			last += (due - last) * (70 + draw(45, b.Slug, path, t.Name, strconv.Itoa(year))) / 100
			fitted.Actuals = append(fitted.Actuals, domain.TargetActual{Year: year, Value: new(whole(max(last, 0))), Said: true})
		}
		all = append(all, fitted)
	}
	return all
}

func (t target) sized(n int, size float64) int {
	if !t.Grows {
		return n
	}
	return int(math.Round(float64(n) * size))
}

func whole(n int) domain.Decimal { return domain.Decimal(strconv.Itoa(n)).Fixed() }
