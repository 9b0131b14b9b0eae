package database

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// install makes an installation whose postgres gives the answer to --version.
func install(t *testing.T, dir, answer string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"postgres", "initdb"} {
		script := fmt.Sprintf("#!/bin/sh\n%s\n", answer)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func says(version string) string { return "echo 'postgres (PostgreSQL) " + version + "'" }

// machine is a made-up system: Debian's folders with three versions, and a PATH with a link into another.
func machine(t *testing.T) (root string, plan searchPlan) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	install(t, filepath.Join(root, "lib/14/bin"), says("14.9 (Debian 14.9-1)"))
	install(t, filepath.Join(root, "lib/16/bin"), says("16.4"))
	install(t, filepath.Join(root, "lib/18/bin"), says("18beta1"))
	install(t, filepath.Join(root, "cellar/17/bin"), says("17.2 (Homebrew)"))
	install(t, filepath.Join(root, "lib/broken/bin"), "exit 3")
	path := filepath.Join(root, "path")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../cellar/17/bin/postgres", filepath.Join(path, "postgres")); err != nil {
		t.Fatal(err)
	}
	return root, searchPlan{path: path + ":relative:", patterns: []string{filepath.Join(root, "lib/*/bin"), filepath.Join(root, "cellar/*/bin")}}
}

func TestFindBinaries(t *testing.T) {
	t.Parallel()
	root, plan := machine(t)
	for want, dir := range map[int]string{0: "lib/18/bin", 16: "lib/16/bin", 17: "cellar/17/bin", 18: "lib/18/bin"} {
		found, err := plan.find(t.Context(), want)
		if err != nil || found.Dir != filepath.Join(root, dir) {
			t.Errorf("version %d was found in %q, %v", want, found.Dir, err)
		}
	}
}

func TestEveryFolderIsLookedAtOnce(t *testing.T) {
	t.Parallel()
	_, plan := machine(t)
	dirs, err := plan.candidates()
	if err != nil || len(dirs) != 5 {
		t.Errorf("candidates are %q, %v", dirs, err)
	}
}

func TestMissingBinaries(t *testing.T) {
	t.Parallel()
	_, plan := machine(t)
	for want, says := range map[int][]string{
		14: {"written by PostgreSQL 14", "lib/14/bin", "postgresql-14", "postgresql@14", "make deps"},
		15: {"written by PostgreSQL 15", "PostgreSQL 16", "PostgreSQL 18", "broken/bin/postgres --version: exit status 3"},
	} {
		_, err := plan.find(t.Context(), want)
		var missing *MissingError
		if !errors.As(err, &missing) {
			t.Fatalf("version %d: %v", want, err)
		}
		for _, part := range says {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("the error about version %d lacks %q:\n%v", want, part, err)
			}
		}
	}
	if _, err := (searchPlan{}).find(t.Context(), 0); err == nil || !strings.Contains(err.Error(), "version 15 or newer") {
		t.Errorf("an empty machine: %v", err)
	}
}

func TestUsualPlacesAreValidPatterns(t *testing.T) {
	t.Parallel()
	if _, err := (searchPlan{patterns: usualPlaces}).candidates(); err != nil {
		t.Error(err)
	}
}
