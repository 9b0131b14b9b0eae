// Package database opens PostgreSQL: the server somebody names, or an embedded one, which is a private cluster in the
// data directory that runs as our child process. It also holds the pool's settings and runs the migrations.
package database

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Purpose says why a process wants the data directory, and so who gives way to whom.
type Purpose string

const (
	// Server runs until it is told to stop. There is one per data directory; it waits for a Command to end.
	Server Purpose = "server"
	// Command runs for a moment. It uses the cluster of a running Server, and waits for another Command to end.
	Command Purpose = "command"
)

// ClusterOptions says where the embedded PostgreSQL lives and for whom it runs.
type ClusterOptions struct {
	// DataDir holds the cluster and all that belongs to it; it is made (for the owner alone) if missing.
	DataDir string
	// TempDir is where the folder of the private socket is made. Empty, or of no use for a socket (too long a path, or
	// closed to the user PostgreSQL runs as): the system's.
	TempDir string
	Purpose Purpose
	// Fast gives up durability for speed: after a crash the cluster may be beyond repair. For tests only.
	Fast bool
	Log  *slog.Logger
	// Notice is told, in a sentence for a person, what a start that takes long is waiting for.
	Notice func(string)
}

// Cluster is a running embedded PostgreSQL: our own, or one borrowed from the server that holds the data directory.
type Cluster struct {
	url      string
	died     chan struct{}
	stopping atomic.Bool
	stopOnce sync.Once
	stopErr  error
	own      *ownership
}

// ownership is what only the process that started the cluster has.
type ownership struct {
	process *postmaster
	lock    *dirLock
	log     *slog.Logger
}

// StartCluster gives a PostgreSQL that accepts connections and holds the database `hromada`. A first start creates the
// cluster, which takes seconds. Waiting for other processes is without limit for a Command that has yet to end, and
// bounded by 20 s for a server that has yet to become ready; ctx ends every wait.
//
// It fails with *InUseError when another Server holds the data directory, with *MissingError when PostgreSQL is not
// installed in the version needed, and with *TooOldError when the cluster was made by PostgreSQL before 15.
func StartCluster(ctx context.Context, o ClusterOptions) (*Cluster, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	seat, err := takeSeat(ctx, o)
	if err != nil {
		return nil, err
	}
	if seat.lock == nil {
		return &Cluster{url: seat.borrowed, died: make(chan struct{})}, nil
	}
	c, err := launch(ctx, o, seat.lock)
	if err != nil {
		return nil, errors.Join(err, seat.lock.leave(ctx))
	}
	return c, nil
}

// complete fills what was left out, and makes the data directory.
func (o ClusterOptions) complete() (ClusterOptions, error) {
	dir, err := filepath.Abs(o.DataDir) // the children start in another working directory
	if err != nil {
		return o, fmt.Errorf("data directory %s: %w", o.DataDir, err)
	}
	o.DataDir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return o, fmt.Errorf("data directory: %w", err)
	}
	if o.Purpose != Server && o.Purpose != Command {
		return o, fmt.Errorf("unknown purpose %q", o.Purpose)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	return o, nil
}

// URL is a connection string for libpq and pgx, through the private socket, as the cluster's superuser.
func (c *Cluster) URL() string { return c.url }

// Borrowed tells that the cluster belongs to a running server: it can end at any time, and Stop leaves it alone.
func (c *Cluster) Borrowed() bool { return c.own == nil }

// Done is closed when PostgreSQL ended though nobody called Stop. It is never closed for a borrowed cluster, whose
// process is not ours to watch. Stop must still be called, to free the data directory.
func (c *Cluster) Done() <-chan struct{} { return c.died }

// Stop shuts PostgreSQL down, waits for its end and frees the data directory. Open transactions are rolled back. When
// ctx ends first, PostgreSQL is stopped at once, without loss, but the next start has to recover. Further calls do
// nothing and return what the first did. A borrowed cluster is left running.
func (c *Cluster) Stop(ctx context.Context) error {
	if c.Borrowed() {
		return nil
	}
	c.stopOnce.Do(func() {
		c.stopping.Store(true)
		c.stopErr = c.own.stop(ctx)
	})
	return c.stopErr
}

func (o *ownership) stop(ctx context.Context) error {
	err := errors.Join(
		o.process.stop(ctx),
		o.lock.removeSocket(),
		o.lock.leave(ctx),
	)
	if err != nil {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	o.log.Info("PostgreSQL stopped")
	return nil
}

// watch closes Done when the process ends unasked.
func (c *Cluster) watch() {
	<-c.own.process.exited
	if c.stopping.Load() {
		return
	}
	c.own.log.Error("PostgreSQL ended by itself", "error", c.own.process.failure())
	close(c.died)
}
