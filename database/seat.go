package database

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// A server's first start takes seconds; a command that meets it in the middle has this long patience.
const borrowPatience = 20 * time.Second

// seat is the outcome of asking for a data directory: the lock, or the address of the cluster of the server that
// holds it.
type seat struct {
	lock     *dirLock
	borrowed string
}

// candidate is a process on its way to a seat.
type candidate struct {
	ClusterOptions
	seat      seat
	toldOf    int       // the process the user was told we wait for
	metServer time.Time // since when we know that there is a server to borrow from
}

// takeSeat waits until this process may run the cluster, or may use the one that runs.
func takeSeat(ctx context.Context, o ClusterOptions) (seat, error) {
	c := &candidate{ClusterOptions: o}
	err := poll(ctx, 50*time.Millisecond, func() (bool, error) { return c.ask(ctx) })
	if err != nil {
		return seat{}, err
	}
	return c.seat, nil
}

func (c *candidate) ask(ctx context.Context) (bool, error) {
	lock, told, err := tryLock(ctx, c.DataDir, c.Purpose)
	switch {
	case err != nil:
		return false, err
	case lock != nil:
		c.seat = seat{lock: lock}
		return true, nil
	case told.Purpose != Server:
		c.tellOnce(told.PID, "another hromada command (process %d) to finish with %s")
		return false, nil
	case c.Purpose == Server:
		return false, &InUseError{Dir: c.DataDir, PID: told.PID, By: "hromada server"}
	default:
		return c.borrow(ctx, told)
	}
}

// borrow uses the server's cluster once it accepts connections.
func (c *candidate) borrow(ctx context.Context, told record) (bool, error) {
	if told.Ready {
		address := socketURL(told.Socket, databaseName)
		if err := ping(ctx, address); err == nil {
			c.seat = seat{borrowed: address}
			return true, nil
		}
	}
	if c.metServer.IsZero() {
		c.metServer = time.Now()
	}
	if waited := time.Since(c.metServer); waited > borrowPatience {
		return false, fmt.Errorf("the hromada server (process %d) that holds %s did not become ready within %s", told.PID, c.DataDir, borrowPatience)
	}
	c.tellOnce(told.PID, "the hromada server (process %d) that is starting in %s")
	return false, nil
}

// tellOnce tells the user whom we wait for, once for each process.
func (c *candidate) tellOnce(pid int, whom string) {
	if c.toldOf == pid {
		return
	}
	c.toldOf = pid
	c.Notice("waiting for " + fmt.Sprintf(whom, pid, c.DataDir))
}

// ping opens and closes one connection.
func ping(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}
