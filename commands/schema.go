package commands

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/vektah/gqlparser/v2/formatter"

	"hromada/graph/generated"
)

// Schema prints the schema of the graph.
type Schema struct{}

// Run prints it to standard output.
func (Schema) Run(context.Context) error { return WriteSchema(os.Stdout) }

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
