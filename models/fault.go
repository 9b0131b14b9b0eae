package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"hromada/domain"
)

// fault turns what the driver says into what the product says. What it does not know stays as it is
// and is shown as INTERNAL.
func fault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded), isDown(err):
		return domain.Unavailable(err)
	}
	if told, known := broken[constraint(err)]; known {
		return told().Because(err)
	}
	return err
}

// broken are the rules that only the database can hold, by the names of its constraints, and what is told of an input that breaks one.
var broken = map[string]func() *domain.Error{
	"users_email_key":         emailTaken,
	"goal_trees_one_a_period": errTreeThere,
	"questions_code_key": func() *domain.Error {
		return domain.Conflict("code", "Запитання з таким кодом уже є.", "There is a question with this code.")
	},
	"placements_category_code_kind_fkey": func() *domain.Error {
		return domain.Invalid("category", "Немає такої категорії цього виду.", "There is no such category of this kind.")
	},
}

// constraint is the name of what a row would have broken; empty where none was.
func constraint(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.ConstraintName
	}
	return ""
}

// errClosed is what a closed pool says, as ours is when the server is ending. database/sql has the value
// and no name for it.
var errClosed = func() error {
	pool := sql.OpenDB(nil)
	_ = pool.Close()
	return pool.PingContext(context.Background())
}()

// isDown tells whether the database cannot be reached or is shutting down or overloaded.
func isDown(err error) bool {
	var refused *pgconn.ConnectError
	var broken net.Error
	if errors.As(err, &refused) || errors.As(err, &broken) {
		return true
	}
	for _, lost := range []error{driver.ErrBadConn, errClosed, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, lost) {
			return true
		}
	}
	switch class(err) {
	case "08", "53", "57": // connection, resources, operator intervention
		return !errors.Is(err, context.Canceled)
	}
	return false
}

// isCut tells whether an error came from the connection or the clock, and not from PostgreSQL's own answer: what was asked of it may
// have happened.
func isCut(err error) bool {
	var answered *pgconn.PgError
	return err != nil && !errors.As(err, &answered) && !errors.Is(err, sql.ErrTxDone)
}

// mayRetry tells a transaction that lost to a concurrent one from one that is wrong.
func mayRetry(err error) bool {
	code := state(err)
	return code == "40001" || code == "40P01"
}

func class(err error) string {
	if code := state(err); len(code) == 5 {
		return code[:2]
	}
	return ""
}

func state(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}
