package database

import (
	"fmt"
	"strings"
)

// oldest is the first major version of PostgreSQL whose SQL we may use.
const oldest = 15

// InUseError tells that another process holds the data directory and will not give it up soon.
type InUseError struct {
	Dir string
	PID int
	// By says what the process is: a Purpose, or a PostgreSQL that somebody started by hand.
	By string
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("data directory %s is in use by another %s (process %d): stop it, or choose another directory", e.Dir, e.By, e.PID)
}

// TooOldError tells that a server, or the files of a cluster, are of a PostgreSQL before 15.
type TooOldError struct {
	// What is the server or the directory, in words that hold no password.
	What  string
	Major int
}

func (e *TooOldError) Error() string {
	return fmt.Sprintf("%s is PostgreSQL %d; version %d or newer is needed", e.What, e.Major, oldest)
}

// MissingError tells that PostgreSQL's server programs were not found, and what to install.
type MissingError struct {
	// Want is the major version an existing cluster needs; 0 for any from 15 on.
	Want int
	// Found are the installations that do not fit.
	Found []Binaries
	// Broken are programs that were there but would not tell their version.
	Broken []error
}

func (e *MissingError) Error() string {
	var b strings.Builder
	b.WriteString(e.headline())
	for _, found := range e.Found {
		fmt.Fprintf(&b, "\n  found, but of no use: PostgreSQL %d in %s", found.Major, found.Dir)
	}
	for _, broken := range e.Broken {
		fmt.Fprintf(&b, "\n  found, but of no use: %v", broken)
	}
	b.WriteString(e.advice())
	return b.String()
}

func (e *MissingError) headline() string {
	if e.Want == 0 {
		return fmt.Sprintf("PostgreSQL's server programs, version %d or newer, were not found on this machine", oldest)
	}
	return fmt.Sprintf("the data were written by PostgreSQL %d, whose server programs were not found on this machine", e.Want)
}

// advice names packages by version where a cluster binds us to one, and the distribution's own choice otherwise.
func (e *MissingError) advice() string {
	debian, alpine, brew := "postgresql", "postgresql17", "postgresql@17"
	if e.Want != 0 {
		debian = fmt.Sprintf("postgresql-%d", e.Want)
		alpine = fmt.Sprintf("postgresql%d", e.Want)
		brew = fmt.Sprintf("postgresql@%d", e.Want)
	}
	lines := []string{
		"",
		"install it with `make deps`, or by hand:",
		"  Debian, Ubuntu:  apt-get install " + debian,
		"  Fedora, RHEL:    dnf install postgresql-server postgresql-contrib",
		"  Alpine:          apk add " + alpine + " " + alpine + "-contrib icu-data-full",
		"  macOS:           brew install " + brew,
		"or set DATABASE_URL to a PostgreSQL server that runs elsewhere",
	}
	return strings.Join(lines, "\n")
}
