package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// An orphan is made by freeing the lock beside a running PostgreSQL, as the kernel does when a process is killed where
// children do not die with their parent.
func TestOrphanIsEnded(t *testing.T) {
	t.Parallel()
	o := fast(seededDir(t), Server)
	dead := mustStartOnly(t, o)
	dead.stopping.Store(true)
	remember(t, dead.URL())
	if err := dead.own.lock.leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := mustStart(t, o)
	receive(t, "the orphan's end", dead.own.process.exited)
	recall(t, second.URL())
}

// PostgreSQL will not start while the process named in its pid file lives, if it is of the same user.
func TestReusedPidDoesNotBlock(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	cluster := filepath.Join(dir, "postgres")
	servant, err := servantOf(cluster)
	if err != nil {
		t.Fatal(err)
	}
	stranger := idleProcess(t, servant, "stranger")
	writePidFile(t, cluster, stranger)
	recall1(t, mustStart(t, fast(dir, Server)).URL())
	if err := syscall.Kill(stranger, 0); err != nil {
		t.Errorf("the unrelated process was harmed: %v", err)
	}
}

func recall1(t *testing.T, url string) {
	t.Helper()
	if got := query[int](t, url, "SELECT 1"); got != 1 {
		t.Errorf("SELECT 1 is %d", got)
	}
}

func TestPostgresStartedByHandIsLeftAlone(t *testing.T) {
	t.Parallel()
	cluster := t.TempDir()
	pid := idleProcess(t, nil, "postgres", "-D", cluster)
	writePidFile(t, cluster, pid)
	l, _, err := tryLock(t.Context(), t.TempDir(), Server)
	if err != nil {
		t.Fatal(err)
	}
	err = clearAfter(t.Context(), cluster, l)
	var inUse *InUseError
	if !errors.As(err, &inUse) || inUse.PID != pid {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(cluster, "postmaster.pid")); err != nil {
		t.Errorf("its pid file: %v", err)
	}
}

func TestCommandLinesAreReadByTheWord(t *testing.T) {
	t.Parallel()
	args := "postgres -D /data/postgres -c unix_socket_directories=/tmp/hromada-12 -c port=5432"
	if !isOrphan(args, "/tmp/hromada-12") || isOrphan(args, "/tmp/hromada-1") || isOrphan(args, "") {
		t.Error("an orphan is known by the whole name of its socket's folder")
	}
	if !isStartedByHand(args, "/data/postgres") || isStartedByHand(args, "/data/post") || isStartedByHand(args, "") {
		t.Error("a cluster is known by its whole path")
	}
}

func TestDamagedPidFileIsLeftToPostgres(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "nonsense\n", "-12\n/somewhere\n"} {
		path := filepath.Join(t.TempDir(), "postmaster.pid")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if pid, _, err := readPidFile(path); pid != 0 || err != nil {
			t.Errorf("%q reads as process %d, %v", text, pid, err)
		}
	}
}

// idleProcess runs a process that does nothing, with the given words in its command line, until the test ends.
func idleProcess(t *testing.T, as *syscall.Credential, words ...string) int {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), "sh", append([]string{"-c", "read line"}, words...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	cmd.Dir = "/"
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = io.WriteString(stdin, "\n")
		_ = cmd.Wait()
	})
	return cmd.Process.Pid
}

func writePidFile(t *testing.T, cluster string, pid int) {
	t.Helper()
	text := fmt.Sprintf("%d\n%s\n1700000000\n5432\n\n\n", pid, cluster)
	if err := os.WriteFile(filepath.Join(cluster, "postmaster.pid"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	servant, err := servantOf(cluster)
	if err != nil {
		t.Fatal(err)
	}
	if err := giveTo(servant, filepath.Join(cluster, "postmaster.pid")); err != nil {
		t.Fatal(err)
	}
}
