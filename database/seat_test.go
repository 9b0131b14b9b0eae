package database

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecondServerIsRefused(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	process, _ := serverProcess(t, dir)
	_, err := StartCluster(t.Context(), fast(dir, Server))
	var inUse *InUseError
	if !errors.As(err, &inUse) || inUse.Dir != dir || inUse.PID != process.Process.Pid {
		t.Errorf("the second server got %v", err)
	}
}

func TestCommandUsesTheServersCluster(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	_, address := serverProcess(t, dir)
	remember(t, address)
	command := mustStart(t, fast(dir, Command))
	if !command.Borrowed() {
		t.Error("the command has a cluster of its own")
	}
	recall(t, command.URL())
	mustStop(t, command)
	recall(t, address)
}

func TestCommandWaitsForAStartingServer(t *testing.T) {
	t.Parallel()
	dir := seededDir(t)
	seat, err := takeSeat(t.Context(), completed(t, fast(dir, Server)))
	if err != nil {
		t.Fatal(err)
	}
	o := fast(dir, Command)
	told := notices(&o)
	result := startAside(t.Context(), o)
	if text := receive(t, "a notice", told); !strings.Contains(text, "starting") {
		t.Errorf("the notice is %q", text)
	}
	server, err := launch(t.Context(), completed(t, fast(dir, Server)), seat.lock)
	if err != nil {
		t.Fatal(err)
	}
	defer mustStop(t, server)
	command := receive(t, "the command's cluster", result)
	if command.err != nil || command.cluster.URL() != server.URL() {
		t.Errorf("the command got %v", command)
	}
}

func completed(t *testing.T, o ClusterOptions) ClusterOptions {
	t.Helper()
	o, err := o.complete()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestEveryoneWaitsForACommand(t *testing.T) {
	t.Parallel()
	for _, next := range []Purpose{Server, Command} {
		t.Run(string(next), func(t *testing.T) {
			t.Parallel()
			dir := seededDir(t)
			first := mustStart(t, fast(dir, Command))
			remember(t, first.URL())
			o := fast(dir, next)
			told := notices(&o)
			result := startAside(t.Context(), o)
			receive(t, "a notice", told)
			mustStop(t, first)
			second := receive(t, "the second cluster", result)
			if second.err != nil {
				t.Fatal(second.err)
			}
			defer mustStop(t, second.cluster)
			recall(t, second.cluster.URL())
			if second.cluster.Borrowed() || len(told) != 0 {
				t.Errorf("borrowed: %t, further notices: %d", second.cluster.Borrowed(), len(told))
			}
		})
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := takeSeat(t.Context(), completed(t, fast(dir, Command))); err != nil {
		t.Fatal(err)
	}
	o := fast(dir, Server)
	told := notices(&o)
	ctx, cancel := context.WithCancel(t.Context())
	result := startAside(ctx, o)
	receive(t, "a notice", told)
	cancel()
	if got := receive(t, "the end of waiting", result); !errors.Is(got.err, context.Canceled) {
		t.Errorf("waiting ended with %v", got.err)
	}
}

// What a killed process wrote must not be taken for the word of a living one.
func TestRecordOfADeadHolderIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"pid":1,"purpose":"server","ready":true}`, `{"pid":1,`, ""} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "lock"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		first, _, err := tryLock(t.Context(), dir, Command)
		if err != nil || first == nil {
			t.Fatalf("after %q the lock was not given: %v", text, err)
		}
		second, holder, err := tryLock(t.Context(), dir, Server)
		if err != nil || second != nil || holder.PID != os.Getpid() || holder.Purpose != Command {
			t.Errorf("after %q the holder is %+v (%v)", text, holder, err)
		}
		if err := first.leave(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestUnclearedSocketIsHandedOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 2 {
		l, _, err := tryLock(t.Context(), dir, Server)
		if err != nil {
			t.Fatal(err)
		}
		if l.socket == "" {
			l.socket = "/tmp/hromada-1"
		} else if l.socket != "/tmp/hromada-1" {
			t.Errorf("the successor knows of %q", l.socket)
		}
		if err := l.leave(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
