package database

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	superuser    = "hromada"
	databaseName = "hromada"
	maintenance  = "postgres" // the database initdb makes
	// unfinished begins the names of clusters that are being made, or whose making was interrupted.
	unfinished = "postgres.new-"
	// removePatience bounds the waiting for the helpers of a killed initdb, which end when they notice.
	removePatience = 5 * time.Second
)

var errStillWritten = errors.New("somebody still writes to an unfinished cluster")

// locales are tried in turn. C.UTF-8 knows the case of Cyrillic letters; systems without it, such as macOS, have C,
// and there only ICU collations do.
var locales = []string{"C.UTF-8", "C"}

// clusterVersion returns the major version of PostgreSQL that made the cluster, or 0 if there is none yet.
func clusterVersion(dir string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dir, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, refuseForeign(dir)
	}
	if err != nil {
		return 0, fmt.Errorf("look at the cluster: %w", err)
	}
	major, _, _ := strings.Cut(strings.TrimSpace(string(text)), ".") // before PostgreSQL 10 it was 9.6
	version, err := strconv.Atoi(major)
	if err != nil {
		return 0, fmt.Errorf("%s/PG_VERSION is damaged: %w", dir, err)
	}
	if version < oldest {
		return 0, &TooOldError{What: "the cluster in " + dir, Major: version}
	}
	return version, nil
}

// refuseForeign fails when a directory has content, as it is not a cluster and not ours to replace.
func refuseForeign(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the cluster: %w", err)
	}
	return fmt.Errorf("%s is not empty, and not a PostgreSQL cluster: move it away", dir)
}

// createCluster makes the cluster beside its place and moves it there when it is whole: an interrupted initdb leaves
// nothing that a later start could take for a cluster.
func (s *site) createCluster(ctx context.Context) (err error) {
	if err := s.removeUnfinished(ctx); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(s.DataDir, unfinished)
	if err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeDrafts(s.DataDir))
		}
	}()
	if err := giveTo(s.servant, draft); err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	if err := s.initialise(ctx, draft); err != nil {
		return err
	}
	if err := os.Rename(draft, s.cluster); err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	return syncDir(s.DataDir)
}

// removeUnfinished removes what interrupted starts left. It tries for a while, as the helpers of a killed initdb still
// write there. What remains even then stands in nobody's way.
func (s *site) removeUnfinished(ctx context.Context) error {
	var last error
	ctx, cancel := context.WithTimeoutCause(ctx, removePatience, errStillWritten)
	defer cancel()
	err := poll(ctx, 50*time.Millisecond, func() (bool, error) {
		last = removeDrafts(s.DataDir)
		return last == nil, nil
	})
	if errors.Is(err, errStillWritten) {
		s.Log.Warn("the remains of an interrupted start are still there", "error", last)
		return nil
	}
	return err
}

func removeDrafts(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), unfinished) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}

// initialise runs initdb, with the next locale where the system lacks one.
func (s *site) initialise(ctx context.Context, dir string) error {
	for i, locale := range locales {
		output, err := s.initdb(ctx, dir, locale)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case i == len(locales)-1 || !strings.Contains(output, "invalid locale name"):
			return fmt.Errorf("initdb: %w\n%s", err, lastLines(output))
		}
	}
	return errors.New("initdb: no locale to try")
}

func (s *site) initdb(ctx context.Context, dir, locale string) (output string, err error) {
	// Whoever reaches the socket is let in: its directory admits the user PostgreSQL runs as and root, and both could
	// read the cluster's files anyway.
	args := []string{
		"--username=" + superuser, "--auth-local=trust", "--auth-host=reject",
		"--encoding=UTF8", "--locale=" + locale, "--no-instructions",
	}
	if s.Fast {
		args = append(args, "--no-sync")
	}
	cmd, err := newChild(ctx, s.servant, s.binaries.program("initdb"), dir, args...)
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	// Interrupted, initdb removes what it made; its helpers hold the output open a little longer.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 5 * time.Second
	ended, err := cmd.start()
	if err == nil {
		err = <-ended
	}
	return text.String(), err
}

// syncDir makes a rename inside the directory survive a power failure.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	return nil
}
