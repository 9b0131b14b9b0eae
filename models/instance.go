package models

import (
	"context"

	"hromada/auth"
	"hromada/domain"
)

// Instance tells what kind of installation this is.
type Instance struct {
	Demonstration bool
	Today         domain.Date `gorm:"-"`
}

// Instance reads what kind of installation this is.
func (s *Store) Instance(ctx context.Context) (*Instance, error) {
	d, err := s.read(ctx, auth.ReadRegistry)
	if err != nil {
		return nil, err
	}
	row, err := fetchOne[Instance](d, `SELECT i.demonstration FROM instance i`, named{})
	if err != nil {
		return nil, err
	}
	row.Today = d.today
	return row, nil
}
