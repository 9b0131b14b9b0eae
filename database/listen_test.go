package database_test

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"

	"hromada/database"
	"hromada/database/databasetest"
)

// TestListeningGoesOnAndSaysWhyItEnded when its connection is cut.
func TestListeningGoesOnAndSaysWhyItEnded(t *testing.T) {
	t.Parallel()
	db, err := database.Connect(t.Context(), databasetest.Blank(t), database.ConnectOptions{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer closeOf(t, db)
	ctx, stop := context.WithCancel(t.Context())
	begun, heard, done := make(chan struct{}), make(chan string, 1), make(chan struct{})
	said, log := io.Pipe()
	lines := make(chan string, 10)
	go func() {
		b := make([]byte, 4096)
		for n, err := said.Read(b); err == nil; n, err = said.Read(b) {
			lines <- string(b[:n])
		}
	}()
	go func() {
		defer close(done)
		database.Listen(ctx, db, "news", slog.New(slog.NewTextHandler(log, nil)), func() { begun <- struct{}{} }, func(m string) { heard <- m })
	}()
	exec := func(statement string) {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Error(err)
		}
	}
	<-begun
	exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	<-begun // it has ended
	if line := <-lines; !strings.Contains(line, "channel=news") || !strings.Contains(line, "terminating connection") {
		t.Errorf("the log says %s", line)
	}
	<-begun // it listens again
	exec(`NOTIFY news, 'later'`)
	if m := <-heard; m != "later" {
		t.Errorf("heard %q", m)
	}
	go func() { <-begun }()
	stop()
	<-done
	if len(lines) > 0 {
		t.Errorf("an end that was asked for is logged: %s", <-lines)
	}
}
