package database

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// child is a PostgreSQL program that works on one cluster directory.
type child struct {
	*exec.Cmd
	given *os.File // the directory it inherits, if any
}

// newChild prepares a program of PostgreSQL. As root on Linux it gets the opened directory instead of its name: the
// servant may not be able to enter the parents (root's home, say), and these must not be opened to others for it.
func newChild(ctx context.Context, servant *syscall.Credential, program, dir string, args ...string) (*child, error) {
	c := &child{}
	if servant != nil && inheritedDir != "" {
		given, err := os.Open(dir)
		if err != nil {
			return nil, fmt.Errorf("open the cluster: %w", err)
		}
		c.given, dir = given, inheritedDir
	}
	c.Cmd = exec.CommandContext(ctx, program, append([]string{"-D", dir}, args...)...)
	if c.given != nil {
		c.ExtraFiles = []*os.File{c.given}
	}
	c.Dir = "/" // PostgreSQL gives up when it cannot enter the working directory
	c.Env = environment()
	// A process group of its own keeps the terminal's interrupt from it: we stop it when our last request is answered.
	c.SysProcAttr = &syscall.SysProcAttr{Credential: servant, Setpgid: true}
	dieWithParent(c.SysProcAttr)
	return c, nil
}

// environment holds what a program needs to run and nothing else: our own environment has secrets in it, and PG*
// variables that PostgreSQL would obey.
func environment() []string {
	env := []string{"LC_ALL=C"}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// start starts the program and returns where the error of its end will come. The goroutine keeps its thread until
// then: the kernel takes the end of the thread that forked for the parent's death (golang/go#27505).
func (c *child) start() (<-chan error, error) {
	started, ended := make(chan error), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.Start()
		started <- err
		if err == nil {
			ended <- c.Wait()
		}
	}()
	err := <-started
	if c.given != nil {
		err = errors.Join(err, c.given.Close())
	}
	return ended, err
}
