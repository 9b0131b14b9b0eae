package playground

import (
	"embed"
	"io/fs"
)

//go:embed examples
var exampleFiles embed.FS

// Example is a query that the page shows in a tab.
type Example struct {
	Name      string `json:"-"`
	Query     string `json:"query"`
	Variables string `json:"variables"` // JSON
}

// Examples are in the order of their tabs.
func Examples() []Example {
	names := []string{"community", "oblast", "components", "search"}
	examples := make([]Example, len(names))
	for i, name := range names {
		examples[i] = Example{name, read(name + ".graphql"), read(name + ".json")}
	}
	return examples
}

func read(name string) string {
	text, err := fs.ReadFile(exampleFiles, "examples/"+name)
	if err != nil {
		panic(err) // it stands in the program
	}
	return string(text)
}
