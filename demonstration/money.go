package demonstration

import (
	"fmt"
	"slices"
	"strconv"

	"hromada/domain"
)

// Amounts up to this many hryvnias are paid at the end, and planned for one year unless the work is long.
const smallAmount = 60_000

// plannedCosts fits a component's average costs to the community and divides them among the years
// it is worked on, by days.
func (c community) plannedCosts(of component, s span, path string) []domain.PlannedCost {
	if c.WithoutCosts {
		return nil
	}
	var planned []domain.PlannedCost
	for _, one := range of.Costs {
		percent := 92 + draw(17, c.Slug, path, string(one.Source), "cost")
		total := int(float64(one.Thousands*percent)*c.Size) / 10 * 100
		for i, amount := range s.divide(total) {
			if amount > 0 {
				planned = append(planned, domain.PlannedCost{
					Year: period.Start + i, Source: one.Source,
					Expense: one.Expense, Amount: domain.Decimal(strconv.Itoa(amount)),
				})
			}
		}
	}
	return planned
}

// Work of more days than this costs something every year.
const longWork = 400

// divide splits hryvnias among the years of the period; years that hold less than a month get none.
func (s span) divide(total int) (parts [3]int) {
	var days [3]int
	whole, last := 0, s.start.Year()-period.Start
	for i := range days {
		if d := s.daysIn(period.Start + i); d >= 30 && (total > smallAmount || s.days() > longWork) {
			days[i], last = d, i
			whole += d
		}
	}
	rest := total
	for i := range last {
		if days[i] > 0 {
			parts[i] = total * days[i] / whole / 100 * 100
			rest -= parts[i]
		}
	}
	parts[last] = rest
	return parts
}

// stages are the shares of the money due once so much of the work is done, in percent.
var stages = []struct {
	done float64
	paid int
}{{35, 30}, {70, 70}, {100, 100}}

// spending pays for the work that reports tell of, source by source: a little less than was planned,
// since tenders save, and a few days before each report.
func (c community) spending(planned []domain.PlannedCost, reports []domain.Report, since domain.Date, words notes, path string) []domain.Spending {
	var entries []domain.Spending
	var order []domain.FundSource
	totals := map[domain.FundSource]int{}
	for _, p := range planned {
		amount, err := strconv.Atoi(string(p.Amount))
		if err != nil {
			panic(err)
		}
		if totals[p.Source] == 0 {
			order = append(order, p.Source)
		}
		totals[p.Source] += amount
	}
	for _, source := range order {
		saved := 92 + draw(8, c.Slug, path, string(source), "saved")
		purse := purse{source: source, kopecks: totals[source]*saved + draw(100, c.Slug, path, string(source), "kopecks")}
		entries = append(entries, purse.pay(reports, since, words, c.Slug+path)...)
	}
	slices.SortStableFunc(entries, func(a, b domain.Spending) int { return b.On.DaysUntil(a.On) })
	return entries
}

// purse is what one source really gives for one component.
type purse struct {
	source  domain.FundSource
	kopecks int
}

func (p purse) pay(reports []domain.Report, since domain.Date, words notes, seed string) []domain.Spending {
	var entries []domain.Spending
	paid := 0
	for i, r := range reports {
		due := p.due(r)
		if due <= paid {
			continue
		}
		on := r.AsOf.AddDays(-1 - draw(9, seed, string(p.source), strconv.Itoa(i)))
		if on.Before(since) {
			on = since
		}
		entries = append(entries, domain.Spending{On: on, Source: p.source, Amount: hryvnias(due - paid), Note: words.payment(r, paid)})
		paid = due
	}
	return entries
}

// due is how much is payable as of a report, in kopecks. Advances are in whole hryvnias.
func (p purse) due(r domain.Report) int {
	due := 0
	for _, s := range stages {
		if r.Percent != nil && *r.Percent >= s.done && (p.kopecks > smallAmount*100 || s.paid == 100) {
			due = p.kopecks * s.paid / 100
			if s.paid < 100 {
				due = due / 100 * 100
			}
		}
	}
	return due
}

func (n notes) payment(r domain.Report, paid int) string {
	switch {
	case r.Status == domain.Done:
		return n.Payments.Final
	case paid == 0:
		return n.Payments.First
	}
	return n.Payments.Stage
}

func hryvnias(kopecks int) domain.Decimal {
	return domain.Decimal(fmt.Sprintf("%d.%02d", kopecks/100, kopecks%100))
}
