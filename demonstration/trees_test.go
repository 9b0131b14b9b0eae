package demonstration_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"hromada/demonstration"
	"hromada/domain"
)

// Days before, within and after the period; what must be seen at once is asked of the middle ones.
var (
	middle = []domain.Date{
		domain.NewDate(2026, time.January, 15),
		domain.NewDate(2026, time.August, 1),
		domain.NewDate(2026, time.November, 23),
		domain.NewDate(2027, time.May, 20),
	}
	days = append([]domain.Date{
		domain.NewDate(2024, time.June, 1),
		domain.NewDate(2025, time.March, 1),
		domain.NewDate(2030, time.January, 1),
	}, middle...)
	trees = treesOn(days)
)

// treesOn makes the trees once for all checks that only read them.
func treesOn(days []domain.Date) map[domain.Date][]domain.Outline {
	all := map[domain.Date][]domain.Outline{}
	for _, today := range days {
		all[today] = demonstration.Trees(today)
	}
	return all
}

// each runs a check on every day and every tree of it.
func each(t *testing.T, check func(t *testing.T, o domain.Outline, today domain.Date)) {
	for _, today := range days {
		for _, o := range trees[today] {
			t.Run(fmt.Sprintf("%s/%s", today, o.Community), func(t *testing.T) { check(t, o, today) })
		}
	}
}

func TestTheSameDayGivesTheSameTrees(t *testing.T) {
	for _, today := range days {
		if !reflect.DeepEqual(demonstration.Trees(today), trees[today]) {
			t.Errorf("%s: two calls differ", today)
		}
	}
}

// TestTheDayOnlyCutsOff takes away what depends on the day and demands that nothing else does.
func TestTheDayOnlyCutsOff(t *testing.T) {
	timeless := func(today domain.Date) []domain.Outline {
		outlines := demonstration.Trees(today)
		for _, o := range outlines {
			for i := range o.Nodes {
				o.Nodes[i].Reports, o.Nodes[i].Spending, o.Nodes[i].Evidence = nil, nil, nil
				for j := range o.Nodes[i].Targets {
					o.Nodes[i].Targets[j].Actuals = nil
				}
			}
		}
		return outlines
	}
	first := timeless(days[0])
	for _, today := range days[1:] {
		if !reflect.DeepEqual(timeless(today), first) {
			t.Errorf("%s has another structure than %s", today, days[0])
		}
	}
}

func TestWhatWasKnownStaysKnown(t *testing.T) {
	final := trees[domain.NewDate(2030, time.January, 1)]
	for _, today := range middle {
		for i, o := range trees[today] {
			for j, n := range o.Nodes {
				all := final[i].Nodes[j]
				if !reflect.DeepEqual(n.Reports, first(all.Reports, len(n.Reports))) ||
					!reflect.DeepEqual(n.Spending, first(all.Spending, len(n.Spending))) {
					t.Errorf("%s %s %s: the past changed", today, o.Community, n.Code)
				}
				for k, target := range n.Targets {
					if !reflect.DeepEqual(target.Actuals, first(all.Targets[k].Actuals, len(target.Actuals))) {
						t.Errorf("%s %s %s: the past of %s changed", today, o.Community, n.Code, target.Name)
					}
				}
			}
		}
	}
}

func first[T any](all []T, n int) []T {
	if n == 0 {
		return nil
	}
	return all[:n]
}

func TestATreeForEachParticipant(t *testing.T) {
	states := map[domain.RevisionState]int{}
	for i, o := range trees[middle[0]] {
		if o.Community != participants[i] || o.Kind != domain.Digital || *o.Period != (domain.Period{Start: 2025, End: 2027}) {
			t.Errorf("tree %d: %s %s %v", i, o.Community, o.Kind, o.Period)
		}
		if !o.Demonstration || o.SourceTitle == "" || o.SourceURL != "" {
			t.Errorf("%s does not say that it is a demonstration", o.Community)
		}
		states[o.State]++
	}
	if states[domain.Endorsed] == 0 || states[domain.Adopted] == 0 || states[domain.Endorsed]+states[domain.Adopted] != len(participants) {
		t.Errorf("states: %v", states)
	}
}

func TestTreesHaveTheAgreedShape(t *testing.T) {
	each(t, func(t *testing.T, o domain.Outline, _ domain.Date) {
		goals, under := 0, map[int]map[domain.Level]int{}
		for _, n := range o.Nodes {
			if n.Parent < 0 {
				goals++
				continue
			}
			if under[n.Parent] == nil {
				under[n.Parent] = map[domain.Level]int{}
			}
			under[n.Parent][n.Level]++
		}
		outside(t, "goals", goals, 4, 5)
		for i, n := range o.Nodes {
			switch n.Level {
			case domain.GoalLevel:
				outside(t, n.Code+" subgoals", under[i][domain.SubgoalLevel], 2, 4)
			case domain.SubgoalLevel:
				outside(t, n.Code+" components", under[i][domain.ComponentLevel], 2, 5)
			}
		}
	})
}

func outside(t *testing.T, what string, n, least, most int) {
	t.Helper()
	if n < least || n > most {
		t.Errorf("%s: %d, not %d to %d", what, n, least, most)
	}
}
