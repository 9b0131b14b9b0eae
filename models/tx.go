package models

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"hromada/auth"
	"hromada/domain"
)

// Tx is a transaction for one action of one viewer. It is passed on as a value, never hidden in a
// context, so that nobody writes outside it by mistake.
type Tx struct {
	door
	conn            *sql.Conn // that the transaction is on
	writes, audited int
	accounts        []int64        // whose rights or sessions were changed
	figures         map[int64]bool // of which communities the published figures are to be made anew
}

// errDryRun rolls a transaction back without being a failure.
var errDryRun = errors.New("dry run")

// errUnaudited rolls back what was written without saying so in the audit log.
var errUnaudited = errors.New("a transaction wrote and audited nothing")

// InTx runs work in one transaction: all of it happens, or nothing. With dryRun the database checks
// everything and keeps nothing. Work is run again, whole, when PostgreSQL could not serialise it. What is refused to
// somebody with an account is audited.
func (s *Store) InTx(ctx context.Context, action auth.Action, dryRun bool, work func(*Tx) error) error {
	d, err := s.read(ctx, action)
	if err != nil {
		return s.refused(ctx, action, err)
	}
	err = s.once(d, dryRun, work)
	for try := 0; try < 3 && mayRetry(err); try++ {
		err = s.once(d, dryRun, work)
	}
	switch told, ok := domain.AsError(err); {
	case ok && told.Code == domain.CodeForbidden:
		return s.refused(ctx, action, err)
	case errors.Is(err, errDryRun):
		return nil
	case errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil: // the transaction ended with its context
		return ctx.Err()
	}
	return fault(err)
}

func (s *Store) once(d *door, dryRun bool, work func(*Tx) error) error {
	tx, committing := &Tx{door: *d}, false
	err := tx.begin(func(db *gorm.DB) error {
		tx.db = db
		err := work(tx)
		switch {
		case err != nil:
			return err
		case tx.writes > 0 && tx.audited == 0:
			return errUnaudited
		case dryRun:
			return errDryRun
		}
		if err := tx.refreshFigures(); err != nil {
			return err
		}
		committing = true
		return nil
	})
	if err == nil {
		for _, user := range tx.accounts {
			s.changed(user)
		}
	}
	if committing && tx.writes > 0 && isCut(err) {
		return domain.OutcomeUnknown(err)
	}
	return err
}

// exec runs one writing statement.
func (tx *Tx) exec(statement string, args named) error {
	_, err := tx.execCount(statement, args)
	return err
}

// execCount runs one writing statement and tells how many rows it wrote.
func (tx *Tx) execCount(statement string, args named) (int, error) {
	done := tx.db.Exec(statement, tx.scoped(statement, args).list()...)
	tx.writes += int(done.RowsAffected)
	return int(done.RowsAffected), done.Error
}

// writeOne runs a writing statement that returns exactly one row.
func writeOne[R any](tx *Tx, statement string, args named) (*R, error) {
	row, err := fetchOne[R](&tx.door, statement, args)
	tx.writes++
	return row, err
}
