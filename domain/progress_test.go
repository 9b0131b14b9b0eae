package domain_test

import (
	"fmt"
	"testing"
	"time"

	"hromada/domain"
)

// The examples follow the methods of the project, section Progress; each names the sentence that it
// works out.

func day(n int) domain.Date { return domain.NewDate(2026, time.January, n) }

// told is a figure in one line: status, percent, basis, and leaves done/reported/all.
func told(p domain.Progress) string {
	percent := "-"
	if p.Percent != nil {
		percent = fmt.Sprintf("%.4g", *p.Percent)
	}
	line := fmt.Sprintf("%s %s %s %d/%d/%d", p.Status, percent, p.Basis, p.Done, p.Reported, p.Leaves)
	if p.FinishedOn != nil {
		line += " " + p.FinishedOn.String()
	}
	return line
}

func leaf(status domain.Status, percent *float64, weight float64) domain.Weighted {
	state := domain.NodeState{Status: status, Percent: percent}
	return domain.Weighted{Progress: domain.LeafProgress(state), Weight: weight}
}

// doneOn is a finished leaf of weight 1.
func doneOn(n int) domain.Weighted {
	return domain.Weighted{Weight: 1, Progress: domain.LeafProgress(
		domain.NodeState{Status: domain.Done, FinishedOn: new(day(n))})}
}

