// Package demonstration holds what a new installation can be filled with to look around: the facts
// of the communities of Vinnytsia oblast, and invented goal trees for the ten that take part in the
// project. What is invented says so on each tree; SOURCES.md tells where the facts come from.
package demonstration

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"path"

	"hromada/domain"
)

//go:embed registry.csv
var registry []byte

//go:embed offices.json notes.json problems.json survey.json catalogue/*.json communities/*.json
var files embed.FS

// Registry gives the registry of Vinnytsia oblast as CSV with a header: 63 communities ordered by
// code, with a column that marks the participants of the project.
func Registry() io.Reader { return bytes.NewReader(registry) }

// Trees gives an invented digital goal tree for each participant of the project, ordered by the
// community's code. The same day gives the same trees; another day only hides or shows what
// would have been reported, paid or documented by then.
func Trees(today domain.Date) []domain.Outline {
	library := loadCatalogue()
	var outlines []domain.Outline
	for _, c := range loadCommunities() {
		b := builder{community: c, catalogue: library, today: today}
		outlines = append(outlines, b.outline())
	}
	return outlines
}

// load reads an embedded file. A fault in one is a fault of the program, which its tests find, so
// there is no error for a caller to handle.
func load(name string, into any) {
	body, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		panic(fmt.Errorf("%s: %w", name, err))
	}
}

// loadAll reads every file of an embedded folder, in the order of their names.
func loadAll[T any](folder string) []T {
	entries, err := files.ReadDir(folder)
	if err != nil {
		panic(err)
	}
	all := make([]T, len(entries))
	for i, entry := range entries {
		load(path.Join(folder, entry.Name()), &all[i])
	}
	return all
}
