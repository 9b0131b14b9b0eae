package table_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"hromada/imports/table"
)

// Whatever a cell holds, what becomes of it is composed, in single blanks, and the same when it is cleaned again.
func TestClean(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]rune("aZ9 абґїІйЁё’'«»—…№\u00A0\t\n\r\u200B\uFEFF\u00AD\u0306\u0308и\u202E\x00\x7F\uFFFD=-"))
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringOf(letters).Draw(t, "raw")
		got, fault := table.Clean(raw)
		if fault != nil {
			if !strings.ContainsAny(raw, "\u202E\x00\x7F\uFFFD") {
				t.Fatalf("%q: %s", raw, fault.EN)
			}
			return
		}
		if again, _ := table.Clean(got); again != got || !norm.NFC.IsNormalString(got) || !utf8.ValidString(got) ||
			strings.Join(strings.Fields(got), " ") != got || strings.ContainsAny(got, "\u200B\uFEFF\u00AD") {
			t.Fatalf("%q gave %q, then %q", raw, got, again)
		}
	})
}

func TestCleanRefusesWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	if _, fault := table.Clean(strings.Repeat("a", 1<<20+1)); fault == nil {
		t.Error("taken")
	}
}
