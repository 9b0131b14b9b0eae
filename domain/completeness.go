package domain

// Lack is something that a review needs and a tree does not have.
type Lack string

// What can be missing.
const (
	LackGoals       Lack = "GOALS"       // the tree has no goal
	LackChildren    Lack = "CHILDREN"    // a goal has neither subgoals nor components
	LackResponsible Lack = "RESPONSIBLE" // nobody answers for a goal or a subgoal
	LackDates       Lack = "DATES"       // a component has no start or no due date
	LackKind        Lack = "KIND"        // a component is neither soft nor hard
	OutsidePeriod   Lack = "OUTSIDE_PERIOD"
	OutsideParent   Lack = "OUTSIDE_PARENT" // the dates reach beyond those of the node above
)

// SubmittedNode is what a review looks at in a node.
type SubmittedNode struct {
	Number      int64
	Parent      int64 // 0: none
	Level       Level
	Responsible string
	Kind        ComponentKind
	StartDate   *Date
	DueDate     *Date
	Placeholder bool
}

// Missing is one thing that one node lacks; Node 0 is the tree itself.
type Missing struct {
	Node int64
	Lack Lack
}

// Incomplete lists everything that keeps a tree from being reviewed, in the order of its nodes. Parents stand before children.
func Incomplete(nodes []SubmittedNode, period *Period) []Missing {
	byNumber, children := map[int64]SubmittedNode{}, map[int64]int{}
	for _, n := range nodes {
		byNumber[n.Number] = n
		children[n.Parent]++
	}
	missing := []Missing{}
	if children[0] == 0 {
		missing = append(missing, Missing{0, LackGoals})
	}
	for _, n := range nodes {
		above, has := byNumber[n.Parent]
		for _, check := range []struct {
			lack  Lack
			holds bool
		}{
			{LackChildren, n.Level == GoalLevel && children[n.Number] == 0},
			{LackResponsible, n.Level != ComponentLevel && n.Responsible == "" && !n.Placeholder},
			{LackKind, n.Level == ComponentLevel && n.Kind == ""},
			{LackDates, n.Level == ComponentLevel && (n.StartDate == nil || n.DueDate == nil)},
			{OutsidePeriod, period != nil && outside(n, NewDate(period.Start, 1, 1), NewDate(period.End, 12, 31))},
			{OutsideParent, has && reachesBeyond(n, above)},
		} {
			if check.holds {
				missing = append(missing, Missing{n.Number, check.lack})
			}
		}
	}
	return missing
}

func outside(n SubmittedNode, first, last Date) bool {
	for _, day := range []*Date{n.StartDate, n.DueDate} {
		if day != nil && (day.Before(first) || day.After(last)) {
			return true
		}
	}
	return false
}

func reachesBeyond(n, above SubmittedNode) bool {
	starts := n.StartDate != nil && above.StartDate != nil && n.StartDate.Before(*above.StartDate)
	ends := n.DueDate != nil && above.DueDate != nil && n.DueDate.After(*above.DueDate)
	return starts || ends
}
