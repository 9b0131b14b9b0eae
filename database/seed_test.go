package database

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// seed is a data directory with a fresh cluster, made once: initdb costs a second of pure computing, a copy of its
// result next to nothing.
var seed = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	var err error
	if seedParent, err = os.MkdirTemp("", "hromada-seed-"); err != nil {
		return "", err
	}
	dir := filepath.Join(seedParent, "data")
	c, err := StartCluster(ctx, fast(dir, Command))
	if err != nil {
		return "", err
	}
	return dir, c.Stop(ctx)
})

// seedParent is removed at the very end, by TestMain.
var seedParent string

// RemoveSeed removes the seed, if any test has made it.
func RemoveSeed() error { return os.RemoveAll(seedParent) }

// seededDir is like dataDir, with a cluster in it.
func seededDir(t *testing.T) string {
	t.Helper()
	from, err := seed()
	if err != nil {
		t.Fatal(err)
	}
	dir := dataDir(t)
	if output, err := exec.CommandContext(t.Context(), "cp", "-Rp", from, dir).CombinedOutput(); err != nil {
		t.Fatalf("copy the seed: %v\n%s", err, output)
	}
	return dir
}
