package commands

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"hromada/graph/contract"
	"hromada/graph/generated"
)

// Schema prints the schema of the graph, or compares it with an earlier one.
type Schema struct {
	Against   string `type:"existingfile" placeholder:"FILE" help:"Print nothing, but say what the schema breaks of the one in this file."`
	Announced string `type:"existingfile" placeholder:"CHANGELOG" help:"With --against: what this changelog announces under \"Breaking\" may break."`
}

// Run writes to standard output; a change that breaks clients unannounced is an error.
func (s Schema) Run(context.Context) error {
	if s.Against == "" {
		return WriteSchema(os.Stdout)
	}
	return s.compare(os.Stdout)
}

func (s Schema) compare(w io.Writer) error {
	text, err := os.ReadFile(s.Against)
	if err != nil {
		return err
	}
	earlier, err := gqlparser.LoadSchema(&ast.Source{Name: s.Against, Input: string(text)})
	if err == nil && earlier.Query == nil {
		err = errors.New("no query begins anywhere")
	}
	if err != nil {
		return fmt.Errorf("%s holds no schema: %w", s.Against, err)
	}
	changelog := []byte{}
	if s.Announced != "" {
		if changelog, err = os.ReadFile(s.Announced); err != nil {
			return err
		}
	}
	changes := contract.Breaking(earlier, generated.NewExecutableSchema(generated.Config{}).Schema())
	unannounced := contract.Unannounced(changes, string(changelog))
	for _, c := range changes {
		state := "announced"
		if slices.Contains(unannounced, c) {
			state = "BREAKING"
		}
		fmt.Fprintf(w, "%-9s  %s\n", state, c)
	}
	if len(unannounced) > 0 {
		return fmt.Errorf("the schema breaks clients in %d places; announce them in CHANGELOG.md, under \"Breaking\" of what is unreleased, with these names in backticks", len(unannounced))
	}
	return nil
}

// WriteSchema writes the schema in the schema definition language, in a stable order.
func WriteSchema(w io.Writer) error {
	out := bufio.NewWriter(w)
	formatter.NewFormatter(out).FormatSchema(generated.NewExecutableSchema(generated.Config{}).Schema())
	return out.Flush()
}

// Version prints the program's version.
type Version struct{}

// Run prints it to standard output.
func (Version) Run(context.Context) error {
	_, err := fmt.Println("hromada", ProgramVersion())
	return err
}

// release is the version that this source is on the way to or of; see CHANGELOG.md.
const release = "0.1.0"

// ProgramVersion is the release, with the revision it was built from where the build knows it.
func ProgramVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return release + "+" + setting.Value[:12]
		}
	}
	return release
}
