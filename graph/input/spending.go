package input

import (
	"github.com/99designs/gqlgen/graphql"

	"hromada/domain"
)

// Spending is what is said of a payment that is corrected.
type Spending struct {
	ID         domain.NodeID
	Reason     string
	Date       graphql.Omittable[*domain.Date]
	FundSource graphql.Omittable[*domain.FundSource]
	Amount     graphql.Omittable[*domain.Decimal]
	Note       graphql.Omittable[*string]
}

// Edit writes into a payment what was said of it. Only the note can be cleared.
func (s *Spending) Edit(e *domain.Spending) {
	if day := s.Date.Value(); day != nil {
		e.On = *day
	}
	if source := s.FundSource.Value(); source != nil {
		e.Source = *source
	}
	if amount := s.Amount.Value(); amount != nil {
		e.Amount = *amount
	}
	say(&e.Note, s.Note)
}
