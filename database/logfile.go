package database

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	// largestLog, in bytes, is what may be left of earlier runs. PostgreSQL logs little with our settings.
	largestLog = 8 << 20
	// tailLines and tailBytes bound what is quoted of a log or of a program's output.
	tailLines = 12
	tailBytes = 4096
)

// openLog opens PostgreSQL's log for appending, emptied first when it has grown too large, and tells where the
// messages of this run will begin.
func openLog(path string) (file *os.File, begin int64, err error) {
	file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, 0, fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	info, err := file.Stat()
	if err == nil && info.Size() > largestLog {
		return file, 0, file.Truncate(0)
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open PostgreSQL's log: %w", err), file.Close())
	}
	return file, info.Size(), nil
}

// logTail returns the last lines PostgreSQL wrote in this run.
func logTail(path string, begin int64) string {
	text, err := readFrom(path, begin)
	if err != nil {
		return fmt.Sprintf("(its log cannot be read: %v)", err)
	}
	return lastLines(text)
}

func readFrom(path string, begin int64) (text string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	begin = max(begin, info.Size()-tailBytes)
	content, err := io.ReadAll(io.NewSectionReader(file, begin, tailBytes))
	return string(content), err
}

func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-tailLines):], "\n")
}
