package domain_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hromada/domain"
)

func TestNeutralCells(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "плюс": "плюс", "1.2": "1.2", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\t=1": "' =1", "\r@": "' @", " -": "' -", "'=1": "''=1",
		"'": "'", "'80": "'80", "''": "''", "＝1": "'＝1", "а=б": "а=б", "а\x00б": "а б", "а\nб": "а\nб",
	} {
		if got := domain.Neutral(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

func TestNeutralCellsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("'=+-@ аб1\n"))).Draw(t, "text")
		cell := domain.Neutral(text)
		if strings.ContainsAny(string([]rune(cell + " ")[0]), "=+-@") {
			t.Fatalf("%q is a formula", cell)
		}
		if got := domain.Plain(cell); got != text {
			t.Fatalf("%q came back as %q", text, got)
		}
	})
}
