package database

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// dataDir is a data directory below a folder that only we may enter, as root's home is.
func dataDir(t *testing.T) string {
	t.Helper()
	home := ""
	if os.Geteuid() == 0 {
		home = "/root"
	}
	parent, err := os.MkdirTemp(home, "hromada-test-") // 0700
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(parent); err != nil {
			t.Error(err)
		}
	})
	return filepath.Join(parent, "data")
}

func fast(dir string, purpose Purpose) ClusterOptions {
	return ClusterOptions{DataDir: dir, Purpose: purpose, Fast: true}
}

func mustStart(t *testing.T, o ClusterOptions) *Cluster {
	t.Helper()
	c, err := StartCluster(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mustStop(t, c) })
	return c
}

func mustStop(t *testing.T, c *Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// query returns the only value of a statement's only row.
func query[T any](t *testing.T, url, statement string) T {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	var value T
	if err := conn.QueryRow(t.Context(), statement).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// remember makes a table that a later start must still find.
func remember(t *testing.T, url string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "CREATE TABLE kept AS SELECT 42 AS answer"); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func recall(t *testing.T, url string) {
	t.Helper()
	if got := query[int](t, url, "SELECT answer FROM kept"); got != 42 {
		t.Errorf("the kept answer is %d", got)
	}
}

// notices collects what a person would be told.
func notices(o *ClusterOptions) <-chan string {
	told := make(chan string, 10)
	o.Notice = func(text string) { told <- text }
	return told
}

func receive[T any](t *testing.T, what string, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(20 * time.Second):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

type started struct {
	cluster *Cluster
	err     error
}

// startAside starts a cluster in the background.
func startAside(ctx context.Context, o ClusterOptions) <-chan started {
	result := make(chan started, 1)
	go func() {
		c, err := StartCluster(ctx, o)
		result <- started{c, err}
	}()
	return result
}

// serverProcess runs a server on dir in a process of its own, and returns it with its URL when it is ready.
func serverProcess(t *testing.T, dir string) (*exec.Cmd, string) {
	t.Helper()
	// Not the test's own context, which ends, and would kill the process, before it is asked to stop.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0])
	cmd.Env = append(os.Environ(), "HROMADA_TEST_SERVE="+dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// It may have been killed and waited for by the test; then both fail.
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return cmd, strings.TrimSpace(url)
}
