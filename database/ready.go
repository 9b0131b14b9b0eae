package database

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// startPatience is how long PostgreSQL may give no sign of life. While it answers that it is recovering from a crash
// the clock stands still: to kill a long recovery would only mean to begin it again.
const startPatience = 30 * time.Second

// notYet is the SQLSTATE of a connection refused because the server is starting up, recovering or shutting down.
const notYet = "57P03"

// waiter waits for a PostgreSQL that has just been started.
type waiter struct {
	*site
	process *postmaster
	socket  string
	alive   time.Time // the last sign of life
	last    error     // why it does not accept connections
}

// awaitReady returns when connections are accepted and our database is there.
func (s *site) awaitReady(ctx context.Context, p *postmaster, socket string) error {
	w := &waiter{site: s, process: p, socket: socket, alive: time.Now()}
	return poll(ctx, 20*time.Millisecond, func() (bool, error) { return w.look(ctx) })
}

func (w *waiter) look(ctx context.Context) (bool, error) {
	select {
	case <-w.process.exited:
		return false, w.process.failure()
	default:
	}
	if w.last = ping(ctx, socketURL(w.socket, maintenance)); w.last != nil {
		return false, w.consider()
	}
	return true, ensureDatabase(ctx, w.socket)
}

// consider decides whether a refused connection is a reason to give up.
func (w *waiter) consider() error {
	var refused *pgconn.PgError
	if errors.As(w.last, &refused) && refused.Code == notYet {
		w.alive = time.Now()
	}
	if time.Since(w.alive) > startPatience {
		return fmt.Errorf("PostgreSQL accepts no connections after %s: %w\n%s", startPatience, w.last, logTail(w.process.logPath, w.process.logBegin))
	}
	return nil
}

// ensureDatabase makes our database in a cluster that is new, or whose first start was interrupted.
func ensureDatabase(ctx context.Context, socket string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("create the database: %w", err)
		}
	}()
	conn, err := pgx.Connect(ctx, socketURL(socket, maintenance))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", databaseName).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+databaseName)
	return err
}
