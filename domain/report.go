package domain

import "slices"

// CurrentState is what a node's reports say at the end of a day: the one with the latest as-of day
// counts, and of several of one day the last. ReportedOn is nil where none counts.
func CurrentState(reports []Report, asOf Date) (state NodeState, reportedOn *Date) {
	known := keep(reports, func(r Report) bool { return !r.AsOf.After(asOf) })
	if len(known) == 0 {
		return NodeState{}, nil
	}
	slices.SortStableFunc(known, func(a, b Report) int { return -a.AsOf.DaysUntil(b.AsOf) })
	last := known[len(known)-1]
	state = NodeState{Status: last.Status, Percent: last.Percent, Override: last.Override}
	if last.Status == Done {
		state.FinishedOn = finishedOn(known)
	}
	return state, &last.AsOf
}

// finishedOn is the day of the first DONE after which no report said otherwise.
func finishedOn(ordered []Report) *Date {
	first := len(ordered) - 1
	for first > 0 && ordered[first-1].Status == Done {
		first--
	}
	return &ordered[first].AsOf
}
