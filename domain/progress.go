package domain

import "math"

// Basis says where a percent comes from.
type Basis string

// The bases of a percent.
const (
	BasisReported    Basis = "REPORTED"    // the number last reported on the node itself
	BasisStatus      Basis = "STATUS"      // the node's status decides: DONE is 100, PLANNED is 0
	BasisChildren    Basis = "CHILDREN"    // the weighted mean of the children that count
	BasisOverride    Basis = "OVERRIDE"    // a number set by hand on a parent, with its reason
	BasisCommunities Basis = "COMMUNITIES" // the unweighted mean of the communities that have a figure
	BasisUnknown     Basis = "UNKNOWN"     // nobody has reported, or nothing counts: there is no percent
)

// NodeState is what was last reported on one node.
type NodeState struct {
	Status     Status // empty: nobody has reported
	Percent    *float64
	Override   string // on a parent: why Percent replaces the roll-up
	FinishedOn *Date  // set when Status is DONE
}

// Progress is how far the work on a node, tree, community, district or region has come.
type Progress struct {
	Status     Status   // of the node, derived from its children where it has any
	Percent    *float64 // 0–100; nil: not known
	Basis      Basis
	Reason     string // why the percent was overridden
	FinishedOn *Date  // the as-of day of the report that finished it
	Done       int    // leaves that count and are done
	Reported   int    // leaves that count and have a figure
	Leaves     int    // leaves that count
}

// Counts tells whether the node is part of its parent's mean: cancelled ones are not.
func (p Progress) Counts() bool { return p.Status != Cancelled }

// Weighted is a child's progress with its weight among its siblings; only ratios matter.
type Weighted struct {
	Progress
	Weight float64
}

// LeafProgress is the progress of a node without children: a status of DONE or PLANNED decides,
// else the number reported.
func LeafProgress(s NodeState) Progress {
	p := Progress{Status: s.Status, FinishedOn: s.FinishedOn, Basis: BasisStatus, Leaves: 1}
	switch {
	case s.Status == Done:
		p.Percent, p.Done = number(100), 1
	case s.Status == Planned:
		p.Percent = number(0)
	case s.Percent != nil:
		p.Percent, p.Basis = s.Percent, BasisReported
	default:
		p.Basis = BasisUnknown
	}
	if p.Percent != nil {
		p.Reported = 1
	}
	return p
}

// RollUp is the progress of a node with children: the weighted mean of those that count, in which
// one without a figure is 0 once any sibling has one, so that silence never looks like progress. A
// number set by hand replaces the mean. Source: methods of the project, section Progress.
func RollUp(own NodeState, children []Weighted) Progress {
	counting := keep(children, func(c Weighted) bool { return c.Counts() })
	p := Progress{Status: parentStatus(own.Status, counting), Basis: BasisUnknown}
	p.Done, p.Reported, p.Leaves = sumLeaves(counting)
	if own.Override != "" {
		p.Percent, p.Basis, p.Reason, p.Status = own.Percent, BasisOverride, own.Override, own.Status
		p.FinishedOn = own.FinishedOn
		return p
	}
	p.Percent = weightedMean(counting)
	if p.Percent != nil {
		p.Basis = BasisChildren
	}
	if p.Status == Done {
		p.FinishedOn = lastFinish(counting)
	}
	return p
}

// parentStatus derives a parent's status from the children that count; only CANCELLED and
// SUSPENDED, which are decisions about the whole, stand above them.
func parentStatus(own Status, counting []Weighted) Status {
	if own == Cancelled || own == Suspended {
		return own
	}
	if len(counting) == 0 {
		return Cancelled
	}
	has := map[Status]int{}
	for _, c := range counting {
		has[c.Status]++
	}
	switch {
	case has[Done] == len(counting):
		return Done
	case has[Done]+has[InProgress] > 0:
		return InProgress
	case has[Suspended] > 0:
		return Suspended
	case has[Planned] > 0:
		return Planned
	}
	return ""
}

func weightedMean(counting []Weighted) *float64 {
	sum, weights, known := 0.0, 0.0, false
	for _, c := range counting {
		weights += c.Weight
		if c.Percent != nil {
			known = true
			sum += c.Weight * *c.Percent
		}
	}
	if !known {
		return nil
	}
	return number(rounded(sum / weights))
}

func sumLeaves(counting []Weighted) (done, reported, leaves int) {
	for _, c := range counting {
		done += c.Done
		reported += c.Reported
		leaves += c.Leaves
	}
	return done, reported, leaves
}

func lastFinish(counting []Weighted) *Date {
	var last *Date
	for _, c := range counting {
		if c.FinishedOn != nil && (last == nil || c.FinishedOn.After(*last)) {
			last = c.FinishedOn
		}
	}
	return last
}

func keep[T any](all []T, wanted func(T) bool) []T {
	kept := make([]T, 0, len(all))
	for _, one := range all {
		if wanted(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

func number(f float64) *float64 { return &f }

// rounded takes off what binary fractions add far behind the point, so that a mean of hundreds is 100
// and a lag of ten points is 10.
func rounded(f float64) float64 { return math.Round(f*1e10) / 1e10 }
