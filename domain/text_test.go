package domain_test

import (
	"testing"

	"hromada/domain"
)

// TestBlankTextsAreNone, whatever they are made of.
func TestBlankTextsAreNone(t *testing.T) {
	t.Parallel()
	for _, blank := range []string{"", " ", "\n\t", "\u00a0", "\u200b", "\u2060 \ufeff", "\u3000", "\u00ad"} {
		f := domain.NodeFields{Weight: 1, Title: blank, Description: blank, Code: blank}
		if domain.CheckReason("reason", blank) == nil || len(f.Check(domain.GoalLevel)) != 1 || len((domain.ProblemFields{NameUK: blank}).Check()) != 1 {
			t.Errorf("%q passes for a text", blank)
		}
		if stored := f.Stored(); stored.Title+stored.Description+stored.Code != "" || domain.Trimmed(blank) != "" {
			t.Errorf("%q is stored as %+v", blank, stored)
		}
		report, faults := domain.ProgressEntry{AsOf: day(9), Percent: new(40.0), Override: blank, Note: blank}.Report(domain.ReportedNode{Parent: true}, day(9))
		if len(faults) != 1 || faults[0].Field != "overrideReason" || report.Note != "" {
			t.Errorf("%q passes for a reason: %v", blank, faults)
		}
	}
	for text, want := range map[string]string{" Ціль ": "Ціль", "\u00a0а б\n": "а б", "👍": "👍", "-": "-"} {
		if got := domain.Trimmed(text); got != want || domain.CheckText("title", text, 10) != nil {
			t.Errorf("%q is trimmed to %q", text, got)
		}
	}
}
