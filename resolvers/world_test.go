package resolvers_test

import (
	"context"
	"fmt"
	"testing"

	"hromada/domain"
	"hromada/models"
)

// Codes of places in the shared world.
const (
	vinnytskaOblast   domain.KatottgCode = "UA05000000000010236"
	khmelnytskaOblast domain.KatottgCode = "UA68000000000099709"
	yakushynetska     domain.KatottgCode = "UA05020310000080026" // with a demonstration tree and a strategy
	vinnytska         domain.KatottgCode = "UA05020030000031457" // with a strategy only
	ahronomichna      domain.KatottgCode = "UA05020010000053508" // without trees
)

// world is the demonstration with what it lacks beside it: a second region whose places are short of
// figures, names that are hard to find, and trees that nobody made up.
func world(tb testing.TB) *api {
	tb.Helper()
	a := demo(tb)
	a.write(func(tx *models.Tx) error {
		_, err := tx.WriteRegistry(secondRegion(), "digital-vinnychchyna", "test")
		return err
	})
	a.tree(strategy(vinnytska))
	a.tree(strategy(yakushynetska))
	a.tree(cancelledTree(hamlet(1)))
	a.tree(costedTree(hamlet(2), domain.OblastFunds)) // an earlier revision, which is not shown any more
	a.tree(costedTree(hamlet(2), domain.LocalFunds))
	a.exec(`ANALYZE`) // as autovacuum does in time
	return a
}

// exec runs a statement that no command of the product would.
func (a *api) exec(statement string, args ...any) {
	a.tb.Helper()
	if _, err := a.db.ExecContext(context.Background(), statement, args...); err != nil {
		a.tb.Fatal(err)
	}
}

// hamlet is the code of a community of the second region.
func hamlet(i int) domain.KatottgCode {
	return domain.KatottgCode(fmt.Sprintf("UA6802%03d0000012345", i))
}

// hamlets are the names of the second region's communities, in no order.
var hamlets = []string{
	"Знамʼянська", "Кам'янська", "П’ятихатська", "Ґанківська", "Єланецька", "Їжаківська", "Йосипівська",
	"Іванівська", "Іванівська", `100%_а\б`, "Гусятинська", "Старокостянтинівська",
}

func secondRegion() domain.Registry {
	district := domain.KatottgCode("UA68020000000034485")
	r := domain.Registry{
		Regions:   []domain.RegistryRegion{{Code: khmelnytskaOblast, NameUK: "Хмельницька", NameEN: new("Khmelnytska")}},
		Districts: []domain.RegistryDistrict{{Code: district, Region: khmelnytskaOblast, NameUK: "Кам’янець-Подільський"}},
	}
	for i, name := range hamlets {
		c := domain.RegistryCommunity{
			Code: hamlet(i), Region: khmelnytskaOblast, District: district, NameUK: name, Type: domain.Rural,
			AreaKm2: new(120.5 + float64(i/2)), Population: new(2000 + 100*(i/3)), PopulationOn: new(domain.NewDate(2022, 1, 1)),
			CentreNameUK: new("Центр"),
		}
		if i%4 == 0 {
			c.AreaKm2, c.NameEN = nil, new(domain.Transliterate(name))
		}
		if i%5 == 0 {
			c.Population, c.PopulationOn, c.CentreNameUK = nil, nil, nil
		}
		r.Communities = append(r.Communities, c)
	}
	return r
}

// sketch draws an outline node by node.
type sketch struct{ domain.Outline }

type stroke func(*domain.OutlineNode)

func outline(community domain.KatottgCode, kind domain.TreeKind, period *domain.Period) *sketch {
	return &sketch{domain.Outline{Community: community, Kind: kind, Period: period, State: domain.Adopted}}
}

// add gives the index of the new node, for its children to name.
func (s *sketch) add(level domain.Level, parent int, title string, strokes ...stroke) int {
	n := domain.OutlineNode{Level: level, Parent: parent, Title: title}
	for _, draw := range strokes {
		draw(&n)
	}
	s.Nodes = append(s.Nodes, n)
	return len(s.Nodes) - 1
}

func (s *sketch) goal(title string, strokes ...stroke) int {
	return s.add(domain.GoalLevel, -1, title, strokes...)
}

func (s *sketch) subgoal(parent int, title string, strokes ...stroke) int {
	return s.add(domain.SubgoalLevel, parent, title, strokes...)
}

