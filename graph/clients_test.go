package graph_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"hromada/graph"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// listening is a server on this machine with times so short that a test can wait for them.
func listening(t *testing.T, inner http.HandlerFunc) (address string) {
	t.Helper()
	server := graph.Server(graph.Options{Log: slog.New(slog.DiscardHandler), Graph: func() http.Handler { return inner }})
	if server.ReadHeaderTimeout != 5*time.Second || server.ReadTimeout != 15*time.Second || server.WriteTimeout != 30*time.Second || server.MaxHeaderBytes > 1<<16 {
		t.Errorf("%+v", server)
	}
	server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout = 200*time.Millisecond, 400*time.Millisecond, 600*time.Millisecond
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// client sends the beginning of a request and nothing more.
func client(t *testing.T, address, beginning string) net.Conn {
	t.Helper()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(connection, beginning); err != nil {
		t.Fatal(err)
	}
	return connection
}

func within(t *testing.T, what string, happened <-chan struct{}) {
	t.Helper()
	select {
	case <-happened:
	case <-time.After(patience):
		t.Fatalf("%s does not happen", what)
	}
}

func TestSlowHeadersAreCut(t *testing.T) {
	t.Parallel()
	address := listening(t, func(http.ResponseWriter, *http.Request) { t.Error("half a request came through") })
	connection := client(t, address, "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Le")
	if _, err := io.ReadAll(connection); err != nil { // the end, and no time-out of our own
		t.Error(err)
	}
}

func TestSlowBodiesAreCut(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	address := listening(t, func(_ http.ResponseWriter, r *http.Request) {
		defer close(ended)
		if _, err := io.ReadAll(r.Body); err == nil {
			t.Error("half a body passed for a whole one")
		}
	})
	connection := client(t, address, "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
	within(t, "the end of the handler", ended)
	if _, err := io.ReadAll(connection); err != nil {
		t.Error(err)
	}
}

func TestReadersWhoDoNotReadAreCut(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	address := listening(t, func(w http.ResponseWriter, _ *http.Request) {
		defer close(ended)
		for range 1000 {
			if _, err := io.WriteString(w, strings.Repeat("x", 1<<16)); err != nil {
				return
			}
		}
		t.Error("64 MB were taken by nobody")
	})
	client(t, address, "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
	within(t, "the end of the handler", ended)
}

func TestClientsWhoLeaveCancelTheirRequest(t *testing.T) {
	t.Parallel()
	begun, cancelled := make(chan struct{}), make(chan struct{})
	address := listening(t, func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
		close(cancelled)
	})
	connection := client(t, address, "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
	within(t, "the request", begun)
	if err := connection.Close(); err != nil {
		t.Fatal(err)
	}
	within(t, "its cancellation", cancelled)
}

// TestHugeHeadersAreRefused: what is read before anything is known of the client stays small.
func TestHugeHeadersAreRefused(t *testing.T) {
	t.Parallel()
	address := listening(t, func(http.ResponseWriter, *http.Request) { t.Error("it came through") })
	connection := client(t, address, fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: a\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 100_000)))
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Error(answer.Status)
	}
}
