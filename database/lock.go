package database

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// record is what the holder of the data directory tells the others, in the lock file.
type record struct {
	PID     int     `json:"pid,omitempty"`
	Purpose Purpose `json:"purpose,omitempty"`
	// Socket is the folder of the cluster's socket. A successor finds here what a dead holder left behind.
	Socket string `json:"socket,omitempty"`
	// Ready tells that the cluster at Socket accepts connections.
	Ready bool `json:"ready,omitempty"`
}

// dirLock is the right to run a cluster in a data directory. The kernel frees it when the process dies, however it dies;
// PostgreSQL does not inherit it, since Go opens files close-on-exec.
type dirLock struct {
	dir     string
	file    *os.File
	purpose Purpose
	// socket is the folder of a socket that must not be forgotten: at first the last holder's, if it could not clean
	// up, later our own.
	socket string
}

// tryLock takes the lock if it is free. If it is not, the lock is nil and the record is that of the holder.
func tryLock(ctx context.Context, dir string, purpose Purpose) (*dirLock, record, error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, record{}, fmt.Errorf("lock the data directory: %w", err)
	}
	l := &dirLock{dir: dir, file: file, purpose: purpose}
	holder, held, err := l.try(ctx)
	if err == nil && held {
		return l, record{}, nil
	}
	return nil, holder, errors.Join(err, file.Close())
}

// try locks and signs in one passage through the gate, so that whoever finds the lock held reads its holder's own
// words, and not those of one who died before.
func (l *dirLock) try(ctx context.Context) (told record, held bool, err error) {
	err = throughGate(ctx, l.dir, func() error {
		if held, err = flock(l.file); err != nil {
			return err
		}
		if told, err = l.read(held); err != nil || !held {
			return err
		}
		l.socket = told.Socket
		return l.sign(false)
	})
	return told, held, err
}

// tell brings the record up to date, after l.socket has changed or the cluster has become ready.
func (l *dirLock) tell(ctx context.Context, ready bool) error {
	return throughGate(ctx, l.dir, func() error { return l.sign(ready) })
}

// leave takes our name from the record and frees the lock, in one passage through the gate, so that nobody meets a
// holder without a name. Unlocking is explicit, as a child that is being forked at this moment still shares the open
// file and would keep the lock until it has become another program.
func (l *dirLock) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := throughGate(ctx, l.dir, func() error {
		return errors.Join(l.write(record{Socket: l.socket}), syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN))
	})
	return errors.Join(err, l.file.Close())
}

func (l *dirLock) sign(ready bool) error {
	return l.write(record{PID: os.Getpid(), Purpose: l.purpose, Socket: l.socket, Ready: ready})
}

// read returns the record in the file. What cannot be read is taken for nothing said if nobody holds the lock: the
// machine may have crashed while it was written.
func (l *dirLock) read(held bool) (r record, err error) {
	text, err := io.ReadAll(io.NewSectionReader(l.file, 0, 1<<16))
	if err != nil {
		return record{}, fmt.Errorf("read the lock file: %w", err)
	}
	if err = json.Unmarshal(text, &r); err != nil && held {
		r, err = record{}, nil
	}
	if err != nil {
		return record{}, fmt.Errorf("data directory %s is locked by a process that does not say who it is: %w", l.dir, err)
	}
	return r, nil
}

func (l *dirLock) write(r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write the lock file: %w", err)
	}
	if err := l.file.Truncate(0); err != nil {
		return fmt.Errorf("write the lock file: %w", err)
	}
	if _, err := l.file.WriteAt(append(text, '\n'), 0); err != nil {
		return fmt.Errorf("write the lock file: %w", err)
	}
	return nil
}

// throughGate runs f while no other process is inside the gate of the same directory. The gate is held for a few
// system calls only.
func throughGate(ctx context.Context, dir string, f func() error) (err error) {
	gate, err := os.OpenFile(filepath.Join(dir, "lock.gate"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("lock the data directory: %w", err)
	}
	defer func() { err = errors.Join(err, gate.Close()) }()
	if err := poll(ctx, 2*time.Millisecond, func() (bool, error) { return flock(gate) }); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, syscall.Flock(int(gate.Fd()), syscall.LOCK_UN)) }()
	return f()
}

// flock tries to lock an open file, and tells whether it did.
func flock(file *os.File) (bool, error) {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		return false, nil
	default:
		return false, fmt.Errorf("lock %s: %w", file.Name(), err)
	}
}
