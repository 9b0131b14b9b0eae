package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"hromada/commands"
	"hromada/database/databasetest"
)

// TestMain lets scripts and tests run the program as a process of its own, from the test's binary.
func TestMain(m *testing.M) {
	testscript.Main(databasetest.Wrap(m), map[string]func(){"hromada": main, "statements": runStatements})
}

// TestScripts runs the command line as a person types it: testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			// Settings of whoever runs the tests must not reach the scripts.
			for _, pair := range os.Environ() {
				if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "HROMADA_") || name == "DATABASE_URL" {
					env.Setenv(name, "")
				}
			}
			return nil
		},
	})
}

// TestReadmeTellsEverySetting holds the README's table against the command line itself.
func TestReadmeTellsEverySetting(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	line, err := kong.New(&program{})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, flag := range line.Model.Flags {
		if len(flag.Envs) == 0 {
			continue
		}
		row := fmt.Sprintf("| `--%s` | `%s` | ", flag.Name, flag.Envs[0])
		if flag.Default != "" {
			row += "`" + flag.Default + "` |"
		}
		if !strings.Contains(string(readme), row) {
			t.Errorf("the README has no row %s", row)
		}
		told++
	}
	if told < 8 {
		t.Errorf("only %d settings were looked at", told)
	}
}

// TestSchemaIsAsCommitted shows every change to the schema in review; `make generate` writes the file.
func TestSchemaIsAsCommitted(t *testing.T) {
	committed, err := os.ReadFile("graph/schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	if err := commands.WriteSchema(&printed); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), printed.String()); diff != "" {
		t.Errorf("graph/schema.graphql is not what `hromada schema` prints:\n%s", diff)
	}
}
