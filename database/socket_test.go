package database

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestSocketParent(t *testing.T) {
	t.Parallel()
	open, err := os.MkdirTemp("/tmp", "open-") // testing's own folder may be too long
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.RemoveAll(open); err != nil {
			t.Error(err)
		}
	}()
	closed := filepath.Join(open, "closed")
	below := filepath.Join(closed, "below")
	long := filepath.Join(open, strings.Repeat("x", 80))
	odd := filepath.Join(open, "a,b")
	for _, dir := range []string{closed, below, long, odd} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for dir, mode := range map[string]os.FileMode{open: 0o711, below: 0o711} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		parent   string
		byOthers bool
		fit      bool
		because  string
	}{
		{open, true, true, "everybody may pass"},
		{below, false, true, "we ourselves may pass"},
		{below, true, false, "a parent is closed to others"},
		{long, false, false, "the path is too long"},
		{odd, false, false, "a comma separates folders"},
		{"", false, false, "it is not given"},
		{filepath.Join(open, "none"), false, false, "it does not exist"},
	} {
		if got := holdsSocket(c.parent, c.byOthers); got != c.fit {
			t.Errorf("holdsSocket(%q, %t) = %t, but %s", c.parent, c.byOthers, got, c.because)
		}
	}
}

// The path comes from a file, so nothing but a socket's folder may be removed by it.
func TestOnlySocketsAreRemoved(t *testing.T) {
	t.Parallel()
	other := t.TempDir()
	if err := removeSocketDir(other); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a folder of another name was removed: %v", err)
	}
	used := filepath.Join(other, socketPrefix+"1")
	if err := os.Mkdir(used, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{socketFile, "letters.txt"} {
		if err := os.WriteFile(filepath.Join(used, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := removeSocketDir(used); err == nil {
		t.Error("a folder with other files in it was removed")
	}
	if _, err := os.Stat(filepath.Join(used, "letters.txt")); err != nil {
		t.Error(err)
	}
}

func TestServantKeepsTheOwner(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		if servant, err := servantOf(t.TempDir()); servant != nil || err != nil {
			t.Errorf("an ordinary user's PostgreSQL runs as %v, %v", servant, err)
		}
		return
	}
	dir := t.TempDir()
	if err := giveTo(&syscall.Credential{Uid: 4321, Gid: 8765}, dir); err != nil {
		t.Fatal(err)
	}
	servant, err := servantOf(dir)
	if err != nil || servant.Uid != 4321 || servant.Gid != 8765 {
		t.Errorf("the cluster of user 4321 is served by %v, %v", servant, err)
	}
}
