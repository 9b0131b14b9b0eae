package database

import (
	"bufio"
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

// An orphan has this long to write its checkpoint and end.
const orphanPatience = time.Minute

// clearAfter deals with what a holder left that died without stopping: a PostgreSQL that still runs or is shutting
// down, the pid file of one that does not, and its socket's folder. We hold the lock, so nobody else of us is at it.
func clearAfter(ctx context.Context, cluster string, l *dirLock) error {
	pidFile := filepath.Join(cluster, "postmaster.pid")
	pid, dataDir, err := readPidFile(pidFile)
	if err != nil {
		return err
	}
	if pid != 0 {
		if err := settle(ctx, pidFile, pid, dataDir, l.socket); err != nil {
			return err
		}
	}
	return l.removeSocket()
}

// settle makes sure that the writer of the pid file is gone, and removes the file. The number alone proves nothing: it
// may belong to any process by now, or to a dead one nobody has waited for, and either would keep PostgreSQL from
// starting. What the process was started with tells.
func settle(ctx context.Context, pidFile string, pid int, dataDir, socket string) error {
	args, err := commandLine(pid)
	if err != nil {
		return err
	}
	if isOrphan(args, socket) {
		if err := endOrphan(ctx, pid, socket); err != nil {
			return err
		}
	} else if isStartedByHand(args, dataDir) {
		return &InUseError{Dir: dataDir, PID: pid, By: "PostgreSQL, started by hand,"}
	}
	if err := os.Remove(pidFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove a stale pid file: %w", err)
	}
	return nil
}

// isOrphan recognises a PostgreSQL of ours by its socket's folder, whose name is never used twice.
func isOrphan(args, socket string) bool {
	return socket != "" && hasWord(args, socketSetting(socket))
}

// isStartedByHand recognises a PostgreSQL that somebody runs on the cluster without us, to repair it perhaps.
func isStartedByHand(args, dataDir string) bool {
	return strings.Contains(args, "postgres") && dataDir != inheritedDir && hasWord(args, dataDir)
}

// hasWord tells whether a command line has an argument, and not just the beginning of another.
func hasWord(args, word string) bool {
	return word != "" && strings.Contains(" "+args+" ", " "+word+" ")
}

// endOrphan shuts a PostgreSQL down that is not our child, and waits until the process is gone.
func endOrphan(ctx context.Context, pid int, socket string) error {
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop the PostgreSQL of an earlier run (process %d): %w", pid, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, orphanPatience,
		fmt.Errorf("the PostgreSQL of an earlier run (process %d) did not end within %s", pid, orphanPatience))
	defer cancel()
	return poll(ctx, 20*time.Millisecond, func() (bool, error) {
		args, err := commandLine(pid)
		return !isOrphan(args, socket), err
	})
}

// readPidFile returns the first two lines of a postmaster.pid: the process and the directory it was started with. The
// process is 0 if there is no such file, or no such number in it; PostgreSQL itself knows what to do then.
func readPidFile(path string) (pid int, dataDir string, err error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, "", nil
	}
	if err != nil {
		return 0, "", fmt.Errorf("look at the cluster: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewScanner(file)
	if lines.Scan() {
		// A standalone backend writes its number with a minus.
		if pid, err = strconv.Atoi(strings.TrimSpace(lines.Text())); err != nil || pid < 0 {
			return 0, "", nil
		}
	}
	if lines.Scan() {
		dataDir = lines.Text()
	}
	return pid, dataDir, lines.Err()
}
