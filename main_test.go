package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"hromada/database/databasetest"
)

// TestMain lets scripts and tests run the program as a process of its own, from the test's binary.
func TestMain(m *testing.M) {
	testscript.Main(databasetest.Wrap(m), map[string]func(){"hromada": main})
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
