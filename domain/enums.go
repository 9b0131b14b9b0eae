package domain

// CommunityType is what kind of settlement a community is centred on.
type CommunityType string

// The types of communities: міська, селищна, сільська.
const (
	Urban      CommunityType = "URBAN"
	Settlement CommunityType = "SETTLEMENT"
	Rural      CommunityType = "RURAL"
)

// Adjective is the type as it stands in a community's whole name.
func (t CommunityType) Adjective() Text {
	switch t {
	case Urban:
		return Text{"міська", "urban"}
	case Settlement:
		return Text{"селищна", "settlement"}
	default:
		return Text{"сільська", "rural"}
	}
}

// TreeKind tells the digital goal tree from the general development strategy.
type TreeKind string

// The kinds of goal trees.
const (
	Digital             TreeKind = "DIGITAL"
	DevelopmentStrategy TreeKind = "DEVELOPMENT_STRATEGY"
)

// TreeView chooses the structure of a tree that is shown.
type TreeView string

// The views: the newest endorsed or adopted revision, or the one being worked on.
const (
	PublishedView TreeView = "PUBLISHED"
	WorkingView   TreeView = "WORKING"
)

// RevisionState is where a revision of a tree's structure stands in review.
type RevisionState string

// The states of a revision, in the order of its life.
const (
	Draft     RevisionState = "DRAFT"
	Submitted RevisionState = "SUBMITTED"
	Returned  RevisionState = "RETURNED"
	Endorsed  RevisionState = "ENDORSED"
	Adopted   RevisionState = "ADOPTED"
)

// Level is the place of a node in the order of a goal tree.
type Level string

// The levels, from the top.
const (
	GoalLevel      Level = "GOAL"
	SubgoalLevel   Level = "SUBGOAL"
	ComponentLevel Level = "COMPONENT"
)

// Status is where the work on a node stands. Empty means that nobody has reported.
type Status string

// The statuses.
const (
	Planned    Status = "PLANNED"
	InProgress Status = "IN_PROGRESS"
	Suspended  Status = "SUSPENDED"
	Done       Status = "DONE"
	Cancelled  Status = "CANCELLED"
)

// Priority orders goals, subgoals and components by how much they matter.
type Priority string

// The priorities.
const (
	Low    Priority = "LOW"
	Medium Priority = "MEDIUM"
	High   Priority = "HIGH"
)

// ComponentKind is what a component is made of: work with people and rules, or with things.
type ComponentKind string

// The kinds of components. Empty means not yet classified.
const (
	Soft ComponentKind = "SOFT"
	Hard ComponentKind = "HARD"
)

// FundSource is whose budget pays.
type FundSource string

// The sources of funds.
const (
	StateFunds  FundSource = "STATE"
	OblastFunds FundSource = "OBLAST"
	LocalFunds  FundSource = "LOCAL"
	DonorFunds  FundSource = "DONOR"
	OtherFunds  FundSource = "OTHER"
)

// ExpenseKind is how a budget books a cost.
type ExpenseKind string

// The kinds of expenses.
const (
	Capital ExpenseKind = "CAPITAL"
	Current ExpenseKind = "CURRENT"
)

// OrderDirection is the direction of an ordering.
type OrderDirection string

// The directions.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)
