//go:build unix && !linux

package database

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// inheritedDir is empty where a directory cannot be named by its descriptor: there, a data directory below a folder
// that is closed to the user PostgreSQL runs as cannot be used.
const inheritedDir = ""

// dieWithParent does nothing where the kernel has no such service; the next start ends the orphan.
func dieWithParent(*syscall.SysProcAttr) {}

// commandLine returns the program and arguments of a process, or nothing if there is none with this number.
func commandLine(pid int) (string, error) {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	text, err := exec.CommandContext(ctx, "ps", "-ww", "-o", "args=", "-p", strconv.Itoa(pid)).Output()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit): // ps found no such process
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look at process %d: %w", pid, err)
	}
	return strings.TrimSpace(string(text)), nil
}
