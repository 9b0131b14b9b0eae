package database

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInterruptedInitdbDoesNotBlock(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	o := fast(dir, Server)
	ctx, cancel := context.WithCancel(t.Context())
	o.Notice = func(string) { cancel() } // just before initdb
	if _, err := StartCluster(ctx, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("the interrupted start returned %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is half a cluster: %v", err)
	}
	// And what a start leaves that had no time to clean up:
	if err := os.MkdirAll(filepath.Join(dir, unfinished+"1", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	recall1(t, mustStart(t, fast(dir, Server)).URL())
	if left, err := filepath.Glob(filepath.Join(dir, unfinished+"*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %q %v", left, err)
	}
}

func TestForeignFilesAreNotReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "postgres", "letters.txt")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := StartCluster(t.Context(), fast(dir, Server))
	if err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "postgres.log")
	for _, c := range []struct{ size, begin int64 }{{100, 100}, {largestLog + 1, 0}} {
		if err := os.WriteFile(path, make([]byte, c.size), 0o600); err != nil {
			t.Fatal(err)
		}
		file, begin, err := openLog(path)
		if err != nil || begin != c.begin {
			t.Fatalf("a log of %d bytes goes on at %d, %v", c.size, begin, err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
