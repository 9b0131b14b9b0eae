package database

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// postmaster is the main process of PostgreSQL, our child.
type postmaster struct {
	process  *os.Process
	exited   chan struct{} // closed when it has ended
	exit     error         // how it ended; to be read after exited
	logPath  string
	logBegin int64
}

// startPostmaster starts PostgreSQL on the cluster; it does not accept connections yet.
func (s *site) startPostmaster(ctx context.Context, socket string) (*postmaster, error) {
	log, begin, err := openLog(s.logPath)
	if err != nil {
		return nil, err
	}
	// The process outlives the start, and so the context that bounds it.
	cmd, err := newChild(context.WithoutCancel(ctx), s.servant, s.binaries.program("postgres"), s.cluster, settings(socket, s.Fast)...)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	cmd.Stdout, cmd.Stderr = log, log
	ended, err := cmd.start()
	if err := errors.Join(err, log.Close()); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	p := &postmaster{process: cmd.Process, exited: make(chan struct{}), logPath: s.logPath, logBegin: begin}
	go func() {
		p.exit = <-ended
		close(p.exited)
	}()
	return p, nil
}

// failure describes an end nobody asked for, with the last lines of the log.
func (p *postmaster) failure() error {
	cause := p.exit
	if cause == nil {
		cause = errors.New("exit status 0")
	}
	return fmt.Errorf("PostgreSQL ended: %w\n%s", cause, logTail(p.logPath, p.logBegin))
}

// stop asks for a fast shutdown, which ends all connections, and waits. When ctx ends, it makes PostgreSQL drop
// everything at once, which loses nothing that was committed.
func (p *postmaster) stop(ctx context.Context) error {
	select {
	case <-p.exited:
		return nil // it died before; that was told in another way
	default:
	}
	if err := p.signal(syscall.SIGINT); err != nil {
		return err
	}
	select {
	case <-p.exited:
		return p.exit
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("the fast shutdown was not awaited: %w", context.Cause(ctx)), p.abort())
	}
}

// abort stops PostgreSQL without a checkpoint. It gives its own children five seconds before it kills them.
func (p *postmaster) abort() error {
	err := p.signal(syscall.SIGQUIT)
	select {
	case <-p.exited:
		return err
	case <-time.After(10 * time.Second):
	}
	err = errors.Join(err, p.signal(syscall.SIGKILL))
	<-p.exited
	return err
}

func (p *postmaster) signal(s syscall.Signal) error {
	if err := p.process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("signal %s: %w", s, err)
	}
	return nil
}
