// Package input holds what clients write, where absent, null and a value mean three things.
package input

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// Node is what is said of a goal, subgoal or component that is added or changed.
type Node struct {
	ID       domain.NodeID
	Version  int
	Parent   domain.NodeID
	Position *int
	Called   string // the title of what is added

	Code           graphql.Omittable[*string]
	Title          graphql.Omittable[*string]
	Description    graphql.Omittable[*string]
	Priority       graphql.Omittable[*domain.Priority]
	Weight         graphql.Omittable[*float64]
	Responsible    graphql.Omittable[*string]
	StartDate      graphql.Omittable[*domain.Date]
	DueDate        graphql.Omittable[*domain.Date]
	Kind           graphql.Omittable[*domain.ComponentKind]
	Category       graphql.Omittable[*string]
	ExpectedResult graphql.Omittable[*string]
	Customer       graphql.Omittable[*string]
	Executor       graphql.Omittable[*string]
	PlannedCosts   graphql.Omittable[[]*domain.PlannedCost]
	Problems       graphql.Omittable[[]*domain.NodeID]
}

// Edit writes into the fields of a node what was said: what is absent stays, what is null is cleared.
func (n *Node) Edit(f *domain.NodeFields) {
	if n.Called != "" {
		f.Title = n.Called
	}
	say(&f.Code, n.Code)
	say(&f.Title, n.Title)
	say(&f.Description, n.Description)
	say(&f.Priority, n.Priority)
	say(&f.Responsible, n.Responsible)
	say(&f.Kind, n.Kind)
	say(&f.Category, n.Category)
	say(&f.ExpectedResult, n.ExpectedResult)
	say(&f.Customer, n.Customer)
	say(&f.Executor, n.Executor)
	if value, said := n.StartDate.ValueOK(); said {
		f.StartDate = value
	}
	if value, said := n.DueDate.ValueOK(); said {
		f.DueDate = value
	}
	if value, said := n.Weight.ValueOK(); said {
		f.Weight = 1
		if value != nil {
			f.Weight = *value
		}
	}
	if problems, said := n.Problems.ValueOK(); said {
		f.Problems = nil
		for _, id := range problems {
			f.Problems = append(f.Problems, *id)
		}
	}
	if costs, said := n.PlannedCosts.ValueOK(); said {
		f.PlannedCosts = nil
		for _, c := range costs {
			f.PlannedCosts = append(f.PlannedCosts, *c)
		}
	}
}

// say sets a value to what was said: to nothing where that is null.
func say[T any](value *T, said graphql.Omittable[*T]) {
	told, ok := said.ValueOK()
	switch {
	case !ok:
	case told == nil:
		*value = *new(T)
	default:
		*value = *told
	}
}

// Report is what is said of a report of progress that is corrected.
type Report struct {
	ID             domain.NodeID
	Percent        graphql.Omittable[*float64]
	Status         graphql.Omittable[*domain.Status]
	AsOf           graphql.Omittable[*domain.Date]
	OverrideReason graphql.Omittable[*string]
	Note           graphql.Omittable[*string]
}

// Edit writes into a report what was said of it. A number that is told anew without a status tells the status anew, too.
func (r *Report) Edit(e *domain.ProgressEntry) {
	if percent, said := r.Percent.ValueOK(); said {
		e.Percent = percent
		if percent != nil && !r.Status.IsSet() {
			e.Status = ""
		}
	}
	if status, said := r.Status.ValueOK(); said {
		e.Status = ""
		if status != nil {
			e.Status = *status
		}
		if !r.Percent.IsSet() {
			e.Percent = nil
		}
	}
	if day, said := r.AsOf.ValueOK(); said && day != nil {
		e.AsOf = *day
	}
	say(&e.Override, r.OverrideReason)
	say(&e.Note, r.Note)
}