func (s *sketch) component(parent int, title string, strokes ...stroke) int {
	return s.add(domain.ComponentLevel, parent, title, strokes...)
}

// reported says how a node stood a week before the tests take place.
func reported(status domain.Status, percent ...float64) stroke {
	return func(n *domain.OutlineNode) {
		r := domain.Report{AsOf: domain.NewDate(2026, 11, 13), Status: status}
		if len(percent) > 0 {
			r.Percent = &percent[0]
		}
		n.Reports = append(n.Reports, r)
	}
}

func made(of domain.ComponentKind) stroke { return func(n *domain.OutlineNode) { n.Kind = of } }

func mattering(p domain.Priority) stroke { return func(n *domain.OutlineNode) { n.Priority = p } }

func weighing(w float64) stroke { return func(n *domain.OutlineNode) { n.Weight = w } }

func coded(code string) stroke { return func(n *domain.OutlineNode) { n.Code = code } }

func costing(amount domain.Decimal, from domain.FundSource) stroke {
	return func(n *domain.OutlineNode) {
		n.PlannedCosts = append(n.PlannedCosts, domain.PlannedCost{Year: 2026, Source: from, Expense: domain.Capital, Amount: amount})
	}
}

// measured gives a target that starts from a value of 2025; years are such as "2026 50", with what was reached after that, if anything was.
func measured(name string, direction domain.Direction, baseline domain.Decimal, years ...string) stroke {
	t := domain.OutlineTarget{Target: domain.Target{
		Name: name, Unit: "%", Direction: direction, Baseline: &domain.TargetBaseline{Value: baseline, Year: new(2025)},
	}}
	for _, said := range years {
		var year int
		var target, actual domain.Decimal
		if n, _ := fmt.Sscan(said, &year, &target, &actual); n == 3 {
			t.Actuals = append(t.Actuals, domain.TargetActual{Year: year, Value: &actual, Said: true, Note: "Облік"})
		}
		t.Values = append(t.Values, domain.TargetValue{Year: year, Value: target})
	}
	return func(n *domain.OutlineNode) { n.Targets = append(n.Targets, t) }
}

func dated(start, due domain.Date) stroke {
	return func(n *domain.OutlineNode) { n.StartDate, n.DueDate = &start, &due }
}

// strategy is a published strategy: nothing classified, nothing reported, tasks right under a goal.
func strategy(of domain.KatottgCode) domain.Outline {
	s := outline(of, domain.DevelopmentStrategy, &domain.Period{Start: 2021, End: 2027})
	first := s.goal("Комфортна громада", coded("1"))
	s.component(first, "Висадити дерева в парку", coded("А.1"), mattering(domain.Medium))
	roads := s.subgoal(first, "Дороги без ям", coded("1.1"))
	s.component(roads, "Відремонтувати міст через річку", coded("1.1.1"))
	s.component(roads, "Позначити п'ять переходів", coded("1.1.1"))
	s.goal("Економіка")
	return s.Outline
}

// cancelledTree has components, of which none counts.
func cancelledTree(of domain.KatottgCode) domain.Outline {
	s := outline(of, domain.Digital, nil)
	first := s.goal("Скасована ціль", reported(domain.Cancelled))
	s.component(first, "Нездійснений захід", made(domain.Hard), costing("10.00", domain.StateFunds))
	under := s.subgoal(first, "Підціль скасованої цілі")
	s.component(under, "Захід скасованої цілі", made(domain.Hard), reported(domain.InProgress, 50))
	second := s.goal("Ціль із самими скасованими заходами")
	s.component(second, "Скасований захід", reported(domain.Cancelled), made(domain.Soft))
	return s.Outline
}

// costedTree has a planned cost for each component that counts.
func costedTree(of domain.KatottgCode, courses domain.FundSource) domain.Outline {
	s := outline(of, domain.Digital, &domain.Period{Start: 2026, End: 2028})
	first := s.goal("Ціль", reported(domain.Suspended, 30))
	under := s.subgoal(first, "Підціль")
	s.component(under, "Сервер", made(domain.Hard), costing("750.50", domain.DonorFunds), costing("49.50", domain.LocalFunds),
		reported(domain.Done), weighing(3), dated(domain.NewDate(2026, 1, 1), domain.NewDate(2026, 6, 1)))
	s.component(under, "Курси", made(domain.Soft), costing("200.00", courses), reported(domain.InProgress, 20))
	s.component(first, "Занедбаний сайт", made(domain.Hard), reported(domain.Cancelled))
	return s.Outline
}
