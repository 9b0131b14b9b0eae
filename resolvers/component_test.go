package resolvers_test

import (
	"testing"

	"hromada/domain"
)

func TestComponentTellsAllThatIsKnown(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.registry()
	s := outline(yakushynetska, domain.Digital, nil)
	goal := s.goal("Ціль")
	s.component(goal, "Мережа", coded("1.А"), made(domain.Hard), weighing(2.5), mattering(domain.High),
		dated(domain.NewDate(2026, 1, 1), domain.NewDate(2026, 12, 31)), reported(domain.InProgress, 33.33),
		costing("100.10", domain.LocalFunds), costing("0.20", domain.DonorFunds), func(n *domain.OutlineNode) {
			n.Description, n.Responsible, n.Category = "Опис", "Заступник голови", "NETWORK"
			n.ExpectedResult, n.Customer, n.Executor = "Мережа є", "Рада", "Підприємство"
			n.PlannedCosts = append(n.PlannedCosts, domain.PlannedCost{Year: 2025, Source: domain.LocalFunds, Expense: domain.Current, Amount: "99999999999.99"})
			n.Spending = []domain.Spending{
				{On: domain.NewDate(2026, 3, 1), Source: domain.LocalFunds, Amount: "1.10", Note: "Аванс"},
				{On: domain.NewDate(2026, 5, 1), Source: domain.DonorFunds, Amount: "2.25"},
				{On: domain.NewDate(2026, 3, 1), Source: domain.LocalFunds, Amount: "3"},
			}
			n.Evidence = []domain.Evidence{{URL: "https://example.org/я", Title: "Я"}, {URL: "http://example.org/a", Title: "А"}}
		})
	s.component(goal, "Невідомо що")
	a.tree(s.Outline)
	got := a.ask(`{ components { nodes { title code description position weight priority responsible startDate dueDate status
		progress { percent basis overridden reason asOf done reported of } onTrack kind category { code kind name en: name(lang: EN) }
		expectedResult customer executor plannedCosts { year fundSource expenseKind amount { amount currency } } plannedTotal { amount currency }
		spending { date fundSource amount { amount } note } spentTotal { amount } evidence { title url } goal { title } subgoal { title } } } }`, nil)
	want := `{"data":{"components":{"nodes":[{"title":"Мережа","code":"1.А","description":"Опис","position":1,"weight":2.5,"priority":"HIGH",` +
		`"responsible":"Заступник голови","startDate":"2026-01-01","dueDate":"2026-12-31","status":"IN_PROGRESS",` +
		`"progress":{"percent":33.33,"basis":"REPORTED","overridden":false,"reason":null,"asOf":"2026-11-20","done":0,"reported":1,"of":1},` +
		`"onTrack":"LATE","kind":"HARD","category":{"code":"NETWORK","kind":"HARD","name":"Мережі","en":"Network"},` +
		`"expectedResult":"Мережа є","customer":"Рада","executor":"Підприємство","plannedCosts":[` +
		`{"year":2025,"fundSource":"LOCAL","expenseKind":"CURRENT","amount":{"amount":"99999999999.99","currency":"UAH"}},` +
		`{"year":2026,"fundSource":"DONOR","expenseKind":"CAPITAL","amount":{"amount":"0.20","currency":"UAH"}},` +
		`{"year":2026,"fundSource":"LOCAL","expenseKind":"CAPITAL","amount":{"amount":"100.10","currency":"UAH"}}],` +
		`"plannedTotal":{"amount":"100000000100.29","currency":"UAH"},"spending":[` +
		`{"date":"2026-05-01","fundSource":"DONOR","amount":{"amount":"2.25"},"note":null},` +
		`{"date":"2026-03-01","fundSource":"LOCAL","amount":{"amount":"3.00"},"note":null},` +
		`{"date":"2026-03-01","fundSource":"LOCAL","amount":{"amount":"1.10"},"note":"Аванс"}],"spentTotal":{"amount":"6.35"},` +
		`"evidence":[{"title":"Я","url":"https://example.org/я"},{"title":"А","url":"http://example.org/a"}],` +
		`"goal":{"title":"Ціль"},"subgoal":null},` +
		`{"title":"Невідомо що","code":null,"description":null,"position":2,"weight":1,"priority":null,"responsible":null,"startDate":null,` +
		`"dueDate":null,"status":null,"progress":{"percent":null,"basis":"UNKNOWN","overridden":false,"reason":null,"asOf":"2026-11-20",` +
		`"done":0,"reported":0,"of":1},"onTrack":"UNDATED","kind":null,"category":null,"expectedResult":null,"customer":null,"executor":null,` +
		`"plannedCosts":[],"plannedTotal":null,"spending":[],"spentTotal":null,"evidence":[],"goal":{"title":"Ціль"},"subgoal":null}]}}}` + "\n"
	if got.Body != want {
		t.Errorf("got  %swant %s", got.Body, want)
	}
}

func TestCategoriesOfOneKindAndOfAll(t *testing.T) {
	t.Parallel()
	a := shared(t)
	type category struct {
		Code string
		Kind domain.ComponentKind
		Name string
		EN   string
	}
	of := func(argument string) []category {
		return get[[]category](a, "categories", `{ categories`+argument+` { code kind name en: name(lang: EN) } }`, nil)
	}
	all, soft, hard := of(""), of("(kind: SOFT)"), of("(kind: HARD)")
	if len(all) != 12 || len(soft) != 6 || len(hard) != 6 {
		t.Fatalf("%d, %d soft and %d hard", len(all), len(soft), len(hard))
	}
	for i, c := range append(soft, hard...) {
		if c != all[i] || c.Name == "" || c.EN == "" || c.Name == c.EN || (c.Kind == domain.Soft) != (i < 6) {
			t.Errorf("at %d: %+v and %+v", i, c, all[i])
		}
	}
}
