package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"hromada/domain"
	"hromada/imports"
	"hromada/models"
)

// Import reads files that people send.
type Import struct {
	Registry  ImportRegistry  `cmd:"" help:"Read a registry of communities (CSV, XLSX)."`
	Goals     ImportGoals     `cmd:"" help:"Read published goal trees (CSV, XLSX)."`
	Responses ImportResponses `cmd:"" help:"Read responses to a survey (CSV, XLSX)."`
}

// ImportRegistry reads a registry.
type ImportRegistry struct {
	File   string `arg:"" type:"existingfile" help:"The file."`
	Source string `default:"Реєстр громад" help:"Where it is known from that the communities marked take part."`
	DryRun bool   `help:"Check everything and keep nothing."`
}

// ImportGoals reads goal trees.
type ImportGoals struct {
	File   string `arg:"" type:"existingfile" help:"The file."`
	Kind   string `enum:"DIGITAL,DEVELOPMENT_STRATEGY" default:"DEVELOPMENT_STRATEGY" help:"What the trees plan: DIGITAL or DEVELOPMENT_STRATEGY."`
	Period string `placeholder:"YYYY-YYYY" help:"The planning period of the trees; not known unless told."`
	DryRun bool   `help:"Check everything, show the trees, and keep nothing."`
}

// Run imports a registry.
func (c *ImportRegistry) Run(ctx context.Context, s *Settings) error {
	return s.withFile(ctx, c.File, c.DryRun, func(ctx context.Context, store *models.Store, r io.Reader, run imports.Run) error {
		result, err := imports.ImportRegistry(ctx, store, r, c.Source, run)
		if err != nil {
			return err
		}
		return imports.WriteRegistryReport(os.Stdout, result.Tally, result.Notes, c.DryRun, s.Language())
	})
}

// Run imports goal trees.
func (c *ImportGoals) Run(ctx context.Context, s *Settings) error {
	period, err := parsePeriod(c.Period)
	if err != nil {
		return err
	}
	return s.withFile(ctx, c.File, c.DryRun, func(ctx context.Context, store *models.Store, r io.Reader, run imports.Run) error {
		results, err := imports.ImportGoals(ctx, store, r, domain.TreeKind(c.Kind), period, run)
		if err != nil {
			return err
		}
		return imports.WriteGoalsReport(os.Stdout, results, c.DryRun, s.Language())
	})
}

var periodForm = regexp.MustCompile(`^(\d{4})-(\d{4})$`)

func parsePeriod(s string) (*domain.Period, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // no period was told, and that is no fault
	}
	years := periodForm.FindStringSubmatch(s)
	if years == nil {
		return nil, fmt.Errorf("--period: %q is not two years such as 2025-2027", s)
	}
	start, _ := strconv.Atoi(years[1])
	end, _ := strconv.Atoi(years[2])
	if start < 1991 || end > 2100 || start > end {
		return nil, fmt.Errorf("--period: %q is not within 1991-2100, from the earlier year to the later", s)
	}
	return &domain.Period{Start: start, End: end}, nil
}

// withFile opens the file and the database, shows progress on a terminal and lists faults.
func (s *Settings) withFile(
	ctx context.Context, name string, dryRun bool,
	work func(context.Context, *models.Store, io.Reader, imports.Run) error,
) error {
	file, err := os.Open(name) //nolint:gosec // the operator names the file
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	bar := newBar(file)
	return s.withStore(ctx, func(ctx context.Context, store *models.Store) error {
		reader := progressbar.NewReader(file, bar)
		err := work(ctx, store, &reader, imports.Run{DryRun: dryRun})
		return errors.Join(err, bar.Clear())
	})
}

// newBar shows how much of a file is read; it is silent where nobody watches.
func newBar(file *os.File) *progressbar.ProgressBar {
	size := int64(-1)
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	watched := term.IsTerminal(int(os.Stderr.Fd()))
	return progressbar.NewOptions64(size, progressbar.OptionSetVisibility(watched),
		progressbar.OptionSetWriter(os.Stderr), progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription(filepath.Base(file.Name())))
}

// errFaults is the end of a command whose faults were listed already.
var errFaults = errors.New("nothing was written")

// Told lists a file's faults, and puts an error that is meant for people into the chosen language.
func (s *Settings) Told(err error) error {
	var faults *imports.Faults
	if errors.As(err, &faults) {
		return errors.Join(errFaults, imports.WriteFaults(os.Stderr, faults, s.Language()))
	}
	var inputs domain.Faults
	if errors.As(err, &inputs) {
		lines := make([]error, len(inputs))
		for i, fault := range inputs {
			lines[i] = s.inWords(fault)
		}
		return errors.Join(lines...)
	}
	if known, ok := domain.AsError(err); ok {
		return s.inWords(known)
	}
	return err
}

// inWords names the flag or the argument at fault; other fields are those of files and requests, and say nothing here.
func (s *Settings) inWords(told *domain.Error) error {
	text := told.Message.In(s.Language())
	if strings.HasPrefix(told.Field, "-") || strings.HasPrefix(told.Field, "<") {
		text = told.Field + ": " + text
	}
	return errors.New(text)
}
