package databasetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"hromada/database"
)

// folderPrefix is short, as the path of the socket must be; the number of our process follows it.
const folderPrefix = "hdt-"

// startCluster starts a cluster in a temporary folder, and returns its address and how to end it.
func startCluster(ctx context.Context) (string, func(context.Context) error, error) {
	folder, err := makeFolder()
	if err != nil {
		return "", nil, err
	}
	cluster, err := database.StartCluster(ctx, database.ClusterOptions{
		DataDir: filepath.Join(folder, "data"),
		TempDir: folder,
		Purpose: database.Server,
		Fast:    true,
	})
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(folder))
	}
	return cluster.URL(), func(ctx context.Context) error {
		return errors.Join(cluster.Stop(ctx), os.RemoveAll(folder))
	}, nil
}

// makeFolder makes the folder of this test binary, after those of binaries that were killed have been removed.
func makeFolder() (string, error) {
	sweep(os.TempDir())
	folder, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", folderPrefix, os.Getpid()))
	if err != nil {
		return "", err
	}
	// As root, PostgreSQL runs as somebody else, who has to pass through to the socket. What is inside stays private.
	return folder, os.Chmod(folder, 0o711) //nolint:gosec // passage is meant
}

// sweep removes the folders of processes that are no more. It is a courtesy: what cannot be removed, because it is
// somebody else's or its PostgreSQL is just ending, is left to the next who comes by.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if abandoned(entry.Name()) {
			_ = os.RemoveAll(filepath.Join(dir, entry.Name()))
		}
	}
}

// abandoned tells whether a name is that of a folder whose process has ended.
func abandoned(name string) bool {
	rest, ours := strings.CutPrefix(name, folderPrefix)
	number, _, _ := strings.Cut(rest, "-")
	pid, err := strconv.Atoi(number)
	return ours && err == nil && pid > 0 && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
