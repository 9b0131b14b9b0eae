package commands

import (
	"os"
	"strings"
)

// ForgetEmpty makes settings that the environment holds empty as good as not set: so do files of variables and
// containers say "the default", and an empty directory or number means nothing.
func ForgetEmpty() error {
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if value == "" && (strings.HasPrefix(name, "HROMADA_") || name == "DATABASE_URL") {
			if err := os.Unsetenv(name); err != nil {
				return err
			}
		}
	}
	return nil
}
