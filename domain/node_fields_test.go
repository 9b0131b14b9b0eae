package domain_test

import (
	"maps"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

// fields are right ones, for tests to spoil.
func fields() domain.NodeFields {
	return domain.NodeFields{Title: "Ціль", Weight: 1}
}

func named(faults domain.Faults) string {
	names := make([]string, len(faults))
	for i, f := range faults {
		names[i] = string(f.Code) + " " + f.Field
	}
	return strings.ReplaceAll(strings.Join(names, ", "), "INVALID_INPUT ", "")
}

func TestWhatIsWrongWithFields(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("ї", n) }
	cost := func(year int, amount domain.Decimal) domain.PlannedCost {
		return domain.PlannedCost{Year: year, Source: domain.LocalFunds, Expense: domain.Capital, Amount: amount}
	}
	costs := func(n int) []domain.PlannedCost {
		all := make([]domain.PlannedCost, n)
		for i := range all {
			all[i] = cost(1991+i/2, "1")
			if i%2 == 1 {
				all[i].Expense = domain.Current
			}
		}
		return all
	}
	for want, cases := range map[string][]func(*domain.NodeFields){
		"": {
			func(*domain.NodeFields) {},
			func(f *domain.NodeFields) { f.Title, f.Code, f.Description = long(2000), long(40), long(20000) },
			func(f *domain.NodeFields) {
				f.Responsible, f.Customer, f.Executor, f.ExpectedResult = long(500), long(500), long(500), long(2000)
			},
			func(f *domain.NodeFields) { f.Weight = 1000 },
			func(f *domain.NodeFields) { f.Weight = 0.0001 },
			func(f *domain.NodeFields) { f.StartDate, f.DueDate = new(day(3)), new(day(3)) },
			func(f *domain.NodeFields) { f.Kind, f.Category = domain.Soft, "TRAINING" },
			func(f *domain.NodeFields) { f.PlannedCosts = []domain.PlannedCost{cost(1991, "0"), cost(2100, "0.00")} },
			func(f *domain.NodeFields) { f.PlannedCosts = costs(200) },
		},
		"title":       {func(f *domain.NodeFields) { f.Title = "" }, func(f *domain.NodeFields) { f.Title = long(2001) }},
		"code":        {func(f *domain.NodeFields) { f.Code = long(41) }},
		"description": {func(f *domain.NodeFields) { f.Description = long(20001) }},
		"weight": {
			func(f *domain.NodeFields) { f.Weight = 0 }, func(f *domain.NodeFields) { f.Weight = -1 }, func(f *domain.NodeFields) { f.Weight = math.NaN() },
			func(f *domain.NodeFields) { f.Weight = math.Inf(1) }, func(f *domain.NodeFields) { f.Weight = 1000.0001 },
			func(f *domain.NodeFields) { f.Weight = 0.00004 }, // it would be stored as nothing
		},
		"dueDate":             {func(f *domain.NodeFields) { f.StartDate, f.DueDate = new(day(4)), new(day(3)) }},
		"kind":                {func(f *domain.NodeFields) { f.Category = "TRAINING" }},
		"plannedCosts":        {func(f *domain.NodeFields) { f.PlannedCosts = costs(201) }},
		"plannedCosts.1.year": {func(f *domain.NodeFields) { f.PlannedCosts = []domain.PlannedCost{cost(2026, "1"), cost(1990, "1")} }},
		"plannedCosts.0.year": {func(f *domain.NodeFields) { f.PlannedCosts = []domain.PlannedCost{cost(2101, "1")} }},
		"plannedCosts.0.amount": {
			func(f *domain.NodeFields) { f.PlannedCosts = []domain.PlannedCost{cost(2026, "-0.01")} },
		},
		"plannedCosts.1": {func(f *domain.NodeFields) { f.PlannedCosts = []domain.PlannedCost{cost(2026, "1"), cost(2026, "2")} }},
		"title, responsible, weight, dueDate, kind, plannedCosts.0.year, plannedCosts.0.amount": {func(f *domain.NodeFields) {
			f.Title, f.Responsible, f.Weight, f.StartDate, f.DueDate, f.Category = "", long(501), 0, new(day(4)), new(day(3)), "POLICY"
			f.PlannedCosts = []domain.PlannedCost{cost(1, "-1")}
		}},
	} {
		for i, spoil := range cases {
			f := fields()
			spoil(&f)
			if got := named(f.Check(domain.ComponentLevel)); got != want {
				t.Errorf("%q, case %d: %q", want, i, got)
			}
		}
	}
}

func anyFields() *rapid.Generator[domain.NodeFields] {
	word := rapid.SampledFrom([]string{"", "Щось", "Інше"})
	return rapid.Custom(func(t *rapid.T) domain.NodeFields {
		f := domain.NodeFields{
			Code: word.Draw(t, "code"), Title: "Назва", Description: word.Draw(t, "description"), Responsible: word.Draw(t, "responsible"),
			Customer: word.Draw(t, "customer"), Weight: rapid.Float64Range(.0001, 1000).Draw(t, "weight"),
			Priority: rapid.SampledFrom([]domain.Priority{"", domain.High}).Draw(t, "priority"), Kind: rapid.SampledFrom([]domain.ComponentKind{"", domain.Soft}).Draw(t, "kind"),
		}
		if rapid.Bool().Draw(t, "dated") {
			f.StartDate = new(day(rapid.IntRange(1, 28).Draw(t, "start")))
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "costs") {
			f.PlannedCosts = append(f.PlannedCosts, domain.PlannedCost{
				Year: 2026 + i, Source: domain.LocalFunds, Expense: domain.Current,
				Amount: domain.Decimal(rapid.StringMatching(`\d{1,12}(\.\d{1,2})?`).Draw(t, "amount")),
			})
		}
		return f
	})
}

// TestStoredFieldsAreStoredAsTheyAre: writing what was read changes nothing.
func TestStoredFieldsAreStoredAsTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := anyFields().Draw(t, "fields").Stored()
		if again := once.Stored(); !reflect.DeepEqual(once, again) {
			t.Fatalf("%+v became %+v", once, again)
		}
		if len(once.Check(domain.ComponentLevel)) > 0 {
			t.Fatalf("%+v is refused: %v", once, once.Check(domain.ComponentLevel))
		}
	})
}

// TestDifferencesLeadFromOneToTheOther: taken from what was and added to what is, they give the other.
func TestDifferencesLeadFromOneToTheOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyFields().Draw(t, "before").Stored().Facts(), anyFields().Draw(t, "after").Stored().Facts()
		was, is := domain.Differences(before, after)
		led := maps.Clone(before)
		for name := range was {
			delete(led, name)
		}
		maps.Copy(led, is)
		if !reflect.DeepEqual(led, after) {
			t.Fatalf("%v with %v and %v is %v, not %v", before, was, is, led, after)
		}
		if was, is := domain.Differences(after, after); len(was)+len(is) > 0 {
			t.Fatalf("differs from itself by %v, %v", was, is)
		}
	})
}
