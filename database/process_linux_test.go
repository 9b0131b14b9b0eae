package database

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func TestPostgresDiesWithItsParent(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	process, address := serverProcess(t, dir)
	defer func() {
		if err := removeSocketDir(socketOf(t, address)); err != nil {
			t.Error(err)
		}
	}()
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// PostgreSQL removes the file last in an orderly shutdown.
	pidFile := filepath.Join(dir, "postgres", "postmaster.pid")
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(pidFile); errors.Is(err, os.ErrNotExist) {
			return
		}
	}
	t.Error("PostgreSQL outlived the process that started it")
}

// The kernel takes the end of a thread for the parent's death, so the start must not use the caller's.
func TestPostgresOutlivesTheCallersThread(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	result := make(chan started, 1)
	go func() {
		runtime.LockOSThread() // a goroutine that ends locked takes its thread with it
		c, err := StartCluster(t.Context(), fast(dir, Server))
		result <- started{c, err}
	}()
	got := receive(t, "the cluster", result)
	if got.err != nil {
		t.Fatal(got.err)
	}
	defer mustStop(t, got.cluster)
	select {
	case <-got.cluster.Done():
		t.Error("PostgreSQL died with the thread")
	case <-time.After(300 * time.Millisecond):
	}
}
