package databasetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

type fakeTests func() int

func (f fakeTests) Run() int { return f() }

func TestRunStopsTheCluster(t *testing.T) {
	t.Setenv("HROMADA_TEST_DATABASE_URL", "") // a server of somebody else's is not stopped
	var lazy lazyServer
	var folders []string
	code := runner{fakeTests(func() int {
		s, err := lazy.get()
		if err != nil {
			t.Fatal(err)
		}
		folders = foldersOf(t, s)
		return 2
	}), &lazy}.Run()
	if code != 2 {
		t.Errorf("the tests' 2 became %d", code)
	}
	for _, folder := range folders {
		if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", folder, err)
		}
	}
	if _, err := lazy.get(); err != nil {
		t.Errorf("a stopped server turned into %v", err)
	}
}

// foldersOf tells where the server's cluster lives: the folder of its socket, and the one around it if that is ours.
func foldersOf(t *testing.T, s *server) []string {
	t.Helper()
	var dir string
	if err := s.admin.QueryRowContext(t.Context(), "SHOW unix_socket_directories").Scan(&dir); err != nil {
		t.Fatal(err)
	}
	folders := []string{dir}
	if parent := filepath.Dir(dir); strings.HasPrefix(filepath.Base(parent), folderPrefix) {
		folders = append(folders, parent)
	}
	return folders
}

func TestUnusedClusterIsNotStarted(t *testing.T) {
	t.Parallel()
	var lazy lazyServer
	if code := (runner{fakeTests(func() int { return 0 }), &lazy}).Run(); code != 0 || lazy.server != nil {
		t.Errorf("the outcome is %d, the server %v", code, lazy.server)
	}
}

func TestFailureToStopFailsTheRun(t *testing.T) {
	t.Parallel()
	var lazy lazyServer
	code := runner{fakeTests(func() int {
		s, err := lazy.get()
		if err != nil {
			t.Fatal(err)
		}
		end := s.end
		s.end = func(ctx context.Context) error { return errors.Join(end(ctx), errors.New("on purpose")) }
		return 0
	}), &lazy}.Run()
	if code != 1 {
		t.Errorf("the outcome is %d", code)
	}
}

func TestLeftoversOfTheDeadAreSwept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dead := exec.CommandContext(t.Context(), "true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	gone := fmt.Sprintf("%s%d-1", folderPrefix, dead.Process.Pid)
	kept := []string{fmt.Sprintf("%s%d-1", folderPrefix, os.Getpid()), folderPrefix + "x-1", "other-1"}
	for _, name := range append(kept, gone) {
		if err := os.MkdirAll(filepath.Join(dir, name, "data"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sweep(dir)
	for _, name := range kept {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, gone)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", gone, err)
	}
}
