package database

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// site is a data directory whose lock we hold, and what is needed to run its cluster.
type site struct {
	ClusterOptions
	cluster  string // the cluster's own directory
	logPath  string
	servant  *syscall.Credential // whom PostgreSQL runs as; nil: as ourselves
	binaries Binaries
}

// launch brings the cluster of a data directory up, from whatever state it is in.
func launch(ctx context.Context, o ClusterOptions, l *dirLock) (*Cluster, error) {
	began := time.Now()
	s := &site{
		ClusterOptions: o,
		cluster:        filepath.Join(o.DataDir, "postgres"),
		logPath:        filepath.Join(o.DataDir, "postgres.log"),
	}
	if err := clearAfter(ctx, s.cluster, l); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	c, err := s.open(ctx, l)
	if err != nil {
		return nil, err
	}
	go c.watch()
	o.Log.Info("PostgreSQL started", "version", s.binaries.Major, "directory", s.cluster, "took", time.Since(began))
	return c, nil
}

// prepare chooses the programs and the user, and makes the cluster if there is none.
func (s *site) prepare(ctx context.Context) error {
	version, err := clusterVersion(s.cluster)
	if err != nil {
		return err
	}
	if s.servant, err = servantOf(s.cluster); err != nil {
		return err
	}
	if s.binaries, err = FindBinaries(ctx, version); err != nil {
		return err
	}
	if version != 0 {
		return nil
	}
	s.Notice("creating the database in " + s.cluster)
	return s.createCluster(ctx)
}

// open runs PostgreSQL until it accepts connections; if it never does, nothing is left running.
func (s *site) open(ctx context.Context, l *dirLock) (_ *Cluster, err error) {
	if l.socket, err = makeSocketDir(s.servant, s.TempDir, os.TempDir(), "/tmp"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.removeSocket())
		}
	}()
	// Written down before PostgreSQL runs: a successor must be able to recognise it even if we die at once.
	if err := l.tell(ctx, false); err != nil {
		return nil, err
	}
	process, err := s.startPostmaster(ctx, l.socket)
	if err != nil {
		return nil, err
	}
	if err := s.announce(ctx, process, l); err != nil {
		return nil, errors.Join(err, process.abort())
	}
	own := &ownership{process: process, lock: l, log: s.Log}
	return &Cluster{url: socketURL(l.socket, databaseName), died: make(chan struct{}), own: own}, nil
}

// announce waits until connections are accepted and tells it to those who wait for it.
func (s *site) announce(ctx context.Context, p *postmaster, l *dirLock) error {
	if err := s.awaitReady(ctx, p, l.socket); err != nil {
		return err
	}
	return l.tell(ctx, true)
}
