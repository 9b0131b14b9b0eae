package databasetest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// shared is the server of this test binary. It starts at the first request: a binary that re-executes itself as a
// command, as testscript's do, passes through TestMain and wants no database.
var shared lazyServer

type lazyServer struct {
	once   sync.Once
	server *server
	err    error
}

func (l *lazyServer) get() (*server, error) {
	l.once.Do(func() { l.server, l.err = begin() })
	return l.server, l.err
}

// stop ends the server if there is one, and keeps another from being started.
func (l *lazyServer) stop() error {
	l.once.Do(func() { l.err = fmt.Errorf("the tests are over") })
	if l.server == nil {
		return nil
	}
	return l.server.stop()
}

// Main is a TestMain that runs the tests, stops the cluster and exits.
func Main(m *testing.M) { os.Exit(Wrap(m).Run()) }

// Wrap returns a runner that stops the cluster after the tests of m, for those who exit by themselves afterwards and
// leave no time for a defer, as testscript.Main does.
func Wrap(m interface{ Run() int }) interface{ Run() int } {
	return runner{m, &shared}
}

type runner struct {
	tests  interface{ Run() int }
	server *lazyServer
}

// Run runs the tests. It fails, with 1, also when the tests passed but the cluster could not be stopped.
func (r runner) Run() int {
	code := r.tests.Run()
	if err := r.server.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "databasetest:", err)
		return max(code, 1)
	}
	return code
}
