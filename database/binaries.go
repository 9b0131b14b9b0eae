package database

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Binaries are the server programs of one PostgreSQL installation.
type Binaries struct {
	// Dir is the folder of `postgres` and `initdb`, free of symbolic links.
	Dir   string
	Major int
}

// searchPlan is where to look: the folders of a PATH, and patterns of folders.
type searchPlan struct {
	path     string
	patterns []string
}

// usualPlaces are the folders in which distributions keep server programs out of the PATH.
var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                   // RHEL, from PostgreSQL's own repository
	"/usr/libexec/postgresql*",                           // Alpine
	"/usr/lib/postgresql*/bin",                           // SUSE
	"/opt/homebrew/opt/postgresql@*/bin",                 // Homebrew, Apple silicon
	"/usr/local/opt/postgresql@*/bin",                    // Homebrew, Intel
	"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
	"/usr/local/pgsql/bin",                               // built from source
}

// FindBinaries looks for PostgreSQL's server programs in the PATH and in the distributions' usual folders. With
// wantMajor 0 the highest version from 15 on is taken, otherwise that very version. It fails with *MissingError.
func FindBinaries(ctx context.Context, wantMajor int) (Binaries, error) {
	return searchPlan{path: os.Getenv("PATH"), patterns: usualPlaces}.find(ctx, wantMajor)
}

func (p searchPlan) find(ctx context.Context, wantMajor int) (Binaries, error) {
	dirs, err := p.candidates()
	if err != nil {
		return Binaries{}, err
	}
	missing := &MissingError{Want: wantMajor}
	var best Binaries
	for _, dir := range dirs {
		found, err := inspect(ctx, dir)
		switch {
		case err != nil:
			missing.Broken = append(missing.Broken, err)
		case !found.fits(wantMajor):
			missing.Found = append(missing.Found, found)
		case found.Major > best.Major:
			best = found
		}
	}
	if best.Major == 0 {
		return Binaries{}, missing
	}
	return best, nil
}

func (b Binaries) fits(wantMajor int) bool {
	return b.Major >= oldest && (wantMajor == 0 || b.Major == wantMajor)
}

func (b Binaries) program(name string) string { return filepath.Join(b.Dir, name) }

// candidates lists the folders that hold both server programs, each once, those of the PATH first.
func (p searchPlan) candidates() ([]string, error) {
	dirs := filepath.SplitList(p.path)
	for _, pattern := range p.patterns {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("look for PostgreSQL in %s: %w", pattern, err)
		}
		dirs = append(dirs, matches...)
	}
	var complete []string
	for _, dir := range dirs {
		if resolved, ok := serverDir(dir); ok && !slices.Contains(complete, resolved) {
			complete = append(complete, resolved)
		}
	}
	return complete, nil
}

// serverDir follows the link that distributions put into the PATH for `postgres` to the folder where `initdb` is, too.
func serverDir(dir string) (string, bool) {
	if !filepath.IsAbs(dir) {
		return "", false // a relative PATH entry means another program in every working directory
	}
	postgres, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
	if err != nil {
		return "", false
	}
	resolved := filepath.Dir(postgres)
	info, err := os.Stat(filepath.Join(resolved, "initdb"))
	return resolved, err == nil && info.Mode().IsRegular()
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the program itself, since the folder's name tells the version on some systems only.
func inspect(ctx context.Context, dir string) (Binaries, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	program := filepath.Join(dir, "postgres")
	text, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("%s --version: %w", program, err)
	}
	match := versionPattern.FindSubmatch(text)
	if match == nil {
		return Binaries{}, fmt.Errorf("%s --version: %w", program, errors.New("answers without a version"))
	}
	major, err := strconv.Atoi(string(match[1]))
	if err != nil {
		return Binaries{}, fmt.Errorf("%s --version: %w", program, err)
	}
	return Binaries{Dir: dir, Major: major}, nil
}
