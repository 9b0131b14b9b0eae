package domain

// Period is the first and the last calendar year of a plan.
type Period struct{ Start, End int }

// Outline is a whole goal tree as a file or the demonstration describes it, before it has identities.
type Outline struct {
	Community     KatottgCode
	Kind          TreeKind
	Period        *Period // nil: not known
	State         RevisionState
	SourceTitle   string
	SourceURL     string
	Demonstration bool
	// Partial is true where the nodes are changes to a tree that otherwise stays as it is: every node keeps its place unless the
	// outline gives it another.
	Partial bool
	Nodes   []OutlineNode
}

// OutlineNode is one node of an outline. Empty texts, nil dates and zero weights mean "not said".
type OutlineNode struct {
	Level       Level
	Parent      int // index into Outline.Nodes, -1 for goals; parents stand before their children
	Line        int // where the file names it, 0 where nothing does
	Code        string
	Title       string
	Description string
	Placeholder bool // a goal made up to hold rows whose parent nobody named
	Priority    Priority
	Weight      float64 // above 0; 0: not said
	StartDate   *Date
	DueDate     *Date
	Responsible string
	Problems    []string // codes of the region's problems that a goal answers; none: not said
	ComponentDetails
	Reports []Report
	Targets []OutlineTarget // what a new node begins with; one that stands keeps its own

	// Only nodes of partial outlines have these.
	Number   int64             // the identity that the outline names; 0: none, so that it is recognised by code or title
	Version  int               // of the node that the changes were made from; 0: not said
	Position int               // among its siblings, from 1; 0: not said
	Exported int               // its position when the changes were begun; 0: not said
	Edit     func(*NodeFields) // what it says of the fields that stand, or of empty ones
}

// ComponentDetails is what only components carry.
type ComponentDetails struct {
	Kind           ComponentKind
	Category       string
	ExpectedResult string
	Customer       string
	Executor       string
	PlannedCosts   []PlannedCost
	Spending       []Spending
	Evidence       []Evidence
}

// PlannedCost is the cost of a component in one year from one source, in hryvnias.
type PlannedCost struct {
	Year    int
	Source  FundSource
	Expense ExpenseKind
	Amount  Decimal
}

// Spending is one payment made, in hryvnias.
type Spending struct {
	On     Date
	Source FundSource
	Amount Decimal
	Note   string
}

// Stored is the payment as the database holds it.
func (s Spending) Stored() Spending {
	s.Amount, s.Note = s.Amount.Fixed(), Trimmed(s.Note)
	return s
}

// Evidence is a link to something that shows the work.
type Evidence struct{ URL, Title string }

// Report is what was said of a node's progress as of a day. Percent nil: no number was given.
type Report struct {
	AsOf     Date
	Status   Status
	Percent  *float64
	Override string // on a parent: why its number replaces its children's
	Note     string
}

// OutlineTarget is a target with what was reached by year.
type OutlineTarget struct {
	Target
	Actuals []TargetActual
}

// Tell writes into the fields of a node what the outline says of it; what it does not say stays.
func (n OutlineNode) Tell(f *NodeFields) {
	if n.Edit != nil {
		n.Edit(f)
		return
	}
	f.Title = n.Title
	told(&f.Code, n.Code)
	told(&f.Description, n.Description)
	told(&f.Priority, n.Priority)
	told(&f.Responsible, n.Responsible)
	told(&f.Kind, n.Kind)
	told(&f.Category, n.Category)
	told(&f.ExpectedResult, n.ExpectedResult)
	told(&f.Customer, n.Customer)
	told(&f.Executor, n.Executor)
	if n.StartDate != nil {
		f.StartDate = n.StartDate
	}
	if n.DueDate != nil {
		f.DueDate = n.DueDate
	}
	if n.Weight > 0 {
		f.Weight = n.Weight
	}
	if len(n.PlannedCosts) > 0 {
		f.PlannedCosts = n.PlannedCosts
	}
}

func told[S ~string](field *S, said S) {
	if said != "" {
		*field = said
	}
}
