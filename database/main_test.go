package database_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"testing"

	"hromada/database"
	"hromada/database/databasetest"
)

// TestMain lets the test binary play a server in a process of its own, which a test can kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("HROMADA_TEST_SERVE"); dir != "" {
		os.Exit(serve(dir))
	}
	code := databasetest.Wrap(m).Run()
	if err := database.RemoveSeed(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// serve holds a cluster until its standard input ends.
func serve(dir string) int {
	ctx := context.Background()
	cluster, err := database.StartCluster(ctx, database.ClusterOptions{DataDir: dir, Purpose: database.Server, Fast: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(cluster.URL())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := cluster.Stop(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
