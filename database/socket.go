package database

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	socketPrefix = "hromada-"
	// port is only a part of the socket's file name; it is written out everywhere, so that a PGPORT in somebody's
	// environment changes nothing.
	port       = "5432"
	socketFile = ".s.PGSQL." + port
	// longestSocket is the room the kernels have for a socket's path: 104 bytes on macOS and the BSDs, 108 on Linux,
	// with the final zero.
	longestSocket = 103
	// randomPart is the most that os.MkdirTemp adds to a name.
	randomPart = len("4294967295")
)

// makeSocketDir makes a private folder for the socket under the first parent that can hold one.
func makeSocketDir(servant *syscall.Credential, parents ...string) (string, error) {
	for _, parent := range parents {
		if !holdsSocket(parent, servant != nil) {
			continue
		}
		dir, err := os.MkdirTemp(parent, socketPrefix)
		if err != nil {
			return "", fmt.Errorf("make a folder for the socket: %w", err)
		}
		if err := giveTo(servant, dir); err != nil {
			return "", errors.Join(fmt.Errorf("make a folder for the socket: %w", err), os.Remove(dir))
		}
		return dir, nil
	}
	return "", fmt.Errorf("make a folder for the socket: none of %q can hold one (too long a path, or closed to the user PostgreSQL runs as)", parents)
}

// holdsSocket tells whether the parent's path is short enough, is free of what has a meaning in PostgreSQL's list of
// folders, and, where the servant is somebody else, can be entered by everybody.
func holdsSocket(parent string, byOthers bool) bool {
	longest := filepath.Join(parent, socketPrefix+strings.Repeat("9", randomPart), socketFile)
	if !filepath.IsAbs(parent) || len(longest) > longestSocket || strings.ContainsAny(parent, `,"'\ `) {
		return false
	}
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return false
	}
	return !byOthers || openToAll(parent)
}

// openToAll tells whether every folder from the root down to dir may be entered by everybody.
func openToAll(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}

// removeSocketDir removes a folder and the two files PostgreSQL makes in it, by name: the path may come from a file.
func removeSocketDir(dir string) error {
	if !strings.HasPrefix(filepath.Base(dir), socketPrefix) {
		return nil
	}
	for _, path := range []string{filepath.Join(dir, socketFile), filepath.Join(dir, socketFile+".lock"), dir} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove the socket: %w", err)
		}
	}
	return nil
}

// removeSocket removes the folder the lock remembers, and forgets it.
func (l *dirLock) removeSocket() error {
	if err := removeSocketDir(l.socket); err != nil {
		return err
	}
	l.socket = ""
	return nil
}

// socketURL is the connection string of a database of the cluster whose socket is in dir.
func socketURL(dir, database string) string {
	query := url.Values{"host": {dir}, "port": {port}, "sslmode": {"disable"}}
	address := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database, RawQuery: query.Encode()}
	return address.String()
}
