package demonstration_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"

	"hromada/domain"
)

// standing is what a component's reports amount to.
func standing(reports []domain.Report) domain.Progress {
	if len(reports) == 0 {
		return domain.LeafProgress(domain.NodeState{})
	}
	last := reports[len(reports)-1]
	state := domain.NodeState{Status: last.Status, Percent: last.Percent}
	if last.Status == domain.Done {
		state.FinishedOn = &last.AsOf
	}
	return domain.LeafProgress(state)
}

// seen collects everything that the API can filter by.
func seen(outlines []domain.Outline, today domain.Date) map[string]int {
	found := map[string]int{}
	count := func(values ...any) {
		for _, v := range values {
			found[fmt.Sprintf("%T %v", v, v)]++
		}
	}
	for _, o := range outlines {
		for _, n := range o.Nodes {
			count(n.Priority, n.Weight)
			if n.Level != domain.ComponentLevel {
				continue
			}
			p := standing(n.Reports)
			count(p.Status, p.Basis, n.Kind, n.Category, domain.TrackOf(p, n.StartDate, n.DueDate, today))
			for _, c := range n.PlannedCosts {
				count(c.Source, c.Expense)
			}
		}
	}
	return found
}

func TestEverythingIsToBeSeen(t *testing.T) {
	wanted := []any{
		domain.Status(""), domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled,
		domain.Undated, domain.NotStarted, domain.OnTrack, domain.AtRisk, domain.Late, domain.LateDone,
		domain.BasisReported, domain.BasisStatus, domain.BasisUnknown,
		domain.ComponentKind(""), domain.Soft, domain.Hard, domain.Low, domain.Medium, domain.High,
		domain.StateFunds, domain.OblastFunds, domain.LocalFunds, domain.DonorFunds, domain.OtherFunds,
		domain.Capital, domain.Current, 0.0, 2.0, 3.0,
	}
	for category := range kindOf {
		wanted = append(wanted, category)
	}
	for _, today := range middle {
		found := seen(trees[today], today)
		for _, v := range wanted {
			if key := fmt.Sprintf("%T %v", v, v); found[key] == 0 {
				t.Errorf("%s: nothing is %s", today, key)
			}
		}
	}
}

func TestSpecialCasesAreToBeSeen(t *testing.T) {
	for _, today := range middle {
		special, unclassified, free := map[string]bool{}, 0, 0
		for _, o := range trees[today] {
			here := map[string]bool{}
			for i := range o.Nodes {
				here[caseOf(o, i)], special[caseOf(o, i)] = true, true
			}
			if here["unclassified"] {
				unclassified++
			}
			if !here["with costs"] {
				free++
			} else if !here["without costs"] {
				t.Errorf("%s: every component has costs", o.Community)
			}
		}
		for _, want := range []string{"override", "cancelled", "undated", "under a goal"} {
			if !special[want] {
				t.Errorf("%s: nothing is %s", today, want)
			}
		}
		if unclassified != 1 || free != 1 {
			t.Errorf("%s: %d trees with unclassified components, %d without costs", today, unclassified, free)
		}
	}
}

// caseOf names what a node is an example of.
func caseOf(o domain.Outline, i int) string {
	n := o.Nodes[i]
	switch {
	case n.Level != domain.ComponentLevel:
		return parentCase(o, i)
	case n.Kind == "":
		return "unclassified"
	case o.Nodes[n.Parent].Level == domain.GoalLevel:
		return "under a goal"
	case len(n.PlannedCosts) > 0:
		return "with costs"
	}
	return "without costs"
}

// parentCase is caseOf for goals and subgoals.
func parentCase(o domain.Outline, i int) string {
	n := o.Nodes[i]
	if len(n.Reports) > 0 {
		last := n.Reports[len(n.Reports)-1]
		switch {
		case last.Override != "" && n.Level == domain.GoalLevel:
			return "override"
		case last.Status == domain.Cancelled && n.Level == domain.SubgoalLevel && allCancelled(o, i):
			return "cancelled"
		}
	}
	if n.StartDate == nil && n.DueDate == nil {
		return "undated"
	}
	return ""
}

func allCancelled(o domain.Outline, parent int) bool {
	for _, n := range o.Nodes {
		if n.Parent == parent && standing(n.Reports).Counts() {
			return false
		}
	}
	return true
}

// Faults that must not be in any text: contacts, unfilled places, two alphabets in a word, letters
// that Ukrainian does not have, the typewriter's apostrophe, stray blanks.
var faults = map[string]*regexp.Regexp{
	"contact":       regexp.MustCompile(`@|\+\d|\d[\d ()-]{7,}\d|\(0\d\d`),
	"unfilled":      regexp.MustCompile(`[{}|]`),
	"two alphabets": regexp.MustCompile(`[A-Za-z]\p{Cyrillic}|\p{Cyrillic}[A-Za-z]`),
	"not Ukrainian": regexp.MustCompile(`[ЫыЭэЁёЪъ]`),
	"apostrophe":    regexp.MustCompile(`\p{Cyrillic}'\p{Cyrillic}`),
	"blanks":        regexp.MustCompile(`^\s|\s$|\s\s| [,.;:]`),
}

func TestTextsAreClean(t *testing.T) {
	each(t, func(t *testing.T, o domain.Outline, _ domain.Date) {
		texts := []string{o.SourceTitle}
		for _, n := range o.Nodes {
			texts = append(texts, n.Title, n.Description, n.Responsible, n.ExpectedResult, n.Customer, n.Executor)
			for _, r := range n.Reports {
				texts = append(texts, r.Note, r.Override)
			}
			for _, s := range n.Spending {
				texts = append(texts, s.Note)
			}
			for _, e := range n.Evidence {
				texts = append(texts, e.Title)
			}
		}
		for _, text := range texts {
			for fault, pattern := range faults {
				if pattern.MatchString(text) {
					t.Errorf("%s: %s", fault, text)
				}
			}
			if !json.Valid([]byte(`"` + text + `"`)) {
				t.Errorf("a control character or a typewriter's quote: %s", text)
			}
		}
	})
}