func TestLeafProgress(t *testing.T) {
	t.Parallel()
	cases := []struct {
		why   string
		state domain.NodeState
		want  string
	}{
		{"component: its own 0–100", domain.NodeState{Status: domain.InProgress, Percent: new(40.5)}, "IN_PROGRESS 40.5 REPORTED 0/1/1"},
		{"a reported 0 is a figure", domain.NodeState{Status: domain.InProgress, Percent: new(0.0)}, "IN_PROGRESS 0 REPORTED 0/1/1"},
		{"suspended work keeps its number", domain.NodeState{Status: domain.Suspended, Percent: new(30.0)}, "SUSPENDED 30 REPORTED 0/1/1"},
		{"so does cancelled work", domain.NodeState{Status: domain.Cancelled, Percent: new(30.0)}, "CANCELLED 30 REPORTED 0/1/1"},
		{"DONE is 100", domain.NodeState{Status: domain.Done}, "DONE 100 STATUS 1/1/1"},
		{"PLANNED is 0", domain.NodeState{Status: domain.Planned}, "PLANNED 0 STATUS 0/1/1"},
		{"a status wins over a number: DONE", domain.NodeState{Status: domain.Done, Percent: new(60.0)}, "DONE 100 STATUS 1/1/1"},
		{"a status wins over a number: PLANNED", domain.NodeState{Status: domain.Planned, Percent: new(60.0)}, "PLANNED 0 STATUS 0/1/1"},
		{"nobody has reported", domain.NodeState{}, " - UNKNOWN 0/0/1"},
		{"a status that says nothing of how far", domain.NodeState{Status: domain.InProgress}, "IN_PROGRESS - UNKNOWN 0/0/1"},
		{"the day it was finished", domain.NodeState{Status: domain.Done, FinishedOn: new(day(9))}, "DONE 100 STATUS 1/1/1 2026-01-09"},
	}
	for _, c := range cases {
		if got := told(domain.LeafProgress(c.state)); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestRollUpOfChildren(t *testing.T) {
	t.Parallel()
	const planned, going, resting, done, cancelled = domain.Planned, domain.InProgress, domain.Suspended, domain.Done, domain.Cancelled
	cases := []struct {
		why      string
		children []domain.Weighted
		want     string
	}{
		{"weighted mean: (3·40 + 1·80) / 4", []domain.Weighted{leaf(going, new(40.0), 3), leaf(going, new(80.0), 1)}, "IN_PROGRESS 50 CHILDREN 0/2/2"},
		{"weights need not sum to anything: (0.2·30 + 0.6·70) / 0.8", []domain.Weighted{leaf(going, new(30.0), .2), leaf(going, new(70.0), .6)}, "IN_PROGRESS 60 CHILDREN 0/2/2"},
		{"cancelled ones do not count", []domain.Weighted{leaf(going, new(40.0), 1), leaf(cancelled, new(90.0), 9)}, "IN_PROGRESS 40 CHILDREN 0/1/1"},
		{"all cancelled", []domain.Weighted{leaf(cancelled, new(40.0), 1), leaf(cancelled, nil, 1)}, "CANCELLED - UNKNOWN 0/0/0"},
		{"silence is not progress: one known, one never reported", []domain.Weighted{leaf(going, new(60.0), 1), leaf("", nil, 1)}, "IN_PROGRESS 30 CHILDREN 0/1/2"},
		{"nobody has reported on any", []domain.Weighted{leaf("", nil, 1), leaf("", nil, 2)}, " - UNKNOWN 0/0/2"},
		{"begun, but nobody says how far", []domain.Weighted{leaf(going, nil, 1), leaf("", nil, 1)}, "IN_PROGRESS - UNKNOWN 0/0/2"},
		{"all planned", []domain.Weighted{leaf(planned, nil, 1), leaf(planned, nil, 1)}, "PLANNED 0 CHILDREN 0/2/2"},
		{"planned, or never reported", []domain.Weighted{leaf(planned, nil, 1), leaf("", nil, 1)}, "PLANNED 0 CHILDREN 0/1/2"},
		{"resting, none moving", []domain.Weighted{leaf(resting, new(20.0), 1), leaf(planned, nil, 1)}, "SUSPENDED 10 CHILDREN 0/2/2"},
		{"one finished, one planned: under way", []domain.Weighted{leaf(done, nil, 1), leaf(planned, nil, 3)}, "IN_PROGRESS 25 CHILDREN 1/2/2"},
		{"all done: 100, finished with the last", []domain.Weighted{doneOn(20), doneOn(9)}, "DONE 100 CHILDREN 2/2/2 2026-01-20"},
		{"done but for what was cancelled", []domain.Weighted{doneOn(9), leaf(cancelled, nil, 5)}, "DONE 100 CHILDREN 1/1/1 2026-01-09"},
	}
	for _, c := range cases {
		if got := told(domain.RollUp(domain.NodeState{}, c.children)); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestRollUpOfTheParentsOwnReport(t *testing.T) {
	t.Parallel()
	half := []domain.Weighted{doneOn(9), leaf(domain.Planned, nil, 1)}
	cases := []struct {
		why  string
		own  domain.NodeState
		want string
	}{
		{"manual override with a reason", domain.NodeState{Status: domain.InProgress, Percent: new(80.0), Override: "Оцінка групи"}, "IN_PROGRESS 80 OVERRIDE 1/2/2"},
		{"override to DONE has its own day", domain.NodeState{Status: domain.Done, Percent: new(100.0), Override: "Прийнято радою", FinishedOn: new(day(31))}, "DONE 100 OVERRIDE 1/2/2 2026-01-31"},
		{"a number without a reason overrides nothing", domain.NodeState{Status: domain.InProgress, Percent: new(80.0)}, "IN_PROGRESS 50 CHILDREN 1/2/2"},
		{"DONE is not so while children are not", domain.NodeState{Status: domain.Done, FinishedOn: new(day(31))}, "IN_PROGRESS 50 CHILDREN 1/2/2"},
		{"the whole suspended", domain.NodeState{Status: domain.Suspended}, "SUSPENDED 50 CHILDREN 1/2/2"},
		{"the whole cancelled", domain.NodeState{Status: domain.Cancelled}, "CANCELLED 50 CHILDREN 1/2/2"},
	}
	for _, c := range cases {
		got := domain.RollUp(c.own, half)
		if told(got) != c.want {
			t.Errorf("%s: %q, want %q", c.why, told(got), c.want)
		}
		if overridden := got.Basis == domain.BasisOverride; overridden != (got.Reason != "") {
			t.Errorf("%s: the reason is %q", c.why, got.Reason)
		}
	}
}

// TestRollUpOfLevels works a whole goal out: a subgoal at 50 of weight 1, a subgoal without any figure
// of weight 1, and a component at 80 straight under the goal of weight 2: (50 + 0 + 160) / 4.
func TestRollUpOfLevels(t *testing.T) {
	t.Parallel()
	parent := func(children ...domain.Weighted) domain.Weighted {
		return domain.Weighted{Progress: domain.RollUp(domain.NodeState{}, children), Weight: 1}
	}
	known := parent(doneOn(9), leaf(domain.Planned, nil, 1), leaf(domain.Cancelled, nil, 1))
	silent := parent(leaf("", nil, 1), leaf("", nil, 1))
	goal := domain.RollUp(domain.NodeState{}, []domain.Weighted{known, silent, leaf(domain.InProgress, new(80.0), 2)})
	if got, want := told(goal), "IN_PROGRESS 52.5 CHILDREN 1/3/5"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if without := parent(known, parent(leaf(domain.Cancelled, nil, 1))); told(without.Progress) != "IN_PROGRESS 50 CHILDREN 1/2/2" {
		t.Errorf("a subgoal whose components are all cancelled counts: %q", told(without.Progress))
	}
}
