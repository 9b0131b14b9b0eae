package database

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestRestartKeepsData(t *testing.T) {
	t.Parallel()
	o := ClusterOptions{DataDir: dataDir(t), Purpose: Server}
	first := mustStart(t, o)
	remember(t, first.URL())
	socket := socketOf(t, first.URL())
	mustStop(t, first)
	if _, err := os.Stat(socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of the socket is still there: %v", err)
	}
	second := mustStart(t, o)
	recall(t, second.URL())
	for setting, want := range map[string]string{
		"fsync": "on", "jit": "off", "TimeZone": "UTC", "listen_addresses": "", "server_encoding": "UTF8",
	} {
		if got := query[string](t, second.URL(), "SHOW "+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if got := query[string](t, second.URL(), "SELECT lower('ГРОМАДА ҐЄЇ' COLLATE \"uk-x-icu\")"); got != "громада ґєї" {
		t.Errorf("lower case is %q", got)
	}
}

func socketOf(t *testing.T, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Query().Get("host")
}

func TestSocketIsPrivate(t *testing.T) {
	t.Parallel()
	c := mustStart(t, fast(seededDir(t), Command))
	info, err := os.Stat(socketOf(t, c.URL()))
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o700 {
		t.Errorf("the folder of the socket has mode %o", mode)
	}
}

func TestDataOfPeopleStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	c := mustStart(t, fast(dir, Server))
	conn, err := pgx.Connect(t.Context(), c.URL())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "CREATE TABLE people (email text PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err = conn.Exec(t.Context(), "INSERT INTO people VALUES ('olena@example.org')")
	}
	if err == nil {
		t.Error("the second row was taken")
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustStop(t, c)
	text, err := os.ReadFile(filepath.Join(dir, "postgres.log"))
	if err != nil {
		t.Fatal(err)
	}
	if log := string(text); !strings.Contains(log, "duplicate key") || strings.Contains(log, "olena") {
		t.Errorf("the log should name the error and not the value:\n%s", log)
	}
}

func TestKilledServerIsSucceeded(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	process, address := serverProcess(t, dir)
	remember(t, address)
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := process.Process.Wait(); err != nil {
		t.Fatal(err)
	}
	second := mustStart(t, fast(dir, Server))
	recall(t, second.URL())
	if _, err := os.Stat(socketOf(t, address)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the dead server's socket is still there: %v", err)
	}
}

func TestDoneTellsThatPostgresDied(t *testing.T) {
	t.Parallel()
	o := ClusterOptions{DataDir: seededDir(t), Purpose: Server}
	c := mustStart(t, o)
	remember(t, c.URL())
	if err := c.own.process.signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	receive(t, "the end of PostgreSQL", c.Done())
	mustStop(t, c)
	recall(t, mustStart(t, o).URL())
}

func TestDoneStaysOpenWhenStopped(t *testing.T) {
	t.Parallel()
	c := mustStart(t, fast(seededDir(t), Server))
	mustStop(t, c)
	mustStop(t, c) // once more does nothing
	select {
	case <-c.Done():
		t.Error("Done is closed though nothing died")
	case <-time.After(50 * time.Millisecond):
	}
}

func TestStopWithoutTimeLosesNothing(t *testing.T) {
	t.Parallel()
	o := ClusterOptions{DataDir: seededDir(t), Purpose: Server}
	c := mustStartOnly(t, o)
	remember(t, c.URL())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Stop returned %v", err)
	}
	recall(t, mustStart(t, o).URL())
}

// mustStartOnly leaves stopping to the test.
func mustStartOnly(t *testing.T, o ClusterOptions) *Cluster {
	t.Helper()
	c, err := StartCluster(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFailedStartTellsWhy(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	if err := os.Remove(filepath.Join(dir, "postgres", "global", "pg_control")); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err := StartCluster(t.Context(), fast(dir, Server))
	if err == nil || !strings.Contains(err.Error(), "could not find the database system") {
		t.Errorf("the error does not quote the log: %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the failure was noticed after %s", took)
	}
}

func TestVersionOfTheClusterDecides(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(version string) {
		if err := os.MkdirAll(filepath.Join(dir, "postgres"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "postgres", "PG_VERSION"), []byte(version+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("9.6")
	_, err := StartCluster(t.Context(), fast(dir, Server))
	var old *TooOldError
	if !errors.As(err, &old) || old.Major != 9 {
		t.Errorf("a cluster of 9.6: %v", err)
	}
	write("99")
	_, err = StartCluster(t.Context(), fast(dir, Server))
	var missing *MissingError
	if !errors.As(err, &missing) || missing.Want != 99 || !strings.Contains(err.Error(), "make deps") {
		t.Errorf("a cluster of 99: %v", err)
	}
}
