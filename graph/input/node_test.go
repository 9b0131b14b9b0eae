package input_test

import (
	"reflect"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
	"hromada/graph/input"
)

func full() domain.NodeFields {
	return domain.NodeFields{
		Code: "1", Title: "Назва", Description: "Опис", Priority: domain.High, Weight: 2, Responsible: "Рада", StartDate: new(domain.NewDate(2026, 1, 1)),
		DueDate: new(domain.NewDate(2026, 2, 1)), Kind: domain.Soft, Category: "TRAINING", ExpectedResult: "Результат", Customer: "Замовник", Executor: "Виконавець",
		PlannedCosts: []domain.PlannedCost{{Year: 2026, Source: domain.LocalFunds, Expense: domain.Current, Amount: "1"}},
		Problems:     []domain.NodeID{{Type: "Problem", Number: 1}},
	}
}

// omittables are the fields of an input that may be absent.
func omittables(of any) []reflect.Value {
	found, all := []reflect.Value{}, reflect.ValueOf(of).Elem()
	for i := range all.NumField() {
		if _, may := all.Field(i).Interface().(interface{ IsSet() bool }); may {
			found = append(found, all.Field(i))
		}
	}
	return found
}

// null says of a field that it is null.
func null(field reflect.Value) {
	said := reflect.New(field.Type()).Elem()
	switch field.Interface().(type) {
	case graphql.Omittable[*string]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[*string](nil)))
	case graphql.Omittable[*float64]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[*float64](nil)))
	case graphql.Omittable[*domain.Priority]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[*domain.Priority](nil)))
	case graphql.Omittable[*domain.ComponentKind]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[*domain.ComponentKind](nil)))
	case graphql.Omittable[*domain.Date]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[*domain.Date](nil)))
	case graphql.Omittable[*domain.Status]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[*domain.Status](nil)))
	case graphql.Omittable[[]*domain.NodeID]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[[]*domain.NodeID](nil)))
	case graphql.Omittable[[]*domain.PlannedCost]:
		said.Set(reflect.ValueOf(graphql.OmittableOf[[]*domain.PlannedCost](nil)))
	}
	field.Set(said)
}

// TestNullClearsWhatItNames and nothing else; of what is absent everything stays.
func TestNullClearsWhatItNames(t *testing.T) {
	t.Parallel()
	absent := &input.Node{}
	left := full()
	if absent.Edit(&left); !reflect.DeepEqual(left, full()) {
		t.Errorf("nothing was said, and it is %+v", left)
	}
	fields := reflect.ValueOf(absent).Elem()
	tried := 0
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		if _, may := fields.Field(i).Interface().(interface{ IsSet() bool }); !may {
			continue
		}
		tried++
		said, cleared, want := &input.Node{}, full(), full()
		null(reflect.ValueOf(said).Elem().Field(i))
		said.Edit(&cleared)
		if name == "Weight" {
			want.Weight = 1
		} else {
			reflect.ValueOf(&want).Elem().FieldByName(name).SetZero()
		}
		if !reflect.DeepEqual(cleared, want) {
			t.Errorf("%s is null: %+v, want %+v", name, cleared, want)
		}
	}
	if tried != len(omittables(absent)) || tried != 15 {
		t.Errorf("%d fields were tried", tried)
	}
}

// TestCorrectionsOfReports: what is absent stays, but a number and a status told alone tell the other anew.
func TestCorrectionsOfReports(t *testing.T) {
	t.Parallel()
	was := func() domain.ProgressEntry {
		return domain.ProgressEntry{AsOf: domain.NewDate(2026, 1, 1), Status: domain.Suspended, Percent: new(40.0), Override: "Рада", Note: "Так"}
	}
	for why, c := range map[string]struct {
		said input.Report
		want func(*domain.ProgressEntry)
	}{
		"nothing":               {input.Report{}, func(*domain.ProgressEntry) {}},
		"a number":              {input.Report{Percent: graphql.OmittableOf(new(50.0))}, func(e *domain.ProgressEntry) { e.Percent, e.Status = new(50.0), "" }},
		"no number":             {input.Report{Percent: graphql.OmittableOf[*float64](nil)}, func(e *domain.ProgressEntry) { e.Percent = nil }},
		"a status":              {input.Report{Status: graphql.OmittableOf(new(domain.Done))}, func(e *domain.ProgressEntry) { e.Percent, e.Status = nil, domain.Done }},
		"no status":             {input.Report{Status: graphql.OmittableOf[*domain.Status](nil)}, func(e *domain.ProgressEntry) { e.Percent, e.Status = nil, "" }},
		"both":                  {input.Report{Percent: graphql.OmittableOf(new(60.0)), Status: graphql.OmittableOf(new(domain.InProgress))}, func(e *domain.ProgressEntry) { e.Percent, e.Status = new(60.0), domain.InProgress }},
		"a day":                 {input.Report{AsOf: graphql.OmittableOf(new(domain.NewDate(2026, 2, 2)))}, func(e *domain.ProgressEntry) { e.AsOf = domain.NewDate(2026, 2, 2) }},
		"no day, which is none": {input.Report{AsOf: graphql.OmittableOf[*domain.Date](nil)}, func(*domain.ProgressEntry) {}},
		"neither words":         {input.Report{OverrideReason: graphql.OmittableOf[*string](nil), Note: graphql.OmittableOf[*string](nil)}, func(e *domain.ProgressEntry) { e.Override, e.Note = "", "" }},
	} {
		got, want := was(), was()
		c.said.Edit(&got)
		c.want(&want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", why, got, want)
		}
	}
}
