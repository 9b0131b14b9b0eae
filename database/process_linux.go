package database

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// inheritedDir is how a child names the directory it was given as its first extra file. Following this link asks for
// no right to the parents of the directory.
const inheritedDir = "/proc/self/fd/3"

// dieWithParent has the kernel shut PostgreSQL down, in its fast way, when the thread that started it ends.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// commandLine returns the program and arguments of a process, or nothing if there is none with this number.
func commandLine(pid int) (string, error) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	switch {
	case os.IsNotExist(err):
		return "", nil
	case err != nil && syscall.Kill(pid, 0) == syscall.ESRCH: // it ended while we were reading
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look at process %d: %w", pid, err)
	}
	return string(bytes.TrimSpace(bytes.ReplaceAll(text, []byte{0}, []byte{' '}))), nil
}
